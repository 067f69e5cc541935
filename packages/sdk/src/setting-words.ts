import { canonicalField, splitFieldName, type LocalizedText } from '@koppel/model';
import { z } from 'zod';

/** What is read of a JSON schema to find the words for a part of it. */
interface Described {
  readonly 'x-koppel'?: { readonly title?: LocalizedText };
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
}

/**
 * A place in the settings of a node as its form calls it, from the outside in: settings by their labels, fields of records by
 * their titles, entries of a list by their number. A part that nobody gave a name is its key. Null where no part has one.
 */
export function wordsOfSetting(schema: z.ZodType, path: readonly (string | number)[]): LocalizedText | null {
  let at: Described | undefined = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described;
  let isNamed = false;
  const words = path.map((key): LocalizedText => {
    at = insideOf(at, key);
    const name = at?.['x-koppel']?.title ?? (typeof key === 'string' ? fieldTitle(key) : null);
    isNamed ||= name !== null;
    if (name) return name;
    return typeof key === 'string'
      ? { en: key }
      : { en: `entry ${key + 1}`, nl: `regel ${key + 1}`, fr: `élément ${key + 1}` };
  });
  if (!isNamed) return null;
  const told = (language: keyof LocalizedText) => words.map((word) => word[language] ?? word.en).join(' › ');
  return { en: told('en'), nl: told('nl'), fr: told('fr') };
}

function insideOf(schema: Described | undefined, key: string | number): Described | undefined {
  if (!schema) return undefined;
  const { properties, additionalProperties, items, anyOf = [] } = schema;
  if (typeof key === 'number') return items ?? first(anyOf, key);
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return properties?.[key] ?? others ?? first(anyOf, key);
}

/** Of a value that may have several forms, the first one that has such a part. */
function first(forms: readonly Described[], key: string | number): Described | undefined {
  for (const form of forms) {
    const inside = insideOf(form, key);
    if (inside) return inside;
  }
  return undefined;
}

function fieldTitle(key: string): LocalizedText | null {
  const name = splitFieldName(key);
  return (name && canonicalField(name.entity, name.field)?.title) ?? null;
}
