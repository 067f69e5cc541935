import { and, asc, count, desc, eq, gt, isNull } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { accessRequest, membership, user } from './schema/people.ts';
import { storedUserOf, type StoredUser } from './users.ts';

/** A member of a workspace asks its administrators for a right. */
export interface StoredAccessRequest {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string;
  /** Whoever reads it parses it. */
  readonly permission: string;
  readonly message: string | null;
  readonly askedAt: Date;
  /** Null while it waits. */
  readonly decision: {
    readonly at: Date;
    readonly by: string;
    /** The role that was given; null: refused. */
    readonly role: string | null;
    readonly comment: string | null;
  } | null;
}

export interface AccessRequestRepository {
  /**
   * Asks for a right; one that waits already is not asked for twice. `refused`: an administrator refused it within a day.
   * `limited`: the person asked too often within a day, wherever that was.
   */
  askAccess(question: {
    readonly userId: string;
    readonly workspaceId: string;
    readonly permission: string;
    readonly message: string | null;
  }): Promise<StoredAccessRequest | 'refused' | 'limited' | 'notMember'>;
  /** Those that wait in a workspace, oldest first. */
  openAccessRequests(
    workspaceId: string,
  ): Promise<{ readonly request: StoredAccessRequest; readonly user: StoredUser; readonly role: string }[]>;
  /** The last ones of a person in a workspace, newest first. */
  accessRequestsOf(whose: { readonly userId: string; readonly workspaceId: string }): Promise<StoredAccessRequest[]>;
  /** Gives the person the role, in one step with the decision; null refuses. `decided`: also where the present role is another by now. */
  decideAccess(
    whose: { readonly id: string; readonly workspaceId: string },
    decision: {
      readonly presentRole: string;
      readonly role: string | null;
      readonly by: string;
      readonly comment: string | null;
    },
  ): Promise<StoredAccessRequest | 'missing' | 'decided'>;
}

const dayMs = 24 * 60 * 60 * 1000;
const mostPerDay = 5;
const mostShown = 20;

export function createAccessRequests({ db, writer, now, newId }: InstanceContext): AccessRequestRepository {
  const isOf = ({ userId, workspaceId }: { readonly userId: string; readonly workspaceId: string }) =>
    and(eq(accessRequest.userId, userId), eq(accessRequest.workspaceId, workspaceId));

  return {
    askAccess: ({ userId, workspaceId, permission, message }) =>
      writer.write(() => {
        const isMember = db
          .select()
          .from(membership)
          .where(and(eq(membership.userId, userId), eq(membership.workspaceId, workspaceId)))
          .get();
        if (!isMember) return 'notMember';
        const last = db
          .select()
          .from(accessRequest)
          .where(and(isOf({ userId, workspaceId }), eq(accessRequest.permission, permission)))
          .orderBy(desc(accessRequest.askedAt))
          .limit(1)
          .get();
        if (last && last.decidedAt === null) return storedRequestOf(last);
        const dayAgo = new Date(now().getTime() - dayMs);
        if (last?.decidedAt && last.role === null && last.decidedAt > dayAgo) return 'refused';
        const asked = db
          .select({ n: count() })
          .from(accessRequest)
          .where(and(eq(accessRequest.userId, userId), gt(accessRequest.askedAt, dayAgo)))
          .get();
        if ((asked?.n ?? 0) >= mostPerDay) return 'limited';
        const values = { id: newId(), workspaceId, userId, permission, message, askedAt: now() };
        return storedRequestOf(db.insert(accessRequest).values(values).returning().get());
      }),
    async openAccessRequests(workspaceId) {
      const rows = db
        .select()
        .from(accessRequest)
        .innerJoin(user, eq(user.id, accessRequest.userId))
        // Who was taken out meanwhile waits for nothing.
        .innerJoin(
          membership,
          and(eq(membership.userId, accessRequest.userId), eq(membership.workspaceId, accessRequest.workspaceId)),
        )
        .where(and(eq(accessRequest.workspaceId, workspaceId), isNull(accessRequest.decidedAt)))
        .orderBy(asc(accessRequest.askedAt))
        .all();
      return rows.map((row) => ({
        request: storedRequestOf(row.access_request),
        user: storedUserOf(row.user),
        role: row.membership.role,
      }));
    },
    async accessRequestsOf(whose) {
      return db
        .select()
        .from(accessRequest)
        .where(isOf(whose))
        .orderBy(desc(accessRequest.askedAt))
        .limit(mostShown)
        .all()
        .map(storedRequestOf);
    },
    decideAccess: ({ id, workspaceId }, { presentRole, role, by, comment }) =>
      writer.write(() => {
        const where = and(eq(accessRequest.id, id), eq(accessRequest.workspaceId, workspaceId));
        const row = db.select().from(accessRequest).where(where).get();
        const member =
          row &&
          db
            .select()
            .from(membership)
            .where(and(eq(membership.userId, row.userId), eq(membership.workspaceId, workspaceId)))
            .get();
        if (!row || !member) return 'missing';
        if (row.decidedAt !== null || member.role !== presentRole) return 'decided';
        if (role !== null) {
          db.update(membership)
            .set({ role })
            .where(and(eq(membership.userId, row.userId), eq(membership.workspaceId, workspaceId)))
            .run();
        }
        const decided = { decidedAt: now(), decidedBy: by, role, comment };
        return storedRequestOf(db.update(accessRequest).set(decided).where(where).returning().get()!);
      }),
  };
}

function storedRequestOf(row: typeof accessRequest.$inferSelect): StoredAccessRequest {
  const { decidedAt, decidedBy, role, comment, ...request } = row;
  return { ...request, decision: decidedAt && { at: decidedAt, by: decidedBy ?? '', role, comment } };
}
