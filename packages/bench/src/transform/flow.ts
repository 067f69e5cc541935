import { emptyFlow, type FieldRule, type FlowDocument, type FlowNode } from '@koppel/model';
import { euCountries } from './records.ts';

const node = (type: string, config: Record<string, unknown>): FlowNode => ({ type, v: 1, config });
const rows = (rules: Record<string, FieldRule>) => ({
  rows: Object.fromEntries(Object.entries(rules).map(([field, rule]) => [`account.${field}`, rule])),
});
const from = (field: string): FieldRule => ({ from: `account.${field}` });

/** Ten pure nodes in a row behind a source. `script.ts` does the same ten by hand, in the same order. */
const pure: readonly [id: string, node: FlowNode, out: string][] = [
  [
    'n01',
    node('filter-records', { condition: { all: [{ field: 'account.blocked', is: 'notEquals', value: 'all' }] } }),
    'matched',
  ],
  [
    'n02',
    node(
      'map-fields',
      rows({
        name: { from: 'account.name', format: 'trim' },
        companyNumber: { from: 'account.companyNumber', format: 'digits' },
        vatNumber: { from: 'account.vatNumber', format: 'uppercase' },
        phone: from('phone'),
        email: { from: 'account.email', format: 'lowercase' },
        creditLimit: from('creditLimit'),
        paymentTerms: from('paymentTerms'),
        currency: from('currency'),
        'billingAddress.country': from('billingAddress.country'),
        'billingAddress.city': from('billingAddress.city'),
        language: from('language'),
        website: from('website'),
      }),
    ),
    'records',
  ],
  [
    'n03',
    node('translate-values', { fields: { 'account.paymentTerms': { list: 'payment-terms', unlisted: 'empty' } } }),
    'records',
  ],
  [
    'n04',
    node('filter-records', { condition: { all: [{ field: 'account.creditLimit', is: 'atLeast', value: '1000' }] } }),
    'matched',
  ],
  [
    'n05',
    node(
      'map-fields',
      rows({
        name: from('name'),
        companyNumber: from('companyNumber'),
        vatNumber: from('vatNumber'),
        phone: { from: 'account.phone', fallback: '+32' },
        email: from('email'),
        creditLimit: from('creditLimit'),
        paymentTerms: from('paymentTerms'),
        currency: { from: 'account.currency', fallback: 'EUR' },
        'billingAddress.country': from('billingAddress.country'),
        'billingAddress.city': { from: 'account.billingAddress.city', format: 'capitalise' },
        language: from('language'),
        website: from('website'),
      }),
    ),
    'records',
  ],
  [
    'n06',
    node('translate-values', { fields: { 'account.language': { list: 'languages', unlisted: 'keep' } } }),
    'records',
  ],
  [
    'n07',
    node('filter-records', {
      condition: { all: [{ field: 'account.billingAddress.country', is: 'oneOf', value: euCountries }] },
    }),
    'matched',
  ],
  ['n08', node('mask-fields', {}), 'records'],
  [
    'n09',
    node(
      'map-fields',
      rows({
        name: { cel: 'ifEmpty(account.name + " (" + account.billingAddress.city + ")", account.name)' },
        companyNumber: from('companyNumber'),
        vatNumber: from('vatNumber'),
        phone: from('phone'),
        email: from('email'),
        creditLimit: from('creditLimit'),
        paymentTerms: from('paymentTerms'),
        currency: from('currency'),
        language: from('language'),
        website: { from: 'account.website', when: { all: [{ field: 'account.language', is: 'equals', value: 'nl' }] } },
      }),
    ),
    'records',
  ],
  ['n10', node('filter-records', { condition: { all: [{ field: 'account.name', is: 'notEmpty' }] } }), 'matched'],
];

export const transformFlow: FlowDocument = {
  ...emptyFlow('transform', 'Ten pure nodes'),
  nodes: {
    n00: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
    ...Object.fromEntries(pure.map(([id, each]) => [id, each])),
  },
  edges: [
    'n00.records -> n01.records',
    ...pure.slice(1).map(([id], index) => `${pure[index]![0]}.${pure[index]![2]} -> ${id}.records`),
  ],
};
