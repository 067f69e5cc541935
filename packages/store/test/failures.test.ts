import type { RunFence } from '@koppel/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batch, failure } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { claim, finish, takeRun, wait } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const commit = (fence: RunFence, change: Parameters<typeof batch>[1]) =>
  opened.store.journal.commitBatch(batch(fence, { at: opened.now(), ...change }));
const stateOf = async (id: string) => (await opened.store.failures.get(id))?.state;

test('a record that fails again joins its failure, is solved once it is handled, and then begins a new one', async () => {
  const first = await takeRun(opened);
  await commit(first, { failures: [failure('C1', { id: 'one' })] });
  await finish(opened, first);
  opened.pass(60_000);
  const second = await takeRun(opened);
  const error = { code: 'test.other', message: 'It failed otherwise.', remedy: 'Look.' };
  await commit(second, { failures: [failure('C1', { id: 'two', error, output: { 'account.name': 'Claes' } })] });
  expect(await opened.store.failures.get('two')).toBeNull();
  expect(await opened.store.failures.get('one')).toEqual({
    id: 'one',
    flowId: 'customers',
    runId: second.runId,
    nodeId: 'save',
    entity: 'account',
    key: 'C1',
    name: 'Customer C1',
    cause: 'refused',
    error,
    input: { 'account.name': 'C1' },
    output: { 'account.name': 'Claes' },
    state: 'open',
    seen: 2,
    note: null,
    sides: null,
    firstAt: '2026-11-23T09:00:00.000Z',
    lastAt: '2026-11-23T09:01:00.000Z',
  });
  await commit(second, { solved: [{ entity: 'account', key: 'C1' }] });
  expect(await stateOf('one')).toBe('solved');
  await commit(second, { failures: [failure('C1', { id: 'three' })] });
  expect(await opened.store.failures.get('three')).toMatchObject({ state: 'open', seen: 1 });
  expect(await stateOf('one')).toBe('solved');
});

test('is of one flow and one entity: others with the same key have their own', async () => {
  const fence = await takeRun(opened);
  const failures = [
    failure('7', { id: 'account' }),
    failure('7', { id: 'order', entity: 'order' }),
    failure('7', { id: 'elsewhere', flowId: 'prospects' }),
  ];
  await commit(fence, { failures });
  await commit(fence, { solved: [{ entity: 'account', key: '7' }] });
  expect(await Promise.all(['account', 'order', 'elsewhere'].map(stateOf))).toEqual(['solved', 'open', 'open']);
});

test('a run that retries solves what succeeds, keeps what fails again, and gives back what it did not get to', async () => {
  const first = await takeRun(opened);
  await commit(first, { failures: ['C1', 'C2', 'C3', 'C4'].map((key) => failure(key)) });
  await finish(opened, first);
  const { failures } = opened.store;
  await failures.dismiss(['failure-of-C4'], 'Gone.');
  const ids = ['C1', 'C2', 'C3', 'C4'].map((key) => `failure-of-${key}`);
  expect((await failures.retryable({ ids })).map(({ key }) => key)).toEqual(['C1', 'C2', 'C3']);
  expect((await failures.retryable({ runId: first.runId })).map(({ key }) => key)).toEqual(['C1', 'C2', 'C3']);
  const retry = await takeRun(opened);
  expect(await failures.markRetrying(ids, retry.runId)).toBe(3);
  expect(await failures.markRetrying(ids, retry.runId)).toBe(0);
  expect(await failures.retryable({ ids })).toEqual([]);
  await commit(retry, { solved: [{ entity: 'account', key: 'C1' }], failures: [failure('C2')] });
  // While it only waits for a system it has not given up.
  await wait(opened, retry, 1_000);
  expect(await stateOf('failure-of-C3')).toBe('retrying');
  opened.pass(1_000);
  const again = (await opened.store.queue.claim('worker', { at: opened.now(), leaseMs: 1_000 }))!;
  await finish(opened, { runId: retry.runId, fence: again.fence });
  expect(await Promise.all(ids.map(stateOf))).toEqual(['solved', 'open', 'open', 'dismissed']);
});

test('are never left with a run that is over already', async () => {
  const fence = await takeRun(opened);
  await commit(fence, { failures: [failure('C1')] });
  await finish(opened, fence);
  expect(await opened.store.failures.markRetrying(['failure-of-C1'], fence.runId)).toBe(0);
  expect(await opened.store.failures.markRetrying(['failure-of-C1'], 'no such run')).toBe(0);
  expect(await stateOf('failure-of-C1')).toBe('open');
});

test('are listed newest first in pages, counted, and found by what is chosen', async () => {
  const fence = await takeRun(opened);
  for (const [index, key] of ['C1', 'C2', 'C3', 'C4', 'C5'].entries()) {
    if (index !== 3) opened.pass(1_000);
    await commit(fence, {
      failures: [
        failure(key, {
          waitsFor:
            key === 'C5'
              ? { entity: 'account', sourceConnectionId: 'crm', targetConnectionId: 'erp', key: 'A1' }
              : null,
        }),
      ],
    });
  }
  const other = await takeRun(opened, 'orders');
  const error = { code: 'test.full', message: 'The order has 100% too many_lines.', remedy: 'Look.' };
  await commit(other, {
    failures: [failure('O1', { flowId: 'orders', entity: 'order', cause: 'doesNotFit', error, name: 'Order 1' })],
  });
  const { failures } = opened.store;
  const keys = async (filter: Partial<Parameters<typeof failures.list>[0]>) =>
    (await failures.list({ limit: 10, ...filter })).items.map(({ key }) => key);
  const first = await failures.list({ state: 'open', flow: 'customers', limit: 2 });
  expect(first).toMatchObject({ items: [{ key: 'C4', runNumber: 1 }, { key: 'C3' }], hasMore: true });
  const rest = await failures.list({ state: 'open', flow: 'customers', limit: 2, before: first.items[1]!.id });
  expect(rest).toMatchObject({ items: [{ key: 'C2' }, { key: 'C1' }], hasMore: false });
  expect(await keys({ state: 'waiting' })).toEqual(['C5']);
  expect(await keys({ run: other.runId })).toEqual(['O1']);
  expect(await keys({ text: 'customer c3' })).toEqual(['C3']);
  expect(await keys({ text: '100% too many_' })).toEqual(['O1']);
  expect(await keys({ text: '1000' })).toEqual([]);
  expect(await failures.counts({ state: 'open', entity: 'account' })).toEqual({
    byState: { open: 4, waiting: 1 },
    byCause: { refused: 4 },
    byEntity: { account: 4, order: 1 },
  });
  expect(await failures.openCount()).toBe(5);
  expect(await failures.openCountOf(other.runId)).toBe(1);
  expect(await failures.openCountByFlow()).toEqual(
    new Map([
      ['customers', 4],
      ['orders', 1],
    ]),
  );
});

test('what got no answer can be looked for while it is open and it is known from when its absence counts', async () => {
  const first = await takeRun(opened);
  const noAnswer = { code: 'create.unknown-outcome', message: 'No answer.', remedy: 'Wait.' };
  const known = { ...noAnswer, knownFrom: '2026-11-23T09:18:00.000Z' };
  await commit(first, {
    failures: [
      failure('looked-for', { cause: 'unknownOutcome', error: known }),
      failure('for-people', { cause: 'unknownOutcome', error: noAnswer }),
      failure('refused'),
      failure('given-up', { cause: 'unknownOutcome', error: known }),
      failure('retried', { cause: 'unknownOutcome', error: known }),
    ],
  });
  const { failures } = opened.store;
  await failures.dismiss(['failure-of-given-up'], 'It is there.');
  await failures.markRetrying(['failure-of-retried'], first.runId);
  expect((await failures.doubtful()).map(({ key }) => key)).toEqual(['looked-for']);
});

test('a retry takes what a person set with it, for that try alone, and everything stays in its history', async () => {
  const first = await takeRun(opened);
  await commit(first, { failures: [failure('C1'), failure('C2')] });
  await finish(opened, first);
  const { failures } = opened.store;
  const edit = { input: { 'account.name': 'Claes' }, output: {} };
  const scope = { kind: 'keys' as const, keys: ['C1'] };
  const cause = { kind: 'retry', name: 'Karim' } as const;
  const run = await failures.startRetry(
    { flowId: 'customers', flowVersion: 1, isDryRun: false, scope, cause },
    ['failure-of-C1'],
    { name: 'Karim', edit },
  );
  expect(await failures.editsOf(run.id)).toEqual(new Map([['C1', edit]]));
  const second = { runId: run.id, fence: (await claim(opened))!.fence };
  await commit(second, { failures: [failure('C1')] });
  expect(await failures.editsOf(run.id)).toBeNull();
  await finish(opened, second);
  await failures.dismiss(['failure-of-C1'], 'Gone.', 'Karim');
  const told = (await failures.history('failure-of-C1')).map(({ kind, by, edit: set }) => ({ kind, by, set }));
  expect(told).toEqual([
    { kind: 'failed', by: null, set: null },
    { kind: 'retried', by: 'Karim', set: edit },
    { kind: 'failed', by: null, set: null },
    { kind: 'dismissed', by: 'Karim', set: null },
  ]);
  const third = await takeRun(opened);
  await commit(third, { solved: [{ entity: 'account', key: 'C2' }] });
  expect((await failures.history('failure-of-C2')).map(({ kind }) => kind)).toEqual(['failed', 'solved']);
});
