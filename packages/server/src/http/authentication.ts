import type { FastifyRequest } from 'fastify';
import type { ApiTokens } from '../auth/api-tokens.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { CommandLineToken } from './command-line-token.ts';
import type { Principal } from './principal.ts';
import type { SessionCookie } from './session-cookie.ts';

/** Finds out who makes a request. */
export class Authentication {
  readonly #sessions: Sessions;
  readonly #cookie: SessionCookie;
  readonly #commandLine: CommandLineToken;
  readonly #tokens: ApiTokens;

  constructor(ports: { sessions: Sessions; cookie: SessionCookie; commandLine: CommandLineToken; tokens: ApiTokens }) {
    this.#sessions = ports.sessions;
    this.#cookie = ports.cookie;
    this.#commandLine = ports.commandLine;
    this.#tokens = ports.tokens;
  }

  /** Who makes it; the session counts as used. A wrong token is nobody, whatever cookie is beside it. */
  async principalOf(request: FastifyRequest): Promise<Principal | null> {
    const principal = await this.peek(request);
    const token = this.#cookie.read(request);
    if (principal?.kind === 'person' && token !== undefined) await this.#sessions.touch(token);
    return principal;
  }

  /** The same, without the session counting as used: for asking again on behalf of an open socket. */
  async peek(request: FastifyRequest): Promise<Principal | null> {
    const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (bearer !== undefined) return this.#commandLine.principalOf(bearer) ?? this.#tokens.principalOf(bearer);
    const token = this.#cookie.read(request);
    return token === undefined ? null : this.#sessions.principalOf(token);
  }
}
