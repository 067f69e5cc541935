import type { Clock } from '@koppel/sdk';

/** A time at which a flow is to start. */
export interface DueTrigger {
  readonly flowId: string;
  readonly nodeId: string;
  readonly at: Date;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  /** The next time of every trigger of every flow that is on, after `after`. */
  readonly nextTimes: (after: Date) => Promise<readonly DueTrigger[]>;
  readonly start: (trigger: DueTrigger) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** Longest sleep: after it the times are asked for anew, so that a changed clock or flow is noticed. */
const longestSleepMs = 30_000;

/**
 * Starts flows at their times while they are on. A time that passed while Koppel was down is not made up for: the next run
 * reads everything that changed since anyway.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #stop = new AbortController();
  #changed = new AbortController();
  #loop: Promise<void> | null = null;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#loop ??= this.#work();
  }

  /** A flow was published, switched on or off, or removed. */
  flowsChanged(): void {
    this.#changed.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The scheduler stops.'));
    await this.#loop;
  }

  async #work(): Promise<void> {
    const { clock, nextTimes, start, report } = this.#options;
    let after = clock.now();
    while (!this.#stop.signal.aborted) {
      this.#changed = new AbortController();
      try {
        const upcoming = await nextTimes(after);
        const now = clock.now();
        const due = upcoming.filter(({ at }) => at <= now);
        // Times before this moment are over, also those of a flow that is switched on later.
        after = now;
        for (const trigger of due) await start(trigger);
        if (due.length > 0) continue;
        const soonest = Math.min(...upcoming.map(({ at }) => at.getTime() - now.getTime()), longestSleepMs);
        await clock.sleep(Math.max(soonest, 0), { signal: AbortSignal.any([this.#stop.signal, this.#changed.signal]) });
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (this.#changed.signal.aborted) continue;
        report(error);
        await clock.sleep(longestSleepMs, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }
}
