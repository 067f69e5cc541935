import { checkCondition, checkRule } from '@koppel/mapping';
import {
  conditionSchema,
  defineSpec,
  fieldIndex,
  labelled,
  splitFieldName,
  type LocalizedText,
  type NodeIssue,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { ruleContext } from '../rule-context.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/** What a field may have to be: each is a format of the same name. */
const checkedKinds = [
  'companyNumber',
  'vatNumber',
  'iban',
  'structuredCommunication',
  'peppolId',
  'email',
  'belgianPhone',
] as const;

const fieldCheckSchema = z.strictObject({
  filled: z.boolean().default(false).describe('The field may not be empty.'),
  is: z.enum(checkedKinds).optional().describe('What the field must be, where it is filled.'),
});

/** Lets sound records through. A record that is not becomes a failed record that says which field, why, and what to do. */
export const checkRecordsSpec = defineSpec({
  type: 'check-records',
  version: 1,
  role: 'transform',
  category: 'shape',
  title: { en: 'Check', nl: 'Controleren', fr: 'Contrôler' },
  summary: {
    en: 'Sets records aside that would be refused later: an empty field, a number that is not one, a condition that does not hold.',
    nl: 'Zet records opzij die later geweigerd zouden worden: een leeg veld, een nummer dat er geen is, een voorwaarde die niet geldt.',
    fr: 'Met de côté les enregistrements qui seraient refusés plus tard : un champ vide, un numéro qui n’en est pas un, une condition non remplie.',
  },
  icon: 'shield-check',
  ports: {
    in: [recordsIn],
    out: [{ id: 'records', kind: 'records', title: { en: 'Sound', nl: 'In orde', fr: 'En ordre' } }, rejectedOut],
  },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    fields: z
      .record(z.string(), fieldCheckSchema)
      .default({})
      .meta({
        ...labelled(
          { en: 'Fields', nl: 'Velden', fr: 'Champs' },
          {
            en: 'Fields that must be filled, or must be what they are called.',
            nl: 'Velden die ingevuld moeten zijn, of moeten zijn wat ze heten.',
            fr: 'Champs qui doivent être remplis, ou être ce que dit leur nom.',
          },
        ),
        editor: 'checks',
      }),
    condition: conditionSchema.default({ all: [] }).meta({
      ...labelled({ en: 'What must hold besides', nl: 'Wat verder moet gelden', fr: 'Ce qui doit valoir en outre' }),
      editor: 'condition',
    }),
    message: z
      .string()
      .max(200)
      .default('')
      .meta(
        labelled(
          {
            en: 'What is wrong when it does not hold',
            nl: 'Wat er mis is als dat niet zo is',
            fr: 'Ce qui ne va pas sinon',
          },
          {
            en: 'A sentence for whoever mends the record: "A line has no quantity."',
            nl: 'Een zin voor wie het record herstelt: "Een lijn heeft geen hoeveelheid."',
            fr: 'Une phrase pour qui répare : « Une ligne n’a pas de quantité. »',
          },
        ),
      ),
  }),
  examples: [
    {
      title: 'A company that the ERP will take',
      config: {
        fields: { 'account.vatNumber': { is: 'vatNumber' }, 'account.billingAddress.country': { filled: true } },
      },
    },
    {
      title: 'No blocked customers',
      config: {
        condition: { all: [{ field: 'account.blocked', is: 'notEquals', value: 'all' }] },
        message: 'The customer is blocked.',
      },
    },
  ],
  telling: ({ fields }) => fieldsInWords(Object.keys(fields)),
  reads({ fields, condition }, input, context) {
    return [...Object.keys(fields), ...checkCondition(condition, ruleContext(input, context)).reads];
  },
  check({ fields, condition, message }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const rules = ruleContext(input, context);
    const issues: NodeIssue[] = Object.entries(fields).flatMap(([name, { is }]) => {
      const path = ['config', 'fields', name];
      if (!ownField(input, name)) {
        return [
          {
            code: 'check.unknown-field',
            severity: 'error' as const,
            message: `The records that arrive here have no field "${name}".`,
            remedy: 'Choose a field of the incoming records.',
            path,
          },
        ];
      }
      const checked = is === undefined ? [] : checkRule({ from: name, format: is }, rules).issues;
      return checked.map((issue) => ({ ...issue, path }));
    });
    const judged = checkCondition(condition, rules).issues;
    issues.push(...judged.map((issue) => ({ ...issue, path: ['config', 'condition', ...issue.path] })));
    if (hasCondition(condition) && message.trim() === '') {
      issues.push({
        code: 'check.no-message',
        severity: 'warning',
        message: 'Nobody is told what is wrong when the condition does not hold.',
        remedy: 'Write a sentence for whoever mends the record.',
        path: ['config', 'message'],
      });
    }
    return { outputs: { records: recordsOf(filledShape(input, fields)), rejected: { kind: 'failures' } }, issues };
  },
});

/** Whether there is anything to hold beside the fields. */
export function hasCondition(condition: z.infer<typeof conditionSchema>): boolean {
  if ('cel' in condition) return condition.cel.trim() !== '';
  return ('all' in condition ? condition.all : condition.any).length > 0;
}

/** Behind the node a checked field is certainly filled. */
function filledShape(input: RecordShape, fields: Readonly<Record<string, { readonly filled: boolean }>>): RecordShape {
  return {
    ...input,
    fields: input.fields.map((field) =>
      fields[`${input.entity}.${field.field}`]?.filled ? { ...field, isRequired: true } : field,
    ),
  };
}

/** The field of the incoming records that a check names. */
export function ownField(input: RecordShape, name: string): ShapeField | undefined {
  const split = splitFieldName(name);
  if (!split || split.entity !== input.entity) return undefined;
  return input.fields[fieldIndex(input, split.field)];
}

function fieldsInWords(names: readonly string[]): LocalizedText {
  const shown = names.map((name) => name.slice(name.indexOf('.') + 1)).join(', ');
  return shown === '' ? { en: 'A condition', nl: 'Een voorwaarde', fr: 'Une condition' } : { en: shown };
}
