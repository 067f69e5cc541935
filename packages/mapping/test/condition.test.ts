import type { Comparison, Condition, FieldType, FieldValue } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCondition, compileCondition, MappingError } from '../src/index.ts';
import { account, boolean, choice, date, dateTime, integer, money, text } from './sample.ts';

type Part = Omit<Comparison, 'field'>;

/** Whether a comparison holds for one value of one type. */
function holds(type: FieldType, value: FieldValue, part: Part): boolean {
  const { context, values } = account([['field', type, value]]);
  return compileCondition({ all: [{ field: 'account.field', ...part }] }, context)(values);
}

const issuesOf = (type: FieldType, part: Part) =>
  checkCondition({ any: [{ field: 'account.field', ...part }] }, account([['field', type, null]]).context).issues;

describe('a comparison', () => {
  test.each<[FieldType, FieldValue, Part, boolean]>([
    [text, 'Gent', { is: 'equals', value: 'Gent' }, true],
    [text, ' Gent ', { is: 'equals', value: 'Gent' }, true],
    [text, 'gent', { is: 'equals', value: 'Gent' }, false],
    [text, null, { is: 'equals', value: 'Gent' }, false],
    [text, null, { is: 'notEquals', value: 'Gent' }, true],
    [text, 'Construct Hallet', { is: 'contains', value: 'Hal' }, true],
    [text, null, { is: 'contains', value: 'Hal' }, false],
    [text, ' Hallet', { is: 'startsWith', value: 'Hal' }, true],
    [text, 'Gent', { is: 'oneOf', value: ['Aalst', 'Gent'] }, true],
    [text, null, { is: 'oneOf', value: ['Aalst', 'Gent'] }, false],
    [text, 'B', { is: 'above', value: 'A' }, true],
    [text, '  ', { is: 'empty' }, true],
    [text, '0', { is: 'empty' }, false],
    [integer, 0, { is: 'notEmpty' }, true],
    [money, '45000', { is: 'equals', value: '45000.00' }, true],
    [money, '45000.00', { is: 'equals', value: 45_000 }, true],
    [money, '45000.00', { is: 'oneOf', value: [1, '45000'] }, true],
    [money, '9.00', { is: 'above', value: '10' }, false],
    [money, '100.00', { is: 'above', value: '10' }, true],
    [money, '10.00', { is: 'above', value: 10 }, false],
    [money, '10.00', { is: 'atLeast', value: 10 }, true],
    [money, '9.99', { is: 'below', value: 10 }, true],
    [money, '10.00', { is: 'atMost', value: 10 }, true],
    [money, null, { is: 'below', value: 10 }, false],
    [money, '0.30', { is: 'equals', value: '0.3' }, true],
    [boolean, false, { is: 'equals', value: false }, true],
    [boolean, null, { is: 'equals', value: false }, false],
    [date, '2026-11-23', { is: 'atLeast', value: '2026-01-01' }, true],
    [dateTime, '2026-11-23T14:02:00.000Z', { is: 'equals', value: '2026-11-23T15:02:00+01:00' }, true],
    [dateTime, '2026-11-23T14:02:00Z', { is: 'above', value: '2026-11-23' }, true],
    [choice('no', 'all'), 'no', { is: 'notEquals', value: 'no' }, false],
  ])('of %o with %o: %o gives %o', (type, value, part, expected) => {
    expect(holds(type, value, part)).toBe(expected);
  });

  test('that cannot be made fails the record instead of saying no', () => {
    expect(() => holds(money, 'abc', { is: 'above', value: 1 })).toThrow(MappingError);
  });

  test.each<[FieldType, Part, string, string]>([
    [text, { is: 'equals' }, 'mapping.condition-value', 'The comparison "equals" has nothing to compare with.'],
    [text, { is: 'oneOf', value: 'a' }, 'mapping.condition-value', 'The comparison "oneOf" takes a list of values.'],
    [
      text,
      { is: 'equals', value: ['a'] },
      'mapping.condition-value',
      'The comparison "equals" takes one value, not a list.',
    ],
    [
      boolean,
      { is: 'above', value: true },
      'mapping.condition-type',
      'field is yes or no, which has no higher and lower values.',
    ],
    [
      money,
      { is: 'contains', value: '5' },
      'mapping.condition-type',
      'field is an amount with 2 decimals, and only a text can contain or start with another.',
    ],
    [
      money,
      { is: 'equals', value: 'abc' },
      'mapping.does-not-fit',
      'field is an amount, so it cannot be compared with "abc".',
    ],
    [
      date,
      { is: 'equals', value: true },
      'mapping.does-not-fit',
      'field is a date, so it cannot be compared with "true".',
    ],
    [
      choice('no', 'all'),
      { is: 'equals', value: 'nope' },
      'mapping.unknown-code',
      'field has no code "nope". Its codes are "no" and "all".',
    ],
    [text, { is: 'empty', value: 1 }, 'mapping.setting-without-effect', 'A test for an empty field takes no value.'],
  ])('of %o: %o is reported', (type, part, code, message) => {
    const issues = issuesOf(type, part);
    expect(issues).toMatchObject([{ code, message }]);
    expect(issues[0]!.path.slice(0, 2)).toEqual(['any', 0]);
  });
});

describe('amounts in order', () => {
  const cents = fc.oneof(
    fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
    fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
    fc.bigInt({ min: -20n, max: 20n }),
  );
  const amount = (of: bigint) => {
    const digits = String(of < 0n ? -of : of).padStart(3, '0');
    return `${of < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  test('are compared exactly, however many digits they have', () => {
    fc.assert(
      fc.property(cents, fc.oneof(cents, fc.constant(null)), (a, other) => {
        const b = other ?? a + 1n;
        expect(holds(money, amount(a), { is: 'above', value: amount(b) })).toBe(a > b);
        expect(holds(money, amount(a), { is: 'atMost', value: amount(b) })).toBe(a <= b);
      }),
    );
  });
});

describe('a condition', () => {
  const { context } = account([
    ['city', text, null],
    ['limit', integer, null],
  ]);
  const inGent: Comparison = { field: 'account.city', is: 'equals', value: 'Gent' };
  const isLarge: Comparison = { field: 'account.limit', is: 'above', value: 10 };

  test.each<[Condition, FieldValue[], boolean]>([
    [{ all: [inGent, isLarge] }, ['Gent', 11], true],
    [{ all: [inGent, isLarge] }, ['Gent', 10], false],
    [{ any: [inGent, isLarge] }, ['Aalst', 11], true],
    [{ any: [inGent, isLarge] }, ['Aalst', 10], false],
    [{ all: [] }, ['Aalst', 1], true],
    [{ any: [] }, ['Aalst', 1], false],
    [{ cel: 'account.city == "Gent" || account.limit > 10' }, ['Gent', null], true],
  ])('%o of %o is %o', (condition, values, expected) => {
    expect(compileCondition(condition, context)(values)).toBe(expected);
  });

  test('says which fields it reads', () => {
    expect(checkCondition({ any: [inGent, isLarge, inGent] }, context)).toEqual({
      reads: ['account.city', 'account.limit'],
      issues: [],
    });
  });

  test.each([
    [
      'account.limit',
      'A condition answers yes or no; this gives a whole number.',
      'Compare it with something, such as x > 0.',
    ],
    [
      'orEmpty(account.limit > 3)',
      'A condition answers yes or no; this one can give nothing.',
      'Add .orValue(false) behind it.',
    ],
  ])('in CEL must answer yes or no, unlike %s', (cel, message, remedy) => {
    expect(checkCondition({ cel }, context).issues[0]).toMatchObject({
      code: 'mapping.condition-type',
      message,
      remedy,
    });
    expect(() => compileCondition({ cel }, context)).toThrow(message);
  });

  test('with an unknown field does not compile', () => {
    expect(() => compileCondition({ all: [{ field: 'account.town', is: 'empty' }] }, context)).toThrow(
      'account has no field town.',
    );
  });
});
