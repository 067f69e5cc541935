import { defaultMastership, type FieldType, type FieldValue, type FlowDocument } from '@koppel/model';
import type { NodeDescriptor, PreviewRecord } from '@koppel/protocol';
import { describe, expect, it } from 'vitest';
import { mappingEffect } from '../../src/designer/versions/row-effects.ts';
import { rowMastery, sourceRoleOf } from '../../src/designer/versions/row-mastery.ts';

const money: FieldType = { kind: 'money', scale: 2 };
const limit = 'account.creditLimit';
const error = (message: string) => ({ code: 'mapping.not-a-number', message, remedy: 'r' });

function record(key: string, part: Partial<PreviewRecord>): PreviewRecord {
  return {
    key,
    name: key,
    input: {},
    stoppedBy: null,
    output: {},
    port: 'records',
    errors: {},
    present: null,
    ...part,
  };
}
const gives = (key: string, value: FieldValue) => record(key, { output: { [limit]: value } });
const leaves = (key: string) => record(key, {});
const fails = (key: string, message: string) => record(key, { errors: { [limit]: error(message) } });
const staysAway = (key: string) => record(key, { input: null, output: null });

const effect = (before: PreviewRecord[], after: PreviewRecord[]) => mappingEffect(before, after, [limit], () => money);

describe('what a changed rule means for samples', () => {
  it.each([
    ['another value', gives('1', '45000'), gives('1', '40500'), 1],
    ['the same value, written otherwise', gives('1', '45000'), gives('1', '45000.00'), 0],
    ['nothing instead of a value', gives('1', '45000'), gives('1', null), 1],
    ['a value where the field was left as it is', leaves('1'), gives('1', '45000'), 1],
    ['a field that is left as it is in both', leaves('1'), leaves('1'), 0],
    ['an error instead of a value', gives('1', '45000'), fails('1', 'No number'), 1],
    ['the same error', fails('1', 'No number'), fails('1', 'No number'), 0],
    ['another error', fails('1', 'No number'), fails('1', 'Too large'), 1],
  ])('counts %s', (_what, before, after, differing) => {
    expect(effect([before], [after])).toMatchObject({ total: 1, differing, apart: 0 });
  });

  it('pairs samples by their key, whatever their order', () => {
    const found = effect([gives('1', '1'), gives('2', '2')], [gives('2', '2'), gives('1', '3')]);
    expect(found.differing).toBe(1);
    expect(found.rows.get(limit)?.map(({ record: { key } }) => key)).toEqual(['1']);
  });

  it('says nothing of samples that come in one version only, and counts them apart', () => {
    const found = effect([gives('1', '1'), gives('2', '2'), gives('3', '3')], [gives('1', '1'), staysAway('2')]);
    expect(found).toMatchObject({ total: 1, differing: 0, apart: 2 });
  });

  it('counts a sample once, however many of its fields differ', () => {
    const both = (key: string, value: string) => record(key, { output: { [limit]: value, 'account.name': value } });
    const found = mappingEffect([both('1', '1')], [both('1', '2')], [limit, 'account.name'], () => money);
    expect(found.differing).toBe(1);
    expect([...found.rows.values()].map(({ length }) => length)).toEqual([1, 1]);
  });
});

describe('who is master of a field that a changed row fills', () => {
  it.each([
    ['its own system', 'erp', 'account.creditLimit', { master: 'erp', isSeed: false, isLocked: false }],
    ['the other one, which lets nobody else write it', 'crm', 'account.creditLimit', { master: 'erp', isLocked: true }],
    ['the other one, for which it may be filled at creation', 'crm', 'account.name', { isSeed: true, isLocked: false }],
    ['nobody', 'erp', 'quote.number', { master: null, isSeed: false, isLocked: false }],
    ['a system, while it is not known where records come from', null, 'account.name', { master: 'erp', isSeed: false }],
  ])('is %s', (_who, role, name, expected) => {
    expect(rowMastery(defaultMastership, role, name)).toMatchObject(expected);
  });

  it('goes by the system that the records come from, past nodes that ask another one', () => {
    const document = {
      slots: { left: { role: 'erp' }, right: { role: 'crm' } },
      nodes: { read: { type: 'read', slot: 'left' }, find: { type: 'find', slot: 'right' }, map: { type: 'map' } },
      edges: ['find.records -> map.records', 'read.records -> find.records'],
    } as unknown as FlowDocument;
    const types = new Map(
      [['read', 'source'] as const, ['find', 'processor'] as const].map(([type, role]) => [
        type,
        { type, role } as NodeDescriptor,
      ]),
    );
    expect(sourceRoleOf(document, types, 'map')).toBe('erp');
    expect(sourceRoleOf({ ...document, edges: [] }, types, 'map')).toBeNull();
  });
});
