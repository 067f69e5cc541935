import fc from 'fast-check';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../cli/src/reference/sentences.ts';
import { nodesOf, readSources, textsOf } from '../../../cli/src/reference/sources.ts';
import { fr } from '../../src/i18n/sentences/fr/index.ts';
import { phrases as frPhrases } from '../../src/i18n/sentences/fr/phrases.ts';
import { nl } from '../../src/i18n/sentences/nl/index.ts';
import { phrases as nlPhrases } from '../../src/i18n/sentences/nl/phrases.ts';
import { sentenceIn, type SentenceCatalogue } from '../../src/i18n/sentences/sentence-in.ts';
import { codeInText, glossary, never } from './glossary.ts';

const sources = readSources(resolve(import.meta.dirname, '../../../..'));
const said = sentencesOf(sources);
const languages: [language: 'nl' | 'fr', catalogue: SentenceCatalogue, phrases: SentenceCatalogue][] = [
  ['nl', nl, nlPhrases],
  ['fr', fr, frPhrases],
];

/** The values that a translation shows, in the order of their numbers; twice where one stands there twice. */
const numbersIn = (translation: string) =>
  [...translation.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number)).toSorted((a, b) => a - b);
/** Whether a text can have been made from an English template. */
function isMadeOf(text: string, english: string): boolean {
  const pieces = english.split('…').map((piece) => RegExp.escape(piece));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(text);
}

const valuesIn = (english: string) => english.split('…').length - 1;
const lettersOf = (english: string) => english.replaceAll('…', '').length;

describe.each(languages)('the sentences of the server and the check in %s', (language, catalogue, phrases) => {
  const entries = Object.entries(catalogue);

  it('are all there: what a source says has its translation', () => {
    const missing = [...said].filter(([english]) => !Object.hasOwn(catalogue, english));
    expect(missing.map(([english, file]) => `Add to i18n/sentences/${language}, said in ${file}: ${english}`)).toEqual(
      [],
    );
  });

  it('are all said by a source', () => {
    const texts = new Set(sources.flatMap(({ program, constants }) => textsUnder(program, constants)));
    const unused = Object.keys(catalogue).filter((english) =>
      Object.hasOwn(phrases, english) ? !texts.has(english) : !said.has(english),
    );
    expect(unused).toEqual([]);
  });

  it('show each value of the English sentence once', () => {
    const different = entries.filter(
      ([english, translation]) =>
        numbersIn(translation).join() !== Array.from({ length: valuesIn(english) }, (_, at) => at + 1).join(),
    );
    expect(different).toEqual([]);
  });

  it('say each term of the glossary in its own one way', () => {
    const strays = entries.flatMap(([english, translation]) =>
      glossary
        .filter(({ term }) => term.test(english.replace(/koppel \w+( \w+)?|"[^"]*"/g, '')))
        .filter((entry) => !entry[language].test(translation))
        .map(({ term }) => `${term.source}: ${english} → ${translation}`),
    );
    expect(strays).toEqual([]);
  });

  it('blame nobody, hide behind no code, and have no straight apostrophe', () => {
    const strays = entries.filter(
      ([, translation]) => never[language].test(translation) || codeInText.test(translation) || /'/.test(translation),
    );
    expect(strays).toEqual([]);
  });

  it('keep each value as it is, wherever its sentence is recognised', () => {
    const sentence = sentenceIn(catalogue);
    const withValues = entries.filter(([english]) => valuesIn(english) > 0);
    // Marked, so that no value is by chance a phrase that has a translation of its own.
    const value = fc
      .string({ unit: fc.constantFrom(...'ab 1"\'.:,;()«»“”{}$1…&\\?!|/*+-') })
      .map((text) => `⟦${text}⟧`);
    const check = ([english, translation]: [string, string], values: readonly string[]) => {
      const pieces = english.split('…');
      const text = pieces.map((piece, at) => piece + (at < pieces.length - 1 ? values[at] : '')).join('');
      const told = sentence(text);
      const wanted = translation.replace(/\{(\d+)\}/g, (_, number) => values[Number(number) - 1]!);
      if (told === wanted) return;
      const inner = pieces.slice(1, -1).filter((piece) => piece !== '');
      // Where a value holds what stands between two, or what makes another sentence of it that says as much, nobody can tell
      // where the value ends; nothing may be lost then either.
      const isPlain =
        !values.some((each) => inner.some((piece) => `${each}${piece}`.indexOf(piece) < each.length)) &&
        !withValues.some(
          ([other]) => other !== english && lettersOf(other) >= lettersOf(english) && isMadeOf(text, other),
        );
      if (isPlain) expect(told).toBe(wanted);
      else for (const mark of ['⟦', '⟧']) expect(told.split(mark).length).toBe(values.length + 1);
    };
    for (const entry of withValues)
      check(
        entry,
        Array.from({ length: valuesIn(entry[0]) }, (_, at) => `⟦${at}⟧`),
      );
    fc.assert(
      fc.property(
        fc.constantFrom(...withValues).chain((entry) => {
          const count = valuesIn(entry[0]);
          return fc.tuple(fc.constant(entry), fc.array(value, { minLength: count, maxLength: count }));
        }),
        ([entry, values]) => check(entry, values),
      ),
      { numRuns: 2_000 },
    );
  });

  it('never fail, whatever the text is', () => {
    const sentence = sentenceIn(catalogue);
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => typeof sentence(text) === 'string'));
    expect(sentence('The coffee is ready.')).toBe('The coffee is ready.');
  });
});

it('French sentences have no plain space before a colon, semicolon, question or exclamation mark', () => {
  expect(Object.values(fr).filter((translation) => / [:;?!»]|« /.test(translation))).toEqual([]);
});

describe('a sentence in another language', () => {
  const sentence = sentenceIn(nl);

  it('is found whole first, and else by the template that says most in words of its own', () => {
    expect(sentence('Sign in again.')).toBe('Meld opnieuw aan.');
    expect(sentence('There is no flow "Order status".')).toBe('Er is geen flow “Order status”.');
    expect(sentence('"A" is linked to "B". A record has one counterpart at most.')).toBe(
      '“A” is gekoppeld aan “B”. Een record heeft hoogstens één tegenhanger.',
    );
  });

  it('tells a reason inside it in the same language', () => {
    expect(sentence('Nothing was installed: the flow "Klanten" could not be published: The flow is empty.')).toBe(
      'Er is niets geïnstalleerd: de flow “Klanten” kon niet gepubliceerd worden: De flow is leeg.',
    );
    expect(sentence('Business Central refused without saying why.')).toBe(
      'Business Central weigerde zonder te zeggen waarom.',
    );
  });

  it('follows another one, each in its turn', () => {
    expect(sentence('The flow is empty. Try again.')).toBe('De flow is leeg. Probeer opnieuw.');
    expect(sentence('The flow is empty. The coffee is ready.')).toBe('The flow is empty. The coffee is ready.');
  });

  it('calls what has a name in that language by it', () => {
    const names = new Map([['Active customers', 'Actieve klanten']]);
    expect(sentenceIn(nl)('Nothing arrives at "Active customers".', names)).toBe(
      'Er komt niets aan bij “Actieve klanten”.',
    );
    expect(sentenceIn(nl)('Nothing arrives at "Another one".', names)).toContain('Another one');
  });

  it('never reads a value as a template', () => {
    expect(sentence('There is already a flow "{1} $& {2}".')).toBe('Er is al een flow “{1} $& {2}”.');
  });
});

/** Every text under a node, and every template in which values are `…`. */
function textsUnder(...[program, constants]: [Parameters<typeof nodesOf>[0], Parameters<typeof textsOf>[1]]): string[] {
  return [...nodesOf(program)].flatMap((node) => textsOf(node, constants) ?? []);
}
