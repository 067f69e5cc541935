import { canonicalField, splitFieldName } from './entities.ts';
import type { Comparison, Condition } from './field-rule.ts';
import type { Language } from './localized.ts';

/** What stands between a field and a value, by language. */
export const comparisonWords: Readonly<Record<Language, Readonly<Record<Comparison['is'], string>>>> = {
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
const joints: Readonly<Record<'all' | 'any', Readonly<Record<Language, string>>>> = {
  all: { en: ' and ', nl: ' en ', fr: ' et ' },
  any: { en: ' or ', nl: ' of ', fr: ' ou ' },
};
const everything: Readonly<Record<Language, string>> = {
  en: 'Every record',
  nl: 'Elk record',
  fr: 'Tous les enregistrements',
};

/** How a reader calls fields, and writes values. */
export interface ConditionNames {
  field(name: string): string;
  value(value: Comparison['value']): string;
}

/** A condition as people read it: "Blocked is not all and Credit limit above 1000". An expression stays as it is written. */
export function conditionInWords(
  condition: Condition,
  language: Language,
  { field, value }: ConditionNames = canonicalNames(language),
): string {
  if ('cel' in condition) return condition.cel;
  const [rows, joint] = 'all' in condition ? [condition.all, joints.all] : [condition.any, joints.any];
  if (rows.length === 0) return everything[language];
  return rows
    .map((row) => [field(row.field), comparisonWords[language][row.is], value(row.value)].filter(Boolean).join(' '))
    .join(joint[language]);
}

function canonicalNames(language: Language): ConditionNames {
  return {
    field(name) {
      const split = splitFieldName(name);
      const title = split && canonicalField(split.entity, split.field)?.title;
      return title?.[language] ?? title?.en ?? name.slice(name.indexOf('.') + 1);
    },
    value: (value) => (Array.isArray(value) ? value.join(', ') : String(value ?? '')),
  };
}
