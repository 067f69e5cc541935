import { expect, test } from 'vitest';
import { expiringOf } from './expiry.ts';

const set = { setAt: new Date(0), setBy: 'Karim' };
const now = new Date('2026-03-04T23:59:00+01:00');
const context = { now, titleOf: () => null };

test.each([
  ['2026-03-19', undefined],
  ['2026-03-18', 'soon'],
  ['2026-03-08', 'soon'],
  ['2026-03-07', 'urgent'],
  ['2026-03-04', 'urgent'],
  ['2026-03-03', 'expired'],
  ['2024-01-01', 'expired'],
])('a credential that holds until %s is %s on 4 March', (expiresOn, state) => {
  const found = expiringOf({ secrets: { key: { ...set, expiresOn } } }, null, context);
  expect(found).toEqual(state === undefined ? [] : [{ credential: 'key', title: null, on: expiresOn, state }]);
});

test('what runs out first comes first, and a sign-in of a person counts while it holds', () => {
  const secrets = { a: { ...set, expiresOn: '2026-03-10' }, b: set, c: { ...set, expiresOn: '2026-03-01' } };
  const expiresAt = new Date('2026-03-06T12:00:00Z');
  expect(expiringOf({ secrets }, { expiresAt, endedAt: null }, context).map(({ credential }) => credential)).toEqual([
    'c',
    'grant',
    'a',
  ]);
  expect(expiringOf({ secrets: {} }, { expiresAt, endedAt: now }, context)).toEqual([]);
  expect(
    expiringOf({ secrets: {} }, { expiresAt: new Date(now.getTime() + 3_600_000), endedAt: null }, context),
  ).toEqual([]);
});
