import { defaultMastership, emptyFlow, type FlowDocument, type ValueList } from '@koppel/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TemplateStep } from '../src/index.ts';
import { takeRun } from './runs-of-a-test.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const flow = (id: string, title: string): FlowDocument => emptyFlow(id, title);
const terms = (entries: Record<string, string>): ValueList => ({
  koppel: 'value-list',
  version: 1,
  id: 'terms',
  title: { en: 'Terms' },
  entries,
});
const fitting = { flowIds: {}, fields: {}, parameters: {}, slots: {} };
const work = { templateId: 'base', version: '2.0.0', content: 'new', startedBy: 'Sofie' };

async function begin(): Promise<string> {
  const choices = { flowIds: {}, slots: {}, fields: {}, parameters: {}, choices: {} };
  return (await opened.store.templates.begin({ ...work, choices })).id;
}

const put = (
  document: FlowDocument,
  revision: number | null,
  publishAs: string | null = null,
): TemplateStep['flows'][number] => ({
  document,
  revision,
  slots: { erp: 'bc' },
  parameterValues: { limit: 7 },
  publishAs,
});
const step = (workId: string, change: Partial<TemplateStep>): TemplateStep => ({
  workId,
  templateId: 'base',
  version: '2.0.0',
  content: 'new',
  fitting,
  by: 'Sofie',
  byId: null,
  flows: [],
  mastership: null,
  valueLists: [],
  tests: [],
  ...change,
});

/** Everything that an installation may touch, byte for byte. */
async function everything(): Promise<string> {
  const { flows, workspace, templates } = opened.store;
  const stored = await flows.list();
  const published = await Promise.all(
    stored.map(({ id, publishedVersion: version }) => version && flows.version(id, version)),
  );
  return JSON.stringify({
    flows: stored.map(({ revision: _revision, ...rest }) => rest),
    published,
    mastership: await workspace.mastership(),
    lists: await workspace.valueLists(),
    installed: await templates.installed(),
  });
}

async function fill(): Promise<void> {
  const { flows, workspace } = opened.store;
  await flows.create({ document: flow('orders', 'Ours'), savedBy: 'Lotte', parameterValues: { limit: 3 } });
  await flows.publish('orders', { revision: 1, note: 'First', publishedBy: 'Lotte', needsApproval: false });
  await flows.saveDraft('orders', { document: flow('orders', 'Draft'), revision: 1, savedBy: 'Lotte' });
  await workspace.saveMastership(defaultMastership, 'Lotte');
  await workspace.saveValueList(terms({ A: '1' }), 'Lotte');
}

test('an installation changes everything at once, and going back gives everything back exactly', async () => {
  await fill();
  const before = await everything();
  const changed = step(await begin(), {
    flows: [put(flow('orders', 'Theirs'), 2, 'Base 2.0.0'), put(flow('products', 'New'), null)],
    mastership: { table: { ...defaultMastership, rows: [] }, revision: 1 },
    valueLists: [terms({ B: '2' })],
  });
  expect(await opened.store.templates.install(changed)).toBe('installed');
  const store = opened.reopen();
  expect(await store.flows.get('orders')).toMatchObject({ document: { title: { en: 'Theirs' } }, publishedVersion: 2 });
  expect(await store.flows.get('products')).toMatchObject({ publishedVersion: null, isOn: false });
  expect(await store.workspace.valueLists()).toEqual([terms({ B: '2' })]);
  expect([await store.templates.unfinished(), await store.templates.revertsTo('base')]).toEqual([[], null]);
  const options = { by: 'Sofie', discardChanges: false };
  expect(await store.templates.revert('base', options)).toMatchObject({ status: 'reverted', version: null });
  opened.reopen();
  expect(await everything()).toBe(before);
  // The version that was published in between is history, and its number is not given again.
  expect((await opened.store.flows.versions('orders')).map(({ version }) => version)).toEqual([2, 1]);
});

test('where a flow or the table was saved meanwhile, nothing is installed', async () => {
  await fill();
  const before = await everything();
  const id = await begin();
  const { templates } = opened.store;
  expect(await templates.install(step(id, { flows: [put(flow('orders', 'Theirs'), 1)] }))).toBe('stale');
  expect(await templates.install(step(id, { flows: [put(flow('orders', 'Theirs'), null)] }))).toBe('stale');
  expect(await templates.install(step(id, { flows: [put(flow('gone', 'Theirs'), 1)] }))).toBe('stale');
  expect(await templates.install(step(id, { mastership: { table: defaultMastership, revision: 0 } }))).toBe('stale');
  expect(await templates.install(step('nothing', {}))).toBe('missing');
  expect(await everything()).toBe(before);
  expect(await templates.unfinished()).toHaveLength(1);
});

test('one that fails in the middle leaves nothing behind', async () => {
  await fill();
  const before = await everything();
  const twice = [put(flow('products', 'New'), null), put(flow('products', 'Again'), null)];
  const id = await begin();
  await expect(opened.store.templates.install(step(id, { flows: twice, valueLists: [terms({})] }))).rejects.toThrow();
  expect(await everything()).toBe(before);
});

test('what was changed since is named, and lost only when that is said', async () => {
  await fill();
  const { templates, flows, workspace } = opened.store;
  const before = await everything();
  await templates.install(
    step(await begin(), { flows: [put(flow('orders', 'Theirs'), 2)], valueLists: [terms({ B: '2' })] }),
  );
  await flows.switch('orders', true);
  await flows.switch('orders', false);
  await flows.saveDraft('orders', { document: flow('orders', 'Since'), revision: 3, savedBy: 'Lotte' });
  await workspace.saveValueList(terms({ C: '3' }), 'Lotte');
  const careful = await templates.revert('base', { by: 'Sofie', discardChanges: false });
  expect(careful).toEqual({ status: 'changed', names: ['flow:orders', 'valueList:terms'] });
  await templates.revert('base', { by: 'Sofie', discardChanges: true });
  expect(await everything()).toBe(before);
});

test('a flow that came with it and runs keeps it from being taken back', async () => {
  const { templates } = opened.store;
  await templates.install(step(await begin(), { flows: [put(flow('orders', 'New'), null, 'Base')] }));
  await takeRun(opened, 'orders');
  const options = { by: 'Sofie', discardChanges: true };
  expect(await templates.revert('base', options)).toEqual({ status: 'running', flows: ['orders'] });
});

test('step after step can be taken back', async () => {
  const { templates } = opened.store;
  await templates.install(step(await begin(), { version: '1.0.0', flows: [put(flow('orders', 'One'), null)] }));
  const first = await everything();
  await templates.install(step(await begin(), { flows: [put(flow('orders', 'Two'), 1)] }));
  expect(await templates.revertsTo('base')).toBe('1.0.0');
  const options = { by: 'Sofie', discardChanges: false };
  await templates.revert('base', options);
  expect(await everything()).toBe(first);
  await templates.revert('base', options);
  expect([await opened.store.flows.list(), await templates.revert('base', options)]).toEqual([[], 'missing']);
});

test('the library keeps a version as it was first put there', async () => {
  const { templateLibrary } = opened.store;
  const item = { id: 'base', version: '1.0.0', checksum: 'a', content: 'text', addedBy: 'Sofie' };
  expect(await templateLibrary.add(item)).toBe('added');
  expect(await templateLibrary.add(item)).toBe('same');
  expect(await templateLibrary.add({ ...item, checksum: 'b', content: 'other' })).toBe('other');
  expect(await opened.reopen().templateLibrary.get('base', '1.0.0')).toMatchObject({ content: 'text' });
  expect(await opened.store.templateLibrary.remove('base', '1.0.0')).toBe('removed');
  expect(await opened.store.templateLibrary.remove('base', '1.0.0')).toBe('missing');
});

test('a template that is let go leaves all it brought, and no way back', async () => {
  await fill();
  await opened.store.templates.install(step(await begin(), { flows: [put(flow('products', 'New'), null)] }));
  await begin();
  const flows = await opened.store.flows.list();
  expect(await opened.store.templates.detach('base')).toBe('detached');
  const store = opened.reopen();
  expect(await store.flows.list()).toEqual(flows);
  expect([await store.templates.installed(), await store.templates.unfinished()]).toEqual([[], []]);
  expect(await store.templates.revertsTo('base')).toBeUndefined();
  expect(await store.templates.revert('base', { by: 'Sofie', discardChanges: true })).toBe('missing');
  expect(await store.templates.detach('base')).toBe('missing');
});
