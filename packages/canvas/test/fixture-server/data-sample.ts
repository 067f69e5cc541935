import type { CheckContext } from '@koppel/compiler';
import type { FlowDocument } from '@koppel/model';
import type { PlannedRecord, PreviewRecord } from '@koppel/protocol';
import { makePreview } from './data-mapping.ts';

/** A sample in the manner of the server's: what reaches the first node that saves, against what the target holds. */
export function makeSample(document: FlowDocument, context: CheckContext, limit: number): PlannedRecord[] {
  const saver = Object.entries(document.nodes).find(([, { type }]) => type === 'save-record')?.[0];
  if (saver === undefined) return [];
  return makePreview(document, saver, context, { limit }).map((record) => planned(record, saver));
}

function planned({ key, name, input, stoppedBy, errors, present }: PreviewRecord, saver: string): PlannedRecord {
  const base = { key, name, nodeId: stoppedBy?.nodeId ?? saver, changes: [], reason: null };
  const [error] = Object.values(errors);
  if (error) return { ...base, action: 'failed', reason: `${error.message} ${error.remedy}` };
  if (!input) return { ...base, action: 'filtered', reason: stoppedBy?.port ?? null };
  const changes = Object.entries(input)
    .filter(([field, after]) => (present?.[field] ?? null) !== after)
    .map(([field, after]) => ({ field, before: present?.[field] ?? null, after }));
  return { ...base, action: !present ? 'create' : changes.length > 0 ? 'update' : 'unchanged', changes };
}
