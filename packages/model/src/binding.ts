import { z } from 'zod';

/**
 * Which field of a system is which canonical field. `path` is the system's own name, with `/` for a field reached
 * through a reference (`paymentTerm/code`); `codec` names a conversion that the connector ships, where the system's
 * form differs from the canonical one. Without a codec the value is converted by the types of both sides.
 */
export const fieldBindingSchema = z.strictObject({
  path: z.string(),
  codec: z.string().optional(),
});
export type FieldBinding = z.infer<typeof fieldBindingSchema>;

/** The bindings of one entity in one connector: canonical field (without entity prefix) → system field. */
export const entityBindingSchema = z.strictObject({
  entity: z.string(),
  systemEntity: z.string(),
  fields: z.record(z.string(), fieldBindingSchema),
});
export type EntityBinding = z.infer<typeof entityBindingSchema>;
