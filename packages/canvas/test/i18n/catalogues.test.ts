import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en/index.ts';
import { fr } from '../../src/i18n/fr/index.ts';
import { nl } from '../../src/i18n/nl/index.ts';
import type { Catalogue, MessageId } from '../../src/i18n/texts.ts';
import { codeInText, glossary, never } from './glossary.ts';

const translated = { nl, fr };
const ids = Object.keys(en) as MessageId[];

/** The names of the values that a message shows or chooses by, and the marks that it wraps words in. */
function partsOf(message: string): string[] {
  const names = new Set<string>(message.match(/<\/?[a-z]+>/g) ?? []);
  const walk = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      const [name, , cases] = token as [string, string?, Record<string, unknown>?];
      names.add(name);
      if (typeof cases === 'object') for (const inner of Object.values(cases)) walk(inner);
    }
  };
  walk(compileMessage(message));
  return [...names].toSorted();
}

describe.each(Object.entries(translated))('the catalogue in %s', (language, catalogue: Catalogue) => {
  it('has every text and no empty one', () => {
    expect(Object.keys(catalogue).toSorted()).toEqual([...ids].toSorted());
    expect(ids.filter((id) => catalogue[id].trim() === '')).toEqual([]);
  });

  it('has no sentence that is still English', () => {
    const words = (text: string) =>
      text.replace(/\{\w+\}|\b(plural|one|other)\b/g, '').match(/\p{L}{2,}/gu)?.length ?? 0;
    expect(ids.filter((id) => catalogue[id] === en[id] && words(en[id]) > 3)).toEqual([]);
  });

  it('shows the same values as the English texts and marks the same words', () => {
    const different = ids.filter((id) => partsOf(catalogue[id]).join() !== partsOf(en[id]).join());
    expect(different).toEqual([]);
  });

  it('says each term of the glossary in its own one way', () => {
    const strays = ids.flatMap((id) =>
      glossary
        .filter(({ term }) => catalogue[id] !== en[id] && term.test(en[id].replace(/\{\w+\}|koppel \w+/g, '')))
        .filter((entry) => !entry[language as 'nl' | 'fr'].test(catalogue[id]))
        .map(({ term }) => `${id}: ${term.source}`),
    );
    expect(strays).toEqual([]);
  });

  it('never has a straight apostrophe, which would start a quotation in the message format', () => {
    expect(ids.filter((id) => catalogue[id] !== en[id] && catalogue[id].includes("'"))).toEqual([]);
  });
});

it.each(Object.entries({ en, nl, fr }))(
  'the texts in %s blame nobody and hide behind no code',
  (language, catalogue: Catalogue) => {
    const strays = ids.filter(
      (id) => never[language as 'en' | 'nl' | 'fr'].test(catalogue[id]) || codeInText.test(catalogue[id]),
    );
    expect(strays.map((id) => `${id}: ${catalogue[id]}`)).toEqual([]);
  },
);

it('French has no plain space before a colon, semicolon, question or exclamation mark', () => {
  expect(ids.filter((id) => fr[id] !== en[id] && / [:;?!»]/.test(fr[id].replace(/\{[^{}]*,[^{}]*\{/g, '')))).toEqual(
    [],
  );
});
