import { isFinal, transitionRun, type ErrorView, type Run, type RunState } from '@koppel/model';
import { asFlowError, ConnectionError, Defect, type Clock, type FlowError } from '@koppel/sdk';
import type { Plan } from '@koppel/compiler';
import type { ApprovedPlan } from './approved-plan.ts';
import { dryJournal, drySlots } from './dry.ts';
import type { OpenSlot, ViewLink } from './environment.ts';
import { executeRun, type RunEnd } from './executor.ts';
import { NaturalKeyLocks } from './lanes.ts';
import { RecentWrites } from './recent-writes.ts';
import {
  FenceLost,
  JournalError,
  type ClaimedRun,
  type RecordEdits,
  type RunFence,
  type RunJournal,
  type RunQueue,
} from './ports.ts';

/** How long a run waits as a whole, by how often it has waited without progress. After the last it has failed. */
const waitsMs = [10_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000];
const pollMs = 1_000;

/** What a run needs before it can execute: its plan, and the systems of its slots, open. */
export interface Preparation {
  readonly plan: Plan;
  readonly slots: ReadonlyMap<string, OpenSlot>;
  /** What a person approved, where the run is to write exactly that; null: whatever it decides. */
  readonly approved?: ApprovedPlan | null;
  readonly viewLink?: ViewLink;
  /** What a person set for single records, for this run alone. */
  readonly edits?: RecordEdits | null;
  /** Closes what was opened. */
  release(): Promise<void>;
}

export interface WorkerPorts {
  readonly name: string;
  readonly queue: RunQueue;
  readonly journal: RunJournal;
  /** Compiles the version that the run was started with and opens its systems. Rejects with a FlowError. */
  readonly prepare: (run: Run, signal: AbortSignal) => Promise<Preparation>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Tells the operator: our own mistakes, with their cause, and a store that does not work. Null: no run is concerned. */
  readonly report: (error: unknown, run: Run | null) => void;
  readonly maxRuns?: number;
  readonly leaseMs?: number;
  /** How long a stopping run may take to give what is in flight its outcome. */
  readonly drainTimeoutMs?: number;
}

interface Running {
  readonly drain: AbortController;
  readonly abort: AbortController;
  readonly finished: Promise<void>;
}

/** Takes runs from the queue and executes them, several side by side, until it is stopped. */
export class Worker {
  readonly #ports: WorkerPorts;
  readonly #maxRuns: number;
  readonly #leaseMs: number;
  readonly #drainTimeoutMs: number;
  readonly #running = new Map<string, Running>();
  readonly #naturalKeys = new NaturalKeyLocks();
  readonly #recentWrites = new RecentWrites();
  readonly #stop = new AbortController();
  #wakeUp: () => void = () => {};
  #loop: Promise<void> | null = null;
  #isQueueDown = false;

  constructor(ports: WorkerPorts) {
    this.#ports = ports;
    this.#maxRuns = ports.maxRuns ?? 4;
    this.#leaseMs = ports.leaseMs ?? 15_000;
    this.#drainTimeoutMs = ports.drainTimeoutMs ?? 20_000;
  }

  start(): void {
    this.#loop ??= this.#work();
  }

  /** Looks for a run now instead of at the next poll. */
  wake(): void {
    this.#wakeUp();
  }

  /** Ids of the runs that this worker has in hand. */
  running(): string[] {
    return [...this.#running.keys()];
  }

  /** Asks a run in hand to stop: `drain` lets what is in flight get its outcome, `now` lets it go. */
  askToStop(runId: string, mode: 'drain' | 'now'): void {
    const running = this.#running.get(runId);
    running?.drain.abort(new Error('The run was asked to stop.'));
    if (mode === 'now') running?.abort.abort(new Error('The run was stopped at once.'));
  }

  /**
   * Stops taking runs and lets go of those in hand after what is in flight has its outcome. They stay running in the
   * store and are resumed by the next worker.
   */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The worker stops.'));
    this.#wakeUp();
    const finished = [...this.#running.values()].map((running) => {
      running.drain.abort(this.#stop.signal.reason);
      return running.finished;
    });
    const isDrained = new AbortController();
    const late = this.#abortLate(isDrained.signal);
    await Promise.allSettled(finished);
    isDrained.abort(this.#stop.signal.reason);
    await late;
    await this.#loop;
  }

  async #abortLate(isDrained: AbortSignal): Promise<void> {
    try {
      await this.#ports.clock.sleep(this.#drainTimeoutMs, { signal: isDrained });
    } catch {
      return;
    }
    for (const { abort } of this.#running.values()) abort.abort(this.#stop.signal.reason);
  }

  async #work(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const claimed = this.#running.size < this.#maxRuns ? await this.#claim() : null;
      if (claimed) this.#take(claimed);
      else await this.#idle();
    }
  }

  /** A store that does not work for now must not end the loop: it is asked again, and told of once. */
  async #claim(): Promise<ClaimedRun | null> {
    const { clock, queue, name, report } = this.#ports;
    try {
      const claimed = await queue.claim(name, { at: clock.now(), leaseMs: this.#leaseMs });
      this.#isQueueDown = false;
      return claimed;
    } catch (error) {
      if (!this.#isQueueDown) report(error, null);
      this.#isQueueDown = true;
      return null;
    }
  }

  async #idle(): Promise<void> {
    const awake = new AbortController();
    this.#wakeUp = () => awake.abort();
    if (this.#stop.signal.aborted) return;
    await this.#ports.clock.sleep(pollMs, { signal: awake.signal }).catch(() => undefined);
  }

  #take(claimed: ClaimedRun): void {
    const drain = new AbortController();
    const abort = new AbortController();
    const { id } = claimed.run;
    const fence = { runId: id, fence: claimed.fence };
    // Its lease ran out in our own hand, as when the machine slept: what is still in flight must be let go first.
    const earlier = this.#running.get(id);
    earlier?.abort.abort(new FenceLost(id));
    const finished = Promise.resolve(earlier?.finished)
      .then(() => this.#execute(claimed, fence, drain, abort))
      .catch((error: unknown) => {
        if (!(error instanceof FenceLost)) this.#ports.report(error, claimed.run);
      })
      .finally(() => {
        if (this.#running.get(id) === running) this.#running.delete(id);
        this.#wakeUp();
      });
    const running: Running = { drain, abort, finished };
    this.#running.set(id, running);
  }

  async #execute(claimed: ClaimedRun, fence: RunFence, drain: AbortController, abort: AbortController): Promise<void> {
    const state = new StateKeeper(this.#ports, claimed, fence);
    if (claimed.run.state.status === 'stopping') {
      // It was asked to stop before the crash, and nothing is in flight any more.
      await state.stopped(await this.#stopAskedBy(fence));
      return;
    }
    await state.running();
    const stopper = claimed.run.state.status === 'waiting' ? await this.#stopAskedBy(fence) : null;
    if (stopper !== null) {
      // Asked while it waited. The system may still be away: trying it first could wait again, and never stop.
      await state.stopped(stopper);
      return;
    }
    const heartbeat = this.#keepLease(fence, drain, abort, state);
    try {
      const end = await this.#runToEnd(claimed, drain.signal, abort.signal);
      if (end) await this.#conclude(end, claimed, { state, fence });
    } finally {
      await heartbeat.stop();
    }
  }

  async #stopAskedBy(fence: RunFence): Promise<string | null> {
    const { queue, clock } = this.#ports;
    return (await queue.renew(fence, { at: clock.now(), leaseMs: this.#leaseMs })).stopAskedBy;
  }

  /** Gives null when the worker itself is stopping: the run stays as it is, for the next one. */
  async #runToEnd(claimed: ClaimedRun, drain: AbortSignal, abort: AbortSignal): Promise<RunEnd | null> {
    const { prepare, journal, clock, newId } = this.#ports;
    const isDry = claimed.run.isDryRun;
    let preparation: Preparation | null = null;
    try {
      preparation = await prepare(claimed.run, AbortSignal.any([drain, abort]));
      const end = await executeRun({
        claimed,
        plan: preparation.plan,
        slots: isDry ? drySlots(preparation.slots) : preparation.slots,
        journal: isDry ? dryJournal(journal) : journal,
        clock,
        newId,
        naturalKeys: this.#naturalKeys,
        recentWrites: this.#recentWrites,
        approved: preparation.approved ?? null,
        viewLink: preparation.viewLink,
        edits: preparation.edits ?? null,
        drain,
        abort,
      });
      return end.kind === 'stopped' && this.#stop.signal.aborted ? null : end;
    } catch (error) {
      if (error instanceof FenceLost || error instanceof JournalError) throw error;
      if (this.#stop.signal.aborted) return null;
      if (drain.aborted || abort.aborted) return { kind: 'stopped' };
      const flowError = asFlowError(error);
      return flowError instanceof ConnectionError && flowError.retry !== 'never'
        ? { kind: 'waiting', error: flowError, hasProgressed: false }
        : { kind: 'failed', error: flowError };
    } finally {
      await preparation?.release();
    }
  }

  async #conclude(
    end: RunEnd,
    claimed: ClaimedRun,
    { state, fence }: { state: StateKeeper; fence: RunFence },
  ): Promise<void> {
    switch (end.kind) {
      case 'done':
        return state.done();
      case 'stopped':
        return state.stopped(await this.#stopAskedBy(fence));
      case 'failed':
        return state.failed(this.#view(end.error, claimed.run));
      case 'waiting': {
        // Asked since the last heartbeat: it must not wait for hours first.
        const stopper = await this.#stopAskedBy(fence);
        if (stopper !== null) return state.stopped(stopper);
        const waits = end.hasProgressed ? 1 : claimed.waits + 1;
        const planned = waitsMs[waits - 1];
        if (planned === undefined) return state.failed(this.#view(end.error, claimed.run));
        const asked = typeof end.error.retry === 'object' ? end.error.retry.afterMs : 0;
        return state.waiting(this.#view(end.error, claimed.run), Math.max(planned, asked), waits);
      }
    }
  }

  #view(error: FlowError, run: Run): ErrorView {
    if (!(error instanceof Defect)) return error.view();
    this.#ports.report(error, run);
    return { ...error.view(), reference: run.id };
  }

  #keepLease(fence: RunFence, drain: AbortController, abort: AbortController, state: StateKeeper) {
    const { clock } = this.#ports;
    const end = new AbortController();
    const beat = async () => {
      while (!end.signal.aborted) {
        await clock.sleep(Math.min(this.#leaseMs / 3, pollMs), { signal: end.signal });
        const stopper = await this.#stopAskedBy(fence);
        if (stopper !== null && !drain.signal.aborted) {
          await state.stopping();
          drain.abort(new Error('The run was asked to stop.'));
        }
      }
    };
    const beating = beat().catch((error: unknown) => {
      if (!end.signal.aborted) abort.abort(error);
    });
    return {
      async stop() {
        end.abort(new Error('The run has ended.'));
        await beating;
      },
    };
  }
}

/** Moves one run through its states, each change committed with its fact. */
class StateKeeper {
  readonly #ports: WorkerPorts;
  readonly #fence: RunFence;
  readonly #attempt: number;
  #state: RunState;
  readonly #startedAt: string;

  constructor(ports: WorkerPorts, { run }: ClaimedRun, fence: RunFence) {
    this.#ports = ports;
    this.#fence = fence;
    this.#attempt = run.attempt;
    this.#state = run.state;
    const known = 'startedAt' in run.state ? run.state.startedAt : null;
    this.#startedAt = known ?? ports.clock.now().toISOString();
  }

  /** Also for a run that was running when its worker died: the fact then tells of the further attempt. */
  running(): Promise<void> {
    const next: RunState = { status: 'running', startedAt: this.#startedAt };
    if (this.#state.status === 'running') return this.#commit(next);
    return this.#move(next);
  }

  stopping(): Promise<void> {
    if (this.#state.status === 'stopping' || isFinal(this.#state)) return Promise.resolve();
    return this.#move({ status: 'stopping', startedAt: this.#startedAt });
  }

  /** `by`: who asked; null when nobody is known to have. */
  async stopped(by: string | null): Promise<void> {
    await this.stopping();
    await this.#move({ status: 'stopped', startedAt: this.#startedAt, endedAt: this.#now(), by: by ?? 'Koppel' });
  }

  done(): Promise<void> {
    return this.#move({ status: 'done', startedAt: this.#startedAt, endedAt: this.#now() });
  }

  failed(error: ErrorView): Promise<void> {
    return this.#move({ status: 'failed', startedAt: this.#startedAt, endedAt: this.#now(), error });
  }

  waiting(reason: ErrorView, waitMs: number, waits: number): Promise<void> {
    const until = new Date(this.#ports.clock.now().getTime() + waitMs).toISOString();
    return this.#move({ status: 'waiting', startedAt: this.#startedAt, until, reason }, waits);
  }

  #now(): string {
    return this.#ports.clock.now().toISOString();
  }

  #move(to: RunState, waits?: number): Promise<void> {
    return this.#commit(transitionRun(this.#state, to), waits);
  }

  async #commit(state: RunState, waits?: number): Promise<void> {
    this.#state = state;
    await this.#ports.journal.commitState({
      ...this.#fence,
      at: this.#ports.clock.now(),
      state,
      facts: [{ type: 'run.stateChanged', state, attempt: this.#attempt }],
      ...(waits === undefined ? {} : { waits }),
    });
  }
}
