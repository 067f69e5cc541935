import type { Language } from '@koppel/model';

const marks: Readonly<Record<Language, string>> = { en: '“$1”', nl: '“$1”', fr: '«\u00a0$1\u00a0»' };

/** What is quoted between words. Behind an operator, and in JSON, a quote is code and is left as it is. */
const quoted = /(?<=^|[^=!<>+&|]\s|\s\()"([^"\n]*)"(?=$|[\s.,;:!?)])/g;
const apostrophe = /(?<=\p{L})'(?=\p{L})/gu;

/** A sentence of the server with the quotes and apostrophes of the screen: programs write straight ones. */
export function withQuotes(sentence: string, language: Language): string {
  return sentence.replace(quoted, marks[language]).replace(apostrophe, '’');
}
