import { ConnectionError, type FieldValue, type HttpClient, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import { cannedResponse, interceptedHttp, testClock, type InterceptedHttp, type TestClock } from '@koppel/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startErp, type ErpUnderTest } from './demo-erp.ts';

const { signal } = new AbortController();
let erp: ErpUnderTest;
let clock: TestClock;
let http: InterceptedHttp;
/** What becomes of reads; null lets them through. */
let onRead: ((url: string) => Error | null) | null;
beforeEach(async () => {
  clock = testClock();
  http = interceptedHttp();
  onRead = null;
  const intercept = (inner: HttpClient): HttpClient => {
    const wrapped = http.wrap(inner);
    return {
      request(request) {
        const error = request.method === 'GET' ? (onRead?.(request.url) ?? null) : null;
        return error === null ? wrapped.request(request) : Promise.reject(error);
      },
    };
  };
  erp = await startErp({ clock, intercept });
});
afterEach(() => erp.close());

const sink = () => erp.system.sink('account')!;
const send = (...intents: WriteIntent[]) => sink().send(intents, { signal });
const create = (name: string, values: Record<string, FieldValue> = {}): WriteIntent => ({
  op: 'create',
  key: null,
  version: null,
  values: { name, 'billingAddress.country': 'BE', ...values },
});

async function made(intent: WriteIntent): Promise<Extract<SendOutcome, { kind: 'confirmed' }>> {
  const [outcome] = await send(intent);
  if (outcome?.kind !== 'confirmed') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const change = ({ key, version }: { key: string; version: string | null }, values: Record<string, FieldValue>) =>
  ({ op: 'update', key, version, values }) satisfies WriteIntent;

const read = async (key: string, fields: string[]) =>
  (await sink().find([{ by: 'key', key }], { fields, signal }))[0]![0]!;

test('writes what belongs on the custom page behind the record, and gives the version after both', async () => {
  const record = await made(create('Two pages', { iban: 'BE68 5390 0754 7034', language: 'nl' }));
  const found = await read(record.key, ['iban', 'language']);
  expect(found).toMatchObject({ version: record.version, values: { iban: 'BE68539007547034', language: 'nl' } });
  await made(change(record, { phone: '+32 1' }));
});

test('an update of the custom page alone is made only on the version it was decided on', async () => {
  const record = await made(create('Alone', { iban: 'BE68 5390 0754 7034' }));
  erp.passTime(1000);
  await erp.rename(record.key, 'Renamed');
  const [outcome] = await send(change(record, { iban: 'BE71 0961 2345 6769' }));
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'stale' });
  const found = await read(record.key, ['iban']);
  expect(found.values).toEqual({ iban: 'BE68539007547034' });
  const again = await made(change(found, { iban: 'BE71 0961 2345 6769' }));
  expect(again.version).not.toBe(found.version);
});

test('a record whose second half got no answer is in doubt, and found', async () => {
  await made(create('Warm'));
  let writes = 0;
  http.onWrites((_request, send) => {
    writes += 1;
    return writes === 1 ? send() : Promise.resolve(cannedResponse({ status: 429 }));
  });
  const [half, whole] = await send(create('Half', { iban: 'BE68 5390 0754 7034' }), create('Whole'));
  expect([half?.kind, whole?.kind]).toEqual(['unknown', 'confirmed']);
  http.clear();
  expect(await erp.named('Half')).toHaveLength(1);
});

test('a record whose second half is refused says that it was made, and as which number', async () => {
  const [outcome] = await send(create('Made in part', { legalForm: 'x'.repeat(500) }));
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused' });
  const [key] = await erp.named('Made in part');
  const { values } = await read(key!, ['number']);
  const message = outcome?.kind === 'rejected' ? outcome.error.message : '';
  expect(message).toContain(`Made in part was created as ${String(values['number'])}, but not completely.`);
});

test('what goes wrong after a record is written never says that it was not', async () => {
  await made(create('Warm', { paymentTerms: '30EOM' }));
  http.onWrites(async (_request, send) => {
    const answer = await send();
    const { status, headers } = answer;
    // A code that was made a moment ago: its table must be read again, and just then the system goes away.
    const body = answer
      .text()
      .replace(/"paymentTermsId":"[^"]+"/, '"paymentTermsId":"99999999-0000-4000-8000-000000000000"');
    return cannedResponse({ status, headers, body });
  });
  const gone = new ConnectionError({ code: 'http.unreachable', message: 'Gone.', remedy: 'Wait.', wasSent: false });
  onRead = (url) => (url.includes('/paymentTerms?') ? gone : null);
  const [outcome] = await send(create('Surprise', { paymentTerms: '30EOM' }));
  expect(outcome).toMatchObject({ kind: 'confirmed', values: null });
});

test('a code that is not there is that record’s failure, with its field; one made since is found', async () => {
  const [unknown] = await send(create('Early', { paymentTerms: 'NEW' }));
  expect(unknown).toMatchObject({
    kind: 'rejected',
    error: { failureCause: 'noTranslation', field: 'account.paymentTerms' },
  });
  await erp.hands.inCompany('POST', 'paymentTerms', { code: 'NEW', displayName: 'Brand new' });
  await clock.advance(6000);
  expect((await made(create('Late', { paymentTerms: 'new' }))).values).toMatchObject({ paymentTerms: 'NEW' });
});

test('the enterprise number of a Belgian customer is checked by the system, and the refusal names the field', async () => {
  const [outcome] = await send(create('Wrong number', { companyNumber: '0417.497.107' }));
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused' });
  const right = await made(create('Right number', { companyNumber: '0403019261' }));
  expect(right.values).toMatchObject({ companyNumber: '0403.019.261' });
  const found = await sink().find([{ by: 'fields', values: { companyNumber: 'BE 0403.019.261' } }], {
    fields: ['name'],
    signal,
  });
  expect(found[0]!.map(({ values }) => values)).toEqual([{ name: 'Right number' }]);
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

test('a foreign customer has a VAT number and no enterprise number', async () => {
  const foreign = { 'billingAddress.country': 'NL' };
  const record = await made(create('In Breda', { ...foreign, vatNumber: 'NL123456789B01' }));
  expect(record.values).toMatchObject({ vatNumber: 'NL123456789B01' });
  const [outcome] = await send(create('In Tilburg', { ...foreign, companyNumber: '0403.019.261' }));
  expect(outcome).toMatchObject({ kind: 'rejected', error: { field: 'account.companyNumber' } });
});

test('a create that the connection made wait until its look-up would prove nothing is not sent', async () => {
  await made(create('Before'));
  erp.faults.throttle(900);
  expect(await send(create('Throttled'))).toMatchObject([{ kind: 'notExecuted' }]);
  erp.faults.clear();
  const late = sink().send([create('Late')], { signal, startBy: clock.monotonicMs() + 60_000 });
  await clock.advance(900_000);
  expect(await late).toMatchObject([{ kind: 'notExecuted', error: { code: 'http.sent-too-late' } }]);
  expect(await erp.named('Late')).toEqual([]);
});
