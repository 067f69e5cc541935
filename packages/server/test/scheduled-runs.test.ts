import { catalog } from '@koppel/catalog';
import { createMemoryKeys, openStore, type Store } from '@koppel/store';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rootFolder } from '../src/index.ts';
import { fillWorkspace } from '../src/start/first-start.ts';
import { PublishedVersions } from '../src/workspace/published-versions.ts';
import { startScheduled } from '../src/workspace/scheduled-runs.ts';

const flowId = 'revenue-erp-to-crm';
const at = new Date('2026-11-26T02:30:00Z');
let store: Store;

beforeEach(async () => {
  store = openStore({
    file: ':memory:',
    keys: createMemoryKeys(),
    now: () => at,
    monotonicMs: () => 0,
    newId: randomUUID,
  });
  await fillWorkspace(store, { flowsFolder: join(rootFolder, 'flows'), isDemoOn: false, isFirst: true });
  await store.flows.switch(flowId, true);
});
afterEach(() => store.close());

const start = (nodeId: string) =>
  startScheduled({ flowId, nodeId, at }, { store, catalog, versions: new PublishedVersions(store.flows, catalog) });
const queued = async () => {
  const { items } = await store.runs.list({ flow: flowId, status: 'all' }, { limit: 10 });
  return items.map(({ scope, cause }) => [scope.kind, cause.kind === 'schedule' ? cause.name : null]).toReversed();
};

test('revenue is computed of what changed each hour, and of all customers each night', async () => {
  await start('schedule');
  await start('nightly');
  expect(await queued()).toEqual([
    ['changes', 'Every hour'],
    ['all', 'Every night, all customers'],
  ]);
});

test('a run that will read as much is not queued a second time', async () => {
  await start('schedule');
  await start('schedule');
  await start('nightly');
  await start('nightly');
  await start('schedule');
  expect((await queued()).map(([kind]) => kind)).toEqual(['changes', 'all']);
});
