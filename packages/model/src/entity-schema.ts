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
  /** When it was first seen, for a while after that. */
  newSince: z.iso.datetime().optional(),
});
export type FieldSchema = z.infer<typeof fieldSchemaSchema>;

/** A field that the system had once, as it was then, and when it was first missed. */
const goneFieldSchema = fieldSchemaSchema.omit({ newSince: true }).extend({ goneSince: z.iso.datetime() });
export type GoneField = z.infer<typeof goneFieldSchema>;

/** What one system's records of one entity hold. `hash` changes when anything in it changes. */
export const entitySchemaSchema = z.object({
  entity: z.string(),
  systemEntity: z.string(),
  label: z.string(),
  fields: z.array(fieldSchemaSchema),
  gone: z.array(goneFieldSchema).optional(),
  hash: z.string(),
});
export type EntitySchema = z.infer<typeof entitySchemaSchema>;
