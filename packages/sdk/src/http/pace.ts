import type { Clock } from '../clock.ts';
import type { ConnectionPace } from '../connector.ts';
import { createAlarm } from './alarm.ts';

const firstBackoffMs = 1000;
const maxBackoffMs = 60_000;

/** Permission to send one request. Its number says after how many pauses it was given. */
export type Pass = number;

interface Waiter {
  readonly enter: (pass: Pass) => void;
  readonly leave: (reason: unknown) => void;
}

/** Lets requests through no faster than a connection may go. First come, first served, over all callers. */
export interface Gate {
  /** Gives a pass when the request may go; must be followed by `done`. Rejects with the signal's reason. */
  enter(signal: AbortSignal): Promise<Pass> | Pass;
  done(): void;
  /**
   * The other side asked for a pause: nobody goes until it is over. Without a time of its own the pause grows from one
   * second, with jitter, as long as requests that went after a pause are throttled again.
   */
  throttled(pass: Pass, askedMs: number | undefined): void;
  /** An ordinary answer came: the next pause without a time starts from one second again. */
  answered(pass: Pass): void;
  /** Turns away everybody who waits and everybody who comes. */
  close(reason: Error): void;
}

/** `random` gives numbers from 0 up to 1, for the jitter. */
export function createGate({
  pace,
  clock,
  random = Math.random,
}: {
  pace: ConnectionPace;
  clock: Clock;
  random?: () => number;
}): Gate {
  const waiting = new Set<Waiter>();
  // The moments at which the last `maxRequests` requests went, as a ring: the oldest is the next to be overwritten.
  const started = new Float64Array(pace.maxRequests).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  let inFlight = 0;
  let closedUntilMs = Number.NEGATIVE_INFINITY;
  let pauses: Pass = 0;
  let backoffs = 0;
  let closed: Error | undefined;
  const alarm = createAlarm(clock, admit);

  /** When the next request may go, as far as time alone decides. */
  function opensAtMs(): number {
    return Math.max(closedUntilMs, started[next]! + pace.windowMs);
  }

  function take(nowMs: number): Pass {
    inFlight += 1;
    started[next] = nowMs;
    next = (next + 1) % started.length;
    return pauses;
  }

  function admit(): void {
    const nowMs = clock.monotonicMs();
    for (const waiter of waiting) {
      if (inFlight >= pace.maxConcurrent) return;
      const opensMs = opensAtMs();
      if (opensMs > nowMs) return alarm.set(opensMs);
      waiting.delete(waiter);
      waiter.enter(take(nowMs));
    }
  }

  return {
    enter(signal) {
      signal.throwIfAborted();
      if (closed !== undefined) throw closed;
      const nowMs = clock.monotonicMs();
      if (waiting.size === 0 && inFlight < pace.maxConcurrent && opensAtMs() <= nowMs) return take(nowMs);
      return new Promise((resolve, reject) => {
        const onAbort = () => waiter.leave(signal.reason);
        const waiter: Waiter = {
          enter(pass) {
            signal.removeEventListener('abort', onAbort);
            resolve(pass);
          },
          leave(reason) {
            waiting.delete(waiter);
            signal.removeEventListener('abort', onAbort);
            reject(reason as Error);
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.add(waiter);
        admit();
      });
    },
    done() {
      inFlight -= 1;
      if (waiting.size > 0) admit();
    },
    throttled(pass, askedMs) {
      // Requests that were on their way together are refused for the same reason: one step for all of them.
      if (pass === pauses) {
        pauses += 1;
        backoffs += 1;
      }
      // A server that asks for no pause and goes on throttling gets the growing one all the same.
      const grows = askedMs === undefined || backoffs > 1;
      const step = firstBackoffMs * 2 ** Math.max(backoffs - 1, 0);
      const growingMs = grows ? Math.min(step, maxBackoffMs) * (1 + random() / 2) : 0;
      closedUntilMs = Math.max(closedUntilMs, clock.monotonicMs() + Math.max(askedMs ?? 0, growingMs));
    },
    answered(pass) {
      if (pass === pauses) backoffs = 0;
    },
    close(reason) {
      closed = reason;
      alarm.cancel();
      for (const waiter of waiting) waiter.leave(reason);
    },
  };
}
