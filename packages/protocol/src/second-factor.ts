import { z } from 'zod';
import { accountSchema } from './session.ts';

/** A code of the second factor, with or without blanks: six digits, or a recovery code. */
export const secondFactorCodeSchema = z.strictObject({ code: z.string().trim().min(6).max(40) });

/** Whether somebody's second factor is asked for, and what is left of it. */
export const secondFactorSchema = z.object({
  /** Null: it is not asked for. */
  since: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.int(),
});
export type SecondFactor = z.infer<typeof secondFactorSchema>;

/** What goes into an authenticator app. */
export const begunSecondFactorSchema = z.object({
  /** To be typed: in groups of four. */
  key: z.string(),
  /** To be drawn: `otpauth://…`. */
  uri: z.string(),
});
export type BegunSecondFactor = z.infer<typeof begunSecondFactorSchema>;

/** Each lets in once who has not got the app. They cannot be shown again. */
const recoveryCodesSchema = z.array(z.string());
export const newRecoveryCodesSchema = z.object({ recoveryCodes: recoveryCodesSchema });
/** The session is another one from now on. */
export const confirmedSecondFactorSchema = z.object({ recoveryCodes: recoveryCodesSchema, account: accountSchema });

/** Somebody is signed in, or a code of the second factor is wanted first: nobody is signed in then. */
export const signedInSchema = z.union([accountSchema, z.object({ wants: z.literal('secondFactor') })]);
export type SignedIn = z.infer<typeof signedInSchema>;
