import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, erpCompany, run } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

type Row = Readonly<Record<string, unknown>>;

const api = '/api/data/v9.2';
const flow = 'order-status-back-flow';
const minute = 60_000;
const status = { notStarted: 1, partlyShipped: 2, shipped: 3, invoiced: 4, cancelled: 5 } as const;

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let erp: Awaited<ReturnType<typeof erpCompany>>;
/** Orders that went from the CRM into the ERP, as the CRM has them. */
let orders: Row[];
const clock = new ShiftedClock();

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 200, now: clock.now, hasLimits: false }); // prettier-ignore
  server = await startTestKoppel({ clock, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
  for (const id of ['accounts-erp-to-crm', 'products-erp-to-crm', 'won-quote-to-order', 'new-customer-crm-to-erp', 'orders-crm-to-erp']) {
    expect((await run(client, id)).counters.failed, id).toBe(0);
  } // prettier-ignore
  erp = await erpCompany(demo);
  const there = new Set((await erp.reader.all(erp.of('salesOrders'))).map(({ number }) => number));
  const injected = await crmReader(demo).all(
    `${api}/salesorders?$filter=kop_erpordernumber ne null and statecode eq 0`,
  );
  orders = injected.filter(({ kop_erpordernumber }) => there.has(kop_erpordernumber));
  expect(orders.length).toBeGreaterThan(4);
}, 120_000);
afterAll(async () => {
  await server.close();
  await demo.close();
});

const inCrm = (order: Row) => crmReader(demo).one(`${api}/salesorders(${order['salesorderid'] as string})`);
const statusOf = async (order: Row) => (await inCrm(order))['kop_fulfilmentstatus'];
const inErp = async (order: Row) =>
  (await erp.reader.all(`${erp.of('salesOrders')}?$filter=number eq '${order['kop_erpordernumber'] as string}'&$expand=salesOrderLines`))[0]!; // prettier-ignore
const post = async (order: Row) =>
  erp.reader.post(`${erp.of('salesOrders')}(${(await inErp(order))['id'] as string})/Microsoft.NAV.shipAndInvoice`);
const remove = async (order: Row) => erp.reader.remove(`${erp.of('salesOrders')}(${(await inErp(order))['id'] as string})`); // prettier-ignore
/** Says how much of the first line goes out with the next posting, and of the others nothing. */
async function deliver(order: Row, quantity: number): Promise<void> {
  const { id, salesOrderLines } = (await inErp(order)) as { id: string; salesOrderLines: Row[] };
  for (const [at, line] of salesOrderLines.entries()) {
    const amount = at === 0 ? quantity : 0;
    await erp.reader.change(`${erp.of('salesOrders')}(${id})/salesOrderLines(${line['id'] as string})`, { shipQuantity: amount, invoiceQuantity: amount }); // prettier-ignore
  }
  await post(order);
}
async function forward(ms: number): Promise<void> {
  clock.forward(ms);
  // A token does not live that long.
  erp = await erpCompany(demo);
}
async function runs(times = 1): Promise<{ updated: number; failed: number }> {
  let last = { updated: 0, failed: 0 };
  for (let n = 0; n < times; n += 1) {
    await forward(11 * minute);
    const { state, counters } = await run(client, flow);
    expect(state.status).toBe('done');
    last = counters;
  }
  return last;
}

test('an order shows how far it is: not started, partly, with tracking, and at last invoiced', async () => {
  const [order] = orders as [Row];
  await runs();
  expect(await statusOf(order)).toBe(status.notStarted);
  await deliver(order, 1);
  await runs();
  const partly = await inCrm(order);
  expect([partly['kop_fulfilmentstatus'], Number(partly['kop_shippedquantity'])]).toEqual([status.partlyShipped, 1]);
  expect(partly['kop_tracking']).toEqual(expect.any(String));
  const { id, salesOrderLines } = (await inErp(order)) as { id: string; salesOrderLines: Row[] };
  for (const line of salesOrderLines) {
    const left = Number(line['quantity']) - Number(line['shippedQuantity']);
    await erp.reader.change(`${erp.of('salesOrders')}(${id})/salesOrderLines(${line['id'] as string})`, { shipQuantity: left, invoiceQuantity: left }); // prettier-ignore
  }
  await post(order);
  await runs();
  const done = await inCrm(order);
  const ordered = salesOrderLines.reduce((sum, { quantity }) => sum + Number(quantity), 0);
  expect([done['kop_fulfilmentstatus'], Number(done['kop_shippedquantity'])]).toEqual([status.invoiced, ordered]);
});

test('an order that was cancelled in the ERP becomes cancelled in the CRM, exactly once', async () => {
  const [, order] = orders as [Row, Row];
  await remove(order);
  // Missing once may be a hiccup of the list: it is looked for a second time before anybody is told.
  await runs();
  expect(await statusOf(order)).not.toBe(status.cancelled);
  expect((await runs()).updated).toBe(1);
  expect(await statusOf(order)).toBe(status.cancelled);
  expect((await runs(3)).updated).toBe(0);
  expect(await statusOf(order)).toBe(status.cancelled);
});

test('a cancelled order does not go into the ERP again', async () => {
  const before = (await erp.reader.all(erp.of('salesOrders'))).length;
  for (const kind of ['changes', 'all'] as const) {
    const { counters } = await run(client, 'orders-crm-to-erp', kind);
    expect([counters.created, counters.updated, counters.failed]).toEqual([0, 0, 0]);
  }
  expect(await erp.reader.all(erp.of('salesOrders'))).toHaveLength(before);
});

test('an order that left the list because it was posted does not become cancelled', async () => {
  const [, , order] = orders as [Row, Row, Row];
  await post(order);
  await runs(4);
  expect(await statusOf(order)).toBe(status.invoiced);
});

test('an order of which the rest was cancelled after a part was invoiced ends as invoiced, with what was shipped', async () => {
  const [, , , order] = orders as [Row, Row, Row, Row];
  await deliver(order, 1);
  await runs(2);
  expect(await statusOf(order)).toBe(status.partlyShipped);
  await remove(order);
  await runs(3);
  const ended = await inCrm(order);
  expect([ended['kop_fulfilmentstatus'], Number(ended['kop_shippedquantity'])]).toEqual([status.invoiced, 1]);
});

test('an order that was removed before its status was ever read becomes cancelled too', async () => {
  const [, , , , order] = orders as [Row, Row, Row, Row, Row];
  const crm = crmReader(demo);
  const [line] = await crm.all(`${api}/salesorderdetails?$filter=_salesorderid_value eq ${order['salesorderid'] as string}`); // prettier-ignore
  const { id } = await crm.post(`${api}/salesorders`, {
    name: 'Made and removed',
    'customerid_account@odata.bind': `/accounts(${order['_customerid_value'] as string})`,
    'pricelevelid@odata.bind': `/pricelevels(${order['_pricelevelid_value'] as string})`,
    order_details: [
      {
        'productid@odata.bind': `/products(${line!['_productid_value'] as string})`,
        'uomid@odata.bind': `/uoms(${line!['_uomid_value'] as string})`,
        quantity: 2,
      },
    ],
  });
  await crm.change(`${api}/salesorders(${id!})`, { kop_submitted: true });
  expect((await run(client, 'orders-crm-to-erp')).counters).toMatchObject({ created: 1, failed: 0 });
  const made = await crm.one(`${api}/salesorders(${id!})`);
  await remove(made);
  await runs(3);
  expect(await statusOf(made)).toBe(status.cancelled);
});

test('a cancellation that the CRM refused is told again until it takes it', async () => {
  const [, , , , , order] = orders as [Row, Row, Row, Row, Row, Row];
  await runs();
  await remove(order);
  await runs();
  demo.crm.faults.set({ failPartEvery: 1 });
  expect((await runs()).failed).toBe(1);
  expect(await statusOf(order)).not.toBe(status.cancelled);
  demo.crm.faults.reset();
  expect((await runs()).updated).toBe(1);
  expect(await statusOf(order)).toBe(status.cancelled);
  const open = await client.call('listFailures', { query: { flow, state: 'open', limit: 10 } as never });
  expect(open.items).toEqual([]);
});
