import { errorViewSchema, type ErrorView } from '@koppel/model';
import type { Database } from 'better-sqlite3';
import { and, asc, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import { openMatchTable, type MatchTable } from './match-table.ts';
import { linkJob, linkJobRow } from './schema/links.ts';

/**
 * Long work on links. running → ready (an import that was looked through and waits to be applied) · done · failed ·
 * cancelled · interrupted (the process ended). ready → running (applied) · cancelled. An interrupted import that was being
 * applied may be applied further.
 */
export interface LinkJob {
  readonly id: string;
  readonly kind: 'import' | 'check' | 'trial' | 'match';
  readonly entity: string;
  readonly sourceConnectionId: string;
  readonly targetConnectionId: string;
  /** As the job's maker wrote it. */
  readonly params: unknown;
  readonly status: 'running' | 'ready' | 'done' | 'failed' | 'cancelled' | 'interrupted';
  readonly done: number;
  readonly expected: number | null;
  readonly result: unknown;
  readonly error: ErrorView | null;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** What is known of a line of an import. Only `new` ones are applied; `applied` is what came of those. */
export const importVerdicts = [
  'new',
  'applied',
  'linked',
  'conflict',
  'duplicate',
  'unknownSource',
  'unknownTarget',
  'ambiguous',
  'refused',
  'incomplete',
  'underWay',
] as const;
export type ImportVerdict = (typeof importVerdicts)[number];

export interface LinkJobRow {
  readonly line: number;
  readonly givenSource: string;
  readonly givenTarget: string;
  readonly sourceKey: string | null;
  readonly targetKey: string | null;
  readonly sourceName: string | null;
  readonly targetName: string | null;
  readonly verdict: ImportVerdict;
  /** What stands in the way: the line or record that has it already. */
  readonly detail: string | null;
}

export interface LinkJobRepository {
  create(
    job: Pick<LinkJob, 'kind' | 'entity' | 'sourceConnectionId' | 'targetConnectionId' | 'params' | 'startedBy'>,
  ): Promise<LinkJob>;
  get(id: string): Promise<LinkJob | null>;
  /** Newest first. */
  list(
    of: Pick<LinkJob, 'entity' | 'sourceConnectionId' | 'targetConnectionId'> & { readonly limit: number },
  ): Promise<LinkJob[]>;
  progress(id: string, done: number, expected: number | null): Promise<void>;
  /** Moves a job on. Gives false where it is in none of the states `from`. */
  move(
    id: string,
    from: readonly LinkJob['status'][],
    to: { readonly status: LinkJob['status']; readonly result?: unknown; readonly error?: ErrorView | null },
  ): Promise<boolean>;
  addRows(id: string, rows: readonly LinkJobRow[]): Promise<void>;
  rows(
    id: string,
    page: {
      readonly verdicts?: readonly ImportVerdict[] | undefined;
      readonly after?: number | undefined;
      readonly limit: number;
    },
  ): Promise<{ readonly items: LinkJobRow[]; readonly hasMore: boolean }>;
  verdictCounts(id: string): Promise<Readonly<Record<string, number>>>;
  /** The first line of this import that names one of these keys. */
  lineOf(id: string, keys: { readonly sourceKey: string; readonly targetKey: string }): Promise<number | null>;
  setVerdicts(
    id: string,
    rows: readonly { readonly line: number; readonly verdict: ImportVerdict; readonly detail: string | null }[],
  ): Promise<void>;
  /** Removes jobs that ended before this time, with their lines. */
  deleteEnded(before: Date): Promise<number>;
  /** A table for comparing two systems by rules; it holds nothing in memory and is gone when it is closed. */
  matchTable(
    sides: { readonly entity: string; readonly sourceConnectionId: string; readonly targetConnectionId: string },
    rules: number,
  ): MatchTable;
}

/** A process that ended left its work undone: whoever asks is told so. */
export function interruptLinkJobs(database: Database): void {
  database.exec(`update link_job set status = 'interrupted' where status = 'running'`);
}

export function createLinkJobs({ database, db, writer, now, newId }: StoreContext): LinkJobRepository {
  const jobOf = (row: typeof linkJob.$inferSelect): LinkJob => {
    return {
      ...row,
      error: row.error === null ? null : readJson(errorViewSchema, row.error, `the work ${row.id} on links`),
    };
  };
  const rowOf = (row: typeof linkJobRow.$inferSelect): LinkJobRow => ({
    line: row.line,
    givenSource: row.givenSource,
    givenTarget: row.givenTarget,
    sourceKey: row.sourceKey,
    targetKey: row.targetKey,
    sourceName: row.sourceName,
    targetName: row.targetName,
    verdict: row.verdict as ImportVerdict,
    detail: row.detail,
  });

  return {
    create: ({ kind, entity, sourceConnectionId, targetConnectionId, params, startedBy }) =>
      writer.write(() => {
        const row = db
          .insert(linkJob)
          .values({
            id: newId(),
            kind,
            entity,
            sourceConnectionId,
            targetConnectionId,
            params,
            status: 'running',
            done: 0,
            startedBy,
            startedAt: now(),
          })
          .returning()
          .get();
        return jobOf(row);
      }),
    async get(id) {
      const row = db.select().from(linkJob).where(eq(linkJob.id, id)).get();
      return row ? jobOf(row) : null;
    },
    async list({ entity, sourceConnectionId, targetConnectionId, limit }) {
      return db
        .select()
        .from(linkJob)
        .where(
          and(
            eq(linkJob.entity, entity),
            eq(linkJob.sourceConnectionId, sourceConnectionId),
            eq(linkJob.targetConnectionId, targetConnectionId),
          ),
        )
        .orderBy(desc(linkJob.startedAt), desc(linkJob.id))
        .limit(limit)
        .all()
        .map(jobOf);
    },
    async progress(id, done, expected) {
      await writer.write(() => db.update(linkJob).set({ done, expected }).where(eq(linkJob.id, id)).run());
    },
    move: (id, from, { status, result, error }) =>
      writer.write(() => {
        const isEnd = status !== 'running' && status !== 'ready';
        const { changes } = db
          .update(linkJob)
          .set({
            status,
            endedAt: isEnd ? now() : null,
            ...(status === 'running' ? { done: 0, expected: null } : {}),
            ...(result === undefined ? {} : { result }),
            ...(error === undefined ? {} : { error }),
          })
          .where(and(eq(linkJob.id, id), inArray(linkJob.status, [...from])))
          .run();
        return changes === 1;
      }),
    async addRows(id, rows) {
      if (rows.length === 0) return;
      await writer.write(() => {
        for (const row of rows) {
          db.insert(linkJobRow)
            .values({
              jobId: id,
              line: row.line,
              givenSource: row.givenSource,
              givenTarget: row.givenTarget,
              sourceKey: row.sourceKey,
              targetKey: row.targetKey,
              sourceName: row.sourceName,
              targetName: row.targetName,
              verdict: row.verdict,
              detail: row.detail,
            })
            .run();
        }
      });
    },
    async rows(id, { verdicts, after = -1, limit }) {
      const found = db
        .select()
        .from(linkJobRow)
        .where(
          and(
            eq(linkJobRow.jobId, id),
            verdicts ? inArray(linkJobRow.verdict, [...verdicts]) : undefined,
            gt(linkJobRow.line, after),
          ),
        )
        .orderBy(asc(linkJobRow.line))
        .limit(limit + 1)
        .all();
      return { items: found.slice(0, limit).map(rowOf), hasMore: found.length > limit };
    },
    async verdictCounts(id) {
      const counts = db
        .select({ verdict: linkJobRow.verdict, rows: sql<number>`count(*)` })
        .from(linkJobRow)
        .where(eq(linkJobRow.jobId, id))
        .groupBy(linkJobRow.verdict)
        .all();
      return Object.fromEntries(counts.map(({ verdict, rows }) => [verdict, rows]));
    },
    async lineOf(id, { sourceKey, targetKey }) {
      return (
        database
          .prepare<[string, string, string, string], number | null>(
            `select min(line) from (
               select min(line) as line from link_job_row where job_id = ? and source_key = ?
               union all select min(line) from link_job_row where job_id = ? and target_key = ?)`,
          )
          .pluck()
          .get(id, sourceKey, id, targetKey) ?? null
      );
    },
    async setVerdicts(id, rows) {
      await writer.write(() => {
        const set = database.prepare<[string, string | null, string, number]>(
          'update link_job_row set verdict = ?, detail = ? where job_id = ? and line = ?',
        );
        for (const { line, verdict, detail } of rows) set.run(verdict, detail, id, line);
      });
    },
    deleteEnded: (before) =>
      writer.write(
        () =>
          db
            .delete(linkJob)
            .where(and(lt(linkJob.startedAt, before), sql`${linkJob.status} <> 'running'`))
            .run().changes,
      ),
    matchTable: (sides, rules) => openMatchTable(database, sides, rules),
  };
}
