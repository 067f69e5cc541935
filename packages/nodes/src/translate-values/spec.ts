import { checkRule } from '@koppel/mapping';
import {
  labelled,
  defineSpec,
  fieldIndex,
  splitFieldName,
  type NodeIssue,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { ruleContext } from '../rule-context.ts';
import { inputShape, recordsOf } from '../shapes.ts';

const translationSchema = z.strictObject({
  list: z.string().describe('The value list that translates the codes.'),
  unlisted: z
    .enum(['fail', 'empty', 'keep'])
    .default('fail')
    .describe('What happens to a code that the list does not know.'),
});

/** Translates the codes of some fields by value lists and leaves the other fields as they are. */
export const translateValuesSpec = defineSpec({
  type: 'translate-values',
  version: 1,
  role: 'transform',
  category: 'shape',
  title: { en: 'Translate values', nl: 'Waarden vertalen', fr: 'Traduire des valeurs' },
  summary: {
    en: 'Translates codes of one system into those of the other by value lists.',
    nl: 'Vertaalt codes van het ene systeem naar die van het andere met waardenlijsten.',
    fr: 'Traduit les codes d’un système en ceux de l’autre par des listes de valeurs.',
  },
  icon: 'languages',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'records', kind: 'records', title: { en: 'Records', nl: 'Records', fr: 'Enregistrements' } },
      rejectedOut,
    ],
  },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    fields: z
      .record(z.string(), translationSchema)
      .default({})
      .meta({
        ...labelled(
          { en: 'Fields', nl: 'Velden', fr: 'Champs' },
          {
            en: 'Field, with its entity in front, and the list that translates it.',
            nl: 'Veld, met zijn entiteit vooraan, en de lijst die het vertaalt.',
            fr: 'Champ, précédé de son entité, et la liste qui le traduit.',
          },
        ),
        editor: 'translations',
      }),
  }),
  examples: [
    {
      title: 'Payment terms',
      config: { fields: { 'account.paymentTerms': { list: 'payment-terms', unlisted: 'fail' } } },
    },
  ],
  telling({ fields }) {
    const names = Object.keys(fields).map((name) => name.slice(name.indexOf('.') + 1));
    return { en: names.length > 0 ? names.join(', ') : 'No field yet' };
  },
  reads: ({ fields }) => Object.keys(fields),
  check({ fields }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const issues: NodeIssue[] = [];
    const translated = new Map<string, ShapeField>();
    for (const [name, { list, unlisted }] of Object.entries(fields)) {
      const path = ['config', 'fields', name];
      const field = ownField(input, name);
      if (!field) {
        issues.push({
          code: 'translate.unknown-field',
          severity: 'error',
          message: `The records that arrive here have no field "${name}".`,
          remedy: 'Choose a field of the incoming records.',
          path,
        });
        continue;
      }
      const checked = checkRule({ from: name, list, unlisted }, ruleContext(input, context));
      issues.push(...checked.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
      translated.set(field.field, { ...field, type: checked.type ?? { kind: 'text' } });
    }
    const shape: RecordShape = { ...input, fields: input.fields.map((field) => translated.get(field.field) ?? field) };
    return { outputs: { records: recordsOf(shape), rejected: { kind: 'failures' } }, issues };
  },
});

function ownField(input: RecordShape, name: string): ShapeField | undefined {
  const split = splitFieldName(name);
  if (!split || split.entity !== input.entity) return undefined;
  return input.fields[fieldIndex(input, split.field)];
}
