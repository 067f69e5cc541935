import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionTimes } from '../auth/sessions.ts';
import type { CookieJar } from './handlers.ts';

/**
 * The cookie that holds the session's token. Over https it has the prefix that makes browsers refuse it from anywhere but
 * this very host; on this machine alone there is no https, and it is a plain one.
 */
export class SessionCookie {
  readonly name: string;
  readonly #isSecure: boolean;

  constructor(isSecure: boolean) {
    this.#isSecure = isSecure;
    this.name = isSecure ? '__Host-koppel' : 'koppel';
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  jar(request: FastifyRequest, reply: FastifyReply): CookieJar {
    const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#isSecure } as const;
    return {
      session: this.read(request),
      setSession: (token) =>
        void reply.setCookie(this.name, token, { ...attributes, maxAge: sessionTimes.longestMs / 1000 }),
      clearSession: () => void reply.clearCookie(this.name, attributes),
    };
  }
}
