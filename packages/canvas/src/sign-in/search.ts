import { sitePathSchema } from '@koppel/protocol';
import { z } from 'zod';

const signOnRefusalSchema = z.enum([
  'unreachable',
  'cancelled',
  'beganElsewhere',
  'notProven',
  'unverified',
  'notInvited',
  'otherIdentity',
  'disabled',
  'tooMany',
]);
/** Why somebody who comes from the provider of the company is not let in. */
export type SignOnRefusal = z.infer<typeof signOnRefusalSchema>;

/** What the address of the sign-in says: a one-time link's token, what comes next, and where to go afterwards. */
export const signInSearchSchema = z.object({
  token: z.string().optional(),
  /** The provider signed somebody in who owes the second factor. */
  step: z.literal('second-factor').optional().catch(undefined),
  refused: signOnRefusalSchema.optional().catch(undefined),
  next: sitePathSchema.optional().catch(undefined),
});
