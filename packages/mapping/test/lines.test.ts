import { linesText, type FieldType } from '@koppel/model';
import { expect, test } from 'vitest';
import { compileRule, fitsType, normalise } from '../src/index.ts';

const orderLines: FieldType = {
  kind: 'lines',
  fields: [
    { field: 'product', type: { kind: 'text' } },
    { field: 'quantity', type: { kind: 'decimal' } },
    { field: 'note', type: { kind: 'text' } },
  ],
};
const shortLines: FieldType = {
  kind: 'lines',
  fields: [
    { field: 'product', label: 'Product', type: { kind: 'text', maxLength: 5 } },
    { field: 'quantity', label: 'Quantity', type: { kind: 'decimal', scale: 2 } },
  ],
};

function copy(from: FieldType, to: FieldType, value: string | null) {
  const rule = compileRule(
    { from: 'order.lines' },
    { record: { entity: 'order', fields: [{ field: 'lines', type: from }] }, valueLists: new Map(), parameters: {} },
    { field: 'lines', type: to, label: 'Lines' },
  );
  return rule([value]);
}

test('each field of a line is brought into the form of the field of the same name', () => {
  const value = linesText([{ product: 'A-1', quantity: '3', note: 'urgent' }, { product: 'B-2' }]);
  expect(copy(orderLines, shortLines, value)).toBe(
    linesText([{ product: 'A-1', quantity: '3.00' }, { product: 'B-2' }]),
  );
});

test('a line that does not fit is named by its number', () => {
  const value = linesText([{ product: 'A-1' }, { product: 'much too long' }]);
  expect(() => copy(orderLines, shortLines, value)).toThrow(/Product of line 2 of Lines/);
});

test('no lines are an empty field', () => {
  expect(copy(orderLines, shortLines, null)).toBeNull();
});

test('lines that differ in their way of writing numbers only are equal', () => {
  const a = linesText([{ product: 'A', quantity: '3.00' }])!;
  const b = '[{"quantity":"3","product":"A","note":""}]';
  expect(normalise(a, orderLines)).toBe(normalise(b, orderLines));
});

test.each<[FieldType, FieldType, 'fits' | 'converts' | 'no']>([
  [orderLines, orderLines, 'fits'],
  [orderLines, { kind: 'text' }, 'no'],
  [{ kind: 'text' }, orderLines, 'no'],
  [{ kind: 'reference', entity: 'account' }, { kind: 'reference', entity: 'account' }, 'fits'],
  [{ kind: 'reference', entity: 'account' }, { kind: 'reference', entity: 'contact' }, 'no'],
  [{ kind: 'text' }, { kind: 'reference', entity: 'account' }, 'no'],
  [{ kind: 'reference', entity: 'account' }, { kind: 'text' }, 'converts'],
])('%j into %j: %s', (from, to, fit) => {
  expect(fitsType(from, to).fit).toBe(fit);
});
