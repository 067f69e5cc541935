import { z } from 'zod';

/** The languages of the interface. English is the one that is always there. */
export const languages = ['en', 'nl', 'fr'] as const;
export type Language = (typeof languages)[number];

/** A text in the languages it was written in. English is the fallback. */
export const localizedTextSchema = z.strictObject({
  en: z.string(),
  nl: z.string().optional(),
  fr: z.string().optional(),
});
export type LocalizedText = z.infer<typeof localizedTextSchema>;
