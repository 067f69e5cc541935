import {
  ConnectionError,
  RunError,
  type ReadRequest,
  type Source,
  type SourceBatch,
  type SourceRecord,
} from '@koppel/sdk';
import { heldKeys, readCursor, writeCursor } from './cursor.ts';
import type { QueryParameters } from './client.ts';
import { pagesOf, parametersOf, start, type Position } from './pages.ts';
import type { Records } from './records.ts';
import type { Resource } from './resource.ts';

/** Reads the records of a resource: what changed where the system can be asked for that, else its whole list. */
export function createSource(records: Records): Source {
  const { list } = records.resource;
  const isByStamp = list.isOrdered && list.changedParameter !== '' && list.stampPath !== '';
  return {
    overlapMs: overlapOf(list),
    read(request) {
      if (request.scope.kind === 'keys') return readKeys(records, request, request.scope.keys);
      return isByStamp ? readInOrder(records, request) : readList(records, request);
    },
    sample: (request) => sample(records, request),
  };
}

function overlapOf(list: Resource['list']): number {
  return list.stampPath === '' ? 0 : list.overlapMinutes * 60_000;
}

/** The parameter that asks for changes since a time, a little earlier: nobody knows whether the system takes it as "from" or "after". */
function sinceQuery({ changedParameter, changedForm }: Resource['list'], since: string | null): QueryParameters {
  if (since === null || changedParameter === '') return [];
  const atMs = Math.max(Date.parse(since) - (changedForm === 'date' ? 86_400_000 : 1000), 0);
  const iso = new Date(atMs).toISOString();
  switch (changedForm) {
    case 'iso':
      return [[changedParameter, iso]];
    case 'isoSeconds':
      return [[changedParameter, `${iso.slice(0, 19)}Z`]];
    case 'date':
      return [[changedParameter, iso.slice(0, 10)]];
    case 'seconds':
      return [[changedParameter, String(Math.floor(atMs / 1000))]];
    case 'milliseconds':
      return [[changedParameter, String(atMs)]];
  }
}

function stampOf(records: Records, row: unknown): string {
  const stamp = records.stampOf(row);
  if (stamp !== null) return stamp;
  throw new ConnectionError({
    code: 'http.record-without-stamp',
    message: `${records.client.host} sent a record of ${records.resource.label} without the time of its last change.`,
    remedy: 'Check where the last change is, in the records of the connection.',
    retry: 'never',
  });
}

const earlier = (stamp: string, ms: number) => new Date(Math.max(Date.parse(stamp) - ms, 0)).toISOString();

/**
 * Reads a list that is sorted by time of change, oldest first. Where pages are counted it asks anew from the last time seen
 * instead of for the next page: a record that changes meanwhile moves to the end, and all behind it would move up by one.
 */
async function* readInOrder(records: Records, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { batchSize, resume, signal } = request;
  const { list } = records.resource;
  const begun = request.cursor === null ? null : readCursor(request.cursor, ['changes', 'pages', 'end']);
  const place = begun?.kind === 'changes' ? begun : null;
  const isExact = resume === 'checkpoint' && place !== null;
  const watermark = place?.stamp ?? null;
  const plan = records.plan(request.fields);
  const walks = list.paging === 'page' || list.paging === 'offset';
  let since = place === null ? null : isExact ? place.stamp : earlier(place.stamp, overlapOf(list));
  let last = isExact ? place.stamp : null;
  let keys = new Set(isExact ? place.keys : []);
  let expected: number | null = null;
  let isGivenAtEnd = false;
  for (let goesOn = true; goesOn;) {
    goesOn = false;
    const query = [...parametersOf(list.query), ...sinceQuery(list, since)];
    for await (const page of pagesOf(records, query, { from: start, signal })) {
      expected ??= page.total;
      refuseDisorder(records, page.rows);
      const fresh = page.rows.filter((row) => isBehind(row));
      for (let at = 0; at < fresh.length; at += batchSize) {
        signal.throwIfAborted();
        const some = fresh.slice(at, at + batchSize);
        for (const row of some) take(row);
        const isEnd = page.next === null && at + batchSize >= fresh.length;
        isGivenAtEnd = isEnd;
        yield { records: some.map((row) => records.toSource(row, plan)), cursor: place_(isEnd), expected };
      }
      if (walks && page.next !== null && last !== null && moves(since, last)) {
        since = last;
        goesOn = true;
        break;
      }
    }
  }
  // The end of a read never lies before its watermark, or each run would begin a little earlier than the one before.
  if (!isGivenAtEnd && last !== null && resume === 'watermark') yield { records: [], cursor: place_(true), expected };

  function isBehind(row: unknown): boolean {
    if (last === null) return true;
    const stamp = stampOf(records, row);
    return stamp > last || (stamp === last && !keys.has(records.keyOf(row)));
  }
  function take(row: unknown): void {
    const stamp = stampOf(records, row);
    if (stamp !== last) keys = new Set();
    last = stamp;
    keys.add(records.keyOf(row));
  }
  function moves(from: string | null, to: string): boolean {
    return from === null || sinceQuery(list, from)[0]![1] !== sinceQuery(list, to)[0]![1];
  }
  function place_(isEnd: boolean): string {
    const goesBack = isEnd && resume === 'watermark' && watermark !== null && last! < watermark;
    return goesBack
      ? writeCursor({ v: 1, kind: 'changes', stamp: watermark, keys: [] })
      : writeCursor({ v: 1, kind: 'changes', stamp: last!, keys: heldKeys([...keys]) });
  }
}

/** Records that are said to be in order and are not would be passed over. */
function refuseDisorder(records: Records, rows: readonly unknown[]): void {
  let before = '';
  for (const row of rows) {
    const stamp = stampOf(records, row);
    if (stamp < before) {
      throw new ConnectionError({
        code: 'http.not-in-order',
        message: `${records.client.host} does not send ${records.resource.label} with the oldest change first.`,
        remedy: 'Add the parameter that sorts them to the fixed parameters, or say that the list has no such order.',
        retry: 'never',
      });
    }
    before = stamp;
  }
}

/** Reads a list that is in no known order, page by page. Where it began is kept until its end. */
async function* readList(records: Records, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { batchSize, resume, signal } = request;
  const { list } = records.resource;
  const plan = records.plan(request.fields);
  const begun = request.cursor === null ? null : readCursor(request.cursor, ['changes', 'pages', 'end']);
  const inside = begun?.kind === 'pages' && resume === 'checkpoint' ? begun : null;
  const exact = begun?.kind === 'changes' && resume === 'checkpoint' ? begun : null;
  if (begun?.kind === 'end' && resume === 'checkpoint') return;
  const since = sinceOf();
  let top = inside?.top ?? (begun?.kind === 'changes' ? { stamp: begun.stamp, keys: [...begun.keys] } : null);
  let position: Position = inside?.at ?? start;
  let skip = inside?.skip ?? 0;
  const query = [...parametersOf(list.query), ...sinceQuery(list, since)];
  for await (const page of pagesFrom(records, query, { from: position, isResumed: inside !== null, signal })) {
    const { rows, next, total, isAnew } = page;
    if (isAnew) [position, skip] = [start, 0];
    const rest = rows.slice(skip);
    for (let at = 0; at < rest.length; at += batchSize) {
      signal.throwIfAborted();
      const some = rest.slice(at, at + batchSize);
      const wanted = some.filter(isWanted);
      for (const row of some) rise(row);
      const isPageEnd = at + batchSize >= rest.length;
      const isEnd = isPageEnd && next === null;
      const cursor = isEnd ? endCursor() : insideCursor(isPageEnd ? next! : position, isPageEnd ? 0 : skip + at + some.length);
      yield { records: wanted.map((row) => records.toSource(row, plan)), cursor, expected: total };
    }
    if (rest.length === 0 && next === null) yield { records: [], cursor: endCursor(), expected: total };
    position = next ?? position;
    skip = 0;
  }

  function sinceOf(): string | null {
    if (inside !== null) return inside.since;
    if (exact !== null) return exact.stamp;
    if (begun?.kind === 'changes') return earlier(begun.stamp, overlapOf(list));
    return begun?.kind === 'pages' ? begun.since : null;
  }
  function isWanted(row: unknown): boolean {
    if (since === null || list.stampPath === '') return true;
    const stamp = stampOf(records, row);
    if (exact !== null) return stamp > exact.stamp || (stamp === exact.stamp && !exact.keys.includes(records.keyOf(row)));
    // A system that cannot be asked for changes gives everything: what is older has been read.
    return list.changedParameter !== '' || stamp >= since;
  }
  function rise(row: unknown): void {
    if (list.stampPath === '') return;
    const stamp = stampOf(records, row);
    if (top === null || stamp > top.stamp) top = { stamp, keys: [records.keyOf(row)] };
    else if (stamp === top.stamp) top.keys.push(records.keyOf(row));
  }
  function held() {
    return top === null ? null : { stamp: top.stamp, keys: heldKeys(top.keys) };
  }
  function insideCursor(at: Position, given: number): string {
    return writeCursor({ v: 1, kind: 'pages', since, at, skip: given, top: held() });
  }
  function endCursor(): string {
    const reached = held();
    return writeCursor(reached === null ? { v: 1, kind: 'end' } : { v: 1, kind: 'changes', ...reached });
  }
} // prettier-ignore

/** Pages from a place that was kept. Systems forget their next links after a while: then the list is read from its beginning. */
async function* pagesFrom(
  records: Records,
  query: QueryParameters,
  { from, isResumed, signal }: { readonly from: Position; readonly isResumed: boolean; readonly signal: AbortSignal },
) {
  let isFirst = isResumed;
  try {
    for await (const page of pagesOf(records, query, { from, signal })) {
      isFirst = false;
      yield { ...page, isAnew: false };
    }
  } catch (error) {
    const isForgotten = error instanceof ConnectionError && error.code === 'http.request-refused';
    if (!isFirst || !isForgotten || from.by === 'start') throw error;
    let isAnew = true;
    for await (const page of pagesOf(records, query, { from: start, signal })) {
      yield { ...page, isAnew };
      isAnew = false;
    }
  }
}

/** The records with these keys, in their order, as far as they are there. */
async function recordsByKeys(
  records: Records,
  keys: readonly string[],
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<SourceRecord[]> {
  if (records.resource.get.path === '') {
    throw new RunError({
      code: 'http.cannot-read-one',
      message: `The connection does not say how one record of ${records.resource.label} is read.`,
      remedy: 'Fill in "Read one record" in the records of the connection.',
    });
  }
  const plan = records.plan(fields);
  const found = await Promise.all(
    [...new Set(keys)].map((key) => records.client.patiently(() => records.get(key, signal), signal)),
  );
  return found.flatMap((one) => (one === null || records.isDeleted(one.record) ? [] : [records.toSource(one.record, plan, one.etag)])); // prettier-ignore
}

async function* readKeys(records: Records, request: ReadRequest, keys: readonly string[]): AsyncGenerator<SourceBatch> {
  const { cursor, batchSize } = request;
  const begin = cursor === null ? 0 : readCursor(cursor, ['keys']).next;
  for (let from = begin; from < keys.length; from += batchSize) {
    const some = keys.slice(from, from + batchSize);
    const next = writeCursor({ v: 1, kind: 'keys', next: from + some.length });
    yield { records: await recordsByKeys(records, some, request), cursor: next, expected: null };
  }
}

async function sample(
  records: Records,
  { fields, keys, limit, signal }: Parameters<Source['sample']>[0],
): Promise<SourceRecord[]> {
  if (keys !== null) return recordsByKeys(records, keys.slice(0, limit), { fields, signal });
  const plan = records.plan(fields);
  const { list } = records.resource;
  const query = parametersOf(list.newest.length > 0 ? list.newest : list.query);
  const found: unknown[] = [];
  for await (const { rows } of pagesOf(records, query, { from: start, signal })) {
    found.push(...rows.filter((row) => !records.isDeleted(row)));
    if (found.length >= limit || list.newest.length === 0) break;
  }
  if (list.newest.length === 0 && list.stampPath !== '') found.sort((a, b) => (stampOf(records, a) < stampOf(records, b) ? 1 : -1)); // prettier-ignore
  return found.slice(0, limit).map((row) => records.toSource(row, plan));
}
