import { BatchRefused, orFilters, queryOptions, type Row } from '@koppel/connector-odata';
import { ConnectionError, type EntityBinding, type FieldValue, type WriteIntent } from '@koppel/sdk';
import { idOf, rowsOf, type DataverseClient } from './client.ts';
import type { EntityDefinition } from './entities.ts';
import type { BoundField, FieldWorld } from './bound-field.ts';
import { fieldNamed } from './fields.ts';
import { lookupAnnotation } from './linked-fields.ts';
import type { LinesDefinition } from './lines.ts';
import type { Lookups } from './lookups.ts';
import type { ProductIndex } from './products.ts';
import { readTableMetadata, type TableMetadata } from './table-metadata.ts';

/** Conditions in one filter: the vendor takes 500 in a query, and an address of 32 kB. */
const maxTermsPerFilter = 100;
/** Operations in one batch, by the vendor's limits. */
const maxBatchOperations = 1000;

/** A name that is not there may have been made since; but a table is not read for every record with an unknown name. */
const unknownNameAgeMs = 5000;

/** Which columns to ask for, and how to make values of them. Made once per read. */
export interface ReadPlan {
  readonly fields: readonly BoundField[];
  /** `$select`; the id comes by itself, but naming it makes a select that is never empty. */
  readonly select: readonly string[];
  /** What reading needs besides the columns: annotations that tell where lookups lead. */
  readonly prefer: readonly string[];
}

/** One table of the organisation: its columns and values. What reading, finding and writing have in common. */
export interface EntityRecords {
  readonly definition: EntityDefinition;
  readonly client: DataverseClient;
  readonly products: ProductIndex;
  /** What the organisation says of the table. Asked once, until it is forgotten. */
  metadata(signal: AbortSignal): Promise<TableMetadata>;
  /** What was learned of the table is asked anew when it is needed. */
  forget(): void;
  world(signal: AbortSignal): Promise<FieldWorld>;
  /** Binds fields and loads the tables they lead to. Throws a RunError for a field that is not there. */
  plan(fields: readonly string[], signal: AbortSignal): Promise<ReadPlan>;
  /** The values of each row, in the order of the plan's fields. */
  values(rows: readonly Row[], plan: ReadPlan, signal: AbortSignal): Promise<FieldValue[][]>;
  /** The rows for which any of the terms (`accountid eq …`) holds, each once. One request, however many terms. */
  rowsMatching(terms: Iterable<string>, plan: Pick<ReadPlan, 'select' | 'prefer'>, signal: AbortSignal): Promise<Row[]>;
  /** The rows of lines of each of these records, by the key of the record. */
  lineRows(lines: LinesDefinition, keys: readonly string[], signal: AbortSignal): Promise<Map<string, Row[]>>;
  /** Looks again at the tables in which a name that is to be written was not found: it may have been made since. */
  refreshForNames(intents: readonly WriteIntent[], plan: ReadPlan, signal: AbortSignal): Promise<void>;
}

/** What the organisation says of a table, or null where it has no such table. */
export async function metadataIfThere(records: EntityRecords, signal: AbortSignal): Promise<TableMetadata | null> {
  try {
    return await records.metadata(signal);
  } catch (error) {
    if (error instanceof ConnectionError && error.details['status'] === 404) return null;
    throw error;
  }
}

export function createRecords({
  definition,
  binding,
  client,
  lookups,
  products,
}: {
  definition: EntityDefinition;
  binding: EntityBinding;
  client: DataverseClient;
  lookups: Lookups;
  products: ProductIndex;
}): EntityRecords {
  let known: TableMetadata | undefined;
  /** The fields bound so far: what a field does follows from the metadata alone. */
  let bindings = new Map<string, BoundField>();
  let bindingsOf: TableMetadata | undefined;

  async function metadata(signal: AbortSignal): Promise<TableMetadata> {
    known ??= await readTableMetadata(client, definition, signal);
    return known;
  }

  async function world(signal: AbortSignal): Promise<FieldWorld> {
    return { definition, metadata: await metadata(signal), lookups };
  }

  const targetsOf = (fields: readonly BoundField[]) => fields.flatMap(({ lookup }) => lookup?.targets ?? []);

  /** Whether a row refers to a record that the table it leads to does not know: one made since that was read. */
  function hasUnknownReference(rows: readonly Row[], fields: readonly BoundField[]): boolean {
    return fields.some(({ lookup, selects }) => {
      if (lookup === null) return false;
      const isUnknown = (id: unknown) =>
        typeof id === 'string' &&
        lookup.targets.every((target) => lookups.nameOf(target, id.toLowerCase()) === undefined);
      return rows.some((row) => isUnknown(row[selects[0]!]));
    });
  }

  async function lineRows(lines: LinesDefinition, keys: readonly string[], signal: AbortSignal) {
    const { set, idColumn, parent, select, expand, order } = lines;
    const column = `_${parent}_value`;
    const byKey = new Map<string, Row[]>(keys.map((key) => [key, []]));
    const known = await columnsOf(lines, signal);
    const filters = orFilters(
      [...byKey.keys()].map((key) => `${column} eq ${key}`),
      { maxTerms: maxTermsPerFilter },
    );
    const urls = filters.map((filter) => {
      const names = [idColumn, column, ...select.filter((name) => known === null || known.has(name))];
      return `${set}${queryOptions({ $select: names.join(','), $filter: filter, $expand: expand })}`;
    });
    const rows = urls.length === 1 ? await client.rows(urls[0]!, signal) : await batchedRows(client, urls, signal);
    for (const row of rows) byKey.get(String(row[column]).toLowerCase())?.push(row);
    for (const some of byKey.values()) some.sort((a, b) => compareLines(a, b, order, idColumn));
    return byKey;
  }

  /** Rows with those of their lines, under the set of the lines. */
  async function withLines(rows: readonly Row[], fields: readonly BoundField[], signal: AbortSignal) {
    const wanted = new Set(fields.flatMap((field) => field.lines ?? []));
    if (wanted.size === 0 || rows.length === 0) return rows;
    const keys = rows.map((row) => idOf(row, definition.idColumn));
    let whole = rows;
    for (const lines of wanted) {
      const children = await lineRows(lines, keys, signal);
      whole = whole.map((row, index) => ({ ...row, [lines.set]: children.get(keys[index]!) ?? [] }));
    }
    return whole;
  }

  /** The columns of Koppel's own that this organisation has on the lines; null where none are wanted. */
  const ownColumns = new Map<string, ReadonlySet<string>>();
  async function columnsOf(
    { table, select }: LinesDefinition,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | null> {
    if (!select.some((name) => name.startsWith('kop_'))) return null;
    const known = ownColumns.get(table);
    if (known !== undefined) return known;
    const url = `EntityDefinitions(LogicalName='${table}')/Attributes?$select=LogicalName`;
    const names = new Set((await client.rows(url, signal)).map((row) => String(row['LogicalName'])));
    ownColumns.set(table, names);
    return names;
  }

  return {
    definition,
    client,
    products,
    metadata,
    lineRows,
    forget() {
      known = undefined;
    },
    world,
    async plan(fields, signal) {
      const inWorld = await world(signal);
      if (bindingsOf !== inWorld.metadata) {
        bindings = new Map();
        bindingsOf = inWorld.metadata;
      }
      const bound = fields.map((name) => {
        const field = bindings.get(name) ?? fieldNamed(name, binding, inWorld);
        bindings.set(name, field);
        return field;
      });
      await lookups.prepare(targetsOf(bound), signal);
      const select = new Set([definition.idColumn, ...bound.flatMap(({ selects }) => selects)]);
      const prefer = bound.some((field) => field.reference?.isPolymorphic === true) ? [lookupAnnotation] : [];
      return { fields: bound, select: [...select], prefer };
    },
    async values(rows, plan, signal) {
      const { fields } = plan;
      if (hasUnknownReference(rows, fields)) await lookups.refresh(targetsOf(fields), signal);
      const whole = await withLines(rows, fields, signal);
      return whole.map((row) => {
        const out: FieldValue[] = [];
        for (const field of fields) out.push(field.read(row));
        return out;
      });
    },
    async rowsMatching(terms, { select, prefer }, signal) {
      const filters = orFilters([...new Set(terms)], { maxTerms: maxTermsPerFilter });
      const urls = filters.map(
        (filter) => `${definition.set}${queryOptions({ $select: select.join(','), $filter: filter })}`,
      );
      const rows =
        urls.length === 1
          ? await client.rows(urls[0]!, signal, prefer)
          : await batchedRows(client, urls, signal, prefer);
      return urls.length < 2 ? rows : [...new Map(rows.map((row) => [idOf(row, definition.idColumn), row])).values()];
    },
    async refreshForNames(intents, { fields }, signal) {
      const missing = fields.flatMap(({ field, lookup }) => {
        if (lookup === null) return [];
        const isKnown = (name: string) =>
          lookup.targets.some((target) => lookups.idsOf(target, name).length > 0 || lookups.nameOf(target, name));
        const isMissing = ({ values }: WriteIntent) => {
          const value = values[field];
          return typeof value === 'string' && value !== '' && !isKnown(value);
        };
        return intents.some(isMissing) ? lookup.targets : [];
      });
      await lookups.prepare(missing, signal, unknownNameAgeMs);
    },
  };
}

/** By the number of the line where there is one, else by id. */
function compareLines(a: Row, b: Row, order: string | null, idColumn: string): number {
  const byOrder = order === null ? 0 : Number(a[order] ?? 0) - Number(b[order] ?? 0);
  return byOrder === 0 ? String(a[idColumn]).localeCompare(String(b[idColumn])) : byOrder;
}

/** Reading has no outcome per part: the error of the whole batch is the error. */
async function batchedRows(
  client: DataverseClient,
  urls: readonly string[],
  signal: AbortSignal,
  prefer: readonly string[] = [],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < urls.length; from += maxBatchOperations) {
    const requests = urls.slice(from, from + maxBatchOperations).map((url) => ({
      method: 'GET',
      path: `${client.path}/${url}`,
      headers: ['Accept: application/json', ...(prefer.length === 0 ? [] : [`Prefer: ${prefer.join(',')}`])],
      body: null,
    }));
    try {
      for (const [answer] of await client.batch(requests, signal)) {
        if (answer === undefined) continue;
        for (const row of await rowsOf(client, answer, signal)) rows.push(row);
      }
    } catch (error) {
      throw error instanceof BatchRefused ? error.error : error;
    }
  }
  return rows;
}
