import type { FieldValue } from '@koppel/model';
import { MappingError } from '../mapping-error.ts';
import type { RuleContext } from '../record-type.ts';
import { checkRule, compileRule } from '../rule.ts';
import { fieldInExpression } from './expression.ts';

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

/** The sample account as a reader of the reference sees it: how each value is written, and what it is. */
export const exampleRecord: readonly { readonly written: string; readonly value: FieldValue }[] = [
  ...exampleContext.record.fields.map(({ field }, index) => ({
    written: fieldInExpression(field, exampleContext) ?? field,
    value: exampleValues[index] ?? null,
  })),
  ...Object.entries(exampleContext.parameters).map(([name, { value }]) => ({ written: `param.${name}`, value })),
];

/** What an example gives, as the reference writes it; else what is wrong with it, in plain words. */
export type ExampleResult =
  | { readonly result: string }
  | { readonly problem: { readonly message: string; readonly remedy: string } };

/** Evaluates an expression on the sample account, with the evaluator that runs use. */
export function runExample(cel: string): ExampleResult {
  const { type, issues } = checkRule({ cel }, exampleContext);
  const mistake = issues.find(({ severity }) => severity === 'error');
  if (mistake) return { problem: { message: mistake.message, remedy: mistake.remedy } };
  try {
    const value = compileRule({ cel }, exampleContext)(exampleValues) as FieldValue;
    if (value === null) return { result: 'empty' };
    return { result: type?.kind === 'text' || type?.kind === 'choice' ? JSON.stringify(value) : String(value) };
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return { problem: { message: error.message, remedy: error.remedy } };
  }
}
