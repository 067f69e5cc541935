import {
  canonicalField,
  decidingRowId,
  defineSpec,
  labelled,
  masterOf,
  type NodeContext,
  type NodeIssue,
  type PortType,
  type ShapeField,
  type SlotContext,
} from '@koppel/sdk';
import { fitsType } from '@koppel/mapping';
import { z } from 'zod';
import { matchRules, matchSchema } from '../match-rules.ts';
import { roleName } from '../role-names.ts';
import { rejectedOut } from '../ports.ts';
import { systemShape } from '../shapes.ts';

const yes = (labels: Parameters<typeof labelled>[0], help: Parameters<typeof labelled>[1]) =>
  z.boolean().default(true).meta(labelled(labels, help));

/** Keeps records of two systems in step, in both directions. Its own slot is side a. */
export const keepInStepSpec = defineSpec({
  type: 'keep-in-step',
  version: 1,
  role: 'sync',
  category: 'write',
  title: { en: 'Keep in step', nl: 'Gelijk houden', fr: 'Tenir à jour des deux côtés' },
  summary: {
    en: 'Carries changes over in both directions: reads both records, compares them with what they last agreed on, and writes only what one side changed.',
    nl: 'Brengt wijzigingen in beide richtingen over: leest beide records, vergelijkt ze met wat ze het laatst gemeen hadden en schrijft alleen wat één kant wijzigde.',
    fr: 'Reporte les modifications dans les deux sens : lit les deux enregistrements, les compare à leur dernier accord et n’écrit que ce qu’un côté a modifié.',
  },
  icon: 'arrow-left-right',
  ports: {
    in: [
      {
        id: 'changesA',
        kind: 'records',
        title: { en: 'Changes here', nl: 'Wijzigingen hier', fr: 'Modifications ici' },
      },
      {
        id: 'changesB',
        kind: 'records',
        title: { en: 'Changes there', nl: 'Wijzigingen daar', fr: 'Modifications là-bas' },
      },
    ],
    out: [rejectedOut],
  },
  needs: { slot: true, entity: true },
  slotsIn: [['other']],
  config: z.strictObject({
    other: z
      .string()
      .max(40)
      .meta(
        labelled(
          { en: 'Other system', nl: 'Ander systeem', fr: 'Autre système' },
          {
            en: 'Slot of the other system, as the flow names it: crm.',
            nl: 'Slot van het andere systeem, zoals de flow het noemt: crm.',
            fr: 'Emplacement de l’autre système, comme le flux le nomme : crm.',
          },
        ),
      ),
    fields: z
      .array(z.string().max(100))
      .min(1)
      .max(200)
      .meta(
        labelled(
          { en: 'Fields', nl: 'Velden', fr: 'Champs' },
          {
            en: 'Fields to keep in step. Which way each one goes is said by the mastership table: from its master to the other, or both ways where it is shared.',
            nl: 'Velden die gelijk blijven. De richting volgt uit de eigenaarstabel: van de eigenaar naar de andere, of beide kanten op voor een gedeeld veld.',
            fr: 'Champs à tenir à jour. Le sens vient de la table des maîtres : du maître vers l’autre, ou dans les deux sens pour un champ partagé.',
          },
        ),
      ),
    match: matchSchema,
    createHere: yes(
      { en: 'Create here', nl: 'Hier aanmaken', fr: 'Créer ici' },
      {
        en: 'Make a record here for one that only the other system has.',
        nl: 'Maak hier een record voor wat alleen het andere systeem heeft.',
        fr: 'Crée ici un enregistrement que seul l’autre système possède.',
      },
    ),
    createThere: yes(
      { en: 'Create there', nl: 'Daar aanmaken', fr: 'Créer là-bas' },
      {
        en: 'Make a record there for one that only this system has.',
        nl: 'Maak daar een record voor wat alleen dit systeem heeft.',
        fr: 'Crée là-bas un enregistrement que seul ce système possède.',
      },
    ),
  }),
  examples: [
    {
      title: 'Ways to reach a customer',
      config: { other: 'crm', fields: ['name', 'email', 'phone', 'website'], match: ['name'] },
    },
  ],
  telling: ({ fields }) => ({
    en: `${fields.length} fields, both ways`,
    nl: `${fields.length} velden, beide kanten`,
    fr: `${fields.length} champs, dans les deux sens`,
  }),
  reads: () => [],
  check(config, inputs, context) {
    const issues: NodeIssue[] = [];
    const other = context.otherSlot(config.other);
    if (!other || config.other === context.slot?.slot) {
      issues.push({
        code: 'sync.no-other',
        severity: 'error',
        message: `The flow has no other slot called "${config.other}".`,
        remedy: 'Choose the slot of the system to keep in step with.',
        path: ['config', 'other'],
      });
    } else if (context.slot) {
      issues.push(...inputIssues(inputs, context.slot, other), ...fieldIssues(config.fields, other, context));
    }
    issues.push(...matchFieldIssues(config.match, config.fields));
    return { outputs: { rejected: { kind: 'failures' } }, issues };
  },
});

function inputIssues(inputs: Readonly<Record<string, PortType>>, slot: SlotContext, other: SlotContext): NodeIssue[] {
  return (
    [
      ['changesA', slot.role],
      ['changesB', other.role],
    ] as const
  ).flatMap(([port, role]): NodeIssue[] => {
    const type = inputs[port];
    if (type?.kind !== 'records' || type.shape.sourceRole === role) return [];
    return [
      {
        code: 'sync.other-records',
        severity: 'error',
        message: `The input for changes ${port === 'changesA' ? 'here' : 'there'} needs records of the ${roleName(role)}; it gets those of the ${roleName(type.shape.sourceRole)}.`,
        remedy: 'Connect the node that reads them from that system.',
        path: [],
      },
    ];
  });
}

function fieldIssues(fields: readonly string[], other: SlotContext, context: NodeContext): NodeIssue[] {
  const here = systemShape(context);
  const there = systemShape({ slot: other, entity: context.entity });
  if (!here || !there) return [];
  return fields.flatMap((field, index): NodeIssue[] => {
    const path = ['config', 'fields', index];
    const a = here.fields.find((candidate) => candidate.field === field);
    const b = there.fields.find((candidate) => candidate.field === field);
    if (!a || !b) {
      const missing = a ? other.role : context.slot!.role;
      return [
        {
          code: 'sync.unknown-field',
          severity: 'error',
          message: `The ${roleName(missing)} has no field "${field}" of ${here.entity} records.`,
          remedy: 'Take it out, or bind it to a field of that system.',
          path,
        },
      ];
    }
    const mastership = mastershipIssue(field, a, context, other);
    if (mastership)
      return [{ ...mastership, matrixRow: decidingRowId(context.mastership, context.entity!, field), path }];
    const misfit = [fitsType(a.type, b.type), fitsType(b.type, a.type)].find(({ fit }) => fit === 'no');
    if (!misfit) return [];
    return [
      {
        code: 'sync.types-differ',
        severity: 'error',
        message: `${a.label ?? field} cannot be carried over both ways: ${misfit.reason?.en ?? ''}`,
        remedy: 'Take it out, and map it one way in a flow of its own.',
        path,
      },
    ];
  });
}

function mastershipIssue(
  field: string,
  { label }: ShapeField,
  { mastership, entity, slot }: NodeContext,
  other: SlotContext,
): Omit<NodeIssue, 'path'> | null {
  const row = masterOf(mastership, entity!, field);
  const title = canonicalField(entity!, field)?.title.en ?? label ?? field;
  if (!row || row.master === 'undecided') {
    return {
      code: 'mastership.undecided',
      severity: 'error',
      message: `Nobody has decided who is master of ${title}, so it cannot be kept in step.`,
      remedy: 'Decide it on the mastership table.',
    };
  }
  if (row.handOver) {
    return {
      code: 'mastership.handed-over',
      severity: 'error',
      message: `${title} passes from one master to another, so it cannot be kept in step.`,
      remedy: 'Take it out and map it one way behind a read-only field mask, or take the hand-over off its row.',
    };
  }
  if (row.master === slot!.role || row.master === other.role) return null;
  return {
    code: 'mastership.violation',
    severity: 'error',
    message: `${roleName(row.master)} is master of ${title}, which is neither of the two systems.`,
    remedy: 'Take the field out, or change its master on the mastership table.',
  };
}

function matchFieldIssues(match: readonly string[], fields: readonly string[]): NodeIssue[] {
  return matchRules(match).flatMap((rule, index) =>
    rule
      .filter((field) => !fields.includes(field))
      .map((field): NodeIssue => ({
        code: 'match.unknown-field',
        severity: 'error',
        message: `The match rule uses "${field}", which is not one of the fields that are kept in step.`,
        remedy: 'Add it to the fields, or choose another one.',
        path: ['config', 'match', index],
      })),
  );
}
