import { expect, test } from 'vitest';
import { withHistory, withoutHistory, type EntitySchema, type FieldSchema } from '../src/index.ts';

const field = (name: string): FieldSchema => ({
  field: name,
  systemField: name,
  label: name,
  type: { kind: 'text' },
  isRequired: false,
  canCreate: true,
  canUpdate: true,
});
const schema = (...names: string[]): EntitySchema => ({
  entity: 'account',
  systemEntity: 'customers',
  label: 'Customer',
  fields: names.map(field),
  hash: names.join(),
});
const [first, second, third, muchLater] = ['2026-11-01', '2026-11-12', '2026-11-13', '2027-01-05'].map(
  (day) => new Date(`${day}T09:00:00.000Z`),
) as [Date, Date, Date, Date];

const told = ({ fields, gone = [] }: EntitySchema) => ({
  fields: fields.map((one) => (one.newSince ? `${one.field} new ${one.newSince.slice(0, 10)}` : one.field)),
  gone: gone.map((one) => `${one.field} ${one.goneSince.slice(0, 10)}`),
});

test('nothing is new at the first look', () => {
  expect(withHistory(schema('name', 'fax'), null, first)).toEqual(schema('name', 'fax'));
});

test('a field that vanished stays known with the moment of the first look without it', () => {
  const missed = withHistory(schema('name'), schema('name', 'fax'), second);
  const later = withHistory(schema('name'), missed, third);
  expect(told(later)).toEqual({ fields: ['name'], gone: ['fax 2026-11-12'] });
});

test('a field that came back is neither gone nor new', () => {
  const missed = withHistory(schema('name'), schema('name', 'fax'), second);
  expect(withHistory(schema('name', 'fax'), missed, third)).toEqual(schema('name', 'fax'));
});

test('a field is new from the look that found it, and no longer after a month', () => {
  const found = withHistory(schema('name', 'class'), schema('name'), second);
  expect(told(withHistory(schema('name', 'class'), found, third)).fields).toEqual(['name', 'class new 2026-11-12']);
  expect(told(withHistory(schema('name', 'class'), found, muchLater)).fields).toEqual(['name', 'class']);
});

test('a field that was new and vanished is only gone', () => {
  const found = withHistory(schema('name', 'class'), schema('name'), second);
  expect(told(withHistory(schema('name'), found, third))).toEqual({ fields: ['name'], gone: ['class 2026-11-13'] });
});

test('without its history a schema is what its system told', () => {
  const changed = withHistory(schema('name', 'class'), schema('name', 'fax'), second);
  expect(withoutHistory(changed)).toEqual(schema('name', 'class'));
});
