import { leadOf, matchRecords } from '@koppel/connector-odata';
import { RunError, type FieldValue, type FindQuery, type FoundRecord } from '@koppel/sdk';
import { pagesOf, parametersOf, start } from './pages.ts';
import type { Records } from './records.ts';

interface Hit {
  readonly key: string;
  readonly values: readonly FieldValue[];
  readonly record: unknown;
  readonly etag: string | undefined;
}

/** Finds records by key with the request for one record, and by values with a parameter of the list. */
export async function findRecords(
  records: Records,
  queries: readonly FindQuery[],
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FoundRecord[][]> {
  const asked = queries.flatMap((query) => (query.by === 'fields' ? Object.keys(query.values) : []));
  const names = [...new Set([...fields, ...asked])];
  const compared = records.plan(names);
  const plan = records.plan(fields);
  const hits = await Promise.all(
    queries.map((query) => records.client.patiently(() => hitsOf(records, query, { compared, signal }), signal)),
  );
  return queries.map((query, index) => {
    const some = hits[index]!.filter(({ record }) => !records.isDeleted(record));
    // By key the system has compared already; by values it may be more generous than we are.
    const matched = query.by === 'key' ? some : matchRecords([query], some, compared)[0]!;
    return matched.map(({ record, etag }) => records.toFound(record, plan, etag));
  });
}

type Compared = { readonly compared: ReturnType<Records['plan']>; readonly signal: AbortSignal };

async function hitsOf(records: Records, query: FindQuery, { compared, signal }: Compared): Promise<Hit[]> {
  const hit = (record: unknown, etag?: string): Hit => ({
    key: records.keyOf(record).toLowerCase(),
    values: compared.map((field) => field.read(record)),
    record,
    etag,
  });
  if (query.by === 'key') {
    if (records.resource.get.path === '') throw cannotLookUp(records, 'its key');
    const found = await records.get(query.key, signal);
    return found === null ? [] : [hit(found.record, found.etag)];
  }
  const found = await byValues(records, query.values, signal);
  const { version, get } = records.resource;
  const isWhole = version.from !== 'etag' || version.path !== '' || get.path === '';
  if (isWhole) return found.map((record) => hit(record));
  // A list tells no ETag: what is to be written later is read by itself.
  const single = await Promise.all(found.slice(0, 5).map((record) => records.get(records.keyOf(record), signal)));
  return single.flatMap((one) => (one === null ? [] : [hit(one.record, one.etag)]));
}

async function byValues(records: Records, values: Readonly<Record<string, FieldValue>>, signal: AbortSignal): Promise<unknown[]> {
  const { find, list } = records.resource;
  const lead = leadOf(values);
  const rule =
    find.find(({ field }) => field === lead) ?? find.find(({ field }) => values[field] !== undefined && values[field] !== null);
  if (rule === undefined || list.path === '') throw cannotLookUp(records, Object.keys(values).join(' and '));
  const value = values[rule.field]!;
  const found: unknown[] = [];
  const query = [...parametersOf(list.query), [rule.parameter, String(value)] as const];
  for await (const { rows } of pagesOf(records, query, { from: start, signal })) {
    found.push(...rows);
    if (found.length > mostHits) throw notNarrowed(records, rule.parameter);
  }
  return found;
} // prettier-ignore

/** A parameter that a system does not know is usually passed over: then it gives everything. */
const mostHits = 5000;

function notNarrowed({ resource: { label }, client: { host } }: Records, parameter: string): RunError {
  return new RunError({
    code: 'http.look-up-too-wide',
    message: `${host} gave more than ${mostHits} ${label} for one value of "${parameter}".`,
    remedy: 'Check the parameter under "Look up by": the system does not seem to know it.',
  });
}

function cannotLookUp({ resource: { label }, client: { host } }: Records, what: string): RunError {
  return new RunError({
    code: 'http.cannot-look-up',
    message: `The connection does not say how ${label} of ${host} are looked up by ${what}.`,
    remedy: 'Add the field under "Look up by" in the records of the connection, or match by another field in the flow.',
  });
}
