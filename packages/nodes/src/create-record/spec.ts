import { defineSpec, fieldIndex, labelled, type NodeIssue } from '@koppel/sdk';
import { z } from 'zod';
import { mastershipIssues } from '../mastership-issues.ts';
import { matchIssues, matchSchema } from '../match-rules.ts';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/** Creates a record that is not there yet, once, links it and writes its key back where it came from. */
export const createRecordSpec = defineSpec({
  type: 'create-record',
  version: 1,
  role: 'sink',
  category: 'write',
  title: { en: 'Create record', nl: 'Aanmaken', fr: 'Créer' },
  summary: {
    en: 'Creates a record that is not there yet, links it, and writes its key back.',
    nl: 'Maakt een record aan dat er nog niet is, koppelt het en schrijft de sleutel terug.',
    fr: 'Crée un enregistrement qui n’existe pas encore, le lie et réécrit sa clé.',
  },
  icon: 'plus',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'created', kind: 'records', isOptional: true, title: { en: 'Created', nl: 'Aangemaakt', fr: 'Créés' } },
      {
        id: 'found',
        kind: 'records',
        isOptional: true,
        title: { en: 'Was there', nl: 'Bestond al', fr: 'Existait déjà' },
      },
      rejectedOut,
    ],
  },
  needs: { slot: true, entity: true },
  slotsIn: [['writeBack', 'slot']],
  config: z.strictObject({
    match: matchSchema,
    per: z
      .array(z.string())
      .max(5)
      .default([])
      .meta(
        labelled(
          { en: 'Again for each', nl: 'Opnieuw per', fr: 'De nouveau pour chaque' },
          {
            en: 'Fields of the new record. Where one of them has another value, the same record makes a further one: a task per period. Empty: one for ever.',
            nl: 'Velden van het nieuwe record. Heeft één ervan een andere waarde, dan maakt hetzelfde record er nog een: een taak per periode. Leeg: één voor altijd.',
            fr: 'Champs du nouvel enregistrement. Si l’un a une autre valeur, le même enregistrement en crée un de plus : une tâche par période. Vide : un seul pour toujours.',
          },
        ),
      ),
    writeBack: z
      .strictObject({
        slot: z.string().describe('The slot of the system that the record came from.'),
        field: z.string().describe('Its field that takes the key.'),
        value: z
          .enum(['key', 'number'])
          .default('number')
          .describe('The key of the new record, or the number people know it by.'),
      })
      .optional()
      .meta(labelled({ en: 'Write the key back', nl: 'De sleutel terugschrijven', fr: 'Réécrire la clé' })),
  }),
  examples: [
    {
      title: 'Customer in the ERP, its number back to the CRM',
      config: { match: ['companyNumber', 'vatNumber'], writeBack: { slot: 'crm', field: 'number', value: 'number' } },
    },
  ],
  telling: ({ per, writeBack }) =>
    per.length > 0
      ? {
          en: `Once per ${per.join(', ')}`,
          nl: `Eén keer per ${per.join(', ')}`,
          fr: `Une fois par ${per.join(', ')}`,
        }
      : writeBack
        ? { en: 'Once, key written back', nl: 'Eén keer, sleutel terug', fr: 'Une fois, clé réécrite' }
        : { en: 'Once', nl: 'Eén keer', fr: 'Une fois' },
  reads: ({ writeBack }, input) => [
    ...input.fields.map(({ field }) => `${input.entity}.${field}`),
    ...(writeBack ? [`${input.entity}.${writeBack.field}`] : []),
  ],
  check({ match, per }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const issues: NodeIssue[] = [...matchIssues(match, input), ...mastershipIssues(input, context, { isCreate: true })];
    per.forEach((field, index) => {
      if (fieldIndex(input, field) >= 0) return;
      issues.push({
        code: 'create.per-unknown',
        severity: 'error',
        message: `"Again for each" names ${input.entity}.${field}, which the records that arrive here do not have.`,
        remedy: 'Map that field before this node, or choose another one.',
        path: ['config', 'per', index],
      });
    });
    if (match.length === 0) {
      issues.push({
        code: 'create.no-match',
        severity: 'error',
        message: 'Without a match rule this node could create a record that is there already.',
        remedy: 'Add a match rule, such as the company number, or use "Save record".',
        path: ['config', 'match'],
      });
    }
    const out = recordsOf(input);
    return { outputs: { created: out, found: out, rejected: { kind: 'failures' } }, issues };
  },
});
