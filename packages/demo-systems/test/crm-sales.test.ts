// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeSet, part, startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
let salesperson: CrmClient;
let account: string;
let list: string;
let product: any;
let other: any;

beforeAll(async () => {
  ({ crm, client, salesperson } = await startCrm({ customers: 500 }));
  account = await client.make('accounts', { name: 'Kleuterkledij Mertens BV' });
  list = (await client.get("pricelevels?$filter=name eq 'CATALOGUE'")).body.value[0].pricelevelid;
  const pieces = (await client.get("uoms?$filter=name eq 'PCS'")).body.value[0].uomid;
  const sold = `products?$filter=statecode eq 0 and _defaultuomid_value eq ${pieces}&$top=2&$expand=product_price_levels`;
  [product, other] = (await client.get(sold)).body.value;
});
afterAll(() => crm.close());

const priceOf = (of: any, listId: string): number => of.product_price_levels.find((item: any) => item._pricelevelid_value === listId).amount; // prettier-ignore
const codeOf = (answer: { body: any }) => answer.body?.error?.code;
const inList = (of: any, quantity: number, more: object = {}) => ({
  'productid@odata.bind': `/products(${of.productid})`,
  'uomid@odata.bind': `/uoms(${of._defaultuomid_value})`,
  quantity,
  ...more,
});
const quoteBody = (lines: readonly object[] = []) => ({
  name: 'Inrichting klaslokaal',
  'customerid_account@odata.bind': `/accounts(${account})`,
  'pricelevelid@odata.bind': `/pricelevels(${list})`,
  quote_details: lines,
});
const activate = (id: string) => client.patch(`quotes(${id})`, { statecode: 1, statuscode: 2 }, { 'if-match': '*' });
const win = (id: string) =>
  client.post('WinQuote', { Status: 4, QuoteClose: { '@odata.type': 'Microsoft.Dynamics.CRM.quoteclose', subject: 'Won', 'quoteid@odata.bind': `/quotes(${id})` } }); // prettier-ignore

async function wonQuote(): Promise<string> {
  const id = await client.make('quotes', quoteBody([inList(product, 2), inList(other, 3)]));
  await activate(id);
  expect((await win(id)).status).toBe(204);
  return id;
}

describe('quotes', () => {
  test('are numbered, priced by their list and summed up', async () => {
    const id = await client.make('quotes', quoteBody([inList(product, 3, { manualdiscountamount: 1.5, tax: 2 }), inList(other, 1.5, { ispriceoverridden: true, priceperunit: 9.99 })])); // prettier-ignore
    const { body } = await client.get(`quotes(${id})?$expand=quote_details($orderby=lineitemnumber)`);
    const first = Math.round(3 * priceOf(product, list) * 100) / 100;
    expect(body).toMatchObject({ revisionnumber: 0, statecode: 0, statuscode: 1, quotenumber: expect.stringMatching(/^QUO-\d{5}-[0-9A-Z]{6}$/) }); // prettier-ignore
    expect(body.quote_details).toMatchObject([
      { lineitemnumber: 1, priceperunit: priceOf(product, list), baseamount: first, extendedamount: expect.closeTo(first + 0.5, 5) }, // prettier-ignore
      { lineitemnumber: 2, priceperunit: 9.99, extendedamount: 14.99 },
    ]);
    expect(body.totalamount).toBeCloseTo(first + 0.5 + 14.99, 5);
    expect(body.totaltax).toBe(2);
    await client.patch(`quotes(${id})`, { discountpercentage: 10, freightamount: 20 });
    const detail = first - 1.5 + 14.99;
    const after = (await client.get(`quotes(${id})`)).body;
    expect(after.totalamountlessfreight).toBeCloseTo(detail - Math.round(detail * 10) / 100, 2);
    const [line] = body.quote_details;
    expect((await client.delete(`quotedetails(${line.quotedetailid})`)).status).toBe(204);
    expect((await client.get(`quotes(${id})`)).body.totallineitemamount).toBe(14.99);
  });

  test('go from draft over active to won, each step by its own door', async () => {
    const id = await client.make('quotes', quoteBody([inList(product, 1)]));
    expect((await win(id)).status).toBe(400);
    expect((await client.patch(`quotes(${id})`, { statecode: 2, statuscode: 4 })).status).toBe(400);
    expect((await activate(id)).status).toBe(204);
    expect((await client.patch(`quotes(${id})`, { name: 'Other' })).status).toBe(400);
    const line = (await client.get(`quotes(${id})/quote_details`)).body.value[0].quotedetailid;
    expect(codeOf(await client.patch(`quotedetails(${line})`, { quantity: 5 }))).toBe('0x80043b09');
    expect(codeOf(await client.post('quotedetails', { ...inList(product, 1), 'quoteid@odata.bind': `/quotes(${id})` }))).toBe('0x80043b09'); // prettier-ignore
    expect((await win(id)).status).toBe(204);
    const { body } = await client.get(`quotes(${id})?$expand=quote_quoteclose($select=subject)`);
    expect(body).toMatchObject({ statecode: 2, statuscode: 4, closedon: expect.any(String), quote_quoteclose: [{ subject: 'Won' }] }); // prettier-ignore
    expect((await win(id)).status).toBe(400);
  });

  test('are closed as lost, and revised under the same number', async () => {
    const id = await client.make('quotes', quoteBody([inList(product, 1)]));
    await activate(id);
    const closing = { Status: 5, QuoteClose: { subject: 'Too dear', 'quoteid@odata.bind': `/quotes(${id})` } };
    expect((await client.post('CloseQuote', closing)).status).toBe(204);
    const revised = await client.post('ReviseQuote', { QuoteId: id, ColumnSet: { AllColumns: true } });
    expect(revised).toMatchObject({ status: 200, body: { revisionnumber: 1, statecode: 0 } });
    expect((await client.get(`quotes(${id})`)).body).toMatchObject({ statecode: 3, statuscode: 7, quotenumber: revised.body.quotenumber }); // prettier-ignore
    expect((await client.get(`quotes(${revised.body.quoteid})/quote_details`)).body.value).toHaveLength(1);
    expect(codeOf(await client.post('ReviseQuote', { QuoteId: id, ColumnSet: { AllColumns: true } }))).toBe('0x80048d00'); // prettier-ignore
  });

  test('need a price list, and lines a product that is sold, in a unit of its group', async () => {
    expect(codeOf(await client.post('quotes', { name: 'No list' }))).toBe('0x80100010');
    const draft = await client.make('products', { name: 'Draft', productnumber: 'T-1', ...units(product) });
    const kilo = (await client.get("uoms?$filter=name eq 'KG'")).body.value[0].uomid;
    const wrongUnit = { ...inList(product, 1), 'uomid@odata.bind': `/uoms(${kilo})` };
    expect(codeOf(await client.post('quotes', quoteBody([wrongUnit])))).toBe('0x80043b14');
    expect((await client.post('quotes', quoteBody([inList({ ...product, productid: draft }, 1)]))).status).toBe(400);
    // Nothing of a refused quote is kept, also not its head.
    expect((await client.get("quotes/$count?$filter=name eq 'Inrichting klaslokaal' and totalamount eq 0")).body).toBe('0'); // prettier-ignore
    const dollars = (await client.get("transactioncurrencies?$filter=isocurrencycode eq 'USD'")).body.value[0];
    const mixed = { ...quoteBody(), 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${dollars.transactioncurrencyid})` }; // prettier-ignore
    expect(codeOf(await client.post('quotes', mixed))).toBe('0x80048cea');
  });
});

const units = (like: any) => ({
  'defaultuomid@odata.bind': `/uoms(${like._defaultuomid_value})`,
  'defaultuomscheduleid@odata.bind': `/uomschedules(${like._defaultuomscheduleid_value})`,
});

describe('orders', () => {
  test('are made of a won quote with its lines; a second call makes a second order', async () => {
    const quote = await wonQuote();
    const convert = () => client.post('ConvertQuoteToSalesOrder', { QuoteId: quote, ColumnSet: { Columns: ['salesorderid', 'ordernumber', 'totalamount'] } }); // prettier-ignore
    const made = await convert();
    expect(made.status).toBe(200);
    expect(made.body['@odata.context']).toContain('#salesorders');
    const { body } = await client.get(`salesorders(${made.body.salesorderid})?$expand=order_details`);
    expect(body).toMatchObject({ _quoteid_value: quote, statecode: 0, kop_submitted: false });
    expect(body.order_details).toHaveLength(2);
    expect(body.totalamount).toBe((await client.get(`quotes(${quote})`)).body.totalamount);
    expect((await convert()).body.salesorderid).not.toBe(made.body.salesorderid);
    expect((await client.get(`quotes(${quote})/quote_orders`)).body.value).toHaveLength(2);
  });

  test('are made whole in a change set, or not at all', async () => {
    const id = '7a0e3c52-58c5-4a1e-9d8a-000000000001';
    const head = { salesorderid: id, name: 'Change set', 'customerid_account@odata.bind': `/accounts(${account})`, 'pricelevelid@odata.bind': `/pricelevels(${list})` }; // prettier-ignore
    const set = (second: object) =>
      changeSet([
        { id: '1', part: part('POST', 'salesorders', head) },
        { id: '2', part: part('POST', 'salesorderdetails', { ...inList(product, 1), 'salesorderid@odata.bind': '$1' }) },
        { id: '3', part: part('POST', 'salesorderdetails', { ...second, 'salesorderid@odata.bind': '$1' }) },
      ]); // prettier-ignore
    const refused = await client.batch([set({ quantity: 1 })]);
    expect(refused.parts.map(({ status }) => status)).toEqual([400]);
    expect((await client.get(`salesorders(${id})`)).status).toBe(404);
    const made = await client.batch([set(inList(other, 4))]);
    expect(made.parts.map(({ status }) => status)).toEqual([204, 204, 204]);
    const { body } = await client.get(`salesorders(${id})?$expand=order_details`);
    expect(body.order_details).toHaveLength(2);
    expect(body.totalamount).toBeCloseTo(priceOf(product, list) + 4 * priceOf(other, list), 2);
  });

  test('are fulfilled or cancelled by an action, and then read only', async () => {
    const quote = await wonQuote();
    const { salesorderid } = (await client.post('ConvertQuoteToSalesOrder', { QuoteId: quote, ColumnSet: { AllColumns: true } })).body; // prettier-ignore
    const bind = { 'salesorderid@odata.bind': `/salesorders(${salesorderid})` };
    await client.patch(`salesorders(${salesorderid})`, { kop_submitted: true, kop_erpordernumber: 'VO-1', kop_fulfilmentstatus: 2 }); // prettier-ignore
    expect((await client.get("salesorders?$filter=kop_erpordernumber eq 'vo-1'")).body.value).toHaveLength(1);
    expect((await client.post('FulfillSalesOrder', { Status: 100001, OrderClose: { subject: 'Shipped', ...bind } })).status).toBe(204); // prettier-ignore
    expect((await client.get(`salesorders(${salesorderid})`)).body).toMatchObject({ statecode: 3, statuscode: 100001, datefulfilled: expect.any(String) }); // prettier-ignore
    expect((await client.post('CancelSalesOrder', { Status: 4, OrderClose: bind })).status).toBe(400);
    expect((await client.patch(`salesorders(${salesorderid})`, { name: 'Other' })).status).toBe(400);
  });

  test('in back-office mode a submitted order belongs to the integration', async () => {
    const [organisation] = (await client.get('organizations')).body.value;
    const id = await client.make('salesorders', { name: 'Back office', 'customerid_account@odata.bind': `/accounts(${account})`, 'pricelevelid@odata.bind': `/pricelevels(${list})` }); // prettier-ignore
    await client.patch(`salesorders(${id})`, { statecode: 1, statuscode: 3 });
    expect((await client.patch(`salesorders(${id})`, { kop_tracking: 'BE1' })).status).toBe(400);
    await client.patch(`organizations(${organisation.organizationid})`, { issopintegrationenabled: true });
    expect((await client.patch(`salesorders(${id})`, { kop_tracking: 'BE1' })).status).toBe(204);
    expect((await salesperson.patch(`salesorders(${id})`, { kop_tracking: 'BE2' })).status).toBe(400);
    await client.patch(`organizations(${organisation.organizationid})`, { issopintegrationenabled: false });
  });
});

test('a product is drafted, published, revised and retired, and is in a price list once per unit', async () => {
  const id = await client.make('products', { name: 'Nieuw product', productnumber: 'T-2', ...units(product) });
  expect((await client.get(`products(${id})`)).body).toMatchObject({ statecode: 2, statuscode: 0 });
  expect(codeOf(await client.post('products', { name: 'Twice', productnumber: 't-2', ...units(product) }))).toBe('0x80043b06'); // prettier-ignore
  expect(codeOf(await client.patch(`products(${id})`, { statecode: 1, statuscode: 2 }))).toBe('0x8004F978');
  const item = { amount: 12.5, 'productid@odata.bind': `/products(${id})`, 'pricelevelid@odata.bind': `/pricelevels(${list})`, 'uomid@odata.bind': `/uoms(${product._defaultuomid_value})` }; // prettier-ignore
  await client.make('productpricelevels', item);
  expect(codeOf(await client.post('productpricelevels', item))).toBe('0x80043b08');
  expect((await client.patch(`products(${id})`, { name: 'Ander product' })).status).toBe(204);
  expect((await client.patch(`products(${id})`, { statecode: 0, statuscode: 1 })).status).toBe(204);
  expect(codeOf(await client.patch(`products(${id})`, { name: 'Derde product' }))).toBe('0x8004F995');
  expect(codeOf(await client.patch(`products(${id})`, { statecode: 2, statuscode: 0 }))).toBe('0x8004F912');
  for (const body of [
    { statecode: 3, statuscode: 3 },
    { name: 'Derde product' },
    { statecode: 0, statuscode: 1 },
    { statecode: 1, statuscode: 2 },
  ])
    // prettier-ignore
    expect((await client.patch(`products(${id})`, body)).status).toBe(204);
  expect((await client.get(`products(${id})?$select=name,statecode`)).body).toMatchObject({ name: 'Derde product', statecode: 1 }); // prettier-ignore
});

test('a task belongs to an account under either name, and a done one is opened before it is changed', async () => {
  for (const navigation of ['regardingobjectid_account_task', 'regardingobjectid_account']) {
    const id = await client.make('tasks', { subject: 'Bellen', scheduledend: '2026-12-01T09:00:00Z', [`${navigation}@odata.bind`]: `/accounts(${account})` }); // prettier-ignore
    expect((await client.get(`tasks(${id})`)).body).toMatchObject({ _regardingobjectid_value: account, statecode: 0, statuscode: 2, prioritycode: 1 }); // prettier-ignore
    expect((await client.patch(`tasks(${id})`, { statecode: 1, statuscode: 5 })).status).toBe(204);
    expect((await client.get(`tasks(${id})`)).body).toMatchObject({ percentcomplete: 100, actualend: expect.any(String) }); // prettier-ignore
    expect((await client.patch(`tasks(${id})`, { subject: 'Mailen' })).status).toBe(400);
    expect((await client.patch(`tasks(${id})`, { statecode: 0, statuscode: 2, subject: 'Mailen' })).status).toBe(204);
  }
  expect((await client.get(`accounts(${account})/Account_Tasks`)).body.value).toHaveLength(2);
});

test('a sales target is one for an account and a month', async () => {
  const body = { kop_period: '2027-01', kop_amount: 5000, 'kop_AccountId@odata.bind': `/accounts(${account})` };
  await client.make('kop_salestargets', body);
  expect((await client.get(`kop_salestargets(_kop_accountid_value=${account},kop_period='2027-01')`)).body).toMatchObject({ kop_name: '2027-01 Kleuterkledij Mertens BV', kop_amount: 5000 }); // prettier-ignore
  expect(codeOf(await client.post('kop_salestargets', body))).toBe('0x80060892');
  expect((await client.post('kop_salestargets', { ...body, kop_period: 'January' })).status).toBe(400);
});

test('an opportunity is won or lost by an action', async () => {
  const make = () => client.make('opportunities', { name: 'Raamcontract', estimatedvalue: 100, 'customerid_account@odata.bind': `/accounts(${account})` }); // prettier-ignore
  const bind = (id: string) => ({ OpportunityClose: { subject: 'Done', 'opportunityid@odata.bind': `/opportunities(${id})` } }); // prettier-ignore
  const [won, lost] = [await make(), await make()];
  expect((await client.post('WinOpportunity', { Status: 3, ...bind(won) })).status).toBe(204);
  expect((await client.post('LoseOpportunity', { Status: 5, ...bind(lost) })).status).toBe(204);
  expect((await client.get(`opportunities(${won})`)).body).toMatchObject({ statecode: 1, actualvalue: 100 });
  expect((await client.get(`opportunities(${lost})`)).body).toMatchObject({ statecode: 2, statuscode: 5 });
});

test('changes of lines and heads come with the changes of their tables, and deletions with what went along', async () => {
  const track = async (set: string) => (await client.get(`${set}?$select=createdon`, { prefer: 'odata.track-changes,odata.maxpagesize=5000' })).body['@odata.deltaLink'] as string; // prettier-ignore
  const links = { quotes: await track('quotes'), quotedetails: await track('quotedetails') };
  const id = await client.make('quotes', quoteBody([inList(product, 1), inList(other, 2)]));
  expect((await client.get(links.quotes)).body.value).toMatchObject([{ quoteid: id }]);
  expect((await client.get(links.quotedetails)).body.value).toHaveLength(2);
  const [line] = (await client.get(`quotes(${id})/quote_details`)).body.value;
  const before = (await client.get(`quotes(${id})`)).body['@odata.etag'];
  await client.patch(`quotedetails(${line.quotedetailid})`, { quantity: 9 });
  const stale = await client.patch(`quotes(${id})`, { name: 'Stale' }, { 'if-match': before });
  expect(stale.status).toBe(412);
  await client.delete(`quotes(${id})`);
  const gone = (await client.get(links.quotedetails)).body.value as any[];
  expect(gone.map(({ reason }) => reason)).toEqual(['deleted', 'deleted']);
});
