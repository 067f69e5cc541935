import { createAccessRequests, type AccessRequestRepository } from './access-requests.ts';
import { createApiTokens, type ApiTokenRepository } from './api-tokens.ts';
import type { InstanceContext } from './context.ts';
import { createIdentities, type IdentityRepository } from './identities.ts';
import { createSecondFactors, type SecondFactorRepository } from './second-factors.ts';
import { createMemberships, type MembershipRepository } from './memberships.ts';
import { createSessions, type SessionRepository } from './sessions.ts';
import { createUsers, type UserRepository } from './users.ts';

/** Who may sign in, who is, and who is a member of which workspace. */
export interface PeopleRepository
  extends
    UserRepository,
    SessionRepository,
    MembershipRepository,
    ApiTokenRepository,
    SecondFactorRepository,
    AccessRequestRepository,
    IdentityRepository {}

export function createPeople(context: InstanceContext): PeopleRepository {
  return {
    ...createUsers(context),
    ...createSessions(context),
    ...createMemberships(context),
    ...createApiTokens(context),
    ...createAccessRequests(context),
    ...createSecondFactors(context),
    ...createIdentities(context),
  };
}
