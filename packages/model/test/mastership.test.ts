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

describe('a hand-over', () => {
  const order = { entity: 'order', group: 'content', master: 'crm', maySeed: [], conflict: 'masterWins' };
  const table = (row: object) =>
    mastershipTableSchema.safeParse({ koppel: 'mastership', version: 1, rows: [{ ...order, ...row }] });

  test('is usual for orders: the CRM is master until they are in the ERP', () => {
    expect(masterOf(defaultMastership, 'order', 'lines')).toMatchObject({
      master: 'crm',
      handOver: { to: 'erp', when: 'injected' },
    });
  });

  test('lets both of its masters write some records', () => {
    const ask = (sourceRole: string) =>
      mayWrite(defaultMastership, { entity: 'order', field: 'lines', sourceRole, isCreate: false });
    expect([ask('crm'), ask('erp'), ask('shop')]).toEqual([true, true, false]);
  });

  test.each([
    ['a state of the record', { handOver: { to: 'erp', when: { field: 'status', is: ['submitted'] } } }, true],
    ['the same system', { handOver: { to: 'crm', when: 'injected' } }, false],
    ['no state', { handOver: { to: 'erp', when: { field: 'status', is: [] } } }, false],
    ['what nobody is master of', { master: 'undecided', handOver: { to: 'erp', when: 'injected' } }, false],
    ['what both may edit', { shared: true, handOver: { to: 'erp', when: 'injected' } }, false],
  ])('by or to %s', (_what, row, isFine) => {
    expect(table(row).success).toBe(isFine);
  });
});
