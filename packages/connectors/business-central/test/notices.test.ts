import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testClock, type TestClock } from '@koppel/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { businessCentral } from '../src/index.ts';
import { startErp, type ErpUnderTest } from './demo-erp.ts';

const secret = 'the-secret';
const signal = new AbortController().signal;
const day = 86_400_000;

let clock: TestClock;
let erp: ErpUnderTest;
let receiver: Server;
let address: string;
let handshakes = 0;
/** Says back a token as the server's route does: what the connector makes of the call. */
beforeEach(async () => {
  handshakes = 0;
  clock = testClock({ start: '2026-06-01T12:00:00.000Z' });
  erp = await startErp({ clock });
  receiver = createServer((request, response) => {
    const query = Object.fromEntries(new URL(request.url!, 'http://here').searchParams);
    const reading = businessCentral.readNotice!({ query, headers: {}, body: '', secret });
    if (reading.kind === 'handshake') handshakes += 1;
    response.end(reading.kind === 'handshake' ? reading.answer : '');
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notices/a`;
});
afterEach(async () => {
  await erp.close();
  receiver.close();
});

const notices = () => erp.system.notices!;
const keep = (handle: string | null, entity = 'account', to = address) =>
  notices().keep({ entity, address: to, secret, handle, signal });
const standing = async () =>
  ((await (await erp.hands.send('GET', 'subscriptions')).json()) as { value: Record<string, string>[] }).value;
const passTime = async (ms: number) => {
  erp.passTime(ms);
  await clock.advance(ms);
};

test('subscribes once, however often it is asked and whether the handle was kept or lost', async () => {
  const first = await keep(null);
  expect(await keep(first.handle)).toEqual(first);
  expect((await keep(null)).handle).toBe(first.handle);
  const all = await standing();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ notificationUrl: address, clientState: secret });
  expect(all[0]!['resource']).toMatch(/\/api\/v2\.0\/companies\([0-9a-f-]+\)\/customers$/);
  expect(handshakes).toBe(1);
  expect(Date.parse(first.expiresAt!) - clock.now().getTime()).toBe(3 * day);
});

test('renews from the middle of its life on, and not before', async () => {
  const first = await keep(null);
  await passTime(1.4 * day);
  expect((await keep(first.handle)).expiresAt).toBe(first.expiresAt);
  await passTime(0.2 * day);
  const renewed = await keep(first.handle);
  expect(Date.parse(renewed.expiresAt!) - clock.now().getTime()).toBe(3 * day);
  expect(renewed.handle).toBe(first.handle);
  expect(Date.parse(renewed.renewBy!)).toBeLessThan(Date.parse(renewed.expiresAt!));
});

test('makes anew what ran out or what somebody removed', async () => {
  const first = await keep(null);
  await passTime(4 * day);
  const second = await keep(first.handle);
  expect(second.handle).not.toBe(first.handle);
  const [only] = await standing();
  await erp.hands.send('DELETE', `subscriptions('${only!['subscriptionId']}')`);
  expect((await keep(second.handle)).handle).not.toBe(second.handle);
  expect(await standing()).toHaveLength(1);
});

test('follows a new address, and an order is told of in both of its sets', async () => {
  const { handle } = await keep(null, 'order');
  const moved = `${address}-moved`;
  expect((await keep(handle, 'order', moved)).handle).toBe(handle);
  const all = await standing();
  expect(all.map(({ notificationUrl }) => notificationUrl)).toEqual([moved, moved]);
  expect(all.map(({ resource }) => resource!.split('/').at(-1)).toSorted()).toEqual(['salesInvoices', 'salesOrders']);
});

test('ends what it made and nothing else', async () => {
  const mine = await keep(null);
  await keep(null, 'product', `${address}-other`);
  await notices().end({ address, handle: mine.handle, signal });
  await notices().end({ address, handle: mine.handle, signal });
  expect((await standing()).map(({ notificationUrl }) => notificationUrl)).toEqual([`${address}-other`]);
});

test('says where it could not be reached', async () => {
  const nowhere = 'http://127.0.0.1:9/notices/a';
  await expect(keep(null, 'account', nowhere)).rejects.toMatchObject({
    code: 'business-central.subscription-refused',
    remedy: expect.stringContaining('http://127.0.0.1:9') as string,
  });
  expect(await standing()).toEqual([]);
});

test.each([
  ['account', true],
  ['order', true],
  ['invoice', true],
  ['activityCost', true],
  ['contact', false],
  ['lead', false],
])('tells of changes of %s: %s', (entity, covers) => {
  expect(notices().covers(entity)).toBe(covers);
});

test.each([
  ['a token', { validationToken: 'a1.b-2_c=' }, '', { kind: 'handshake', answer: 'a1.b-2_c=' }],
  ['markup as a token', { validationToken: '<script>' }, '', { kind: 'unreadable' }],
  ['our secret', {}, JSON.stringify({ value: [{ clientState: secret, changeType: 'updated' }] }), { kind: 'notice' }],
  [
    'many changes',
    {},
    JSON.stringify({ value: [{ clientState: secret, changeType: 'collection' }] }),
    { kind: 'notice' },
  ],
  ['among others', {}, JSON.stringify({ value: [{ clientState: 'x' }, { clientState: secret }] }), { kind: 'notice' }],
  ['another secret', {}, JSON.stringify({ value: [{ clientState: 'the-secreT' }] }), { kind: 'refused' }],
  ['no secret', {}, JSON.stringify({ value: [{}] }), { kind: 'refused' }],
  ['nothing', {}, JSON.stringify({ value: [] }), { kind: 'unreadable' }],
  ['no JSON', {}, '<x/>', { kind: 'unreadable' }],
])('reads a call with %s', (_name, query, body, reading) => {
  expect(businessCentral.readNotice!({ query: query as Record<string, string>, headers: {}, body, secret })).toEqual(reading); // prettier-ignore
});
