import { ConnectionError, type ReadRequest, type SourceBatch } from '@koppel/sdk';
import type { QueryParameters } from './client.ts';
import { heldKeys, readCursor, writeCursor } from './cursor.ts';
import { pagesOf, parametersOf, start, type Position } from './pages.ts';
import type { Records } from './records.ts';
import { earlier, overlapOf, sinceQuery, stampOf } from './since.ts';

/** Reads a list that is in no known order, page by page. Where it began is kept until its end. */
export async function* readList(records: Records, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { batchSize, resume, signal } = request;
  const { list } = records.resource;
  const plan = records.plan(request.fields);
  const begun = request.cursor === null ? null : readCursor(request.cursor, ['changes', 'pages', 'end']);
  const inside = begun?.kind === 'pages' && resume === 'checkpoint' ? begun : null;
  const exact = begun?.kind === 'changes' && resume === 'checkpoint' ? begun : null;
  if (begun?.kind === 'end' && resume === 'checkpoint') return;
  const since = sinceOf();
  let top = inside?.top ?? (begun?.kind === 'changes' ? { stamp: begun.stamp, keys: [...begun.keys] } : null);
  let given = inside?.given ?? '';
  const query = [...parametersOf(list.query), ...sinceQuery(list, since)];
  for await (const page of pagesFrom(records, query, { from: inside?.at ?? start, isResumed: inside !== null, signal })) {
    const { at: position, rows, next, total, isAnew } = page;
    // Where the record is not there any more the page has moved: then it is given again.
    const behind = given === '' || isAnew ? -1 : rows.findIndex((row) => records.keyOf(row) === given);
    const rest = rows.slice(behind + 1);
    given = '';
    for (let at = 0; at < rest.length; at += batchSize) {
      signal.throwIfAborted();
      const some = rest.slice(at, at + batchSize);
      const wanted = some.filter(isWanted);
      for (const row of some) rise(row);
      const isPageEnd = at + batchSize >= rest.length;
      const isEnd = isPageEnd && next === null;
      const cursor = isEnd ? endCursor() : isPageEnd ? insideCursor(next!, '') : insideCursor(position, records.keyOf(some.at(-1)));
      yield { records: wanted.map((row) => records.toSource(row, plan)), cursor, expected: total };
    }
    if (rest.length === 0 && next === null) yield { records: [], cursor: endCursor(), expected: total };
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
  function insideCursor(at: Position, given: string): string {
    return writeCursor({ v: 1, kind: 'pages', since, at, given, top: held() });
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
