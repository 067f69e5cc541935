import { permissions, type UserRole } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';
import type { PeopleRepository } from '@koppel/store';
import { z } from 'zod';
import type { Principal } from '../http/principal.ts';
import { hashToken } from './tokens.ts';

/** A right that a later version took away is left out, whatever else the token may do. */
const scopeSchema = z.array(z.string()).transform((names) => permissions.filter((name) => names.includes(name)));

/** What a token may do at most. One that cannot be read may do nothing. */
export function scopeOf({ permissions: stored }: { readonly permissions: unknown }): Principal['scope'] & object {
  const scope = scopeSchema.safeParse(stored);
  return scope.success ? scope.data : [];
}

/** People's tokens for the API: their makers' rights in one workspace, cut down to what the token names. */
export class ApiTokens {
  readonly #people: PeopleRepository;
  readonly #clock: Clock;

  constructor({ people, clock }: { people: PeopleRepository; clock: Clock }) {
    this.#people = people;
    this.#clock = clock;
  }

  /** Who has this token; null when it is unknown, has run out, or its maker may not come in any more. */
  async principalOf(text: string): Promise<Principal | null> {
    const found = await this.#people.apiToken(hashToken(text));
    if (!found || found.user.isDisabled) return null;
    const { token, user } = found;
    if (token.expiresAt.getTime() <= this.#clock.now().getTime()) return null;
    await this.#people.touchApiToken(token.id);
    const inWorkspace = (all: ReadonlyMap<string, string>) => {
      const role = all.get(token.workspaceId) as UserRole | undefined;
      return new Map(role === undefined ? [] : [[token.workspaceId, role]]);
    };
    return {
      kind: 'apiToken',
      userId: user.id,
      name: user.name,
      isInstanceAdmin: false,
      memberships: inWorkspace(await this.#people.membershipsOf(user.id)),
      heldBack: inWorkspace(await this.#people.heldBackMembershipsOf(user.id)),
      role: null,
      scope: scopeOf(token),
      csrfToken: null,
    };
  }
}
