import { canonicalField, splitFieldName, type FieldValue } from '@koppel/model';
import type { PlannedRecord, PreviewRecord } from '@koppel/protocol';

/** The sample records at one node that writes, and what that node may do: its outputs say. */
export interface WriterSamples {
  readonly nodeId: string;
  readonly creates: boolean;
  readonly updates: boolean;
  readonly records: readonly PreviewRecord[];
}

/** Why a record goes no further, in the reader's language. */
export interface SampleWords {
  readonly stopped: (nodeId: string, port: string) => string;
  /** The target does not have it, and the node only updates. */
  readonly absent: string;
  /** The target has it, and the node only creates. */
  readonly there: string;
}

/**
 * What a draft would do with sample records, from what it makes of them at each node that writes: by values that enter there and
 * those the target holds now. A record that does not come so far is filtered, or fails where it stops.
 */
export function planOfSamples(samples: readonly WriterSamples[], words: SampleWords): PlannedRecord[] {
  const seen = new Map<string, PlannedRecord>();
  const planned: PlannedRecord[] = [];
  for (const writer of samples) {
    for (const record of writer.records) {
      const plan = planOf(record, writer, words);
      // A record that stops before one writer may reach another: only what reaches none is told, once.
      if (plan.action === 'filtered') {
        if (!seen.has(record.key)) seen.set(record.key, plan);
      } else {
        planned.push(plan);
      }
    }
  }
  const reached = new Set(planned.map(({ key }) => key));
  return [...planned, ...[...seen.values()].filter(({ key }) => !reached.has(key))];
}

function planOf(
  { key, name, input, stoppedBy, errors, present }: PreviewRecord,
  { nodeId, creates, updates }: WriterSamples,
  { stopped, absent, there }: SampleWords,
): PlannedRecord {
  const [problem] = Object.values(errors);
  const base = { key, name, nodeId };
  if (problem) {
    return {
      ...base,
      nodeId: stoppedBy?.nodeId ?? nodeId,
      action: 'failed',
      changes: [],
      reason: `${problem.message} ${problem.remedy}`,
    };
  }
  if (input === null) {
    return {
      ...base,
      nodeId: stoppedBy?.nodeId ?? nodeId,
      action: 'filtered',
      changes: [],
      reason: stoppedBy ? stopped(stoppedBy.nodeId, stoppedBy.port) : null,
    };
  }
  const changes = Object.entries(input)
    .filter(([field, after]) => !isSame(field, present?.[field] ?? null, after))
    .map(([field, after]) => ({ field, before: present?.[field] ?? null, after }));
  if (present === null && !creates) return { ...base, action: 'skipped', changes: [], reason: absent };
  if (present !== null && !updates) return { ...base, action: 'skipped', changes: [], reason: there };
  if (present === null) return { ...base, action: 'create', changes, reason: null };
  return { ...base, action: changes.length > 0 ? 'update' : 'unchanged', changes, reason: null };
}

/** An empty text is an empty field, and amounts are equal whatever zeros they end in. */
function isSame(name: string, before: FieldValue, after: FieldValue): boolean {
  if (before === after) return true;
  if ((before ?? '') === '' && (after ?? '') === '') return true;
  const split = splitFieldName(name);
  const kind = split && canonicalField(split.entity, split.field)?.kind;
  if (kind !== 'money' && kind !== 'decimal') return false;
  return before !== null && after !== null && plainDecimal(String(before)) === plainDecimal(String(after));
}

function plainDecimal(value: string): string {
  return value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
}
