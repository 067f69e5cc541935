import { expect, test } from 'vitest';
import { recordAddress } from '../src/record-address.ts';

const online = {
  baseUrl: 'https://api.businesscentral.dynamics.com/v2.0',
  tenant: 'verbeke.be',
  environment: 'Production',
  company: 'Verbeke & Zonen',
};
const customer = { entity: 'account', key: '8d2b', number: "K'1" };

test('a customer is seen in the list, found by its number', () => {
  const url = new URL(recordAddress(online, customer)!);
  expect(url.origin + url.pathname).toBe('https://businesscentral.dynamics.com/verbeke.be/Production/');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    company: 'Verbeke & Zonen',
    page: '22',
    filter: "'Customer'.'No.' IS 'K''1'",
  });
});

test.each([
  ['on premises', { ...online, baseUrl: 'https://bc.verbeke.local:7048/BC' }, customer],
  ['without a number', online, { ...customer, number: '' }],
  ['of another entity', online, { ...customer, entity: 'invoice' }],
])('%s it is seen nowhere', (_what, settings, place) => {
  expect(recordAddress(settings, place)).toBeNull();
});
