import type { RunStatus } from '@koppel/model';
import { kit, only } from './columns.ts';

/** A run: what people see of it, how far it durably got, and which worker may write to it. */
export const run = kit.table(
  'run',
  {
    id: kit.id(),
    number: kit.int().notNull(),
    flowId: kit.text().notNull(),
    flowVersion: kit.int().notNull(),
    isDryRun: kit.bool().notNull(),
    scope: kit.json().notNull(),
    cause: kit.json().notNull(),
    /** The state's status, for queries. */
    status: kit.text().$type<RunStatus>().notNull(),
    state: kit.json().notNull(),
    attempt: kit.int().notNull(),
    read: kit.int().notNull(),
    created: kit.int().notNull(),
    updated: kit.int().notNull(),
    unchanged: kit.int().notNull(),
    filtered: kit.int().notNull(),
    skipped: kit.int().notNull(),
    failed: kit.int().notNull(),
    waiting: kit.int().notNull(),
    expected: kit.int(),
    nodes: kit.json().notNull(),
    checkpoint: kit.json().notNull(),
    lastSeq: kit.int().notNull(),
    logLinesLeft: kit.int().notNull(),
    /** How many times in a row it waited for a system without progress. */
    waits: kit.int().notNull(),
    /** Raised by each worker that takes the run. */
    fence: kit.int().notNull(),
    worker: kit.text(),
    leaseUntil: kit.time(),
    /** While it waits: when it may go on. */
    dueAt: kit.time(),
    stopAskedBy: kit.text(),
    createdAt: kit.time().notNull(),
    startedAt: kit.time(),
    endedAt: kit.time(),
    changedAt: kit.time().notNull(),
  },
  (t) => [
    kit.uniqueIndex('run_number').on(t.number),
    kit.index('run_flow').on(t.flowId, t.number),
    kit.index('run_created').on(t.createdAt),
    kit.index('run_ended').on(t.endedAt),
    kit.index('run_unfinished').on(t.flowId, t.number).where(only('ended_at is null')),
  ],
);

/** What happened in a run, one row per commit: the facts numbered `firstSeq` to `lastSeq`, in order. */
export const runEvent = kit.table(
  'run_event',
  {
    runId: kit
      .text()
      .notNull()
      .references(() => run.id, { onDelete: 'cascade' }),
    firstSeq: kit.int().notNull(),
    lastSeq: kit.int().notNull(),
    at: kit.time().notNull(),
    facts: kit.json().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.runId, t.firstSeq] })],
);

/** What a dry run would write: rows of records that would be treated alike, numbered `first` to `last` in the order of reading. */
export const runPlan = kit.table(
  'run_plan',
  {
    runId: kit
      .text()
      .notNull()
      .references(() => run.id, { onDelete: 'cascade' }),
    action: kit.text().notNull(),
    first: kit.int().notNull(),
    last: kit.int().notNull(),
    writes: kit.json().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.runId, t.first] })],
);

/** The watermark of a stream between runs. */
export const cursor = kit.table('cursor', {
  stream: kit.id(),
  cursor: kit.text().notNull(),
  movedAt: kit.time().notNull(),
  runId: kit.text().notNull(),
});

/** Records that leave their set without a trace: the open ones of a stream are looked for again. */
export const watchedRecord = kit.table(
  'watched_record',
  {
    stream: kit.text().notNull(),
    key: kit.text().notNull(),
    /** When it was last read or looked for. */
    lookedAt: kit.time().notNull(),
    /** How it was found then. One that ended is kept for a while, so that it is not taken for one that was never read. */
    state: kit.text().$type<'open' | 'missing' | 'ended'>().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.stream, t.key] })],
);
