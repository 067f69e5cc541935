import { emptyFlow, type FlowDocument } from '@koppel/model';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batch } from '../../runtime/test/journal-contract.ts';
import { documentHash, StoreError } from '../src/index.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { finish, takeRun } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const drawn = (change: Partial<FlowDocument> = {}, id = 'orders'): FlowDocument => ({
  ...emptyFlow(id, 'Orders'),
  ...change,
});
const create = (document = drawn()) => opened.store.flows.create({ document, savedBy: 'Lotte' });
const summary = (en: string) => drawn({ summary: { en } });

test('keeps a flow with its bindings, and takes an id once', async () => {
  const { flows } = opened.store;
  const created = await flows.create({
    document: drawn(),
    savedBy: 'Lotte',
    slots: { erp: 'connection-1', crm: null },
    parameterValues: { riskDiscount: '0.05', day: null },
    shippedHash: documentHash(drawn()),
  });
  expect(created).toEqual({
    id: 'orders',
    document: drawn(),
    revision: 1,
    savedAt: opened.now(),
    savedBy: 'Lotte',
    savedById: null,
    ownerId: null,
    isOn: false,
    publishedVersion: null,
    isDraftDifferent: true,
    slots: { erp: 'connection-1', crm: null },
    parameterValues: { riskDiscount: '0.05', day: null },
    shippedHash: documentHash(drawn()),
  });
  expect(await create(summary('Another.'))).toBe('exists');
  await create(drawn({}, 'customers'));
  const store = opened.reopen();
  expect(await store.flows.get('orders')).toEqual(created);
  expect((await store.flows.list()).map(({ id }) => id)).toEqual(['customers', 'orders']);
  expect(await store.flows.get('nothing')).toBeNull();
});

test('saves a draft only on the revision it was made on', async () => {
  await create();
  const { flows } = opened.store;
  opened.pass(1_000);
  const first = flows.saveDraft('orders', { document: summary('One.'), revision: 1, savedBy: 'Lotte' });
  const second = flows.saveDraft('orders', { document: summary('Two.'), revision: 1, savedBy: 'Wim' });
  expect(await first).toEqual({ revision: 2, savedAt: opened.now() });
  expect(await second).toBe('stale');
  expect(await flows.get('orders')).toMatchObject({ revision: 2, savedBy: 'Lotte', document: summary('One.') });
  expect(await flows.saveDraft('nothing', { document: drawn({}, 'nothing'), revision: 1, savedBy: 'Wim' })).toBe(
    'missing',
  );
  await expect(flows.saveDraft('orders', { document: drawn({}, 'x'), revision: 2, savedBy: 'Wim' })).rejects.toThrow(
    'The draft is of the flow "x" and cannot be saved as "orders".',
  );
});

test('publishes what was seen, and never changes what was published', async () => {
  await create(summary('One.'));
  const { flows } = opened.store;
  expect(
    await flows.publish('orders', { revision: 1, note: 'First.', publishedBy: 'Lotte', needsApproval: false }),
  ).toEqual({ version: 1 });
  expect(await flows.get('orders')).toMatchObject({ publishedVersion: 1, isDraftDifferent: false });
  await flows.saveDraft('orders', { document: summary('Two.'), revision: 1, savedBy: 'Lotte' });
  expect(await flows.get('orders')).toMatchObject({ publishedVersion: 1, isDraftDifferent: true });
  expect(
    await flows.publish('orders', { revision: 1, note: 'Too late.', publishedBy: 'Wim', needsApproval: false }),
  ).toBe('stale');
  opened.pass(1_000);
  expect(
    await flows.publish('orders', { revision: 2, note: 'Second.', publishedBy: 'Wim', needsApproval: false }),
  ).toEqual({ version: 2 });
  expect(await flows.version('orders', 1)).toEqual(summary('One.'));
  expect(await flows.version('orders', 2)).toEqual(summary('Two.'));
  expect(await flows.version('orders', 3)).toBeNull();
  expect(await flows.versions('orders')).toMatchObject([
    { version: 2, note: 'Second.', publishedAt: opened.now(), publishedBy: 'Wim' },
    { version: 1, note: 'First.', publishedBy: 'Lotte' },
  ]);
});

test('sees no difference between a draft and its published form when only the order of keys changed', async () => {
  const { slots, ...rest } = drawn();
  await create({ ...rest, slots });
  const { flows } = opened.store;
  await flows.publish('orders', { revision: 1, note: 'First.', publishedBy: 'Lotte', needsApproval: false });
  const reordered = { slots: Object.fromEntries(Object.entries(slots).reverse()), ...rest };
  await flows.saveDraft('orders', { document: reordered, revision: 1, savedBy: 'Lotte' });
  expect(await flows.get('orders')).toMatchObject({ revision: 2, isDraftDifferent: false });
});

test('switches and binds without touching the draft', async () => {
  await create();
  const { flows } = opened.store;
  await flows.bind('orders', { slots: { erp: 'one' }, parameterValues: { days: 3 } });
  expect(await flows.switch('orders', true)).toMatchObject({ isOn: true, revision: 1 });
  expect(await flows.bind('orders', { slots: { crm: 'two' } })).toMatchObject({
    isOn: true,
    revision: 1,
    slots: { erp: 'one', crm: 'two' },
    parameterValues: { days: 3 },
  });
  expect(await flows.bind('orders', { slots: { erp: null }, parameterValues: { hours: 2 } })).toMatchObject({
    slots: { erp: null, crm: 'two' },
    parameterValues: { days: 3, hours: 2 },
  });
  expect(await flows.bind('orders', {})).toMatchObject({ slots: { erp: null, crm: 'two' } });
  expect(await flows.switch('nothing', true)).toBe('missing');
  expect(await flows.bind('nothing', {})).toBe('missing');
});

test('deletes a flow with its cursors when nothing of it runs; versions, runs and titles stay', async () => {
  const { flows, journal, runs } = opened.store;
  await create();
  await flows.publish('orders', { revision: 1, note: 'First.', publishedBy: 'Lotte', needsApproval: false });
  const fence = await takeRun(opened, 'orders');
  const cursors = ['orders/read', 'orders-2/read', 'ordersX'].map((stream) => ({ stream, cursor: '7' }));
  await journal.commitBatch(batch(fence, { cursors }));
  expect(await flows.delete('orders')).toBe('running');
  await finish(opened, fence);
  expect(await flows.delete('orders')).toBe('deleted');
  expect(await flows.delete('orders')).toBe('missing');
  expect(await flows.get('orders')).toBeNull();
  const left = await Promise.all(cursors.map(({ stream }) => journal.cursorOf(stream)));
  expect(left).toEqual([null, '7', '7']);
  expect(await flows.version('orders', 1)).toEqual(drawn());
  expect((await flows.titles()).get('orders')).toEqual({ en: 'Orders' });
  expect(await runs.get(fence.runId)).not.toBeNull();
  // A new flow under an old name goes on counting: runs of version 1 keep their meaning.
  await create(summary('Anew.'));
  expect(
    await flows.publish('orders', { revision: 1, note: 'Anew.', publishedBy: 'Lotte', needsApproval: false }),
  ).toEqual({ version: 2 });
});

test.each([
  ['no JSON', 'not json {'],
  ['of another form', '{"koppel":"flow","version":1,"id":"orders"}'],
  ['of a newer Koppel', '{"koppel":"flow","version":99}'],
])('keeps the other flows when one draft is %s', async (_what, text) => {
  await create();
  await create(drawn({}, 'customers'));
  opened.store.close();
  const outside = new Database(opened.file);
  outside.prepare(`update flow set draft = ? where id = 'orders'`).run(text);
  outside.close();
  const { flows } = opened.reopen();
  expect((await flows.list()).map(({ id }) => id)).toEqual(['customers']);
  expect(await flows.damaged()).toMatchObject([
    { id: 'orders', title: { en: 'Orders' }, error: { name: 'StoreError' } },
  ]);
  await expect(flows.get('orders')).rejects.toThrow(StoreError);
});
