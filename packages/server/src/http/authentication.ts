import type { FastifyRequest } from 'fastify';
import type { Sessions } from '../auth/sessions.ts';
import type { CommandLineToken } from './command-line-token.ts';
import type { Principal } from './principal.ts';
import type { SessionCookie } from './session-cookie.ts';

/** Finds out who makes a request. */
export class Authentication {
  readonly #sessions: Sessions;
  readonly #cookie: SessionCookie;
  readonly #commandLine: CommandLineToken;

  constructor(ports: { sessions: Sessions; cookie: SessionCookie; commandLine: CommandLineToken }) {
    this.#sessions = ports.sessions;
    this.#cookie = ports.cookie;
    this.#commandLine = ports.commandLine;
  }

  /** Who makes it; the session counts as used. A wrong token of the command line is nobody, whatever cookie is beside it. */
  async principalOf(request: FastifyRequest): Promise<Principal | null> {
    const principal = await this.peek(request);
    const token = this.#cookie.read(request);
    if (principal?.kind === 'person' && token !== undefined) await this.#sessions.touch(token);
    return principal;
  }

  /** The same, without the session counting as used: for asking again on behalf of an open socket. */
  async peek(request: FastifyRequest): Promise<Principal | null> {
    const byToken = this.#commandLine.principalOf(request);
    if (byToken !== undefined) return byToken;
    const token = this.#cookie.read(request);
    return token === undefined ? null : this.#sessions.principalOf(token);
  }
}
