import type { FieldSchema } from '@koppel/model';
import { expect, test } from 'vitest';
import { changedFields } from '../../src/designer/changed-fields.ts';

const field = (name: string, change: Partial<FieldSchema> = {}): FieldSchema => ({
  field: name,
  systemField: name,
  label: name,
  type: { kind: 'text' },
  isRequired: false,
  canCreate: true,
  canUpdate: true,
  ...change,
});
const slots = (fields: readonly FieldSchema[], connectionId = 'shop') => ({
  erp: {
    connectionId,
    connectorId: 'http',
    schemas: [{ entity: 'account', systemEntity: 'customers', label: 'Customer', fields: [...fields], hash: '' }],
  },
});

test('names the fields that came, went or are of another kind', () => {
  const before = slots([field('name'), field('fax'), field('limit')]);
  const newSince = '2026-11-12T09:00:00.000Z';
  const after = slots([field('name'), field('class', { newSince }), field('limit', { type: { kind: 'money' } })]);
  expect(changedFields(before, after)).toEqual([
    { slot: 'erp', added: ['class'], removed: ['fax'], changed: ['limit'] },
  ]);
});

test('says nothing of two fields that one field of the system holds', () => {
  const both = [
    field('companyNumber', { systemField: 'taxNo' }),
    field('vatNumber', { systemField: 'taxNo', isRequired: true }),
  ];
  expect(changedFields(slots(both), slots(structuredClone(both)))).toEqual([]);
});

test('says nothing where only the mark of a new field came off, or another system was chosen', () => {
  const before = slots([field('name', { newSince: '2026-11-12T09:00:00.000Z' })]);
  expect(changedFields(before, slots([field('name')]))).toEqual([]);
  expect(changedFields(before, slots([field('title')], 'other'))).toEqual([]);
});
