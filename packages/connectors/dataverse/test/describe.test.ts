import type { HttpClient } from '@koppel/sdk';
import { cannedResponse, testClock } from '@koppel/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const { signal } = new AbortController();
let crm: CrmUnderTest;
afterEach(() => crm.close());

test('tells of each field its label, type, options and whether it may be written', async () => {
  crm = await startCrm({ clock: testClock() });
  const [schema] = await crm.system.describe(signal);
  expect(schema).toMatchObject({ entity: 'account', systemEntity: 'account', label: 'Account' });
  const fields = new Map(schema!.fields.map((field) => [field.field, field]));
  expect(fields.get('name')).toEqual({
    field: 'name',
    systemField: 'name',
    label: 'Account Name',
    type: { kind: 'text', maxLength: 160 },
    isRequired: true,
    canCreate: true,
    canUpdate: true,
  });
  expect(fields.get('creditLimit')!.type).toEqual({ kind: 'money', scale: 2 });
  expect(fields.get('insuredUntil')!.type).toEqual({ kind: 'date' });
  expect(fields.get('language')!.type).toMatchObject({
    kind: 'choice',
    options: [{ value: 'nl', label: 'Dutch' }, {}, {}, {}],
  });
  expect(fields.get('paymentTerms')!.type).toMatchObject({ kind: 'choice' });
  expect(fields.get('blocked')).toMatchObject({
    type: { kind: 'choice', options: [{ value: 'no' }, { value: 'all' }] },
    canCreate: true,
    canUpdate: true,
  });
  expect(fields.get('currency')).toMatchObject({ type: { kind: 'choice' }, canCreate: true, canUpdate: false });
  expect(fields.get('owner')).toMatchObject({ isRequired: false });
  expect(fields.get('~fax')).toMatchObject({ systemField: 'fax', type: { kind: 'text', maxLength: 50 } });
  expect(fields.get('~statuscode')!.type).toEqual({
    kind: 'choice',
    options: [
      { value: '1', label: 'Active' },
      { value: '2', label: 'Inactive' },
    ],
  });
  expect(fields.get('~createdon')).toMatchObject({ type: { kind: 'dateTime' }, canCreate: false, canUpdate: false });
  expect(fields.has('activities')).toBe(false);
});

test('its hash stays as it is until something in it changes', async () => {
  const clock = testClock();
  crm = await startCrm({ clock });
  const [first] = await crm.system.describe(signal);
  const [second] = await crm.system.describe(signal);
  expect(second!.hash).toBe(first!.hash);
  await crm.hands.send('POST', 'territories', { name: 'Ardennen' });
  await clock.advance(10 * 60_000);
  const [third] = await crm.system.describe(signal);
  expect(third!.hash).not.toBe(first!.hash);
});

test('a column that is added while the connection is open is seen by the next look', async () => {
  let hasColumn = false;
  const intercept = (http: HttpClient): HttpClient => ({
    async request(request) {
      const response = await http.request(request);
      if (hasColumn || !request.url.includes('EntityDefinitions')) return response;
      const { status, headers } = response;
      return cannedResponse({ status, headers, body: response.text().replaceAll('"kop_iban"', '"kop_other"') });
    },
  });
  crm = await startCrm({ clock: testClock(), intercept });
  const fieldsNow = async () => (await crm.system.describe(signal))[0]!.fields.map(({ field }) => field);
  expect(await fieldsNow()).not.toContain('iban');
  hasColumn = true;
  expect(await fieldsNow()).toContain('iban');
});
