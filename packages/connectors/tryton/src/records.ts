import { RunError, type EntityBinding, type FieldValue } from '@koppel/sdk';
import type { BoundField } from './bound-field.ts';
import type { Column, TrytonClient } from './client.ts';
import type { EntityDefinition } from './entities.ts';
import { bindField } from './fields.ts';
import { readInteger, readValue, relatedRow, relatedRows, type Domain, type Row } from './json.ts';
import type { Lookups } from './lookups.ts';
import type { TrytonSettings } from './specs.ts';

/** What to ask for, and how to make values of it. Made once per read. */
export interface ReadPlan {
  readonly fields: readonly BoundField[];
  /** Always with the stamps that make the version. */
  readonly reads: readonly string[];
}

/** One entity of the company. What reading, finding and writing have in common. */
export interface EntityRecords {
  readonly definition: EntityDefinition;
  readonly binding: EntityBinding;
  readonly client: TrytonClient;
  readonly lookups: Lookups;
  readonly settings: TrytonSettings;
  /** The columns of its model; null where its module is not installed. */
  columns(signal: AbortSignal): Promise<ReadonlyMap<string, Column> | null>;
  /** What holds for the records that are read, or, with `everyone`, for those that may be found and written. */
  domain(signal: AbortSignal, options?: { readonly everyone: boolean }): Promise<Domain>;
  /** Binds fields and loads the tables they need. Throws a RunError for a field that is not there. */
  plan(fields: readonly string[], signal: AbortSignal): Promise<ReadPlan>;
  valuesOf(row: Row, plan: ReadPlan): FieldValue[];
  /** The rows with these ids, in no order. */
  rowsByIds(ids: readonly number[], reads: readonly string[], signal: AbortSignal): Promise<readonly Row[]>;
  /** The id of the category that makes a party a customer; null where no category does. */
  category(signal: AbortSignal): Promise<number | null>;
}

/** Keys are the ids of the database. Anything else is nobody's. */
export function idOfKey(key: string): number | null {
  return /^[1-9]\d{0,14}$/.test(key) ? Number(key) : null;
}

const stamps = ['create_date', 'write_date'];

/** The time of the last change of one row by itself, with microseconds. */
export function stampOf(row: Row): string {
  return String(readValue(row['write_date']) ?? readValue(row['create_date']) ?? '');
}

const partRows = (row: Row, relation: string): readonly Row[] => {
  const one = relatedRow(row, relation);
  return one === null ? relatedRows(row, relation) : [one];
};

/** The time of the last change of a record or of anything that counts as part of it. */
export function lastChange(row: Row, { parts }: EntityDefinition): string {
  const all = [row, ...parts.flatMap(({ relation }) => partRows(row, relation))];
  return all.map(stampOf).reduce((a, b) => (a > b ? a : b));
}

/**
 * The version of a record: the last change of it and of what is written with it, and of how many records it consists,
 * because nothing tells when one was deleted. Tryton's own stamp leaves out what belongs to a record.
 */
export function versionOf(row: Row, { parts }: EntityDefinition): string {
  const own = parts.filter(({ isOwn }) => isOwn).flatMap(({ relation }) => partRows(row, relation));
  const last = [row, ...own].map(stampOf).reduce((a, b) => (a > b ? a : b));
  return `${last}/${own.length + 1}`;
}

export function createRecords(parts: {
  readonly definition: EntityDefinition;
  readonly binding: EntityBinding;
  readonly client: TrytonClient;
  readonly lookups: Lookups;
  readonly settings: TrytonSettings;
}): EntityRecords {
  const { definition, binding, client, lookups, settings } = parts;
  const { model } = definition;

  const category = async (signal: AbortSignal) => {
    if (definition.entity !== 'account' || settings.customerCategory === '') return null;
    const id = await lookups.idOf('party.category', 'name', settings.customerCategory, signal);
    if (id === undefined) throw noCategory(settings.customerCategory);
    return id;
  };

  return {
    ...parts,
    category,
    columns: (signal) => client.fields(model, signal),
    async domain(signal, { everyone } = { everyone: false }) {
      const { id, ownParties } = await client.company(signal);
      const own = definition.domain(id);
      if (definition.entity !== 'account') return own;
      const group = everyone ? null : await category(signal);
      return [['id', 'not in', ownParties], ...own, ...(group === null ? [] : [['categories', '=', group]])];
    },
    async plan(fields, signal) {
      const columns = await client.fields(model, signal);
      if (columns === null) throw noModule(definition);
      const bound = fields.map((field) => {
        const how = field.startsWith('~') ? { path: field.slice(1) } : binding.fields[field];
        const made = how === undefined ? null : bindField(field, how, { definition, lookups, columns });
        if (made === null) throw noField(definition.entity, field);
        return made;
      });
      if (bound.some(({ needsRates }) => needsRates === true)) await lookups.prepareRates(signal);
      const versioned = definition.parts.filter(({ isOwn }) => isOwn);
      const reads = [
        ...stamps,
        '_timestamp',
        ...versioned.flatMap(({ relation }) => [...stamps, '_timestamp'].map((stamp) => `${relation}.${stamp}`)),
        ...bound.flatMap((one) => one.reads),
      ];
      return { fields: bound, reads: [...new Set(reads)] };
    },
    valuesOf: (row, plan) => plan.fields.map((field) => field.read(row)),
    async rowsByIds(ids, reads, signal) {
      if (ids.length === 0) return [];
      const domain = [['id', 'in', ids], ...(await this.domain(signal, { everyone: true }))];
      return client.search(model, { domain, fields: reads }, signal);
    },
  };
}

/** The key of a row: its id. */
export function keyOf(row: Row): string {
  const id = readInteger(row['id']);
  return id === null ? '' : String(id);
}

function noModule({ label, model }: EntityDefinition): RunError {
  return new RunError({
    code: 'tryton.no-such-model',
    message: `This Tryton has no ${label} records: the model "${model}" is not there.`,
    remedy: 'Activate the module that has it, in Tryton under Administration, Modules, then test the connection.',
  });
}

function noField(entity: string, field: string): RunError {
  return new RunError({
    code: 'tryton.no-such-field',
    message: `This Tryton has no field for ${entity}.${field}.`,
    remedy: 'Activate the module that has it, or take the field out of the mapping.',
  });
}

function noCategory(name: string): RunError {
  return new RunError({
    code: 'tryton.category-unknown',
    message: `Tryton has no category of parties "${name}".`,
    remedy: 'Create it in Tryton, or correct the category of customers in the connection.',
  });
}
