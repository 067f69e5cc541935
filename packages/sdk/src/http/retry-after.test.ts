import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = new Date('2026-11-23T09:00:00Z');

test.each([
  ['7', 7000],
  ['0', 0],
  ['2.5', 2500],
  [' 30 ', 30_000],
  ['1000000000', 900_000],
  ['-1', undefined],
  ['soon', undefined],
  ['', undefined],
  ['Mon, 23 Nov 2026 09:00:20 GMT', 20_000],
  ['Mon, 23 Nov 2026 08:00:00 GMT', 0],
  ['Wed, 23 Nov 2095 09:00:00 GMT', 900_000],
])('"%s" asks for %s ms', (text, expected) => {
  expect(retryAfterMs({ headers: { 'retry-after': text } }, now)).toBe(expected);
});

test('a date is measured against the clock of the one who sent it', () => {
  const headers = { 'retry-after': 'Mon, 23 Nov 2026 12:00:10 GMT', date: 'Mon, 23 Nov 2026 12:00:00 GMT' };
  expect(retryAfterMs({ headers }, now)).toBe(10_000);
});

test('an answer without the header asks for nothing', () => {
  expect(retryAfterMs({ headers: {} }, now)).toBeUndefined();
});
