import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client } from './support/client.ts';
import { startDemoProcess, startServerProcess, untilUp, type Process } from './support/processes.ts';
import { bindAll, crmReader, decideQuotes, ended, erpCompany, run, sumOf, type DemoSides } from './support/systems.ts';
import { freePort, temporaryFolder } from './support/test-koppel.ts';

const prospects = Number(process.env['FAULTS_PROSPECTS'] ?? 10_000);
const orders = Number(process.env['FAULTS_ORDERS'] ?? 2_000);
const kills = 4;
const api = '/api/data/v9.2';

type Row = Readonly<Record<string, unknown>>;

/** Everything at once, on both systems; none of the numbers divides another, so that they meet in all combinations. */
const faults = {
  throttleEvery: 17,
  retryAfterSeconds: 1,
  failEvery: 23,
  resetMidBodyEvery: 29,
  loseReplyEvery: 13,
  failPartEvery: 211,
  lateExecutionMs: 1_500,
  lateExecutionEvery: 19,
};

let folder: string;
let url: string;
let demo: { sides: DemoSides; process: Process };
let environment: Record<string, string>;
let server: Process;
let client: Client;
/** Accounts of prospects, by the number in their name. */
const accounts: string[] = [];
/** Numbers of the submitted orders in the CRM. */
const submitted = new Set<string>();

async function start(): Promise<void> {
  server = startServerProcess(environment);
  await untilUp(url, server);
  client = new Client(url);
  client.bearer = readServerFile(environment['KOPPEL_DATA']!)!.token;
}

async function setFaults(settings: object): Promise<void> {
  for (const side of ['erp', 'crm'] as const) {
    const { origin, controlToken } = demo.sides[side] as DemoSides['erp'] & { controlToken: string };
    const response = await fetch(`${origin}/demo/faults`, {
      method: 'PUT',
      headers: { 'x-demo-control': controlToken, 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    if (!response.ok) throw new Error(`Faults answered ${response.status}: ${await response.text()}`);
  }
}

/** Does something for the numbers below `count`, twenty at a time. */
async function forEach(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

beforeAll(async () => {
  folder = await temporaryFolder();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  demo = await startDemoProcess(['--customers', '60', '--data', join(folder, 'demo')]);
  environment = {
    KOPPEL_PORT: String(port),
    KOPPEL_DATA: join(folder, 'koppel'),
    KOPPEL_DEMO: 'off',
    KOPPEL_ALLOW_ADDRESSES: `${demo.sides.erp.origin},${demo.sides.crm.origin}`,
  };
  await start();
  await bindAll(client, demo.sides);
  await decideQuotes(client, 'crm');
  for (const flow of ['accounts-erp-to-crm', 'products-erp-to-crm', 'new-customer-crm-to-erp', 'orders-crm-to-erp'])
    expect((await run(client, flow)).state.status).toBe('done');

  const crm = crmReader(demo.sides);
  const [list] = await crm.all(`${api}/pricelevels?$filter=statecode eq 0&$orderby=name&$top=1`);
  const priceList = list!['pricelevelid'] as string;
  const sold = (
    await crm.all(`${api}/products?$filter=statecode eq 0 and productnumber ne null&$expand=product_price_levels`)
  ).filter((product) =>
    (product['product_price_levels'] as Row[]).some(({ _pricelevelid_value }) => _pricelevelid_value === priceList),
  );
  await forEach(prospects, async (index) => {
    const { id } = await crm.post(`${api}/accounts`, {
      name: `Prospect ${index}`,
      address1_line1: `Kerkstraat ${index}`,
      address1_postalcode: '9000',
      address1_city: 'Gent',
      address1_country: 'BE',
    });
    accounts[index] = id!;
    const isSubmitted = index < orders;
    const lines = [sold[index % sold.length]!, sold[(index + 1) % sold.length]!].slice(0, isSubmitted ? 2 : 1);
    const { body, id: order } = await crm.post(`${api}/salesorders`, {
      name: `Order ${index}`,
      kop_submitted: isSubmitted,
      'customerid_account@odata.bind': `/accounts(${id!})`,
      'pricelevelid@odata.bind': `/pricelevels(${priceList})`,
      order_details: lines.map((product, at) => ({
        'productid@odata.bind': `/products(${product['productid'] as string})`,
        'uomid@odata.bind': `/uoms(${product['_defaultuomid_value'] as string})`,
        quantity: at + 1 + (index % 7),
      })),
    });
    if (!isSubmitted) return;
    const number = body['ordernumber'] ?? (await crm.one(`${api}/salesorders(${order!})`))['ordernumber'];
    submitted.add(number as string);
  });
}, 300_000);

afterAll(async () => {
  await server.end('SIGKILL');
  await demo.process.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/**
 * Runs a flow while everything goes wrong, and kills the server now and then among its writes. By the records that are
 * through, not by those created: what got no answer is looked for later, in a run of its own.
 */
async function runThroughFaults(flow: string, all: number) {
  await setFaults(faults);
  const { id } = await client.call('startRun', { params: { id: flow }, body: { scope: { kind: 'all' } } });
  for (let kill = 1; kill <= kills; kill += 1) {
    const until = (all * kill) / (kills + 1);
    await expect
      .poll(async () => (await client.call('getRun', { params: { id } })).run.counters.read, {
        timeout: 600_000,
        interval: 250,
      })
      .toBeGreaterThan(until);
    await server.end('SIGKILL');
    await start();
  }
  const end = await ended(client, id);
  expect(end.state.status).toBe('done');
  expect(sumOf(end.counters)).toBe(end.counters.read);
  // What got no answer, Koppel looks for by itself until it is settled. Faults go on meanwhile.
  await expect
    .poll(async () => (await failuresOf(flow)).map(({ error }) => error), { timeout: 120_000, interval: 500 })
    .toEqual([]);
  await setFaults({});
  return end;
}

/** What is set aside and not settled yet. */
async function failuresOf(flow: string) {
  const live = await Promise.all(
    (['open', 'retrying', 'waiting'] as const).map((state) =>
      client.call('listFailures', { query: { limit: 500, flow, state } }),
    ),
  );
  return live.flatMap(({ items }) => items);
}

test(`${prospects} prospects become customers of the ERP, each once`, async () => {
  await runThroughFaults('new-customer-crm-to-erp', prospects);

  const erp = await erpCompany(demo.sides);
  const customers = await erp.reader.all(`${erp.of('customers')}?$filter=startswith(displayName,'Prospect ')`);
  const byName = Map.groupBy(customers, ({ displayName }) => displayName as string);
  expect([...byName].filter(([, found]) => found.length > 1).map(([name]) => name)).toEqual([]);
  expect(byName.size).toBe(prospects);
  const inCrm = await crmReader(demo.sides).all(`${api}/accounts?$filter=startswith(name,'Prospect ')`);
  const wrong = inCrm.filter(
    ({ name, accountnumber }) => byName.get(name as string)?.[0]?.['number'] !== accountnumber,
  );
  expect(wrong).toEqual([]);
}, 1_200_000);

test(`${orders} orders go into the ERP, each once and with all of its lines`, async () => {
  await runThroughFaults('orders-crm-to-erp', orders);
  const erp = await erpCompany(demo.sides);
  const made = (await erp.reader.all(`${erp.of('salesOrders')}?$expand=salesOrderLines`)).filter(
    ({ externalDocumentNumber }) => submitted.has(externalDocumentNumber as string),
  );
  const byNumber = Map.groupBy(made, ({ externalDocumentNumber }) => externalDocumentNumber as string);
  expect([...byNumber].filter(([, found]) => found.length > 1).map(([number]) => number)).toEqual([]);
  expect(byNumber.size).toBe(orders);
  const sent = await crmReader(demo.sides).all(
    `${api}/salesorders?$filter=kop_submitted eq true and startswith(name,'Order ')&$expand=order_details`,
  );
  const lines = (rows: unknown, quantity: string) => (rows as Row[]).map((row) => Number(row[quantity])).sort();
  const wrong = sent.filter((order) => {
    const [there] = byNumber.get(order['ordernumber'] as string) ?? [];
    if (!there || there['number'] !== order['kop_erpordernumber']) return true;
    return String(lines(there['salesOrderLines'], 'quantity')) !== String(lines(order['order_details'], 'quantity'));
  });
  expect(sent).toHaveLength(orders);
  expect(wrong).toEqual([]);
}, 1_200_000);

test('and afterwards there is nothing left to write', async () => {
  for (const flow of ['new-customer-crm-to-erp', 'orders-crm-to-erp']) {
    const { counters } = await run(client, flow, 'all');
    expect([flow, counters.created, counters.updated, counters.failed]).toEqual([flow, 0, 0, 0]);
  }
}, 300_000);
