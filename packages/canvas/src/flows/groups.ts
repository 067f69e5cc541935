import type { FlowSummary } from '@koppel/protocol';
import type { MessageId } from '../i18n/texts.ts';

/** The integrations that ship, in the order of the list. */
const known = ['customers', 'orders', 'revenue'] as const;
type Known = (typeof known)[number];

/** The name and the sub-title of an integration that ships; a workspace's own shows its own name. */
export const integrationTexts: Record<Known, { title: MessageId; summary: MessageId }> = {
  customers: { title: 'flows.customers', summary: 'flows.customersSummary' },
  orders: { title: 'flows.orders', summary: 'flows.ordersSummary' },
  revenue: { title: 'flows.revenue', summary: 'flows.revenueSummary' },
};

/** Whether an integration is one of those that ship. */
export function isKnownIntegration(integration: string | null): integration is Known {
  return known.some((name) => name === integration);
}

/** Flows of one integration; null for those without one. */
export interface FlowGroup {
  readonly integration: string | null;
  /** Set for the group of sub-flows, of whatever integration. */
  readonly areSubFlows: boolean;
  readonly flows: readonly FlowSummary[];
}

/** Flows by integration: those that ship first, then the workspace's own by name, then those without one, then the sub-flows. */
export function groupFlows(flows: readonly FlowSummary[]): FlowGroup[] {
  const subFlows = flows.filter(({ isSubFlow }) => isSubFlow);
  const byIntegration = Map.groupBy(
    flows.filter(({ isSubFlow }) => !isSubFlow),
    ({ integration }) => integration,
  );
  const own = [...byIntegration.keys()]
    .filter((name): name is string => name !== null && !isKnownIntegration(name))
    .toSorted((a, b) => a.localeCompare(b));
  const groups = [...known, ...own, null].flatMap((integration) => {
    const found = byIntegration.get(integration);
    return found ? [{ integration, areSubFlows: false, flows: found }] : [];
  });
  return subFlows.length > 0 ? [...groups, { integration: null, areSubFlows: true, flows: subFlows }] : groups;
}
