import { BatchRefused, orFilters, queryOptions, type Row } from '@koppel/connector-odata';
import type { EntityBinding, FieldValue, WriteIntent } from '@koppel/sdk';
import { idOf, rowsOf, type DataverseClient } from './client.ts';
import type { EntityDefinition } from './entities.ts';
import { fieldNamed, type BoundField, type FieldWorld } from './fields.ts';
import type { Lookups } from './lookups.ts';
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
}

/** One table of the organisation: its columns and values. What reading, finding and writing have in common. */
export interface EntityRecords {
  readonly definition: EntityDefinition;
  readonly client: DataverseClient;
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
  rowsMatching(terms: Iterable<string>, select: readonly string[], signal: AbortSignal): Promise<Row[]>;
  /** Looks again at the tables in which a name that is to be written was not found: it may have been made since. */
  refreshForNames(intents: readonly WriteIntent[], plan: ReadPlan, signal: AbortSignal): Promise<void>;
}

export function createRecords({
  definition,
  binding,
  client,
  lookups,
}: {
  definition: EntityDefinition;
  binding: EntityBinding;
  client: DataverseClient;
  lookups: Lookups;
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

  return {
    definition,
    client,
    metadata,
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
      return { fields: bound, select: [...select] };
    },
    async values(rows, plan, signal) {
      const { fields } = plan;
      if (hasUnknownReference(rows, fields)) await lookups.refresh(targetsOf(fields), signal);
      return rows.map((row) => {
        const out: FieldValue[] = [];
        for (const field of fields) out.push(field.read(row));
        return out;
      });
    },
    async rowsMatching(terms, select, signal) {
      const filters = orFilters([...new Set(terms)], { maxTerms: maxTermsPerFilter });
      const urls = filters.map(
        (filter) => `${definition.set}${queryOptions({ $select: select.join(','), $filter: filter })}`,
      );
      const rows = urls.length === 1 ? await client.rows(urls[0]!, signal) : await batchedRows(client, urls, signal);
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

/** Reading has no outcome per part: the error of the whole batch is the error. */
async function batchedRows(client: DataverseClient, urls: readonly string[], signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < urls.length; from += maxBatchOperations) {
    const requests = urls.slice(from, from + maxBatchOperations).map((url) => ({
      method: 'GET',
      path: `${client.path}/${url}`,
      headers: ['Accept: application/json'],
      body: null,
    }));
    try {
      for (const answer of await client.batch(requests, signal)) {
        for (const row of await rowsOf(client, answer, signal)) rows.push(row);
      }
    } catch (error) {
      throw error instanceof BatchRefused ? error.error : error;
    }
  }
  return rows;
}
