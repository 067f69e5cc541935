import { emptyFlow } from '@koppel/model';
import { expect, test } from 'vitest';
import { learnedFrom } from '../src/workspace/learned.ts';

const mapping = (rows: Record<string, unknown>) => ({
  ...emptyFlow('flow', 'Flow'),
  nodes: { map: { type: 'map-fields', v: 1, config: { rows } } },
});

test('learns from each mapping what fills a field, once, and nothing from expressions or fixed values', () => {
  const first = mapping({
    'account.~gsm': { from: 'account.~mobile' },
    'account.name': { cel: 'upper(account.name)' },
    'account.phone': { value: null },
  });
  const second = mapping({
    'account.~gsm': { from: 'account.~Mobile_Phone_No' },
    'account.terms': { from: 'account.terms', list: 'terms' },
  });
  expect(learnedFrom([first, second, first])).toEqual({
    'account.~gsm': ['account.~mobile', 'account.~Mobile_Phone_No'],
    'account.terms': ['account.terms'],
  });
});
