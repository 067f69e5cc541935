import type { Account, OwnWorkspace, SignedIn } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';
import type { PeopleRepository, StoredUser } from '@koppel/store';
import type { CookieJar } from '../http/handlers.ts';
import { HttpProblem } from '../http/problems.ts';
import { AttemptLimit } from './attempt-limit.ts';
import type { PendingSignIns } from './pending-sign-ins.ts';
import { csrfTokenOf, type Sessions } from './sessions.ts';

const perMinute = { account: 5, address: 30 } as const;

export interface EntrancePorts {
  readonly people: PeopleRepository;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly pending: PendingSignIns;
  /** The open workspaces of these memberships (role by id). */
  readonly workspacesOf: (memberships: ReadonlyMap<string, string>) => OwnWorkspace[];
}

/** Where people come in, however they show who they are. */
export class Entrance {
  readonly #ports: EntrancePorts;
  readonly #attempts: Record<keyof typeof perMinute, AttemptLimit>;

  constructor(ports: EntrancePorts) {
    this.#ports = ports;
    const { clock } = ports;
    this.#attempts = {
      account: new AttemptLimit({ clock, perMinute: perMinute.account }),
      address: new AttemptLimit({ clock, perMinute: perMinute.address }),
    };
  }

  /** Counts an attempt. Throws 429 where there were too many. */
  limit(kind: keyof typeof perMinute, key: string): void {
    const waitMs = this.#attempts[kind].enter(key);
    if (waitMs === 0) return;
    throw new HttpProblem(429, {
      code: 'session.too-many-attempts',
      message: 'There were too many attempts to sign in.',
      remedy: `Wait ${Math.ceil(waitMs / 1000)} s, then try again.`,
    });
  }

  /** The attempts of this account led to a good one. */
  forget(account: string): void {
    this.#attempts.account.forget(account);
  }

  /** Somebody showed a first factor: signs them in, or asks for the second. */
  async admit(user: StoredUser, cookies: CookieJar): Promise<SignedIn> {
    if (user.secondFactorSince === null) return this.begin(user, cookies);
    cookies.setPending(this.#ports.pending.start(user.id));
    return { wants: 'secondFactor' };
  }

  /** A new session for this person, in the cookie of the answer; the one that came with the request ends. */
  async begin(user: StoredUser, cookies: CookieJar): Promise<Account> {
    const { sessions, people } = this.#ports;
    if (cookies.session !== undefined) await sessions.end(cookies.session);
    const token = await sessions.start(user.id);
    cookies.setSession(token);
    const memberships = await people.membershipsOf(user.id);
    const heldBack = await people.heldBackMembershipsOf(user.id);
    return this.accountOf(user, { memberships, heldBack }, csrfTokenOf(token));
  }

  /** Also with the workspaces that hold the person back: whoever opens one is told why. */
  accountOf(
    user: StoredUser,
    { memberships, heldBack }: Record<'memberships' | 'heldBack', ReadonlyMap<string, string>>,
    csrfToken: string,
  ): Account {
    const { id, email, name, passwordHash, isInstanceAdmin } = user;
    return {
      user: { id, email, name, hasPassword: passwordHash !== null, isInstanceAdmin },
      workspaces: this.#ports.workspacesOf(new Map([...memberships, ...heldBack])),
      csrfToken,
    };
  }
}
