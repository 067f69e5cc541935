import type { FirstSteps } from '@koppel/protocol';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from './support/client.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

let folder: string;
let server: TestKoppel;
let karim: Client;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startTestKoppel({ folder, config: { isDemoOn: true } });
  karim = await server.administrator();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const statesOf = ({ steps }: FirstSteps) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
const states = async (by = karim) => statesOf(await by.call('getFirstSteps'));

test('a step is done when the workspace says so, each by itself', async () => {
  // The demo comes with its systems and flows; nobody has confirmed, tried or switched on anything.
  expect(await states()).toEqual({
    erp: 'done',
    crm: 'done',
    mastership: 'open',
    flows: 'done',
    sample: 'open',
    publish: 'open',
  });
  await karim.call('saveMastership', { body: await karim.call('getMastership') });
  expect(await states()).toMatchObject({ mastership: 'done', sample: 'open' });

  const params = { id: 'accounts-erp-to-crm' };
  const { draft: document } = await karim.call('getFlow', { params });
  await karim.call('tryFlow', { params, body: { document, limit: 1 } });
  expect(await states()).toMatchObject({ sample: 'done', publish: 'open' });

  await karim.call('switchFlow', { params, body: { isOn: true } });
  expect(await states()).toMatchObject({ publish: 'done' });
  await karim.call('switchFlow', { params, body: { isOn: false } });
  expect(await states()).toMatchObject({ publish: 'open' });
});

test('a step is skipped and taken up again, and the list is put away, also over a restart', async () => {
  const skipped = await karim.call('changeFirstSteps', { body: { skipped: ['publish', 'erp'], isPutAway: true } });
  // What is done is done, whoever skipped it.
  expect(statesOf(skipped)).toMatchObject({ publish: 'skipped', erp: 'done' });
  await server.close();
  server = await startTestKoppel({ folder, config: { isDemoOn: true } });
  Object.assign(karim, { url: server.url });
  expect(await karim.call('getFirstSteps')).toMatchObject({ isPutAway: true });
  expect(await states()).toMatchObject({ publish: 'skipped', sample: 'done', mastership: 'done' });
  const resumed = await karim.call('changeFirstSteps', { body: { skipped: [] } });
  expect([statesOf(resumed)['publish'], resumed.isPutAway]).toEqual(['open', true]);
});

test('another workspace is at its own beginning', async () => {
  await karim.call('createWorkspace', { body: { slug: 'other', name: 'Other' } });
  const there = Object.assign(new Client(server.url), { cookie: karim.cookie, csrfToken: karim.csrfToken });
  there.workspace = 'other';
  expect(new Set(Object.values(await states(there)))).toEqual(new Set(['open']));
  const ids = (await there.call('listShippedFlows')).map(({ id }) => id);
  await there.call('addShippedFlows', { body: { add: ids } });
  expect(await states(there)).toMatchObject({ flows: 'done', erp: 'open', publish: 'open' });
});

test('who took the tour is not offered it again, on no machine, until they say so', async () => {
  const hasSeen = async () => (await karim.call('getSession')).user.hasSeenTour;
  expect(await hasSeen()).toBe(false);
  await karim.call('saveTour', { body: { hasSeen: true } });
  expect(await hasSeen()).toBe(true);
  await karim.call('saveTour', { body: { hasSeen: false } });
  expect(await hasSeen()).toBe(false);
});
