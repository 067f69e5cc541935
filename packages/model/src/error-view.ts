import { z } from 'zod';
import { fieldValueSchema } from './field-type.ts';
import { namesSchema } from './issue.ts';

/** A field that both sides changed: what each says, and what they last agreed on. */
const conflictSchema = z.object({
  field: z.string(),
  source: fieldValueSchema,
  target: fieldValueSchema,
  base: fieldValueSchema.optional(),
  /** Two-way: both systems are read and may be written. Which of them is master of the field; null: shared by both. */
  twoWay: z.object({ master: z.enum(['source', 'target']).nullable() }).optional(),
});

/** What is known about a failed record beside the sentence: each part makes one remedy possible. */
export const errorFactsSchema = z.object({
  /** The value that was not taken, and the list that it is not in. */
  value: fieldValueSchema.optional(),
  list: z.string().optional(),
  /** How much fits. */
  maxLength: z.int().positive().optional(),
  /** Records of the target that could be the same one. */
  candidates: z.array(z.string()).optional(),
  /** The record of the target that is meant, or was. */
  targetKey: z.string().optional(),
  conflicts: z.array(conflictSchema).optional(),
  /** The other record that is missing: of which entity, and its key. */
  missing: z.object({ entity: z.string(), key: z.string() }).optional(),
});
export type ErrorFacts = z.infer<typeof errorFactsSchema>;

/**
 * An error as people and APIs see it: what happened and what to do, without a stack and without secrets.
 * `code` is permanent (`business-central.field-invalid`), `reference` identifies one occurrence in the server's log.
 */
export const errorViewSchema = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  names: namesSchema.optional(),
  /** What the other system said, in its own words. */
  answer: z.string().optional(),
  /** The canonical field that caused it, when one did: `account.paymentTerms`. */
  field: z.string().optional(),
  reference: z.string().optional(),
  /** What a remedy needs to know, where it can be offered as a control. */
  facts: errorFactsSchema.optional(),
  /** The connection whose system refused the sign-in: what needs it cannot go on before it works again. */
  signInOf: z.string().optional(),
  /** From when it can be known whether what got no answer was carried out. Until then only its presence proves something. */
  knownFrom: z.iso.datetime().optional(),
});
export type ErrorView = z.infer<typeof errorViewSchema>;
