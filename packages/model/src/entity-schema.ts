import { z } from 'zod';
import { fieldTypeSchema } from './field-type.ts';

/**
 * One field of an entity in one system, as discovered from the system and named by the binding. `field` is the
 * canonical name without its entity (`billingAddress.city`) or, for a field without a binding, `~` and the system's
 * own name (`~fax`).
 */
export const fieldSchemaSchema = z.object({
  field: z.string(),
  systemField: z.string(),
  label: z.string(),
  type: fieldTypeSchema,
  isRequired: z.boolean(),
  canCreate: z.boolean(),
  canUpdate: z.boolean(),
});
export type FieldSchema = z.infer<typeof fieldSchemaSchema>;

/** What one system's records of one entity hold. `hash` changes when anything in it changes. */
export const entitySchemaSchema = z.object({
  entity: z.string(),
  systemEntity: z.string(),
  label: z.string(),
  fields: z.array(fieldSchemaSchema),
  hash: z.string(),
});
export type EntitySchema = z.infer<typeof entitySchemaSchema>;
