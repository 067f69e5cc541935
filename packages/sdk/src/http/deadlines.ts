import type { Clock } from '../clock.ts';
import { createAlarm } from './alarm.ts';

/** A moment after which something is given up. Removed by whoever finished in time. */
export interface Deadline {
  readonly atMs: number;
  readonly expire: () => void;
}

/**
 * Watches many deadlines with one timer, because arming and disarming a timer per request costs more than the rest of
 * its bookkeeping. Never early.
 */
export interface Deadlines {
  add(deadline: Deadline): void;
  remove(deadline: Deadline): void;
  close(): void;
}

/** Deadlines on the monotonic clock. Close them, or the timer holds the process. */
export function createDeadlines(clock: Clock): Deadlines {
  const open = new Set<Deadline>();
  const alarm = createAlarm(clock, expire);

  function expire(): void {
    const nowMs = clock.monotonicMs();
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const deadline of open) {
      if (deadline.atMs <= nowMs) {
        open.delete(deadline);
        deadline.expire();
      } else {
        earliestMs = Math.min(earliestMs, deadline.atMs);
      }
    }
    if (earliestMs < Number.POSITIVE_INFINITY) alarm.set(earliestMs);
  }

  return {
    add(deadline) {
      open.add(deadline);
      alarm.set(deadline.atMs);
    },
    remove(deadline) {
      open.delete(deadline);
    },
    close() {
      open.clear();
      alarm.cancel();
    },
  };
}
