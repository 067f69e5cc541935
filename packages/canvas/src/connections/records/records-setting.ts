import type { ConnectorDescriptor } from '@koppel/protocol';
import { z } from 'zod';
import { readObjectForm, type ObjectForm } from '../../schema-form/object-form.ts';

/** The setting in which a connection holds descriptions of records, and the form of one. */
export interface RecordsDescription {
  readonly setting: string;
  readonly form: ObjectForm;
}

const settingsSchema = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({
      items: z.unknown().optional(),
      'x-koppel': z.looseObject({ editor: z.string().optional() }).optional(),
    }),
  ),
});

/** Where connections of this kind describe their records; null where the connector knows them. */
export function recordsDescription({ settingsSchema: schema }: ConnectorDescriptor): RecordsDescription | null {
  const parsed = settingsSchema.safeParse(schema);
  if (!parsed.success) return null;
  const found = Object.entries(parsed.data.properties).find(([, { 'x-koppel': hints }]) => hints?.editor === 'resources');
  return found === undefined ? null : { setting: found[0], form: readObjectForm(found[1].items) };
} // prettier-ignore
