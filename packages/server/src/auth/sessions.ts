import { createHash } from 'node:crypto';
import type { Clock } from '@koppel/sdk';
import type { PeopleRepository } from '@koppel/store';
import type { Principal } from '../http/principal.ts';
import { hashToken, newToken } from './tokens.ts';

/** A session ends after an hour without a request, and after twelve hours in any case. */
export const sessionTimes = { idleMs: 3_600_000, longestMs: 43_200_000 } as const;

/** The signed-in people. A session is a random token in a cookie; the store knows only its hash. */
export class Sessions {
  readonly #people: PeopleRepository;
  readonly #clock: Clock;

  constructor({ people, clock }: { people: PeopleRepository; clock: Clock }) {
    this.#people = people;
    this.#clock = clock;
  }

  /** Gives the token for the cookie. */
  async start(userId: string): Promise<string> {
    const token = newToken();
    await this.#people.startSession({ idHash: hashToken(token), userId });
    return token;
  }

  /** Who has this token; null when it is unknown, has run out, or the person may not come in any more. */
  async principalOf(token: string): Promise<Principal | null> {
    const idHash = hashToken(token);
    const session = await this.#people.session(idHash);
    if (!session || session.user.isDisabled) return null;
    const nowMs = this.#clock.now().getTime();
    if (nowMs - session.lastSeenAt.getTime() > sessionTimes.idleMs) return null;
    if (nowMs - session.createdAt.getTime() > sessionTimes.longestMs) return null;
    const { id, name, isInstanceAdmin } = session.user;
    return {
      kind: 'person',
      userId: id,
      name,
      isInstanceAdmin,
      memberships: (await this.#people.membershipsOf(id)) as Principal['memberships'],
      heldBack: (await this.#people.heldBackMembershipsOf(id)) as Principal['heldBack'],
      role: null,
      scope: null,
      csrfToken: csrfTokenOf(token),
    };
  }

  /** The person did something: the hour begins anew. */
  touch(token: string): Promise<void> {
    return this.#people.touchSession(hashToken(token));
  }

  end(token: string): Promise<void> {
    return this.#people.endSession(hashToken(token));
  }

  /** Ends every session of a person but this one. */
  endOthers(userId: string, token: string | undefined): Promise<void> {
    return this.#people.endSessionsOf(userId, token === undefined ? undefined : hashToken(token));
  }

  /** Removes what has run out. */
  async clear(): Promise<void> {
    const nowMs = this.#clock.now().getTime();
    await this.#people.deleteSessionsBefore({
      lastSeenBefore: new Date(nowMs - sessionTimes.idleMs),
      createdBefore: new Date(nowMs - sessionTimes.longestMs),
    });
  }
}

/**
 * What a page sends back with each change. Follows from the session's token, which scripts cannot read, so that nothing more
 * needs to be stored.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHash('sha256').update(`koppel-csrf:${sessionToken}`).digest('base64url');
}
