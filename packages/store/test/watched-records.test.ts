import type { RunFence, WatchWrite } from '@koppel/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batch } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { takeRun } from './runs-of-a-test.ts';

let at: TestStore;
let fence: RunFence;
beforeEach(async () => {
  at = openTestStore();
  fence = await takeRun(at);
});
afterEach(() => at.remove());

const stream = 'status/read';
const place = { stream, entity: 'order', connectionId: 'erp' };
const ago = (ms: number) => new Date(at.now().getTime() - ms);
const watched = (more: { before?: Date; after?: string; limit?: number } = {}) =>
  at.store.journal.watched({ ...place, before: at.now(), after: '', limit: 100, ...more });
const write = (change: Partial<WatchWrite>) =>
  at.store.journal.commitBatch(
    batch(fence, { at: at.now(), watch: { stream, open: [], missing: [], ended: [], ...change } }),
  );

test('open records are watched until they end, by key and a page at a time', async () => {
  await write({ open: ['b', 'a', 'c'] });
  await write({ missing: ['b'], ended: ['c'] });
  at.reopen();
  expect(await watched()).toEqual([
    { key: 'a', isMissing: false },
    { key: 'b', isMissing: true },
  ]);
  expect(await watched({ limit: 1 })).toHaveLength(1);
  expect(await watched({ after: 'a' })).toEqual([{ key: 'b', isMissing: true }]);
  expect(await watched({ before: ago(60_000) })).toEqual([]);
  expect(await at.store.journal.watched({ ...place, stream: 'other/read', before: at.now(), after: '', limit: 9 })).toEqual([]); // prettier-ignore
});

test('a record that was linked lately is watched even if it was never read, and one that ended is not', async () => {
  const sides = { entity: 'order', sourceConnectionId: 'crm', targetConnectionId: 'erp' };
  const pair = (key: string) => ({ sourceKey: `crm-${key}`, targetKey: key, sourceName: key, targetName: key });
  await at.store.links.make(sides, [pair('x'), pair('y')], { how: 'hand', by: 'Lotte', reason: 'They told us' });
  await write({ ended: ['y'] });
  expect(await watched()).toEqual([{ key: 'x', isMissing: false }]);
  expect(await watched({ before: new Date(at.now().getTime() + 8 * 86_400_000) })).toEqual([]);
});
