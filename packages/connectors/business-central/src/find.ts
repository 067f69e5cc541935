import { isGuid, leadOf, matchRecords, orFilters, type Row } from '@koppel/connector-odata';
import type { FieldValue, FindQuery, FoundRecord } from '@koppel/sdk';
import { comparableLines } from './computed-fields.ts';
import type { PageName } from './fields.ts';
import { idOf, maxTermsPerFilter, versionOf, type EntityRecords, type ReadPlan } from './records.ts';

/**
 * Finds records by key or by values, for all queries together. Business Central takes `or` only on one field, so one field
 * of each query is filtered by and the others are compared here.
 */
export async function findRecords(
  shelves: readonly EntityRecords[],
  queries: readonly FindQuery[],
  options: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FoundRecord[][]> {
  const found: FoundRecord[][][] = [];
  // One set after the other: an order that moves to the invoices meanwhile is found in both, never in none.
  for (const records of shelves) found.push(await findOn(records, queries, options));
  if (found.length === 1) return found[0]!;
  return queries.map((_, index) => {
    const all = found.flatMap((lists) => lists[index]!);
    return all.filter(({ key }, at) => all.findIndex((other) => other.key === key) === at);
  });
}

async function findOn(
  records: EntityRecords,
  queries: readonly FindQuery[],
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FoundRecord[][]> {
  const asked = queries.flatMap((query) => (query.by === 'fields' ? Object.keys(query.values) : []));
  const plan = await records.plan([...new Set([...fields, ...asked])], signal);
  const byName = new Map(plan.fields.map((field) => [field.field, field]));
  // Keys come from links, which people may import: only an id may stand in a filter as it is.
  const keys = queries.flatMap((query) => (query.by === 'key' && isGuid(query.key) ? [query.key] : []));
  const filters = new Map<PageName, Set<string>>([
    ['main', new Set(keys.map((key) => `id eq ${key}`))],
    ['companion', new Set()],
  ]);
  for (const query of queries) {
    if (query.by !== 'fields') continue;
    // Not every field can be filtered by: any one that can will do, the others are compared here.
    const leads = [leadOf(query.values), ...Object.keys(query.values)];
    const asked = leads.map((lead) => byName.get(lead)!.filters(query.values[lead]!)).find((one) => one.length > 0);
    for (const { page, filter } of asked ?? []) filters.get(page)!.add(filter);
  }
  const rows = await records.adopt(await readRows(records, filters, plan, signal), signal);
  const values = await records.values(rows, plan, signal);
  // Lines are compared without the keys that each system gives them.
  const areLines = plan.fields.map(({ joins }) => joins.includes('lines'));
  const found = rows.map((row, index) => {
    const read = values[index]!;
    const compared = read.map((value, at) => (areLines[at] === true ? comparableLines(value) : value));
    return { row, key: idOf(row), values: compared, read };
  });
  return matchRecords(queries, found, plan.fields).map((hits) => hits.map((one) => foundRecord(one, plan, fields)));
}

async function readRows(
  records: EntityRecords,
  filters: ReadonlyMap<PageName, ReadonlySet<string>>,
  plan: ReadPlan,
  signal: AbortSignal,
): Promise<Row[]> {
  const main = [...filters.get('main')!];
  const onCompanion = [...filters.get('companion')!];
  if (onCompanion.length > 0) {
    const chains = chainsByColumn(onCompanion);
    const ids = await records.rowsMatching(chains, { page: 'companion', select: 'id', signal });
    main.push(...ids.map((row) => `id eq ${idOf(row)}`));
  }
  const own = main.flatMap((term) => records.termOf(term) ?? []);
  const rows = await records.rowsMatching(chainsByColumn(own), { page: 'main', select: plan.select, signal });
  // A record may have been found by several filters.
  return [...new Map(rows.map((row) => [idOf(row), row])).values()];
}

/** `or` only between conditions on the same column. */
function chainsByColumn(filters: readonly string[]): string[] {
  const byColumn = Map.groupBy(new Set(filters), (filter) => filter.slice(0, filter.indexOf(' ')));
  return [...byColumn.values()].flatMap((terms) => orFilters(terms, { maxTerms: maxTermsPerFilter }));
}

interface Found {
  readonly row: Row;
  readonly key: string;
  readonly read: readonly FieldValue[];
}

function foundRecord({ row, key, read }: Found, plan: ReadPlan, fields: readonly string[]): FoundRecord {
  const named: Record<string, FieldValue> = {};
  plan.fields.forEach(({ field }, index) => {
    if (fields.includes(field)) named[field] = read[index]!;
  });
  return { key, version: versionOf(row), values: named };
}
