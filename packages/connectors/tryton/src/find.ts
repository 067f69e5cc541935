import { leadOf, matchRecords } from '@koppel/connector-odata';
import type { FieldValue, FindQuery, FoundRecord } from '@koppel/sdk';
import type { Domain, Row } from './json.ts';
import { idOfKey, keyOf, versionOf, type EntityRecords, type ReadPlan } from './records.ts';

/** Queries that are asked for together. */
const queriesAtATime = 50;

/**
 * Finds records by key or by values, for all queries together. The domain lets through at least what is looked for; what came
 * is compared here.
 */
export async function findRecords(
  records: EntityRecords,
  queries: readonly FindQuery[],
  { fields, signal }: { readonly fields: readonly string[]; readonly signal: AbortSignal },
): Promise<FoundRecord[][]> {
  if (queries.length === 0) return [];
  const asked = queries.flatMap((query) => (query.by === 'fields' ? Object.keys(query.values) : []));
  const plan = await records.plan([...new Set([...fields, ...asked])], signal);
  const found: FoundRecord[][] = [];
  for (let from = 0; from < queries.length; from += queriesAtATime) {
    const some = queries.slice(from, from + queriesAtATime);
    found.push(...matched(records, some, { rows: await rowsFor(records, some, plan, signal), plan, fields }));
  }
  return found;
}

async function rowsFor(
  records: EntityRecords,
  queries: readonly FindQuery[],
  plan: ReadPlan,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const ids = queries.flatMap((query) => (query.by === 'key' ? (idOfKey(query.key) ?? []) : []));
  const either: Domain[] = ids.length === 0 ? [] : [[['id', 'in', [...new Set(ids)]]]];
  for (const query of queries) {
    const domain = query.by === 'key' ? null : domainFor(query.values, plan);
    if (domain !== null) either.push(domain);
  }
  if (either.length === 0) return [];
  const always = await records.domain(signal, { everyone: true });
  const domain = [['OR', ...either], ...always];
  return records.client.search(records.definition.model, { domain, fields: plan.reads }, signal);
}

/** All conditions that Tryton can check. With none of them every record has to be compared. */
function domainFor(values: Readonly<Record<string, FieldValue>>, plan: ReadPlan): Domain {
  const byName = new Map(plan.fields.map((field) => [field.field, field]));
  const lead = leadOf(values);
  return [lead, ...Object.keys(values).filter((name) => name !== lead)].flatMap((name) => {
    const value = values[name]!;
    // An empty value is compared here: Tryton has several forms of it.
    return value === null || value === '' ? [] : (byName.get(name)!.clause(value) ?? []);
  });
}

interface Found {
  readonly row: Row;
  readonly key: string;
  readonly values: readonly FieldValue[];
  readonly read: readonly FieldValue[];
}

function matched(
  records: EntityRecords,
  queries: readonly FindQuery[],
  { rows, plan, fields }: { readonly rows: readonly Row[]; readonly plan: ReadPlan; readonly fields: readonly string[] },
): FoundRecord[][] {
  const all = rows.map((row): Found => {
    const read = records.valuesOf(row, plan);
    const values = read.map((value, at) => (plan.fields[at]!.areLines === true ? plan.fields[at]!.canonical(value) : value));
    return { row, key: keyOf(row), values, read };
  });
  return matchRecords(queries, all, plan.fields).map((hits) =>
    hits.map(({ row, key, read }) => {
      const named: Record<string, FieldValue> = {};
      plan.fields.forEach(({ field }, at) => {
        if (fields.includes(field)) named[field] = read[at]!;
      });
      return { key, version: versionOf(row, records.definition), values: named };
    }),
  );
} // prettier-ignore
