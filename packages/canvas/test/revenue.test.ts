import { describe, expect, it } from 'vitest';
import { csvOf } from '../src/app/csv.ts';
import { growthOf, scaleFor } from '../src/revenue/amounts.ts';

describe('a CSV file', () => {
  it('keeps separators, quotes and line ends within a field', () => {
    expect(csvOf([['a;b', 'say "x"', 'two\nlines']])).toBe('\uFEFF"a;b";"say ""x""";"two\nlines"\r\n');
  });
  it.each(['=1+1', '+32 2', '@x', '-x', '\tx'])('makes %j no formula', (text) => {
    expect(csvOf([[text]])).toContain(`'${text}`);
  });
  it('leaves negative amounts as they are', () => {
    expect(csvOf([['-12.50']])).toBe('\uFEFF-12.50\r\n');
  });
});

it('growth from nothing cannot be told', () => {
  expect(growthOf('10.00', '0.00')).toBeNull();
  expect(growthOf('10.00', null)).toBeNull();
  expect(growthOf('15.00', '10.00')).toBe(0.5);
});

it.each([1, 7, 99, 571_000, 12_345_678])('the scale for %d reaches it in a few round steps', (greatest) => {
  const { top, steps } = scaleFor(greatest);
  expect(top).toBeGreaterThanOrEqual(greatest);
  expect(top).toBeLessThan(greatest * 2);
  expect(steps.length).toBeLessThanOrEqual(6);
});
