import { FenceLost } from '@koppel/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { batch, create, failure } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { claim, finish, leaseMs, queueRun, start, takeRun, wait } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const renew = (fence: { runId: string; fence: number }) =>
  opened.store.queue.renew(fence, { at: opened.now(), leaseMs });
const nextId = async () => (await claim(opened))?.run.id ?? null;

describe('the queue', () => {
  test('gives runs oldest first, and one run of a flow at a time', async () => {
    const first = await queueRun(opened, 'customers');
    const second = await queueRun(opened, 'customers');
    const other = await queueRun(opened, 'orders');
    const claimed = (await claim(opened))!;
    expect(claimed).toMatchObject({ fence: 1, run: { id: first.id, attempt: 1, number: 1 } });
    expect(await nextId()).toBe(other.id);
    expect(await nextId()).toBeNull();
    const fence = { runId: first.id, fence: claimed.fence };
    await start(opened, fence);
    expect(await nextId()).toBeNull();
    await finish(opened, fence);
    expect(await nextId()).toBe(second.id);
  });

  test('gives one run to one of many workers that ask at once', async () => {
    await queueRun(opened);
    const claims = await Promise.all(['a', 'b', 'c'].map((worker) => claim(opened, worker)));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
  });

  test('gives a run whose lease ran out to another worker, and refuses the first one from then on', async () => {
    const stale = await takeRun(opened);
    await start(opened, stale);
    opened.pass(leaseMs - 1);
    expect(await nextId()).toBeNull();
    await renew(stale);
    opened.pass(leaseMs - 1);
    expect(await nextId()).toBeNull();
    opened.pass(1);
    const claimed = (await claim(opened, 'other'))!;
    expect(claimed).toMatchObject({ fence: stale.fence + 1, run: { id: stale.runId, attempt: 2 } });
    await expect(renew(stale)).rejects.toThrow(FenceLost);
    await expect(opened.store.journal.commitBatch(batch(stale))).rejects.toThrow(FenceLost);
    await expect(renew({ runId: stale.runId, fence: claimed.fence })).resolves.toEqual({ stopAskedBy: null });
  });

  test('holds the runs behind one that waits for a system, and gives it again when its time has come', async () => {
    const fence = await takeRun(opened);
    await queueRun(opened);
    await start(opened, fence);
    await wait(opened, fence, 60_000);
    expect(await nextId()).toBeNull();
    // A heartbeat that was on its way must not hold it back.
    await expect(renew(fence)).rejects.toThrow(FenceLost);
    opened.pass(60_000);
    expect(await nextId()).toBe(fence.runId);
  });

  test('tells the worker that somebody asked for the run to stop', async () => {
    const fence = await takeRun(opened);
    expect(await renew(fence)).toEqual({ stopAskedBy: null });
    expect(await opened.store.runs.askToStop(fence.runId, 'Lotte')).toBe('asked');
    expect(await renew(fence)).toEqual({ stopAskedBy: 'Lotte' });
    await finish(opened, fence);
    expect(await opened.store.runs.askToStop(fence.runId, 'Lotte')).toBe('over');
    expect(await opened.store.runs.askToStop('nobody', 'Lotte')).toBe('missing');
  });

  test('gives a waiting run that was asked to stop at once, so that its worker can end it', async () => {
    const fence = await takeRun(opened);
    await start(opened, fence);
    await wait(opened, fence, 60_000);
    await opened.store.runs.askToStop(fence.runId, 'Lotte');
    expect(await nextId()).toBe(fence.runId);
  });

  test('never gives a run that was stopped while it was queued, and gives back what it was to retry', async () => {
    const fence = await takeRun(opened);
    await opened.store.journal.commitBatch(batch(fence, { failures: [failure('C1')] }));
    await finish(opened, fence);
    const retry = await queueRun(opened);
    expect(await opened.store.failures.markRetrying(['failure-of-C1'], retry.id)).toBe(1);
    expect(await opened.store.runs.askToStop(retry.id, 'Lotte')).toBe('stopped');
    expect(await nextId()).toBeNull();
    expect((await opened.store.runs.get(retry.id))!.run.state).toMatchObject({ status: 'stopped', by: 'Lotte' });
    expect(await opened.store.failures.get('failure-of-C1')).toMatchObject({ state: 'open' });
    const [event] = await opened.store.runs.events(retry.id, { after: 0, limit: 10 });
    expect(event).toMatchObject({ seq: 1, fact: { type: 'run.stateChanged', state: { status: 'stopped' } } });
  });

  test('gives what a process left in hand at once after a restart, and doubts what it was sending', async () => {
    const stale = await takeRun(opened);
    await start(opened, stale);
    const [id] = await opened.store.journal.beginEffects(stale, [create('C1')], opened.now());
    const store = opened.reopen();
    const sides = { entity: 'account', sourceConnectionId: 'erp-1', targetConnectionId: 'crm-1' };
    const open = await store.journal.findOpenEffects(sides, ['C1']);
    expect(open.get('C1')).toMatchObject({ id, state: 'unknown' });
    expect((await claim(opened))?.run.id).toBe(stale.runId);
    await expect(store.journal.commitBatch(batch(stale))).rejects.toThrow(FenceLost);
  });

  test('lets two flows write the same records without ever creating one twice', async () => {
    const one = await takeRun(opened, 'customers');
    const other = await takeRun(opened, 'prospects');
    const absentAfter = new Date(opened.now().getTime() + 60_000);
    const { journal } = opened.store;
    const [id] = await journal.beginEffects(one, [create('C1', { absentAfter })], opened.now());
    await expect(journal.beginEffects(other, [create('C1', { absentAfter })], opened.now())).rejects.toThrow();
    // What the other run believes of it changes nothing, unless it knows that the record is there.
    await journal.commitBatch(batch(other, { settled: [{ id: id!, state: 'rejected', targetKey: null }] }));
    await expect(journal.beginEffects(other, [create('C1', { absentAfter })], opened.now())).rejects.toThrow();
  });
});
