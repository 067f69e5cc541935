import { describe, expect, it } from 'vitest';
import { plainNumber } from '../../src/format/plain-number.ts';
import { readValue } from '../../src/mapping-editor/read-value.ts';
import { fieldsRead } from '../../src/mapping-editor/reads.ts';

describe('numbers that people type', () => {
  it.each([
    ['45000', '.', '45000'],
    ['45000.50', '.', '45000.50'],
    ['45.000,50', '.', '45000.50'],
    ['45,000.50', ',', '45000.50'],
    ['45 000,50', '.', '45000.50'],
    ['45.000', '.', '45000'],
    ['45.000', ',', '45.000'],
    ['1.250.000', ',', '1250000'],
    ['0,5', '.', '0.5'],
    ['-12,5', '.', '-12.5'],
    ['12,34,5', '.', null],
    ['abc', '.', null],
    ['', '.', null],
  ])('%j where thousands are marked %j is %j', (typed, mark, expected) => {
    expect(plainNumber(typed, mark)).toBe(expected);
  });

  it('keep the form that documents have, and stay text where they cannot be read', () => {
    expect(readValue('1 250', { kind: 'integer' }, '.')).toBe(1250);
    expect(readValue('1.250,00', { kind: 'money' }, '.')).toBe('1250.00');
    expect(readValue('twelve', { kind: 'money' }, '.')).toBe('twelve');
    expect(readValue(' ', { kind: 'money' }, '.')).toBeNull();
    expect(readValue(' a ', { kind: 'text' }, '.')).toBe(' a ');
  });
});

describe('the fields that a rule reads', () => {
  const written = {
    'account.name': 'account.name',
    'account.creditLimit': 'account.creditLimit',
    'account.billingAddress.city': 'account.billingAddress.city',
    'account.~fax': 'account["~fax"]',
  };

  it.each([
    ['min(account.creditLimit, 5)', ['account.creditLimit']],
    ['account.?creditLimit.orValue(0)', ['account.creditLimit']],
    ['account.name.contains("x")', ['account.name']],
    ['upper(account["~fax"]) + account.billingAddress.city', ['account.billingAddress.city', 'account.~fax']],
    ['// account.name\n1', []],
  ])('in %s', (cel, fields) => {
    expect(fieldsRead({ cel }, written)).toEqual(fields);
  });

  it('are those of the condition, too', () => {
    const when = { all: [{ field: 'account.name', is: 'notEmpty' as const }] };
    expect(fieldsRead({ from: 'account.creditLimit', when }, written)).toEqual(['account.creditLimit', 'account.name']);
    expect(fieldsRead({ value: 1 }, written)).toEqual([]);
  });
});
