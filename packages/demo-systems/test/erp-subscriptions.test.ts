// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
import { EventEmitter, on } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoSystem } from '@koppel/demo-systems';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startErp, type ErpClient } from './erp-client.ts';

/** Says back the tokens of handshakes and takes notices, which it gives in the order in which they came. */
class Receiver {
  readonly #events = new EventEmitter();
  readonly #notices: AsyncIterator<[any[]]>;
  readonly #server: Server;
  /** What is answered to the next notices; 200 when there is none left. */
  readonly statuses: number[] = [];
  handshakes = 0;
  isWilling = true;

  constructor() {
    this.#notices = on(this.#events, 'notice') as AsyncIterator<[any[]]>;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const token = new URL(request.url!, 'http://here').searchParams.get('validationToken');
      if (token !== null) {
        this.handshakes += 1;
        response.writeHead(200, { 'content-type': 'text/plain' }).end(this.isWilling ? token : 'no');
        return;
      }
      response.writeHead(this.statuses.shift() ?? 200).end();
      this.#events.emit('notice', (JSON.parse(Buffer.concat(chunks).toString()) as { value: any[] }).value);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notices`;
  }

  async next(): Promise<any[]> {
    return ((await this.#notices.next()).value as [any[]])[0];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

let erp: DemoSystem;
let client: ErpClient;
let receiver: Receiver;
let url: string;
let now: number;
let folder: string;
const start = async () => {
  ({ erp, client } = await startErp({
    now: () => new Date(now),
    noticeDelayMs: 1,
    hasLimits: false,
    dataFolder: folder,
  }));
};
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1, 12);
  folder = mkdtempSync(join(tmpdir(), 'koppel-erp-'));
  receiver = new Receiver();
  url = await receiver.listen();
  await start();
});
afterEach(async () => {
  await erp.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const subscribe = (set: string, more: object = {}, root = client.root) =>
  client.send('POST', `${root}subscriptions`, { body: { notificationUrl: url, resource: `${client.company}/${set}`, clientState: 'ours', ...more } }); // prettier-ignore
const at = (rest: string) => `${client.company}/${rest}`;
const patch = (path: string, body: unknown) => client.send('PATCH', path, { body, headers: { 'if-match': '*' } });

test('a subscription is made after a handshake, lives three days, is renewed by another one, and is kept', async () => {
  const { status, body } = await subscribe('customers');
  expect([status, receiver.handshakes]).toEqual([201, 1]);
  expect(body).toMatchObject({
    clientState: 'ours',
    resource: `/api/v2.0/${client.company}/customers`,
    expirationDateTime: '2026-06-04T12:00:00.000Z',
  });
  now += 36 * 3_600_000;
  await client.signIn();
  const one = `subscriptions('${body.subscriptionId}')`;
  expect((await client.send('PATCH', one, { body: {} })).body.error.code).toBe('BadRequest_InvalidToken');
  const renewed = await client.send('PATCH', one, { body: {}, headers: { 'if-match': body['@odata.etag'] } });
  expect([renewed.status, renewed.body.expirationDateTime, receiver.handshakes]).toEqual([200, '2026-06-06T00:00:00.000Z', 2]); // prettier-ignore
  await erp.close();
  await start();
  expect((await client.get('subscriptions')).body.value).toMatchObject([{ subscriptionId: body.subscriptionId }]);
  now += 80 * 3_600_000;
  await client.signIn();
  expect((await client.get('subscriptions')).body.value).toEqual([]);
});

test('who does not say the token back, or asks for what cannot be subscribed to, gets none', async () => {
  receiver.isWilling = false;
  expect((await subscribe('customers')).body.error.message).toContain('validation request failed');
  receiver.isWilling = true;
  expect((await subscribe('salesShipments')).status).toBe(400);
  expect((await subscribe('customers', { notificationUrl: 'somewhere' })).status).toBe(400);
  expect((await client.get('subscriptions')).body.value).toEqual([]);
});

test('what changes is told once, with the state that the subscriber gave; what was undone is not', async () => {
  await subscribe('customers');
  const [first, second] = (await client.get(at('customers?$top=2'))).body.value;
  await patch(at(`customers(${first.id})`), { city: ''.padEnd(99, 'x') });
  await client.batch([
    client.change('1', second.id, { city: 'Gent' }),
    client.change('2', second.id, { city: 'Aalst' }),
  ]);
  const notice = await receiver.next();
  expect(notice).toEqual([
    {
      subscriptionId: expect.any(String),
      clientState: 'ours',
      expirationDateTime: '2026-06-04T12:00:00.000Z',
      resource: `api/v2.0/${client.company}/customers(${second.id})`,
      changeType: 'updated',
      lastModifiedDateTime: '2026-06-01T12:00:00.000Z',
    },
  ]);
});

test('an order is told of when its lines change and when it leaves the list, its invoice when it is made', async () => {
  await subscribe('salesOrders');
  await subscribe('salesInvoices');
  const customer = (await client.send('POST', at('customers'), { body: { displayName: 'Bakkerij Luc' } })).body;
  const [item] = (await client.get(at('items?$filter=blocked eq false&$top=1'))).body.value;
  const order = (await client.send('POST', at('salesOrders'), { body: { customerId: customer.id, salesOrderLines: [{ itemId: item.id, quantity: 1 }] } })).body; // prettier-ignore
  const told = async () => (await receiver.next()).map(({ resource, changeType }) => [/\/(\w+)\(/.exec(resource.split(')/')[1] ? `/${resource.split(')/')[1]}` : resource)![1], changeType]); // prettier-ignore
  expect(await told()).toEqual([['salesOrders', 'created']]);
  const [line] = (await client.get(at(`salesOrders(${order.id})/salesOrderLines`))).body.value;
  await patch(at(`salesOrderLines(${line.id})`), { quantity: 2 });
  expect(await told()).toEqual([['salesOrders', 'updated']]);
  await client.send('POST', at(`salesOrders(${order.id})/Microsoft.NAV.shipAndInvoice`));
  expect((await told()).toSorted()).toEqual([['salesInvoices', 'created'], ['salesOrders', 'deleted']]); // prettier-ignore
});

test('more than a thousand records at once are told of as a collection', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await subscribe('items');
    const body = { displayName: 'Nieuw' };
    const parts = Array.from({ length: 100 }, (_, id) => ({ id: String(id), method: 'POST', url: at('items'), body }));
    for (let batch = 0; batch < 11; batch += 1) await client.batch(parts);
    await vi.advanceTimersByTimeAsync(30_000);
    const [item, ...others] = await receiver.next();
    expect(others).toEqual([]);
    expect(item).toMatchObject({ changeType: 'collection', clientState: 'ours' });
    expect(item.resource).toMatch(/items\?\$filter=lastDateTimeModified%20gt%202026-06-01T11:59:59\.999Z$/);
  } finally {
    vi.useRealTimers();
  }
});

test('a receiver that is busy is told again, and one that refuses is told nothing more', async () => {
  await subscribe('customers');
  const [{ id }] = (await client.get(at('customers?$top=1'))).body.value;
  receiver.statuses.push(503, 429, 200);
  await patch(at(`customers(${id})`), { city: 'Gent' });
  const notices = [await receiver.next(), await receiver.next(), await receiver.next()];
  expect(new Set(notices.map((notice) => JSON.stringify(notice))).size).toBe(1);
  receiver.statuses.push(404);
  await patch(at(`customers(${id})`), { city: 'Aalst' });
  await receiver.next();
  await expect.poll(async () => (await client.get('subscriptions')).body.value).toEqual([]);
});

test('the custom page set has subscriptions of its own', async () => {
  const answer = await subscribe('customerLedgerEntries', {}, client.sales);
  expect(answer.body.resource).toBe(`/api/koppel/sales/v1.0/${client.company}/customerLedgerEntries`);
  expect((await client.get(`${client.sales}subscriptions`)).body.value).toHaveLength(1);
  expect((await client.get('subscriptions')).body.value).toHaveLength(0);
  const { body } = await client.get(`${client.sales}subscriptions('${answer.body.subscriptionId}')`);
  expect((await client.send('DELETE', `${client.sales}subscriptions('${body.subscriptionId}')`)).status).toBe(204);
});
