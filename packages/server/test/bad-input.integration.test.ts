import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { Proxy } from './support/proxy.ts';
import {
  accountsOf,
  compare,
  connect,
  customersOf,
  ended,
  failedKeys,
  flowId,
  runFlow,
  sumOf,
} from './support/systems.ts';
import type { DemoSide } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const customers = 60;

let demo: DemoSystems;
let erp: Proxy;
let crm: Proxy;
let behind: { erp: DemoSide; crm: DemoSide };
let server: TestKoppel;
let client: Client;
let connections: { erp: string; crm: string };
let before: Awaited<ReturnType<typeof accountsOf>>;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers });
  erp = new Proxy(demo.erp.origin);
  crm = new Proxy(demo.crm.origin);
  const origins = { erp: await erp.listen(), crm: await crm.listen() };
  behind = { erp: moved(demo.erp, origins.erp), crm: moved(demo.crm, origins.crm) };
  server = await startTestKoppel({ config: { privateOrigins: [origins.erp, origins.crm] } });
  client = await server.administrator();
  connections = await connect(client, behind);
  before = await accountsOf(demo);
});
afterAll(async () => {
  await server.close();
  await Promise.all([erp.close(), crm.close(), demo.close()]);
});

/** The same system behind another address. */
function moved({ origin, settings, secrets }: DemoSide, to: string): DemoSide {
  const text = JSON.stringify(settings).replaceAll(origin, to);
  return { origin: to, settings: JSON.parse(text) as Record<string, unknown>, secrets };
}

const nothing = { read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, skipped: 0, failed: 0, waiting: 0 };

// One after another: the last ones show that what went wrong before lost nothing.
describe('when the other side is not as it should be', () => {
  test('wrong credentials: the test names the step, the run stops with the remedy, and nothing is touched', async () => {
    const { settings } = behind.crm;
    const body = { name: 'The crm', connectorId: 'dataverse', role: 'crm', settings };
    const params = { id: connections.crm };
    await client.call('saveConnection', { params, body: { ...body, secrets: { clientSecret: 'not the secret' } } });
    const { isOk, steps } = await client.call('testConnection', { params });
    expect(isOk).toBe(false);
    expect(steps.at(-1)).toMatchObject({ id: expect.stringMatching(/sign/i) as string, outcome: 'failed' });
    expect(steps.at(-1)!.remedy).toBeTruthy();

    const run = await runFlow(client);
    expect(run.state).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('sign') as string, answer: expect.stringMatching(/secret/i) as string },
    });
    expect(run.counters).toEqual(nothing);
    expect(await accountsOf(demo)).toEqual(before);
    await client.call('saveConnection', { params, body: { ...body, secrets: { ...behind.crm.secrets } } });
  });

  test('the CRM refuses a record: it alone is set aside with what the CRM said, and a retry brings it over', async () => {
    // Somebody who is in the ERP only, so that the CRM is asked to create the account.
    const numbers = new Set(before.map(({ accountnumber }) => accountnumber));
    const victim = (await customersOf(demo)).find(({ blocked, number }) => blocked === ' ' && !numbers.has(number))!;
    const name = JSON.stringify(victim['displayName']);
    crm.tamper = ({ method, body }) =>
      method === 'POST' && body.includes(`"name":${name}`)
        ? { body: body.replaceAll(`"name":${name}`, `"name":"${'x'.repeat(400)}"`) }
        : null;
    const run = await runFlow(client);
    expect(run.state).toMatchObject({ status: 'done' });
    expect([run.counters.read, sumOf(run.counters)]).toEqual([customers, customers]);
    const { items } = await client.call('listFailures', { query: {} });
    const failure = items.find(({ key }) => key === victim['id']);
    expect(failure, JSON.stringify(items.map(({ error }) => error))).toMatchObject({
      state: 'open',
      cause: expect.any(String) as string,
    });
    expect(failure!.error.message).toContain(victim['displayName'] as string);
    expect(failure!.error.answer).toMatch(/length|long|maximum|exceed/i);
    expect(failure!.input).toHaveProperty('account.name', victim['displayName']);
    expect((await compare(demo, { before, failed: await failedKeys(client) })).missing).toEqual([]);

    crm.tamper = () => null;
    const { runs } = await client.call('retryFailures', { body: { ids: [failure!.id] } });
    const retried = await ended(client, runs[0]!.runId);
    expect(retried.counters).toEqual({ ...nothing, read: 1, created: 1 });
    expect((await client.call('getFailure', { params: { id: failure!.id } })).state).toBe('solved');
  });

  test('the ERP answers with a web page: the run says so, waits, and goes on by itself when it is over', async () => {
    const page = '<!doctype html><html><body><h1>Maintenance</h1></body></html>';
    const held = await accountsOf(demo);
    erp.tamper = ({ path }) =>
      path.includes('/customers') ? { status: 200, type: 'text/html; charset=utf-8', body: page } : null;
    const { id } = await client.call('startRun', { params: { id: flowId }, body: { scope: { kind: 'all' } } });
    let told;
    while (!told) {
      const { events } = await client.call('getRunEvents', { params: { id }, query: {} });
      told = events.map(({ fact }) => fact).find((fact) => fact.type === 'node.waited');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(told.nodeId).toBe('read');
    expect(told.reason.message).toMatch(/web page|HTML|not JSON|cannot be read/i);
    expect(told.reason.remedy).not.toBe('');
    expect((await client.call('getRun', { params: { id } })).run.counters).toEqual(nothing);
    erp.tamper = () => null;
    const run = await ended(client, id);
    expect(run.state).toMatchObject({ status: 'done' });
    expect([run.counters.read, sumOf(run.counters)]).toEqual([customers, customers]);
    expect(await accountsOf(demo)).toEqual(held);
  });

  test('in the end nothing is missing, doubled or overwritten', async () => {
    const run = await runFlow(client, 'all');
    expect([run.counters.created, run.counters.updated]).toEqual([0, 0]);
    const compared = await compare(demo, { before, failed: await failedKeys(client) });
    expect(compared).toEqual({ wanted: compared.wanted, missing: [], doubled: [], different: [], overwritten: [] });
  });
});
