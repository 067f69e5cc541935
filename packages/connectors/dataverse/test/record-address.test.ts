import { expect, test } from 'vitest';
import { recordAddress } from '../src/record-address.ts';

const orgUrl = 'https://verbeke.crm4.dynamics.com/';
const key = '7c1b2d6e-0001-4a6e-9a55-000000000001';

test('an account is seen on its form', () => {
  expect(recordAddress({ orgUrl }, { entity: 'account', key, number: 'K1' })).toBe(
    `https://verbeke.crm4.dynamics.com/main.aspx?pagetype=entityrecord&etn=account&id=${key}`,
  );
});

test.each([
  ['an entity it does not have', { entity: 'teapot', key, number: '' }],
  ['a key that is no id', { entity: 'account', key: 'javascript:alert(1)', number: '' }],
])('%s is seen nowhere', (_what, place) => {
  expect(recordAddress({ orgUrl }, place)).toBeNull();
});
