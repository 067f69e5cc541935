import type { StoreContext } from '../context.ts';
import { createSessions, type SessionRepository } from './sessions.ts';
import { createUsers, type UserRepository } from './users.ts';

/** Who may sign in and who is. */
export interface PeopleRepository extends UserRepository, SessionRepository {}

export function createPeople(context: StoreContext): PeopleRepository {
  return { ...createUsers(context), ...createSessions(context) };
}
