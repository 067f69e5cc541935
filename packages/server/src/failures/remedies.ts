import type { EntitySchema, Failure, FieldValue, FlowDocument, FlowNode, LocalizedText } from '@koppel/model';
import { splitFieldName } from '@koppel/model';
import type { Remedy } from '@koppel/protocol';

/** What is known around a failure: the version that ran, and the systems as they are. */
export interface FailureSurroundings {
  readonly document: FlowDocument | null;
  /** What the target can hold of the record's counterpart. */
  readonly target: EntitySchema | null;
  readonly isLinked: boolean;
  /** Published flows that bring records of an entity into a connection. */
  readonly bringers: (entity: string) => readonly { readonly id: string; readonly title: LocalizedText }[];
}

/** Causes that come from what the record says itself: another value may pass. */
const ofValue: ReadonlySet<Failure['cause']> = new Set([
  'noTranslation',
  'requiredEmpty',
  'doesNotFit',
  'refused',
  'expression',
  'alreadyExists',
  'notFound',
]);

/** What can be done about a failed record, the most fitting first. Pure. */
export function remediesOf(failure: Failure, around: FailureSurroundings): Remedy[] {
  const { cause, error, sides } = failure;
  const { facts = {} } = error;
  const node = around.document?.nodes[failure.nodeId];
  const remedies: Remedy[] = [];
  if (facts.conflicts && facts.conflicts.length > 0 && sides && around.isLinked) {
    remedies.push({ kind: 'choose', conflicts: facts.conflicts });
  }
  const translation = translationOf(failure, node);
  if (translation) remedies.push(translation);
  if (facts.missing) {
    const { entity, key } = facts.missing;
    remedies.push({ kind: 'bring', entity, key, flows: [...around.bringers(entity)] });
  }
  if (cause === 'alreadyExists' && sides) remedies.push({ kind: 'link', candidates: facts.candidates ?? [] });
  if (cause === 'notFound' && sides && around.isLinked && facts.targetKey !== undefined) {
    remedies.push({ kind: 'unlink' });
  }
  const edit = ofValue.has(cause) ? editOf(failure, node, around) : null;
  if (edit) remedies.push(edit);
  if ((cause === 'noPermission' || cause === 'connection') && sides) {
    remedies.push({ kind: 'connection', connectionId: sides.targetConnectionId });
  } else if (node && cause !== 'waitsForLink' && cause !== 'unknownOutcome' && cause !== 'tooBusy') {
    remedies.push({ kind: 'node', nodeId: failure.nodeId });
  }
  return remedies;
}

function translationOf(failure: Failure, node: FlowNode | undefined): Remedy | null {
  const { field, facts } = failure.error;
  if (failure.cause !== 'noTranslation' || field === undefined) return null;
  const row = entryOf(node?.config['rows'], field) ?? entryOf(node?.config['fields'], field);
  const list = facts?.list ?? row?.['list'];
  if (typeof list !== 'string') return null;
  const from = typeof row?.['from'] === 'string' ? row['from'] : field;
  const value = facts?.value ?? failure.input[from];
  if (value === null || value === undefined || value === '') return null;
  return { kind: 'translate', list, value: String(value), field };
}

function entryOf(table: unknown, key: string): Readonly<Record<string, unknown>> | null {
  if (typeof table !== 'object' || table === null) return null;
  const entry = (table as Readonly<Record<string, unknown>>)[key];
  return typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>) : null;
}

/** Setting the field for one try: where the flow makes it, its result; before that, what was read. */
function editOf(failure: Failure, node: FlowNode | undefined, around: FailureSurroundings): Remedy | null {
  const { error, input, output } = failure;
  const { field } = error;
  if (field === undefined) return null;
  const isMade = node?.type === 'map-fields' || (output !== null && Object.hasOwn(output, field));
  if (!isMade && !Object.hasOwn(input, field)) return null;
  const side = isMade && canMap(around.document, field) ? 'output' : 'input';
  const value = (side === 'output' ? output?.[field] : undefined) ?? error.facts?.value ?? input[field] ?? null;
  return { kind: 'edit', side, field, value, proposal: proposalFor(value, field, failure, around) };
}

/** Whether a map node of the flow fills the field: only then can its result be set by hand. */
export function canMap(document: FlowDocument | null, field: string): boolean {
  return Object.values(document?.nodes ?? {}).some(
    ({ type, config }) => type === 'map-fields' && entryOf(config['rows'], field) !== null,
  );
}

/** A text that is too long, shortened at a word where that costs little. */
function proposalFor(
  value: FieldValue,
  field: string,
  { error }: Failure,
  { target }: FailureSurroundings,
): FieldValue {
  const type = target?.fields.find((one) => one.field === splitFieldName(field)?.field)?.type;
  const maxLength = error.facts?.maxLength ?? (type?.kind === 'text' ? type.maxLength : undefined);
  if (typeof value !== 'string' || maxLength === undefined || value.length <= maxLength) return null;
  const cut = value.slice(0, maxLength);
  const word = cut.lastIndexOf(' ');
  return (value[maxLength] !== ' ' && word > maxLength * 0.7 ? cut.slice(0, word) : cut).trimEnd();
}
