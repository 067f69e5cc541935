import type { FlowDocument, Run } from '@koppel/model';
import type { FlowSummary } from '@koppel/protocol';
import type { Catalog, Clock } from '@koppel/sdk';
import type { Services } from '../handlers/services.ts';
import type { OpenDrafts } from '../live/open-drafts.ts';
import type { DamagedFlow, Store, StoredFlow } from '@koppel/store';
import { freshnessOf } from './flow-freshness.ts';
import { holdOf } from './flow-hold.ts';
import { clockTriggersOf, triggersOf } from './flow-triggers.ts';
import type { PublishedVersions } from './published-versions.ts';
import { subFlowUsers, type SubFlowUsers } from './sub-flow-users.ts';

const barsShown = 14;

export interface FlowSummaryPorts {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly versions: PublishedVersions;
  readonly drafts: Pick<OpenDrafts, 'editorOf'>;
  readonly members: Services['members'];
}

/** A flow as the list shows it. `failures`: the open ones by flow, and `users` of sub-flows, where they are known for all. */
export async function summaryOf(
  flow: StoredFlow,
  ports: FlowSummaryPorts,
  failures?: ReadonlyMap<string, number>,
  users?: SubFlowUsers,
): Promise<FlowSummary> {
  const { store, catalog, clock, versions } = ports;
  const { document } = flow;
  const now = clock.now();
  const [runs, openFailures, published, hold, owner, drawnOut] = await Promise.all([
    store.runs.list({ flow: flow.id }, { limit: barsShown }),
    failures ?? store.failures.openCountByFlow(),
    // A version that cannot be read has no schedule; whoever runs it is told.
    flow.publishedVersion === null ? null : versions.asRun(flow.id, flow.publishedVersion).catch(() => null),
    flow.isOn ? holdOf(flow, store) : null,
    flow.ownerId === null ? null : memberOf(flow.ownerId, ports),
    versions.drawnOut(document),
  ]);
  const next =
    flow.isOn && published && !hold ? clockTriggersOf(published, catalog, now).map((trigger) => trigger.next(now)) : [];
  return {
    id: flow.id,
    title: document.title,
    summary: document.summary ?? null,
    integration: document.integration ?? null,
    isSubFlow: document.isSubFlow === true,
    usedBy: document.isSubFlow ? [...((users ?? (await subFlowUsers(ports))).get(flow.id) ?? [])] : [],
    isOn: flow.isOn,
    direction: directionOf(drawnOut, catalog),
    entities: [...new Set(Object.values(drawnOut.nodes).flatMap(({ entity }) => entity ?? []))],
    starts: triggersOf(document, catalog).map(({ inWords }) => inWords),
    nextRunAt: soonest(next),
    hold,
    freshness: flow.isOn && published ? await freshnessOf(flow.id, published, { store, now }) : null,
    publishedVersion: flow.publishedVersion,
    hasUnpublishedDraft: flow.isDraftDifferent,
    openFailures: openFailures.get(flow.id) ?? 0,
    lastRuns: barsOf(runs.items),
    owner,
    editor: ports.drafts.editorOf(flow.id),
    damage: null,
  };
}

/** Whoever left does not look after anything any more. */
async function memberOf(id: string, { members }: FlowSummaryPorts): Promise<FlowSummary['owner']> {
  const member = (await members()).find(({ user }) => user.id === id);
  return member ? { id, name: member.user.name } : null;
}

/** A flow that cannot be read, with why. Its runs and failures can be. */
export async function damagedSummaryOf(
  flow: DamagedFlow,
  { store }: FlowSummaryPorts,
  failures: ReadonlyMap<string, number>,
): Promise<FlowSummary> {
  const { id, title, isOn, publishedVersion, error } = flow;
  const runs = await store.runs.list({ flow: id }, { limit: barsShown });
  return {
    id,
    title,
    summary: null,
    integration: null,
    isSubFlow: false,
    usedBy: [],
    isOn,
    direction: [],
    entities: [],
    starts: [],
    nextRunAt: null,
    hold: null,
    freshness: null,
    publishedVersion,
    hasUnpublishedDraft: false,
    openFailures: failures.get(id) ?? 0,
    lastRuns: barsOf(runs.items),
    owner: null,
    editor: null,
    damage: { code: error.code, message: error.message, remedy: error.remedy },
  };
}

/** The roles that records come from, then those they go to; the first one again where records go both ways. */
function directionOf(document: FlowDocument, catalog: Catalog): string[] {
  const rolesOf = (role: 'source' | 'sink' | 'sync') =>
    Object.values(document.nodes)
      .filter(({ type }) => catalog.nodes.get(type)?.role === role)
      .flatMap(({ slot }) => (slot ? (document.slots[slot]?.role ?? []) : []));
  const roles = [...new Set([...rolesOf('source'), ...rolesOf('sink')])];
  // Kept in step: what comes from the one also goes back to it.
  return rolesOf('sync').length > 0 ? [...roles, ...roles.slice(0, 1)] : roles;
}

function soonest(times: readonly (Date | null)[]): string | null {
  const known = times.filter((time) => time !== null).toSorted((a, b) => a.getTime() - b.getTime());
  return known[0]?.toISOString() ?? null;
}

/** Newest last. A dry run is no bar: it changed nothing. */
function barsOf(runs: readonly Run[]): FlowSummary['lastRuns'] {
  return runs
    .filter(({ isDryRun }) => !isDryRun)
    .map(barOf)
    .reverse();
}

function barOf({ id, number, state, counters }: Run): FlowSummary['lastRuns'][number] {
  return {
    runId: id,
    number,
    status: state.status,
    read: counters.read,
    written: counters.created + counters.updated,
    failed: counters.failed,
    startedAt: 'startedAt' in state ? state.startedAt : null,
  };
}
