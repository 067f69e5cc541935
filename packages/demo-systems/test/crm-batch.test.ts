import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changeSet, part, startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
beforeAll(async () => {
  ({ crm, client } = await startCrm());
});
afterEach(() => crm.faults.reset());
afterAll(() => crm.close());

const statuses = (answer: { parts: readonly { status: number }[] }) => answer.parts.map(({ status }) => status);
const count = async (name: string) => Number((await client.get(`accounts/$count?$filter=name eq '${name}'`)).body);

test('answers every request for itself and in order when told to go on', async () => {
  const answer = await client.batch([
    part('PATCH', "accounts(accountnumber='B-1')", { name: 'Eén' }, ['If-None-Match: *']),
    part('PATCH', "accounts(accountnumber='B-1')", { name: 'Nog eens' }, ['If-None-Match: *']),
    part('GET', "accounts(accountnumber='B-1')?$select=name"),
    part('PATCH', "accounts(accountnumber='B-1')?$select=name", { name: 'Twee' }, ['If-Match: *', 'Prefer: return=representation']),
    part('DELETE', "accounts(accountnumber='none')"),
    part('POST', 'accounts', { name: 'Drie' }),
  ]); // prettier-ignore
  expect(answer.status).toBe(200);
  expect(statuses(answer)).toEqual([204, 412, 200, 200, 404, 204]);
  expect(answer.parts[1]!.body.error.code).toBe('0x80040237');
  expect(answer.parts[2]!.body.name).toBe('Eén');
  expect(answer.parts[3]!.body.name).toBe('Twee');
  expect(answer.parts[5]!.head).toMatch(/\r\nOData-EntityId: http.*accounts\([0-9a-f-]{36}\)\r\n/);
  expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
});

test('without that, the first failure ends the batch; what came before stays', async () => {
  const answer = await client.batch(
    [
      part('POST', 'accounts', { name: 'Voor de fout' }),
      part('POST', 'accounts', { name: 'x'.repeat(161) }),
      part('POST', 'accounts', { name: 'Na de fout' }),
    ],
    { prefer: '' },
  );
  expect(answer.status).toBe(400);
  expect(answer.parts.at(-1)!.body.error.code).toBe('0x80044331');
  expect([await count('Voor de fout'), await count('Na de fout')]).toEqual([1, 0]);
});

test('a change set is all or nothing, and stands between other requests', async () => {
  const answer = await client.batch([
    part('POST', 'accounts', { name: 'Ervoor' }),
    changeSet([
      { id: '1', part: part('POST', 'accounts', { name: 'In het geheel' }) },
      { id: '2', part: part('POST', 'contacts', { lastname: 'Erbij', 'parentcustomerid_account@odata.bind': '$1' }) },
      { id: '3', part: part('PATCH', '$1', { telephone1: '1' }).replace('/api/data/v9.2/', '') },
    ]),
    changeSet([
      { id: '1', part: part('POST', 'accounts', { name: 'Half' }) },
      { id: '2', part: part('POST', 'accounts', { name: 'Half', industrycode: 99 }) },
    ]),
    part('POST', 'accounts', { name: 'Erna' }),
  ]);
  expect(statuses(answer)).toEqual([204, 204, 204, 204, 400, 204]);
  expect(answer.body).toMatch(/Content-ID: 2\r\n/);
  expect([await count('Ervoor'), await count('In het geheel'), await count('Half'), await count('Erna')]).toEqual([1, 1, 0, 1]);
  const { body } = await client.get("contacts?$filter=lastname eq 'Erbij'&$expand=parentcustomerid_account($select=name,telephone1)"); // prettier-ignore
  expect(body.value[0].parentcustomerid_account).toMatchObject({ name: 'In het geheel', telephone1: '1' });
}); // prettier-ignore

test.each([
  ['a reference to a request that comes later', [{ id: '1', part: part('PATCH', '$2', {}) }], "Content-ID Reference: '$2' does not exist in the batch context."],
  ['a request without Content-ID', [{ id: '', part: part('POST', 'accounts', {}) }], 'Content-ID'],
  ['a GET', [{ id: '1', part: part('GET', 'accounts') }], 'GET'],
])('a change set with %s is refused', async (_, requests, words) => {
  const text = changeSet(requests).replace('/api/data/v9.2/$2', '$2').replace('Content-ID: \n', '');
  const answer = await client.batch([text]);
  expect(statuses(answer)).toEqual([400]);
  expect(answer.parts[0]!.body.error.message).toContain(words);
}); // prettier-ignore

test('outside a change set no number stands for a request', async () => {
  const later = part('PATCH', '$1', { name: 'Nooit' }).replace('/api/data/v9.2/', '');
  const answer = await client.batch([
    part('POST', 'accounts', { name: 'Los' }).replace('binary\n', 'binary\nContent-ID: 1\n'),
    later,
  ]);
  expect(statuses(answer)).toEqual([204, 400]);
  expect(answer.parts[0]!.head).toContain('Content-ID: 1\r\n');
});

test('plain line ends make a batch unreadable', async () => {
  const answer = await client.batch([part('POST', 'accounts', { name: 'Regeleinden' })], {
    raw: (body) => body.replaceAll('\r\n', '\n'),
  });
  expect(answer.status).toBe(400);
  expect(answer.parts).toHaveLength(1);
  expect(answer.parts[0]!.body.error.code).toBe('0x80048d19');
  expect(await count('Regeleinden')).toBe(0);
});

test('one plain line end in the middle does too, and nothing of the batch is done', async () => {
  const answer = await client.batch([part('POST', 'accounts', { name: 'Eerst' }), part('POST', 'accounts', { name: 'Dan' })], {
    raw: (body) => body.replace('\r\n--batch_x\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nPOST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"name":"Dan"}', '\n--batch_x\r\nContent-Type: application/http\r\n'),
  }); // prettier-ignore
  expect(answer.status).toBe(400);
  expect(await count('Eerst')).toBe(0);
});

test('extra line ends behind the end, a missing final line end and absolute addresses do no harm', async () => {
  for (const raw of [(body: string) => `${body}\n\n`, (body: string) => body.trimEnd(), (body: string) => body.replace('/api/', `${crm.origin}/api/`)]) {
    const answer = await client.batch([part('GET', 'WhoAmI')], { raw });
    expect(statuses(answer)).toEqual([200]);
  }
}); // prettier-ignore

test('takes a thousand requests and no more, and a text that looks like a boundary', async () => {
  const thousand = Array.from({ length: 1000 }, (_, at) => part('PATCH', `accounts(accountnumber='T-${at}')`, { name: `Duizend--batch_x ${at}` })); // prettier-ignore
  const answer = await client.batch(thousand);
  expect(answer.parts).toHaveLength(1000);
  expect(answer.parts.every(({ status }) => status === 204)).toBe(true);
  expect((await client.get("accounts/$count?$filter=startswith(name,'Duizend--batch_x')")).body).toBe('1000');
  expect((await client.batch([...thousand, part('GET', 'WhoAmI')])).status).toBe(400);
});

test('an address may be 32 KB long, and twice that inside a batch', async () => {
  const filter = (length: number) => `accounts?$select=name&$filter=name eq '${'x'.repeat(length)}'`;
  expect((await client.get(filter(32_000))).status).toBe(200);
  expect((await client.get(filter(33_000))).status).toBe(414);
  const answer = await client.batch([part('GET', filter(65_000)), part('GET', filter(66_000))]);
  expect(statuses(answer)).toEqual([200, 414]);
});

test('parts carry their own headers: those of the batch do not reach them', async () => {
  const answer = await client.batch([part('GET', 'accounts?$select=statecode&$top=1')], {
    prefer: 'odata.continue-on-error,odata.include-annotations="*"',
  });
  expect(answer.parts[0]!.body.value[0]).not.toHaveProperty('statecode@OData.Community.Display.V1.FormattedValue');
});

test('a part made to fail is answered with a server error and not carried out', async () => {
  crm.faults.set({ failPartEvery: 2 });
  const answer = await client.batch([1, 2, 3, 4].map((at) => part('POST', 'accounts', { name: `Storing ${at}` })));
  expect(statuses(answer)).toEqual([204, 500, 204, 500]);
  expect(answer.parts[1]!.body.error.code).toBe('0x80040216');
  expect([await count('Storing 1'), await count('Storing 2')]).toEqual([1, 0]);
});
