import type { Language } from '@koppel/model';

/** A sentence, or a part of one, in each language of the product. */
export type Words = Readonly<Record<Language, string>>;

/** Says the same in each language. `{name}` stands for a value; one that is words itself comes in the language around it. */
export function say(
  en: string,
  nl: string,
  fr: string,
  values: Readonly<Record<string, string | number | Words>> = {},
): Words {
  const fill = (template: string, language: Language) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { en: fill(en, 'en'), nl: fill(nl, 'nl'), fr: fill(fr, 'fr') };
}

/** What is written the same in every language, such as a piece of an expression. */
export function asWritten(text: string): Words {
  return { en: text, nl: text, fr: text };
}

/** With a capital first letter, to open a sentence. */
export function opening({ en, nl, fr }: Words): Words {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return { en: capital(en), nl: capital(nl), fr: capital(fr) };
}

/** " Did you mean name?", to stand behind a sentence; nothing where no name is near. */
export function didYouMean(nearest: string | undefined): Words {
  if (nearest === undefined) return asWritten('');
  return say(' Did you mean {nearest}?', ' Bedoel je {nearest}?', ' Vouliez-vous dire {nearest}\u00a0?', { nearest });
}
