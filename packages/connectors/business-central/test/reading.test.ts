import type { HttpClient, SourceRecord } from '@koppel/sdk';
import { cannedResponse, testClock } from '@koppel/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { startErp, type ErpUnderTest } from './demo-erp.ts';

const { signal } = new AbortController();
let erp: ErpUnderTest;
afterEach(() => erp.close());

async function read(fields: readonly string[]): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  const batches = erp.system.source('account')!.read({
    fields,
    scope: { kind: 'changes' },
    cursor: null,
    resume: 'watermark',
    batchSize: 500,
    signal,
  });
  for await (const batch of batches) records.push(...batch.records);
  return records;
}

test('gives values in the order asked for, in the words of the canonical model', async () => {
  erp = await startErp({ clock: testClock() });
  const fields = ['companyNumber', 'vatNumber', 'currency', 'blocked', 'paymentTerms', 'iban', 'language', 'number'];
  const [key] = await erp.make(['Everything']);
  await erp.hands.inCompany('PATCH', `customers(${key})`, { taxRegistrationNumber: '0403019261', blocked: 'Ship' });
  const record = (await read(fields)).find((one) => one.key === key);
  const number = expect.stringMatching(/^K\d+$/) as string;
  // Who has an enterprise number is not therefore liable to VAT.
  expect(record!.values).toEqual(['0403.019.261', null, 'EUR', 'ship', null, null, null, number]);
});

test('a customer who is not insured has no insured amount, instead of one of nothing', async () => {
  erp = await startErp({ clock: testClock() });
  const [without, insured] = await erp.make(['Without', 'Insured']);
  const recordOf = async (key: string | undefined) => (await read(['insuredAmount'])).find((one) => one.key === key)!;
  const insure = async (amount: string | null) => {
    const { key, version } = await recordOf(insured);
    const values = { insuredAmount: amount };
    await erp.system.sink('account')!.send([{ op: 'update', key, version, values }], { signal });
    return (await recordOf(insured)).values;
  };
  expect((await recordOf(without)).values).toEqual([null]);
  expect(await insure('25000')).toEqual(['25000']);
  expect(await insure(null)).toEqual([null]);
});

test('without the custom API its fields are not there, and a flow that wants one is told so', async () => {
  erp = await startErp({ clock: testClock(), settings: { salesApi: 'off' } });
  const [schema] = await erp.system.describe(signal);
  const fields = schema!.fields.map(({ field }) => field);
  expect(fields).toContain('name');
  expect(fields).not.toContain('iban');
  await expect(read(['iban'])).rejects.toMatchObject({ code: 'business-central.field-gone' });
  expect(await read(['name'])).toHaveLength(10);
});

test('a customer that was deleted between its two pages is no record without an IBAN: the page is read again', async () => {
  let isCut = true;
  const intercept = (http: HttpClient): HttpClient => ({
    async request(request) {
      const response = await http.request(request);
      if (!isCut || !request.url.includes('/sales/') || request.method !== 'POST') return response;
      const { status, headers } = response;
      return cannedResponse({ status, headers, body: response.text().replace(/"value":\[\{.*?\},/, '"value":[') });
    },
  });
  erp = await startErp({ clock: testClock(), intercept });
  await erp.make(Array.from({ length: 120 }, (_, index) => `Filler ${index}`));
  await expect(read(['name', 'iban'])).rejects.toMatchObject({
    code: 'business-central.record-incomplete',
    retry: 'backoff',
  });
  isCut = false;
  expect(await read(['name', 'iban'])).toHaveLength(130);
});

test('describes what the columns take, from $metadata and the tables of codes', async () => {
  erp = await startErp({ clock: testClock() });
  const [schema] = await erp.system.describe(signal);
  const fields = new Map(schema!.fields.map((field) => [field.field, field]));
  expect(fields.get('name')).toMatchObject({ label: 'Name', type: { kind: 'text', maxLength: 100 }, isRequired: true });
  expect(fields.get('paymentTerms')).toMatchObject({ systemField: 'paymentTerm/code', type: { kind: 'choice' } });
  expect(fields.get('blocked')!.type).toMatchObject({
    options: [{ value: 'no' }, { value: 'ship' }, { value: 'invoice' }, { value: 'all' }],
  });
  expect(fields.get('~balanceDue')).toMatchObject({ canCreate: false, canUpdate: false });
  expect(fields.get('~salespersonCode')).toMatchObject({ canUpdate: true });
});

test('an item of which only a price changed is read, also from a cursor of before that was looked at', async () => {
  erp = await startErp({ clock: testClock({ start: '2026-06-01T12:00:00.000Z' }) });
  const source = erp.system.source('product')!;
  const request = { fields: ['number', 'priceLists'], scope: { kind: 'changes' }, batchSize: 500, signal } as const;
  const all = async (cursor: string | null) => {
    const batches = [];
    for await (const batch of source.read({ ...request, cursor, resume: 'watermark' })) batches.push(batch);
    return { keys: batches.flatMap(({ records }) => records.map(({ key }) => key)), cursor: batches.at(-1)!.cursor };
  };
  const first = await all(null);
  expect(new Set(first.keys).size).toBe(first.keys.length);
  const [{ id }] = (await erp.hands.custom.rows(`priceListLines?$filter=itemId eq ${first.keys[0]!}`)) as [
    { id: string },
  ];
  erp.passTime(60_000);
  await erp.hands.custom.inCompany('PATCH', `priceListLines(${id})`, { unitPrice: 77.5 });
  expect((await all(first.cursor)).keys).toContain(first.keys[0]);
  const { cursors } = JSON.parse(first.cursor) as { cursors: string[] };
  expect((await all(cursors[0]!)).keys).toContain(first.keys[0]);
});
