import { isGuid, queryOptions, textLiteral, type ODataPage, type Row } from '@koppel/connector-odata';
import {
  ConnectionError,
  RunError,
  type ReadRequest,
  type Source,
  type SourceBatch,
  type SourceRecord,
} from '@koppel/sdk';
import { idOf, versionOf } from './client.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { EntityRecords, ReadPlan } from './records.ts';

/**
 * Reads one entity. Changes, and all records of a table with change tracking, are one read: its token remembers exactly
 * what was seen, so nothing needs to be read twice, and deletions show. Without change tracking all records are scanned
 * in the order of their ids.
 */
export function createSource(records: EntityRecords): Source {
  return {
    // The vendor's token is a row version below which nothing can be committed any more.
    overlapMs: 0,
    read(request) {
      const { scope } = request;
      if (scope.kind === 'keys') return readKeys(records, request, scope.keys);
      return scope.kind === 'all' ? readAll(records, request) : readChanges(records, request);
    },
    sample: (request) => sample(records, request),
  };
}

async function* readAll(records: EntityRecords, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { cursor, signal } = request;
  const isScan = cursor === null ? (await records.metadata(signal)).isChangeTracked === false : isScanCursor(cursor);
  yield* isScan ? scan(records, request) : readChanges(records, request);
}

function isScanCursor(cursor: string): boolean {
  try {
    return (JSON.parse(cursor) as { kind?: unknown } | null)?.kind === 'all';
  } catch {
    return false;
  }
}

/** A server may ignore the page size and give more at once than a batch may hold. */
function slicesOf<T>(all: T[], size: number): T[][] {
  if (all.length <= size) return all.length === 0 ? [] : [all];
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** Where a read of changes stands. */
interface Position {
  readonly link: string;
  readonly since: string | null;
  readonly columns: readonly string[];
}

async function* readChanges(records: EntityRecords, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { signal, batchSize, cursor } = request;
  const { definition, client } = records;
  if ((await records.metadata(signal)).isChangeTracked === false) throw notTracked(records);
  const plan = await records.plan(request.fields, signal);
  const beginning: Position = {
    link: `${definition.set}${queryOptions({ $select: plan.select.join(',') })}`,
    since: null,
    columns: plan.select,
  };
  let at: Position = cursor === null ? beginning : readCursor(cursor, 'changes');
  for (;;) {
    let page: ODataPage;
    try {
      page = await client.odata.page({
        method: 'GET',
        url: at.link,
        prefer: [...preferences(at, batchSize), ...plan.prefer],
        signal,
      });
    } catch (error) {
      const earlier = isExpired(error) ? earlierThan(at, beginning) : null;
      if (earlier === null) throw error;
      at = earlier;
      continue;
    }
    const next = positionBehind(page, at);
    if (next === null) throw notTracked(records);
    const isEnd = page.nextLink === null;
    const all = await changesOf(records, page.rows, { plan, columns: at.columns, signal });
    const slices = slicesOf(all, batchSize);
    // An empty end is told too: its position is good for longer than the one before it.
    if (slices.length === 0 && isEnd) slices.push([]);
    for (const [index, records] of slices.entries()) {
      // Before a page's end only the page itself is a position.
      const position = index === slices.length - 1 ? next : at;
      yield {
        records,
        cursor: writeCursor({ kind: 'changes', ...position, columns: [...at.columns] }),
        expected: null,
      };
    }
    if (isEnd) return;
    at = next;
  }
}

function preferences({ since }: Position, batchSize: number): string[] {
  const size = `odata.maxpagesize=${batchSize}`;
  // A link with a token asks for changes by itself.
  return since === null ? [size, 'odata.track-changes'] : [size];
}

/** Behind a page: the next one, and behind the last the changes from now on. Null when the server gives neither. */
function positionBehind({ nextLink, deltaLink }: ODataPage, { since, columns }: Position): Position | null {
  if (nextLink !== null) return { link: nextLink, since, columns };
  return deltaLink === null ? null : { link: deltaLink, since: deltaLink, columns };
}

/** A link that is refused is no longer good; sign-in, permission and load say nothing about the link. */
function isExpired(error: unknown): boolean {
  if (!(error instanceof ConnectionError)) return false;
  const { status } = error.details;
  return typeof status === 'number' && status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}

/** Where to begin again when a link has expired: at the read's own beginning, else from scratch, else nowhere. */
function earlierThan({ link, since, columns }: Position, beginning: Position): Position | null {
  if (link === beginning.link) return null;
  return since === null || since === link ? beginning : { link: since, since, columns };
}

function notTracked({ definition }: EntityRecords): RunError {
  return new RunError({
    code: 'dataverse.no-change-tracking',
    message: `Dataverse does not keep track of changes to the table ${definition.table}.`,
    remedy: 'Switch on "Track changes" for the table in Power Apps, or run all records.',
  });
}

function isDeletion(row: Row, idColumn: string): boolean {
  return row[idColumn] === undefined && (row['reason'] === 'deleted' || '@removed' in row);
}

/**
 * The records of a page of changes. A token gives the columns of its first request for ever: where the flow has come to
 * want others, the changed rows are read by their ids.
 */
async function changesOf(
  records: EntityRecords,
  rows: readonly Row[],
  { plan, columns, signal }: { plan: ReadPlan; columns: readonly string[]; signal: AbortSignal },
): Promise<SourceRecord[]> {
  const { idColumn } = records.definition;
  const changed = rows.filter((row) => !isDeletion(row, idColumn));
  const isComplete = plan.select.every((column) => columns.includes(column));
  // One that is gone meanwhile is missing here and comes as a deletion with the next changes.
  const complete = isComplete ? changed : await rowsByIds(records, changed, { plan, signal });
  const upserted = await recordsOf(records, complete, plan, signal);
  if (changed.length === rows.length) return upserted;
  const deleted = rows.filter((row) => isDeletion(row, idColumn)).map((row) => deletion(row));
  return [...upserted, ...deleted];
}

function deletion(row: Row): SourceRecord {
  const key = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(String(row['id'] ?? row['@id']))?.[0];
  return { key: idOf({ id: key }, 'id'), version: null, change: 'deleted', values: [] };
}

function rowsByIds(
  { rowsMatching, definition: { idColumn } }: EntityRecords,
  rows: readonly Row[],
  { plan, signal }: { plan: ReadPlan; signal: AbortSignal },
): Promise<Row[]> {
  return rowsMatching(
    rows.map((row) => `${idColumn} eq ${idOf(row, idColumn)}`),
    plan,
    signal,
  );
}

async function recordsOf(
  records: EntityRecords,
  rows: readonly Row[],
  plan: ReadPlan,
  signal: AbortSignal,
): Promise<SourceRecord[]> {
  const values = await records.values(rows, plan, signal);
  const { idColumn } = records.definition;
  return rows.map((row, index) => ({
    key: idOf(row, idColumn),
    version: versionOf(row),
    change: 'upserted',
    values: values[index]!,
  }));
}

/** All records in the order of their ids. The next link is where to go on; should it be refused, the last id. */
async function* scan(records: EntityRecords, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { cursor, batchSize, signal } = request;
  const { definition, client } = records;
  const { set, idColumn } = definition;
  const plan = await records.plan(request.fields, signal);
  const behind = (id: string | null) =>
    `${set}${queryOptions({
      $select: plan.select.join(','),
      $filter: id === null ? undefined : `${idColumn} gt ${id}`,
      $orderby: idColumn,
      $count: id === null ? 'true' : undefined,
    })}`;
  const start = cursor === null ? null : readCursor(cursor, 'all');
  let after = start?.after ?? null;
  let link = start === null ? behind(null) : start.link;
  while (link !== null) {
    let page: ODataPage;
    try {
      page = await client.odata.page({
        method: 'GET',
        url: link,
        prefer: [`odata.maxpagesize=${batchSize}`, ...plan.prefer],
        signal,
      });
    } catch (error) {
      if (after === null || link === behind(after) || !isExpired(error)) throw error;
      link = behind(after);
      continue;
    }
    const { rows, nextLink } = page;
    // The vendor counts to 5,000 and no further.
    const expected = page.count !== null && page.count < 5000 ? page.count : null;
    const slices = slicesOf([...rows], batchSize);
    for (const [index, some] of slices.entries()) {
      after = idOf(some.at(-1)!, idColumn);
      const cursor = writeCursor({ kind: 'all', link: index === slices.length - 1 ? nextLink : behind(after), after });
      yield { records: await recordsOf(records, some, plan, signal), cursor, expected };
    }
    link = nextLink;
  }
}

/** The records with these ids or numbers, in the order asked for. What is not there is left out. */
async function recordsByKeys(
  records: EntityRecords,
  plan: ReadPlan,
  { keys, signal }: { keys: readonly string[]; signal: AbortSignal },
): Promise<SourceRecord[]> {
  const { idColumn, numberColumn } = records.definition;
  const byNumber = numberColumn ?? idColumn;
  const terms = keys.flatMap((key) => {
    if (isGuid(key)) return [`${idColumn} eq ${key}`];
    return numberColumn === null ? [] : [`${numberColumn} eq ${textLiteral(key.trim())}`];
  });
  const rows = await records.rowsMatching(
    terms,
    { select: [...new Set([...plan.select, byNumber])], prefer: plan.prefer },
    signal,
  );
  const byKey = new Map<string, Row>();
  for (const row of rows) byKey.set(String(row[byNumber]).toLowerCase(), row);
  for (const row of rows) byKey.set(idOf(row, idColumn), row);
  const found = [...new Set(keys.map((key) => byKey.get(key.trim().toLowerCase())))].filter((row) => row !== undefined);
  return recordsOf(records, found, plan, signal);
}

async function* readKeys(
  records: EntityRecords,
  { fields, cursor, batchSize, signal }: ReadRequest,
  keys: readonly string[],
): AsyncGenerator<SourceBatch> {
  const plan = await records.plan(fields, signal);
  const start = cursor === null ? 0 : readCursor(cursor, 'keys').next;
  for (let from = start; from < keys.length; from += batchSize) {
    const some = keys.slice(from, from + batchSize);
    const found = await recordsByKeys(records, plan, { keys: some, signal });
    yield { records: found, cursor: writeCursor({ kind: 'keys', next: from + some.length }), expected: null };
  }
}

async function sample(
  records: EntityRecords,
  { fields, keys, limit, signal }: Parameters<Source['sample']>[0],
): Promise<SourceRecord[]> {
  const plan = await records.plan(fields, signal);
  if (keys !== null) return recordsByKeys(records, plan, { keys: keys.slice(0, limit), signal });
  const { set } = records.definition;
  const query = queryOptions({ $select: plan.select.join(','), $orderby: 'modifiedon desc', $top: String(limit) });
  const { rows } = await records.client.odata.page({
    method: 'GET',
    url: `${set}${query}`,
    prefer: [...plan.prefer],
    signal,
  });
  return recordsOf(records, rows.slice(0, limit), plan, signal);
}
