import {
  errorViewSchema,
  fieldValueSchema,
  recordEditSchema,
  type Failure,
  type FailureEvent,
  type RecordEdit,
  type Run,
} from '@koppel/model';
import type { RecordEdits } from '@koppel/runtime';
import { and, count, desc, eq, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import type { LinkTable } from '../journal/link-table.ts';
import { readJson } from '../json.ts';
import { failure, failureEvent } from '../schema/records.ts';
import { insertRun, type WantedRun } from '../runs/insert-run.ts';
import { run } from '../schema/runs.ts';
import { failuresWhere, type FailureFilter } from './failure-filter.ts';

/** A failure with the number that people know its last run by. */
export type FailureItem = Failure & { readonly runNumber: number };

/** Counts of a filter: each leaves the filter's own choice in that respect aside, so that it can be chosen anew. */
export interface FailureCounts {
  readonly byState: Readonly<Record<string, number>>;
  readonly byCause: Readonly<Record<string, number>>;
  readonly byEntity: Readonly<Record<string, number>>;
}

/** Failed records, as people look at them, retry them and give them up. Runs write them through the journal. */
export interface FailureRepository {
  /** Newest first. `before` is the id of the last one already seen. */
  list(
    filter: FailureFilter & { readonly before?: string | undefined; readonly limit: number },
  ): Promise<{ readonly items: FailureItem[]; readonly hasMore: boolean }>;
  counts(filter: FailureFilter): Promise<FailureCounts>;
  openCount(): Promise<number>;
  openCountOf(runId: string): Promise<number>;
  /** Only of flows that have open ones. */
  openCountByFlow(): Promise<ReadonlyMap<string, number>>;
  get(id: string): Promise<Failure | null>;
  /**
   * Of these, or of those that last failed in a run, the ones that may be retried: open and waiting ones. The longest known
   * first, at most as many as one run may be given.
   */
  retryable(which: { readonly ids: readonly string[] } | { readonly runId: string }): Promise<Failure[]>;
  /**
   * Gives those that may be retried to a run, and gives how many. One that the run has not handled by the time it ends is
   * open again by itself. A run that has ended gets none.
   */
  markRetrying(
    ids: readonly string[],
    runId: string,
    by?: { readonly name: string; readonly edit?: RecordEdit | null },
  ): Promise<number>;
  /**
   * Queues a run that tries these again, of those that may be retried, each with what was set for it. Both happen together:
   * no worker can take the run without them.
   */
  startRetry(
    wanted: WantedRun,
    ids: readonly string[],
    by: { readonly name: string; readonly edit?: RecordEdit | null },
  ): Promise<Run>;
  /** What people set for the records that this run tries again, by source key; null where nobody set anything. */
  editsOf(runId: string): Promise<RecordEdits | null>;
  /** What happened to a failure, oldest first. */
  history(id: string): Promise<FailureEvent[]>;
  /** Notes what somebody did about a failure, such as linking its record. */
  note(id: string, by: string, text: string): Promise<void>;
  /** Those that wait for a link which is there by now, at most as many as one run may be given. */
  goOn(): Promise<Failure[]>;
  /** The open ones whose create got no answer and that can be looked for, at most as many as one run may be given. */
  doubtful(): Promise<Failure[]>;
  /** Gives up those that are open or waiting, and gives how many. */
  dismiss(ids: readonly string[], note: string, by?: string): Promise<number>;
}

type FailureRow = typeof failure.$inferSelect;

const valuesSchema = z.record(z.string(), fieldValueSchema);
/** Keys in the scope of a run. */
const maxRetried = 10_000;
const canBeRetried = inArray(failure.state, ['open', 'waiting']);

const sidesSchema = z.object({
  entity: z.string(),
  sourceConnectionId: z.string(),
  targetConnectionId: z.string(),
});
const waitedLinkSchema = sidesSchema.extend({ key: z.string() });

export function createFailures(context: StoreContext, links: LinkTable): FailureRepository {
  const { db, writer, news, now } = context;
  const openOnes = (where?: SQL): number =>
    db
      .select({ failures: count() })
      .from(failure)
      .where(and(eq(failure.state, 'open'), where))
      .get()!.failures;

  const countsBy = (column: SQLiteColumn, filter: FailureFilter): Record<string, number> => {
    const rows = db
      .select({ of: sql<string>`${column}`, failures: count() })
      .from(failure)
      .where(failuresWhere(filter))
      .groupBy(column)
      .all();
    return Object.fromEntries(rows.map(({ of, failures }) => [of, failures]));
  };

  const behind = (id: string | undefined): SQL | undefined => {
    if (id === undefined) return undefined;
    const mark = db.select({ lastAt: failure.lastAt }).from(failure).where(eq(failure.id, id)).get();
    if (!mark) return undefined;
    return or(lt(failure.lastAt, mark.lastAt), and(eq(failure.lastAt, mark.lastAt), lt(failure.id, id)));
  };

  /** Adds an event to each of these failures. Runs inside a transaction. */
  const tell = (which: SQL | undefined, event: Omit<FailureEvent, 'at'>): void => {
    const ids = db.select({ id: failure.id }).from(failure).where(which).all();
    for (const { id } of ids)
      db.insert(failureEvent)
        .values({ ...event, failureId: id, at: now() })
        .run();
  };

  const mark = (ids: readonly string[], runId: string, by?: { name: string; edit?: RecordEdit | null }): number => {
    const unfinished = db
      .select({ id: run.id })
      .from(run)
      .where(and(eq(run.id, runId), isNull(run.endedAt)))
      .get();
    if (!unfinished) return 0;
    const edit = by?.edit ?? null;
    const which = and(canBeRetried, among(ids));
    tell(which, { kind: 'retried', by: by?.name ?? null, runId, text: null, edit });
    return db.update(failure).set({ state: 'retrying', retryRunId: runId, edit }).where(which).run().changes;
  };

  return {
    async list({ before, limit, ...filter }) {
      const rows = db
        .select({ failure, runNumber: run.number })
        .from(failure)
        .innerJoin(run, eq(run.id, failure.runId))
        .where(and(failuresWhere(filter), behind(before)))
        .orderBy(desc(failure.lastAt), desc(failure.id))
        .limit(limit + 1)
        .all();
      const items = rows.slice(0, limit).map((row) => ({ ...failureOf(row.failure), runNumber: row.runNumber }));
      return { items, hasMore: rows.length > limit };
    },
    counts: async (filter) => ({
      byState: countsBy(failure.state, { ...filter, state: undefined }),
      byCause: countsBy(failure.cause, { ...filter, cause: undefined }),
      byEntity: countsBy(failure.entity, { ...filter, entity: undefined }),
    }),
    openCount: async () => openOnes(),
    openCountOf: async (runId) => openOnes(eq(failure.runId, runId)),
    async openCountByFlow() {
      const rows = db
        .select({ flowId: failure.flowId, failures: count() })
        .from(failure)
        .where(eq(failure.state, 'open'))
        .groupBy(failure.flowId)
        .all();
      return new Map(rows.map(({ flowId, failures }) => [flowId, failures]));
    },
    async get(id) {
      const row = db.select().from(failure).where(eq(failure.id, id)).get();
      return row ? failureOf(row) : null;
    },
    async retryable(which) {
      const chosen = 'ids' in which ? among(which.ids) : eq(failure.runId, which.runId);
      return db
        .select()
        .from(failure)
        .where(and(canBeRetried, chosen))
        .orderBy(failure.firstAt, failure.id)
        .limit(maxRetried)
        .all()
        .map(failureOf);
    },
    async goOn() {
      const waiting = db
        .select()
        .from(failure)
        .where(eq(failure.state, 'waiting'))
        .orderBy(failure.firstAt, failure.id)
        .all()
        .map((row) => ({
          row,
          waitsFor: readJson(waitedLinkSchema, row.waitsFor, `what the failure of ${row.entity} ${row.key} waits for`),
        }));
      const bySides = Map.groupBy(waiting, ({ waitsFor: { key: _key, ...sides } }) => JSON.stringify(sides));
      const ready = [...bySides.values()].flatMap((group) => {
        const { key: _key, ...sides } = group[0]!.waitsFor;
        const found = links.find(
          sides,
          '',
          group.map(({ waitsFor }) => waitsFor.key),
        );
        return group.filter(({ waitsFor }) => found.has(waitsFor.key));
      });
      return ready.slice(0, maxRetried).map(({ row }) => failureOf(row));
    },
    doubtful: async () =>
      db
        .select()
        .from(failure)
        .where(
          and(
            eq(failure.state, 'open'),
            eq(failure.cause, 'unknownOutcome'),
            sql`json_extract(${failure.error}, '$.knownFrom') is not null`,
          ),
        )
        .orderBy(failure.firstAt, failure.id)
        .limit(maxRetried)
        .all()
        .map(failureOf),
    markRetrying: (ids, runId, by) => writer.write(() => mark(ids, runId, by)),
    startRetry: (wanted, ids, by) =>
      writer.write(
        () => {
          const started = insertRun(context, wanted);
          mark(ids, started.id, by);
          return started;
        },
        ({ id }) => news.add({ runId: id, lastSeq: 0, at: now(), facts: [] }),
      ),
    async editsOf(runId) {
      const rows = db
        .select({ key: failure.key, edit: failure.edit })
        .from(failure)
        .where(and(eq(failure.state, 'retrying'), eq(failure.retryRunId, runId), isNotNull(failure.edit)))
        .all();
      if (rows.length === 0) return null;
      return new Map(
        rows.map(({ key, edit }) => [key, readJson(recordEditSchema, edit, `what was set for the retry of ${key}`)]),
      );
    },
    async history(id) {
      const rows = db.select().from(failureEvent).where(eq(failureEvent.failureId, id)).orderBy(failureEvent.id).all();
      return rows.map(({ kind, at, by, runId, text, edit }) => ({
        kind,
        at: at.toISOString(),
        by,
        runId,
        text,
        edit: edit === null ? null : readJson(recordEditSchema, edit, `the history of failure ${id}`),
      }));
    },
    note: (id, by, text) =>
      writer.write(() => tell(eq(failure.id, id), { kind: 'mended', by, runId: null, text, edit: null })),
    dismiss: (ids, note, by) =>
      writer.write(() => {
        const which = and(canBeRetried, among(ids));
        tell(which, { kind: 'dismissed', by: by ?? null, runId: null, text: note, edit: null });
        return db.update(failure).set({ state: 'dismissed', note }).where(which).run().changes;
      }),
  };
}

/** One parameter, however many ids there are. */
function among(ids: readonly string[]): SQL {
  return sql`${failure.id} in (select value from json_each(${JSON.stringify(ids)}))`;
}

function failureOf(row: FailureRow): Failure {
  const { id, flowId, runId, nodeId, entity, key, name, cause, state, seen, firstAt, lastAt, note } = row;
  const what = `the failure of ${entity} ${key}`;
  return {
    id,
    flowId,
    runId,
    nodeId,
    entity,
    key,
    name,
    cause,
    error: readJson(errorViewSchema, row.error, what),
    input: readJson(valuesSchema, row.input, what),
    output: row.output === null ? null : readJson(valuesSchema, row.output, what),
    state,
    seen,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
    sides: row.sides === null ? null : readJson(sidesSchema, row.sides, what),
    note,
  };
}
