import { failureCauses, failureSchema, failureStates, localizedTextSchema } from '@koppel/model';
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

export const retryFailuresSchema = z.strictObject({ ids: z.array(z.string()).min(1).max(10_000) });
/** One run per flow the failures belong to. */
export const retriedSchema = z.object({
  runs: z.array(z.object({ runId: z.string(), number: z.int(), flowId: z.string() })),
});
export const dismissFailuresSchema = z.strictObject({
  ids: z.array(z.string()).min(1).max(10_000),
  reason: z.string().min(1, 'Say why, for whoever looks later.').max(500),
});
export const openCountSchema = z.object({ open: z.int() });
