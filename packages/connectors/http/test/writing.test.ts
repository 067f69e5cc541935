import { systemClock, type FieldValue, type TestStep, type WriteIntent } from '@koppel/sdk';
import { afterEach, expect, test } from 'vitest';
import { startRest, type RestUnderTest } from './system-under-test.ts';

let subject: RestUnderTest;
afterEach(() => subject.close());

const signal = new AbortController().signal;

async function start(resource: object = {}, traits: object = {}): Promise<void> {
  subject = await startRest({ clock: systemClock, resource: { ...resource }, traits });
}

const create = (values: Record<string, FieldValue>, more: Partial<WriteIntent> = {}): WriteIntent => ({ op: 'create', key: null, version: null, values, ...more }); // prettier-ignore
const update = (key: string, version: string | null, values: Record<string, FieldValue>): WriteIntent => ({ op: 'update', key, version, values }); // prettier-ignore
const send = (...intents: WriteIntent[]) => subject.system.sink('account')!.send(intents, { signal });
const lastBody = () => JSON.parse(subject.rest.requests.at(-1)!.body) as unknown;

test('what makes a create safe follows from the description, and is said', async () => {
  const rungs: [object, string][] = [
    [{}, 'R4'],
    [{ find: [], create: { path: '/customers', idempotencyHeader: 'Idempotency-Key' } }, 'R1'],
    [{ create: { path: '/customers/{key}', method: 'PUT', keyFrom: 'ours' } }, 'R2'],
    [{ find: [] }, 'R5'],
  ];
  for (const [resource, rung] of rungs) {
    await start(resource);
    expect(subject.system.sink('account')!.rung).toBe(rung);
    if (rung !== 'R5') await subject.close();
  }
  subject.rest.make({ name: 'A' });
  const steps: TestStep[] = [];
  for await (const step of subject.system.test(signal)) steps.push(step);
  expect(steps.find(({ id }) => id === 'create-account')).toMatchObject({ outcome: 'warning' });
});

test('a record is wrapped as the system wants it, without empty fields when it is new', async () => {
  await start({ create: { path: '/customers', wrap: 'data.customer', record: 'data' } });
  subject.rest.canned.set('/api', (_request, response) => response.writeHead(201).end('{"data":{"id":7}}'));
  const [outcome] = await send(create({ name: 'A', phone: null, 'billingAddress.city': 'Gent' }));
  expect(outcome).toMatchObject({ kind: 'confirmed', key: '7', values: {} });
  expect(lastBody()).toEqual({ data: { customer: { name: 'A', address: { city: 'Gent' } } } });
});

test('a key at the end of the Location header is enough where the description says so', async () => {
  await start({ create: { path: '/customers', keyFrom: 'location' } });
  subject.rest.canned.set('/api', (_request, response) => response.writeHead(201, { location: 'https://shop/api/customers/a%2Fb?x=1' }).end()); // prettier-ignore
  expect(await send(create({ name: 'A' }))).toMatchObject([{ kind: 'confirmed', key: 'a/b', values: null }]);
  subject.rest.canned.set('/api', (_request, response) => response.writeHead(201).end());
  expect(await send(create({ name: 'A' }))).toMatchObject([{ kind: 'unknown' }]);
});

test('an update may be answered without a word', async () => {
  await start({ version: { from: 'none' } });
  subject.rest.canned.set('/api', (_request, response) => response.writeHead(204).end());
  expect(await send(update('7', null, { phone: '1' }))).toEqual([{ kind: 'confirmed', key: '7', version: null, values: null }]); // prettier-ignore
  expect(subject.rest.requests.at(-1)!.headers).not.toHaveProperty('if-match');
});

test('an answer about another record proves nothing', async () => {
  await start();
  subject.rest.canned.set('/api', (_request, response) => response.end('{"id":8,"name":"B"}'));
  expect(await send(update('7', '"r1"', { phone: '1' }))).toMatchObject([{ kind: 'unknown' }]);
});

test('a system that empties what it is not sent gets the whole record, with the change in it', async () => {
  await start({ update: { path: '/customers/{key}', method: 'PUT', sends: 'all' } });
  const { id } = subject.rest.make({ name: 'A', phone: '1', credit: 5, address: { city: 'Gent' } });
  const [outcome] = await send(update(String(id), '"r1"', { phone: '2' }));
  expect(outcome).toMatchObject({ kind: 'confirmed' });
  expect(lastBody()).toEqual({ name: 'A', phone: '2', credit: 5, address: { city: 'Gent' } });
  expect(await send(update('gone', '"r1"', { phone: '2' }))).toMatchObject([{ kind: 'rejected', reason: 'gone' }]);
  subject.rest.faults = { fail: 500 };
  expect(await send(update(String(id), '"r2"', { phone: '3' }))).toMatchObject([{ kind: 'notExecuted' }]);
});

test('a field is not written where its use forbids it', async () => {
  const fields = [
    { field: 'name', path: 'name', use: 'create' },
    { field: 'phone', path: 'phone', use: 'read' },
  ];
  await start({ fields, find: [] });
  expect(await send(create({ name: 'A' }), create({ name: 'B', phone: '1' }), update('1', '"r1"', { name: 'C' }))).toMatchObject([
    { kind: 'confirmed' },
    { kind: 'rejected', error: { code: 'http.field-not-writable' } },
    { kind: 'rejected', error: { code: 'http.field-not-writable' } },
  ]); // prettier-ignore
  const [schema] = await subject.system.describe(signal);
  expect(schema!.fields.map(({ field, canCreate, canUpdate }) => [field, canCreate, canUpdate])).toEqual([
    ['name', true, false],
    ['phone', false, false],
  ]);
});

test('a repeated create under an idempotency key sends the same key and makes one record', async () => {
  await start({ create: { path: '/customers', idempotencyHeader: 'Idempotency-Key' } });
  const first = create({ name: 'A' }, { identity: 'erp/account/1' });
  const outcomes = [...(await send(first)), ...(await send(first)), ...(await send({ ...first, identity: 'erp/account/2' }))];
  expect(outcomes.map((outcome) => (outcome.kind === 'confirmed' ? outcome.key : outcome.kind))).toEqual(['1001', '1001', '1002']);
}); // prettier-ignore

const batch = { path: '/customers/batch', max: 10, items: 'items', record: 'data', operation: 'op', results: 'results', resultStatus: 'status', resultRecord: 'data', resultError: 'error' }; // prettier-ignore

test('a batch that is refused for one record is halved until that record is found', async () => {
  await start({ batch });
  const seen: number[] = [];
  subject.rest.canned.set('/api/customers/batch', (_request, response) => {
    const { items } = JSON.parse(subject.rest.requests.at(-1)!.body) as { items: { data: { name: string } }[] };
    seen.push(items.length);
    if (items.some(({ data }) => data.name === 'Bad'))
      return void response.writeHead(400).end('{"message":"Bad is bad"}');
    const results = items.map(({ data }) => ({ status: 201, data: subject.rest.make(data) }));
    return void response.end(JSON.stringify({ results }));
  });
  const outcomes = await send(...['A', 'B', 'C', 'Bad', 'E'].map((name) => create({ name })));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed', 'confirmed', 'rejected', 'confirmed']);
  expect(outcomes[3]).toMatchObject({ error: { answer: 'Bad is bad' } });
  expect(seen).toEqual([5, 3, 2, 1, 1]);
  expect(subject.rest.customers.size).toBe(4);
});

test.each([
  ['fewer outcomes than records', { results: [{ status: 201, data: { id: 1 } }] }, 'unknown'],
  ['no outcomes', {}, 'unknown'],
  ['an outcome that says nothing clear', { results: [{ status: 'pending' }, { status: 'queued' }] }, 'unknown'],
  ['words for outcomes', { results: [{ status: 'ok', data: { id: 1 } }, { status: 'created', data: { id: 2 } }] }, 'confirmed'],
  ['errors as texts', { results: [{ error: 'No' }, { error: 'No' }] }, 'rejected'],
])('a batch that is answered with %s', async (_what, answer, kind) => {
  await start({ batch });
  subject.rest.canned.set('/api/customers/batch', (_request, response) => response.end(JSON.stringify(answer)));
  const outcomes = await send(create({ name: 'A' }), create({ name: 'B' }));
  expect(outcomes.map((outcome) => outcome.kind)).toEqual([kind, kind]);
}); // prettier-ignore

test('what no header can carry in a batch goes by itself', async () => {
  await start({ batch, create: { path: '/customers', idempotencyHeader: 'Idempotency-Key' } });
  const { id } = subject.rest.make({ name: 'A' });
  await send(create({ name: 'B' }), update(String(id), '"r1"', { phone: '1' }));
  expect(subject.rest.requests.map(({ url }) => url).filter((url) => url.endsWith('/batch'))).toEqual([]);
});

test('look-ups without a parameter read the list once for all of them', async () => {
  await start({ find: [{ field: 'name' }], list: { pageSize: 10 } });
  for (let number = 1; number <= 15; number += 1) subject.rest.make({ name: `C${number % 14}` });
  const queries = ['c3', 'C1', 'nobody'].map((name) => ({ by: 'fields' as const, values: { name } }));
  const found = await subject.system.sink('account')!.find(queries, { fields: ['name'], signal });
  expect(found.map((hits) => hits.map(({ key }) => key))).toEqual([['1003'], ['1001', '1015'], []]);
  expect(subject.rest.requests).toHaveLength(2);
});

test('a record that cannot be looked up as a flow wants it stops the run with what to do', async () => {
  await start();
  const find = (values: Record<string, FieldValue>) => subject.system.sink('account')!.find([{ by: 'fields', values }], { fields: ['name'], signal }); // prettier-ignore
  await expect(find({ phone: '1' })).rejects.toMatchObject({ code: 'http.cannot-look-up' });
  await expect(find({ nonsense: '1' })).rejects.toMatchObject({ code: 'http.field-unknown' });
  // Where one of several fields can be asked for, the others are compared.
  subject.rest.make({ name: 'A', phone: '1' });
  expect(await find({ phone: '1', name: 'a' })).toMatchObject([[{ key: '1001' }]]);
  expect(await find({ phone: '2', name: 'a' })).toEqual([[]]);
});
