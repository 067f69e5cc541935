import type { FieldType } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { sourceLines, sourceTree, type SourceField } from '../../src/mapping-editor/source-tree.ts';

const text: FieldType = { kind: 'text' };
const field = (name: string, label: string, sample: string | null = null, isUsed = false): SourceField => ({
  name,
  label,
  type: text,
  sample,
  isUsed,
});
const fields = [
  field('account.number', 'No.', '10482', true),
  field('account.billingAddress.street', 'Billing address: street', 'Industrielaan 14'),
  field('account.~Mobile_Phone_No', 'Mobile phone', '0478 21 55 90'),
  field('account.billingAddress.city', 'Billing address: city', 'Liège', true),
  field('account.name', 'Name', 'Bouwpunt Peeters NV'),
];
const tree = sourceTree(fields, 'Other fields of ERP');
const lines = (search = '', onlyUnused = false, open: string[] = []) =>
  sourceLines(tree, { search, onlyUnused, open: new Set(open) }).map((line) =>
    line.kind === 'group'
      ? `${line.isOpen ? '-' : '+'} ${line.group.label} ${line.shown}`
      : `${' '.repeat(line.depth)}${line.label}`,
  );

describe('the fields that arrive', () => {
  it('stand in their order, parts of a thing together, what only the system knows at the end', () => {
    expect(lines()).toEqual(['No.', '+ Billing address 2', 'Name', '+ Other fields of ERP 1']);
  });

  it('are called by their part inside an open group', () => {
    expect(lines('', false, ['billingAddress'])).toEqual([
      'No.',
      '- Billing address 2',
      ' Street',
      ' City',
      'Name',
      '+ Other fields of ERP 1',
    ]);
  });

  it.each([
    ['label, whatever accents', 'liege', ['- Billing address 1', ' City']],
    ['sample value', '0478', ['- Other fields of ERP 1', ' Mobile phone']],
    ['name in the system', 'mobile_phone', ['- Other fields of ERP 1', ' Mobile phone']],
    ['nothing', 'zzz', []],
  ])('are found by %s', (_what, search, expected) => {
    expect(lines(search)).toEqual(expected);
  });

  it('can be narrowed to those that no rule uses', () => {
    expect(lines('', true, ['billingAddress'])).toEqual([
      '- Billing address 1',
      ' Street',
      'Name',
      '+ Other fields of ERP 1',
    ]);
  });
});
