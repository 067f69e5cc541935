import { checkCondition } from '@koppel/mapping';
import {
  labelled,
  canonicalField,
  conditionSchema,
  defineSpec,
  splitFieldName,
  type Comparison,
  type Condition,
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
  telling: ({ condition }) => conditionInWords(condition),
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

type Language = 'en' | 'nl' | 'fr';

const comparisons: Readonly<Record<Language, Readonly<Record<Comparison['is'], string>>>> = {
  en: {
    equals: 'is',
    notEquals: 'is not',
    above: 'above',
    atLeast: 'at least',
    below: 'below',
    atMost: 'at most',
    contains: 'contains',
    startsWith: 'starts with',
    oneOf: 'is one of',
    empty: 'is empty',
    notEmpty: 'is filled in',
  },
  nl: {
    equals: 'is',
    notEquals: 'is niet',
    above: 'meer dan',
    atLeast: 'minstens',
    below: 'minder dan',
    atMost: 'hoogstens',
    contains: 'bevat',
    startsWith: 'begint met',
    oneOf: 'is een van',
    empty: 'is leeg',
    notEmpty: 'is ingevuld',
  },
  fr: {
    equals: 'est',
    notEquals: 'n’est pas',
    above: 'plus de',
    atLeast: 'au moins',
    below: 'moins de',
    atMost: 'au plus',
    contains: 'contient',
    startsWith: 'commence par',
    oneOf: 'est parmi',
    empty: 'est vide',
    notEmpty: 'est rempli',
  },
};
const joints = { all: { en: ' and ', nl: ' en ', fr: ' et ' }, any: { en: ' or ', nl: ' of ', fr: ' ou ' } } as const;
const everything = { en: 'Every record', nl: 'Elk record', fr: 'Tous les enregistrements' };

function conditionInWords(condition: Condition): LocalizedText {
  if ('cel' in condition) return { en: condition.cel };
  const [rows, joint] = 'all' in condition ? [condition.all, joints.all] : [condition.any, joints.any];
  if (rows.length === 0) return everything;
  const told = (language: Language) => rows.map((row) => comparisonInWords(row, language)).join(joint[language]);
  return { en: told('en'), nl: told('nl'), fr: told('fr') };
}

function comparisonInWords({ field, is, value }: Comparison, language: Language): string {
  const split = splitFieldName(field);
  const title = split && canonicalField(split.entity, split.field)?.title;
  const name = title?.[language] ?? title?.en ?? field.slice(field.indexOf('.') + 1);
  const to = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return [name, comparisons[language][is], to].filter((part) => part !== '').join(' ');
}
