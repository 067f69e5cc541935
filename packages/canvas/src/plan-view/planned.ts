import type { PlannedRecord } from '@koppel/protocol';

export type PlannedAction = PlannedRecord['action'];
export type PlannedCounts = Readonly<Record<PlannedAction, number>>;

/** What a trial says of a record, in the order in which sentences tell it. */
export const plannedActions = ['create', 'update', 'unchanged', 'filtered', 'skipped', 'waiting', 'failed'] as const;

/** The views of a plan: everything, then what somebody should look at first. */
export const planFilters = [
  'all',
  'failed',
  'waiting',
  'create',
  'update',
  'skipped',
  'unchanged',
  'filtered',
] as const satisfies readonly ('all' | PlannedAction)[];
export type PlanFilter = (typeof planFilters)[number];

/** Where a view begins that nobody chose: at the problems, where there are any. */
export function firstFilter(counts: Pick<PlannedCounts, 'failed'>): PlanFilter {
  return counts.failed > 0 ? 'failed' : 'all';
}

/** How many records a view has. */
export function countOf(filter: PlanFilter, counts: PlannedCounts): number {
  return filter === 'all' ? plannedActions.reduce((sum, action) => sum + counts[action], 0) : counts[filter];
}

/** How many records each action has. */
export function countPlanned(records: readonly Pick<PlannedRecord, 'action'>[]): Record<PlannedAction, number> {
  const counts = { create: 0, update: 0, unchanged: 0, filtered: 0, skipped: 0, waiting: 0, failed: 0 };
  for (const { action } of records) counts[action] += 1;
  return counts;
}

/** What somebody should look at first: problems, then what would be written, then the rest; as read within each. */
export function byInterest(records: readonly PlannedRecord[]): PlannedRecord[] {
  const place = (action: PlannedAction) => planFilters.indexOf(action);
  return records.toSorted((a, b) => place(a.action) - place(b.action));
}

/** So many records that differ as much as they can: in turn one of each that is done to them. */
export function spread<Planned extends Pick<PlannedRecord, 'action'>>(
  records: readonly Planned[],
  most: number,
): Planned[] {
  const seen = new Map<PlannedAction, number>();
  const turns = records.map((record) => {
    const turn = seen.get(record.action) ?? 0;
    seen.set(record.action, turn + 1);
    return { record, turn };
  });
  return turns
    .toSorted((a, b) => a.turn - b.turn)
    .slice(0, most)
    .map(({ record }) => record);
}

/** Names a planned record: one key may be planned at several nodes. */
export function plannedId({ nodeId, key }: PlannedRecord): string {
  return `${nodeId}/${key}`;
}
