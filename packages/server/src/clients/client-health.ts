import { testResultSchema, type ClientHealth } from '@koppel/protocol';
import type { Services } from '../handlers/services.ts';
import { summaryOf } from '../workspace/flow-summary.ts';

/** How a workspace does, as counts. */
export async function healthOf(services: Services): Promise<ClientHealth> {
  const { store } = services;
  const [flows, openFailures, connections, byFlow] = await Promise.all([
    store.flows.list(),
    store.failures.openCount(),
    store.connections.list(),
    store.failures.openCountByFlow(),
  ]);
  const summaries = await Promise.all(flows.map((flow) => summaryOf(flow, services, byFlow)));
  const refusing = connections.filter(({ lastTest }) => {
    const test = testResultSchema.safeParse(lastTest);
    return test.success && !test.data.isOk;
  });
  const on = summaries.filter(({ isOn }) => isOn);
  const held = on.filter(({ hold }) => hold !== null).length;
  const failed = on.filter(({ hold, lastRuns }) => hold === null && lastRuns.at(-1)?.status === 'failed').length;
  const late = on.filter(({ freshness, hold }) => freshness?.isLate && hold === null).length;
  const starts = summaries.flatMap(({ lastRuns }) => lastRuns.at(-1)?.startedAt ?? []);
  return {
    status: refusing.length + held + failed > 0 ? 'failed' : openFailures + late > 0 ? 'attention' : 'ok',
    flowsOn: on.length,
    openFailures,
    refusing: refusing.map(({ name }) => name),
    failed,
    held,
    late,
    lastRunAt: starts.toSorted().at(-1) ?? null,
  };
}
