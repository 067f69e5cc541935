import type { RunFact } from '@koppel/model';
import type { PlannedWrite } from '@koppel/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batch, failed, failure } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { commitState, finish, queueRun, start, takeRun } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const line = (key: string): RunFact => ({ type: 'record.unchanged', nodeId: 'save', key, name: key });
const counted = (read: number, failures = 0) => ({
  read,
  created: 0,
  updated: read - failures,
  unchanged: 0,
  filtered: 0,
  skipped: 0,
  waiting: 0,
  failed: failures,
});

async function doneRun(flowId: string, read: number, durationMs: number): Promise<string> {
  const fence = await takeRun(opened, flowId);
  const startedAt = opened.now().toISOString();
  await opened.store.journal.commitBatch(batch(fence, { counters: counted(read) }));
  opened.pass(durationMs);
  await commitState(opened, fence, { status: 'done', startedAt, endedAt: opened.now().toISOString() });
  return fence.runId;
}

test('gives events in pages, wherever a page begins', async () => {
  const fence = await takeRun(opened);
  const keys = Array.from({ length: 1_203 }, (_, index) => `C${index + 1}`);
  await opened.store.journal.appendFacts(fence, opened.now(), keys.slice(0, 3).map(line));
  await opened.store.journal.appendFacts(fence, opened.now(), keys.slice(3).map(line));
  const read: string[] = [];
  for (;;) {
    const page = await opened.store.runs.events(fence.runId, { after: read.length, limit: 250 });
    if (page.length === 0) break;
    expect(page[0]!.seq).toBe(read.length + 1);
    read.push(...page.map(({ fact }) => (fact as { key: string }).key));
  }
  expect(read).toEqual(keys);
});

const planned = (key: string, action: PlannedWrite['action'], name = `Customer ${key}`): PlannedWrite => ({
  nodeId: 'save',
  key,
  name,
  action,
  changes: [],
  reason: null,
});

/** All pages of a plan, one after another. */
async function planOf(runId: string, wanted: { action?: PlannedWrite['action']; search?: string }, limit: number) {
  const pages: string[][] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: { records: PlannedWrite[]; next: number | null } = await opened.store.runs.planned(runId, {
      ...wanted,
      after,
      limit,
    });
    pages.push(page.records.map(({ key }) => key));
    after = page.next;
  }
  return pages;
}

test('gives what a dry run would write in pages, all of it or one action, and how much of each there is', async () => {
  const fence = await takeRun(opened);
  // Of each hundred records one fails and nine are new.
  const writes = Array.from({ length: 6_000 }, (_, index) =>
    planned(`C${index + 1}`, index % 100 === 42 ? 'failed' : index % 100 < 9 ? 'create' : 'update'),
  );
  await opened.store.journal.commitBatch(batch(fence, { planned: writes.slice(0, 2) }));
  for (let from = 2; from < writes.length; from += 500) {
    await opened.store.journal.commitBatch(batch(fence, { planned: writes.slice(from, from + 500) }));
  }
  const keysOf = (wanted: PlannedWrite['action']) =>
    writes.filter(({ action }) => action === wanted).map(({ key }) => key);
  expect(await opened.store.runs.plannedCounts(fence.runId)).toEqual({
    failed: 60,
    create: 540,
    update: 5_400,
    unchanged: 0,
    filtered: 0,
    skipped: 0,
    waiting: 0,
  });
  const failures = await planOf(fence.runId, { action: 'failed' }, 25);
  expect(failures.flat()).toEqual(keysOf('failed'));
  expect(failures.map(({ length }) => length)).toEqual([25, 25, 10]);
  expect((await planOf(fence.runId, { action: 'update' }, 1_000)).flat()).toEqual(keysOf('update'));
  expect((await planOf(fence.runId, {}, 333)).flat().sort()).toEqual(writes.map(({ key }) => key).sort());
});

test('finds records of a plan by a part of their name or key, whatever the case and accents', async () => {
  const fence = await takeRun(opened);
  await opened.store.journal.commitBatch(
    batch(fence, {
      planned: [
        planned('a-17', 'create', 'K1 Boulangerie "Délice" Liège'),
        planned('b-17', 'update', 'K2 Delices du Sud'),
        planned('c-42', 'update', 'K3 Peeters'),
      ],
    }),
  );
  expect((await planOf(fence.runId, { search: 'DELICE' }, 10)).flat()).toEqual(['a-17', 'b-17']);
  expect((await planOf(fence.runId, { search: 'liege "délice"' }, 10)).flat()).toEqual(['a-17']);
  expect((await planOf(fence.runId, { search: '17', action: 'update' }, 10)).flat()).toEqual(['b-17']);
  expect((await planOf(fence.runId, { search: 'nodeId' }, 10)).flat()).toEqual([]);
});

test('lists runs newest first, by flow, group and the key of a record', async () => {
  const done = await doneRun('customers', 10, 1_000);
  const fence = await takeRun(opened, 'orders');
  await opened.store.journal.commitBatch(
    batch(fence, { counters: counted(4, 1), facts: [failed('ORD "7"', 'x')], failures: [failure('ORD "7"')] }),
  );
  const queued = await queueRun(opened, 'customers');
  const { runs } = opened.store;
  const ids = async (filter: Parameters<typeof runs.list>[0]) =>
    (await runs.list(filter, { limit: 10 })).items.map(({ id }) => id);
  expect(await ids({})).toEqual([queued.id, fence.runId, done]);
  expect(await ids({ flow: 'customers' })).toEqual([queued.id, done]);
  expect(await ids({ status: 'running' })).toEqual([queued.id, fence.runId]);
  expect(await ids({ status: 'failedRecords' })).toEqual([fence.runId]);
  expect(await ids({ key: 'ORD "7"' })).toEqual([fence.runId]);
  expect(await ids({ key: 'ORD' })).toEqual([]);
  const page = await runs.list({}, { before: queued.number, limit: 1 });
  expect(page).toMatchObject({ items: [{ id: fence.runId }], hasMore: true });
  expect(await runs.totals({})).toEqual({
    runs: 3,
    read: 14,
    written: 13,
    failed: 1,
    running: 2,
    attention: 0,
    failedRecords: 1,
  });
  expect(await runs.counts()).toEqual({ running: 0, queued: 2, waiting: 0 });
});

test('says what is usual for a flow once three of its runs are done', async () => {
  for (const [read, ms] of [
    [10, 1_000],
    [30, 3_000],
  ] as const)
    await doneRun('customers', read, ms);
  expect(await opened.store.runs.usual('customers')).toBeNull();
  await doneRun('customers', 500, 2_000);
  expect(await opened.store.runs.usual('customers')).toEqual({ durationMs: 2_000, read: 30, written: 30 });
});

test('keeps the last real run of each flow, however old, because what starts next follows from it', async () => {
  const { runs } = opened.store;
  const ended = async (flowId: string, isDryRun = false) => {
    const fence = await takeRun(opened, flowId, isDryRun);
    await start(opened, fence);
    await finish(opened, fence);
    return fence.runId;
  };
  const first = await ended('orders');
  const last = await ended('orders');
  const trial = await ended('orders', true);
  const other = await ended('customers');
  opened.pass(1_000);
  expect((await runs.newest('orders'))?.id).toBe(last);
  expect(await runs.deleteEnded({ before: opened.now(), limit: 10 })).toBe(1);
  expect(await runs.get(first)).toBeNull();
  for (const kept of [last, trial, other]) expect(await runs.get(kept)).not.toBeNull();
});

test('removes old runs with what was settled in them, but none with an open failure, and never a number twice', async () => {
  const { runs, failures, journal } = opened.store;
  const withOpen = await takeRun(opened);
  await journal.commitBatch(batch(withOpen, { failures: [failure('C1')] }));
  await finish(opened, withOpen);
  const withDismissed = await takeRun(opened);
  await journal.commitBatch(batch(withDismissed, { failures: [failure('C2')], facts: [line('C2')] }));
  await finish(opened, withDismissed);
  await failures.dismiss(['failure-of-C2'], 'A test customer.');
  const newest = await takeRun(opened);
  await start(opened, newest);
  await finish(opened, newest);
  opened.pass(1_000);
  expect(await runs.deleteEnded({ before: opened.now(), limit: 10 })).toBe(1);
  expect(await runs.get(withDismissed.runId)).toBeNull();
  expect(await runs.events(withDismissed.runId, { after: 0, limit: 10 })).toEqual([]);
  expect(await failures.get('failure-of-C2')).toBeNull();
  expect(await failures.get('failure-of-C1')).not.toBeNull();
  await failures.dismiss(['failure-of-C1'], 'A test customer.');
  expect(await runs.deleteEnded({ before: opened.now(), limit: 10 })).toBe(1);
  expect(await runs.get(newest.runId)).not.toBeNull();
  expect((await queueRun(opened)).number).toBe(4);
});
