import { expect, it } from 'vitest';
import { rowsByDay } from '../../src/kit/rows-by-day.ts';

const rowsOf = (...times: string[]) =>
  rowsByDay(times, { at: (time) => time, key: (time) => time, dayKey: (time) => time.slice(0, 10) }).map(
    ({ key }) => key,
  );

it('puts a head before each day', () => {
  expect(rowsOf('2026-11-23T09', '2026-11-23T08', '2026-11-22T23')).toEqual([
    'day 2026-11-23',
    '2026-11-23T09',
    '2026-11-23T08',
    'day 2026-11-22',
    '2026-11-22T23',
  ]);
});

it('leaves under its neighbours what began after midnight but stands below the day before', () => {
  expect(rowsOf('2026-11-22T23', '2026-11-23T00', '2026-11-22T22')).toEqual([
    'day 2026-11-22',
    '2026-11-22T23',
    '2026-11-23T00',
    '2026-11-22T22',
  ]);
});
