import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { cents, demoErp, prospectStory } from './support/prospect.ts';
import { bindAll, crmReader, decideQuotes, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let crmConnection: string;

const api = '/api/data/v9.2';

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  ({ crm: crmConnection } = await bindAll(client, demo));
  await client.call('discoverConnection', { params: { id: crmConnection } });
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
  const story = prospectStory(() => ({ client, crm: demo.crm, erp: demoErp(demo), crmConnection }));
  for (const { title, run } of story.chapters) test(title, run);

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
    expect(cents(items[0]!.revenue12m)).toBe(cents((await story.account())['kop_revenue12m']));
    const overview = await client.call('getRevenue', { query: {} as never });
    expect(overview.months).toHaveLength(12);
    expect(overview.upToDate.revenue).not.toBeNull();
    expect(overview.salespeople.length).toBeGreaterThan(0);
  });

  test('and on the page of the customer: its order with its fulfilment, its invoice, as the ERP has them', async () => {
    const { items } = await client.call('listRevenueCustomers', { query: { search: 'Verstraete', limit: 1 } as never });
    const documents = await client.call('getCustomerDocuments', { params: { id: items[0]!.id } });
    expect(documents.problem).toBeNull();
    expect(documents.invoices).toHaveLength(documents.totals.invoices);
    const sum = documents.invoices.reduce((total, { amount }) => total + cents(amount), 0);
    expect(sum).toBe(cents((await story.account())['kop_revenue12m']));
    expect(documents.invoices.reduce((total, one) => total + cents(one.remainingAmount), 0)).toBe(
      cents((await story.account())['kop_openamount']),
    );
  });
});
