import { z } from 'zod';
import { localizedTextSchema } from './localized.ts';

/**
 * A table that translates the codes of one system into those of another, shared by flows and different per client.
 * `entries` maps a code of the source to a code of the target, both as text; order does not matter.
 */
export const valueListSchema = z.strictObject({
  koppel: z.literal('value-list'),
  version: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: localizedTextSchema,
  entries: z.record(z.string(), z.string()),
});
export type ValueList = z.infer<typeof valueListSchema>;
