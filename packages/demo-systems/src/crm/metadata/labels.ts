/** English, the only language the demo organisation has. */
export const languageCode = 1033;

/** A text as metadata carries it, once for each language and once for the caller. */
export function label(text: string): object {
  const own = { Label: text, LanguageCode: languageCode, IsManaged: true, MetadataId: null, HasChanged: null };
  return { LocalizedLabels: text === '' ? [] : [own], UserLocalizedLabel: text === '' ? null : own };
}

/** A setting that a solution may forbid to change. */
export function managed(value: boolean | string, name: string): object {
  return { Value: value, CanBeChanged: true, ManagedPropertyLogicalName: name };
}
