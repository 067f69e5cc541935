import type { Run, RunState } from '@koppel/model';
import type { ClaimedRun, RunFence } from '@koppel/runtime';
import type { TestStore } from './open-test-store.ts';

export const leaseMs = 15_000;

/** Queues a run over the changes of a flow. */
export function queueRun({ store }: TestStore, flowId = 'customers', isDryRun = false): Promise<Run> {
  const cause = { kind: 'person', name: 'Lotte' } as const;
  return store.runs.create({ flowId, flowVersion: 1, isDryRun, scope: { kind: 'changes' }, cause });
}

export function claim({ store, now }: TestStore, worker = 'worker'): Promise<ClaimedRun | null> {
  return store.queue.claim(worker, { at: now(), leaseMs });
}

/** Queues a run that a worker then has in hand. */
export async function takeRun(opened: TestStore, flowId = 'customers', isDryRun = false): Promise<RunFence> {
  const { id } = await queueRun(opened, flowId, isDryRun);
  const claimed = await claim(opened);
  if (claimed?.run.id !== id) throw new Error('The run was not the next one.');
  return { runId: id, fence: claimed.fence };
}

export function commitState({ store, now }: TestStore, fence: RunFence, state: RunState): Promise<void> {
  const facts = [{ type: 'run.stateChanged', state, attempt: 1 }] as const;
  return store.journal.commitState({ ...fence, at: now(), state, facts });
}

export function start(opened: TestStore, fence: RunFence): Promise<void> {
  return commitState(opened, fence, { status: 'running', startedAt: opened.now().toISOString() });
}

export function finish(opened: TestStore, fence: RunFence): Promise<void> {
  const time = opened.now().toISOString();
  return commitState(opened, fence, { status: 'done', startedAt: time, endedAt: time });
}

export function wait(opened: TestStore, fence: RunFence, ms: number): Promise<void> {
  const startedAt = opened.now().toISOString();
  const until = new Date(opened.now().getTime() + ms).toISOString();
  const reason = { code: 'test.away', message: 'It is away.', remedy: 'Wait.' };
  return commitState(opened, fence, { status: 'waiting', startedAt, until, reason });
}
