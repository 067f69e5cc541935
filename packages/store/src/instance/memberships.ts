import { and, asc, eq, isNotNull, isNull, not, type SQL } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { membership, user } from './schema/people.ts';
import { workspace } from './schema/workspaces.ts';
import { storedUserOf, type StoredUser } from './users.ts';

/** Who is a member of which workspace, and as what. A workspace has at most one membership per person. */
export interface MembershipRepository {
  /** The role per workspace, of those that are open and do not hold the person back. */
  membershipsOf(userId: string): Promise<ReadonlyMap<string, string>>;
  /** The role per open workspace that wants a second factor which the person has not got: nobody gets in by it. */
  heldBackMembershipsOf(userId: string): Promise<ReadonlyMap<string, string>>;
  /** The role per workspace, of those that are closed. */
  closedMembershipsOf(userId: string): Promise<ReadonlyMap<string, string>>;
  /** By name, then by e-mail; also those who are disabled. */
  membersOf(workspaceId: string): Promise<{ readonly user: StoredUser; readonly role: string }[]>;
  /** Makes somebody a member, or gives a member another role; null takes the membership away. */
  setMembership(membership: {
    readonly userId: string;
    readonly workspaceId: string;
    readonly role: string | null;
  }): Promise<void>;
}

const isHeldBack = and(eq(workspace.needsSecondFactor, true), isNull(user.secondFactorSince))!;

export function createMemberships({ db, writer }: InstanceContext): MembershipRepository {
  const rolesOf = (userId: string, which: SQL) => {
    const rows = db
      .select({ workspaceId: membership.workspaceId, role: membership.role })
      .from(membership)
      .innerJoin(workspace, eq(workspace.id, membership.workspaceId))
      .innerJoin(user, eq(user.id, membership.userId))
      .where(and(eq(membership.userId, userId), which))
      .all();
    return new Map(rows.map(({ workspaceId, role }) => [workspaceId, role]));
  };
  return {
    membershipsOf: async (userId) => rolesOf(userId, and(isNull(workspace.closedAt), not(isHeldBack))!),
    heldBackMembershipsOf: async (userId) => rolesOf(userId, and(isNull(workspace.closedAt), isHeldBack)!),
    closedMembershipsOf: async (userId) => rolesOf(userId, isNotNull(workspace.closedAt)),
    async membersOf(workspaceId) {
      const rows = db
        .select()
        .from(membership)
        .innerJoin(user, eq(user.id, membership.userId))
        .where(eq(membership.workspaceId, workspaceId))
        .orderBy(asc(user.name), asc(user.email))
        .all();
      return rows.map((row) => ({ user: storedUserOf(row.user), role: row.membership.role }));
    },
    async setMembership({ userId, workspaceId, role }) {
      await writer.write(() => {
        const where = and(eq(membership.userId, userId), eq(membership.workspaceId, workspaceId));
        if (role === null) return db.delete(membership).where(where).run();
        return db
          .insert(membership)
          .values({ userId, workspaceId, role })
          .onConflictDoUpdate({ target: [membership.userId, membership.workspaceId], set: { role } })
          .run();
      });
    },
  };
}
