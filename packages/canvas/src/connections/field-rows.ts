import type { EntityBinding, EntitySchema, FieldSchema } from '@koppel/model';

/** What became of a field since the look before the last. */
export type FieldChange = 'added' | 'removed' | 'changed';

/** A field of an entity in a system: how it is bound, and what changed. */
export interface FieldRow {
  readonly field: FieldSchema;
  /** default: as the connector ships it · own: changed in this workspace · none: no canonical field. */
  readonly binding: 'default' | 'own' | 'none';
  readonly change: FieldChange | null;
  /** When that was first seen; null where it is not known. */
  readonly since: string | null;
}

/** Whether a field of a schema has no canonical name. */
export function isUnbound({ field }: Pick<FieldSchema, 'field'>): boolean {
  return field.startsWith('~');
}

/**
 * The fields of an entity, bound ones first in the order of the system. `shipped` is the connector's default binding;
 * `before` the schema of the look before, where one was made while the screen was open; else what the schema itself tells of
 * its history counts.
 */
export function fieldRows(
  schema: EntitySchema,
  shipped: EntityBinding | undefined,
  before: EntitySchema | undefined,
): FieldRow[] {
  // By canonical name: one field of a system can hold two numbers.
  const former = new Map(before?.fields.map((field) => [field.field, field]));
  const rows = schema.fields.map((field): FieldRow => {
    const old = former.get(field.field);
    const change = !before ? (field.newSince ? 'added' : null) : !old ? 'added' : isSame(old, field) ? null : 'changed';
    return { field, binding: bindingOf(field, shipped), change, since: (change === 'added' && field.newSince) || null };
  });
  const present = new Set(schema.fields.map(({ field }) => field));
  const gone = (before?.fields ?? schema.gone ?? [])
    .filter(({ field }) => !present.has(field))
    .map((field): FieldRow => {
      const goneSince = schema.gone?.find((lost) => lost.field === field.field)?.goneSince;
      return { field, binding: bindingOf(field, shipped), change: 'removed', since: goneSince ?? null };
    });
  return [...gone, ...rows].toSorted((a, b) => Number(isUnbound(a.field)) - Number(isUnbound(b.field)));
}

function bindingOf(field: FieldSchema, shipped: EntityBinding | undefined): FieldRow['binding'] {
  if (isUnbound(field)) return 'none';
  // Bindings write a field reached through a reference with "/", systems often do, too.
  return shipped?.fields[field.field]?.path === field.systemField ? 'default' : 'own';
}

function isSame(a: FieldSchema, b: FieldSchema): boolean {
  return JSON.stringify({ ...a, newSince: null }) === JSON.stringify({ ...b, newSince: null });
}

/** How many fields changed between two looks, over all entities. */
export function countChanges(before: readonly EntitySchema[], after: readonly EntitySchema[]): number {
  const formerly = new Map(before.map((schema) => [schema.systemEntity, schema]));
  return after.reduce((sum, schema) => {
    const rows = fieldRows(schema, undefined, formerly.get(schema.systemEntity));
    return sum + rows.filter(({ change }) => change !== null).length;
  }, 0);
}
