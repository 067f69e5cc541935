import {
  fieldValueSchema,
  flowDocumentSchema,
  localizedTextSchema,
  runEventSchema,
  runSchema,
  runSnapshotSchema,
} from '@koppel/model';
import { z } from 'zod';
import { subFlowVersionSchema } from './sub-flows.ts';

export const runListItemSchema = z.object({
  run: runSchema,
  flowTitle: localizedTextSchema,
  /** Median duration of the flow's last successful runs, where there are at least three. */
  usualMs: z.number().nullable(),
  isUnusuallyQuiet: z.boolean(),
  /** Of a drift check that wrote: how many fields and records depart from their master, by what became of them. */
  drift: z.object({ putBack: z.int(), held: z.int(), left: z.int() }).nullable(),
});
export type RunListItem = z.infer<typeof runListItemSchema>;

export const runFilterSchema = z.object({
  flow: z.string().optional(),
  status: z.enum(['all', 'running', 'attention', 'failedRecords']).default('all'),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  key: z.string().max(200).optional(),
  /** The number of the last run already shown: older ones follow. */
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const runListSchema = z
  .object({
    items: z.array(runListItemSchema),
    hasMore: z.boolean(),
    totals: z.object({
      runs: z.int(),
      read: z.int(),
      written: z.int(),
      failed: z.int(),
      running: z.int(),
      attention: z.int(),
      failedRecords: z.int(),
    }),
  })
  .meta({ id: 'RunList' });
export type RunList = z.infer<typeof runListSchema>;

export const runDetailSchema = z
  .object({
    run: runSchema,
    flowTitle: localizedTextSchema,
    /** The version that runs, for the read-only canvas. */
    document: flowDocumentSchema,
    /** The versions of sub-flows that it uses, and those that they use. */
    subFlows: z.array(subFlowVersionSchema),
    snapshot: runSnapshotSchema,
    usualMs: z.number().nullable(),
    openFailures: z.int(),
  })
  .meta({ id: 'RunDetail' });
export type RunDetail = z.infer<typeof runDetailSchema>;

export const eventPageQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export const eventPageSchema = z.object({ events: z.array(runEventSchema), lastSeq: z.int() });

export const stopRunSchema = z.strictObject({
  /** `drain`: what is in flight gets its outcome first. `now`: requests in flight are let go and looked up next time. */
  mode: z.enum(['drain', 'now']).default('drain'),
});

/** What a dry run may say of a record. */
const plannedActionSchema = z.enum(['create', 'update', 'unchanged', 'filtered', 'skipped', 'failed', 'waiting']);

/** What a dry run would write for one record. */
export const plannedRecordSchema = z.object({
  key: z.string(),
  /** As people call it (`K10816 Brouwerij De Kroon`); the key where it has no name. */
  name: z.string(),
  /** The node it ends at. */
  nodeId: z.string(),
  action: plannedActionSchema,
  changes: z.array(z.object({ field: z.string(), before: fieldValueSchema, after: fieldValueSchema })),
  /** Failed: what is wrong and what to do, in sentences. Skipped: `notInTarget` or `leftOut`. Filtered: the port by which it leaves. */
  reason: z.string().nullable(),
});
export type PlannedRecord = z.infer<typeof plannedRecordSchema>;

export const planQuerySchema = z.object({
  /** Only the records that would be treated like this. */
  action: plannedActionSchema.optional(),
  /** Only records with each of these words in their name or key, whatever the case and accents. */
  search: z.string().max(200).optional(),
  /** `next` of the page before. */
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const planSchema = z
  .object({
    records: z.array(plannedRecordSchema),
    /** Of the whole plan, whatever the query asks for. A record that ends at several nodes counts at each. */
    counts: z.record(plannedActionSchema, z.int()),
    total: z.int(),
    /** Where the next page begins; null when nothing follows. A plan grows while its run goes on. */
    next: z.int().nullable(),
  })
  .meta({ id: 'Plan' });
export type PlanPage = z.infer<typeof planSchema>;

/** The runs that carry an approved plan out: one for each 10,000 records. */
export const appliedSchema = z.object({ runs: z.array(runSchema) });
