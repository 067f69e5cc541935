import { localizedTextSchema } from '@koppel/model';
import { z } from 'zod';

/** A sample run of the draft, as counts: it never holds records. */
const sampleReportSchema = z.strictObject({ at: z.iso.datetime(), records: z.int().min(0), failed: z.int().min(0) });

const textSchema = z.string().trim().max(1000);

/** Somebody asked that a draft be looked at before it is published, and what came of it. */
export const reviewSchema = z
  .object({
    id: z.string(),
    flowId: z.string(),
    flowTitle: localizedTextSchema,
    message: z.string(),
    /** What who asked had tried of that draft, by their account; null: nothing. */
    sample: sampleReportSchema.nullable(),
    askedAt: z.iso.datetime(),
    askedBy: z.string(),
    /** Whether the reader asked. */
    isOwn: z.boolean(),
    /** `withdrawn`, `published` and `superseded` (asked anew, or another draft was published) are over. */
    status: z.enum(['open', 'approved', 'returned', 'withdrawn', 'published', 'superseded']),
    /** The draft was changed since: what was asked and decided is about another one, and an approval counts for nothing. */
    isOutdated: z.boolean(),
    /** Whether the reader may approve it or send it back now. */
    canDecide: z.boolean(),
    decision: z.object({ at: z.iso.datetime(), by: z.string(), comment: z.string().nullable() }).nullable(),
    /** What it was published as. */
    version: z.int().nullable(),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof reviewSchema>;

export const flowReviewsSchema = z
  .object({
    /** What waits for somebody: open, approved or returned. */
    current: reviewSchema.nullable(),
    /** All others, newest first. */
    history: z.array(reviewSchema),
    /** Who may approve in this workspace, by name. */
    approvers: z.array(z.string()),
  })
  .meta({ id: 'FlowReviews' });
export type FlowReviews = z.infer<typeof flowReviewsSchema>;

export const askReviewSchema = z.strictObject({
  /** Of the draft it is about. */
  revision: z.int(),
  message: textSchema.min(1, 'Say what changed, and why.'),
  /** Of this very draft. */
  sample: sampleReportSchema.optional(),
});

export const decideReviewSchema = z.strictObject({
  verdict: z.enum(['approved', 'returned']),
  /** Of the draft that was looked at: one that was changed meanwhile is not approved. */
  revision: z.int(),
  /** Needed to send it back. */
  comment: textSchema.optional(),
});
