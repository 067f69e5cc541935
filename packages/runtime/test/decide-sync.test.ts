import type { SyncField } from '@koppel/compiler';
import { describe, expect, test } from 'vitest';
import { decideSync, type SyncKept } from '../src/decide-sync.ts';

const field = (rest: Partial<SyncField>): SyncField => ({
  field: 'phone',
  typeA: { kind: 'text' },
  typeB: { kind: 'text' },
  master: 'b',
  isShared: true,
  rule: 'masterWins',
  seeds: { a: true, b: true },
  toA: (value) => value,
  toB: (value) => value,
  ...rest,
});

const early = '2026-11-22T17:40:00Z';
const late = '2026-11-22T17:40:01Z';

type Case = readonly [
  title: string,
  field: Partial<SyncField>,
  a: string | null,
  b: string | null,
  base: string | undefined,
  kept: Pick<SyncKept, 'side' | 'why' | 'value' | 'offered'> | null,
];
const byMaster = { side: 'b', why: 'master', value: 'B', offered: 'A' } as const;
const byTime = { side: 'a', why: 'newest', value: 'A', offered: 'B' } as const;

const cases: readonly Case[] = [
  ['nothing where one side alone changed a shared field', {}, 'A', 'old', 'old', null],
  ['nothing where the master alone changed its field', { isShared: false }, 'old', 'B', 'old', null],
  ['nothing where neither changed anything', {}, 'old', 'old', 'old', null],
  ['nothing where both came to the same', {}, 'A', 'A', 'old', null],
  [
    'the value of the master against an edit of the copy',
    { isShared: false },
    'A',
    'old',
    'old',
    { ...byMaster, value: 'old' },
  ],
  ['the value of the master where both changed a shared field', {}, 'A', 'B', 'old', byMaster],
  ['the value that was changed last', { rule: 'newestWins' }, 'A', 'B', 'old', byTime],
  ['nothing of a field of which a person is asked', { rule: 'ask' }, 'A', 'B', 'old', null],
  ['nothing where one side of a shared field was emptied', {}, 'A', null, 'old', null],
  ['the value of the master at the first contact', {}, 'A', 'B', undefined, byMaster],
  ['nothing at the first contact with an empty side', { isShared: false }, null, 'B', undefined, null],
];

describe('of two sides that are kept in step, one keeps', () => {
  test.each(cases)('%s', (_title, rest, a, b, base, kept) => {
    const decision = decideSync([field(rest)], {
      a: { values: { phone: a }, changedAt: late },
      b: { values: { phone: b }, changedAt: early },
      base: base === undefined ? {} : { phone: base },
    });
    expect(decision.kept).toEqual(kept ? [{ field: 'phone', ...kept }] : []);
    // Whoever keeps its own gives it to the other.
    if (kept) expect((kept.side === 'a' ? decision.toB : decision.toA).map(({ after }) => after)).toEqual([kept.value]);
  });
});
