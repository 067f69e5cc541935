import type { ReadRequest, Source, SourceBatch, SourceRecord } from '@koppel/sdk';
import { readCursor, writeCursor } from './cursor.ts';
import { stampBefore, writeStamp, type Domain } from './json.ts';
import { idOfKey, keyOf, lastChange, stampOf, versionOf, type EntityRecords, type ReadPlan } from './records.ts';
import type { Row } from './json.ts';

/** Longer than a transaction stays open plus the difference of clocks: a change committed late is still behind it. */
const overlapMs = 15 * 60_000;

/** Changed at or after a time, whether it was ever changed since it was made or not. */
function changedSince(since: string, operator: '>=' | '>', prefix = ''): Domain {
  const stamp = writeStamp(since);
  return [
    'OR',
    [[`${prefix}write_date`, operator, stamp]],
    [
      [`${prefix}write_date`, '=', null],
      [`${prefix}create_date`, operator, stamp],
    ],
  ];
}

/**
 * Reads one entity in the order of ids, those that changed since a time. That time is fixed when a read begins, and the next
 * one begins at the last change there was then: a record that changes meanwhile comes again. Tryton tells no deletions.
 */
export function createSource(records: EntityRecords): Source {
  return {
    overlapMs,
    read(request) {
      return request.scope.kind === 'keys' ? readKeys(records, request, request.scope.keys) : readAll(records, request);
    },
    sample: (request) => sample(records, request),
  };
}

interface Beginning {
  readonly since: string | null;
  /** Exactly behind `since`, not at it. */
  readonly isBehind: boolean;
  readonly until: string | null;
  readonly after: number;
}

async function beginning(records: EntityRecords, { cursor, resume, signal }: ReadRequest): Promise<Beginning> {
  const at = cursor === null ? null : readCursor(cursor);
  if (at?.kind === 'keys') readCursor('');
  if (at?.kind === 'scan' && resume === 'checkpoint') return { ...at, isBehind: false };
  // A read that was not finished is begun again: what it had not delivered yet changed since its own beginning.
  const from = at === null || at.kind === 'keys' ? null : at.kind === 'done' ? at.until : at.since;
  const latest = await latestChange(records, signal);
  const until = latest === null || (from !== null && from > latest) ? from : latest;
  if (at?.kind === 'done' && resume === 'checkpoint') return { since: from, isBehind: true, until, after: 0 };
  const isScan = at?.kind === 'scan';
  return { since: from === null || isScan ? from : stampBefore(from, overlapMs), isBehind: false, until, after: 0 };
}

/** The time of the last change of anything that counts; null where there is nothing. */
async function latestChange({ client, definition }: EntityRecords, signal: AbortSignal): Promise<string | null> {
  let latest: string | null = null;
  for (const model of [definition.model, ...definition.parts.map((part) => part.model)]) {
    for (const column of ['write_date', 'create_date']) {
      const search = { domain: [[column, '!=', null]], fields: ['create_date', 'write_date'], order: [[column, 'DESC']] as const, limit: 1 };
      const [row] = await client.search(model, search, signal);
      const stamp = row === undefined ? '' : stampOf(row);
      if (stamp !== '' && (latest === null || stamp > latest)) latest = stamp;
    }
  }
  return latest;
} // prettier-ignore

async function* readAll(records: EntityRecords, request: ReadRequest): AsyncGenerator<SourceBatch> {
  const { batchSize, signal, fields } = request;
  const { client, definition } = records;
  const { model, parts } = definition;
  signal.throwIfAborted();
  const { since, isBehind, until, after: begun } = await beginning(records, request);
  const plan = await records.plan(fields, signal);
  const operator = isBehind ? '>' : '>=';
  const always = await records.domain(signal);
  const changed: Domain =
    since === null
      ? []
      : [['OR', changedSince(since, operator), ...parts.map(({ relation }) => changedSince(since, operator, `${relation}.`))]];
  let after = begun;
  const wanted = () => [['id', '>', after], ...always, ...changed];
  const expected = await client.count(model, wanted(), signal);
  for (;;) {
    // One more than wanted tells whether this is the end.
    const found = await client.search(model, { domain: wanted(), fields: plan.reads, limit: batchSize + 1 }, signal);
    const rows = found.slice(0, batchSize);
    if (rows.length === 0) return;
    after = Number(rows.at(-1)!['id']);
    const isEnd = found.length <= batchSize;
    const cursor = isEnd ? writeCursor({ kind: 'done', until }) : writeCursor({ kind: 'scan', since, until, after });
    yield { records: recordsOf(records, rows, plan), cursor, expected };
    if (isEnd) return;
  }
} // prettier-ignore

function recordsOf(records: EntityRecords, rows: readonly Row[], plan: ReadPlan): SourceRecord[] {
  return rows.map((row) => ({
    key: keyOf(row),
    version: versionOf(row, records.definition),
    change: 'upserted',
    values: records.valuesOf(row, plan),
  }));
}

/** The records with these keys, in the order asked for. What is not there is left out. */
async function recordsByKeys(
  records: EntityRecords,
  plan: ReadPlan,
  { keys, signal }: { readonly keys: readonly string[]; readonly signal: AbortSignal },
): Promise<SourceRecord[]> {
  const ids = [...new Set(keys.flatMap((key) => idOfKey(key) ?? []))];
  const rows = await records.rowsByIds(ids, plan.reads, signal);
  const byId = new Map(rows.map((row) => [row['id'], row]));
  return recordsOf(
    records,
    ids.map((id) => byId.get(id)).filter((row) => row !== undefined),
    plan,
  );
}

async function* readKeys(
  records: EntityRecords,
  { fields, cursor, batchSize, signal }: ReadRequest,
  keys: readonly string[],
): AsyncGenerator<SourceBatch> {
  const plan = await records.plan(fields, signal);
  const at = cursor === null ? null : readCursor(cursor);
  if (at !== null && at.kind !== 'keys') readCursor('');
  for (let from = at?.kind === 'keys' ? at.next : 0; from < keys.length; from += batchSize) {
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
  const { client, definition } = records;
  const domain = await records.domain(signal);
  const rows = new Map<unknown, Row>();
  for (const column of ['write_date', 'create_date']) {
    const search = { domain: [[column, '!=', null], ...domain], fields: plan.reads, order: [[column, 'DESC']] as const, limit };
    for (const row of await client.search(definition.model, search, signal)) rows.set(row['id'], row);
  }
  const newest = [...rows.values()].sort((a, b) => (lastChange(a, definition) > lastChange(b, definition) ? -1 : 1));
  return recordsOf(records, newest.slice(0, limit), plan);
} // prettier-ignore
