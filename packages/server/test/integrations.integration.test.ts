import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

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

// One after another: each goes on with what the one before left.
describe('a won quote', () => {
  test('becomes one order with the same lines, and no second one', async () => {
    const crm = crmReader(demo);
    const quotes = await crm.all('/api/data/v9.2/quotes?$expand=quote_details');
    const won = quotes.filter(({ statecode }) => statecode === 2);
    expect(won.length).toBeGreaterThan(0);
    const orders = () => crm.all('/api/data/v9.2/salesorders?$expand=order_details');
    const before = await orders();
    const first = await run(client, 'won-quote-to-order');
    expect(first.counters).toMatchObject({ failed: 0, waiting: 0 });
    const after = await orders();
    for (const quote of won) {
      const made = after.filter(({ kop_reference }) => kop_reference === quote['quotenumber']);
      expect(made, String(quote['quotenumber'])).toHaveLength(1);
      expect(made[0]!['totalamount']).toBe(quote['totalamount']);
      expect((made[0]!['order_details'] as unknown[]).length).toBe((quote['quote_details'] as unknown[]).length);
    }
    expect(after.length).toBe(before.length + first.counters.created);
    const again = await run(client, 'won-quote-to-order', 'all');
    expect(again.counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
    expect(await orders()).toHaveLength(after.length);
  });
});
