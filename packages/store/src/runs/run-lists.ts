import type { Run } from '@koppel/model';
import { and, count, desc, eq, exists, gt, gte, inArray, isNotNull, lt, sql, sum, type SQL } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { run, runEvent } from '../schema/runs.ts';
import { runOf } from './run-row.ts';

/**
 * Which group of runs: `running` has not ended, `attention` failed or waits for a system, `failedRecords` has records that
 * failed.
 */
export type RunGroup = 'all' | 'running' | 'attention' | 'failedRecords';

/** Which runs. What is left out does not narrow. */
export interface RunFilter {
  readonly flow?: string | undefined;
  readonly status?: RunGroup | undefined;
  /** When they were queued: from this time on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** A record key that occurs in the run's log. */
  readonly key?: string | undefined;
}

/** Sums over the runs of a filter. The last three count each group among them, whichever group the filter asks for. */
export interface RunTotals {
  readonly runs: number;
  readonly read: number;
  readonly written: number;
  readonly failed: number;
  readonly running: number;
  readonly attention: number;
  readonly failedRecords: number;
}

/** What is usual for a flow: the medians of its last runs that were done. */
export interface UsualRun {
  readonly durationMs: number;
  readonly read: number;
  readonly written: number;
}

export interface RunLists {
  /** Newest first. `before` is the number of the last run already seen. */
  list(
    filter: RunFilter,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<{ readonly items: Run[]; readonly hasMore: boolean }>;
  totals(filter: RunFilter): Promise<RunTotals>;
  /** Null until three runs of the flow are done; dry runs and drift checks do not count. */
  usual(flowId: string): Promise<UsualRun | null>;
  /** How many runs are in hand, queued, or waiting for a system. */
  counts(): Promise<{ readonly running: number; readonly queued: number; readonly waiting: number }>;
}

/** Runs that tell what is usual. */
const usualSample = 20;
const leastForUsual = 3;

const inGroup = {
  running: inArray(run.status, ['queued', 'running', 'waiting', 'stopping']),
  attention: inArray(run.status, ['failed', 'waiting']),
  failedRecords: gt(run.failed, 0),
};

export function createRunLists({ db }: StoreContext): RunLists {
  const narrowed = ({ flow, from, to, key }: RunFilter): SQL | undefined =>
    and(
      flow === undefined ? undefined : eq(run.flowId, flow),
      from && gte(run.createdAt, from),
      to && lt(run.createdAt, to),
      key === undefined ? undefined : mentions(key),
    );

  /** Facts are stored as JSON text, in which a key has one form only. */
  const mentions = (key: string): SQL =>
    exists(
      db
        .select({ one: sql`1` })
        .from(runEvent)
        .where(and(eq(runEvent.runId, run.id), sql`instr(${runEvent.facts}, ${`"key":${JSON.stringify(key)}`}) > 0`)),
    );

  return {
    async list(filter, { before, limit }) {
      const group = filter.status === undefined || filter.status === 'all' ? undefined : inGroup[filter.status];
      const rows = db
        .select()
        .from(run)
        .where(and(narrowed(filter), group, before === undefined ? undefined : lt(run.number, before)))
        .orderBy(desc(run.number))
        .limit(limit + 1)
        .all();
      return { items: rows.slice(0, limit).map(runOf), hasMore: rows.length > limit };
    },
    async totals(filter) {
      const total = (value: SQL) => sql<number>`coalesce(${sum(value)}, 0)`.mapWith(Number);
      return db
        .select({
          runs: count(),
          read: total(sql`${run.read}`),
          written: total(sql`${run.created} + ${run.updated}`),
          failed: total(sql`${run.failed}`),
          running: total(inGroup.running),
          attention: total(inGroup.attention),
          failedRecords: total(inGroup.failedRecords),
        })
        .from(run)
        .where(narrowed(filter))
        .get()!;
    },
    async usual(flowId) {
      const rows = db
        .select({
          startedAt: run.startedAt,
          endedAt: run.endedAt,
          read: run.read,
          created: run.created,
          updated: run.updated,
        })
        .from(run)
        .where(
          and(
            eq(run.flowId, flowId),
            eq(run.status, 'done'),
            eq(run.isDryRun, false),
            isNotNull(run.startedAt),
            sql`json_extract(${run.scope}, '$.kind') <> 'drift'`,
          ),
        )
        .orderBy(desc(run.number))
        .limit(usualSample)
        .all();
      if (rows.length < leastForUsual) return null;
      return {
        durationMs: median(rows.map(({ startedAt, endedAt }) => endedAt!.getTime() - startedAt!.getTime())),
        read: median(rows.map(({ read }) => read)),
        written: median(rows.map(({ created, updated }) => created + updated)),
      };
    },
    async counts() {
      const rows = db
        .select({ status: run.status, runs: count() })
        .from(run)
        .where(sql`${run.endedAt} is null`)
        .groupBy(run.status)
        .all();
      const of = (status: string) => rows.find((row) => row.status === status)?.runs ?? 0;
      return { running: of('running') + of('stopping'), queued: of('queued'), waiting: of('waiting') };
    },
  };
}

/** The middle one; of an even number the upper of the two. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
