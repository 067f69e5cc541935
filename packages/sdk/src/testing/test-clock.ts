import type { Clock } from '../clock.ts';

/** A clock whose time passes only when the test says so. */
export interface TestClock extends Clock {
  /** Lets `ms` pass. Sleepers wake in the order of their times, each before time goes on. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock by `ms`, as a time server or a person does. The monotonic clock and sleepers do not notice. */
  jump(ms: number): void;
  /** How many are sleeping now. */
  readonly sleepers: number;
  /** The milliseconds until the first sleeper wakes, or null when nobody sleeps. */
  readonly nextWakeMs: number | null;
  /** Resolves as soon as at least `count` are sleeping. */
  untilSleeping(count?: number): Promise<void>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Lets promise callbacks and finished input and output run before time goes on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Begins at `start`, by default 2026-11-23T09:00:00.000Z, with the monotonic clock at 0. */
export function testClock({ start = '2026-11-23T09:00:00.000Z' }: { start?: string } = {}): TestClock {
  const sleeping = new Set<Sleeper>();
  const watchers = new Set<() => void>();
  let wallMs = Date.parse(start);
  let passedMs = 0;

  function first(): Sleeper | undefined {
    let earliest: Sleeper | undefined;
    for (const sleeper of sleeping) if (earliest === undefined || sleeper.atMs < earliest.atMs) earliest = sleeper;
    return earliest;
  }

  return {
    now: () => new Date(wallMs),
    monotonicMs: () => passedMs,
    sleep(ms, { signal }) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const onAbort = () => {
          sleeping.delete(sleeper);
          reject(signal.reason as Error);
        };
        const sleeper: Sleeper = {
          atMs: passedMs + ms,
          wake() {
            sleeping.delete(sleeper);
            signal.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        sleeping.add(sleeper);
        for (const look of watchers) look();
      });
    },
    async advance(ms) {
      const endMs = passedMs + ms;
      await settle();
      for (let sleeper = first(); sleeper !== undefined && sleeper.atMs <= endMs; sleeper = first()) {
        wallMs += Math.max(sleeper.atMs - passedMs, 0);
        passedMs = Math.max(sleeper.atMs, passedMs);
        sleeper.wake();
        await settle();
      }
      wallMs += endMs - passedMs;
      passedMs = endMs;
      await settle();
    },
    jump(ms) {
      wallMs += ms;
    },
    get sleepers() {
      return sleeping.size;
    },
    get nextWakeMs() {
      const sleeper = first();
      return sleeper === undefined ? null : Math.max(sleeper.atMs - passedMs, 0);
    },
    untilSleeping(count = 1) {
      return new Promise((resolve) => {
        const look = () => {
          if (sleeping.size < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    },
  };
}
