import { z } from 'zod';
import type { ServiceFaults } from '../odata-service.ts';

/** The longest late execution: what the demo ERP declares as its longest execution time. */
const longestLateExecutionMs = 2000;

const every = z.number().int().min(0).max(1_000_000);
const milliseconds = z.number().int().min(0).max(60_000);

/** What goes wrong on purpose. 0 switches a fault off; `…Every` n means each n-th request that it can befall. */
const faultSettings = z.strictObject({
  /** Before each request is executed. A client that gave up in this time finds its request not executed. */
  latencyMs: milliseconds,
  /** Up to this much more, at random. */
  jitterMs: milliseconds,
  /** 429, not executed. */
  throttleEvery: every,
  /** `Retry-After` of these; null for none. */
  retryAfterSeconds: z.number().int().min(0).max(3600).nullable(),
  /** `failStatus`, not executed. */
  failEvery: every,
  failStatus: z.number().int().min(500).max(599),
  /** The connection ends in the middle of an answer, after execution. */
  resetMidBodyEvery: every,
  /** A write is executed, then the connection is cut without an answer. */
  loseReplyEvery: every,
  /** A part of a batch is not executed and answers a server error. */
  failPartEvery: every,
  /** A write whose connection is cut at once, and which is executed only after this time. */
  lateExecutionMs: z.number().int().min(0).max(longestLateExecutionMs),
  lateExecutionEvery: every,
  /** How long tokens given from now on are good. */
  tokenLifeSeconds: z.number().int().min(1).max(86_400),
});

export type FaultSettings = z.output<typeof faultSettings>;

/** Nothing goes wrong. */
const noFaults: FaultSettings = {
  latencyMs: 0,
  jitterMs: 0,
  throttleEvery: 0,
  retryAfterSeconds: null,
  failEvery: 0,
  failStatus: 503,
  resetMidBodyEvery: 0,
  loseReplyEvery: 0,
  failPartEvery: 0,
  lateExecutionMs: 0,
  lateExecutionEvery: 1,
  tokenLifeSeconds: 3599,
};

/** The faults of a system, which can be switched while it runs. */
export interface FaultSwitches {
  get(): FaultSettings;
  /** Changes some settings. Throws a ZodError for a value that is out of its range. */
  set(some: Partial<FaultSettings>): void;
  reset(): void;
}

/** What befalls a request, decided when it arrives. */
export interface Fate {
  readonly latencyMs: number;
  readonly isThrottled: boolean;
  readonly isFailed: boolean;
  readonly lateMs: number;
  readonly isReplyLost: boolean;
  readonly isResetMidBody: boolean;
}

/** Counts requests against the switches. Counting of a fault begins anew when its switch changes. */
export class Faults implements FaultSwitches, ServiceFaults {
  #settings: FaultSettings = noFaults;
  #counts: Partial<Record<keyof FaultSettings, number>> = {};
  /** Parts of batches that were executed or failed, since the start. */
  parts = 0;

  get(): FaultSettings {
    return this.#settings;
  }

  set(some: Partial<FaultSettings>): void {
    const settings = faultSettings.parse({ ...this.#settings, ...some });
    for (const name of Object.keys(some) as (keyof FaultSettings)[]) {
      if (settings[name] !== this.#settings[name]) delete this.#counts[name];
    }
    this.#settings = settings;
  }

  reset(): void {
    this.#settings = noFaults;
    this.#counts = {};
  }

  /** The fate of a request; `mayWrite` is false for one that only reads. */
  fate(mayWrite: boolean): Fate {
    const { latencyMs, jitterMs, lateExecutionMs } = this.#settings;
    const isThrottled = this.#isDue('throttleEvery');
    const isFailed = !isThrottled && this.#isDue('failEvery');
    const isExecuted = !isThrottled && !isFailed;
    const isLate = isExecuted && mayWrite && lateExecutionMs > 0 && this.#isDue('lateExecutionEvery');
    const isReplyLost = isExecuted && mayWrite && !isLate && this.#isDue('loseReplyEvery');
    return {
      latencyMs: latencyMs + (jitterMs > 0 ? Math.random() * jitterMs : 0),
      isThrottled,
      isFailed,
      lateMs: isLate ? lateExecutionMs : 0,
      isReplyLost,
      isResetMidBody: isExecuted && !isLate && !isReplyLost && this.#isDue('resetMidBodyEvery'),
    };
  }

  failPart(): boolean {
    this.parts++;
    return this.#isDue('failPartEvery');
  }

  #isDue(
    name:
      | 'throttleEvery'
      | 'failEvery'
      | 'resetMidBodyEvery'
      | 'loseReplyEvery'
      | 'failPartEvery'
      | 'lateExecutionEvery',
  ): boolean {
    const every = this.#settings[name];
    if (every === 0) return false;
    const count = (this.#counts[name] ?? 0) + 1;
    this.#counts[name] = count % every;
    return count === every;
  }
}
