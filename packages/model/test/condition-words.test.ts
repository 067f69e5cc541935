import { expect, test } from 'vitest';
import { conditionInWords } from '../src/index.ts';

const blocked = { field: 'account.blocked', is: 'notEquals', value: 'all' } as const;
const big = { field: 'account.~kop_limit', is: 'above', value: 1000 } as const;

test('a condition is a sentence with the names of fields, in the words of a language', () => {
  expect(conditionInWords({ all: [blocked, big] }, 'en')).toBe('Blocked is not all and ~kop_limit above 1000');
  expect(conditionInWords({ any: [blocked, { field: 'account.email', is: 'empty' }] }, 'nl')).toBe(
    'Geblokkeerd is niet all of E-mail is leeg',
  );
  expect(conditionInWords({ all: [{ field: 'account.blocked', is: 'oneOf', value: ['all', 'ship'] }] }, 'fr')).toBe(
    'Bloqué est parmi all, ship',
  );
});

test('without a comparison it lets every record pass; an expression stays as it is written', () => {
  expect(conditionInWords({ any: [] }, 'en')).toBe('Every record');
  expect(conditionInWords({ cel: 'account.blocked == "all"' }, 'fr')).toBe('account.blocked == "all"');
});

test('whoever has other names for fields and values is told by them', () => {
  const names = { field: () => 'Credit ceiling', value: () => '€ 1.000' };
  expect(conditionInWords({ all: [big] }, 'en', names)).toBe('Credit ceiling above € 1.000');
});
