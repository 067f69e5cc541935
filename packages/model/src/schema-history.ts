import type { EntitySchema, FieldSchema, GoneField } from './entity-schema.ts';

/** A field counts as new for so long: then everybody has had the time to see it. */
const newForMs = 30 * 86_400_000;

/**
 * A schema with what became of its fields since the look before: since when they are new, and which are gone. A field that
 * came back is neither. `before` is null at the first look, when nothing is new.
 */
export function withHistory(schema: EntitySchema, before: EntitySchema | null, at: Date): EntitySchema {
  if (!before) return schema;
  const former = new Map(before.fields.map((field) => [field.field, field]));
  const lost = new Map((before.gone ?? []).map((field) => [field.field, field]));
  const present = new Set(schema.fields.map(({ field }) => field));
  const fields = schema.fields.map((field): FieldSchema => {
    const known = former.get(field.field);
    if (!known) return lost.has(field.field) ? field : { ...field, newSince: at.toISOString() };
    const isNew = known.newSince !== undefined && at.getTime() - Date.parse(known.newSince) < newForMs;
    return isNew ? { ...field, newSince: known.newSince } : field;
  });
  const goneNow = before.fields
    .filter(({ field }) => !present.has(field))
    .map(({ newSince: _newSince, ...field }): GoneField => ({ ...field, goneSince: at.toISOString() }));
  const gone = [...(before.gone ?? []).filter(({ field }) => !present.has(field)), ...goneNow];
  return { ...schema, fields, ...(gone.length > 0 ? { gone } : {}) };
}

/** A schema as its system tells it, for what must not depend on when somebody looked. */
export function withoutHistory({ gone: _gone, ...schema }: EntitySchema): EntitySchema {
  return { ...schema, fields: schema.fields.map(({ newSince: _newSince, ...field }) => field) };
}
