import { createHash } from 'node:crypto';
import type { EntityBinding, EntitySchema, FieldSchema, FieldType } from '@koppel/sdk';
import type { BoundField } from './bound-field.ts';
import { bindField, languageOptions } from './fields.ts';
import type { Lookups } from './lookups.ts';
import { metadataIfThere, type EntityRecords } from './records.ts';

/** A lookup with more names than this is described as a text: nobody chooses from such a list. */
const mostLookupOptions = 200;

const blockedOptions = [
  { value: 'no', label: 'Active' },
  { value: 'all', label: 'Inactive' },
];
/** Codecs whose texts may be typed in several forms: the column's length says nothing about ours. */
const rewrittenTexts = new Set(['company-number', 'vat-number', 'iban']);

function lookupOptions(field: BoundField, lookups: Lookups): { value: string; label: string }[] {
  const names = new Set(field.lookup!.targets.flatMap((target) => lookups.names(target)));
  return names.size > mostLookupOptions ? [] : [...names].map((name) => ({ value: name, label: name }));
}

function typeOf(field: BoundField, codec: string | undefined, lookups: Lookups): FieldType {
  const { column, lines, lineFields, reference, choices } = field;
  if (reference !== null) return { kind: 'reference', entity: reference.entity };
  if (lines !== null) return { kind: 'lines', fields: [...lines.fields] };
  if (lineFields !== null) return { kind: 'lines', fields: [...lineFields] };
  if (choices !== null) return { kind: 'choice', options: [...choices] };
  if (codec === 'discontinued') return { kind: 'boolean' };
  if (codec === 'day') return { kind: 'date' };
  const chosen = (options: readonly { value: string; label: string }[]): FieldType =>
    // A choice without known options takes any text.
    options.length > 0 ? { kind: 'choice', options: [...options] } : { kind: 'text' };
  if (codec === 'blocked') return chosen(blockedOptions);
  if (field.lookup !== null) return chosen(lookupOptions(field, lookups));
  switch (column.kind) {
    case 'text':
      return column.maxLength !== null && column.maxLength > 0 && !rewrittenTexts.has(codec ?? '')
        ? { kind: 'text', maxLength: column.maxLength }
        : { kind: 'text' };
    case 'decimal':
    case 'money':
      return column.scale === null ? { kind: column.kind } : { kind: column.kind, scale: column.scale };
    case 'choice':
      return chosen(
        codec === 'language'
          ? languageOptions(column)
          : column.options.map(({ value, label }) => ({ value: String(value), label })),
      );
    default:
      return { kind: column.kind };
  }
}

/** Discovers what the records of an entity hold, named by the binding. Null where the environment has no such table. */
export async function describeEntity(
  records: EntityRecords,
  binding: EntityBinding,
  { lookups, signal }: { readonly lookups: Lookups; readonly signal: AbortSignal },
): Promise<EntitySchema | null> {
  const { definition } = records;
  // Columns may have come and gone since this connection was opened.
  records.forget();
  if ((await metadataIfThere(records, signal)) === null) return null;
  const world = await records.world(signal);
  const { columns, label } = world.metadata;
  await lookups.prepare(
    Object.entries(definition.lookups).flatMap(([name, { targets }]) => (columns.has(name) ? targets : [])),
    signal,
  );

  const schemaOf = (field: BoundField, codec: string | undefined): FieldSchema => ({
    field: field.field,
    systemField: field.path,
    label: field.column.label,
    type: typeOf(field, codec, lookups),
    isRequired: field.column.isRequired && field.canCreate,
    // What a create may not carry is written right after it.
    canCreate: field.canCreate || field.canUpdate,
    canUpdate: field.canUpdate,
  });

  const fields: FieldSchema[] = [];
  for (const [name, one] of Object.entries(binding.fields)) {
    const field = bindField(name, one, world);
    if (field !== null) fields.push(schemaOf(field, one.codec));
  }
  const taken = new Set([definition.idColumn, ...Object.values(binding.fields).map(({ path }) => path)]);
  for (const path of columns.keys()) {
    const field = taken.has(path) ? null : bindField(`~${path}`, { path }, world);
    if (field !== null) fields.push(schemaOf(field, undefined));
  }
  return {
    entity: definition.entity,
    systemEntity: definition.table,
    label,
    fields,
    hash: createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32),
  };
}
