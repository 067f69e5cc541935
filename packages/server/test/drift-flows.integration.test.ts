import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, decideQuotes, ended, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'erp');
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

test('a check of every shipped flow that keeps records up to date finds nothing right after its run', async () => {
  const { flows } = await client.call('getDrift');
  const ids = flows.map(({ flowId }) => flowId);
  expect(ids.toSorted()).toEqual([
    'accounts-erp-to-crm',
    'customer-value',
    'open-amounts-erp-to-crm',
    'order-status-back-flow',
    'products-erp-to-crm',
    'quotes-erp-to-crm',
    'revenue-erp-to-crm',
  ]);
  // Customers and products first: the others refer to them.
  const order = ['accounts-erp-to-crm', 'products-erp-to-crm', 'orders-crm-to-erp'];
  for (const id of [...order, ...ids.filter((other) => !order.includes(other))]) await run(client, id, 'all');
  const read = new Map<string, number>();
  for (const flowId of ids) {
    const { runs } = await client.call('startDrift', { body: { flows: [flowId] } });
    const check = await ended(client, runs[0]!.id);
    const { items } = await client.call('listDrift', { query: { flow: flowId } });
    expect([check.state.status, counted(check.counters), items], flowId).toEqual([
      'done',
      { read: check.counters.read, unchanged: check.counters.read },
      [],
    ]);
    read.set(flowId, check.counters.read);
  }
  expect([...read].filter(([, count]) => count === 0)).toEqual([]);
});

function counted({ read, ...counters }: Readonly<Record<string, number>>): Record<string, number> {
  return { read: read!, ...Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0)) };
}
