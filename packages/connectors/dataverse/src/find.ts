import { isGuid, leadOf, matchRecords, type Row } from '@koppel/connector-odata';
import type { FieldValue, FindQuery, FoundRecord } from '@koppel/sdk';
import { idOf, versionOf } from './client.ts';
import type { BoundField } from './bound-field.ts';
import { comparableLines } from './lines.ts';
import type { EntityRecords, ReadPlan } from './records.ts';

/**
 * Finds records by key or by values, for all queries together in one request. One field of each query is filtered by, and
 * the others are compared here: so all queries share a filter on few columns, which an index can serve.
 */
export async function findRecords(
  records: EntityRecords,
  queries: readonly FindQuery[],
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FoundRecord[][]> {
  const { idColumn, isMergeable } = records.definition;
  const asked = queries.flatMap((query) => (query.by === 'fields' ? Object.keys(query.values) : []));
  const plan = await records.plan([...new Set([...fields, ...asked])], signal);
  const names = plan.fields.map(({ field }) => field);
  const byName = new Map(plan.fields.map((field) => [field.field, field]));
  const terms = queries.flatMap((query) => termsOf(query, byName, idColumn));
  const rows =
    terms.length === 0 ? [] : await records.rowsMatching(terms, isMergeable ? withMaster(plan) : plan, signal);
  const values = await records.values(rows, plan, signal);
  const found = rows.map((row, index) => ({ row, key: idOf(row, idColumn), values: values[index]! }));
  const wanted = new Set(fields);
  // Lines are compared and told without their ids, which belong to this system alone.
  const comparable = found.map((one) => ({ ...one, values: one.values.map((value, at) => (plan.fields[at]!.lines === null ? value : comparableLines(value))) })); // prettier-ignore
  // What was merged away keeps its numbers: only who asks for it by its key is told where it went.
  return matchRecords(queries, comparable, plan.fields).map((hits, index) =>
    hits
      .filter(({ row }) => queries[index]!.by === 'key' || masterOf(row) === null)
      .map((one) => foundRecord(one, names, wanted)),
  );
}

const master = '_masterid_value';

function withMaster({ select, prefer }: ReadPlan): Pick<ReadPlan, 'select' | 'prefer'> {
  return { select: [...select, master], prefer };
}

/** The id of the record that this one was merged into. */
function masterOf(row: Row): string | null {
  const id = row[master];
  return typeof id === 'string' ? id.toLowerCase() : null;
}

/** Filters of which at least one holds for each record that a query looks for. */
function termsOf(query: FindQuery, byName: ReadonlyMap<string, BoundField>, idColumn: string): string[] {
  // Keys come from links, which people may import: only an id may stand in a filter as it is.
  if (query.by === 'key') return isGuid(query.key) ? [`${idColumn} eq ${query.key}`] : [];
  const lead = leadOf(query.values);
  const { column, literals } = byName.get(lead)!.condition(query.values[lead]!);
  return literals.map((literal) => `${column} eq ${literal}`);
}

interface Found {
  readonly row: Row;
  readonly key: string;
  readonly values: readonly FieldValue[];
}

function foundRecord({ row, key, values }: Found, names: readonly string[], wanted: ReadonlySet<string>): FoundRecord {
  const named: Record<string, FieldValue> = {};
  names.forEach((field, index) => {
    if (wanted.has(field)) named[field] = values[index]!;
  });
  const mergedInto = masterOf(row);
  return { key, version: versionOf(row), values: named, ...(mergedInto === null ? {} : { mergedInto }) };
}
