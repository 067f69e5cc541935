import { z } from 'zod';
import { errorViewSchema } from './error-view.ts';

/**
 * Which records a run covers: those changed since the cursor, all of them, the given source keys, or those that are linked.
 * The last, `drift`, compares both sides afresh and creates nothing.
 */
export const runScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes') }),
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('keys'), keys: z.array(z.string()).min(1).max(10_000) }),
  z.object({ kind: z.literal('drift') }),
]);
export type RunScope = z.infer<typeof runScopeSchema>;

/**
 * What started a run. `name` is the person's, the schedule's, the command's, the webhook's, the other flow's or the changed
 * system's; of an approved plan, who approved it. `runId` is the run of another flow that this one follows, or the dry run
 * whose plan it carries out.
 */
export const runCauseSchema = z.object({
  kind: z.enum(['person', 'schedule', 'commandLine', 'retry', 'webhook', 'flow', 'change', 'plan']),
  name: z.string(),
  runId: z.string().optional(),
});
export type RunCause = z.infer<typeof runCauseSchema>;

/**
 * The life of a run. Only `transitionRun` changes it.
 *
 * queued → running (a worker took it) · stopped (a person stopped it before it began)
 * running → waiting (a system is away or too busy) · stopping (a person asked) · done (every record has its outcome) ·
 *   failed (it cannot be right, or a system stayed away). A crash leaves it running: the next start resumes it.
 * waiting → running (the time is up) · stopping · failed
 * stopping → stopped (what was in flight has its outcome) · done (nothing was left to do)
 * done, stopped and failed are final. A retry of failed records is a run of its own.
 */
export const runStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('queued') }),
  z.object({ status: z.literal('running'), startedAt: z.iso.datetime() }),
  z.object({
    status: z.literal('waiting'),
    startedAt: z.iso.datetime(),
    until: z.iso.datetime(),
    reason: errorViewSchema,
  }),
  z.object({ status: z.literal('stopping'), startedAt: z.iso.datetime() }),
  z.object({ status: z.literal('done'), startedAt: z.iso.datetime(), endedAt: z.iso.datetime() }),
  z.object({
    status: z.literal('stopped'),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime(),
    by: z.string(),
  }),
  z.object({
    status: z.literal('failed'),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime(),
    error: errorViewSchema,
  }),
]);
export type RunState = z.infer<typeof runStateSchema>;
export type RunStatus = RunState['status'];

const allowed: Record<RunStatus, readonly RunStatus[]> = {
  queued: ['running', 'stopped', 'failed'],
  running: ['waiting', 'stopping', 'done', 'failed'],
  waiting: ['running', 'stopping', 'failed'],
  stopping: ['stopped', 'done', 'failed'],
  done: [],
  stopped: [],
  failed: [],
};

/** Whether a run in this state will not change any more. */
export function isFinal(state: RunState): boolean {
  return allowed[state.status].length === 0;
}

/** The one place where a run changes state. Throws a plain Error on a transition that the union's comment does not list. */
export function transitionRun(from: RunState, to: RunState): RunState {
  if (!allowed[from.status].includes(to.status)) {
    throw new Error(`A run cannot go from ${from.status} to ${to.status}.`);
  }
  return to;
}

/**
 * What became of the records of a run. Always: read = created + updated + unchanged + filtered + skipped + failed +
 * waiting, exactly, because every number comes from a committed outcome.
 */
export const runCountersSchema = z.object({
  read: z.int().nonnegative(),
  created: z.int().nonnegative(),
  updated: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  filtered: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
});
export type RunCounters = z.infer<typeof runCountersSchema>;

/** Counters of a run that has read nothing yet. */
export function emptyCounters(): RunCounters {
  return { read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, skipped: 0, failed: 0, waiting: 0 };
}

/** What went through one node: records in, records out by port, failures, and the time spent on them. */
export const nodeCountersSchema = z.object({
  in: z.int().nonnegative(),
  out: z.record(z.string(), z.int().nonnegative()),
  failed: z.int().nonnegative(),
  /** Milliseconds of work, summed over batches; sampled for fused nodes. */
  busyMs: z.number().nonnegative(),
});
export type NodeCounters = z.infer<typeof nodeCountersSchema>;

/** A run as lists and headers show it. `number` counts up per workspace, for people: "Run 4812". */
export const runSchema = z.object({
  id: z.string(),
  number: z.int().positive(),
  flowId: z.string(),
  flowVersion: z.int().positive(),
  isDryRun: z.boolean(),
  scope: runScopeSchema,
  cause: runCauseSchema,
  state: runStateSchema,
  /** 1 at first; each resume after a crash or restart is a further attempt. */
  attempt: z.int().nonnegative(),
  counters: runCountersSchema,
  /** How many records the source said there are, where it can tell. */
  expected: z.int().nonnegative().nullable(),
  createdAt: z.iso.datetime(),
});
export type Run = z.infer<typeof runSchema>;
