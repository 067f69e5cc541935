import { RunError, type ReadRequest, type Source, type SourceBatch, type SourceRecord } from '@koppel/sdk';
import { readCursor, writeCursor } from './cursor.ts';
import { readInOrder } from './ordered-list.ts';
import { pagesOf, parametersOf, start } from './pages.ts';
import type { Records } from './records.ts';
import { overlapOf, stampOf } from './since.ts';
import { readList } from './unordered-list.ts';

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
