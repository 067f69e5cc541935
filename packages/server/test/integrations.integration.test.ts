import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, erpCompany, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

const api = '/api/data/v9.2';
const cents = (value: unknown) => Math.round(Number(value ?? 0) * 100);

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const shipped = [
  'accounts-erp-to-crm',
  'products-erp-to-crm',
  'won-quote-to-order',
  'new-customer-crm-to-erp',
  'orders-crm-to-erp',
  'order-status-back-flow',
  'revenue-erp-to-crm',
  'open-amounts-erp-to-crm',
  'customer-value',
  'contacts-in-step',
] as const;

// One after another: each goes on with what the one before left.
describe('the flows that ship', () => {
  test.each(shipped)('%s fails for no record, and writes nothing the second time', async (id) => {
    const first = await run(client, id);
    expect(first.state.status).toBe('done');
    expect(first.counters.failed).toBe(0);
    expect(first.counters.created + first.counters.updated).toBeGreaterThan(0);
    const second = await run(client, id, 'all');
    expect(second.counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  test('a won quote became one order with the same lines', async () => {
    const crm = crmReader(demo);
    const quotes = await crm.all(`${api}/quotes?$filter=statecode eq 2&$expand=quote_details`);
    expect(quotes.length).toBeGreaterThan(0);
    const orders = await crm.all(`${api}/salesorders?$expand=order_details`);
    for (const quote of quotes) {
      const made = orders.filter((order) => order['_quoteid_value'] === quote['quoteid']);
      expect(made, String(quote['quotenumber'])).toHaveLength(1);
      expect(made[0]!['totalamount']).toBe(quote['totalamount']);
      expect((made[0]!['order_details'] as unknown[]).length).toBe((quote['quote_details'] as unknown[]).length);
    }
  });
});

describe('a prospect who wins a quote', () => {
  const crm = () => crmReader(demo);
  let account: string;
  let quote: string;
  let order: Readonly<Record<string, unknown>>;
  let customer: Readonly<Record<string, unknown>>;

  const orderNow = async () => {
    const [found] = await crm().all(`${api}/salesorders?$filter=_quoteid_value eq ${quote}&$expand=order_details`);
    return found!;
  };
  const accountNow = () => crm().one(`${api}/accounts(${account})`);

  test('has an order in the CRM', async () => {
    ({ id: account } = (await crm().post(`${api}/accounts`, {
      name: 'Drukkerij Verstraete BV',
      kop_companynumber: '0403.019.261',
      kop_vatnumber: 'BE0403019261',
      address1_line1: 'Kerkstraat 10',
      address1_postalcode: '9000',
      address1_city: 'Gent',
      address1_country: 'BE',
      emailaddress1: 'info@verstraete.example',
    })) as { id: string });
    const [list] = await crm().all(`${api}/pricelevels?$filter=statecode eq 0&$orderby=name&$top=1`);
    const products = await crm().all(
      `${api}/products?$filter=statecode eq 0 and productnumber ne null&$expand=product_price_levels&$top=50`,
    );
    const sold = products
      .filter((product) =>
        (product['product_price_levels'] as { _pricelevelid_value: string }[]).some(
          ({ _pricelevelid_value }) => _pricelevelid_value === list!['pricelevelid'],
        ),
      )
      .slice(0, 2);
    const made = await crm().post(`${api}/quotes`, {
      name: 'Inrichting drukkerij',
      'customerid_account@odata.bind': `/accounts(${account})`,
      'pricelevelid@odata.bind': `/pricelevels(${list!['pricelevelid'] as string})`,
      quote_details: sold.map((product, at) => ({
        'productid@odata.bind': `/products(${product['productid'] as string})`,
        'uomid@odata.bind': `/uoms(${product['_defaultuomid_value'] as string})`,
        quantity: at + 2,
      })),
    });
    quote = made.id!;
    await crm().change(`${api}/quotes(${quote})`, { statecode: 1, statuscode: 2 });
    await crm().post(`${api}/WinQuote`, {
      Status: 4,
      QuoteClose: {
        '@odata.type': 'Microsoft.Dynamics.CRM.quoteclose',
        subject: 'Won',
        'quoteid@odata.bind': `/quotes(${quote})`,
      },
    });
    expect((await run(client, 'won-quote-to-order')).counters).toMatchObject({ created: 1, failed: 0 });
    order = await orderNow();
    expect(order['order_details']).toHaveLength(2);
  });

  test('whose order waits for its customer, which is made in the ERP once, with its number back in the CRM', async () => {
    const early = await run(client, 'orders-crm-to-erp');
    expect(early.counters).toMatchObject({ created: 0, failed: 0, waiting: 1 });
    const made = await run(client, 'new-customer-crm-to-erp');
    expect(made.counters).toMatchObject({ created: 1, failed: 0 });
    const erp = await erpCompany(demo);
    const customers = await erp.reader.all(`${erp.of('customers')}?$filter=displayName eq 'Drukkerij Verstraete BV'`);
    expect(customers).toHaveLength(1);
    [customer] = customers as [Readonly<Record<string, unknown>>];
    expect((await accountNow())['accountnumber']).toBe(customer['number']);
  });

  test('whose order then goes into the ERP by itself, complete, with its number back in the CRM', async () => {
    // Nobody asks: the link of its customer is there.
    await expect
      .poll(async () => (await orderNow())['kop_erpordernumber'], { timeout: 20_000, interval: 100 })
      .toEqual(expect.any(String));
    const number = (await orderNow())['kop_erpordernumber'] as string;
    const erp = await erpCompany(demo);
    const [sales] = await erp.reader.all(
      `${erp.of('salesOrders')}?$filter=number eq '${number}'&$expand=salesOrderLines`,
    );
    expect(sales!['customerId']).toBe(customer['id']);
    expect((sales!['salesOrderLines'] as unknown[]).length).toBe(2);
    expect(cents(sales!['totalAmountExcludingTax'])).toBe(
      (order['order_details'] as { baseamount: number }[]).reduce((sum, { baseamount }) => sum + cents(baseamount), 0),
    );
    const waiting = await client.call('listFailures', { query: { state: 'waiting', limit: 10 } as never });
    expect(waiting.items.filter(({ flowId }) => flowId === 'orders-crm-to-erp')).toEqual([]);
  });

  test('gets it shipped and invoiced: status, revenue and open amount are right to the cent in the CRM', async () => {
    const erp = await erpCompany(demo);
    const number = (await orderNow())['kop_erpordernumber'] as string;
    const [sales] = await erp.reader.all(`${erp.of('salesOrders')}?$filter=number eq '${number}'`);
    await erp.reader.post(`${erp.of('salesOrders')}(${sales!['id'] as string})/Microsoft.NAV.shipAndInvoice`);
    expect((await run(client, 'order-status-back-flow')).counters.failed).toBe(0);
    const done = await orderNow();
    expect(Number(done['kop_shippedquantity'])).toBe(5);
    expect(done['kop_tracking']).toEqual(expect.any(String));

    await run(client, 'revenue-erp-to-crm');
    await run(client, 'open-amounts-erp-to-crm');
    const invoices = await erp.reader.all(
      `${erp.of('salesInvoices')}?$filter=customerId eq ${customer['id'] as string}`,
    );
    const sum = (field: string) => invoices.reduce((total, invoice) => total + cents(invoice[field]), 0);
    const now = await accountNow();
    expect(cents(now['kop_revenue12m'])).toBe(sum('totalAmountExcludingTax'));
    expect(cents(now['kop_openamount'])).toBe(sum('totalAmountIncludingTax'));
    expect(cents(now['kop_openamount'])).toBeGreaterThan(0);
  });

  test('and nothing of it comes back: no flow writes anything any more', async () => {
    for (const id of shipped) {
      const { counters } = await run(client, id);
      expect([id, counters.created, counters.failed], id).toEqual([id, 0, 0]);
    }
    for (const id of shipped) {
      const { counters } = await run(client, id);
      expect([id, counters.created + counters.updated], id).toEqual([id, 0]);
    }
  });

  test('is seen in the revenue insight', async () => {
    const { items } = await client.call('listRevenueCustomers', {
      query: { search: 'Verstraete', limit: 10 } as never,
    });
    expect(items).toHaveLength(1);
    expect(cents(items[0]!.revenue12m)).toBe(cents((await accountNow())['kop_revenue12m']));
    const overview = await client.call('getRevenue', { query: {} as never });
    expect(overview.months).toHaveLength(12);
    expect(overview.upToDate.revenue).not.toBeNull();
    expect(overview.salespeople.length).toBeGreaterThan(0);
  });
});
