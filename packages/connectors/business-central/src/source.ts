import { isGuid, orFilters, queryOptions, textLiteral, type Row } from '@koppel/connector-odata';
import { ConnectionError, type ReadRequest, type Source, type SourceBatch, type SourceRecord } from '@koppel/sdk';
import { readCursor, readShelvesCursor, writeChangesCursor, writeKeysCursor, writeShelvesCursor } from './cursor.ts';
import { idOf, maxTermsPerFilter, versionOf, type EntityRecords, type ReadPlan } from './records.ts';

/** Longer than a transaction stays open plus the difference of clocks: a change committed late is still behind it. */
const overlapMs = 15 * 60_000;
const stampColumn = 'lastModifiedDateTime';

function stampOf(row: Row, host: string): string {
  const stamp = row[stampColumn];
  if (typeof stamp === 'string' && !Number.isNaN(Date.parse(stamp))) return stamp;
  throw new ConnectionError({
    code: 'business-central.record-without-stamp',
    message: `${host} sent a record without the time of its last change.`,
    remedy: 'Check that the address in the connection is that of the API v2.0.',
    retry: 'never',
  });
}

/** Rows of a set with their values, as records. */
export function recordsOf(
  { isLasting }: EntityRecords,
  rows: readonly Row[],
  values: readonly SourceRecord['values'][],
): SourceRecord[] {
  return rows.map((row, index) => ({
    ...(isLasting === null ? {} : { isOpen: !isLasting }),
    key: idOf(row),
    version: versionOf(row),
    change: 'upserted',
    values: values[index]!,
  }));
}

/**
 * Reads one entity. Changes and "all" are the same read, by modification stamp and page by page; Business Central shows
 * no deletions this way.
 */
export function createSource(shelves: readonly EntityRecords[]): Source {
  const [records] = shelves;
  return shelves.length === 1 ? sourceOf(records!) : sourceOfAll(shelves);
}

/**
 * Reads one set behind the other. A cursor holds the place in each; those behind the one that is being read are of the run
 * before.
 */
function sourceOfAll(shelves: readonly EntityRecords[]): Source {
  return {
    overlapMs,
    async *read(request) {
      if (request.scope.kind === 'keys') {
        yield* readKeys(shelves, request, request.scope.keys);
        return;
      }
      const begun = request.cursor === null ? null : readShelvesCursor(request.cursor, shelves.length);
      const isAgain = request.resume === 'checkpoint' && begun !== null;
      const start = isAgain ? begun.at : 0;
      const cursors: (string | null)[] = begun === null ? shelves.map(() => null) : [...begun.cursors];
      for (let step = 0; step < shelves.length; step += 1) {
        const at = (start + step) % shelves.length;
        // Those that were read before it go on exactly where they ended; those behind it are still at the run before.
        const resume = isAgain && at <= start ? 'checkpoint' : 'watermark';
        for await (const batch of readChanges(shelves[at]!, { ...request, cursor: cursors[at]!, resume })) {
          cursors[at] = batch.cursor;
          // How many the others will give is not known before they are read.
          yield { ...batch, cursor: writeShelvesCursor(at, cursors), expected: null };
        }
      }
    },
    ...(shelves.some(({ isLasting }) => isLasting === false) ? { endOf: (request) => endOf(shelves, request) } : {}),
    async sample(request) {
      const found: SourceRecord[] = [];
      for (const records of shelves) {
        if (request.keys === null && found.length >= request.limit) break;
        found.push(...(await sample(records, request)));
      }
      return found.slice(0, request.limit);
    },
  };
}

function sourceOf(records: EntityRecords): Source {
  return {
    overlapMs,
    read(request) {
      return request.scope.kind === 'keys'
        ? readKeys([records], request, request.scope.keys)
        : readChanges(records, request);
    },
    sample: (request) => sample(records, request),
  };
}

/** Where a read begins: the filter, and what of it has been delivered already. */
function beginning({ cursor, resume }: ReadRequest): {
  from: string | null;
  stamp: string | null;
  ids: readonly string[];
} {
  if (cursor === null) return { from: null, stamp: null, ids: [] };
  const { stamp, ids } = readCursor(cursor, 'changes');
  if (resume === 'checkpoint') return { from: stamp, stamp, ids };
  return { from: new Date(Math.max(Date.parse(stamp) - overlapMs, 0)).toISOString(), stamp, ids: [] };
}

/** What is read of a set, and the records that its rows tell of. */
interface Telling {
  readonly select: string;
  tell(rows: readonly Row[]): Promise<SourceRecord[]>;
}

async function ownRows(records: EntityRecords, { fields, signal }: ReadRequest): Promise<Telling> {
  const plan = await records.plan(fields, signal);
  return {
    select: plan.select,
    async tell(rows) {
      const told = await records.adopt(rows, signal);
      return recordsOf(records, told, await records.values(told, plan, signal));
    },
  };
}

/** Reads a set by modification stamp, page by page. Without `telling` its rows are the records. */
export async function* readChanges(
  records: EntityRecords,
  request: ReadRequest,
  telling?: Telling,
): AsyncGenerator<SourceBatch> {
  const { signal, batchSize, resume } = request;
  const { from, stamp: watermark, ids } = beginning(request);
  const { select, tell } = telling ?? (await ownRows(records, request));
  const { host } = records.client;
  const address = await records.path('main', signal);
  const query = queryOptions({
    $select: select,
    $filter: records.narrowed(from === null ? undefined : `${stampColumn} ge ${from}`),
    // By both stamp and id would be better, but not every version takes that.
    $orderby: stampColumn,
    $count: 'true',
  });
  const pages = records.api.main.odata.pages({
    method: 'GET',
    url: `${address}${query}`,
    prefer: [`odata.maxpagesize=${batchSize}`],
    signal,
  });
  const delivered = new Set(ids);
  let lastStamp = resume === 'checkpoint' ? watermark : null;
  let atStamp = [...ids];
  let expected: number | null = null;
  for await (const { rows, count, nextLink } of pages) {
    if (count !== null) expected ??= Math.max(count - delivered.size, 0);
    const fresh = rows.filter((row) => !delivered.has(idOf(row)) || stampOf(row, host) !== watermark);
    // A server may ignore the page size and give more at once.
    for (let at = 0; at < fresh.length; at += batchSize) {
      const some = fresh.slice(at, at + batchSize);
      for (const row of some) {
        const stamp = stampOf(row, host);
        if (stamp !== lastStamp) atStamp = [];
        lastStamp = stamp;
        atStamp.push(idOf(row));
      }
      const isEnd = nextLink === null && at + batchSize >= fresh.length;
      const cursor = cursorBehind({ lastStamp: lastStamp!, atStamp, watermark, isEnd, resume });
      yield { records: await tell(some), cursor, expected };
    }
  }
}

/** The end of a read never lies before its watermark, or each run would begin a little earlier than the one before. */
function cursorBehind(position: {
  readonly lastStamp: string;
  readonly atStamp: readonly string[];
  readonly watermark: string | null;
  readonly isEnd: boolean;
  readonly resume: ReadRequest['resume'];
}): string {
  const { lastStamp, atStamp, watermark, isEnd, resume } = position;
  const goesBack = watermark !== null && Date.parse(lastStamp) < Date.parse(watermark);
  return isEnd && resume === 'watermark' && goesBack
    ? writeChangesCursor(watermark, [])
    : writeChangesCursor(lastStamp, atStamp);
}

/** The records with these ids or numbers, in the order asked for. What is not there is left out. */
async function recordsByKeys(
  records: EntityRecords,
  plan: ReadPlan,
  { keys, signal }: { keys: readonly string[]; signal: AbortSignal },
): Promise<SourceRecord[]> {
  const numberColumn = records.numberColumn;
  const ownNumber = numberColumn === null ? null : records.termOf(`${numberColumn} `)?.trim();
  const select = [...new Set([...plan.select.split(','), ...(ownNumber ? [ownNumber] : [])])].join(',');
  const own = (terms: readonly string[]) => terms.flatMap((term) => records.termOf(term) ?? []);
  const ids = own(keys.filter(isGuid).map((key) => `id eq ${key}`));
  const others = numberColumn === null ? [] : keys.filter((key) => !isGuid(key));
  const numbers = own(others.map((key) => `${numberColumn} eq ${textLiteral(key.trim().toUpperCase())}`));
  const filters = [ids, numbers].flatMap((terms) => orFilters(terms, { maxTerms: maxTermsPerFilter }));
  const rows = await records.adopt(await records.rowsMatching(filters, { page: 'main', select, signal }), signal);
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    byKey.set(idOf(row), row);
    if (numberColumn !== null) byKey.set(String(row[numberColumn]).toUpperCase(), row);
  }
  const wanted = (key: string) => byKey.get(isGuid(key) ? key.toLowerCase() : key.trim().toUpperCase());
  const found = [...new Set(keys.map(wanted))].filter((row) => row !== undefined);
  return recordsOf(records, found, await records.values(found, plan, signal));
}

/**
 * What became of records of the first shelf: those that went on to the next one as they are there, and the others as deleted.
 */
async function endOf(
  shelves: readonly EntityRecords[],
  { keys, fields, signal }: Parameters<NonNullable<Source['endOf']>>[0],
): Promise<SourceRecord[]> {
  const [first, ...others] = shelves;
  const filters = orFilters(keys.map((key) => `id eq ${key}`), { maxTerms: maxTermsPerFilter }); // prettier-ignore
  const there = new Set((await first!.rowsMatching(filters, { page: 'main', select: 'id', signal })).map(idOf));
  const left = keys.filter((key) => !there.has(key));
  if (left.length === 0) return [];
  const ended: SourceRecord[] = [];
  for (const records of others) ended.push(...(await recordsByKeys(records, await records.plan(fields, signal), { keys: left, signal }))); // prettier-ignore
  const known = new Set(ended.map(({ key }) => key));
  return [...ended, ...left.filter((key) => !known.has(key)).map(deleted)];
}

function deleted(key: string): SourceRecord {
  return { key, version: null, change: 'deleted', values: [], isOpen: false };
}

async function* readKeys(
  shelves: readonly EntityRecords[],
  { fields, cursor, batchSize, signal }: ReadRequest,
  keys: readonly string[],
): AsyncGenerator<SourceBatch> {
  const plans = await Promise.all(shelves.map((records) => records.plan(fields, signal)));
  const start = cursor === null ? 0 : readCursor(cursor, 'keys').next;
  for (let from = start; from < keys.length; from += batchSize) {
    const some = keys.slice(from, from + batchSize);
    const found: SourceRecord[] = [];
    for (const [at, records] of shelves.entries()) found.push(...(await recordsByKeys(records, plans[at]!, { keys: some, signal }))); // prettier-ignore
    yield { records: found, cursor: writeKeysCursor(from + some.length), expected: null };
  }
}

async function sample(
  records: EntityRecords,
  { fields, keys, limit, signal }: Parameters<Source['sample']>[0],
): Promise<SourceRecord[]> {
  const plan = await records.plan(fields, signal);
  if (keys !== null) return recordsByKeys(records, plan, { keys: keys.slice(0, limit), signal });
  const filter = records.narrowed(undefined);
  const query = queryOptions({ $select: plan.select, $filter: filter, $orderby: `${stampColumn} desc`, $top: String(limit) }); // prettier-ignore
  const url = `${await records.path('main', signal)}${query}`;
  const { rows } = await records.api.main.odata.page({ method: 'GET', url, signal });
  const some = await records.adopt(rows.slice(0, limit), signal);
  return recordsOf(records, some, await records.values(some, plan, signal));
}
