import { catalog } from '@koppel/catalog';
import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { openKeyFile, openStore, type Store } from '@koppel/store';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PublishedVersions } from '../src/workspace/published-versions.ts';
import { startScheduled } from '../src/workspace/scheduled-runs.ts';
import type { Client } from './support/client.ts';
import { Proxy } from './support/proxy.ts';
import { connect, flowId, runFlow, type DemoSide } from './support/systems.ts';
import {
  ShiftedClock,
  firstStoreFile,
  startTestKoppel,
  temporaryFolder,
  type TestKoppel,
} from './support/test-koppel.ts';

const dayMs = 24 * 60 * 60_000;

let demo: DemoSystems;
let proxy: Proxy;
/** The demo ERP as the connection reaches it: every run reads it. */
let erp: DemoSide;
let folder: string;
let server: TestKoppel;
let client: Client;
let connections: { erp: string; crm: string };
const clock = new ShiftedClock();

/** Koppel on the same data as before. Signs in anew. */
async function start(): Promise<void> {
  server = await startTestKoppel({ folder, clock, config: { privateOrigins: [erp.origin, demo.crm.origin] } });
  client = await server.administrator();
}

/** What the schedule does when its time has come, on the data of a Koppel that is stopped meanwhile. Gives the new runs. */
async function whenItIsTime(): Promise<number> {
  await server.close();
  const store: Store = openStore({
    file: firstStoreFile(folder),
    keys: openKeyFile({ file: join(folder, 'koppel.key'), isMade: true }),
    now: () => clock.now(),
    monotonicMs: () => performance.now(),
    newId: randomUUID,
  });
  const before = (await store.runs.newest(flowId))?.number ?? 0;
  await startScheduled(
    { flowId, nodeId: 'schedule', at: clock.now() },
    { store, catalog, versions: new PublishedVersions(store.flows, catalog) },
  );
  const after = (await store.runs.newest(flowId))?.number ?? 0;
  store.close();
  await start();
  return after - before;
}

const holdNow = async () => (await client.call('getFlow', { params: { id: flowId } })).summary;
const erpWith = (clientSecret: string) => {
  const body = { name: 'The erp', connectorId: 'business-central', role: 'erp', settings: erp.settings };
  return client.call('saveConnection', {
    params: { id: connections.erp },
    body: { ...body, secrets: { clientSecret } },
  });
};

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 20 });
  proxy = new Proxy(demo.erp.origin);
  const origin = await proxy.listen();
  const settings = JSON.stringify(demo.erp.settings).replaceAll(demo.erp.origin, origin);
  erp = { origin, settings: JSON.parse(settings) as DemoSide['settings'], secrets: demo.erp.secrets };
  folder = await temporaryFolder();
  await start();
  connections = await connect(client, { erp, crm: demo.crm });
  await client.call('switchFlow', { params: { id: flowId }, body: { isOn: true } });
});
afterAll(async () => {
  await server.close();
  await Promise.all([proxy.close(), demo.close()]);
  await rm(folder, { recursive: true, force: true });
});

// One after another: each begins with what the one before left.
test('a flow rests after its sign-in was refused, also over a restart, and names the connection', async () => {
  await erpWith('not the secret');
  const { state, id } = await runFlow(client);
  expect(state).toMatchObject({ status: 'failed', error: { signInOf: connections.erp } });
  expect(await holdNow()).toMatchObject({
    nextRunAt: null,
    hold: { connectionId: connections.erp, connectionName: 'The erp', runId: id },
  });
  expect(await whenItIsTime()).toBe(0);
  expect((await holdNow()).hold).not.toBeNull();
  const { isOk } = await client.call('testConnection', { params: { id: connections.erp } });
  expect(isOk).toBe(false);
  expect((await holdNow()).hold).not.toBeNull();
});

test('it goes on by itself once the connection was saved, and its runs work again', async () => {
  await erpWith(erp.secrets['clientSecret']!);
  expect((await holdNow()).hold).toBeNull();
  expect(await whenItIsTime()).toBe(1);
  await expect.poll(async () => (await holdNow()).lastRuns.at(-1)?.status, { timeout: 30_000 }).toBe('done');
});

test('it goes on by itself once a test of the connection passes', async () => {
  const answer = JSON.stringify({ error: 'invalid_client', error_description: 'The application is disabled.' });
  proxy.tamper = ({ path }) =>
    path.includes('/token') ? { status: 401, type: 'application/json', body: answer } : null;
  // The token it has is forgotten, as it would be when it runs out.
  await erpWith(erp.secrets['clientSecret']!);
  await runFlow(client);
  expect((await holdNow()).hold).not.toBeNull();
  proxy.tamper = () => null;
  await client.call('testConnection', { params: { id: connections.erp } });
  expect((await holdNow()).hold).toBeNull();
});

test('a run by hand is never held back, and ends the rest when it works', async () => {
  await erpWith('not the secret');
  await runFlow(client);
  expect((await holdNow()).hold).not.toBeNull();
  const again = await runFlow(client);
  expect(again.state.status).toBe('failed');
  expect((await holdNow()).hold).toMatchObject({ runId: again.id });
});

test('runs older than the days to keep go when Koppel tidies, but not the last one, the links or the position', async () => {
  await erpWith(erp.secrets['clientSecret']!);
  const whole = await runFlow(client, 'all');
  const old = await client.call('listRuns', { query: { flow: flowId } });
  expect(old.items.length).toBeGreaterThan(2);
  clock.forward(91 * dayMs);
  await server.close();
  await start();
  await expect
    .poll(async () => (await client.call('listRuns', { query: { flow: flowId } })).items.map(({ run }) => run.id))
    .toEqual([whole.id]);
  const after = await runFlow(client, 'all');
  expect([after.counters.created, after.counters.updated]).toEqual([0, 0]);
});
