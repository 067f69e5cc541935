import { compile } from '@koppel/compiler';
import type { FlowDocument, Run } from '@koppel/model';
import {
  approvalOf,
  type ApprovedPlan,
  type OpenSlot,
  type PlannedWrite,
  type Preparation,
  type ViewLink,
} from '@koppel/runtime';
import { RunError } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import type { FlowBindings } from './check-context.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Discovery } from './discovery.ts';
import type { FlowChecks } from './flow-checks.ts';
import { plannedOf } from './planned.ts';
import type { PublishedVersions } from './published-versions.ts';

export interface RunPreparationPorts {
  readonly store: Store;
  readonly versions: PublishedVersions;
  readonly pool: ConnectionPool;
  readonly discovery: Discovery;
  readonly checks: FlowChecks;
  readonly viewLink: ViewLink;
}

/** The slots that nodes of a flow as it runs use and that no connection is bound to. */
export function unboundSlots(document: FlowDocument, { slots }: FlowBindings): string[] {
  const used = new Set(Object.values(document.nodes).flatMap(({ slot }) => slot ?? []));
  return [...used].filter((slot) => !slots[slot]).sort();
}

/** A slot that nodes use has no connection. */
export function notBound(slot: string): RunError {
  return new RunError({
    code: 'run.slot-not-bound',
    message: `The slot "${slot}" of the flow is not bound to a connection.`,
    remedy: "Choose a connection under the flow's settings, then run it again.",
  });
}

/** What a run may write that carries out an approved plan: what was planned for its own records. */
async function approvedFor({ cause, scope }: Run, store: Store): Promise<ApprovedPlan | null> {
  if (cause.kind !== 'plan' || cause.runId === undefined || scope.kind !== 'keys') return null;
  const keys = new Set(scope.keys);
  const planned: PlannedWrite[] = [];
  for await (const write of plannedOf(store, cause.runId)) if (keys.has(write.key)) planned.push(write);
  return approvalOf(planned);
}

/**
 * Makes ready what a run needs: the version it was started with, compiled against the systems as they are now, and the
 * connections of its slots, open. Rejects with a FlowError that says why the run cannot be.
 */
export async function prepareRun(run: Run, signal: AbortSignal, ports: RunPreparationPorts): Promise<Preparation> {
  const { store, versions, pool, discovery, checks, viewLink } = ports;
  const flow = await store.flows.get(run.flowId);
  const document = await versions.get(run.flowId, run.flowVersion);
  if (!flow || !document) {
    throw new RunError({
      code: 'run.flow-is-gone',
      message: `The flow "${run.flowId}" is no longer there.`,
      remedy: 'Create it again, or leave this run as it is.',
    });
  }
  const [unbound] = unboundSlots(await versions.drawnOut(document), flow);
  if (unbound !== undefined) throw notBound(unbound);
  const connectionOf = new Map(Object.keys(document.slots).map((slot) => [slot, flow.slots[slot] ?? null]));
  const slots = new Map<string, OpenSlot>();
  for (const [slot, connectionId] of connectionOf) {
    if (connectionId === null) continue;
    signal.throwIfAborted();
    await discovery.fresh(connectionId);
    slots.set(slot, { connectionId, system: await pool.system(connectionId) });
  }
  const compiled = compile(document, await checks.contextOf(document, flow));
  if (!compiled.ok) {
    const [issue] = compiled.issues;
    throw new RunError({
      code: 'run.flow-has-errors',
      message: `Version ${run.flowVersion} of the flow no longer fits: ${issue!.message}`,
      remedy: `${issue!.remedy} Then publish the flow and run it again.`,
    });
  }
  // The connections belong to all runs: the pool closes them.
  return {
    plan: compiled.plan,
    slots,
    approved: await approvedFor(run, store),
    viewLink,
    edits: run.cause.kind === 'retry' ? await store.failures.editsOf(run.id) : null,
    release: () => Promise.resolve(),
  };
}
