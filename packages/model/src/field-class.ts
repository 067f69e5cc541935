import { z } from 'zod';
import { canonicalField, splitFieldName } from './entities.ts';

/**
 * What a field tells about people. `business`: nothing, it is about a company, a product or a document. `personal`: it names,
 * reaches or describes a person, or may do so.
 */
export const fieldClassSchema = z.enum(['business', 'personal']);
export type FieldClass = z.infer<typeof fieldClassSchema>;

/** Where a workspace decided otherwise than the canonical model: class by field, with the entity in front (`account.name`). */
export const fieldClassChangesSchema = z.record(z.string().min(1).max(200), fieldClassSchema);
export type FieldClassChanges = z.infer<typeof fieldClassChangesSchema>;

/** The class of a field, with its entity in front. What neither the workspace nor the model knows is personal. */
export function fieldClassOf(field: string, changes: FieldClassChanges = {}): FieldClass {
  if (Object.hasOwn(changes, field)) return changes[field]!;
  const named = splitFieldName(field);
  return (named && canonicalField(named.entity, named.field)?.fieldClass) ?? 'personal';
}

/** What stands in place of a value that the reader may not see. */
export const maskedValue = '•••••';
