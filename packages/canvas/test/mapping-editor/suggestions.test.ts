import { fitsType } from '@koppel/mapping';
import type { FieldType } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { suggestRules, type NamedField, type SuggestionInput } from '../../src/mapping-editor/suggestions.ts';

const text: FieldType = { kind: 'text', maxLength: 100 };
const choice = (...values: string[]): FieldType => ({
  kind: 'choice',
  options: values.map((value) => ({ value, label: value })),
});
const field = (name: string, label?: string, type: FieldType = text): NamedField => ({
  field: name,
  type,
  ...(label === undefined ? {} : { label }),
});

function suggest(source: NamedField[], target: NamedField[], rest: Partial<SuggestionInput> = {}) {
  return suggestRules({
    source: { entity: 'account', fields: source },
    target: { entity: 'account', fields: target },
    used: new Set(),
    elsewhere: new Map(),
    learned: {},
    alike: [],
    lists: [],
    fit: (from, to) => fitsType(from, to).fit,
    ...rest,
  });
}

describe('suggestions', () => {
  it('are certain for the same field of the model whose type fits', () => {
    expect(suggest([field('name')], [field('name')])).toEqual([
      { target: 'account.name', rule: { from: 'account.name' }, reason: 'sameField', fit: 'fits', isCertain: true },
    ]);
  });

  it('are not certain for the same field when its values have to be rewritten', () => {
    const [found] = suggest(
      [field('creditLimit', undefined, text)],
      [field('creditLimit', undefined, { kind: 'money', scale: 2 })],
    );
    expect(found).toMatchObject({ reason: 'sameField', fit: 'converts', isCertain: false });
  });

  it.each([
    ['sameName', field('~fax', 'Fax number'), field('~kop_faxnr', 'Fax Number')],
    ['sameName', field('~Mobile_Phone_No', 'Mobile phone'), field('~mobilephone', 'Mobile Phone')],
    ['sameMeaning', field('~gsm', 'GSM'), field('~mobile', 'Mobile')],
    ['sameMeaning', field('~tel', 'Tel. no.'), field('~phone2', 'Telefoon nr')],
    ['similarName', field('~Mobile_Phone_No', 'Mobile phone'), field('~mobile', 'Mobile')],
  ])('find %s', (reason, source, target) => {
    const [found] = suggest([source], [target]);
    expect(found).toMatchObject({ reason, isCertain: false });
  });

  it('recognise a custom field by the titles of the model in any language', () => {
    const [found] = suggest([field('paymentTerms')], [field('~new_betaling', 'Betalingsvoorwaarden')]);
    expect(found).toMatchObject({ target: 'account.~new_betaling', reason: 'sameName' });
  });

  it('say when another node of the flow maps the field so', () => {
    const [found] = suggest([field('~a', 'Alpha'), field('name')], [field('~b', 'Beta')], {
      elsewhere: new Map([['account.~b', 'account.~a']]),
    });
    expect(found).toMatchObject({ rule: { from: 'account.~a' }, reason: 'mappedElsewhere' });
  });

  it('learn from other flows what people mean by a name', () => {
    const [found] = suggest([field('~a', 'Alpha'), field('name')], [field('~b', 'Beta')], {
      learned: { 'account.~b': ['account.~x', 'account.~a'] },
    });
    expect(found).toMatchObject({ rule: { from: 'account.~a' }, reason: 'learned', isCertain: false });
  });

  it('recognise fields whose names say nothing by equal values, and say in how many samples', () => {
    const alike = [{ target: 'account.~b', from: 'account.~a', equal: 9, of: 10 }];
    expect(suggest([field('~a', 'Alpha')], [field('~b', 'Beta')], { alike })).toEqual([
      {
        target: 'account.~b',
        rule: { from: 'account.~a' },
        reason: 'sameValues',
        fit: 'fits',
        isCertain: false,
        alike: { equal: 9, of: 10 },
      },
    ]);
    expect(suggest([field('~a')], [field('~b')], { alike, used: new Set(['account.~a']) })).toEqual([]);
  });

  it('prefer of two like names the one with equal values, and never call it certain', () => {
    const sources = [field('~tel1', 'Telephone'), field('~tel2', 'Telephone')];
    const alike = [{ target: 'account.~phone', from: 'account.~tel2', equal: 5, of: 5 }];
    const [found] = suggest(sources, [field('~phone', 'Telephone')], { alike });
    expect(found).toMatchObject({ rule: { from: 'account.~tel2' }, reason: 'sameName', isCertain: false });
  });

  it('leave out what cannot fit', () => {
    expect(
      suggest([field('blocked', undefined, { kind: 'boolean' })], [field('blocked', undefined, { kind: 'date' })]),
    ).toEqual([]);
  });

  it('bridge codes that differ with a value list that knows both sides', () => {
    const list = {
      koppel: 'value-list' as const,
      version: 1 as const,
      id: 'payment-terms',
      title: { en: 'Payment terms' },
      entries: { '30D': '1', '60D': '4' },
    };
    const source = field('paymentTerms', undefined, choice('30D', '60D'));
    const [found] = suggest([source], [field('paymentTerms', undefined, choice('1', '2', '4'))], { lists: [list] });
    expect(found).toMatchObject({
      rule: { from: 'account.paymentTerms', list: 'payment-terms' },
      fit: 'translated',
      isCertain: false,
    });
  });

  it('offer a source field once, and not at all when it is used and only sounds alike', () => {
    const targets = [field('~mobile', 'Mobile'), field('~mobile2', 'Mobile, second')];
    const source = field('~Mobile_Phone', 'Mobile phone');
    expect(suggest([source], targets)).toHaveLength(1);
    expect(suggest([source], targets, { used: new Set(['account.~Mobile_Phone']) })).toEqual([]);
  });

  it('do not take two names for alike because both end in "number"', () => {
    expect(suggest([field('~number', 'Number')], [field('~plates', 'Plate number')])).toEqual([]);
  });
});
