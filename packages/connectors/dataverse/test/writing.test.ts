import type { FieldValue, HttpClient, SendOutcome, WriteIntent } from '@koppel/sdk';
import { cannedResponse, interceptedHttp, testClock, type InterceptedHttp, type TestClock } from '@koppel/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const { signal } = new AbortController();
let crm: CrmUnderTest;
let clock: TestClock;
let http: InterceptedHttp;
beforeEach(async () => {
  clock = testClock();
  http = interceptedHttp();
  crm = await startCrm({ clock, intercept: (inner: HttpClient) => http.wrap(inner) });
});
afterEach(() => crm.close());

const sink = () => crm.system.sink('account')!;
const send = (...intents: WriteIntent[]) => sink().send(intents, { signal });

function create(name: string, values: Record<string, FieldValue> = {}): WriteIntent {
  return { op: 'create', key: sink().keyFor!(name), version: null, values: { name, ...values } };
}

async function made(intent: WriteIntent): Promise<Extract<SendOutcome, { kind: 'confirmed' }>> {
  const [outcome] = await send(intent);
  if (outcome?.kind !== 'confirmed') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const change = ({ key, version }: { key: string; version: string | null }, values: Record<string, FieldValue>) =>
  ({ op: 'update', key, version, values }) satisfies WriteIntent;

async function account(key: string): Promise<Record<string, unknown>> {
  return (await (await crm.hands.send('GET', `accounts(${key})`)).json()) as Record<string, unknown>;
}

test('a record that is blocked is made and then made inactive, in one send', async () => {
  const { key, version, values } = await made(create('Blocked', { blocked: 'all' }));
  expect(values).toEqual({ name: 'Blocked', blocked: 'all' });
  const row = await account(key);
  expect(row).toMatchObject({ statecode: 1, statuscode: 2, '@odata.etag': version });
  const active = await made(change({ key, version }, { blocked: 'no' }));
  expect(active.values).toEqual({ blocked: 'no' });
  expect(await account(key)).toMatchObject({ statecode: 0 });
});

test('a state that Dataverse has not is told as the one it kept', async () => {
  const { values } = await made(create('Ship blocked', { blocked: 'ship' }));
  expect(values).toMatchObject({ blocked: 'no' });
});

test('a record that is there but not complete is in doubt, not forgotten', async () => {
  await made(create('First'));
  crm.faults.failParts(2);
  const intent = create('Half', { blocked: 'all' });
  const [outcome] = await send(intent);
  crm.faults.clear();
  expect(outcome?.kind).toBe('unknown');
  const [found] = await sink().find([{ by: 'key', key: intent.key! }], { fields: ['name', 'blocked'], signal });
  expect(found).toMatchObject([{ values: { name: 'Half', blocked: 'no' } }]);
});

test('a record that is there is in doubt also when the system was too busy for the rest of it', async () => {
  await made(create('First'));
  let writes = 0;
  http.onWrites((_request, send) => {
    writes += 1;
    return writes === 1 ? send() : Promise.resolve(cannedResponse({ status: 429 }));
  });
  const [outcome] = await send(create('Half', { blocked: 'all' }), create('Whole'));
  expect(outcome?.kind).toBe('unknown');
});

test('a number that another record has is refused, and the remedy says so', async () => {
  await made(create('Owner of the number', { number: 'N-1' }));
  const intent = create('Second with it', { number: 'N-1' });
  const [outcome] = await send(intent);
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'exists', error: { failureCause: 'alreadyExists' } });
  expect(await sink().find([{ by: 'key', key: intent.key! }], { fields: [], signal })).toEqual([[]]);
  const other = await made(create('Third', { number: 'N-3' }));
  const [changed] = await send(change(other, { number: 'N-1' }));
  expect(changed).toMatchObject({ kind: 'rejected', reason: 'refused', error: { failureCause: 'alreadyExists' } });
});

test('the currency of a record is not changed afterwards, and nothing of that record is', async () => {
  const record = await made(create('In euro', { currency: 'EUR' }));
  const [outcome] = await send(change(record, { currency: 'USD', phone: '+32 1' }));
  expect(outcome).toMatchObject({
    kind: 'rejected',
    reason: 'refused',
    error: { code: 'dataverse.column-not-writable', field: 'account.currency' },
  });
  expect((await account(record.key))['telephone1']).toBeNull();
});

test('a name that a lookup does not know is looked for again, because it may have been made since', async () => {
  const [unknown] = await send(create('Early', { territory: 'Ardennen' }));
  expect(unknown).toMatchObject({
    kind: 'rejected',
    error: { failureCause: 'noTranslation', field: 'account.territory' },
  });
  await crm.hands.send('POST', 'territories', { name: 'Ardennen' });
  await clock.advance(6000);
  expect((await made(create('Late', { territory: 'ardennen' }))).values).toMatchObject({ territory: 'Ardennen' });
});

test('values are emptied by null, and an empty choice and lookup too', async () => {
  const record = await made(
    create('Full', { phone: '1', paymentTerms: '1', territory: 'Vlaanderen', creditLimit: '5' }),
  );
  const empty = { phone: null, paymentTerms: null, territory: null, creditLimit: null };
  const emptied = await made(change(record, empty));
  expect(emptied.values).toEqual(empty);
});

test('a value that fits no column is that record’s failure alone', async () => {
  const outcomes = await send(
    create('Good'),
    create('Not a number', { creditLimit: 'lots' }),
    create('Not an option', { paymentTerms: '99' }),
    create('Too many digits', { creditLimit: '12345678901234567.89' }),
    create('Good too'),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(['confirmed', 'rejected', 'rejected', 'rejected', 'confirmed']);
});

test('answers in another order than the requests are not believed, but for those that prove themselves', async () => {
  await made(create('Warm'));
  const intents = [create('A'), create('B', { name: 'x'.repeat(300) }), create('C')];
  http.onWrites(async (_request, send) => {
    const answer = await send();
    const { status, headers } = answer;
    const boundary = /boundary=(\S+)/.exec(headers['content-type']!)![1]!;
    const parts = answer.text().split(`--${boundary}`);
    const shuffled = [parts[0], parts[2], parts[1], parts[3], parts[4]].join(`--${boundary}`);
    return cannedResponse({ status, headers, body: shuffled });
  });
  expect((await send(...intents)).map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'confirmed']);
});

test('a batch that is answered with fewer parts than it has leaves all of them in doubt', async () => {
  await made(create('Warm'));
  http.onWrites(async (_request, send) => {
    const answer = await send();
    const { status, headers } = answer;
    const boundary = /boundary=(\S+)/.exec(headers['content-type']!)![1]!;
    const parts = answer.text().split(`--${boundary}`);
    return cannedResponse({ status, headers, body: [parts[0], parts[2], parts[3]].join(`--${boundary}`) });
  });
  expect((await send(create('A'), create('B'))).map(({ kind }) => kind)).toEqual(['unknown', 'unknown']);
});

test('two writes of one record in one send: the second meets the first one’s version', async () => {
  const record = await made(create('Twice'));
  const outcomes = await send(change(record, { phone: '1' }), change(record, { phone: '2' }));
  expect(outcomes).toMatchObject([{ kind: 'confirmed' }, { kind: 'rejected', reason: 'stale' }]);
  expect((await account(record.key))['telephone1']).toBe('1');
});

test('texts that mean something in an address, a filter or a batch arrive as they are', async () => {
  const names = [
    "O'Brien & Zonen",
    'a%27 or 1 eq 1',
    'b\r\n--batch\r\n',
    '"quoted" \\ / # ? + é 東',
    "x' or name ne '",
  ];
  const records = await Promise.all(names.map((name, index) => made(create(name, { number: `T-${index}` }))));
  const found = await sink().find(
    names.map((name) => ({ by: 'fields', values: { name } })),
    { fields: ['number'], signal },
  );
  expect(found.map((hits) => hits.map(({ key }) => key))).toEqual(records.map(({ key }) => [key]));
  const hostile = { by: 'fields', values: { creditLimit: '1 or statecode eq 0' } } as const;
  expect(await sink().find([hostile], { fields: ['name'], signal })).toEqual([[]]);
});

test('an account that was merged away is not found by its values, and by its key it names the one that stays', async () => {
  const winner = await made(create('De Wilde', { companyNumber: '0403170701' }));
  const loser = await made(create('De Wilde bis', { companyNumber: '0403170701' }));
  const type = 'Microsoft.Dynamics.CRM.account';
  await crm.hands.send('POST', 'Merge', {
    Target: { '@odata.type': type, accountid: winner.key },
    Subordinate: { '@odata.type': type, accountid: loser.key },
    PerformParentingChecks: false,
  });
  const [byNumber, byKey, staying] = await sink().find(
    [
      { by: 'fields', values: { companyNumber: '0403170701' } },
      { by: 'key', key: loser.key },
      { by: 'key', key: winner.key },
    ],
    { fields: ['name'], signal },
  );
  expect(byNumber!.map(({ key }) => key)).toEqual([winner.key]);
  expect(byKey).toMatchObject([{ key: loser.key, mergedInto: winner.key }]);
  expect(staying![0]).not.toHaveProperty('mergedInto');
});

test('an e-mail address is recognised in whatever case it is written', async () => {
  const { key } = await made(create('Any case', { email: 'An.Claes@Example.test' }));
  for (const email of ['an.claes@example.test', 'AN.CLAES@example.TEST']) {
    const [found] = await sink().find([{ by: 'fields', values: { email } }], { fields: ['name'], signal });
    expect(
      found!.map((one) => one.key),
      email,
    ).toEqual([key]);
  }
});

test('every table that is written takes keys that we choose, always the same for the same record', () => {
  for (const entity of ['account', 'contact', 'lead', 'opportunity', 'quote', 'order', 'product']) {
    const { rung, keyFor } = crm.system.sink(entity)!;
    expect([entity, rung]).toEqual([entity, 'R2']);
    expect(keyFor!('erp/account/1')).toBe(keyFor!('erp/account/1'));
    expect(keyFor!('erp/account/1')).not.toBe(keyFor!('erp/account/2'));
  }
});
