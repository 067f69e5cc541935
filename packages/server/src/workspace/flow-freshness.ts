import type { FlowDocument } from '@koppel/model';
import type { FlowSummary } from '@koppel/protocol';
import type { Store } from '@koppel/store';

/** How long back the last run that went through is looked for. */
const runsLookedAt = 200;

/** The shortest age that a source of the flow promises, in minutes; null: none promises one. */
export function promisedMinutes(document: FlowDocument): number | null {
  const promised = Object.values(document.nodes).flatMap(({ config, isDisabled }) => {
    const { maxAgeMinutes } = config as { maxAgeMinutes?: unknown };
    return typeof maxAgeMinutes === 'number' && !isDisabled ? [maxAgeMinutes] : [];
  });
  return promised.length > 0 ? Math.min(...promised) : null;
}

/**
 * How old what the flow carries may be, against what is promised: everything that changed before the last run that went
 * through had begun has arrived. Null where nothing is promised.
 */
export async function freshnessOf(
  flowId: string,
  document: FlowDocument,
  { store, now }: { readonly store: Store; readonly now: Date },
): Promise<FlowSummary['freshness']> {
  const promised = promisedMinutes(document);
  if (promised === null) return null;
  const { items } = await store.runs.list({ flow: flowId }, { limit: runsLookedAt });
  const last = items.find(
    ({ state, isDryRun, scope }) => state.status === 'done' && !isDryRun && ['changes', 'all'].includes(scope.kind),
  );
  const since = last && last.state.status === 'done' ? last.state.startedAt : null;
  const ageMinutes = since === null ? null : Math.floor((now.getTime() - Date.parse(since)) / 60_000);
  return { promisedMinutes: promised, upToDateSince: since, isLate: ageMinutes === null || ageMinutes > promised };
}
