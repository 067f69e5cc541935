import type { EntitySchema, Failure, FlowDocument, ValueList } from '@koppel/model';
import { splitFieldName } from '@koppel/model';

/** A value that a list has no translation for: what a failure of the cause `noTranslation` lacks. */
export interface MissingTranslation {
  readonly listId: string;
  /** As the source sends it. */
  readonly value: string;
  /** The field it should fill, with its entity in front. */
  readonly field: string;
}

/**
 * What a failed record lacks, found in the version that ran: the list of the row that failed, and the record's value. Null
 * where the node was changed meanwhile, or made the value by an expression.
 */
export function missingTranslation(
  document: Pick<FlowDocument, 'nodes'>,
  { nodeId, error: { field }, input }: Pick<Failure, 'nodeId' | 'error' | 'input'>,
): MissingTranslation | null {
  const config = document.nodes[nodeId]?.config;
  if (!config || !field) return null;
  const row = entryOf(config['rows'], field) ?? entryOf(config['fields'], field);
  const listId = row?.['list'];
  if (typeof listId !== 'string') return null;
  const from = typeof row?.['from'] === 'string' ? row['from'] : field;
  const value = input[from];
  return value === null || value === undefined || value === '' ? null : { listId, value: String(value), field };
}

function entryOf(table: unknown, key: string): Readonly<Record<string, unknown>> | null {
  if (typeof table !== 'object' || table === null) return null;
  const entry = (table as Readonly<Record<string, unknown>>)[key];
  return typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>) : null;
}

/** One value that the target knows for a field. */
export interface TargetChoice {
  readonly value: string;
  readonly label: string;
  /** Whether the list already leads to it. */
  readonly isUsed: boolean;
}

/** The values that the target knows for a field, those that the list does not lead to yet first. */
export function targetChoices(schemas: readonly EntitySchema[], list: ValueList, fieldName: string): TargetChoice[] {
  const split = splitFieldName(fieldName);
  const field = schemas
    .filter(({ entity }) => entity === split?.entity)
    .flatMap(({ fields }) => fields)
    .find((candidate) => candidate.field === split?.field);
  if (field?.type.kind !== 'choice') return [];
  const used = new Set(Object.values(list.entries));
  return field.type.options
    .map(({ value, label }) => ({ value, label, isUsed: used.has(value) }))
    .toSorted((a, b) => Number(a.isUsed) - Number(b.isUsed));
}

/** The slots of a flow that records are written to. */
export function targetSlots(
  document: Pick<FlowDocument, 'nodes'>,
  writes: (nodeType: string) => boolean,
): ReadonlySet<string> {
  return new Set(Object.values(document.nodes).flatMap(({ type, slot }) => (slot && writes(type) ? [slot] : [])));
}
