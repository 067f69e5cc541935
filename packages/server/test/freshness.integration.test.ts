import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { connect, customersOf, ended, flowId, runFlow } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const minute = 60_000;

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
const clock = new ShiftedClock();

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 10, now: clock.now });
  server = await startTestKoppel({ clock, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await connect(client, demo);
  const { draft, revision } = await client.call('getFlow', { params: { id: flowId } });
  const document = structuredClone(draft);
  for (const node of Object.values(document.nodes)) {
    // Its times never come in a test.
    if (node.type === 'start-on-schedule') node.config = { cron: '0 0 1 1 *' };
    if (node.type === 'read-records') node.config = { maxAgeMinutes: 30 };
  }
  const saved = await client.call('saveDraft', { params: { id: flowId }, body: { document, revision } });
  await client.call('publishFlow', { params: { id: flowId }, body: { revision: saved.revision, note: 'Promises' } });
  await client.call('switchFlow', { params: { id: flowId }, body: { isOn: true } });
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const freshness = async () => (await client.call('listFlows', {})).find(({ id }) => id === flowId)!.freshness;

test('a promised age is measured from the beginning of the last run that went through, and said when it is broken', async () => {
  expect(await freshness()).toEqual({ promisedMinutes: 30, upToDateSince: null, isLate: true });
  const run = await runFlow(client);
  const { startedAt } = run.state as { startedAt: string };
  expect(await freshness()).toEqual({ promisedMinutes: 30, upToDateSince: startedAt, isLate: false });
  clock.forward(29 * minute);
  expect((await freshness())!.isLate).toBe(false);
  clock.forward(3 * minute);
  expect(await freshness()).toEqual({ promisedMinutes: 30, upToDateSince: startedAt, isLate: true });
});

test('a run that writes nothing, and one over some records only, do not make it younger', async () => {
  const before = (await freshness())!.upToDateSince;
  const [customer] = await customersOf(demo);
  const some = { scope: { kind: 'keys' as const, keys: [customer!['id'] as string] } };
  for (const body of [{ isDryRun: true }, some]) {
    const { id } = await client.call('startRun', { params: { id: flowId }, body });
    expect((await ended(client, id)).state.status).toBe('done');
  }
  expect((await freshness())!.upToDateSince).toBe(before);
  expect((await runFlow(client)).state.status).toBe('done');
  expect((await freshness())!.isLate).toBe(false);
});

test('a flow that is off, and one that promises nothing, say nothing', async () => {
  await client.call('switchFlow', { params: { id: flowId }, body: { isOn: false } });
  expect(await freshness()).toBeNull();
  const flows = await client.call('listFlows', {});
  expect(flows.find(({ id }) => id === 'contacts-in-step')!.freshness).toBeNull();
});
