import type { Clock } from '@koppel/sdk';
import { hashToken, newToken } from './tokens.ts';

export const pendingLifetimeMs = 5 * 60_000;
const triesEach = 5;
/** Beyond it the oldest is forgotten: whoever floods it signs in with a right password each time. */
const maxPending = 10_000;

interface Pending {
  readonly userId: string;
  readonly untilMs: number;
  triesLeft: number;
}

/**
 * Who showed the first factor and owes the second. That is no session, and nothing takes it for one: its token, in a cookie of
 * its own, is good for five tries at a code within five minutes. It ends with this process.
 */
export class PendingSignIns {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** Gives the token for the cookie. */
  start(userId: string): string {
    const token = newToken();
    const untilMs = this.#clock.monotonicMs() + pendingLifetimeMs;
    this.#pending.set(hashToken(token), { userId, untilMs, triesLeft: triesEach });
    if (this.#pending.size > maxPending) this.#pending.delete(this.#pending.keys().next().value!);
    return token;
  }

  /** Counts a try and gives whose it is; null when the token is unknown, too old, or has no tries left. */
  try(token: string | undefined): string | null {
    if (token === undefined) return null;
    const hash = hashToken(token);
    const pending = this.#pending.get(hash);
    if (!pending) return null;
    if (pending.untilMs <= this.#clock.monotonicMs() || pending.triesLeft === 0) {
      this.#pending.delete(hash);
      return null;
    }
    pending.triesLeft -= 1;
    return pending.userId;
  }

  end(token: string): void {
    this.#pending.delete(hashToken(token));
  }
}
