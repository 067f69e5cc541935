import { createHash } from 'node:crypto';
import {
  canonicalField,
  canonicalType,
  type EntityBinding,
  type EntitySchema,
  type FieldSchema,
  type FieldType,
  type PlainFieldKind,
} from '@koppel/sdk';
import { kindOfEdmType, type EdmProperty } from '@koppel/connector-odata';
import { codecOptions } from './codecs.ts';
import type { EntityDefinition } from './entities.ts';
import { bindField, columnKind, taxNumberCodecs, type BoundField } from './fields.ts';
import type { EntityRecords } from './records.ts';

/** A total is compared with what the lines come to when it is given, so it may be mapped. */
function isCheckedOnly({ lines }: EntityDefinition, path: string): boolean {
  return lines !== null && path === 'totalAmountExcludingTax';
}

/** Kinds of costs are a list of the custom page. */
function enumOptions(entity: string, path: string): readonly { value: string; label: string }[] {
  if (entity !== 'activityCost' || path !== 'kind') return [];
  return ['Visit', 'Call', 'Support', 'Training', 'Transport'].map((value) => ({ value, label: value }));
}

/** `phoneNumber` as a label: `Phone number`. */
function labelOf(definition: EntityDefinition, path: string): string {
  const known = definition.labels[path];
  if (known !== undefined) return known;
  const words = path
    .slice(path.indexOf('/') + 1)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf(
  kind: PlainFieldKind,
  property: EdmProperty | undefined,
  options: readonly { value: string; label: string }[],
): FieldType {
  switch (kind) {
    case 'text':
      return property?.maxLength ? { kind, maxLength: property.maxLength } : { kind };
    case 'decimal':
    case 'money':
      return property?.scale === null || property?.scale === undefined ? { kind } : { kind, scale: property.scale };
    case 'choice':
      // A choice without known options takes any text.
      return options.length > 0 ? { kind, options: [...options] } : { kind: 'text' };
    default:
      return { kind };
  }
}

/**
 * Discovers what the records of an entity hold, named by the binding; null where its page is not published. Forget what was
 * learned first: columns and pages may have come and gone since this connection was opened.
 */
export async function describeEntity(
  records: EntityRecords,
  binding: EntityBinding,
  signal: AbortSignal,
): Promise<EntitySchema | null> {
  const { definition, lookups } = records;
  if (!(await records.isThere(signal))) return null;
  const hasCompanion = await records.hasCompanion(signal);
  const main = new Map((await records.columns('main', signal)).map((property) => [property.name, property]));
  const companion = hasCompanion
    ? new Map((await records.columns('companion', signal)).map((property) => [property.name, property]))
    : new Map<string, EdmProperty>();
  const kindOfColumn = (column: string) => kindOfEdmType((main.get(column) ?? companion.get(column))?.type ?? '');
  await lookups.prepare(
    Object.values(definition.references).map(({ set }) => set),
    signal,
  );

  function isThere(field: BoundField): boolean {
    const columnsThere = field.mainColumns.every((column) => main.has(column));
    return columnsThere && (field.page === 'main' || field.companionColumns.every((column) => companion.has(column)));
  }

  function schemaOf(field: BoundField, codec: string | undefined): FieldSchema {
    const [first = '', second] = field.path.split('/');
    const property =
      field.reference === null ? (field.page === 'main' ? main.get(first) : companion.get(second ?? '')) : undefined;
    const canonical = canonicalField(definition.entity, field.field);
    const kind = columnKind(canonical?.kind) ?? kindOfColumn(first)?.kind ?? 'text';
    const options =
      field.reference === null
        ? (field.options ?? codecOptions[codec ?? ''] ?? enumOptions(definition.entity, field.path))
        : lookups.entries(field.reference).map(({ code, label }) => ({ value: code, label }));
    const isWritable =
      definition.isWritable &&
      !field.isReadOnly &&
      property?.isComputed !== true &&
      (!definition.readOnly.includes(field.path) || isCheckedOnly(definition, field.path));
    // A tax number's text may be typed in several forms: the column's length says nothing about ours.
    const described = taxNumberCodecs.has(codec ?? '') ? undefined : property;
    return {
      field: field.field,
      systemField: field.path,
      label: labelOf(definition, field.path),
      type:
        canonical?.kind === 'reference' || canonical?.kind === 'lines'
          ? canonicalType(canonical)
          : typeOf(kind, described, options),
      isRequired: definition.required.includes(field.path),
      canCreate: isWritable,
      canUpdate: isWritable,
    };
  }

  const world = { definition, lookups, hasCompanion, kindOfColumn };
  const fields: FieldSchema[] = [];
  for (const [name, one] of Object.entries(binding.fields)) {
    const field = bindField(name, one, world);
    if (field !== null && isThere(field)) fields.push(schemaOf(field, one.codec));
  }
  const taken = new Set([
    'id',
    ...Object.values(binding.fields).map(({ path }) => path),
    ...Object.values(definition.references).map(({ idColumn }) => idColumn),
  ]);
  for (const { name, type } of main.values()) {
    // Only single values, and of references only those that are bound.
    if (taken.has(name) || kindOfEdmType(type) === null) continue;
    const field = bindField(`~${name}`, { path: name }, world);
    if (field !== null) fields.push(schemaOf(field, undefined));
  }
  return {
    entity: definition.entity,
    systemEntity: definition.set,
    label: definition.label,
    fields,
    hash: createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32),
  };
}
