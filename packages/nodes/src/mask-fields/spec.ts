import {
  decidingRowId,
  labelled,
  defineSpec,
  masterOf,
  mayWrite,
  type NodeContext,
  type NodeIssue,
  type RecordShape,
} from '@koppel/sdk';
import { z } from 'zod';
import { fieldLabel, roleName } from '../role-names.ts';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/**
 * The read-only field mask: lets through only fields whose master is the system the records came from, so that nothing the
 * target is master of is ever overwritten. What it holds back is known before the flow runs.
 */
export const maskFieldsSpec = defineSpec({
  type: 'mask-fields',
  version: 1,
  role: 'transform',
  category: 'shape',
  title: { en: 'Read-only field mask', nl: 'Alleen-lezenmasker', fr: 'Masque en lecture seule' },
  summary: {
    en: 'Lets through only the fields whose master is the source, by the mastership table.',
    nl: 'Laat alleen de velden door waarvan de bron eigenaar is, volgens de tabel van eigenaars.',
    fr: 'Ne laisse passer que les champs dont la source est maître, selon la table de maîtrise.',
  },
  icon: 'shield-check',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'records', kind: 'records', title: { en: 'Records', nl: 'Records', fr: 'Enregistrements' } },
      rejectedOut,
    ],
  },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    letSeeds: z
      .boolean()
      .default(false)
      .meta(
        labelled(
          { en: 'Let seeds through', nl: 'Laten aanmaken', fr: 'Laisser créer' },
          {
            en: 'Also lets through fields that the source may fill when the record is created.',
            nl: 'Laat ook de velden door die de bron mag vullen bij het aanmaken van het record.',
            fr: 'Laisse aussi passer les champs que la source peut remplir à la création de l’enregistrement.',
          },
        ),
      ),
  }),
  examples: [{ title: 'Only what the source is master of', config: { letSeeds: false } }],
  telling: () => ({
    en: 'Fields of the master only',
    nl: 'Alleen velden van de eigenaar',
    fr: 'Champs du maître seulement',
  }),
  check({ letSeeds }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const kept = keptFields(input, letSeeds, context);
    const issues = input.fields
      .filter((_field, index) => !kept.includes(index))
      .map(({ field, madeBy }): NodeIssue => {
        const master = masterOf(context.mastership, input.entity, field)?.master;
        const who =
          master && master !== 'undecided'
            ? `${roleName(master)} is master of it`
            : 'nobody has decided who is master of it';
        return {
          code: 'mask.holds-back',
          matrixRow: decidingRowId(context.mastership, input.entity, field),
          severity: 'hint',
          message: `The mask holds ${fieldLabel(input, field)} back, because ${who}.`,
          remedy: 'Nothing to do, if that is meant. Else change the master on the mastership table.',
          ...(madeBy ? { nodeId: madeBy.nodeId, path: [...madeBy.path] } : { path: [] }),
        };
      });
    return {
      outputs: {
        records: recordsOf({ ...input, fields: kept.map((index) => ({ ...input.fields[index]!, isMasked: true })) }),
        rejected: { kind: 'failures' },
      },
      issues,
    };
  },
});

/** The positions of the fields that pass the mask. */
export function keptFields(input: RecordShape, letSeeds: boolean, context: NodeContext): number[] {
  return input.fields.flatMap(({ field }, index) =>
    mayWrite(context.mastership, { entity: input.entity, field, sourceRole: input.sourceRole, isCreate: letSeeds })
      ? [index]
      : [],
  );
}
