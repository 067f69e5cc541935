import { defaultMastership, type MastershipTable } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import {
  carrierOf,
  cellKind,
  countMasters,
  mappedFields,
  matrixRows,
  withHandOver,
  withMaster,
  withRow,
  withShared,
} from '../../src/mastership/matrix.ts';

const deviating: MastershipTable = withRow(defaultMastership, {
  entity: 'account',
  field: 'creditLimit',
  master: 'crm',
  maySeed: [],
  conflict: 'ask',
});
const find = (table: MastershipTable, id: string) => matrixRows(table).find((row) => row.id === id)!;

describe('the mastership matrix', () => {
  it('lists every row of the table once, fields that deviate below their group', () => {
    const ids = matrixRows(deviating).map(({ id }) => id);
    expect(ids).toHaveLength(deviating.rows.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.indexOf('account/creditLimit')).toBe(ids.indexOf('account.finance') + 1);
  });

  it('takes a deviating field out of the fields of its group and marks the group', () => {
    const group = find(deviating, 'account.finance');
    expect(group.fields).not.toContain('creditLimit');
    expect(group.hasDeviation).toBe(true);
    expect(find(deviating, 'account/creditLimit').fields).toEqual(['creditLimit']);
  });

  it('knows six ways a system can stand to a group', () => {
    expect(cellKind(find(defaultMastership, 'account.finance').row, 'erp')).toBe('master');
    expect(cellKind(find(defaultMastership, 'account.finance').row, 'crm')).toBe('copy');
    expect(cellKind(find(defaultMastership, 'account.identity').row, 'crm')).toBe('maySeed');
    expect(cellKind(find(defaultMastership, 'order.content').row, 'erp')).toBe('takesOver');
    expect(cellKind(find(defaultMastership, 'quote.content').row, 'erp')).toBe('edited');
    expect(cellKind(find(defaultMastership, 'lead.content').row, 'erp', false)).toBe('notStored');
  });

  it('counts every row for exactly one master', () => {
    const rows = matrixRows(deviating);
    expect(countMasters(rows).reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it('does not let a system take over from itself when it becomes the master', () => {
    const order = find(defaultMastership, 'order.content').row;
    expect(withMaster(order, 'erp')).not.toHaveProperty('handOver');
    expect(withShared(order, true)).not.toHaveProperty('handOver');
    expect(withHandOver(withShared(order, true), { to: 'erp', when: 'injected' })).not.toHaveProperty('shared');
  });

  it('names as carrier only a flow that fills a field of the row and comes from its master', () => {
    const flow = (direction: string[], field: string) => ({
      summary: { direction, isOn: true } as never,
      fields: new Set([field]),
    });
    const row = find(defaultMastership, 'account.finance');
    expect(carrierOf([flow(['erp', 'crm'], 'account.name')], row)).toBeNull();
    expect(carrierOf([flow(['crm', 'erp'], 'account.creditLimit')], row)).toBeNull();
    const right = flow(['erp', 'crm'], 'account.creditLimit');
    expect(carrierOf([right], row)).toBe(right);
  });

  it('reads the filled fields from mappings and leaves disabled nodes out', () => {
    const rows = (field: string) => ({ type: 'map-fields', v: 1, config: { rows: { [field]: {} } } });
    const nodes = { a: rows('account.name'), b: { ...rows('account.phone'), isDisabled: true } };
    expect([...mappedFields({ nodes })]).toEqual(['account.name']);
    const keep = { type: 'keep-in-step', v: 1, entity: 'contact', config: { fields: ['email'] } };
    expect([...mappedFields({ nodes: { keep } })]).toEqual(['contact.email']);
  });

  it('changes one row and leaves all others as they are', () => {
    const changed = withRow(defaultMastership, { ...find(defaultMastership, 'quote.content').row, master: 'crm' });
    expect(changed.rows).toHaveLength(defaultMastership.rows.length);
    expect(changed.rows.filter((row, index) => row !== defaultMastership.rows[index])).toHaveLength(1);
  });
});
