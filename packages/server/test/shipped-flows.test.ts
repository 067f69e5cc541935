import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rootFolder } from '../src/index.ts';
import type { Client } from './support/client.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

let flowsFolder: string;
let server: TestKoppel;
let client: Client;

const shipped = join(rootFolder, 'flows');

beforeAll(async () => {
  flowsFolder = join(await temporaryFolder(), 'flows');
  await mkdir(flowsFolder, { recursive: true });
  for (const id of ['accounts-erp-to-crm', 'products-erp-to-crm'])
    await copyFile(join(shipped, `${id}.json`), join(flowsFolder, `${id}.json`));
  server = await startTestKoppel({ flowsFolder });
  client = await server.administrator();
});
afterAll(async () => {
  await server.close();
  await rm(flowsFolder, { recursive: true, force: true });
});

const missing = async () => (await client.call('listShippedFlows')).map(({ id, isNew }) => [id, isNew]);

test('a workspace has what it was filled with; what somebody deletes is not offered as new', async () => {
  expect(await missing()).toEqual([]);
  await client.call('deleteFlow', { params: { id: 'products-erp-to-crm' } });
  expect(await missing()).toEqual([['products-erp-to-crm', false]]);
});

test('a flow of a newer version is offered, and added switched off with what it needs; nothing else changes', async () => {
  const lists = join(flowsFolder, 'value-lists');
  await mkdir(lists);
  for (const name of await readdir(join(shipped, 'value-lists')))
    await copyFile(join(shipped, 'value-lists', name), join(lists, name));
  for (const id of ['revenue-erp-to-crm', 'orders-crm-to-erp'])
    await copyFile(join(shipped, `${id}.json`), join(flowsFolder, `${id}.json`));
  const { draft, revision } = await client.call('getFlow', { params: { id: 'accounts-erp-to-crm' } });
  const newer = JSON.parse(await readFile(join(shipped, 'accounts-erp-to-crm.json'), 'utf8')) as { title: object };
  await writeFile(
    join(flowsFolder, 'accounts-erp-to-crm.json'),
    JSON.stringify({ ...newer, title: { en: 'A newer one' } }),
  );
  expect(await missing()).toEqual([
    ['orders-crm-to-erp', true],
    ['products-erp-to-crm', false],
    ['revenue-erp-to-crm', true],
  ]);
  const { added } = await client.call('addShippedFlows', {
    body: { add: ['orders-crm-to-erp', 'accounts-erp-to-crm'] },
  });
  expect(added).toEqual(['orders-crm-to-erp']);
  const { summary } = await client.call('getFlow', { params: { id: 'orders-crm-to-erp' } });
  expect([summary.isOn, summary.publishedVersion]).toEqual([false, 1]);
  expect((await client.call('listValueLists')).length).toBeGreaterThan(0);
  const now = await client.call('getFlow', { params: { id: 'accounts-erp-to-crm' } });
  expect([now.draft, now.revision]).toEqual([draft, revision]);
});

test('what is not wanted now is not offered as new again, and can still be added', async () => {
  await client.call('addShippedFlows', { body: { dismiss: ['revenue-erp-to-crm'] } });
  expect(await missing()).toEqual([
    ['products-erp-to-crm', false],
    ['revenue-erp-to-crm', false],
  ]);
  const { added } = await client.call('addShippedFlows', { body: { add: ['revenue-erp-to-crm'] } });
  expect(added).toEqual(['revenue-erp-to-crm']);
});
