import type { EntitySchema, FieldValue } from '@koppel/model';
import { nameFields, nameOf, namePositions, RunError, type FindQuery, type Source, type System } from '@koppel/sdk';
import type { ConnectionPool } from '../workspace/connection-pool.ts';
import type { Discovery } from '../workspace/discovery.ts';

/** A record of one system, as far as it was asked for. */
export interface SeenRecord {
  readonly key: string;
  readonly name: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** The key of the record that it was merged into; null: it stands for itself. */
  readonly mergedInto: string | null;
}

const recordsAtATime = 500;
/** Queries in one look: few enough that cancelling need not wait long. */
const queriesAtATime = 100;

/** The records of one entity in one system: read by key, by value, or all of them in a stream. */
export class EntityReader {
  readonly schema: EntitySchema;
  readonly #system: System;

  private constructor(system: System, schema: EntitySchema) {
    this.#system = system;
    this.schema = schema;
  }

  /** Rejects with a FlowError when the system cannot be reached or does not have the entity. */
  static async open(
    connectionId: string,
    entity: string,
    { pool, discovery }: { readonly pool: ConnectionPool; readonly discovery: Discovery },
  ): Promise<EntityReader> {
    const { entities } = await discovery.fresh(connectionId);
    const schema = entities.find((one) => one.entity === entity);
    if (!schema) {
      throw new RunError({
        code: 'links.no-such-entity',
        message: `This system has no ${entity} records.`,
        remedy: 'Choose another entity or connection, or look at the fields of the connection anew.',
      });
    }
    return new EntityReader(await pool.system(connectionId), schema);
  }

  has(field: string): boolean {
    return this.schema.fields.some((one) => one.field === field);
  }

  /** One list of records per query, in their order. */
  async find(queries: readonly FindQuery[], fields: readonly string[], signal: AbortSignal): Promise<SeenRecord[][]> {
    const wanted = this.#withNames(fields);
    const sink = this.#system.sink(this.schema.entity);
    if (!sink) return this.#findBySource(queries, wanted, signal);
    const found: SeenRecord[][] = [];
    for (let start = 0; start < queries.length; start += queriesAtATime) {
      signal.throwIfAborted();
      const part = await sink.find(queries.slice(start, start + queriesAtATime), { fields: wanted, signal });
      found.push(...part.map((hits) => hits.map(({ key, values, mergedInto }) => this.#seen(key, values, mergedInto))));
    }
    return found;
  }

  /** All records, a batch at a time. */
  async *all(
    fields: readonly string[],
    signal: AbortSignal,
  ): AsyncIterable<{ readonly records: readonly SeenRecord[]; readonly expected: number | null }> {
    const wanted = this.#withNames(fields);
    const batches = this.#source().read({
      fields: wanted,
      scope: { kind: 'all' },
      cursor: null,
      resume: 'watermark',
      batchSize: recordsAtATime,
      signal,
    });
    for await (const { records, expected } of batches) {
      yield {
        records: records
          .filter(({ change }) => change === 'upserted')
          .map(({ key, values }) => this.#seen(key, named(wanted, values))),
        expected,
      };
    }
  }

  /** A system that is only read is asked by key; by value it cannot be asked. */
  async #findBySource(queries: readonly FindQuery[], fields: readonly string[], signal: AbortSignal) {
    if (queries.some(({ by }) => by === 'fields')) {
      throw new RunError({
        code: 'links.found-by-key-only',
        message: `${this.schema.label} can be found by key only.`,
        remedy: 'Choose the column that holds the keys.',
      });
    }
    const keys = queries.flatMap((query) => (query.by === 'key' ? [query.key] : []));
    const records = await this.#source().sample({ fields, keys, limit: keys.length, signal });
    const byKey = new Map(
      records
        .filter(({ change }) => change === 'upserted')
        .map(({ key, values }) => [key, this.#seen(key, named(fields, values))]),
    );
    return keys.map((key) => {
      const record = byKey.get(key);
      return record ? [record] : [];
    });
  }

  #source(): Source {
    const source = this.#system.source(this.schema.entity);
    if (source) return source;
    throw new RunError({
      code: 'links.cannot-read',
      message: `${this.schema.label} cannot be read from this system.`,
      remedy: 'Choose another entity or connection.',
    });
  }

  #withNames(fields: readonly string[]): string[] {
    return [...new Set([...fields, ...nameFields])].filter((field) => this.has(field));
  }

  #seen(key: string, values: Readonly<Record<string, FieldValue>>, mergedInto: string | null = null): SeenRecord {
    const fields = this.schema.fields.filter(({ field }) => nameFields.includes(field));
    const shape = { entity: this.schema.entity, sourceRole: '', fields };
    const cells = fields.map(({ field }) => values[field] ?? null);
    return { key, name: nameOf(namePositions(shape), key, cells), values, mergedInto };
  }
}

function named(fields: readonly string[], values: readonly FieldValue[]): Record<string, FieldValue> {
  return Object.fromEntries(fields.map((field, index) => [field, values[index] ?? null]));
}
