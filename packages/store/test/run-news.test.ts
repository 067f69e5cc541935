import type { RunEvent, RunFact, RunSnapshot } from '@koppel/model';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { batch, failed, failure, link } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { finish, queueRun, start, takeRun } from './runs-of-a-test.ts';

interface Told {
  readonly runId: string;
  readonly events: readonly RunEvent[];
  readonly snapshot: RunSnapshot;
}

let opened: TestStore;
let told: Told[];
beforeEach(() => {
  opened = openTestStore();
  told = [];
  opened.store.listen({ onEvents: (runId, events, snapshot) => void told.push({ runId, events, snapshot }) });
});
afterEach(() => opened.remove());

const line = (key: string): RunFact => ({ type: 'record.unchanged', nodeId: 'save', key, name: key });
const seqs = () => told.flatMap(({ events }) => events.map(({ seq }) => seq));

test('tells each event once and in order, numbered without gaps, also across a restart and a refused batch', async () => {
  const fence = await takeRun(opened);
  await start(opened, fence);
  const { journal } = opened.store;
  await journal.commitBatch(batch(fence, { facts: [line('C1'), line('C2')], links: [link('C1', 'A1')] }));
  await expect(journal.commitBatch(batch(fence, { facts: [line('C3')], links: [link('C3', 'A1')] }))).rejects.toThrow();
  await journal.appendFacts(fence, opened.now(), [line('C4')]);
  expect(seqs()).toEqual([1, 2, 3, 4]);
  const store = opened.reopen();
  store.listen({ onEvents: (runId, events, snapshot) => void told.push({ runId, events, snapshot }) });
  await finish(opened, fence);
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  const stored = await store.runs.events(fence.runId, { after: 0, limit: 100 });
  expect(told.flatMap(({ events }) => events)).toEqual(stored);
});

test('gives a snapshot that includes the events, and the facts as they are stored', async () => {
  const fence = await takeRun(opened);
  const { journal } = opened.store;
  await journal.commitBatch(batch(fence, { failures: [failure('C1', { id: 'first' })] }));
  const counters = { ...batch(fence).counters, read: 3, unchanged: 2, failed: 1 };
  await journal.commitBatch(
    batch(fence, { counters, failures: [failure('C1', { id: 'second' })], facts: [failed('C1', 'second')] }),
  );
  const { events, snapshot } = told.at(-1)!;
  expect(events).toMatchObject([{ seq: 1, at: opened.now().toISOString(), fact: failed('C1', 'first') }]);
  expect(snapshot).toMatchObject({ seq: 1, attempt: 1, counters, state: { status: 'queued' } });
  expect(snapshot).toEqual(await opened.store.runs.snapshot(fence.runId));
});

test('tells nothing before it is on the disk', async () => {
  const outside = new Database(opened.file, { readonly: true });
  const stored = outside.prepare<[], number | null>('select max(last_seq) from run_event').pluck();
  const seen: [told: number, stored: number | null | undefined][] = [];
  opened.store.listen({
    onEvents: (_runId, events) => void seen.push(...events.map(({ seq }) => [seq, stored.get()] as [number, number])),
  });
  const fence = await takeRun(opened);
  await start(opened, fence);
  await opened.store.journal.appendFacts(fence, opened.now(), [line('C1')]);
  outside.close();
  expect(seen).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('tells what was committed together once per run', async () => {
  const one = await takeRun(opened, 'customers');
  const other = await takeRun(opened, 'orders');
  told = [];
  const { journal } = opened.store;
  await Promise.all([
    journal.appendFacts(one, opened.now(), [line('C1')]),
    journal.appendFacts(other, opened.now(), [line('O1')]),
    journal.appendFacts(one, opened.now(), [line('C2')]),
  ]);
  expect(told.map(({ runId, events, snapshot }) => [runId, events.length, snapshot.seq])).toEqual([
    [one.runId, 2, 2],
    [other.runId, 1, 1],
  ]);
});

test('tells of a run that was queued, and of one that was stopped before it began', async () => {
  const { id } = await queueRun(opened);
  await opened.store.runs.askToStop(id, 'Lotte');
  expect(told.map(({ events, snapshot }) => [events.length, snapshot.state.status])).toEqual([
    [0, 'queued'],
    [1, 'stopped'],
  ]);
});

test('is not held up by a listener that throws, and stops telling one that left', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const leave = opened.store.listen({
    onEvents: () => {
      throw new Error('A mistake of the listener.');
    },
  });
  const { id } = await queueRun(opened);
  expect(warned).toHaveBeenCalledOnce();
  leave();
  await opened.store.runs.askToStop(id, 'Lotte');
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();
  expect(told).toHaveLength(2);
});
