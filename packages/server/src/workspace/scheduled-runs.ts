import type { RunScope } from '@koppel/model';
import type { Catalog } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import { clockTriggersOf } from './flow-triggers.ts';
import { holdOf } from './flow-hold.ts';
import type { PublishedVersions } from './published-versions.ts';
import type { DueTrigger } from './scheduler.ts';

interface Ports {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly versions: PublishedVersions;
}

/** The next time of every trigger of every published flow that is on, after `after`. */
export async function dueTimes(after: Date, { store, catalog, versions }: Ports): Promise<DueTrigger[]> {
  const due: DueTrigger[] = [];
  for (const flow of await store.flows.list()) {
    if (!flow.isOn || flow.publishedVersion === null) continue;
    const document = await versions.get(flow.id, flow.publishedVersion);
    if (!document) continue;
    for (const trigger of clockTriggersOf(document, catalog, after)) {
      const at = trigger.next(after);
      if (at) due.push({ flowId: flow.id, nodeId: trigger.nodeId, at });
    }
  }
  return due;
}

/**
 * Queues the run of a trigger, unless the flow is held back, or one is queued already that will read as much: all that changed
 * until it begins, or all records.
 */
export async function startScheduled({ flowId, nodeId, at }: DueTrigger, ports: Ports): Promise<void> {
  const { store, catalog, versions } = ports;
  const flow = await store.flows.get(flowId);
  if (!flow?.isOn || flow.publishedVersion === null || (await holdOf(flow, store))) return;
  const { items } = await store.runs.list({ flow: flowId, status: 'running' }, { limit: 100 });
  const document = await versions.get(flowId, flow.publishedVersion);
  const trigger = document && clockTriggersOf(document, catalog, at).find((other) => other.nodeId === nodeId);
  const kind = trigger?.definition.readsAll?.(trigger.config) === true ? 'all' : 'changes';
  const covers = (scope: RunScope) => scope.kind === 'all' || scope.kind === kind;
  if (items.some(({ state, isDryRun, scope }) => state.status === 'queued' && !isDryRun && covers(scope))) return;
  await store.runs.create({
    flowId,
    flowVersion: flow.publishedVersion,
    isDryRun: false,
    scope: { kind },
    cause: { kind: 'schedule', name: trigger?.title ?? nodeId },
  });
}
