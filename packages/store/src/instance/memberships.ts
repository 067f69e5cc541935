import { and, asc, eq, isNull } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { membership, user } from './schema/people.ts';
import { workspace } from './schema/workspaces.ts';
import { storedUserOf, type StoredUser } from './users.ts';

/** Who is a member of which workspace, and as what. A workspace has at most one membership per person. */
export interface MembershipRepository {
  /** The role per workspace, of those that are open. */
  membershipsOf(userId: string): Promise<ReadonlyMap<string, string>>;
  /** By name, then by e-mail; also those who are disabled. */
  membersOf(workspaceId: string): Promise<{ readonly user: StoredUser; readonly role: string }[]>;
  /** Makes somebody a member, or gives a member another role; null takes the membership away. */
  setMembership(membership: {
    readonly userId: string;
    readonly workspaceId: string;
    readonly role: string | null;
  }): Promise<void>;
}

export function createMemberships({ db, writer }: InstanceContext): MembershipRepository {
  return {
    async membershipsOf(userId) {
      const rows = db
        .select({ workspaceId: membership.workspaceId, role: membership.role })
        .from(membership)
        .innerJoin(workspace, eq(workspace.id, membership.workspaceId))
        .where(and(eq(membership.userId, userId), isNull(workspace.closedAt)))
        .all();
      return new Map(rows.map(({ workspaceId, role }) => [workspaceId, role]));
    },
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
