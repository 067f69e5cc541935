import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startErp, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
const ids: string[] = [];
beforeAll(async () => {
  ({ erp, client } = await startErp());
  const { body } = await client.customers('?$select=id');
  ids.push(...body.value.map((row: { id: string }) => row.id));
});
afterAll(() => erp.close());

const city = async (place: number) => (await client.customers(`(${ids[place]})?$select=city`)).body.city;
const statuses = (answer: { body: { responses: { status: number }[] } }) =>
  answer.body.responses.map(({ status }) => status);
const carryOn = { prefer: 'odata.continue-on-error' };

test('the first failure ends a batch: what came before stays, what comes after is not answered', async () => {
  const answer = await client.batch([
    client.change('a', ids[0]!, { city: 'Eerste' }),
    client.change('b', ids[1]!, { city: 'Tweede' }, 'W/"old"'),
    client.change('c', ids[2]!, { city: 'Derde' }),
  ]);
  expect(answer.status).toBe(200);
  expect(answer.body.responses.map(({ id }: { id: string }) => id)).toEqual(['a', 'b']);
  expect(statuses(answer)).toEqual([200, 409]);
  expect(await city(0)).toBe('Eerste');
  expect(await city(2)).not.toBe('Derde');
});

test('with continue-on-error every part is answered for itself', async () => {
  const answer = await client.batch(
    [
      client.change('a', ids[3]!, { city: 'Eerste' }),
      client.change('b', ids[4]!, { city: 'Tweede' }, 'W/"old"'),
      { id: 'r', method: 'GET', url: `${client.company}/customers(${ids[3]})` },
      client.change('c', ids[5]!, { city: 'Derde' }),
      { id: 'd', method: 'POST', url: `${client.company}/customers`, body: { displayName: 'Uit een batch' } },
    ],
    carryOn,
  );
  expect(statuses(answer)).toEqual([200, 409, 200, 200, 201]);
  expect(answer.body.responses[2].body.city).toBe('Eerste');
  expect(await city(5)).toBe('Derde');
});

test('a snapshot batch is undone as a whole, although parts of it say that they succeeded', async () => {
  const before = await city(6);
  const answer = await client.batch(
    [client.change('a', ids[6]!, { city: 'Weg' }), client.change('b', ids[7]!, { city: 'Weg' }, 'W/"old"')],
    { isolation: 'snapshot', ...carryOn },
  );
  expect(statuses(answer)).toEqual([200, 409]);
  expect(await city(6)).toBe(before);
});

test('a snapshot batch without a failure is kept', async () => {
  const answer = await client.batch(
    [client.change('a', ids[6]!, { city: 'Blijft' }), client.change('b', ids[7]!, { city: 'Blijft' })],
    { isolation: 'snapshot' },
  );
  expect(statuses(answer)).toEqual([200, 200]);
  expect([await city(6), await city(7)]).toEqual(['Blijft', 'Blijft']);
});

test('two changes of one record with the version of the first: the second is refused', async () => {
  const { '@odata.etag': etag } = (await client.customers(`(${ids[8]})`)).body;
  const answer = await client.batch(
    [client.change('a', ids[8]!, { city: 'Een' }, etag), client.change('b', ids[8]!, { city: 'Twee' }, etag)],
    carryOn,
  );
  expect(statuses(answer)).toEqual([200, 409]);
});

test('a part that depends on a failed one is not executed', async () => {
  const answer = await client.batch(
    [
      client.change('a', ids[9]!, { city: 'X' }, 'W/"old"'),
      { ...client.change('b', ids[10]!, { city: 'Afhankelijk' }), dependsOn: ['a'] },
    ],
    carryOn,
  );
  expect(statuses(answer)).toEqual([409, 424]);
  expect(await city(10)).not.toBe('Afhankelijk');
});

test('addresses of parts may be relative, begin at the root, or be whole', async () => {
  const path = `${client.company}/customers(${ids[11]})`;
  const urls = [path, `/${path}`, `${new URL(client.root).pathname}${path}`, `${client.root}${path}`];
  const answer = await client.batch(urls.map((url, index) => ({ id: String(index), method: 'GET', url })));
  expect(statuses(answer)).toEqual([200, 200, 200, 200]);
});

test('parts without an id are answered with the id null', async () => {
  const answer = await client.batch([{ method: 'GET', url: 'companies' }]);
  expect(answer.body.responses[0]).toMatchObject({ id: null, status: 200 });
});

test('reads in a batch have next links too', async () => {
  const answer = await client.batch([
    {
      id: '1',
      method: 'GET',
      url: `${client.company}/customers?$select=number`,
      headers: { Prefer: 'odata.maxpagesize=3' },
    },
  ]);
  const { body } = answer.body.responses[0];
  expect(body.value).toHaveLength(3);
  const next = await client.get(body['@odata.nextLink'], { prefer: 'odata.maxpagesize=3' });
  expect(next.body.value[0].number).toBe('K10003');
});

test('more than a hundred operations, or a body that is no batch, are refused as a whole', async () => {
  const many = Array.from({ length: 101 }, (_, index) => client.change(String(index), ids[12]!, { city: 'Veel' }));
  expect((await client.batch(many)).status).toBe(400);
  expect(await city(12)).not.toBe('Veel');
  expect((await client.send('POST', '$batch', { body: {} })).status).toBe(400);
  expect((await client.send('POST', '$batch', { body: '{"requests":[' })).status).toBe(400);
});
