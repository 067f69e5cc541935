import { defineSpec, fieldIndex, labelled, type NodeIssue, type RecordShape } from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf, self, selfField, systemShape } from '../shapes.ts';

/** Reads the record itself, or its counterpart in another system, as it is now. */
export const lookUpRecordSpec = defineSpec({
  type: 'look-up-record',
  version: 1,
  role: 'processor',
  category: 'read',
  title: { en: 'Look up record', nl: 'Record opzoeken', fr: 'Chercher l’enregistrement' },
  summary: {
    en: 'Reads the same record as a system has it now: by its own key in the system it comes from, by its record link elsewhere.',
    nl: 'Leest hetzelfde record zoals een systeem het nu heeft: met zijn eigen sleutel in het bronsysteem, via de recordkoppeling elders.',
    fr: 'Lit le même enregistrement tel qu’un système l’a maintenant : par sa clé dans le système source, par sa correspondance ailleurs.',
  },
  icon: 'search',
  ports: {
    in: [{ ...recordsIn, takesMany: true }],
    out: [
      { id: 'found', kind: 'records', title: { en: 'Found', nl: 'Gevonden', fr: 'Trouvé' } },
      { id: 'missing', kind: 'records', isOptional: true, title: { en: 'Missing', nl: 'Ontbreekt', fr: 'Absent' } },
      rejectedOut,
    ],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({
    add: z
      .array(z.string())
      .max(50)
      .default([])
      .meta(
        labelled(
          { en: 'Add only', nl: 'Alleen toevoegen', fr: 'Ajouter seulement' },
          {
            en: 'Fields that are added to what comes in, such as the segment that the CRM has. Empty: what was looked up takes the place of the record.',
            nl: 'Velden die toegevoegd worden aan wat binnenkomt, zoals het segment dat het CRM heeft. Leeg: wat opgezocht werd, komt in de plaats van het record.',
            fr: 'Champs ajoutés à ce qui entre, comme le segment qu’a le CRM. Vide : ce qui a été cherché remplace l’enregistrement.',
          },
        ),
      ),
  }),
  examples: [
    { title: 'As it is now', config: {} },
    { title: 'The segment that the CRM has', config: { add: ['segment'] } },
  ],
  telling: ({ add }) =>
    add.length === 0
      ? { en: 'As it is now', nl: 'Zoals het nu is', fr: 'Dans son état actuel' }
      : { en: `Adds ${add.join(', ')}`, nl: `Voegt ${add.join(', ')} toe`, fr: `Ajoute ${add.join(', ')}` },
  reads: () => [],
  check({ add }, inputs, context) {
    const input = inputShape(inputs, 'records');
    const shape = systemShape(context);
    const found = shape && foundShape(shape, input, add);
    const issues = add.flatMap((field, index): NodeIssue[] =>
      !shape || fieldIndex(shape, field) >= 0
        ? []
        : [
            {
              code: 'look-up.unknown-field',
              severity: 'error',
              message: `"Add only" names ${shape.entity}.${field}, which the system does not have.`,
              remedy: 'Choose another field, or bind it to one of the system.',
              path: ['config', 'add', index],
            },
          ],
    );
    return {
      outputs: {
        ...(found ? { found: recordsOf(found) } : {}),
        ...(input ? { missing: recordsOf(input) } : {}),
        rejected: { kind: 'failures' },
      },
      issues,
    };
  },
});

/** What leaves by `found`: the record as the system has it, or what came in with the added fields behind it. */
export function foundShape(
  shape: RecordShape,
  input: RecordShape | undefined,
  add: readonly string[],
): RecordShape | undefined {
  if (add.length === 0) return { ...shape, fields: [...shape.fields, selfField(shape)] };
  if (!input) return undefined;
  const kept = input.fields.filter(({ field }) => !add.includes(field) && field !== self);
  const added = add.flatMap((field) => shape.fields[fieldIndex(shape, field)] ?? []);
  const own = input.fields.filter(({ field }) => field === self);
  // What one system requires, the other's record may lack.
  return { ...input, fields: [...kept, ...added.map((field) => ({ ...field, isRequired: false })), ...own] };
}
