/** The published limits of a service, each for one user of it. */
export interface Limits {
  readonly requests: number;
  readonly windowMs: number;
  /** Summed execution time in the window; null where there is no such limit. */
  readonly executionMs: number | null;
  /** Requests executed at once. */
  readonly atOnce: number;
  /** Requests that wait for their turn beside those; further ones are turned away. */
  readonly queued: number;
}

/** Which limit a request met. */
export type LimitKind = 'requests' | 'execution-time' | 'concurrency';

/** The answer of the door: what was met and when to come again, or how much is left. */
export type Admission =
  | { readonly isAdmitted: true; readonly remainingRequests: number; readonly remainingExecutionMs: number | null }
  | { readonly isAdmitted: false; readonly limit: LimitKind; readonly retryAfterMs: number };

/** One user's use of a service in a sliding window. */
export class UserLimits {
  readonly #limits: Limits;
  readonly #times: Float64Array;
  #next = 0;
  #seconds = new Map<number, number>();
  #executing = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#times = new Float64Array(limits.requests).fill(-Infinity);
  }

  /** Counts a request, or turns it away. */
  admit(nowMs: number): Admission {
    const { requests, windowMs, executionMs, atOnce, queued } = this.#limits;
    const oldest = this.#times[this.#next]!;
    if (oldest > nowMs - windowMs) return turnedAway('requests', oldest + windowMs - nowMs);
    const used = executionMs === null ? 0 : this.#used(nowMs);
    if (executionMs !== null && used >= executionMs) {
      const first = Math.min(...this.#seconds.keys()) * 1000;
      return turnedAway('execution-time', first + windowMs - nowMs);
    }
    if (this.#executing >= atOnce && this.#waiting.length >= queued) return turnedAway('concurrency', 1000);
    this.#times[this.#next] = nowMs;
    this.#next = (this.#next + 1) % requests;
    return {
      isAdmitted: true,
      remainingRequests: this.#remaining(nowMs),
      remainingExecutionMs: executionMs === null ? null : executionMs - used,
    };
  }

  /** Waits for a place. Call `leave` when the request has been executed. */
  async enter(): Promise<void> {
    if (this.#executing < this.#limits.atOnce) {
      this.#executing++;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve)); // the place is handed over by `leave`
  }

  leave(nowMs: number, tookMs: number): void {
    if (this.#limits.executionMs !== null) {
      const second = Math.floor(nowMs / 1000);
      this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + tookMs);
    }
    const next = this.#waiting.shift();
    if (next === undefined) this.#executing--;
    else next();
  }

  #remaining(nowMs: number): number {
    const { requests, windowMs } = this.#limits;
    // The times are in order behind `#next`: the first one inside the window is found by bisection.
    let [low, high] = [0, requests];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[(this.#next + middle) % requests]! <= nowMs - windowMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #used(nowMs: number): number {
    const from = (nowMs - this.#limits.windowMs) / 1000;
    let sum = 0;
    for (const [second, tookMs] of this.#seconds) {
      if (second < from) this.#seconds.delete(second);
      else sum += tookMs;
    }
    return sum;
  }
}

function turnedAway(limit: LimitKind, retryAfterMs: number): Admission {
  return { isAdmitted: false, limit, retryAfterMs: Math.max(1000, retryAfterMs) };
}
