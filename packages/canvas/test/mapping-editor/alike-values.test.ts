import type { FieldType, FieldValue } from '@koppel/model';
import type { PreviewRecord } from '@koppel/protocol';
import { expect, test } from 'vitest';
import { alikeValues } from '../../src/mapping-editor/alike-values.ts';

type Values = Readonly<Record<string, FieldValue>>;

const text: FieldType = { kind: 'text' };
const side = (...names: string[]) => ({ entity: 'account', fields: names.map((field) => ({ field, type: text })) });
const prefixed = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`account.${name}`, value]));
const record = (input: Values, present: Values | null): PreviewRecord => ({
  key: '1',
  name: '1',
  input: prefixed(input),
  stoppedBy: null,
  output: {},
  port: null,
  errors: {},
  present: present && prefixed(present),
});

test('finds the field that holds the same, however each system writes it, and counts', () => {
  const records = ['A', 'B', 'C', 'D', 'E'].map((value) => record({ a: `${value} `, b: 'x' }, { t: value }));
  records.push(record({ a: 'other', b: 'x' }, null), record({ a: null, b: 'x' }, { t: null }));
  expect(alikeValues(records, side('a', 'b'), side('t'))).toEqual([
    { target: 'account.t', from: 'account.a', equal: 5, of: 5 },
  ]);
});

test('does not take a value that all samples share for a sign', () => {
  const records = ['A', 'B', 'C', 'D', 'E'].map((value) => record({ currency: 'EUR', a: value }, { t: 'EUR' }));
  expect(alikeValues(records, side('currency', 'a'), side('t'))).toEqual([]);
});

test('does not take fields for alike that differ in a quarter of the samples', () => {
  const records = ['A', 'B', 'C', 'D'].map((value) => record({ a: value }, { t: value === 'D' ? 'other' : value }));
  expect(alikeValues(records, side('a'), side('t'))).toEqual([]);
});
