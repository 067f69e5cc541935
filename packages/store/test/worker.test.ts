import { isFinal, type RunEvent, type RunSnapshot } from '@koppel/model';
import { Worker } from '@koppel/runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planOf } from '../../runtime/test/flow.ts';
import { Life, noFaults, random, SimulatedSystem } from '../../runtime/test/simulated-world.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { queueRun } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

test('a worker takes queued runs one after another to their end, and who listens sees all of it', async () => {
  const erp = new SimulatedSystem();
  const crm = new SimulatedSystem();
  for (let n = 0; n < 20; n += 1) erp.put(`C${n}`, { name: `Customer ${n}`, companyNumber: `B${n}`, blocked: 'no' });
  const options = { life: new Life(), dice: random(1), faults: noFaults, chosenKeys: true };
  const { store } = opened;
  const events = new Map<string, RunEvent[]>();
  const last = new Map<string, RunSnapshot>();
  const ended = Promise.withResolvers<void>();
  store.listen({
    onEvents(runId, told, snapshot) {
      events.set(runId, [...(events.get(runId) ?? []), ...told]);
      last.set(runId, snapshot);
      if (last.size === 2 && [...last.values()].every(({ state }) => isFinal(state))) ended.resolve();
    },
  });
  const first = await queueRun(opened);
  const second = await queueRun(opened);
  let ids = 0;
  const worker = new Worker({
    name: 'worker',
    queue: store.queue,
    journal: store.journal,
    prepare: () =>
      Promise.resolve({
        plan: planOf(),
        slots: new Map([
          ['erp', { connectionId: 'erp-1', system: erp.system(options) }],
          ['crm', { connectionId: 'crm-1', system: crm.system(options) }],
        ]),
        release: () => Promise.resolve(),
      }),
    clock: {
      now: opened.now,
      monotonicMs: () => performance.now(),
      sleep: (ms, { signal }) => sleep(ms, undefined, { signal }),
    },
    newId: () => `failure-${(ids += 1)}`,
    report: (error) => ended.reject(error),
  });
  worker.start();
  try {
    await ended.promise;
  } finally {
    await worker.stop();
  }
  expect(last.get(first.id)).toMatchObject({ state: { status: 'done' }, counters: { read: 20, created: 20 } });
  expect(last.get(second.id)).toMatchObject({ state: { status: 'done' }, counters: { read: 0 } });
  for (const { id } of [first, second]) {
    expect(events.get(id)).toEqual(await store.runs.events(id, { after: 0, limit: 1_000 }));
    expect(events.get(id)!.map(({ seq }) => seq)).toEqual(events.get(id)!.map((_, index) => index + 1));
    expect(await store.runs.snapshot(id)).toEqual(last.get(id));
  }
  expect(crm.creates).toBe(20);
});
