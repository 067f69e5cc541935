import { createApiTokens, type ApiTokenRepository } from './api-tokens.ts';
import type { InstanceContext } from './context.ts';
import { createMemberships, type MembershipRepository } from './memberships.ts';
import { createSessions, type SessionRepository } from './sessions.ts';
import { createUsers, type UserRepository } from './users.ts';

/** Who may sign in, who is, and who is a member of which workspace. */
export interface PeopleRepository extends UserRepository, SessionRepository, MembershipRepository, ApiTokenRepository {}

export function createPeople(context: InstanceContext): PeopleRepository {
  return {
    ...createUsers(context),
    ...createSessions(context),
    ...createMemberships(context),
    ...createApiTokens(context),
  };
}
