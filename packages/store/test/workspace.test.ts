import { defaultMastership, type ValueList } from '@koppel/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { batch, link } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { takeRun } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const list = (id: string, entries: Record<string, string>): ValueList => ({
  koppel: 'value-list',
  version: 1,
  id,
  title: { en: id },
  entries,
});

test('keeps the mastership table and value lists, the last one saved', async () => {
  const { workspace } = opened.store;
  expect(await workspace.mastership()).toBeNull();
  await workspace.saveMastership(defaultMastership, 'Lotte');
  await workspace.saveMastership({ ...defaultMastership, rows: [] }, 'Lotte');
  await workspace.saveValueList(list('payment-terms', { '30D': '1' }), 'Lotte');
  await workspace.saveValueList(list('countries', { BE: 'Belgium' }), 'Lotte');
  await workspace.saveValueList(list('payment-terms', { '30D': '2' }), 'Wim');
  const store = opened.reopen();
  expect(await store.workspace.mastership()).toEqual({ ...defaultMastership, rows: [] });
  expect(await store.workspace.valueLists()).toEqual([
    list('countries', { BE: 'Belgium' }),
    list('payment-terms', { '30D': '2' }),
  ]);
});

test('keeps settings by name, says which one has another form, and forgets one that is emptied', async () => {
  const { workspace } = opened.store;
  expect(await workspace.setting('name', z.string())).toBeNull();
  await workspace.saveSetting('name', 'Bakkerij Claes');
  await workspace.saveSetting('isDemo', false);
  expect(await workspace.setting('name', z.string())).toBe('Bakkerij Claes');
  expect(await workspace.setting('isDemo', z.boolean())).toBe(false);
  await expect(workspace.setting('name', z.number())).rejects.toThrow(/^The store cannot read the setting name/);
  await workspace.saveSetting('name', null);
  expect(await workspace.setting('name', z.string())).toBeNull();
});

test('keeps its own identity over restarts', async () => {
  const before = await opened.store.workspace.setting('workspace.id', z.string());
  expect(before).toEqual(expect.any(String));
  expect(await opened.reopen().workspace.setting('workspace.id', z.string())).toBe(before);
});

test('gives the counterparts of records, seen from either side', async () => {
  const fence = await takeRun(opened);
  await opened.store.journal.commitBatch(batch(fence, { links: [link('C1', 'A1'), link('C2', 'A2')] }));
  const sides = { entity: 'account', sourceConnectionId: 'erp-1', targetConnectionId: 'crm-1' };
  const otherWay = { entity: 'account', sourceConnectionId: 'crm-1', targetConnectionId: 'erp-1' };
  const { links } = opened.store;
  expect(await links.targetKeys(sides, ['C1', 'C3'])).toEqual(new Map([['C1', 'A1']]));
  expect(await links.targetKeys(otherWay, ['A2'])).toEqual(new Map([['A2', 'C2']]));
  expect(await links.targetKeys({ ...sides, entity: 'order' }, ['C1'])).toEqual(new Map());
});
