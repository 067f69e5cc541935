import { z } from 'zod';

/**
 * An error as people and APIs see it: what happened and what to do, without a stack and without secrets.
 * `code` is permanent (`business-central.field-invalid`), `reference` identifies one occurrence in the server's log.
 */
export const errorViewSchema = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  /** What the other system said, in its own words. */
  answer: z.string().optional(),
  /** The canonical field that caused it, when one did: `account.paymentTerms`. */
  field: z.string().optional(),
  reference: z.string().optional(),
  /** The connection whose system refused the sign-in: what needs it cannot go on before it works again. */
  signInOf: z.string().optional(),
  /** From when it can be known whether what got no answer was carried out. Until then only its presence proves something. */
  knownFrom: z.iso.datetime().optional(),
});
export type ErrorView = z.infer<typeof errorViewSchema>;
