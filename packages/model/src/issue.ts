import { z } from 'zod';
import { localizedTextSchema, type Language, type LocalizedText } from './localized.ts';

/**
 * What stands in English in a message or its remedy, as a part of it or as the whole, in every language: for those who
 * translate the sentence around it.
 */
export const namesSchema = z.array(localizedTextSchema);

const said = z.object({ message: z.string(), remedy: z.string() });

/** `error` blocks publishing, `warning` asks, `hint` informs. */
export const issueSeverities = ['error', 'warning', 'hint'] as const;

/**
 * A mistake in a flow, found without running it. `code` is permanent and searchable (`mapping.unknown-field`);
 * `nodeId` and `path` (keys into the node, such as `['config', 'rows', 'account.name']`) say where it is.
 */
export const issueSchema = z.object({
  code: z.string(),
  severity: z.enum(issueSeverities),
  message: z.string(),
  remedy: z.string(),
  nodeId: z.string().nullable(),
  path: z.array(z.union([z.string(), z.number()])),
  /** Of a matter of mastership: the row of the table that decides, or is to be made. As `mastershipRowId` names it. */
  matrixRow: z.string().optional(),
  /** For a code or expression field: where in its text the mistake is, counted in UTF-16 units from 0. */
  range: z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() }).optional(),
  /** `message` and `remedy` in the other languages; absent where they are in English only. */
  translations: z.object({ nl: said, fr: said }).optional(),
  names: namesSchema.optional(),
});
export type Issue = z.infer<typeof issueSchema>;

/** An issue as it is told in a language: in English where nobody wrote another one. */
export function issueIn<Told extends Pick<Issue, 'translations'>>(issue: Told, language: Language): Told {
  const { translations } = issue;
  return translations && language !== 'en' ? { ...issue, ...translations[language] } : issue;
}

/** What an issue says and names, in every language that it knows: for an error that is made of it. */
export function namesOf({
  message,
  remedy,
  translations,
  names = [],
}: Pick<Issue, 'message' | 'remedy' | 'translations' | 'names'>): LocalizedText[] {
  if (!translations) return names;
  const { nl, fr } = translations;
  return [...names, { en: message, nl: nl.message, fr: fr.message }, { en: remedy, nl: nl.remedy, fr: fr.remedy }];
}

export type IssueSeverity = Issue['severity'];
