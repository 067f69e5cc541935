import type { Language } from '@koppel/model';
import { withQuotes } from './quotes.ts';
import { sentenceIn, type Sentence, type SentenceCatalogue } from './sentence-in.ts';

/** As the server says it, with the quotes of the screen: what English readers see, and others until their catalogue is there. */
export const asSaid: Sentence = (english) => withQuotes(english, 'en');

/** Also values bring quotes of their own into a translation. */
const quotedIn =
  (language: Language, sentence: Sentence): Sentence =>
  (english, names) =>
    withQuotes(sentence(english, names), language);

const catalogues: Readonly<Record<Language, (() => Promise<SentenceCatalogue>) | null>> = {
  en: null,
  nl: async () => (await import('./nl/index.ts')).nl,
  fr: async () => (await import('./fr/index.ts')).fr,
};
const loading = new Map<Language, Promise<Sentence>>();
const loaded = new Map<Language, Sentence>();

/** The sentences of a language, once they were loaded; English until then. */
export function sentencesAtHand(language: Language): Sentence {
  return loaded.get(language) ?? asSaid;
}

/** Loads the sentences of a language. Where that cannot be done they stay English; the next call tries again. */
export async function loadSentences(language: Language): Promise<Sentence> {
  const load = catalogues[language];
  if (!load) return asSaid;
  const known = loading.get(language) ?? load().then((catalogue) => quotedIn(language, sentenceIn(catalogue)));
  loading.set(language, known);
  try {
    const sentence = await known;
    loaded.set(language, sentence);
    return sentence;
  } catch {
    loading.delete(language);
    return asSaid;
  }
}
