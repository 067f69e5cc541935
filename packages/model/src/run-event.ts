import { z } from 'zod';
import { driftKindSchema, driftStateSchema } from './drift.ts';
import { errorViewSchema } from './error-view.ts';
import { fieldValueSchema } from './field-type.ts';
import { nodeCountersSchema, runCountersSchema, runStateSchema } from './run.ts';

const node = { nodeId: z.string() };
const record = { nodeId: z.string(), key: z.string(), name: z.string() };

/**
 * What happened in a run, as facts in the past tense. The screen makes sentences of them in the reader's language.
 * State changes, failures, waiting records and replies are always kept; lines about single records only within the run's log budget, and
 * `log.budgetSpent` says where that ended. Counts never depend on lines.
 */
export const runFactSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run.stateChanged'), state: runStateSchema, attempt: z.int().nonnegative() }),
  z.object({ type: z.literal('node.started'), ...node }),
  z.object({ type: z.literal('node.finished'), ...node }),
  z.object({
    type: z.literal('node.waited'),
    ...node,
    until: z.iso.datetime(),
    reason: errorViewSchema,
    tryNumber: z.int().positive(),
    maxTries: z.int().positive(),
  }),
  z.object({ type: z.literal('record.created'), ...record, targetKey: z.string() }),
  z.object({ type: z.literal('record.updated'), ...record, targetKey: z.string(), fields: z.array(z.string()) }),
  z.object({ type: z.literal('record.unchanged'), ...record }),
  z.object({ type: z.literal('record.linked'), ...record, targetKey: z.string(), by: z.string() }),
  z.object({ type: z.literal('record.skipped'), ...record, reason: z.string() }),
  z.object({
    type: z.literal('record.drifted'),
    ...record,
    targetKey: z.string(),
    kind: driftKindSchema,
    state: driftStateSchema,
    fields: z.array(z.string()),
    /** Who changed the record last and when, where its system tells. */
    changedBy: z.string().nullable(),
    changedAt: z.string().nullable(),
  }),
  z.object({
    type: z.literal('record.replied'),
    ...record,
    targetKey: z.string().nullable(),
    values: z.record(z.string(), fieldValueSchema),
  }),
  z.object({ type: z.literal('record.failed'), ...record, failureId: z.string(), error: errorViewSchema }),
  z.object({ type: z.literal('record.waited'), ...record, failureId: z.string(), reason: errorViewSchema }),
  z.object({ type: z.literal('log.budgetSpent'), lines: z.int().nonnegative() }),
]);
export type RunFact = z.infer<typeof runFactSchema>;

/** A fact with its place in the run: `seq` counts from 1 without gaps, so that a reader can ask for what it missed. */
export const runEventSchema = z.object({ seq: z.int().positive(), at: z.iso.datetime(), fact: runFactSchema });
export type RunEvent = z.infer<typeof runEventSchema>;

/**
 * The counters of a run at one moment: absolute, so a reader may miss any of them. `seq` is the last event that the
 * numbers include.
 */
export const runSnapshotSchema = z.object({
  seq: z.int().nonnegative(),
  at: z.iso.datetime(),
  state: runStateSchema,
  attempt: z.int().nonnegative(),
  counters: runCountersSchema,
  expected: z.int().nonnegative().nullable(),
  nodes: z.record(z.string(), nodeCountersSchema),
});
export type RunSnapshot = z.infer<typeof runSnapshotSchema>;
