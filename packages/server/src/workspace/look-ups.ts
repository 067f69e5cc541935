import type { Failure } from '@koppel/model';
import type { Clock } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import { holdOf } from './flow-hold.ts';

/** After how long it is looked for again, by how often it was before. The last one repeats. */
const pausesMs = [2_000, 10_000, 60_000, 300_000, 600_000, 1_800_000];
/** Records that become due within this time are looked for by one run. */
const togetherMs = 1_000;

/** The open failures whose create got no answer and that can be looked for, of flows that are not held back. */
export async function doubtfulIn(store: Store): Promise<Failure[]> {
  const doubtful = await store.failures.doubtful();
  const held = new Set<string>();
  for (const flowId of new Set(doubtful.map((failure) => failure.flowId))) {
    const flow = await store.flows.get(flowId);
    if (flow && (await holdOf(flow, store))) held.add(flowId);
  }
  return doubtful.filter(({ flowId }) => !held.has(flowId));
}

export interface LookUpsOptions {
  readonly clock: Clock;
  readonly doubtful: () => Promise<readonly Failure[]>;
  /** Tries these again: each is looked for, and created only when it is certainly not there. */
  readonly lookUp: (failures: readonly Failure[]) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** While a run looks for it, a record is not among the open ones: what is known of it is kept for longer than any pause. */
const rememberedMs = 7_200_000;

/** When a record was last looked for, and how often this process did so. */
interface Look {
  readonly atMs: number;
  readonly times: number;
}

/**
 * Looks for records whose create got no answer until each is settled: soon, then more seldom, and right when its absence can
 * be believed, which is what its failure names `knownFrom`. Which ones there are is in the store; how often each
 * was looked for is not, and begins anew after a restart.
 */
export class LookUps {
  readonly #options: LookUpsOptions;
  readonly #stop = new AbortController();
  #changed = new AbortController();
  readonly #looks = new Map<string, Look>();
  #loop: Promise<void> | null = null;

  constructor(options: LookUpsOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#loop ??= this.#work();
  }

  /** A run ended: there may be others to look for. */
  runEnded(): void {
    this.#changed.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('Koppel stops.'));
    await this.#loop;
  }

  async #work(): Promise<void> {
    const { clock, report } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#changed = new AbortController();
      let waitMs = pausesMs.at(-1)!;
      try {
        waitMs = await this.#lookDue();
      } catch (error) {
        report(error);
        waitMs = pausesMs[2]!;
      }
      await clock
        .sleep(waitMs, { signal: AbortSignal.any([this.#stop.signal, this.#changed.signal]) })
        .catch(() => undefined);
    }
  }

  /** Looks for those that are due. Gives the milliseconds until the next one is. */
  async #lookDue(): Promise<number> {
    const { clock, doubtful, lookUp } = this.#options;
    const open = await doubtful();
    const nowMs = clock.now().getTime();
    const due = open.filter((failure) => this.#dueMs(failure) <= nowMs);
    for (const [id, { atMs }] of this.#looks) if (atMs < nowMs - rememberedMs) this.#looks.delete(id);
    for (const { id } of due) this.#looks.set(id, { atMs: nowMs, times: (this.#looks.get(id)?.times ?? 0) + 1 });
    if (due.length > 0) await lookUp(due);
    const soonestMs = Math.min(...open.map((failure) => this.#dueMs(failure)), nowMs + pausesMs.at(-1)!);
    return Math.max(soonestMs - nowMs, togetherMs);
  }

  #dueMs({ id, lastAt, error }: Failure): number {
    const look = this.#looks.get(id);
    const lastMs = Math.max(Date.parse(lastAt), look?.atMs ?? 0);
    const nextMs = lastMs + pausesMs[Math.min(look?.times ?? 0, pausesMs.length - 1)]!;
    const knownFromMs = Date.parse(error.knownFrom ?? lastAt);
    return lastMs < knownFromMs ? Math.min(nextMs, knownFromMs) : nextMs;
  }
}
