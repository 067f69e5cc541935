import { z } from 'zod';
import { signInLinkSchema, userRoles } from './session.ts';

/** Somebody who works in the workspace. */
export const memberSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(userRoles),
    /** May not sign in, in no workspace. */
    isDisabled: z.boolean(),
    /** False: signs in by one-time links. */
    hasPassword: z.boolean(),
    /** Whether codes of a second factor are asked for. */
    hasSecondFactor: z.boolean(),
    isInstanceAdmin: z.boolean(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof memberSchema>;

export const inviteMemberSchema = z.strictObject({
  email: z.email(),
  /** Of somebody new; default: what stands before the @. */
  name: z.string().trim().min(1).max(80).optional(),
  role: z.enum(userRoles),
});

export const invitedSchema = z.object({
  member: memberSchema,
  /** For somebody new, to be handed over; null for who is known to this Koppel and signs in as always. */
  link: signInLinkSchema.nullable(),
});
export type Invited = z.infer<typeof invitedSchema>;

export const changeMemberSchema = z.strictObject({ role: z.enum(userRoles) });
export const disablePersonSchema = z.strictObject({ isDisabled: z.boolean() });
