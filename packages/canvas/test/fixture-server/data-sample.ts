import type { CheckContext } from '@koppel/compiler';
import type { FlowDocument } from '@koppel/model';
import type { PlannedRecord, PreviewRecord, TryResult } from '@koppel/protocol';
import { makePreview, stale } from './data-mapping.ts';

/** A sample in the manner of the server's: what reaches the first node that saves, against what the target holds. */
export function makeSample(document: FlowDocument, context: CheckContext, limit: number): PlannedRecord[] {
  const saver = Object.entries(document.nodes).find(([, { type }]) => type === 'save-record')?.[0];
  if (saver === undefined) return [];
  return makePreview(document, saver, context, { limit }).map((record) => {
    const { key, input } = record;
    // The CRM has those that differ in something; the others are new to it.
    const present = input && key in stale ? { ...input, 'account.creditLimit': stale[key]! } : record.present;
    return planned({ ...record, present }, saver);
  });
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

/** What stays of a record and what would be sent for it, as the server tells of a record that is written. */
export function writtenOf({ nodeId, key, action, changes }: PlannedRecord): TryResult['writes'] {
  if (action !== 'create' && action !== 'update' && action !== 'unchanged') return [];
  const id = '7ac1b0de-02be-4a5f-9d10-5f1f0c1f7a11';
  const values = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  return [
    {
      nodeId,
      key,
      kept:
        action === 'create'
          ? []
          : [
              { field: 'owner', why: 'master', role: 'crm', value: 'Amélie Renard', offered: 'TVDB' },
              { field: 'territory', why: 'master', role: 'crm', value: 'Vlaanderen' },
              { field: 'phone', why: 'newest', role: 'crm', value: '+32 9 222 10 10', offered: '+32 9 222 10 20' },
            ],
      requests:
        action === 'unchanged'
          ? []
          : [
              {
                op: action,
                role: 'crm',
                entity: 'account',
                key: id,
                values,
                requests: [
                  { method: 'PATCH', address: `/api/data/v9.2/accounts(${id})`, body: JSON.stringify(values) },
                ],
                isWhole: true,
                error: null,
              },
            ],
    },
  ];
}
