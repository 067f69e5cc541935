import type { FieldValue } from '@koppel/model';
import type { RuleContext } from '../record-type.ts';

/** The sample account that the examples of the function reference read. */
export const exampleContext: RuleContext = {
  record: {
    entity: 'account',
    fields: [
      { field: 'name', type: { kind: 'text', maxLength: 100 } },
      { field: 'creditLimit', type: { kind: 'money', scale: 2 } },
      { field: 'insuredAmount', type: { kind: 'money', scale: 2 } },
      { field: 'paymentTerms', type: { kind: 'choice', options: [] } },
      { field: 'billingAddress.city', type: { kind: 'text' } },
      { field: '~fax', type: { kind: 'text' } },
    ],
  },
  parameters: { riskDiscount: { type: 'decimal', value: '0.05' } },
  valueLists: new Map([
    [
      'payment-terms',
      {
        koppel: 'value-list',
        version: 1,
        id: 'payment-terms',
        title: { en: 'Payment terms' },
        entries: { '30 DAYS': '30D', '60 DAYS': '60D' },
      },
    ],
  ]),
};

/** Its values, in the order of the fields. */
export const exampleValues: readonly FieldValue[] = ['Construct Hallet SA', '45000.00', null, '30 DAYS', 'Gent', null];
