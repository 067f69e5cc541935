import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client } from './support/client.ts';
import { startDemoProcess, startServerProcess, untilUp, type Process } from './support/processes.ts';
import { accountsOf, changeAccount, connect, ended, flowId, runFlow, type DemoSides } from './support/systems.ts';
import { freePort, temporaryFolder } from './support/test-koppel.ts';

const customers = 2_000;
const edited = 400;
const kills = 6;

let folder: string;
let url: string;
let demo: { sides: DemoSides; process: Process };
let environment: Record<string, string>;
let server: Process;

beforeAll(async () => {
  folder = await temporaryFolder();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  demo = await startDemoProcess(['--customers', String(customers), '--data', join(folder, 'demo')]);
  environment = {
    KOPPEL_PORT: String(port),
    KOPPEL_DATA: join(folder, 'koppel'),
    KOPPEL_DEMO: 'off',
    KOPPEL_ALLOW_ADDRESSES: `${demo.sides.erp.origin},${demo.sides.crm.origin}`,
  };
});
afterAll(async () => {
  await server.end('SIGKILL');
  await demo.process.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts the server; a client with the rights of the command line. */
async function start(): Promise<Client> {
  server = startServerProcess(environment);
  await untilUp(url, server);
  const client = new Client(url);
  client.bearer = readServerFile(environment['KOPPEL_DATA']!)!.token;
  return client;
}

async function control(method: string, path: string, body?: object): Promise<{ byKind?: Record<string, number> }> {
  const { origin, controlToken } = demo.sides.crm as DemoSides['crm'] & { controlToken: string };
  const response = await fetch(`${origin}/demo/${path}`, {
    method,
    headers: { 'x-demo-control': controlToken, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.status === 204 ? {} : ((await response.json()) as { byKind?: Record<string, number> });
}

/** Resolves when the CRM has had so many batches since the last kill. */
async function untilBatches(count: number): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < 3_000) {
    const { byKind } = await control('GET', 'requests');
    if ((byKind?.['batch'] ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test(`a check that is killed ${kills} times goes on where it was, and loses no finding`, async () => {
  let client = await start();
  await connect(client, demo.sides);
  await runFlow(client);
  const linked = (await accountsOf(demo.sides)).filter(
    ({ accountnumber, statecode }) => accountnumber !== null && statecode === 0,
  );
  const some = linked.filter((_account, index) => index % Math.floor(linked.length / edited) === 0).slice(0, edited);
  for (const { accountid } of some) await changeAccount(demo.sides, String(accountid), { address1_city: 'Elsewhere' });

  await control('PUT', 'faults', { latencyMs: 15, jitterMs: 15 });
  const { runs } = await client.call('startDrift', { body: { flows: [flowId] } });
  const id = runs[0]!.id;
  let during = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    await control('DELETE', 'requests');
    if (kill > 0) client = await start();
    // The first batches look up; from the third on they write too. Each kill comes a little later.
    await untilBatches(2 + kill);
    const { run } = await client.call('getRun', { params: { id } });
    if (run.state.status === 'running') during += 1;
    await server.end('SIGKILL');
  }
  expect(during).toBeGreaterThan(kills / 3);

  await control('PUT', 'faults', { latencyMs: 0, jitterMs: 0 });
  client = await start();
  const run = await ended(client, id);
  expect(run.state.status).toBe('done');
  expect(run.attempt).toBeGreaterThan(1);
  const { items } = await client.call('listDrift', { query: { flow: flowId, limit: 500 } });
  expect(new Set(items.map(({ field, state }) => `${field} ${state}`))).toEqual(
    new Set(['billingAddress.city putBack']),
  );
  expect(items.map(({ targetKey }) => targetKey).sort()).toEqual(some.map(({ accountid }) => String(accountid)).sort());
  const now = new Map((await accountsOf(demo.sides)).map((account) => [account['accountid'], account]));
  for (const { accountid, address1_city: city } of some) expect(now.get(accountid)!['address1_city']).toBe(city);
});
