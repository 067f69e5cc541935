import { expect, test } from 'vitest';
import { loadSentences } from '../../src/i18n/sentences/load.ts';
import { withQuotes } from '../../src/i18n/sentences/quotes.ts';

test.each([
  ['There is no flow "Order status".', 'There is no flow “Order status”.'],
  ['"A" is linked to "B".', '“A” is linked to “B”.'],
  ['It knows "a", "b", and ("c").', 'It knows “a”, “b”, and (“c”).'],
  ['The list "Delivery terms": "DPU" has no entry.', 'The list “Delivery terms”: “DPU” has no entry.'],
  ["Choose a connection under the flow's settings.", 'Choose a connection under the flow’s settings.'],
  ['It holds "".', 'It holds “”.'],
])('%s', (said, shown) => {
  expect(withQuotes(said, 'en')).toBe(shown);
});

test('French has its own quotes, with spaces that do not break', () => {
  expect(withQuotes('"naam" est illisible.', 'fr')).toBe('«\u00a0naam\u00a0» est illisible.');
});

test.each(['{"error": "not found"}', 'account.blocked == "no" && f("x")', '\'x\' + "y"'])(
  'code stays as it is: %s',
  (code) => {
    expect(withQuotes(code, 'en')).toBe(code);
  },
);

test.each([
  ['nl', 'De waardenlijst “Delivery terms” heeft niets voor “DPU”.'],
  ['fr', 'La liste de valeurs «\u00a0Delivery terms\u00a0» n’a rien pour «\u00a0DPU\u00a0».'],
] as const)('a value that is quoted in itself has the quotes of its translation: %s', async (language, shown) => {
  const sentence = await loadSentences(language);
  expect(sentence('The value list "Delivery terms" has no entry for "DPU".')).toBe(shown);
});
