import { ConnectionError, type ReadRequest, type SourceBatch } from '@koppel/sdk';
import { heldKeys, readCursor, writeCursor } from './cursor.ts';
import { pagesOf, parametersOf, start } from './pages.ts';
import type { Records } from './records.ts';
import { earlier, overlapOf, sinceQuery, stampOf } from './since.ts';

/** How far a read by time of change got: all that is older, and of the latest moment the records with these keys. */
class Reached {
  readonly #records: Records;
  stamp: string | null;
  #keys: Set<string>;

  constructor(records: Records, stamp: string | null, keys: Iterable<string>) {
    this.#records = records;
    this.stamp = stamp;
    this.#keys = new Set(keys);
  }

  isBehind(row: unknown): boolean {
    if (this.stamp === null) return true;
    const stamp = stampOf(this.#records, row);
    return stamp > this.stamp || (stamp === this.stamp && !this.#keys.has(this.#records.keyOf(row)));
  }

  take(row: unknown): void {
    const stamp = stampOf(this.#records, row);
    if (this.stamp === null || stamp > this.stamp) {
      this.stamp = stamp;
      this.#keys = new Set();
    }
    if (stamp === this.stamp) this.#keys.add(this.#records.keyOf(row));
  }

  copy(): Reached {
    return new Reached(this.#records, this.stamp, this.#keys);
  }

  cursor(): string {
    return writeCursor({ v: 1, kind: 'changes', stamp: this.stamp!, keys: heldKeys([...this.#keys]) });
  }
}

interface Fresh {
  readonly rows: readonly unknown[];
  readonly total: number | null;
}

/** Reads a list that is sorted by time of change, oldest first. */
export async function* readInOrder(records: Records, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { batchSize, resume, signal } = request;
  const { list } = records.resource;
  const begun = request.cursor === null ? null : readCursor(request.cursor, ['changes', 'pages', 'end']);
  const place = begun?.kind === 'changes' ? begun : null;
  const isExact = resume === 'checkpoint' && place !== null;
  const reached = isExact ? new Reached(records, place.stamp, place.keys) : new Reached(records, null, []);
  const since = place === null ? null : isExact ? place.stamp : earlier(place.stamp, overlapOf(list));
  const plan = records.plan(request.fields);
  const isCounted = list.paging === 'page' || list.paging === 'offset';
  let expected: number | null = null;
  for await (const { rows, total } of (isCounted ? walk : follow)(records, reached, { since, signal })) {
    expected ??= total;
    for (let at = 0; at < rows.length; at += batchSize) {
      signal.throwIfAborted();
      const some = rows.slice(at, at + batchSize);
      for (const row of some) reached.take(row);
      yield { records: some.map((row) => records.toSource(row, plan)), cursor: reached.cursor(), expected };
    }
  }
  // The end of a read never lies before its watermark, or each run would begin a little earlier than the one before.
  const goesBack = resume === 'watermark' && place !== null && reached.stamp !== null && reached.stamp < place.stamp;
  if (goesBack) yield { records: [], cursor: new Reached(records, place.stamp, []).cursor(), expected };
}

interface Beginning {
  readonly since: string | null;
  readonly signal: AbortSignal;
}

/** Goes where the system's own links or cursors lead. */
async function* follow(records: Records, reached: Reached, { since, signal }: Beginning): AsyncGenerator<Fresh> {
  const { list } = records.resource;
  const query = [...parametersOf(list.query), ...sinceQuery(list, since)];
  for await (const { rows, total } of pagesOf(records, query, { from: start, signal })) {
    refuseDisorder(records, rows);
    yield { rows: rows.filter((row) => reached.isBehind(row)), total };
  }
}

/** A window that records go on changing in is looked through so often. */
const mostPasses = 5;

/**
 * Asks anew from the last time seen instead of for the next page: a record that changes meanwhile moves to the end, and all
 * behind it move up by one. Only what shares one moment and does not fit on a page is counted through, and then again until
 * nothing new shows up.
 */
async function* walk(records: Records, reached: Reached, { since, signal }: Beginning): AsyncGenerator<Fresh> {
  const { list } = records.resource;
  const moves = (from: string | null, to: string | null) =>
    to !== null && (from === null || sinceQuery(list, from)[0]![1] !== sinceQuery(list, to)[0]![1]);
  for (let from = since, goesOn = true; goesOn;) {
    goesOn = false;
    const behind = reached.copy();
    const seen = new Set<string>();
    let isWide = false;
    for (let pass = 1; pass <= mostPasses; pass += 1) {
      const query = [...parametersOf(list.query), ...sinceQuery(list, from)];
      let found = 0;
      let isPast = false;
      for await (const { rows, total, next } of pagesOf(records, query, { from: start, signal })) {
        refuseDisorder(records, rows);
        const marks = rows.map((row) => `${stampOf(records, row)} ${records.keyOf(row)}`);
        const fresh = rows.filter((row, index) => behind.isBehind(row) && !seen.has(marks[index]!));
        for (const mark of marks) seen.add(mark);
        found += fresh.length;
        yield { rows: fresh, total };
        if (next === null) continue;
        isPast = isWide ? moves(from, stampOf(records, rows[0])) : moves(from, reached.stamp);
        if (isPast) break;
        isWide = true;
      }
      if (isWide && found > 0 && pass < mostPasses) continue;
      goesOn = isPast && moves(from, reached.stamp);
      break;
    }
    from = reached.stamp;
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
