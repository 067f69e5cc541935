import type { Clock } from '../clock.ts';

/** One timer for many occasions. */
export interface Alarm {
  /** Makes sure that it rings at `atMs` of the monotonic clock. An earlier time that is set already stays. */
  set(atMs: number): void;
  cancel(): void;
}

/** Rings never early, but perhaps for nothing: whoever listens looks at what is due and sets it again. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let armed: { readonly atMs: number; readonly cancel: AbortController } | undefined;

  async function wait(atMs: number, cancel: AbortController): Promise<void> {
    try {
      await clock.sleep(Math.max(atMs - clock.monotonicMs(), 0), { signal: cancel.signal });
    } catch {
      return; // Cancelled, here or for an earlier time.
    }
    if (armed?.cancel !== cancel) return;
    armed = undefined;
    ring();
  }

  function cancel(): void {
    armed?.cancel.abort();
    armed = undefined;
  }

  return {
    set(atMs) {
      if (armed !== undefined && armed.atMs <= atMs) return;
      cancel();
      armed = { atMs, cancel: new AbortController() };
      void wait(atMs, armed.cancel);
    },
    cancel,
  };
}
