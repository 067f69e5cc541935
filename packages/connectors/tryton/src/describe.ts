import { canonicalField, canonicalType, type EntitySchema, type FieldSchema, type FieldType } from '@koppel/sdk';
import { createHash } from 'node:crypto';
import type { BoundField } from './bound-field.ts';
import { bindField, kindOfColumn } from './fields.ts';
import type { EntityRecords } from './records.ts';

function typeOf({ kind, options }: BoundField): FieldType {
  if (kind !== 'choice') return { kind };
  // A choice without known options takes any text.
  return options.length > 0 ? { kind, options: [...options] } : { kind: 'text' };
}

/** Discovers what the records of an entity hold, named by the binding; null where its module is not installed. */
export async function describeEntity(records: EntityRecords, signal: AbortSignal): Promise<EntitySchema | null> {
  const { definition, binding, client, lookups } = records;
  const columns = await records.columns(signal);
  if (columns === null) return null;

  const labelOf = async (path: string): Promise<string> => {
    const [name = '', second] = path.split('/');
    const column = columns.get(name)!;
    if (second === undefined || column.relation === null) return column.label;
    const related = await client.fields(column.relation, signal);
    const label = related?.get(second)?.label;
    return label === undefined ? column.label : `${column.label}: ${label}`;
  };
  /** Names of payment terms and the like, to choose from. */
  const choices = async (field: BoundField): Promise<BoundField> => {
    const [name = '', second] = field.path.split('/');
    const relation = columns.get(name)?.relation;
    if (field.kind !== 'choice' || field.options.length > 0 || second !== 'name' || !relation) return field;
    const rows = await client.search(relation, { domain: [], fields: ['name'], limit: 200 }, signal);
    return { ...field, options: rows.map((row) => ({ value: String(row['name']), label: String(row['name']) })) };
  };

  async function schemaOf(field: BoundField): Promise<FieldSchema> {
    const canonical = canonicalField(definition.entity, field.field);
    // A total is compared with what the lines come to when it is given, so it may be mapped.
    const isWritable =
      definition.isWritable && (!field.isReadOnly || (definition.entity === 'order' && field.field === 'totalAmount'));
    return {
      field: field.field,
      systemField: field.path,
      label: await labelOf(field.path),
      type:
        canonical?.kind === 'reference' || canonical?.kind === 'lines'
          ? canonicalType(canonical)
          : typeOf(await choices(field)),
      isRequired: definition.required.includes(field.path),
      canCreate: isWritable,
      canUpdate: isWritable,
    };
  }

  const world = { definition, lookups, columns };
  const fields: FieldSchema[] = [];
  for (const [name, how] of Object.entries(binding.fields)) {
    const field = bindField(name, how, world);
    if (field !== null) fields.push(await schemaOf(field));
  }
  const taken = new Set(['id', ...Object.values(binding.fields).map(({ path }) => path)]);
  for (const [name, { type }] of columns) {
    if (taken.has(name) || kindOfColumn(type) === undefined) continue;
    const field = bindField(`~${name}`, { path: name }, world);
    if (field !== null) fields.push(await schemaOf(field));
  }
  return {
    entity: definition.entity,
    systemEntity: definition.model,
    label: definition.label,
    fields,
    hash: createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32),
  };
}
