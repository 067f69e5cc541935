import { linesText, type FieldType } from '@koppel/model';
import { expect, test } from 'vitest';
import { checkRule, compileRule, fitsType, normalise } from '../src/index.ts';

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

const held = [
  { product: 'A-1', quantity: '3', note: 'urgent' },
  { product: 'B-2', quantity: '0' },
];
const context = {
  record: { entity: 'order', fields: [{ field: 'lines', type: orderLines }] },
  valueLists: new Map(),
  parameters: {},
};

test.each<[cel: string, gives: unknown]>([
  ['order.lines.all(l, l.quantity > 0)', false],
  ['order.lines.exists(l, l.product == "A-1" && l.quantity >= 3)', true],
  ['size(order.lines)', 2],
  ['join(order.lines.map(l, l.product), ", ")', 'A-1, B-2'],
  ['order.lines[0].product', 'A-1'],
  ['join(order.lines.filter(l, has(l.note)).map(l, l.note), "")', 'urgent'],
  ['order.lines.filter(l, l.quantity > 0)', linesText([held[0]!])],
  ['order.lines', linesText(held)],
])('an expression sees lines as a list of records: %s', (cel, gives) => {
  expect(compileRule({ cel }, context)([linesText(held)])).toBe(gives);
});

test.each<[cel: string, gives: unknown]>([
  ['size(order.lines)', 0],
  ['order.lines.all(l, l.quantity > 0)', true],
  ['order.lines', null],
])('no lines are an empty list: %s', (cel, gives) => {
  expect(compileRule({ cel }, context)([null])).toBe(gives);
});

test.each([
  ['order.lines.all(l, l.quantiti > 0)', /A line has no field "quantiti"/],
  ['order.lines.all(l, l.product > 0)', /A text and a whole number/],
  ['order.lines > 0', /A list and a whole number/],
])('what a line does not have is found before it runs: %s', (cel, named) => {
  const { issues } = checkRule({ cel }, context);
  expect(issues.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
    expect.stringMatching(named),
  ]);
});
