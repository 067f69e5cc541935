// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startErp, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
let customerId: string;
let items: any[];
beforeAll(async () => {
  ({ erp, client } = await startErp({ now: () => new Date(Date.UTC(2026, 5, 1, 12)) }));
  customerId = (await client.send('POST', at('customers'), { body: { displayName: 'Drukkerij Claes BV', country: 'BE' } })).body.id; // prettier-ignore
  items = (await get(at("items?$filter=blocked eq false and baseUnitOfMeasureCode eq 'PCS'&$top=2"))).value;
});
afterAll(() => erp.close());

const at = (rest: string) => `${client.company}/${rest}`;
const get = async (path: string): Promise<any> => (await client.get(path)).body;
const page = async (path: string) => (await fetch(`${erp.origin}/demo/${path}`, { redirect: 'manual' })).text();
const buttonsOf = (text: string) => [...text.matchAll(/name="action" value="(\w+)"/g)].map(([, action]) => action);
/** Presses a button of the page of a record, with what is typed into its fields. */
async function press(path: string, action: string, typed: Readonly<Record<string, string>> = {}) {
  const text = await page(path);
  const version = /name="version" value="(\d+)"/.exec(text)![1]!;
  const fields = Object.entries(typed).map(([name, value]): [string, string] => [`${action}.${name}`, value]);
  const body = new URLSearchParams([['version', version], ['action', action], ...fields]);
  const response = await fetch(`${erp.origin}/demo/${path}`, { method: 'POST', body, headers: { origin: erp.origin }, redirect: 'manual' }); // prettier-ignore
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}
const lines = [
  { quantity: 10, unitPrice: 5 },
  { quantity: 2, unitPrice: 50 },
];
async function make(set: string, lineSet: string): Promise<any> {
  const body = { customerId, [lineSet]: lines.map((line, index) => ({ ...line, itemId: items[index].id })) };
  return (await client.send('POST', at(set), { body })).body;
}

test('a quote is accepted and becomes an order', async () => {
  const { id, number } = await make('salesQuotes', 'salesQuoteLines');
  expect(buttonsOf(await page(`salesQuotes/${id}`))).toEqual(['send', 'accept', 'makeOrder']);
  expect((await press(`salesQuotes/${id}`, 'accept')).location).toContain(`salesQuotes/${id}?saved`);
  expect(await get(at(`salesQuotes(${id})`))).toMatchObject({ status: 'Accepted', acceptedDate: '2026-06-01' });
  expect((await press(`salesQuotes/${id}`, 'makeOrder')).location).toMatch(/salesQuotes\?done$/);
  expect(await page(`salesQuotes?q=${number}`)).toContain('Nothing found.');
  expect((await get(at(`salesOrders?$filter=customerId eq ${customerId}`))).value).toHaveLength(1);
});

test('an order is released, shipped in part, shipped, invoiced and paid in parts', async () => {
  const order = await make('salesOrders', 'salesOrderLines');
  const path = `salesOrders/${order.id}`;
  await press(path, 'release');
  expect((await get(at(`salesOrders(${order.id})`))).status).toBe('Open');
  const [first, second] = (await get(at(`salesOrders(${order.id})/salesOrderLines`))).value;
  const shown = await page(path);
  expect(shown).toContain(first.description);
  expect(shown.replaceAll(/\s+/g, ' ')).toContain(`name="ship.${first.id}" type="text" value="10"`);
  const tooMany = await press(path, 'ship', { [first.id]: '11', [second.id]: '0' });
  expect([tooMany.status, tooMany.text.includes('You cannot ship more than 10 units.')]).toEqual([422, true]);
  await press(path, 'ship', { [first.id]: '4', [second.id]: '0' });
  expect((await get(at(`salesOrderLines(${first.id})`))).shippedQuantity).toBe(4);
  await press(path, 'shipAll');
  expect(await get(at(`salesOrders(${order.id})`))).toMatchObject({ fullyShipped: true });
  expect((await press(path, 'invoice')).location).toMatch(/salesOrders\?done$/);
  const [invoice] = (await get(at(`salesInvoices?$filter=orderId eq ${order.id}`))).value;
  expect(invoice.totalAmountExcludingTax).toBe(150);

  const invoicePage = `salesInvoices/${invoice.id}`;
  await press(invoicePage, 'pay', { amount: '100,50', date: '2026-06-20' });
  const part = await get(at(`salesInvoices(${invoice.id})`));
  // A part payment is not a change of the invoice, as in Business Central.
  expect([part.status, part.lastModifiedDateTime, part['@odata.etag']]).toEqual(['Open', invoice.lastModifiedDateTime, invoice['@odata.etag']]); // prettier-ignore
  expect(Math.round((invoice.remainingAmount - part.remainingAmount) * 100)).toBe(10_050);
  expect((await press(invoicePage, 'pay', { amount: '9999', date: '' })).text).toContain(
    'The payment is more than the',
  );
  await press(invoicePage, 'pay', { amount: String(part.remainingAmount), date: '' });
  const paid = await get(at(`salesInvoices(${invoice.id})`));
  expect([paid.status, paid.remainingAmount, paid['@odata.etag'] === invoice['@odata.etag']]).toEqual(['Paid', 0, false]); // prettier-ignore
  const payments = (await get(`${client.sales}${at(`customerLedgerEntries?$filter=appliesToDocumentNumber eq '${invoice.number}'`)}`)).value; // prettier-ignore
  expect(payments.map(({ documentType }: any) => documentType)).toEqual(['Payment', 'Payment']);
});

test('the rest of an order is cancelled only when nothing of it waits for an invoice', async () => {
  const { id } = await make('salesOrders', 'salesOrderLines');
  await press(`salesOrders/${id}`, 'shipAll');
  expect((await press(`salesOrders/${id}`, 'cancel')).text).toContain('Invoice what was shipped first.');
  const other = await make('salesOrders', 'salesOrderLines');
  expect((await press(`salesOrders/${other.id}`, 'cancel')).location).toMatch(/salesOrders\?done$/);
  expect((await client.get(at(`salesOrders(${other.id})`))).status).toBe(404);
});

test('every set has its list', async () => {
  const sets = [...(await page('customers')).matchAll(/<a href="\/demo\/(\w+)"/g)].map(([, set]) => set!);
  expect(sets).toEqual(expect.arrayContaining(['salesOrders', 'salesInvoices', 'items', 'priceListLines', 'activityCosts'])); // prettier-ignore
  for (const set of sets) expect(await page(set), set).toContain('</table>');
});
