import { and, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import { flow, flowReview } from '../schema/flows.ts';
import type { FlowRow } from './flow-row.ts';

/** Who asks or decides. */
export interface ReviewPerson {
  /** Null for the command line. */
  readonly id: string | null;
  readonly name: string;
}

/** A sample run, as counts: a review never holds records. */
export interface ReviewSample {
  readonly at: string;
  readonly records: number;
  readonly failed: number;
}

const sampleSchema = z.object({ at: z.string(), records: z.int(), failed: z.int() });

/**
 * Somebody asked that a draft be looked at before it is published, and what came of it. It is about exactly the draft that
 * the flow had then: `isOutdated` once the draft is another, and an approval counts for nothing as long as it is.
 *
 * - `open`: nobody decided yet. Who asked takes it back, an approver approves or returns it.
 * - `approved`, `returned`: decided, and the draft is not published yet.
 * - `withdrawn`, `published`, `superseded` (asked anew, or another draft was published): nothing comes after these.
 */
export interface StoredReview {
  readonly id: string;
  readonly flowId: string;
  readonly message: string;
  /** What who asked had tried of that draft; null: nothing. */
  readonly sample: ReviewSample | null;
  readonly askedAt: Date;
  readonly askedBy: ReviewPerson;
  /** Who saved the draft it is about. */
  readonly editedById: string | null;
  readonly status: ReviewRow['status'];
  readonly isOutdated: boolean;
  readonly decision: { readonly at: Date; readonly by: ReviewPerson; readonly comment: string | null } | null;
  /** What it was published as. */
  readonly version: number | null;
}

export interface ReviewRepository {
  /** At most one per flow: that which waits for somebody. Newest first. */
  standing(): Promise<StoredReview[]>;
  /** All of one flow, newest first. */
  ofFlow(flowId: string): Promise<StoredReview[]>;
  /**
   * Asks about the draft of this revision; what was asked about the flow before is superseded. `asked`: somebody asked
   * about this very draft already. `same`: it is published as it is.
   */
  ask(
    flowId: string,
    question: {
      readonly revision: number;
      readonly message: string;
      readonly by: ReviewPerson;
      readonly sample?: ReviewSample | null;
    },
  ): Promise<StoredReview | 'missing' | 'stale' | 'asked' | 'same'>;
  /**
   * Approves the draft of this revision, or sends it back. `own`: whoever asked, or made the draft, does not approve it.
   * `changed`: the draft is not what was asked about, or not what the approver saw.
   */
  decide(
    flowId: string,
    id: string,
    decision: {
      readonly verdict: 'approved' | 'returned';
      readonly revision: number;
      readonly comment: string | null;
      readonly by: ReviewPerson;
    },
  ): Promise<StoredReview | 'missing' | 'decided' | 'changed' | 'own'>;
  /** Takes a question back, also once it was decided. */
  withdraw(flowId: string, id: string): Promise<StoredReview | 'missing' | 'decided'>;
}

type ReviewRow = typeof flowReview.$inferSelect;
type Db = Pick<StoreContext, 'db'>;

const standing = ['open', 'approved', 'returned'] as const;

export function createReviews({ db, writer, now, newId }: StoreContext): ReviewRepository {
  const flowRow = (id: string) => db.select().from(flow).where(eq(flow.id, id)).get();
  const reviewRow = (flowId: string, id: string) =>
    db
      .select()
      .from(flowReview)
      .where(and(eq(flowReview.id, id), eq(flowReview.flowId, flowId)))
      .get();
  const select = () =>
    db
      .select({ review: flowReview, draftHash: flow.draftHash })
      .from(flowReview)
      .innerJoin(flow, eq(flow.id, flowReview.flowId));
  const read = (id: string): StoredReview => {
    const { review, draftHash } = select().where(eq(flowReview.id, id)).get()!;
    return storedReviewOf(review, draftHash);
  };

  return {
    async standing() {
      const rows = select().where(inArray(flowReview.status, standing)).orderBy(desc(flowReview.askedAt)).all();
      return rows.map(({ review, draftHash }) => storedReviewOf(review, draftHash));
    },
    async ofFlow(flowId) {
      const rows = select().where(eq(flowReview.flowId, flowId)).orderBy(desc(flowReview.askedAt)).all();
      return rows.map(({ review, draftHash }) => storedReviewOf(review, draftHash));
    },
    ask: (flowId, { revision, message, by, sample = null }) =>
      writer.write(() => {
        const asked = flowRow(flowId);
        if (!asked) return 'missing';
        if (asked.revision !== revision) return 'stale';
        if (asked.draftHash === asked.publishedHash) return 'same';
        const former = standingOf({ db }, flowId);
        if (former?.draftHash === asked.draftHash && former.status !== 'returned') return 'asked';
        end({ db }, flowId);
        const id = newId();
        db.insert(flowReview)
          .values({
            id,
            flowId,
            draftHash: asked.draftHash,
            message,
            sample,
            askedAt: now(),
            askedBy: by.name,
            askedById: by.id,
            editedById: asked.savedById,
            status: 'open',
          })
          .run();
        return read(id);
      }),
    decide: (flowId, id, { verdict, revision, comment, by }) =>
      writer.write(() => {
        const row = reviewRow(flowId, id);
        const about = flowRow(flowId);
        if (!row || !about) return 'missing';
        if (row.status !== 'open') return 'decided';
        if (verdict === 'approved') {
          if (about.draftHash !== row.draftHash || about.revision !== revision) return 'changed';
          if (by.id !== null && (by.id === row.askedById || by.id === row.editedById)) return 'own';
        }
        db.update(flowReview)
          .set({ status: verdict, decidedAt: now(), decidedBy: by.name, decidedById: by.id, comment })
          .where(eq(flowReview.id, id))
          .run();
        return read(id);
      }),
    withdraw: (flowId, id) =>
      writer.write(() => {
        const row = reviewRow(flowId, id);
        if (!row || !flowRow(flowId)) return 'missing';
        if (!isStanding(row)) return 'decided';
        db.update(flowReview).set({ status: 'withdrawn' }).where(eq(flowReview.id, id)).run();
        return read(id);
      }),
  };
}

/** Whether two people stand behind this draft: one who asked, and another who approved it. Within a transaction. */
export function isApproved(context: Db, { id, draftHash }: Pick<FlowRow, 'id' | 'draftHash'>): boolean {
  const row = standingOf(context, id);
  if (row?.status !== 'approved' || row.draftHash !== draftHash) return false;
  const { askedById, editedById, decidedById } = row;
  // The command line is nobody in particular, and so nobody else.
  return askedById !== null && decidedById !== null && decidedById !== askedById && decidedById !== editedById;
}

/** The draft of a flow is published: what was asked about it is done. Gives who asked and approved. Within a transaction. */
export function endReviews(
  context: Db,
  { id, draftHash }: Pick<FlowRow, 'id' | 'draftHash'>,
  version: number,
): { readonly askedBy: string | null; readonly approvedBy: string | null } {
  const row = standingOf(context, id);
  if (row?.draftHash !== draftHash || row.status === 'returned') {
    end(context, id);
    return { askedBy: null, approvedBy: null };
  }
  context.db.update(flowReview).set({ status: 'published', version }).where(eq(flowReview.id, row.id)).run();
  return { askedBy: row.askedBy, approvedBy: row.status === 'approved' ? row.decidedBy : null };
}

function standingOf({ db }: Db, flowId: string): ReviewRow | undefined {
  return db
    .select()
    .from(flowReview)
    .where(and(eq(flowReview.flowId, flowId), inArray(flowReview.status, standing)))
    .get();
}

function end({ db }: Db, flowId: string): void {
  db.update(flowReview)
    .set({ status: 'superseded' })
    .where(and(eq(flowReview.flowId, flowId), inArray(flowReview.status, standing)))
    .run();
}

function isStanding({ status }: ReviewRow): boolean {
  return standing.some((one) => one === status);
}

function storedReviewOf(row: ReviewRow, draftHash: string): StoredReview {
  const { id, flowId, message, askedAt, askedBy, askedById, editedById, status, decidedAt, decidedBy, version } = row;
  return {
    id,
    flowId,
    message,
    sample: row.sample === null ? null : (sampleSchema.safeParse(row.sample).data ?? null),
    askedAt,
    askedBy: { id: askedById, name: askedBy },
    editedById,
    status,
    isOutdated: row.draftHash !== draftHash,
    decision: decidedAt && { at: decidedAt, by: { id: row.decidedById, name: decidedBy ?? '' }, comment: row.comment },
    version,
  };
}
