import { testClock } from '@koppel/sdk/testing';
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
  crm = await startCrm({ clock: testClock() });
  const [first] = await crm.system.describe(signal);
  const [second] = await crm.system.describe(signal);
  expect(second!.hash).toBe(first!.hash);
});
