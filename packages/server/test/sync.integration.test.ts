import type { PlanPage } from '@koppel/protocol';
import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { accountsOf, compare, connect, failedKeys, flowId, runFlow, sumOf } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const customers = 10_000;

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let before: Awaited<ReturnType<typeof accountsOf>>;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await connect(client, demo);
  before = await accountsOf(demo);
  // There is something to overwrite.
  expect(before.filter(({ industrycode }) => industrycode !== null).length).toBeGreaterThan(100);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

// One after another: each run begins with what the one before left.
describe(`${customers} customers from ERP to CRM`, () => {
  test('a dry run says what would be written, and writes nothing', async () => {
    const { id } = await client.call('startRun', { params: { id: flowId }, body: { isDryRun: true } });
    const { run } = await (async () => {
      for (;;) {
        const detail = await client.call('getRun', { params: { id } });
        if (detail.run.state.status === 'done') return detail;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    expect(run.counters.read).toBe(customers);
    expect(run.counters.created).toBeGreaterThan(customers / 2);
    const plan = await client.call('getRunPlan', { params: { id } });
    expect(plan.total).toBe(customers);
    const { created, updated, unchanged, filtered, skipped, failed, waiting } = run.counters;
    expect(plan.counts).toEqual({ create: created, update: updated, unchanged, filtered, skipped, failed, waiting });
    const keys = new Set<string>();
    for (let after: number | null = 0; after !== null;) {
      const page: PlanPage = await client.call('getRunPlan', {
        params: { id },
        query: { action: 'create', after, limit: 1_000 },
      });
      for (const { key, action } of page.records) if (action === 'create') keys.add(key);
      after = page.next;
    }
    expect(keys.size).toBe(created);
    expect(await accountsOf(demo)).toEqual(before);
  });

  test('the first run brings all over, each once, and leaves alone what the CRM owns', async () => {
    const run = await runFlow(client);
    expect(run.state.status).toBe('done');
    expect(run.counters.read).toBe(customers);
    expect(sumOf(run.counters)).toBe(customers);
    const failed = await failedKeys(client);
    expect(failed.size).toBe(run.counters.failed);
    // A few that no mapping takes are part of the demo; more would be a mistake.
    expect(run.counters.failed).toBeLessThan(30);
    const compared = await compare(demo, { before, failed });
    expect(compared.wanted).toBeGreaterThan(customers * 0.9);
    expect(compared).toEqual({
      wanted: compared.wanted,
      missing: [],
      doubled: [],
      different: [],
      overwritten: [],
    });
  });

  test('a run for changes reads only the overlap, and writes nothing', async () => {
    const held = await accountsOf(demo);
    const run = await runFlow(client);
    expect(run.counters.read).toBeLessThan(customers / 100);
    expect([run.counters.created, run.counters.updated]).toEqual([0, 0]);
    expect(sumOf(run.counters)).toBe(run.counters.read);
    expect(await accountsOf(demo)).toEqual(held);
  });

  test('a run over all records reads every one and finds it unchanged', async () => {
    const held = await accountsOf(demo);
    const run = await runFlow(client, 'all');
    const { read, unchanged, skipped, failed } = run.counters;
    expect(read).toBe(customers);
    expect(sumOf(run.counters)).toBe(customers);
    expect([run.counters.created, run.counters.updated]).toEqual([0, 0]);
    expect(unchanged + skipped + failed).toBe(customers);
    expect(await accountsOf(demo)).toEqual(held);
  });

  test('failed records are retried by a run over their keys, and stay open when nothing was mended', async () => {
    const open = await failedKeys(client);
    const { items } = await client.call('listFailures', { query: { limit: 500 } });
    const { runs } = await client.call('retryFailures', { body: { ids: items.map(({ id }) => id) } });
    expect(runs).toHaveLength(1);
    let state = '';
    while (state !== 'done')
      ({
        state: { status: state },
      } = (await client.call('getRun', { params: { id: runs[0]!.runId } })).run);
    expect(await failedKeys(client)).toEqual(open);
  });
});
