import { z } from 'zod';
import { customerFiguresSchema, revenueMonthSchema, upToDateSchema } from './revenue.ts';

/** The address of a page without its path: `https://verbeke.crm4.dynamics.com`. Plain http only on this machine. */
const origin = z
  .string()
  .max(300)
  .refine(
    (text) => URL.canParse(text) && /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$)/.test(text),
    'Give its https address, such as https://verbeke.crm4.dynamics.com.',
  )
  .refine((text) => !URL.canParse(text) || new URL(text).origin === text, 'Give the address without a path.')
  // These end an entry of the security policy that the address goes into.
  .refine((text) => !/[\s;,*'"]/.test(text), 'Give one exact address.');

export const embedSettingsSchema = z
  .object({
    /** Whose pages may frame the view; empty: it is off. */
    origins: z.array(z.string()),
    /** What the connections of the CRM point to and is not allowed yet. */
    proposals: z.array(z.object({ connection: z.string(), origin: z.string() })),
    /** When the key was made that signs the links; null while the view is off. */
    keyMadeAt: z.iso.datetime().nullable(),
    /** Where the view is. */
    address: z.string(),
  })
  .meta({ id: 'EmbedSettings' });
export type EmbedSettings = z.infer<typeof embedSettingsSchema>;

export const saveEmbedSchema = z.strictObject({ origins: z.array(origin).max(20) });

export const embedLinkSchema = z.object({ url: z.string(), expiresAt: z.iso.datetime() });

export const openEmbedSchema = z.strictObject({
  token: z.string().max(2000),
  /** The key of the record on whose page it is shown, where the CRM says it. */
  record: z.string().max(200).optional(),
});

export const embeddedAccountSchema = z
  .object({ customer: customerFiguresSchema, months: z.array(revenueMonthSchema), upToDate: upToDateSchema })
  .meta({ id: 'EmbeddedAccount' });
export type EmbeddedAccount = z.infer<typeof embeddedAccountSchema>;
