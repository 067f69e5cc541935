import {
  isFinal,
  transitionRun,
  type Run,
  type RunEvent,
  type RunFact,
  type RunSnapshot,
  type RunState,
} from '@koppel/model';
import { type PlannedWrite, type StoredRun } from '@koppel/runtime';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, desc, eq, exists, gt, inArray, isNotNull, lt, notExists, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { StoreContext } from '../context.ts';
import type { JournalTables } from '../journal/tables.ts';
import type { RunNote } from '../run-news.ts';
import { failure } from '../schema/records.ts';
import { run } from '../schema/runs.ts';
import { insertRun, type WantedRun } from './insert-run.ts';
import { createRunLists, type RunLists } from './run-lists.ts';
import { runOf, snapshotOf, stateColumns, storedRunOf } from './run-row.ts';

/** What came of asking a run to stop: it never began, its worker was told, or there was nothing to stop. */
export type StopAnswer = 'stopped' | 'asked' | 'over' | 'missing';

/** Runs as people start, watch and stop them. */
export interface RunRepository extends RunLists {
  /** Queues a run of a published version. */
  create(wanted: WantedRun): Promise<Run>;
  get(runId: string): Promise<StoredRun | null>;
  /** The run of the flow that was queued last; dry runs do not count. */
  newest(flowId: string): Promise<Run | null>;
  /** The drift check of the flow that was queued last; dry runs do not count. */
  newestCheck(flowId: string): Promise<Run | null>;
  snapshot(runId: string): Promise<RunSnapshot | null>;
  /** The events after `after`, in order, at most `limit`. */
  events(runId: string, options: { readonly after: number; readonly limit: number }): Promise<RunEvent[]>;
  /**
   * A page of what a dry run would write, batch by batch as it was read: of one action or all, after the place `after`, with
   * every word of `search` in the record's name or key. `next` is where the next page begins; null when nothing follows.
   */
  planned(
    runId: string,
    page: {
      readonly action?: PlannedWrite['action'] | undefined;
      readonly search?: string | undefined;
      /** Looks for the words in keys alone. */
      readonly isInKeys?: boolean | undefined;
      readonly after: number;
      readonly limit: number;
    },
  ): Promise<{ readonly records: PlannedWrite[]; readonly next: number | null }>;
  /** How many records a dry run would treat in each way. One that ends at several nodes counts at each. */
  plannedCounts(runId: string): Promise<Readonly<Record<PlannedWrite['action'], number>>>;
  askToStop(runId: string, by: string): Promise<StopAnswer>;
  /**
   * Removes runs that ended before this time with their events, plans and settled failures, oldest first and at most
   * `limit`, and gives how many. A run that an open failure came from stays, and so does the newest run of each flow: what
   * starts next, and whether, follows from it. Links, cursors and creates are not a run's and stay.
   */
  deleteEnded(options: { readonly before: Date; readonly limit: number }): Promise<number>;
}

export function createRuns(context: StoreContext, { log, failures }: JournalTables): RunRepository {
  const { db, writer, news, now } = context;
  const byId = db
    .select()
    .from(run)
    .where(eq(run.id, sql.placeholder('id')))
    .prepare();
  const find = (id: string) => byId.get({ id }) ?? null;
  const newestOf = (flowId: string, where?: SQL): Run | null => {
    const row = db
      .select()
      .from(run)
      .where(and(eq(run.flowId, flowId), eq(run.isDryRun, false), where))
      .orderBy(desc(run.number))
      .limit(1)
      .get();
    return row ? runOf(row) : null;
  };

  /** Ends a run that no worker has. */
  const stopQueued = (runId: string, by: string, lastSeq: number, attempt: number): RunNote => {
    const at = now();
    const state: RunState = transitionRun(
      { status: 'queued' },
      { status: 'stopped', startedAt: null, endedAt: at.toISOString(), by },
    );
    const facts: RunFact[] = [{ type: 'run.stateChanged', state, attempt }];
    log.append(runId, lastSeq, facts, at);
    db.update(run)
      .set({ ...stateColumns(state), stopAskedBy: by, lastSeq: lastSeq + 1, changedAt: at })
      .where(eq(run.id, runId))
      .run();
    failures.reopen(runId, at);
    return { runId, lastSeq, at, facts };
  };

  const stop = (runId: string, by: string): { readonly answer: StopAnswer; readonly note: RunNote | null } => {
    const row = find(runId);
    if (!row) return { answer: 'missing', note: null };
    const { state, attempt } = runOf(row);
    if (isFinal(state)) return { answer: 'over', note: null };
    if (state.status === 'queued' && row.leaseUntil === null) {
      return { answer: 'stopped', note: stopQueued(runId, by, row.lastSeq, attempt) };
    }
    // One that waits for a system is taken up at once, so that its worker can end it.
    const dueAt = state.status === 'waiting' ? now() : row.dueAt;
    db.update(run).set({ stopAskedBy: by, dueAt }).where(eq(run.id, runId)).run();
    return { answer: 'asked', note: null };
  };

  return {
    ...createRunLists(context),
    create: (wanted) =>
      writer.write(
        () => insertRun(context, wanted),
        ({ id }) => news.add({ runId: id, lastSeq: 0, at: now(), facts: [] }),
      ),
    async get(runId) {
      const row = find(runId);
      return row && storedRunOf(row);
    },
    newest: async (flowId) => newestOf(flowId),
    newestCheck: async (flowId) => newestOf(flowId, sql`json_extract(${run.scope}, '$.kind') = 'drift'`),
    async snapshot(runId) {
      const row = find(runId);
      return row && snapshotOf(row);
    },
    events: async (runId, { after, limit }) => log.events(runId, after, limit),
    async planned(runId, { action = null, search = '', isInKeys = false, after, limit }) {
      const records: PlannedWrite[] = [];
      let next: number | null = after;
      while (next !== null && records.length < limit) {
        const look = log.lookAtPlan(runId, { action, search, isInKeys, after: next, limit: limit - records.length });
        records.push(...look.records);
        next = look.next;
        if (next !== null) await nextTurn();
      }
      return { records, next };
    },
    plannedCounts: async (runId) => log.plannedCounts(runId),
    async askToStop(runId, by) {
      const { answer } = await writer.write(
        () => stop(runId, by),
        ({ note }) => note && news.add(note),
      );
      return answer;
    },
    deleteEnded: ({ before, limit }) =>
      writer.write(() => {
        const live = inArray(failure.state, ['open', 'retrying', 'waiting']);
        const alive = db
          .select({ one: sql`1` })
          .from(failure)
          .where(and(eq(failure.runId, run.id), live));
        // The newest real run of each flow stays, and the newest of all: numbers go on from it.
        const newer = alias(run, 'newer');
        const later = db
          .select({ one: sql`1` })
          .from(newer)
          .where(
            and(
              eq(newer.flowId, run.flowId),
              gt(newer.number, run.number),
              or(eq(newer.isDryRun, false), eq(run.isDryRun, true)),
            ),
          );
        const old = db
          .select({ id: run.id })
          .from(run)
          .where(and(isNotNull(run.endedAt), lt(run.endedAt, before), notExists(alive), exists(later)))
          .orderBy(asc(run.endedAt))
          .limit(limit)
          .all();
        const ids = JSON.stringify(old.map(({ id }) => id));
        const among = sql`(select value from json_each(${ids}))`;
        db.delete(failure)
          .where(sql`${failure.runId} in ${among}`)
          .run();
        db.delete(run)
          .where(sql`${run.id} in ${among}`)
          .run();
        return old.length;
      }),
  };
}
