import type { FastifyReply, FastifyRequest } from 'fastify';
import { pendingLifetimeMs } from '../auth/pending-sign-ins.ts';
import { signOnLifetimeMs } from '../auth/single-sign-on.ts';
import { sessionTimes } from '../auth/sessions.ts';
import type { CookieJar } from './handlers.ts';

/**
 * The cookie that holds the session's token, and others for whoever is on the way in. Over https it has the prefix that makes browsers refuse it from anywhere but
 * this very host; on this machine alone there is no https, and it is a plain one.
 */
export class SessionCookie {
  readonly name: string;
  readonly #pendingName: string;
  readonly #signOnName: string;
  readonly #isSecure: boolean;

  constructor(isSecure: boolean) {
    this.#isSecure = isSecure;
    this.name = isSecure ? '__Host-koppel' : 'koppel';
    this.#pendingName = `${this.name}-second-factor`;
    this.#signOnName = `${this.name}-sign-on`;
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
      pending: request.cookies[this.#pendingName],
      setPending: (token) =>
        void reply.setCookie(this.#pendingName, token, { ...attributes, maxAge: pendingLifetimeMs / 1000 }),
      clearPending: () => void reply.clearCookie(this.#pendingName, attributes),
      signOn: request.cookies[this.#signOnName],
      setSignOn: (token) =>
        void reply.setCookie(this.#signOnName, token, { ...attributes, maxAge: signOnLifetimeMs / 1000 }),
      clearSignOn: () => void reply.clearCookie(this.#signOnName, attributes),
    };
  }
}
