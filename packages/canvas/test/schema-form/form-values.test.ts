import { expect, test } from 'vitest';
import { readFormFields } from '../../src/schema-form/form-fields.ts';
import { readForm, stateOf } from '../../src/schema-form/form-values.ts';

const fields = readFormFields(
  { type: 'object', properties: { rate: { type: 'number' }, size: { type: 'integer' } } },
  [],
);
const read = (typed: Record<string, string>, groupMark = '.') => readForm(fields, typed, groupMark);

test.each([
  ['1.000', '.', 1000],
  ['1 000', '.', 1000],
  ['1000', '.', 1000],
  ['1.000', '\u202f', 1],
  ['12,5', '.', 12.5],
  ['12.5', '.', 12.5],
])('%j where thousands are marked %j is %j', (typed, groupMark, expected) => {
  expect(read({ rate: typed, size: '' }, groupMark)).toEqual({ values: { rate: expected }, problems: {} });
});

test.each([0.125, 1.125, 1250, 12.5, -3.5])('%j that nobody touched stays what it is', (rate) => {
  for (const groupMark of ['.', '\u202f']) {
    expect(readForm(fields, stateOf(fields, { rate }), groupMark).values['rate']).toBe(rate);
  }
});

test('says what cannot be read as a number', () => {
  expect(read({ rate: 'many', size: '1,5' }).problems).toEqual({
    rate: { id: 'form.number' },
    size: { id: 'form.wholeNumber' },
  });
});
