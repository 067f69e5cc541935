import type { FieldChange } from './decide.ts';
import type { PlannedWrite } from './ports.ts';

/** What a person approved: each write of a dry run, by node and record. */
export type ApprovedPlan = ReadonlyMap<string, string>;

/** The writes of a dry run as what is approved; all else that it planned is no write. */
export function approvalOf(planned: Iterable<PlannedWrite>): ApprovedPlan {
  const approved = new Map<string, string>();
  for (const { nodeId, key, action, changes } of planned) {
    if (action === 'create' || action === 'update') approved.set(nameOf(nodeId, key), textOf(action, changes));
  }
  return approved;
}

/** Whether this very write was approved: the same record, the same fields, from the same values to the same ones. */
export function isApproved(
  plan: ApprovedPlan,
  write: {
    readonly nodeId: string;
    readonly key: string;
    readonly op: 'create' | 'update';
    readonly changes: readonly FieldChange[];
  },
): boolean {
  return plan.get(nameOf(write.nodeId, write.key)) === textOf(write.op, write.changes);
}

const nameOf = (nodeId: string, key: string) => `${nodeId} ${key}`;

function textOf(op: 'create' | 'update', changes: readonly Partial<FieldChange>[]): string {
  const fields = changes
    .map(({ field, before, after }) => [field!, before ?? null, after ?? null] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([op, fields]);
}
