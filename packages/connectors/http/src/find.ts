import { leadOf, matchRecords } from '@koppel/connector-odata';
import { RunError, type FieldValue, type FindQuery, type FoundRecord } from '@koppel/sdk';
import type { QueryParameters } from './client.ts';
import { pagesOf, parametersOf, start } from './pages.ts';
import type { Records } from './records.ts';
import type { Resource } from './resource.ts';

interface Hit {
  readonly key: string;
  readonly values: readonly FieldValue[];
  readonly record: unknown;
  readonly etag: string | undefined;
}

/**
 * Finds records by key with the request for one record, and by values with a parameter of the list. Where the list has none
 * it is read whole, once for all queries.
 */
export async function findRecords(
  records: Records,
  queries: readonly FindQuery[],
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FoundRecord[][]> {
  const asked = queries.flatMap((query) => (query.by === 'fields' ? Object.keys(query.values) : []));
  const compared = records.plan([...new Set([...fields, ...asked])]);
  const plan = records.plan(fields);
  const { patiently } = records.client;
  let whole: Promise<readonly unknown[]> | undefined;
  const readWhole = () => (whole ??= patiently(() => rowsOf(records, [], { most: mostCompared, signal }), signal));

  async function hitsOf(query: FindQuery): Promise<Hit[]> {
    if (query.by === 'key') {
      const found = await patiently(() => getOne(records, query.key, signal), signal);
      return found === null ? [] : [hitOf(found.record, found.etag)];
    }
    const { field, parameter } = ruleOf(records, query.values);
    const rows =
      parameter === ''
        ? await readWhole()
        : await patiently(() => rowsOf(records, [[parameter, String(query.values[field]!)]], { most: mostHits, signal }), signal);
    // By values the system may be more generous than we are.
    return matchRecords([query], rows.map((record) => hitOf(record)), compared)[0]!;
  }

  function hitOf(record: unknown, etag?: string): Hit {
    const values = compared.map((field) => field.read(record));
    return { key: records.keyOf(record).toLowerCase(), values, record, etag };
  }

  return Promise.all(
    queries.map(async (query) => {
      const hits = (await hitsOf(query)).filter(({ record }) => !records.isDeleted(record));
      const complete = query.by === 'key' ? hits : await withVersions(records, hits, signal);
      return complete.map(({ record, etag }) => records.toFound(record, plan, etag));
    }),
  );
} // prettier-ignore

/** A list tells no ETag: what is to be written later is read by itself. */
async function withVersions(records: Records, hits: readonly Hit[], signal: AbortSignal): Promise<readonly Hit[]> {
  const { version, get } = records.resource;
  if (version.from !== 'etag' || version.path !== '' || get.path === '') return hits;
  const single = await Promise.all(
    // Of several nobody knows which is meant: how many they are is all that counts.
    hits.slice(0, 2).map(async (hit) => {
      const one = await records.client.patiently(() => records.get(records.keyOf(hit.record), signal), signal);
      return one === null ? [] : [{ ...hit, ...one }];
    }),
  );
  return [...single.flat(), ...hits.slice(2)];
}

function getOne(records: Records, key: string, signal: AbortSignal): ReturnType<Records['get']> {
  if (records.resource.get.path === '') throw cannotLookUp(records, 'its key');
  return records.get(key, signal);
}

/** By what a query is asked for: a parameter first, and of those the one of the field that tells records apart best. */
function ruleOf(records: Records, values: Readonly<Record<string, FieldValue>>): Resource['find'][number] {
  const { find, list } = records.resource;
  const lead = leadOf(values);
  const usable = find.filter(({ field }) => values[field] !== undefined && values[field] !== null && values[field] !== '');
  const asking = usable.filter(({ parameter }) => parameter !== '');
  const rule = asking.find(({ field }) => field === lead) ?? asking[0] ?? usable[0];
  if (rule === undefined || list.path === '') throw cannotLookUp(records, Object.keys(values).join(' and '));
  return rule;
} // prettier-ignore

async function rowsOf(
  records: Records,
  asked: QueryParameters,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): Promise<unknown[]> {
  const found: unknown[] = [];
  const query = [...parametersOf(records.resource.list.query), ...asked];
  for await (const { rows } of pagesOf(records, query, { from: start, signal })) {
    found.push(...rows);
    if (found.length > most) throw asked.length === 0 ? tooLong(records) : notNarrowed(records, asked[0]![0]);
  }
  return found;
}

/** A parameter that a system does not know is usually passed over: then it gives everything. */
const mostHits = 5000;
/** A list that is compared whole may have so many records. */
const mostCompared = 10_000;

function notNarrowed({ resource: { label }, client: { host } }: Records, parameter: string): RunError {
  return new RunError({
    code: 'http.look-up-too-wide',
    message: `${host} gave more than ${mostHits} ${label} for one value of "${parameter}".`,
    remedy: 'Check the parameter under "Look up by": the system does not seem to know it.',
  });
}

function tooLong({ resource: { label }, client: { host } }: Records): RunError {
  return new RunError({
    code: 'http.list-too-long',
    message: `${host} has more than ${mostCompared} ${label}: too many to look them up by reading them all.`,
    remedy: 'Name a parameter of the list under "Look up by" in the records of the connection.',
  });
}

function cannotLookUp({ resource: { label }, client: { host } }: Records, what: string): RunError {
  return new RunError({
    code: 'http.cannot-look-up',
    message: `The connection does not say how ${label} of ${host} are looked up by ${what}.`,
    remedy: 'Add the field under "Look up by" in the records of the connection, or match by another field in the flow.',
  });
}
