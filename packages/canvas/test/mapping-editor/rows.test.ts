import { defaultMastership, type FieldRule, type FieldType, type Issue } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import type { RecordShape } from '../../src/check-worker/messages.ts';
import { isListed, mappingRows, type RowInput } from '../../src/mapping-editor/rows.ts';
import { targetSide, type TargetField } from '../../src/mapping-editor/target-side.ts';

const text: FieldType = { kind: 'text' };
const target = (field: string, part: Partial<TargetField> = {}): TargetField => ({
  field,
  type: text,
  isRequired: false,
  canWrite: true,
  ...part,
});
const input: RecordShape = {
  entity: 'account',
  sourceRole: 'erp',
  fields: ['number', 'name', 'phone', '~Mobile'].map((field) => ({ field, type: text })),
};

function rowsOf(rules: Record<string, FieldRule>, part: Partial<RowInput> = {}) {
  const rows = mappingRows({
    rules,
    input,
    target: {
      entity: 'account',
      role: 'crm',
      label: 'Account',
      isDiscovered: true,
      fields: [
        target('phone'),
        target('owner'),
        target('~mobile'),
        target('name', { isRequired: true }),
        target('~createdon', { canWrite: false }),
      ],
    },
    mastership: defaultMastership,
    suggestions: [],
    dismissed: new Set(),
    issues: [],
    ...part,
  });
  return Object.fromEntries(rows.map((row) => [row.name, row]));
}

describe('rows of a mapping', () => {
  it('know since when the field that they read is gone', () => {
    const fax = {
      field: '~fax',
      systemField: 'fax',
      label: 'Fax',
      type: text,
      isRequired: false,
      canCreate: true,
      canUpdate: true,
    };
    const rows = rowsOf(
      { 'account.phone': { from: 'account.~fax' }, 'account.name': { from: 'account.never' } },
      { input: { ...input, gone: [{ ...fax, goneSince: '2026-11-12T09:00:00.000Z' }] } },
    );
    expect(rows['account.phone']).toMatchObject({ isGone: true, goneSince: '2026-11-12T09:00:00.000Z' });
    expect(rows['account.name']).toMatchObject({ isGone: true, goneSince: null });
  });

  it('stand as the target has its fields, required ones first, unknown ones last', () => {
    const rows = rowsOf({ 'account.gone': { from: 'account.name' } });
    expect(Object.keys(rows)).toEqual([
      'account.name',
      'account.phone',
      'account.owner',
      'account.~mobile',
      'account.~createdon',
      'account.gone',
    ]);
    expect(rows['account.gone']).toMatchObject({ isKnown: false, kind: 'direct', lock: null });
  });

  it.each<[string, FieldRule]>([
    ['direct', { from: 'account.phone' }],
    ['formatted', { from: 'account.phone', format: 'belgianPhone' }],
    ['translated', { from: 'account.phone', format: 'trim', list: 'terms' }],
    ['fixed', { value: null }],
    ['expression', { cel: 'account.phone' }],
  ])('are %s by their rule', (kind, rule) => {
    expect(rowsOf({ 'account.phone': rule })['account.phone']!.kind).toBe(kind);
  });

  it('are locked where another system is master, and where nobody may write', () => {
    const rows = rowsOf({});
    expect(rows['account.owner']).toMatchObject({ kind: 'locked', lock: { kind: 'master', master: 'crm' } });
    expect(rows['account.~createdon']).toMatchObject({ kind: 'locked', lock: { kind: 'readOnly' } });
    expect(rows['account.phone']).toMatchObject({ kind: 'empty', lock: null, master: 'erp' });
  });

  it('keep the lock beside a rule that was made all the same', () => {
    const row = rowsOf({ 'account.owner': { from: 'account.name' } })['account.owner']!;
    expect(row).toMatchObject({ kind: 'direct', lock: { kind: 'master', master: 'crm' } });
  });

  it('are open to a system that may only seed, and say so', () => {
    const rows = rowsOf({}, { input: { ...input, sourceRole: 'crm' } });
    expect(rows['account.phone']).toMatchObject({ kind: 'empty', isSeed: true, master: 'erp' });
    expect(rows['account.owner']).toMatchObject({ kind: 'empty', isSeed: false, master: 'crm' });
  });

  it('are open where nobody decided who is master', () => {
    expect(rowsOf({})['account.~mobile']).toMatchObject({ kind: 'empty', master: null });
  });

  it('offer a suggestion only where nothing fills the field and nobody waved it away', () => {
    const suggestion = {
      target: 'account.~mobile',
      rule: { from: 'account.~Mobile' },
      reason: 'sameName',
      fit: 'fits',
      isCertain: false,
    } as const;
    const suggestions = [suggestion];
    expect(rowsOf({}, { suggestions })['account.~mobile']!.kind).toBe('suggestion');
    const rules = { 'account.~mobile': { value: '' } };
    expect(rowsOf(rules, { suggestions })['account.~mobile']).toMatchObject({ kind: 'fixed', suggestion: null });
    const dismissed = new Set(['account.~mobile']);
    expect(rowsOf({}, { suggestions, dismissed })['account.~mobile']!.kind).toBe('empty');
  });

  it('say when the source field is gone, but not while nothing is known of what arrives', () => {
    const rules = { 'account.phone': { from: 'account.fax' } };
    expect(rowsOf(rules)['account.phone']!.isGone).toBe(true);
    expect(rowsOf(rules, { input: null })['account.phone']!.isGone).toBe(false);
  });

  it('carry the issues of their own path', () => {
    const issue = (path: Issue['path']): Issue => ({
      code: 'mapping.unknown-field',
      severity: 'error',
      message: 'm',
      remedy: 'r',
      nodeId: 'map',
      path,
    });
    const issues = [issue(['config', 'rows', 'account.phone', 'from']), issue(['config', 'rows'])];
    const rows = rowsOf({}, { issues });
    expect(rows['account.phone']!.issues).toHaveLength(1);
    expect(rows['account.name']!.issues).toEqual([]);
  });

  it('hide plain fields that only the system knows until they are asked for', () => {
    const rows = rowsOf({});
    const filter = { search: '', only: 'all', withSystemFields: false } as const;
    expect(isListed(rows['account.~mobile']!, filter, true, false)).toBe(false);
    expect(isListed(rows['account.~mobile']!, { ...filter, withSystemFields: true }, true, false)).toBe(true);
    const filled = rowsOf({ 'account.~mobile': { value: 'x' } })['account.~mobile']!;
    expect(isListed(filled, filter, true, false)).toBe(true);
    expect(isListed(filled, { ...filter, only: 'problems' }, true, true)).toBe(true);
    expect(isListed(filled, { ...filter, only: 'problems' }, true, false)).toBe(false);
  });
});

describe('the target of a mapping', () => {
  const slots = { crm: { connectionId: null, connectorId: null, schemas: [] } };

  it('is the model while no system was asked', () => {
    const side = targetSide({ slot: 'crm', role: 'crm', entity: 'account' }, { slots }, {}, input);
    expect(side).toMatchObject({ entity: 'account', role: 'crm', isDiscovered: false, label: null });
    expect(side!.fields.map(({ field }) => field)).toContain('billingAddress.city');
  });

  it('is what the rules name, else what arrives, while nothing writes behind it', () => {
    expect(targetSide(null, { slots }, { 'contact.email': { value: '' } }, input)!.entity).toBe('contact');
    expect(targetSide(null, { slots }, {}, input)).toMatchObject({ entity: 'account', role: null });
    expect(targetSide(null, { slots }, {}, null)).toBeNull();
  });
});
