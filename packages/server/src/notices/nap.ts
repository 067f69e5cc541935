import type { Clock } from '@koppel/sdk';

/** Sleeps for `ms`, or until one of the signals fires. Never rejects. */
export async function nap(clock: Clock, ms: number, signals: readonly AbortSignal[]): Promise<void> {
  try {
    await clock.sleep(ms, { signal: AbortSignal.any([...signals]) });
  } catch {
    // Woken: that is what the signals are for.
  }
}
