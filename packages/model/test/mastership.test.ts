import { describe, expect, test } from 'vitest';
import { canonicalEntities, defaultMastership, masterOf, mastershipTableSchema, mayWrite } from '../src/index.ts';

const ask = (field: string, sourceRole: string, isCreate = false) =>
  mayWrite(defaultMastership, { entity: 'account', field, sourceRole, isCreate });

describe('the default mastership table', () => {
  test('is a valid table that speaks of every field of the canonical model', () => {
    expect(mastershipTableSchema.safeParse(defaultMastership).success).toBe(true);
    for (const { entity, fields } of canonicalEntities) {
      for (const { field } of fields)
        expect(masterOf(defaultMastership, entity, field), `${entity}.${field}`).toBeDefined();
    }
  });

  test.each([
    ['name', 'erp'],
    ['vatNumber', 'erp'],
    ['billingAddress.city', 'erp'],
    ['creditLimit', 'erp'],
    ['industry', 'crm'],
    ['swot.strengths', 'crm'],
    ['owner', 'crm'],
    ['revenue12m', 'erp'],
  ])('makes the master of account %s the %s', (field, master) => {
    expect(masterOf(defaultMastership, 'account', field)?.master).toBe(master);
  });

  test('leaves quotes to the workspace', () => {
    expect(masterOf(defaultMastership, 'quote', 'status')?.master).toBe('undecided');
    expect(mayWrite(defaultMastership, { entity: 'quote', field: 'status', sourceRole: 'crm', isCreate: true })).toBe(
      false,
    );
  });
});

describe('who may write', () => {
  test('the master, always', () => {
    expect(ask('name', 'erp')).toBe(true);
    expect(ask('industry', 'crm')).toBe(true);
  });
  test('nobody else, except a seeder while it creates', () => {
    expect(ask('name', 'crm')).toBe(false);
    expect(ask('name', 'crm', true)).toBe(true);
    expect(ask('creditLimit', 'crm', true)).toBe(false);
    expect(ask('industry', 'erp', true)).toBe(false);
  });
  test('nobody, where no row speaks of the field', () => {
    expect(ask('~fax', 'erp')).toBe(false);
    expect(ask('~fax', 'crm', true)).toBe(false);
  });
  test('a row of a field wins over the row of its group, wherever it stands', () => {
    const row = { entity: 'account', field: 'phone', master: 'crm', maySeed: [], conflict: 'ask' as const };
    for (const rows of [
      [row, ...defaultMastership.rows],
      [...defaultMastership.rows, row],
    ]) {
      const table = { ...defaultMastership, rows };
      expect(masterOf(table, 'account', 'phone')?.master).toBe('crm');
      expect(masterOf(table, 'account', 'email')?.master).toBe('erp');
    }
  });
});
