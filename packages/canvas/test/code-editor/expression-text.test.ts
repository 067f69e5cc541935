import { functionReference } from '@koppel/mapping';
import { describe, expect, it } from 'vitest';
import { argumentNames, emptyScope, isMethod } from '../../src/code-editor/expression-scope.ts';
import { callAt, functionCalled, lineFieldsAt, nameAt, writingAt } from '../../src/code-editor/expression-text.ts';

/** The text without its mark, and the place of the mark. */
function marked(text: string): [string, number] {
  return [text.replace('|', ''), text.indexOf('|')];
}

const scope = {
  ...emptyScope,
  functions: functionReference.map((entry) => ({ ...entry, summary: entry.summary.en })),
};

describe('what is written at a place of an expression', () => {
  it.each([
    ['min(account.cre|', 'path', 'account.cre'],
    ['min(account.billingAddress.ci|', 'path', 'account.billingAddress.ci'],
    ['account.?ins|', 'path', 'account.?ins'],
    ['account["~fa|"]', 'path', 'account["~fa'],
    ['1 + |', 'path', ''],
    ['|', 'path', ''],
    ['"abc".con|', 'method', null],
    ['upper(account.name).st|', 'method', null],
    ['translate(account.paymentTerms, "pay|")', 'list', null],
    ['"some acc|"', 'nothing', null],
    ['// account.|', 'nothing', null],
    ['12|', 'nothing', null],
  ])('%s is a %s', (text, kind, path) => {
    const writing = writingAt(...marked(text));
    expect(writing.kind).toBe(kind);
    if (writing.kind === 'path') expect(writing.path).toBe(path);
  });

  it('replaces the closing of a bracket that the editor has put there', () => {
    const [text, at] = marked('account["~fa|"] + 1');
    expect(writingAt(text, at)).toMatchObject({ start: 0, end: 'account["~fa"]'.length });
  });
});

describe('the call around a place', () => {
  it.each([
    ['round(2.345, |2)', 'round', 1],
    ['round(min(1, 2), |', 'round', 1],
    ['round(min(1, |', 'min', 1],
    ['round("a,b(", |', 'round', 1],
    ['// f(\nround(|', 'round', 0],
    ['round((1 + |2), 3)', 'round', 0],
    ['account.name.contains(|', 'account.name.contains', 0],
  ])('%s is %s, argument %i', (text, name, argument) => {
    expect(callAt(...marked(text))).toEqual({ name, argument });
  });

  it.each(['|round(1)', 'round(1)|', '(1 + |2)', '[1, |2]'])('%s has none', (text) => {
    expect(callAt(...marked(text))).toBeNull();
  });

  it('finds functions by their whole name and methods by their last part', () => {
    expect(functionCalled(scope, 'round')!.signature).toBe('round(number, decimals)');
    expect(functionCalled(scope, 'optional.of')!.name).toBe('optional.of');
    expect(functionCalled(scope, 'account.name.contains')!.signature).toBe('text.contains(part)');
    expect(functionCalled(scope, 'contains')!.signature).toBe('text.contains(part)');
    expect(functionCalled(scope, 'nothing')).toBeNull();
  });

  it('knows of every function of the library whether it is a method and what it takes', () => {
    for (const entry of scope.functions) {
      expect(argumentNames(entry).length, entry.signature).toBeGreaterThanOrEqual(
        entry.name === 'optional.none' || entry.name === 'hasValue' ? 0 : 1,
      );
      expect(functionCalled(scope, isMethod(entry) ? `x.${entry.name}` : entry.name)?.name).toBe(entry.name);
    }
  });
});

describe('the name around a place', () => {
  it.each([
    ['min(acc|ount.creditLimit)', 'account'],
    ['min(account.cre|ditLimit)', 'account.creditLimit'],
    ['account.billing|Address.city', 'account.billingAddress'],
    ['account["~f|ax"] + 1', 'account["~fax"]'],
    ['rou|nd(1)', 'round'],
  ])('%s is %s', (text, name) => {
    expect(nameAt(...marked(text))?.name).toBe(name);
  });

  it('is none in a remark and between signs', () => {
    expect(nameAt(...marked('// lowest| of'))).toBeNull();
    expect(nameAt(...marked('1 + | 2'))).toBeNull();
  });
});

describe('the fields of a line inside a loop', () => {
  const quantity = { name: 'quantity', label: 'Quantity', typeName: 'number' };
  const lines = { written: 'order.lines', label: 'Lines', kind: 'lines', typeName: 'lines', sample: null } as const;
  const ofOrder = { ...emptyScope, fields: [{ ...lines, lineFields: [quantity] }] };

  it.each([
    ['order.lines.all(l, l.|', true],
    ['order.lines.filter(l, l.quan|', true],
    ['order.lines.map(x, l.|', false],
    ['order.other.all(l, l.|', false],
    ['order.li|', false],
  ])('%s: %s', (text, isOffered) => {
    const [plain, at] = marked(text);
    const writing = writingAt(plain, at);
    if (writing.kind !== 'path') throw new Error('A path is being written.');
    expect(lineFieldsAt(plain, writing, ofOrder)).toEqual(isOffered ? [quantity] : null);
  });
});
