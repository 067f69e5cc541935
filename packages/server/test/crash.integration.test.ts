import { afterAll, beforeAll, expect, test } from 'vitest';
import { crashSeed, KilledServer, pause, seeded, shuffled } from './support/killing.ts';
import { accountsOf, compare, connect, ended, failedKeys, flowId, runFlow, sumOf } from './support/systems.ts';

const customers = 4_000;
/** Positions are kept every 500 records. */
const nearEnd = customers * 0.7;

let server: KilledServer;
beforeAll(async () => {
  server = await KilledServer.beside({ customers });
});
afterAll(() => server.close());

/** Where in the life of a run it is killed. */
type Stage = 'before its first write' | 'between its writes' | 'while it starts again' | 'near its end';

/** Each stage several times: first those that cost no progress, last those that need it. */
function stagesFor(dice: () => number): Stage[] {
  const early = Array.from({ length: 3 }, (): Stage => 'before its first write');
  const middle = Array.from({ length: 14 }, (_, index): Stage =>
    index < 10 ? 'between its writes' : 'while it starts again',
  );
  return [...early, ...shuffled(middle, dice), 'near its end', 'near its end', 'while it starts again', 'near its end'];
}

test(`killed at every stage of its life, a run ends with every customer there once (CRASH_SEED=${crashSeed})`, async () => {
  const random = seeded(crashSeed);
  const stages = stagesFor(random);
  let client = await server.start();
  await connect(client, server.sides);
  const before = await accountsOf(server.sides);
  await server.slowDown(10);
  await server.countAnew('crm');
  const { id: runId } = await client.call('startRun', { params: { id: flowId }, body: {} });
  const batches = () => server.requests('crm', 'batch');

  /** Waits for the moment. Gives whether the run is where it is to be killed. */
  async function isAt(stage: Exclude<Stage, 'while it starts again'>): Promise<boolean> {
    // The first batches look records up; later ones write as well.
    if (stage === 'before its first write') {
      await pause(random() * 60);
      return (await batches()) <= 4;
    }
    if (stage === 'near its end') {
      await server.slowDown(40);
      const isNear = async () => (await client.call('getRun', { params: { id: runId } })).run.counters.read > nearEnd;
      await server.until(isNear, 45_000);
      return true;
    }
    const enough = 5 + Math.floor(random() * 6);
    await server.until(async () => (await batches()) >= enough);
    await pause(random() * 20);
    return (await batches()) > 0;
  }

  const hits = new Map<Stage, number>();
  const progress: string[] = [];
  let read = 0;
  let isStarted = true;
  for (const stage of stages) {
    await server.countAnew('crm');
    let isHit = true;
    if (stage === 'while it starts again') {
      server.launch();
      // From loading its code to taking up the run.
      await pause(200 + random() * 1_000);
    } else {
      if (!isStarted) client = await server.start();
      isHit = await isAt(stage);
      const { run } = await client.call('getRun', { params: { id: runId } });
      isHit &&= run.state.status === 'running';
      // What was shown once is never taken back, and adds up at every moment.
      expect(run.counters.read).toBeGreaterThanOrEqual(read);
      expect(sumOf(run.counters)).toBe(run.counters.read);
      ({ read } = run.counters);
      if (stage === 'near its end') isHit &&= read > nearEnd;
    }
    await server.kill();
    isStarted = false;
    if (isHit) hits.set(stage, (hits.get(stage) ?? 0) + 1);
    progress.push(`${stage} ${read}/${(await accountsOf(server.sides)).length - before.length}`);
  }
  const told = `CRASH_SEED=${crashSeed}, read/created at the kills: ${progress.join(', ')}`;
  // Each stage was met; else this test would show less than it says.
  for (const stage of new Set(stages)) expect(hits.get(stage) ?? 0, `killed ${stage}: ${told}`).toBeGreaterThan(0);
  expect(hits.get('between its writes')!, told).toBeGreaterThan(5);

  await server.slowDown(0);
  client = await server.start();
  const run = await ended(client, runId);
  expect(run.state.status).toBe('done');
  expect(run.attempt, told).toBeGreaterThan(5);
  expect(run.counters.read).toBe(customers);
  expect(sumOf(run.counters)).toBe(customers);
  const failed = await failedKeys(client);
  expect(failed.size).toBe(run.counters.failed);
  const compared = await compare(server.sides, { before, failed });
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

  expect(await server.end()).toBe(0);
});
