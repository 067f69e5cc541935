import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client } from './support/client.ts';
import { startDemoProcess, startServerProcess, untilUp, type Process } from './support/processes.ts';
import {
  accountsOf,
  compare,
  connect,
  ended,
  failedKeys,
  flowId,
  runFlow,
  sumOf,
  type DemoSides,
} from './support/systems.ts';
import { freePort, temporaryFolder } from './support/test-koppel.ts';

const customers = 4_000;
const kills = 20;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

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

async function control(side: 'erp' | 'crm', method: string, path: string, body?: object): Promise<unknown> {
  const { origin, controlToken } = demo.sides[side] as DemoSides['erp'] & { controlToken: string };
  const response = await fetch(`${origin}/demo/${path}`, {
    method,
    headers: { 'x-demo-control': controlToken, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}

/** A little slower than they are: at a kill there is then something on its way. */
async function slowDown(latencyMs: number): Promise<void> {
  for (const side of ['erp', 'crm'] as const) await control(side, 'PUT', 'faults', { latencyMs, jitterMs: latencyMs });
}

/** Resolves when the CRM has had so many batches since the last kill: the first look records up, later ones write. */
async function untilBatches(count: number): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < 3_000) {
    const { byKind } = (await control('crm', 'GET', 'requests')) as { byKind: Record<string, number> };
    if ((byKind['batch'] ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test(`killed ${kills} times at random moments, a run ends with every customer there once (seed ${seed})`, async () => {
  const random = seeded(seed);
  let client = await start();
  await connect(client, demo.sides);
  const before = await accountsOf(demo.sides);
  await slowDown(10);
  const { id: runId } = await client.call('startRun', { params: { id: flowId }, body: {} });

  let during = 0;
  const progress: string[] = [];
  let read = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    await control('crm', 'DELETE', 'requests');
    // Now and then before it serves, while it takes up the run; mostly somewhere among the requests of the run.
    const isEarly = kill > 0 && random() < 0.15;
    if (isEarly) {
      server = startServerProcess(environment);
      await new Promise((resolve) => setTimeout(resolve, 300 + random() * 900));
    } else {
      if (kill > 0) client = await start();
      await untilBatches(Math.floor(random() * 14));
      await new Promise((resolve) => setTimeout(resolve, random() * 30));
      const { run } = await client.call('getRun', { params: { id: runId } });
      if (run.state.status === 'running') during += 1;
      // What was shown once is never taken back, and adds up at every moment.
      expect(run.counters.read).toBeGreaterThanOrEqual(read);
      expect(sumOf(run.counters)).toBe(run.counters.read);
      ({ read } = run.counters);
    }
    await server.end('SIGKILL');
    progress.push(`${isEarly ? 'early ' : ''}${read}/${(await accountsOf(demo.sides)).length - before.length}`);
  }
  const told = `seed ${seed}, read/created at the kills: ${progress.join(', ')}`;
  // Most kills met a run at work, and they met it between its writes; else this test would show less than it says.
  expect(during, told).toBeGreaterThan(kills / 2);
  expect(new Set(progress).size, told).toBeGreaterThan(kills / 3);

  await slowDown(0);
  client = await start();
  const run = await ended(client, runId);
  expect(run.state.status).toBe('done');
  expect(run.attempt).toBeGreaterThan(during / 2);
  expect(run.counters.read).toBe(customers);
  expect(sumOf(run.counters)).toBe(customers);
  const failed = await failedKeys(client);
  expect(failed.size).toBe(run.counters.failed);
  const compared = await compare(demo.sides, { before, failed });
  expect(compared).toEqual({ wanted: compared.wanted, missing: [], doubled: [], different: [], overwritten: [] });
  expect(compared.wanted).toBeGreaterThan(customers * 0.9);

  // Its log has every event once, and tells of every attempt.
  const { events, lastSeq } = await client.call('getRunEvents', { params: { id: runId }, query: { limit: 5000 } });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
  if (events.length < 5000) expect(events.at(-1)!.seq).toBe(lastSeq);

  // The cursor stands behind everything: what comes next reads the overlap, and finds nothing to write.
  const again = await runFlow(client);
  expect(again.state.status).toBe('done');
  expect(again.counters.read).toBeLessThan(customers / 20);
  expect([again.counters.created, again.counters.updated]).toEqual([0, 0]);
  const all = await runFlow(client, 'all');
  expect([all.counters.read, all.counters.created, all.counters.updated]).toEqual([customers, 0, 0]);

  expect(await server.end('SIGTERM')).toBe(0);
});
