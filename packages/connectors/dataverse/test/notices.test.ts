import { testClock } from '@koppel/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataverse } from '../src/index.ts';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const address = 'https://koppel.example.com/notices/a';
const secret = 'the-secret';
const signal = new AbortController().signal;

let crm: CrmUnderTest;
beforeEach(async () => {
  crm = await startCrm({ clock: testClock({ start: '2026-06-01T12:00:00.000Z' }) });
});
afterEach(() => crm.close());

const keep = (handle: string | null, entity = 'account', to = address) =>
  crm.system.notices!.keep({ entity, address: to, secret, handle, signal });
const endpoints = () => crm.hands.rows('serviceendpoints');
const steps = () => crm.hands.rows('sdkmessageprocessingsteps');

test('registers an endpoint with a step for each message, once, whether the handle was kept or lost', async () => {
  const first = await keep(null);
  expect(await keep(first.handle)).toEqual(first);
  expect(await keep(null)).toEqual(first);
  expect(await endpoints()).toMatchObject([{ url: address, contract: 8, authtype: 4, authvalue: null }]);
  const made = await steps();
  expect(made.map(({ name }) => name).toSorted()).toEqual(['Koppel: Create of account', 'Koppel: Delete of account', 'Koppel: Update of account']); // prettier-ignore
  expect(made.every(({ mode, stage }) => mode === 1 && stage === 40)).toBe(true);
  expect(first.expiresAt).toBeNull();
});

test('goes on where it broke off, and puts right what somebody removed or switched off', async () => {
  const { handle } = await keep(null, 'order');
  const [first, second] = await steps();
  await crm.hands.send('DELETE', `sdkmessageprocessingsteps(${String(first!['sdkmessageprocessingstepid'])})`);
  await crm.hands.send('PATCH', `sdkmessageprocessingsteps(${String(second!['sdkmessageprocessingstepid'])})`, { statecode: 1, statuscode: 2 }); // prettier-ignore
  expect((await keep(handle, 'order')).handle).toBe(handle);
  expect((await steps()).map(({ statecode }) => statecode)).toEqual([0, 0, 0]);
  await crm.hands.send('DELETE', `serviceendpoints(${JSON.parse(handle).endpoint as string})`);
  expect((await keep(handle, 'order')).handle).not.toBe(handle);
  expect(await steps()).toHaveLength(3);
});

test('follows a new address', async () => {
  const { handle } = await keep(null);
  const moved = 'https://elsewhere.example.com/notices/a';
  expect((await keep(handle, 'account', moved)).handle).toBe(handle);
  expect(await endpoints()).toMatchObject([{ url: moved }]);
});

test('ends what it made and nothing else', async () => {
  const mine = await keep(null);
  const other = 'https://koppel.example.com/notices/b';
  await keep(null, 'contact', other);
  await crm.system.notices!.end({ address, handle: mine.handle, signal });
  await crm.system.notices!.end({ address, handle: mine.handle, signal });
  expect(await endpoints()).toMatchObject([{ url: other }]);
  expect(await steps()).toHaveLength(3);
});

test.each([
  [{ code: secret }, 'notice'],
  [{ code: 'the-secreT' }, 'refused'],
  [{}, 'refused'],
])('reads a call with %j as %s', (query, kind) => {
  expect(dataverse.readNotice!({ query: query as Record<string, string>, headers: {}, body: '{}', secret })).toEqual({ kind }); // prettier-ignore
});
