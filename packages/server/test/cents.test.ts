import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountText, centsOf } from '../src/insight/cents.ts';

test('an amount comes back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), (cents) => {
      expect(centsOf(amountText(cents))).toBe(cents);
    }),
  );
});

test.each([
  ['0', 0],
  ['-0.00', 0],
  ['1.005', 101],
  ['1.0049', 100],
  ['-1.005', -101],
  ['12', 1200],
  [12, 1200],
  ['', null],
  ['12,50', null],
  ['abc', null],
  [null, null],
  [true, null],
])('%j is %j cents', (text, cents) => {
  expect(centsOf(text)).toBe(cents);
});
