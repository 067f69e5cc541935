import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  server = await startTestKoppel();
  client = await server.administrator();
});
afterAll(() => server.close());

const list = (id: string, entries: Record<string, string>) =>
  ({ koppel: 'value-list', version: 1, id, title: { en: id }, entries }) as const;
const entriesOf = async (id: string) =>
  (await client.call('listValueLists')).find((found) => found.id === id)?.entries ?? null;
const change = (id: string, ...changes: { code: string; from: string | null; to: string | null }[]) =>
  client.send('POST', `/api/workspaces/main/value-lists/${id}/changes`, { changes });

test('entries that are changed at the same time are all kept', async () => {
  await client.call('createValueList', { body: list('units', { EA: '1' }) });
  const codes = Array.from({ length: 20 }, (_, index) => `U${index}`);
  const answers = await Promise.all(codes.map((code) => change('units', { code, from: null, to: code.toLowerCase() })));
  expect(answers.map(({ status }) => status)).toEqual(codes.map(() => 200));
  expect(await entriesOf('units')).toEqual({
    EA: '1',
    ...Object.fromEntries(codes.map((code) => [code, code.toLowerCase()])),
  });
});

test('an entry that somebody else changed meanwhile is not overwritten, nor is anything else of that change done', async () => {
  await client.call('createValueList', { body: list('terms', { '30D': '1', '60D': '2', CASH: '3' }) });
  expect((await change('terms', { code: '30D', from: '1', to: '10' })).status).toBe(200);
  const late = await change('terms', { code: '60D', from: '2', to: '20' }, { code: '30D', from: '1', to: '11' });
  expect(late).toMatchObject({
    status: 409,
    body: { code: 'value-list.changed-meanwhile', message: 'Somebody else set "30D" to "10" meanwhile.' },
  });
  await change('terms', { code: 'CASH', from: '3', to: null });
  const gone = await change('terms', { code: 'CASH', from: '3', to: '4' });
  expect(gone).toMatchObject({
    status: 409,
    body: { message: 'Somebody else took "CASH" out of the list meanwhile.' },
  });
  expect(await entriesOf('terms')).toEqual({ '30D': '10', '60D': '2' });
});

test('a list is not made in the place of one that is there, and one that is not there is not changed', async () => {
  await client.call('createValueList', { body: list('countries', { BE: 'Belgium' }) });
  const again = await client.send('POST', '/api/workspaces/main/value-lists', list('countries', {}));
  expect(again).toMatchObject({ status: 409, body: { code: 'value-list.exists' } });
  expect(await entriesOf('countries')).toEqual({ BE: 'Belgium' });
  expect((await change('nowhere', { code: 'A', from: null, to: '1' })).status).toBe(404);
});
