import type { Language, LocalizedText } from '@koppel/model';
import { setupI18n, type I18n } from '@lingui/core';
import { compileText } from './compile.ts';
import type { en } from './en/index.ts';

/** The id of every text of the interface. English is the catalogue that the other languages are held against. */
export type MessageId = keyof typeof en & string;
/** A complete catalogue of one language. */
export type Catalogue = Readonly<Record<MessageId, string>>;
/** A part of the English catalogue in another language: every text of it, and no other. */
export type Translated<Part> = { readonly [Id in keyof Part]: string };

declare module '@lingui/core' {
  interface Register {
    messageIds: MessageId;
  }
}

/** How much of a catalogue: what the first page says, or every text. */
export type Extent = 'first' | 'all';

/** The catalogues of each language, loaded when they are wanted. */
const catalogues: Record<Language, Record<Extent, () => Promise<Partial<Catalogue>>>> = {
  en: {
    first: async () => (await import('./en/first.ts')).first,
    all: async () => (await import('./en/index.ts')).en,
  },
  nl: {
    first: async () => (await import('./nl/first.ts')).first,
    all: async () => (await import('./nl/index.ts')).nl,
  },
  fr: {
    first: async () => (await import('./fr/first.ts')).first,
    all: async () => (await import('./fr/index.ts')).fr,
  },
};

/** A message catalogue without a language yet. */
export function createTexts(): I18n {
  const i18n = setupI18n();
  i18n.setMessagesCompiler(compileText);
  return i18n;
}

/** Loads the catalogue of a language and makes it the one in use; on screen at once. */
export async function activateLanguage(i18n: I18n, language: Language, extent: Extent = 'all'): Promise<void> {
  const messages = await catalogues[language][extent]();
  i18n.loadAndActivate({ locale: language, messages });
}

/** The first language of the browser that Koppel speaks, else English. */
export function preferredLanguage(browserLanguages: readonly string[]): Language {
  for (const tag of browserLanguages) {
    const base = tag.slice(0, 2).toLowerCase();
    if (base === 'en' || base === 'nl' || base === 'fr') return base;
  }
  return 'en';
}

/** A text of the model in the reader's language; English where it was not translated. */
export function localized(text: LocalizedText, language: Language): string {
  return text[language] ?? text.en;
}
