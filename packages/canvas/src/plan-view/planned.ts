import type { PlannedRecord } from '@koppel/protocol';

/** What a trial says of a record, in the order in which totals and lists show it. */
export const plannedActions = ['create', 'update', 'unchanged', 'filtered', 'skipped', 'waiting', 'failed'] as const;
export type PlannedAction = PlannedRecord['action'];

/** The buttons above the list: what is new, what changes, what fails, and the rest. */
export const planFilters = ['all', 'create', 'update', 'failed', 'other'] as const;
export type PlanFilter = (typeof planFilters)[number];

/** Which button an action belongs under. */
export function filterOf(action: PlannedAction): Exclude<PlanFilter, 'all'> {
  return action === 'create' || action === 'update' || action === 'failed' ? action : 'other';
}

/** How many records each action has. */
export function countPlanned(records: readonly Pick<PlannedRecord, 'action'>[]): Record<PlannedAction, number> {
  const counts = { create: 0, update: 0, unchanged: 0, filtered: 0, skipped: 0, waiting: 0, failed: 0 };
  for (const { action } of records) counts[action] += 1;
  return counts;
}

const order: Record<PlannedAction, number> = {
  failed: 0,
  create: 1,
  update: 2,
  waiting: 3,
  skipped: 4,
  unchanged: 5,
  filtered: 6,
};

/** What somebody should look at first: problems, then what would be written, then the rest; as read within each. */
export function byInterest(records: readonly PlannedRecord[]): PlannedRecord[] {
  return records.toSorted((a, b) => order[a.action] - order[b.action]);
}

/** Names a planned record: one key may be planned at several nodes. */
export function plannedId({ nodeId, key }: PlannedRecord): string {
  return `${nodeId}/${key}`;
}
