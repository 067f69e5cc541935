import {
  driftKindSchema,
  driftStateSchema,
  fieldValueSchema,
  localizedTextSchema,
  runSchema,
  runStateSchema,
} from '@koppel/model';
import { z } from 'zod';

/** When linked records are compared with their master by themselves. */
export const driftScheduleSchema = z.strictObject({
  isOn: z.boolean(),
  /** Time of day: `03:30`. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day, such as 03:30.'),
  /** Name of a time zone; null: that of the workspace. */
  timeZone: z.string().min(1).max(60).nullable(),
});
export type DriftSchedule = z.infer<typeof driftScheduleSchema>;

/** The drift check as a whole: when it comes by itself, and of which flows. */
export const driftOverviewSchema = z
  .object({
    schedule: driftScheduleSchema,
    /** The zone that counts. */
    timeZone: z.string(),
    nextAt: z.iso.datetime().nullable(),
    /** The published flows that have something to check: they keep what they wrote as its master has it. */
    flows: z.array(
      z.object({
        flowId: z.string(),
        title: localizedTextSchema,
        entities: z.array(z.string()),
        isOn: z.boolean(),
        /** Its newest check; null: none yet. */
        last: z.object({ runId: z.string(), number: z.int(), state: runStateSchema }).nullable(),
      }),
    ),
  })
  .meta({ id: 'DriftOverview' });
export type DriftOverview = z.infer<typeof driftOverviewSchema>;

/** Starts a check of these flows; without any, of every flow that has something to check and is on. */
export const startDriftSchema = z.strictObject({
  flows: z.array(z.string()).max(200).optional(),
  /** Only say what would be put back. */
  isDryRun: z.boolean().default(false),
});
export const driftStartedSchema = z.object({ runs: z.array(runSchema) });

export const driftQuerySchema = z.object({
  flow: z.string().optional(),
  entity: z.string().optional(),
  /** Fields with commas between them; an empty one is the record itself. */
  fields: z.string().max(10_000).optional(),
  /** The check that saw them last. */
  run: z.string().optional(),
  /** `open`: neither put back nor settled. */
  state: z.enum(['all', 'open', 'putBack', 'held', 'left', 'settled']).default('all'),
  /** Seen last within so many days. */
  days: z.coerce.number().int().min(1).max(3650).optional(),
  /** The id of the last one already shown: older ones follow. */
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** A linked record that departs, or departed, from its master: in one field, or as a whole. */
export const driftItemSchema = z.object({
  id: z.int(),
  flowId: z.string(),
  nodeId: z.string(),
  entity: z.string(),
  sourceConnectionId: z.string(),
  targetConnectionId: z.string(),
  sourceKey: z.string(),
  targetKey: z.string(),
  name: z.string(),
  kind: driftKindSchema,
  /** Without entity prefix; `""`: the record itself. */
  field: z.string(),
  /** What both last agreed on; absent where that is not known. */
  base: fieldValueSchema.optional(),
  /** What the target had. */
  present: fieldValueSchema,
  /** What its master has. */
  wanted: fieldValueSchema,
  /** Who changed the record last and when, where its system tells. */
  changedBy: z.string().nullable(),
  changedAt: z.string().nullable(),
  state: driftStateSchema,
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  runId: z.string(),
});
export type DriftView = z.infer<typeof driftItemSchema>;

export const driftListSchema = z
  .object({
    items: z.array(driftItemSchema),
    hasMore: z.boolean(),
    /** Of the whole query, whatever state it asks for. */
    counts: z.record(driftStateSchema, z.int()),
  })
  .meta({ id: 'DriftList' });
export type DriftList = z.infer<typeof driftListSchema>;
