import { createHash } from 'node:crypto';
import { canonicalField, type EntitySchema, type FieldSchema } from '@koppel/sdk';
import type { Records } from './records.ts';

/** What the records of a resource hold, as the connection describes them. */
export function describeRecords({ resource, fields }: Records): EntitySchema {
  const described = fields.map(({ field, path, type, use, isRequired }): FieldSchema => {
    const systemField = path.join('.');
    return {
      field,
      systemField,
      label: canonicalField(resource.entity, field)?.title.en ?? systemField,
      type,
      isRequired,
      canCreate: resource.create.path !== '' && use !== 'read',
      canUpdate: resource.update.path !== '' && use === 'readWrite',
    };
  });
  const { entity, label, list } = resource;
  const schema = { entity, systemEntity: list.path || label, label, fields: described };
  return { ...schema, hash: createHash('sha256').update(JSON.stringify(schema)).digest('hex') };
}
