import type { FlowDocument, Run } from '@koppel/model';
import { driftScheduleSchema, type DriftSchedule } from '@koppel/protocol';
import type { Catalog } from '@koppel/sdk';
import type { Store, StoredFlow } from '@koppel/store';
import { holdOf } from './flow-hold.ts';
import type { PublishedVersions } from './published-versions.ts';
import { unboundSlots } from './run-preparation.ts';
import type { DueTrigger } from './scheduler.ts';

/** Stands for the node in the times of a flow at which its linked records are compared with their master. */
const driftTrigger = 'drift-check';
const scheduleSetting = 'drift.schedule';
/** While firms sleep, and after most of their nightly work. */
const usual: DriftSchedule = { isOn: true, at: '03:30', timeZone: null };

interface Ports {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly versions: PublishedVersions;
}

/** A published flow whose linked records can be compared with their master. */
export interface CheckedFlow {
  readonly flow: StoredFlow & { readonly publishedVersion: number };
  readonly document: FlowDocument;
}

/** `timeZone`: the workspace's. */
export async function driftSchedule(
  store: Store,
  timeZone: string,
): Promise<DriftSchedule & { readonly zone: string }> {
  const schedule = (await store.workspace.setting(scheduleSetting, driftScheduleSchema)) ?? usual;
  return { ...schedule, zone: schedule.timeZone ?? timeZone };
}

export async function saveDriftSchedule(store: Store, schedule: DriftSchedule): Promise<void> {
  await store.workspace.saveSetting(scheduleSetting, schedule);
}

/** The next time of the nightly check after a moment, whether or not it is switched on. */
export function nextDriftCheck(
  catalog: Catalog,
  { at, zone }: Pick<DriftSchedule, 'at'> & { readonly zone: string },
  after: Date,
): Date | null {
  const clock = catalog.definitions.get('start-on-schedule');
  if (clock?.role !== 'trigger' || !clock.next) return null;
  const [hour, minute] = at.split(':').map(Number);
  return clock.next(clock.spec.config.parse({ cron: `${minute} ${hour} * * *`, timeZone: zone }), after);
}

/** Whether a flow keeps what it wrote as its source has it. One that only creates leaves its records alone afterwards. */
function isChecked({ nodes }: FlowDocument, catalog: Catalog): boolean {
  return Object.values(nodes).some(({ type, config, isDisabled }) => {
    const definition = catalog.definitions.get(type);
    if (definition?.role !== 'sink' || isDisabled) return false;
    if (!definition.spec.config.safeParse(config).success) return false;
    return ['upsert', 'update'].includes(definition.policy(config).mode);
  });
}

/** Every published flow that has something to check and whose slots are bound. */
export async function checkedFlows({ store, catalog, versions }: Ports): Promise<CheckedFlow[]> {
  const found: CheckedFlow[] = [];
  for (const flow of await store.flows.list()) {
    const { publishedVersion } = flow;
    if (publishedVersion === null) continue;
    const document = await versions.asRun(flow.id, publishedVersion).catch(() => null);
    if (!document || !isChecked(document, catalog) || unboundSlots(document, flow).length > 0) continue;
    found.push({ flow: { ...flow, publishedVersion }, document });
  }
  return found;
}

/** The next nightly check of every flow that is on. */
export async function dueDriftChecks(after: Date, timeZone: string, ports: Ports): Promise<DueTrigger[]> {
  const schedule = await driftSchedule(ports.store, timeZone);
  const at = schedule.isOn ? nextDriftCheck(ports.catalog, schedule, after) : null;
  if (!at) return [];
  const flows = await checkedFlows(ports);
  return flows.filter(({ flow }) => flow.isOn).map(({ flow }) => ({ flowId: flow.id, nodeId: driftTrigger, at }));
}

export function isDriftCheck({ nodeId }: DueTrigger): boolean {
  return nodeId === driftTrigger;
}

/** Queues the nightly check of a flow, unless it is held back or a check of it has not ended yet. */
export async function startNightlyCheck({ flowId }: DueTrigger, ports: Ports): Promise<void> {
  const { store } = ports;
  const checked = (await checkedFlows(ports)).find(({ flow }) => flow.id === flowId);
  if (!checked?.flow.isOn || (await holdOf(checked.flow, store))) return;
  const { items } = await store.runs.list({ flow: flowId, status: 'running' }, { limit: 100 });
  if (items.some(({ scope, isDryRun }) => scope.kind === 'drift' && !isDryRun)) return;
  await startDriftCheck(store, checked, { cause: { kind: 'schedule', name: 'Drift check' }, isDryRun: false });
}

/** Queues a check of a flow. */
export function startDriftCheck(
  store: Store,
  { flow }: CheckedFlow,
  { cause, isDryRun }: Pick<Run, 'cause' | 'isDryRun'>,
): Promise<Run> {
  return store.runs.create({
    flowId: flow.id,
    flowVersion: flow.publishedVersion,
    isDryRun,
    scope: { kind: 'drift' },
    cause,
  });
}
