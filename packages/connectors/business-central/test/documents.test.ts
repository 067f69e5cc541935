import {
  linesOf,
  type FieldValue,
  type HttpClient,
  type HttpRequest,
  type SendOutcome,
  type SourceRecord,
  type WriteIntent,
} from '@koppel/sdk';
import { interceptedHttp, testClock, type InterceptedHttp } from '@koppel/sdk/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startErp, type ErpUnderTest } from './demo-erp.ts';

const { signal } = new AbortController();
let erp: ErpUnderTest;
let http: InterceptedHttp;
/** The server keeps the head of a new order and forgets its lines. */
let losesLines: boolean;
beforeEach(async () => {
  http = interceptedHttp();
  losesLines = false;
  const intercept = (inner: HttpClient) =>
    http.wrap({ request: (request) => inner.request(losesLines ? withoutLines(request) : request) });
  erp = await startErp({ clock: testClock(), intercept });
});
afterEach(() => erp.close());

const sink = (entity = 'order') => erp.system.sink(entity)!;
const line = (at: number, more: Record<string, FieldValue> = {}) => ({ product: erp.shop.items[at]!.number, quantity: '3', unitPrice: '10', ...more }); // prettier-ignore
function order(reference: string, more: Record<string, FieldValue> = {}, lines: object[] = [line(0), line(1)]): WriteIntent {
  return { op: 'create', key: null, version: null, values: { customer: erp.shop.customer, reference, lines: JSON.stringify(lines), ...more } };
} // prettier-ignore
const send = async (intent: WriteIntent): Promise<SendOutcome> => (await sink().send([intent], { signal }))[0]!;
async function made(intent: WriteIntent): Promise<Extract<SendOutcome, { kind: 'confirmed' }>> {
  const outcome = await send(intent);
  if (outcome.kind !== 'confirmed') throw new Error(outcome.error.message);
  return outcome;
}
async function find(entity: string, values: Record<string, FieldValue>, fields: string[]) {
  return (await sink(entity).find([{ by: 'fields', values }], { fields, signal }))[0]!;
}
async function readAll(entity: string, fields: string[], cursor: string | null = null): Promise<{ records: SourceRecord[]; cursor: string | null }> {
  const records: SourceRecord[] = [];
  const request = { fields, scope: { kind: 'changes' }, cursor, resume: 'watermark', batchSize: 50, signal } as const;
  for await (const batch of erp.system.source(entity)!.read(request)) {
    records.push(...batch.records);
    cursor = batch.cursor;
  }
  return { records, cursor };
} // prettier-ignore
const act = (path: string, action: string) => erp.hands.inCompany('POST', `${path}/Microsoft.NAV.${action}`);
const errorOf = (outcome: SendOutcome) => (outcome.kind === 'confirmed' ? 'confirmed' : outcome.error.code);

describe('an order', () => {
  test('arrives with its lines, in their order, and reads as it was sent', async () => {
    const lines = [line(0, { description: 'Blue', discountPercent: '5' }), line(1, { quantity: '2.5' }), { description: 'Ring twice' }]; // prettier-ignore
    const { key, values } = await made(order('one', { currency: 'USD', requestedDate: '2026-07-01' }, lines));
    expect(linesOf(values!['lines'])).toMatchObject([
      { product: erp.shop.items[0]!.number, description: 'Blue', quantity: '3', unitPrice: '10', discountPercent: '5', amount: '28.5', unit: 'PCS' },
      { product: erp.shop.items[1]!.number, quantity: '2.5', amount: '25' },
      { description: 'Ring twice' },
    ]); // prettier-ignore
    const fields = ['number', 'customer', 'currency', 'status', 'totalAmount', 'fulfilment.status', 'requestedDate'];
    const [found] = await find('order', { reference: 'ONE' }, fields);
    expect(found).toMatchObject({
      key,
      values: { customer: erp.shop.customer, currency: 'USD', status: 'draft', totalAmount: '53.5', 'fulfilment.status': 'notStarted', requestedDate: '2026-07-01' },
    }); // prettier-ignore
  });

  test('whose lines were lost on the way is completed before it is confirmed', async () => {
    losesLines = true;
    const { key } = await made(order('forty', {}, Array.from({ length: 40 }, (_, at) => line(at % 2, { quantity: String(at + 1) })))); // prettier-ignore
    const rows = await erp.hands.rows(`salesOrders(${key})/salesOrderLines`);
    expect(rows.map(({ quantity }) => quantity)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  test('whose lines are refused is not there at all', async () => {
    losesLines = true;
    const outcome = await send(order('refused', {}, [line(0), line(1, { unit: 'KG' })]));
    expect(errorOf(outcome)).toBe('business-central.Internal_InvalidTableRelation');
    expect(await erp.hands.ids("salesOrders?$filter=externalDocumentNumber eq 'REFUSED'")).toEqual([]);
  });

  test('that cannot be completed or taken away is never told as confirmed', async () => {
    losesLines = true;
    let writes = 0;
    http.onWrites((_request, forward) => {
      writes += 1;
      if (writes > 1) erp.faults.fail(503);
      return forward();
    });
    expect((await send(order('doubt'))).kind).toBe('unknown');
    erp.faults.clear();
    http.clear();
    // Found by its mark, its lines are completed by an update.
    const [found] = await find('order', { reference: 'DOUBT' }, ['lines']);
    const lines = order('doubt').values['lines']!;
    const outcome = await send({ op: 'update', key: found!.key, version: found!.version, values: { lines } });
    expect(outcome.kind).toBe('confirmed');
    expect(await erp.hands.rows(`salesOrders(${found!.key})/salesOrderLines`)).toHaveLength(2);
  });

  test('gets other lines by an update, on the version it was decided on', async () => {
    const { key, version } = await made(order('changes'));
    const lines = JSON.stringify([line(1, { quantity: '7' })]);
    const outcome = await send({ op: 'update', key, version, values: { lines } });
    expect(outcome.kind).toBe('confirmed');
    expect(await erp.hands.rows(`salesOrders(${key})/salesOrderLines`)).toMatchObject([{ quantity: 7 }]);
    const stale = await send({ op: 'update', key, version, values: { lines: JSON.stringify([line(0)]) } });
    expect(stale).toMatchObject({ kind: 'rejected', reason: 'stale' });
  });

  test('that was invoiced and has left the list is found by its mark and told with its last status', async () => {
    const fields = ['number', 'reference', 'fulfilment.status', 'shippedQuantity', 'fulfilment.shippedOn', 'tracking', 'status', 'totalAmount', 'lines']; // prettier-ignore
    erp.passTime(60_000);
    const { key } = await made(order('gone'));
    const before = await readAll('order', fields);
    erp.passTime(20 * 60_000);
    const [first] = await erp.hands.rows(`salesOrders(${key})/salesOrderLines`);
    await erp.hands.inCompany('PATCH', `salesOrderLines(${String(first!['id'])})`, {
      shipQuantity: 1,
      invoiceQuantity: 1,
    });
    await act(`salesOrders(${key})`, 'shipAndInvoice');
    const part = await readAll('order', fields, before.cursor);
    const valuesOf = (record: SourceRecord | undefined) => Object.fromEntries(fields.map((field, at) => [field, record?.values[at]])); // prettier-ignore
    const own = part.records.filter((record) => record.key === key);
    expect(own).toHaveLength(1);
    expect(valuesOf(own[0])).toMatchObject({ 'fulfilment.status': 'partlyShipped', shippedQuantity: '4', status: 'open' }); // prettier-ignore

    erp.passTime(20 * 60_000);
    await act(`salesOrders(${key})`, 'shipAndInvoice');
    expect(await erp.hands.ids(`salesOrders?$filter=id eq ${key}`)).toEqual([]);
    const after = (await readAll('order', fields, part.cursor)).records.filter((record) => record.key === key);
    expect(after).toHaveLength(1);
    const told = valuesOf(after[0]);
    expect(told).toMatchObject({ reference: 'GONE', 'fulfilment.status': 'invoiced', shippedQuantity: '6', status: 'invoiced', totalAmount: '60', 'fulfilment.shippedOn': '2026-06-01' }); // prettier-ignore
    expect(String(told['tracking']).split(', ')).toHaveLength(2);
    expect(linesOf(told['lines'])).toMatchObject([{ quantity: '3', amount: '30' }, { quantity: '3' }]);
    expect((await find('order', { reference: 'gone' }, ['number'])).map((found) => found.key)).toEqual([key]);
    expect((await find('order', { number: told['number']! }, [])).map((found) => found.key)).toEqual([key]);
    expect((await sink().find([{ by: 'key', key }], { fields: ['status'], signal }))[0]).toMatchObject([{ key, values: { status: 'invoiced' } }]); // prettier-ignore
  });

  test.each<[string, () => WriteIntent, string, RegExp]>([
    ['an item nobody has', () => order('e', {}, [line(0), { product: 'NOPE', quantity: '1' }]), 'business-central.unknown-item', /Line 2/],
    ['quantity 0', () => order('e', {}, [line(0, { quantity: '0' })]), 'business-central.quantity-zero', /quantity/],
    ['no quantity', () => order('e', {}, [{ product: erp.shop.items[0]!.number }]), 'business-central.quantity-zero', /empty/],
    ['no lines', () => order('e', {}, []), 'business-central.order-without-lines', /no lines/],
    ['a line without an item', () => order('e', {}, [{ description: 'Transport', quantity: '1', unitPrice: '25' }]), 'business-central.line-without-item', /Transport/],
    ['no reference', () => order(' '), 'business-central.no-reference', /reference/],
    ['a total that is not that of the lines', () => order('e', { totalAmount: '61' }), 'business-central.total-differs', /60.00/],
    ['a unit nobody sells in', () => order('e', {}, [line(0, { unit: 'BARREL' })]), 'business-central.Internal_InvalidTableRelation', /not created/],
    ['a customer that is no key', () => order('e', { customer: 'K10000' }), 'business-central.no-such-reference', /K10000/],
    ['a customer that is not there', () => order('e', { customer: '11111111-2222-4333-8444-555555555555' }), 'business-central.Application_DialogException', /customer/],
  ])('with %s is refused, and says what to do', async (_what, intent, code, message) => {
    const outcome = await send(intent());
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused' });
    if (outcome.kind !== 'rejected') return;
    expect(outcome.error.code).toBe(code);
    expect(outcome.error.message).toMatch(message);
    expect(outcome.error.remedy.length).toBeGreaterThan(20);
    expect(await erp.hands.ids("salesOrders?$filter=externalDocumentNumber eq 'E'")).toEqual([]);
  }); // prettier-ignore

  test('for a blocked customer or of a blocked item is refused with what to unblock', async () => {
    await erp.hands.inCompany('PATCH', `items(${erp.shop.items[0]!.id})`, { blocked: true });
    const blocked = await send(order('blocked item'));
    expect(errorOf(blocked)).toBe('business-central.item-blocked');
    await erp.hands.inCompany('PATCH', `customers(${erp.shop.customer})`, { blocked: 'All' });
    const outcome = await send(order('blocked customer', {}, [line(1)]));
    expect(outcome).toMatchObject({
      kind: 'rejected',
      error: { remedy: expect.stringContaining('Unblock the customer') },
    });
  });
});

describe('invoices', () => {
  const fields = ['number', 'kind', 'customer', 'amount', 'amountIncludingVat', 'remainingAmount', 'currency', 'exchangeRate', 'status', 'orderNumber']; // prettier-ignore

  test('and credit notes of a customer are found together, each with its rate', async () => {
    const { records } = await readAll('invoice', fields);
    const kinds = new Set(records.map(({ values }) => values[1]));
    expect(kinds).toEqual(new Set(['invoice', 'creditNote']));
    const customers = [...new Set(records.map(({ values }) => values[2]!))];
    const found = await sink('invoice').find(customers.map((customer) => ({ by: 'fields', values: { customer } })), { fields, signal }); // prettier-ignore
    expect(found.flat()).toHaveLength(records.length);
    for (const { values } of found.flat()) {
      expect(Number(values['exchangeRate'])).toBeGreaterThan(0.8);
      expect(values['currency'] !== 'EUR' || values['exchangeRate'] === '1').toBe(true);
    }
  });

  test('lower by a part payment that moves no stamp, which reading all of them shows', async () => {
    const [open] = await find('invoice', { status: 'open' }, fields);
    const [entry] = await erp.hands.custom.rows(`customerLedgerEntries?$filter=documentNumber eq '${String(open!.values['number'])}'`); // prettier-ignore
    expect(Number(open!.values['remainingAmount'])).toBe(entry!['remainingAmount']);
  });

  test('are not written', async () => {
    const [outcome] = await sink('invoice').send([{ op: 'create', key: null, version: null, values: { number: 'X' } }], { signal }); // prettier-ignore
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'business-central.not-writable' } });
  });
});

test('a create is as safe as what the system offers to find it again', () => {
  const rungOf = (entity: string) => sink(entity).rung;
  // Orders carry our reference; customers and contacts have nothing of ours.
  expect([rungOf('order'), rungOf('account'), rungOf('contact')]).toEqual(['R3', 'R4', 'R4']);
  for (const entity of ['order', 'account', 'contact']) expect(sink(entity).keyFor).toBeUndefined();
});

test('payments, activity costs and prices come from the custom page set', async () => {
  const { records } = await readAll('payment', ['number', 'customer', 'invoiceNumber', 'amount']);
  expect(records.length).toBeGreaterThan(50);
  for (const { values } of records) expect(Number(values[3])).toBeGreaterThan(0);
  const costs = await find('activityCost', { account: erp.shop.customer }, ['account', 'hours', 'amount', 'kind']);
  expect(costs.length).toBeGreaterThan(3);
  const [product] = await find('product', { number: erp.shop.items[0]!.number }, ['priceLists', 'listPrice']);
  const prices = linesOf(product!.values['priceLists'])!;
  expect(prices.find(({ list, minimumQuantity }) => list === 'CATALOGUE' && minimumQuantity === undefined)?.['price']).toBe(product!.values['listPrice']); // prettier-ignore
});

test('describes references and lines, and leaves out what is not published', async () => {
  const described = await erp.system.describe(signal);
  const order = described.find(({ entity }) => entity === 'order')!;
  const typeOf = (field: string) => order.fields.find((one) => one.field === field)?.type;
  expect(typeOf('customer')).toEqual({ kind: 'reference', entity: 'account' });
  expect(typeOf('lines')).toMatchObject({ kind: 'lines', fields: expect.arrayContaining([expect.objectContaining({ field: 'quantity' })]) }); // prettier-ignore
  expect(order.fields.find(({ field }) => field === 'tracking')).toMatchObject({ canCreate: false });
  const other = await startErp({ clock: testClock(), settings: { salesApi: 'off' } });
  const entities = (await other.system.describe(signal)).map(({ entity }) => entity);
  expect(entities).not.toContain('payment');
  expect(entities).toContain('order');
  await other.close();
});

/** The same batch with the lines taken out of its orders. */
function withoutLines(request: HttpRequest): HttpRequest {
  if (typeof request.body !== 'string' || !request.body.includes('salesOrderLines":')) return request;
  const body = JSON.parse(request.body) as { requests: { body?: Record<string, unknown> }[] };
  for (const part of body.requests) delete part.body?.['salesOrderLines'];
  return { ...request, body: JSON.stringify(body) };
}
