import { timingSafeEqual } from 'node:crypto';
import { hashToken, newToken } from '../auth/tokens.ts';
import type { Principal } from './principal.ts';

/** Who works on this machine with the rights of the data folder's owner. */
const commandLine: Principal = {
  kind: 'commandLine',
  userId: 'command-line',
  name: 'Command line',
  isInstanceAdmin: true,
  memberships: new Map(),
  heldBack: new Map(),
  role: null,
  scope: null,
  csrfToken: null,
};

/** The token by which the command line shows that it can read the server's file. New with each start. */
export class CommandLineToken {
  readonly text: string = newToken();
  readonly #hash = Buffer.from(hashToken(this.text));

  /** Null for any other token. */
  principalOf(token: string): Principal | null {
    return timingSafeEqual(Buffer.from(hashToken(token)), this.#hash) ? commandLine : null;
  }
}
