import type { Run } from '@koppel/model';
import type { Catalog } from '@koppel/sdk';
import type { Store, StoredFlow } from '@koppel/store';
import { holdOf } from './flow-hold.ts';
import { triggersOf } from './flow-triggers.ts';
import type { PublishedVersions } from './published-versions.ts';

interface Ports {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly versions: PublishedVersions;
}

/** A flow that is on, and the flow whose runs it waits for. */
interface Follower {
  readonly flow: StoredFlow & { readonly publishedVersion: number };
  readonly followed: string;
  readonly onlyWhenDone: boolean;
}

async function followers({ store, catalog, versions }: Ports): Promise<Follower[]> {
  const found: Follower[] = [];
  for (const flow of await store.flows.list()) {
    const { publishedVersion } = flow;
    if (!flow.isOn || publishedVersion === null) continue;
    const document = await versions.get(flow.id, publishedVersion);
    if (!document) continue;
    for (const { definition, config } of triggersOf(document, catalog)) {
      const follows = definition.follows?.(config);
      if (!follows || follows.flowId === flow.id) continue;
      found.push({
        flow: { ...flow, publishedVersion },
        followed: follows.flowId,
        onlyWhenDone: follows.onlyWhenDone,
      });
    }
  }
  return found;
}

/**
 * Queues a run of every flow that follows another one, when that one's newest run has ended and nothing has followed it
 * yet. What a run did and who followed it are both in the store, so that a crash between the two is made good by asking
 * again. Gives how many were queued.
 */
export async function startFollowing(ports: Ports): Promise<number> {
  const { store } = ports;
  let started = 0;
  for (const { flow, followed, onlyWhenDone } of await followers(ports)) {
    const [last] = await ended(store, followed);
    if (!last || (onlyWhenDone && last.state.status !== 'done')) continue;
    const { items } = await store.runs.list({ flow: flow.id, status: 'all' }, { limit: 50 });
    const own = items.filter(({ isDryRun, scope }) => !isDryRun && scope.kind !== 'drift');
    if (own.some((run) => run.cause.runId === last.id || beganAfter(run, last))) continue;
    if ((await descendsFrom(store, last, flow.id)) || (await holdOf(flow, store))) continue;
    await store.runs.create({
      flowId: flow.id,
      flowVersion: flow.publishedVersion,
      isDryRun: false,
      scope: { kind: 'changes' },
      cause: { kind: 'flow', name: last.flowId, runId: last.id },
    });
    started += 1;
  }
  return started;
}

/** Whether a run will find, or has found, what another one wrote: whatever started it, it began when that had ended. */
function beganAfter({ state }: Run, { state: other }: Run): boolean {
  if (state.status === 'queued') return true;
  return 'endedAt' in other && state.startedAt !== null && state.startedAt >= other.endedAt;
}

/** Whether a run goes back to one of this flow: flows that follow each other must not go round for ever. */
async function descendsFrom(store: Store, run: Run, flowId: string): Promise<boolean> {
  let { runId } = run.cause;
  for (let steps = 0; runId !== undefined && steps < 20; steps += 1) {
    const before = await store.runs.get(runId);
    if (before?.run.flowId === flowId) return true;
    runId = before?.run.cause.runId;
  }
  return false;
}

/** The runs of a flow that ended and brought something over, newest first. A check of what is there already is none. */
async function ended(store: Store, flowId: string): Promise<Run[]> {
  const { items } = await store.runs.list({ flow: flowId, status: 'all' }, { limit: 50 });
  return items.filter(({ isDryRun, state, scope }) => !isDryRun && scope.kind !== 'drift' && 'endedAt' in state);
}
