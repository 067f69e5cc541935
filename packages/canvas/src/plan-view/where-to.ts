import type { PlanNode, SampleWrite } from './plan-view.tsx';

/** Whether what a node writes may go to either of two systems: then its own system says nothing of where a field goes. */
export function isTwoWay(node: Pick<PlanNode, 'kind'> | null): boolean {
  return node?.kind === 'sync';
}

/** The role of the system that a field of a record goes to, as far as a sample tells. */
export function whereTo(write: Pick<SampleWrite, 'requests'> | null, field: string): string | null {
  return write?.requests.find(({ values }) => field in values)?.role ?? null;
}
