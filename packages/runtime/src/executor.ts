import type { Plan, PlanSource } from '@koppel/compiler';
import { emptyCounters, type NodeCounters, type RunCounters, type RunFact, type RunScope } from '@koppel/model';
import {
  asFlowError,
  ConnectionError,
  maxBatchRecords,
  RunError,
  type Clock,
  type FlowError,
  type ReadScope,
} from '@koppel/sdk';
import type { ApprovedPlan } from './approved-plan.ts';
import { BatchRun } from './batch.ts';
import { dayOf } from './day.ts';
import type { OpenSlot, RunEnvironment, RunTrace, ViewLink } from './environment.ts';
import { Lanes, NaturalKeyLocks } from './lanes.ts';
import { outcomeNames } from './outcome.ts';
import { RecentWrites } from './recent-writes.ts';
import { readLinked } from './linked-source.ts';
import { lookForOpen } from './open-records.ts';
import { readSource, sourceOf, type ReadBatch } from './per-source.ts';
import { handleInOrder } from './pipeline.ts';
import {
  FenceLost,
  JournalError,
  type BatchCommit,
  type ClaimedRun,
  type RunCheckpoint,
  type RunJournal,
  type SourceCheckpoint,
  type RecordEdits,
  type WatchWrite,
} from './ports.ts';

/** Batches of one run that are handled at the same time. Bounds the run's memory. */
const maxBatchesInFlight = 4;
/** Tries in place before the run as a whole waits for a system. */
const usualPauses = 6;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** Longer than this a run does not keep its place: it waits as a whole and is taken up again. */
const longestWaitInPlaceMs = 120_000;
/** Lines about single records that a run may log. */
export const logBudget = 20_000;
/** Facts about records that are no mere lines of the log. */
const alwaysKept: ReadonlySet<RunFact['type']> = new Set(['record.failed', 'record.waited', 'record.replied']);
/** A run stops when at least this many records failed and they are more than half of what was read. */
const failureThreshold = 500;

/** What a commit says of a single batch. */
type BatchParts =
  | 'facts'
  | 'links'
  | 'settled'
  | 'failures'
  | 'solved'
  | 'vanished'
  | 'cursors'
  | 'planned'
  | 'drift'
  | 'watch';

/** How a run came to its end, or to a wait. `stopped`: what was in flight has its outcome, the rest was not read. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'waiting'; readonly error: ConnectionError; readonly hasProgressed: boolean }
  | { readonly kind: 'failed'; readonly error: FlowError };

export interface ExecuteOptions {
  readonly claimed: ClaimedRun;
  readonly plan: Plan;
  readonly slots: ReadonlyMap<string, OpenSlot>;
  readonly journal: RunJournal;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Shared by all runs of a process: flows that look for records in the same system must not create one twice. */
  readonly naturalKeys?: NaturalKeyLocks;
  /** Shared by all runs of a process: a contest between programs goes on over many runs. */
  readonly recentWrites?: RecentWrites;
  /** What a person approved, where the run is to write exactly that. */
  readonly approved?: ApprovedPlan | null;
  /** Default: there are no views. */
  readonly viewLink?: ViewLink | undefined;
  /** What a person set for single records, for this run alone. */
  readonly edits?: RecordEdits | null;
  /** Default: nobody follows the records. */
  readonly trace?: RunTrace | null;
  /** Fires when nothing more is to be read: what is in flight gets its outcome. */
  readonly drain: AbortSignal;
  /** Fires when requests in flight are to be let go. Their effects are looked up by the next attempt. */
  readonly abort: AbortSignal;
  /** How often it waits in place for a system before it gives up for now; default 6. */
  readonly maxPauses?: number;
}

/**
 * Executes a run from its checkpoint: pulls batches, handles some side by side, and commits them in the order in which
 * they were read, each with its outcomes, links and position in one transaction. Rejects only with FenceLost, JournalError or
 * the abort's reason.
 */
export async function executeRun(options: ExecuteOptions): Promise<RunEnd> {
  return new Execution(options).run();
}

class Execution {
  readonly #options: ExecuteOptions;
  readonly #env: RunEnvironment;
  readonly #lanes = new Lanes();
  readonly #counters: RunCounters;
  readonly #nodes: Record<string, NodeCounters>;
  readonly #checkpoint: Record<string, SourceCheckpoint>;
  readonly #started = new Set<number>();
  /** Lets go of what is in flight beside a batch that cannot be finished. */
  readonly #giveUp = new AbortController();
  #logLinesLeft: number;
  #expected: number | null;
  #hasProgressed = false;

  constructor(options: ExecuteOptions) {
    const { claimed, plan, slots, journal, clock, newId, abort } = options;
    const { naturalKeys = new NaturalKeyLocks(), recentWrites = new RecentWrites() } = options;
    this.#options = options;
    this.#counters = { ...emptyCounters(), ...claimed.run.counters };
    this.#nodes = structuredClone(claimed.nodes) as Record<string, NodeCounters>;
    this.#checkpoint = { ...claimed.checkpoint };
    this.#logLinesLeft = claimed.logLinesLeft;
    this.#expected = claimed.run.expected;
    this.#env = {
      plan,
      slots,
      journal,
      clock,
      today: dayOf(new Date(claimed.run.createdAt)),
      newId,
      fence: { runId: claimed.run.id, fence: claimed.fence },
      isResumed: claimed.run.attempt > 1,
      signal: AbortSignal.any([abort, this.#giveUp.signal]),
      naturalKeys,
      recentWrites,
      approved: options.approved ?? null,
      viewLink: options.viewLink ?? (() => Promise.resolve(null)),
      isDriftCheck: claimed.run.scope.kind === 'drift',
      edits: options.edits ?? null,
      trace: options.trace ?? null,
      claims: new Map(),
      pause: (error, node, tryNumber) => this.#pause(error, node, tryNumber),
    };
    for (const [index, { nodeId }] of plan.nodes.entries()) if (this.#nodes[nodeId]) this.#started.add(index);
  }

  async run(): Promise<RunEnd> {
    try {
      for (const source of this.#options.plan.sources) {
        if (this.#checkpointOf(source).isDone) continue;
        if (!(await this.#runSource(source))) return { kind: 'stopped' };
      }
      return { kind: 'done' };
    } catch (error) {
      if (this.#options.abort.aborted) throw this.#options.abort.reason;
      if (error === this.#options.drain.reason && this.#options.drain.aborted) return { kind: 'stopped' };
      if (error instanceof FenceLost || error instanceof JournalError) throw error;
      const flowError = asFlowError(error);
      const canPass = flowError instanceof ConnectionError && flowError.retry !== 'never';
      return canPass
        ? { kind: 'waiting', error: flowError, hasProgressed: this.#hasProgressed }
        : { kind: 'failed', error: flowError };
    }
  }

  #nodeId(source: PlanSource): string {
    return this.#options.plan.nodes[source.node]!.nodeId;
  }

  #checkpointOf(source: PlanSource): SourceCheckpoint {
    return this.#checkpoint[this.#nodeId(source)] ?? { cursor: null, isDone: false };
  }

  /** Reads a source to its end. Gives false when it was stopped before. */
  async #runSource(source: PlanSource): Promise<boolean> {
    const { drain } = this.#options;
    await handleInOrder({
      items: this.#read(source),
      limit: maxBatchesInFlight,
      handle: (batch) => this.#handle(source, batch),
      commit: (handled) => this.#commit(handled, source),
      giveUp: (error) => this.#giveUp.abort(error),
    });
    if (drain.aborted) return false;
    await this.#finish(source);
    return true;
  }

  /** Pulls batches, and after a fault of the system goes on behind the last one that came. */
  async *#read(source: PlanSource): AsyncGenerator<ReadBatch> {
    const { slots, drain, claimed, journal } = this.#options;
    const { signal } = this.#env;
    const { system } = slots.get(source.slot)!;
    const scope = scopeOf(claimed.run.scope, source);
    let { cursor } = this.#checkpointOf(source);
    let resume: 'watermark' | 'checkpoint' = 'checkpoint';
    if (cursor === null) {
      resume = 'watermark';
      cursor = scope?.kind === 'changes' ? await journal.cursorOf(this.#stream(source)) : null;
    }
    let pauses = 0;
    for (;;) {
      try {
        const request = {
          fields: source.shape.fields.map(({ field }) => field),
          cursor,
          resume,
          batchSize: maxBatchRecords,
          signal,
        };
        const batches = scope
          ? readSource(system, source, { ...request, scope })
          : readLinked(this.#options, source, request);
        for await (const batch of batches) {
          yield batch;
          ({ cursor } = batch);
          resume = 'checkpoint';
          pauses = 0;
          if (drain.aborted) return;
        }
        if (cursor !== null) yield* this.#lookForOpen(source, cursor);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        pauses += 1;
        await this.#pause(error, source.node, pauses);
      }
    }
  }

  /** Only where the flow says what is to be done with a record that is gone. */
  async *#lookForOpen(source: PlanSource, cursor: string): AsyncGenerator<ReadBatch> {
    const { slots, journal, clock, claimed } = this.#options;
    if (!this.#isWatched(source) || claimed.run.isDryRun) return;
    const { entity, slot, shape } = source;
    const { system, connectionId } = slots.get(slot)!;
    const from = sourceOf(system, slot, entity);
    if (!from.endOf) return;
    yield* lookForOpen((request) => from.endOf!(request), {
      place: { stream: this.#stream(source), entity, connectionId },
      fields: shape.fields.map(({ field }) => field),
      cursor,
      journal,
      clock,
      signal: this.#env.signal,
    });
  }

  #watch(run: BatchRun, source: PlanSource): WatchWrite | null {
    const known = this.#isWatched(source) && !this.#options.claimed.run.isDryRun ? run.watchBehind() : null;
    return known ? { stream: this.#stream(source), ...known } : null;
  }

  #isWatched(source: PlanSource): boolean {
    const { kind } = this.#options.claimed.run.scope;
    return source.deleted.length > 0 && !source.per && (kind === 'changes' || kind === 'all');
  }

  #stream(source: PlanSource): string {
    return `${this.#options.plan.flowId}/${source.stream}`;
  }

  async #handle(source: PlanSource, batch: ReadBatch): Promise<{ run: BatchRun; leave: () => void }> {
    if (batch.expected !== null && this.#expected === null) this.#expected = batch.expected;
    const run = new BatchRun(this.#env, source, batch, {
      isLogged: this.#logLinesLeft > 0,
      isDry: this.#options.claimed.run.isDryRun,
    });
    const keys = run.records.map(({ key }) => key);
    const lane = this.#lanes.enter(keys, this.#env.signal);
    try {
      await lane.free;
      await run.run();
      return { run, leave: lane.leave };
    } catch (error) {
      lane.leave();
      this.#release(run);
      throw error;
    }
  }

  #release(run: BatchRun): void {
    for (const claim of run.claims) this.#env.claims.delete(claim);
  }

  async #commit({ run, leave }: { run: BatchRun; leave: () => void }, source: PlanSource): Promise<void> {
    try {
      this.#count(run);
      this.#checkpoint[this.#nodeId(source)] = { cursor: run.cursor, isDone: false };
      await this.#options.journal.commitBatch({
        ...this.#standing(),
        facts: this.#withinBudget([...this.#startFacts(run), ...run.facts]),
        links: run.links,
        settled: run.settled,
        failures: run.failures,
        solved: run.solvedKeys().map((key) => ({ entity: source.entity, key })),
        // Behind everything that was delivered; a run over all records moves its stream only when it is through.
        cursors:
          this.#moves('changes') && !source.isAlwaysAll && run.watermark !== null
            ? [{ stream: this.#stream(source), cursor: run.watermark }]
            : [],
        vanished: run.vanished,
        planned: run.planned,
        drift: run.drift,
        watch: this.#watch(run, source),
      });
      this.#hasProgressed = true;
    } finally {
      leave();
      this.#release(run);
    }
    this.#checkThreshold();
  }

  #moves(kind: 'changes' | 'all'): boolean {
    const { run } = this.#options.claimed;
    return run.scope.kind === kind && !run.isDryRun;
  }

  /** What a commit says of the run as a whole. */
  #standing(): Omit<BatchCommit, BatchParts> {
    const checkpoint: RunCheckpoint = { ...this.#checkpoint };
    return {
      ...this.#env.fence,
      at: this.#options.clock.now(),
      checkpoint,
      counters: { ...this.#counters },
      nodes: structuredClone(this.#nodes),
      expected: this.#expected,
      logLinesLeft: this.#logLinesLeft,
    };
  }

  async #finish(source: PlanSource): Promise<void> {
    const { cursor } = this.#checkpointOf(source);
    this.#checkpoint[this.#nodeId(source)] = { cursor, isDone: true };
    const isLast = this.#options.plan.sources.every((other) => this.#checkpointOf(other).isDone);
    const finished = isLast ? [...this.#started] : [source.node];
    await this.#options.journal.commitBatch({
      ...this.#standing(),
      facts: finished.map((node) => ({ type: 'node.finished', nodeId: this.#options.plan.nodes[node]!.nodeId })),
      links: [],
      settled: [],
      failures: [],
      solved: [],
      cursors:
        this.#moves('all') && cursor !== null && !source.per && !source.isAlwaysAll
          ? [{ stream: this.#stream(source), cursor }]
          : [],
      vanished: [],
      planned: [],
      drift: [],
      watch: null,
    });
  }

  #count(run: BatchRun): void {
    this.#counters.read += run.outcomes.length;
    for (const result of run.outcomes) this.#counters[outcomeNames[result as keyof typeof outcomeNames & number]!] += 1;
    run.tallies.forEach((tally, index) => {
      if (tally.in === 0) return;
      const { nodeId, ports } = this.#options.plan.nodes[index]!;
      const node = (this.#nodes[nodeId] ??= { in: 0, out: {}, failed: 0, busyMs: 0 });
      node.in += tally.in;
      node.failed += tally.failed;
      node.busyMs += tally.busyMs;
      ports.forEach((port, at) => {
        if (tally.out[at]! > 0) node.out[port] = (node.out[port] ?? 0) + tally.out[at]!;
      });
    });
  }

  #startFacts(run: BatchRun): RunFact[] {
    const facts: RunFact[] = [];
    run.tallies.forEach(({ in: entered }, index) => {
      if (entered === 0 || this.#started.has(index)) return;
      this.#started.add(index);
      facts.push({ type: 'node.started', nodeId: this.#options.plan.nodes[index]!.nodeId });
    });
    return facts;
  }

  /** State changes, failures and replies always; lines about single records as long as the budget lasts. */
  #withinBudget(facts: readonly RunFact[]): RunFact[] {
    const kept: RunFact[] = [];
    for (const fact of facts) {
      if (!fact.type.startsWith('record.') || alwaysKept.has(fact.type)) kept.push(fact);
      else if (this.#logLinesLeft > 0) {
        kept.push(fact);
        this.#logLinesLeft -= 1;
        if (this.#logLinesLeft === 0) kept.push({ type: 'log.budgetSpent', lines: logBudget });
      }
    }
    return kept;
  }

  #checkThreshold(): void {
    const { failed, read } = this.#counters;
    if (failed < failureThreshold || failed * 2 <= read) return;
    throw new RunError({
      code: 'run.too-many-failures',
      message: `The run was stopped: ${failed} of ${read} records failed.`,
      remedy: 'Look at the first failures: they most likely have one cause. Mend it, then retry them.',
    });
  }

  async #pause(thrown: unknown, node: number, tryNumber: number): Promise<void> {
    const { clock, drain, journal, maxPauses = usualPauses } = this.#options;
    const { signal } = this.#env;
    signal.throwIfAborted();
    if (!(thrown instanceof ConnectionError)) throw thrown;
    if (drain.aborted) throw drain.reason;
    if (thrown.retry === 'never' || tryNumber > maxPauses) throw thrown;
    const grown = Math.min(firstPauseMs * 2 ** (tryNumber - 1), longestPauseMs);
    const waitMs = typeof thrown.retry === 'object' ? thrown.retry.afterMs : grown;
    if (waitMs > longestWaitInPlaceMs) throw thrown;
    const at = clock.now();
    await journal.appendFacts(this.#env.fence, at, [
      {
        type: 'node.waited',
        nodeId: this.#options.plan.nodes[node]!.nodeId,
        until: new Date(at.getTime() + waitMs).toISOString(),
        reason: thrown.view(),
        tryNumber,
        maxTries: maxPauses,
      },
    ]);
    await clock.sleep(waitMs, { signal: AbortSignal.any([drain, signal]) });
  }
}

/** What a source reads in a run; null: the records that are linked. */
function scopeOf(scope: RunScope, { isAlwaysAll }: PlanSource): ReadScope | null {
  if (scope.kind === 'drift') return null;
  return isAlwaysAll && scope.kind === 'changes' ? { kind: 'all' } : scope;
}
