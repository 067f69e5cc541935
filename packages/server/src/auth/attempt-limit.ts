import type { Clock } from '@koppel/sdk';

/** Keys that are remembered; beyond it the oldest is forgotten, so that an attacker cannot fill the memory. */
const maxKeys = 10_000;

/** Allows so many attempts per key in any minute. */
export class AttemptLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  /** Times of the attempts of the last minute, oldest first; keys in the order of their last attempt. */
  readonly #attempts = new Map<string, number[]>();

  constructor({ clock, perMinute }: { clock: Clock; perMinute: number }) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Counts an attempt. Gives 0 when it may go on, else after how many milliseconds the next one may. */
  enter(key: string): number {
    const nowMs = this.#clock.monotonicMs();
    const recent = (this.#attempts.get(key) ?? []).filter((atMs) => nowMs - atMs < 60_000);
    if (recent.length >= this.#perMinute) return recent[0]! + 60_000 - nowMs;
    recent.push(nowMs);
    this.#attempts.delete(key);
    this.#attempts.set(key, recent);
    if (this.#attempts.size > maxKeys) this.#attempts.delete(this.#attempts.keys().next().value!);
    return 0;
  }

  /** The attempt was a good one: what came before it no longer counts. */
  forget(key: string): void {
    this.#attempts.delete(key);
  }
}
