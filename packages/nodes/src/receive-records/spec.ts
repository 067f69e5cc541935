import {
  canonicalField,
  canonicalType,
  defineSpec,
  labelled,
  type NodeContext,
  type NodeIssue,
  type PortType,
  type RecordShape,
} from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { roleName } from '../role-names.ts';
import { inputShape, recordsOf, systemShape } from '../shapes.ts';

/** Where records of a flow enter a sub-flow. Its entity, system and fields are the type of the input. */
export const receiveRecordsSpec = defineSpec({
  type: 'receive-records',
  version: 1,
  role: 'transform',
  category: 'subFlow',
  title: { en: 'Input', nl: 'Invoer', fr: 'Entrée' },
  summary: {
    en: 'Where records enter the sub-flow: of which system, of which entity, and with which fields.',
    nl: 'Waar records de subflow binnenkomen: uit welk systeem, van welke entiteit en met welke velden.',
    fr: 'Où les enregistrements entrent dans le sous-flux : de quel système, de quelle entité et avec quels champs.',
  },
  icon: 'log-in',
  ports: {
    in: [{ ...recordsIn, isOptional: true }],
    out: [{ id: 'records', kind: 'records', title: recordsIn.title }, rejectedOut],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({
    fields: z
      .array(z.string().max(100))
      .max(500)
      .default([])
      .meta(
        labelled(
          { en: 'Fields it needs', nl: 'Velden die nodig zijn', fr: 'Champs nécessaires' },
          {
            en: 'A flow that uses the sub-flow must bring these. None: whatever the system has.',
            nl: 'Een flow die de subflow gebruikt, moet deze aanleveren. Geen: al wat het systeem heeft.',
            fr: 'Un flux qui utilise le sous-flux doit les apporter. Aucun : tout ce que le système possède.',
          },
        ),
      ),
  }),
  examples: [
    { title: 'All fields', config: {} },
    { title: 'Some fields', config: { fields: ['name', 'vatNumber'] } },
  ],
  telling: ({ fields }) =>
    fields.length === 0
      ? { en: 'All fields', nl: 'Alle velden', fr: 'Tous les champs' }
      : { en: `${fields.length} fields`, nl: `${fields.length} velden`, fr: `${fields.length} champs` },
  reads: () => [],
  check({ fields }, inputs, context) {
    const arriving = inputShape(inputs, 'records');
    if (arriving)
      return { outputs: { records: recordsOf(arriving) }, issues: arrivingIssues(fields, arriving, context) };
    const declared = declaredShape(fields, context);
    const outputs: Record<string, PortType> = declared ? { records: recordsOf(declared) } : {};
    return { outputs, issues: [] };
  },
});

/** The type of the input, while nothing is known of the flow that uses it. */
function declaredShape(names: readonly string[], context: NodeContext): RecordShape | undefined {
  const whole = systemShape(context);
  if (!whole || names.length === 0) return whole;
  const fields = names.map((name) => {
    const canonical = canonicalField(whole.entity, name);
    return (
      whole.fields.find(({ field }) => field === name) ?? {
        field: name,
        type: canonical ? canonicalType(canonical) : { kind: 'text' as const },
      }
    );
  });
  return { ...whole, fields };
}

/** What keeps a flow from giving these records to the input. */
function arrivingIssues(needed: readonly string[], arriving: RecordShape, { slot }: NodeContext): NodeIssue[] {
  const issues: NodeIssue[] = [];
  if (slot && arriving.sourceRole !== slot.role) {
    issues.push({
      code: 'sub-flow.other-system',
      severity: 'error',
      message: `The sub-flow takes records of ${roleName(slot.role)} here. These come from ${roleName(arriving.sourceRole)}.`,
      remedy: 'Connect records of the system it is made for, or make a sub-flow for these.',
      path: ['slot'],
    });
  }
  const missing = needed.filter((name) => !arriving.fields.some(({ field }) => field === name));
  if (missing.length > 0) {
    issues.push({
      code: 'sub-flow.field-missing',
      severity: 'error',
      message: `The sub-flow needs ${missing.map((name) => `"${arriving.entity}.${name}"`).join(', ')}, which the records do not have.`,
      remedy: 'Map it before the sub-flow, or take a version of the sub-flow that does not need it.',
      path: ['config', 'fields'],
    });
  }
  return issues;
}
