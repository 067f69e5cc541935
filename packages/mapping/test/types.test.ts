import type { FieldType, FieldValue } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalAtScale, decimalText, parseDecimal } from '../src/decimal.ts';
import { describeType, fitsType, isEmpty, normalise } from '../src/index.ts';
import { boolean, choice, date, dateTime, decimal, integer, money, text } from './sample.ts';

const types: FieldType[] = [text, integer, decimal, money, boolean, date, dateTime, choice('a', 'b')];

describe('normalise', () => {
  test.each<[FieldType, FieldValue, FieldValue]>([
    [money, '45000.00', '45000'],
    [money, '45000', '45000'],
    [decimal, '0.10', '0.1'],
    [decimal, '-0', '0'],
    [decimal, '1E3', '1000'],
    [decimal, 12.5, '12.5'],
    [integer, '12', 12],
    [integer, 12, 12],
    [text, '  a  ', 'a'],
    [text, '', null],
    [text, ' \n', null],
    [text, 'a\r\nb', 'a\nb'],
    [text, 'e\u0301', '\u00e9'],
    [choice('a'), ' ', null],
    [boolean, 'ja', true],
    [date, '2026-11-23T00:00:00Z', '2026-11-23'],
    [date, '2026-11-23', '2026-11-23'],
    [dateTime, '2026-11-23T15:02:00+01:00', '2026-11-23T14:02:00Z'],
    [dateTime, '2026-11-23T14:02:00.0000000Z', '2026-11-23T14:02:00Z'],
    [dateTime, '2026-11-23', '2026-11-23T00:00:00Z'],
    [decimal, 'not a number', 'not a number'],
    [dateTime, 'later', 'later'],
  ])('of %o with %o is %o', (type, value, expected) => {
    expect(normalise(value, type)).toBe(expected);
  });

  test('gives the same for what it gave', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(value, fc.constantFrom(...types), (value, type) => {
        const once = normalise(value, type);
        expect(normalise(once, type)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('two ways of writing an amount compare equal', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(6), fc.nat(4), (digits, scale, zeros) => {
        const amount = decimalText(parseDecimal(`${digits}e-${scale}`)!);
        const padded = (amount.includes('.') ? amount : `${amount}.0`) + '0'.repeat(zeros);
        expect(normalise(padded, decimal)).toBe(normalise(amount, decimal));
      }),
    );
  });
});

describe('decimals', () => {
  test.each([
    ['1', 2, '1.00'],
    ['1.5', 0, 'too-precise'],
    ['1.0', 0, '1'],
    ['-1.230', 2, '-1.23'],
    ['007', 2, '7.00'],
    ['+5', 1, '5.0'],
    ['.5', 1, '0.5'],
    ['5.', 1, '5.0'],
    ['-0.0', 2, '0.00'],
    ['1e2', 2, '100.00'],
    ['1.001', 2, 'too-precise'],
    ['', 2, 'not-a-number'],
    ['-', 2, 'not-a-number'],
    ['.', 2, 'not-a-number'],
    ['1.2.3', 2, 'not-a-number'],
    ['1,5', 2, 'not-a-number'],
    ['0x10', 2, 'not-a-number'],
    ['Infinity', 2, 'not-a-number'],
    ['1e999999', 2, 'not-a-number'],
    ['9'.repeat(100), 2, 'not-a-number'],
  ])('"%s" at %i decimals is %s', (value, scale, expected) => {
    expect(decimalAtScale(value, scale)).toBe(expected);
  });

  test('keep their value exactly at any scale that holds them', () => {
    const amount = fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(8));
    fc.assert(
      fc.property(amount, fc.nat(10), ([digits, decimals], scale) => {
        const exact = parseDecimal(`${digits}e-${decimals}`)!;
        const written = decimalAtScale(decimalText(exact), scale);
        if (written === 'too-precise') expect(exact.round(scale, 0).eq(exact)).toBe(false);
        else expect(parseDecimal(written)!.eq(exact) && (written.split('.')[1] ?? '').length === scale).toBe(true);
      }),
    );
  });

  test('are read in time that does not depend on how long a hostile text is', () => {
    const started = performance.now();
    expect(parseDecimal('1'.repeat(5_000_000))).toBeNull();
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('fitsType', () => {
  const long: FieldType = { kind: 'text', maxLength: 250 };
  const short: FieldType = { kind: 'text', maxLength: 50 };

  test.each<[FieldType, FieldType, string, string]>([
    [text, text, 'fits', ''],
    [short, long, 'fits', ''],
    [long, short, 'fits', 'A text longer than 50 characters becomes a failed record.'],
    [choice('a'), text, 'fits', ''],
    [money, text, 'converts', 'It is written as text, such as "45000.00".'],
    [integer, money, 'fits', ''],
    [money, decimal, 'fits', ''],
    [decimal, money, 'converts', 'A number with more than 2 decimals becomes a failed record. Round it first.'],
    [money, integer, 'converts', 'A number with decimals becomes a failed record.'],
    [text, integer, 'converts', 'A text that is not a whole number becomes a failed record.'],
    [boolean, integer, 'no', 'Yes or no is not a whole number.'],
    [boolean, money, 'no', 'Yes or no is not a number.'],
    [date, dateTime, 'converts', 'The time becomes 00:00 UTC.'],
    [dateTime, date, 'no', 'The time would be lost. Use the format "date" to keep the day only.'],
    [money, date, 'no', 'An amount with 2 decimals is not a date.'],
    [text, boolean, 'converts', 'It is read as yes or no; another text becomes a failed record.'],
    [choice('yes', 'no'), boolean, 'converts', 'It is read as yes or no.'],
    [choice('red'), boolean, 'no', 'None of its codes ("red") means yes or no. Translate it with a value list.'],
    [choice('a', 'b'), choice('a', 'b', 'c'), 'fits', ''],
    [text, choice('a'), 'converts', 'Only the codes of the target are taken: "a".'],
    [choice(), choice('a'), 'converts', 'Only the codes of the target are taken: "a".'],
    [text, choice(), 'fits', ''],
  ])('%o into %o: %s', (from, to, fit, reason) => {
    const found = fitsType(from, to);
    expect([found.fit, found.reason?.en ?? '']).toEqual([fit, reason]);
  });

  test('has an answer and plain words for every pair of types', () => {
    for (const from of types) {
      for (const to of types) {
        const { fit, reason } = fitsType(from, to);
        for (const words of Object.values(reason ?? {})) {
          expect(words, `${describeType(from)} into ${describeType(to)}`).toMatch(/^\p{Lu}.*\.$/u);
        }
        expect(fit === 'no' ? reason !== null : true).toBe(true);
      }
    }
  });
});

test('a blank text is empty whatever blanks it has', () => {
  expect([null, undefined, '', ' ', '\t\n', '\u00a0', '\u3000'].every(isEmpty)).toBe(true);
  expect([0, false, 'x', ' x', '\u00e9'].some(isEmpty)).toBe(false);
});
