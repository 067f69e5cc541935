import { canonicalField, splitFieldName, type FieldValue } from '@koppel/model';
import type { PlannedRecord, PreviewRecord } from '@koppel/protocol';

/**
 * What a draft would do with sample records, from what it makes of them at each node that writes: by values that enter there and
 * those the target holds now. A record that does not come so far is filtered, or fails where it stops.
 */
export function planOfSamples(
  samples: readonly { readonly nodeId: string; readonly records: readonly PreviewRecord[] }[],
  words: { readonly stopped: (nodeId: string, port: string) => string },
): PlannedRecord[] {
  const seen = new Map<string, PlannedRecord>();
  const planned: PlannedRecord[] = [];
  for (const { nodeId, records } of samples) {
    for (const record of records) {
      const plan = planOf(record, nodeId, words);
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
  nodeId: string,
  { stopped }: { readonly stopped: (nodeId: string, port: string) => string },
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
