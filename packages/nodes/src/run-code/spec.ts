import {
  canonicalField,
  canonicalType,
  defineSpec,
  fieldIndex,
  labelled,
  splitFieldName,
  type NodeContext,
  type NodeIssue,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf, targetShape } from '../shapes.ts';

const howItLooks = 'export default function (record, run) { return { … } }';

/** A step for what no other node does: a function in TypeScript, run where it can reach nothing. */
export const runCodeSpec = defineSpec({
  type: 'run-code',
  version: 1,
  role: 'code',
  category: 'shape',
  title: { en: 'Run code', nl: 'Code uitvoeren', fr: 'Exécuter du code' },
  summary: {
    en: 'Fills fields by a function in TypeScript, for what no other node can do. It reaches no system, no network and no clock.',
    nl: 'Vult velden met een functie in TypeScript, voor wat geen andere stap kan. Ze bereikt geen systeem, geen netwerk en geen klok.',
    fr: 'Remplit des champs par une fonction TypeScript, pour ce qu’aucune autre étape ne fait. Elle n’atteint ni système, ni réseau, ni horloge.',
  },
  icon: 'code',
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
      .array(z.string())
      .default([])
      .meta(
        labelled(
          { en: 'Fields that it fills', nl: 'Velden die ze vult', fr: 'Champs qu’elle remplit' },
          {
            en: 'With their entity in front: account.creditLimit. What the code gives beside these is refused.',
            nl: 'Met hun entiteit vooraan: account.creditLimit. Wat de code daarbuiten geeft, wordt geweigerd.',
            fr: 'Précédés de leur entité : account.creditLimit. Ce que le code donne en plus est refusé.',
          },
        ),
      ),
    code: z
      .string()
      .max(50_000)
      .default('')
      .meta({
        ...labelled({ en: 'Code', nl: 'Code', fr: 'Code' }, { en: howItLooks, nl: howItLooks, fr: howItLooks }),
        editor: 'code',
      }),
  }),
  examples: [
    {
      title: 'A tenth more credit',
      config: {
        fields: ['account.creditLimit'],
        code: `export default function (account) {
  if (account.creditLimit === null) return;
  return { creditLimit: (Number(account.creditLimit) * 1.1).toFixed(2) };
}
`,
      },
    },
  ],
  telling: ({ fields }) => ({
    en: fields.map((name) => splitFieldName(name)?.field ?? name).join(', ') || 'TypeScript',
  }),
  check({ fields, code }, inputs, context) {
    const input = inputShape(inputs, 'records');
    const issues: NodeIssue[] = [];
    if (code.trim() === '') {
      issues.push({
        code: 'code.empty',
        severity: 'error',
        message: 'There is no code yet.',
        remedy: `Write a function: ${howItLooks}`,
        translations: {
          nl: { message: 'Er is nog geen code.', remedy: `Schrijf een functie: ${howItLooks}` },
          fr: { message: 'Il n’y a pas encore de code.', remedy: `Écrivez une fonction : ${howItLooks}` },
        },
        path: ['config', 'code'],
      });
    }
    if (fields.length === 0) {
      issues.push({
        code: 'code.fills-nothing',
        severity: 'error',
        message: 'The code fills no field.',
        remedy: 'Name the fields that it fills.',
        translations: {
          nl: { message: 'De code vult geen enkel veld.', remedy: 'Noem de velden die ze vult.' },
          fr: { message: 'Le code ne remplit aucun champ.', remedy: 'Nommez les champs qu’il remplit.' },
        },
        path: ['config', 'fields'],
      });
    }
    if (!input) return { outputs: {}, issues };
    const filled: ShapeField[] = [];
    fields.forEach((name, at) => {
      const path = ['config', 'fields', at];
      const field = filledField(name, input, context);
      if (field) filled.push({ ...field, madeBy: { nodeId: context.nodeId, path } });
      else {
        issues.push({
          code: 'code.unknown-field',
          severity: 'error',
          message: `"${name}" is no field of the records that arrive here.`,
          remedy: `Write the entity, a dot and the field: ${input.entity}.name.`,
          translations: {
            nl: {
              message: `"${name}" is geen veld van de records die hier aankomen.`,
              remedy: `Schrijf de entiteit, een punt en het veld: ${input.entity}.name.`,
            },
            fr: {
              message: `« ${name} » n’est pas un champ des enregistrements qui arrivent ici.`,
              remedy: `Écrivez l’entité, un point et le champ : ${input.entity}.name.`,
            },
          },
          path,
        });
      }
    });
    return {
      outputs: { records: recordsOf(filledShape(input, filled)), rejected: { kind: 'failures' } },
      issues,
    };
  },
});

/** A field that the code may fill: one that comes in, or another of the same entity. */
export function filledField(name: string, input: RecordShape, context: NodeContext): ShapeField | undefined {
  const split = splitFieldName(name);
  if (!split || split.entity !== input.entity) return undefined;
  const target = targetShape(context);
  const known = [input, ...(target?.entity === input.entity ? [target] : [])]
    .flatMap(({ fields }) => fields)
    .find(({ field }) => field === split.field);
  if (known)
    return { field: known.field, type: known.type, ...(known.label === undefined ? {} : { label: known.label }) };
  const canonical = canonicalField(split.entity, split.field);
  return canonical && { field: split.field, type: canonicalType(canonical), label: canonical.title.en };
}

/** What leaves: everything that came in, with the fields that the code fills. */
export function filledShape(input: RecordShape, filled: readonly ShapeField[]): RecordShape {
  const fields = input.fields.map((field) => filled.find((one) => one.field === field.field) ?? field);
  const added = filled.filter(({ field }) => fieldIndex(input, field) < 0);
  return { ...input, fields: [...fields, ...added] };
}
