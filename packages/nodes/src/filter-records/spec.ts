import { checkCondition } from '@koppel/mapping';
import {
  labelled,
  conditionInWords,
  conditionSchema,
  defineSpec,
  type Condition,
  type Language,
  type LocalizedText,
} from '@koppel/sdk';
import { z } from 'zod';
import { ruleContext } from '../rule-context.ts';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';
import { factsOf, withFacts } from './facts.ts';

/** Splits records by a condition. A record that cannot be judged becomes a failure, not `unmatched`. */
export const filterRecordsSpec = defineSpec({
  type: 'filter-records',
  version: 1,
  role: 'transform',
  category: 'shape',
  title: { en: 'Filter', nl: 'Filter', fr: 'Filtre' },
  summary: {
    en: 'Lets through the records that meet a condition; the rest leaves by its own port.',
    nl: 'Laat de records door die aan een voorwaarde voldoen; de rest gaat langs een eigen poort.',
    fr: 'Laisse passer les enregistrements qui remplissent une condition ; les autres sortent par leur propre port.',
  },
  icon: 'filter',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'matched', kind: 'records', title: { en: 'Matched', nl: 'Voldoet', fr: 'Retenus' } },
      {
        id: 'unmatched',
        kind: 'records',
        isOptional: true,
        title: { en: 'Not matched', nl: 'Voldoet niet', fr: 'Écartés' },
      },
      rejectedOut,
    ],
  },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    condition: conditionSchema.meta({
      ...labelled({ en: 'Keep a record when', nl: 'Een record houden als', fr: 'Garder un enregistrement si' }),
      editor: 'condition',
    }),
  }),
  examples: [
    {
      title: 'Customers that are not blocked',
      config: { condition: { all: [{ field: 'account.blocked', is: 'notEquals', value: 'all' }] } },
    },
    { title: 'Belgian customers', config: { condition: { cel: 'account.billingAddress.country == "BE"' } } },
  ],
  telling: ({ condition }) => conditionTold(condition),
  reads: ({ condition }, input, context) => checkCondition(condition, ruleContext(input, context)).reads,
  check({ condition }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const { issues } = checkCondition(condition, ruleContext(input, context));
    return {
      outputs: {
        matched: recordsOf(withFacts(input, factsOf(condition, input, true))),
        unmatched: recordsOf(withFacts(input, factsOf(condition, input, false))),
        rejected: { kind: 'failures' },
      },
      issues: issues.map((issue) => ({ ...issue, path: ['config', 'condition', ...issue.path] })),
    };
  },
});

function conditionTold(condition: Condition): LocalizedText {
  if ('cel' in condition) return { en: condition.cel };
  const told = (language: Language) => conditionInWords(condition, language);
  return { en: told('en'), nl: told('nl'), fr: told('fr') };
}
