import { z } from 'zod';

/** What the address of the sign-in says: a one-time link's token, and where to go afterwards. */
export const signInSearchSchema = z.object({
  token: z.string().optional(),
  /** Only a path of this site: an address elsewhere would make the sign-in a stepping stone. */
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
});
