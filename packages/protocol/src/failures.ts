import {
  errorFactsSchema,
  failureCauses,
  failureEventSchema,
  failureSchema,
  failureStates,
  fieldValueSchema,
  localizedTextSchema,
  recordEditSchema,
} from '@koppel/model';
import { z } from 'zod';

export const failureFilterSchema = z.object({
  state: z.enum(failureStates).default('open'),
  flow: z.string().optional(),
  run: z.string().optional(),
  cause: z.enum(failureCauses).optional(),
  entity: z.string().optional(),
  text: z.string().max(200).optional(),
  before: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const counts = z.record(z.string(), z.int());

export const failureListSchema = z
  .object({
    items: z.array(failureSchema.extend({ flowTitle: localizedTextSchema, runNumber: z.int() })),
    hasMore: z.boolean(),
    byState: counts,
    byCause: counts,
    byEntity: counts,
  })
  .meta({ id: 'FailureList' });
export type FailureList = z.infer<typeof failureListSchema>;
export type FailureItem = FailureList['items'][number];

/**
 * What can be done about a failed record, the most fitting first. `edit`: set the field for this try, with a proposal where
 * one can be made · `translate`: add the value to a list · `link`: say which record of the target it is · `unlink`: forget
 * its counterpart, so that it is matched or created anew · `choose`: say which side is right, field by field · `bring`: first
 * run a flow that brings the record it refers to · `node`, `connection`: where the mistake is mended for good.
 */
export const remedySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    side: z.enum(['input', 'output']),
    field: z.string(),
    value: fieldValueSchema,
    proposal: fieldValueSchema,
  }),
  z.object({ kind: z.literal('translate'), list: z.string(), value: z.string(), field: z.string() }),
  z.object({ kind: z.literal('link'), candidates: z.array(z.string()) }),
  z.object({ kind: z.literal('unlink') }),
  z.object({ kind: z.literal('choose'), conflicts: errorFactsSchema.shape.conflicts.unwrap() }),
  z.object({
    kind: z.literal('bring'),
    entity: z.string(),
    key: z.string(),
    flows: z.array(z.object({ id: z.string(), title: localizedTextSchema })),
  }),
  z.object({ kind: z.literal('node'), nodeId: z.string() }),
  z.object({ kind: z.literal('connection'), connectionId: z.string() }),
]);
export type Remedy = z.infer<typeof remedySchema>;

/** A failed record with what is known of it: what can be done, what was tried, and its counterpart. */
export const failureDetailSchema = failureSchema
  .extend({
    remedies: z.array(remedySchema),
    history: z.array(failureEventSchema.extend({ runNumber: z.int().nullable() })),
    /** The key of its counterpart in the target, where it is linked. */
    targetKey: z.string().nullable(),
  })
  .meta({ id: 'FailureDetail' });
export type FailureDetail = z.infer<typeof failureDetailSchema>;

export const retryFailuresSchema = z.strictObject({
  ids: z.array(z.string()).min(1).max(10_000),
  /** Values for this try alone, by field with its entity in front. */
  edit: recordEditSchema.partial().optional(),
});

/** A remedy as it is carried out. The record is tried again at once. */
export const mendFailureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('link'), targetKey: z.string().min(1) }),
  z.strictObject({ kind: z.literal('unlink') }),
  z.strictObject({
    kind: z.literal('choose'),
    /** By field with its entity in front: whose value is right. */
    choices: z.record(z.string(), z.enum(['source', 'target'])),
  }),
]);
/** One run per flow the failures belong to. */
export const retriedSchema = z.object({
  runs: z.array(z.object({ runId: z.string(), number: z.int(), flowId: z.string() })),
});
export const dismissFailuresSchema = z.strictObject({
  ids: z.array(z.string()).min(1).max(10_000),
  reason: z.string().min(1, 'Say why, for whoever looks later.').max(500),
});
export const openCountSchema = z.object({ open: z.int() });
