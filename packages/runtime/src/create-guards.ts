import type { TimeBounds } from '@koppel/sdk';
import { transitionEffect } from './effect-state.ts';
import type { EffectState } from './ports.ts';

/** A create of the same record that was begun earlier and is not settled. */
export interface EarlierCreate {
  readonly state: EffectState;
  /** Whether the run that asks is the one that sends it. */
  readonly isOwn: boolean;
  /** Before this time a look-up that finds nothing proves nothing; null where absence may be believed at once. */
  readonly absentAfter: Date | null;
}

/** Whether a worker may still write: nobody has taken its run over since it got its fence. */
export function isFenceHeld(held: number, current: number): boolean {
  return held === current;
}

/** What becomes of an effect when its run is taken over or let go: what was being sent may or may not have arrived. */
export function afterRelease(state: EffectState): EffectState {
  return state === 'sending' ? transitionEffect(state, 'unknown') : state;
}

/** The end of the quiet period of a create sent at this time: by then it was carried out and can be seen, or never will be. */
export function quietUntil(sentAt: Date, { executionMs, visibilityMs, pauseMs }: TimeBounds): Date {
  return new Date(sentAt.getTime() + executionMs + visibilityMs + pauseMs);
}

/** The last moment of the monotonic clock at which a create may leave that is begun at this moment. */
export function latestStart(monotonicMs: number, { pauseMs }: TimeBounds): number {
  return monotonicMs + pauseMs;
}

/**
 * Whether finding nothing proves that an earlier create did not arrive. Only a look that began when its quiet period was over
 * does; null: nothing was looked for, which proves nothing.
 */
export function isProvenAbsent(absentAfter: Date | null, lookedForAt: Date | null): boolean {
  if (absentAfter === null) return true;
  return lookedForAt !== null && lookedForAt >= absentAfter;
}

/**
 * Whether a create may be sent although an earlier one is not settled. A run may send its own again, as what was turned away;
 * what another run sends, or what may have arrived, only after a look that proves its absence. Judged in the transaction that
 * begins the create: the earlier one may have been sent after this run had looked.
 */
export function mayBegin({ state, isOwn, absentAfter }: EarlierCreate, lookedForAt: Date | null): boolean {
  if (absentAfter === null || state === 'planned') return true;
  if (state === 'sending') return isOwn;
  return isProvenAbsent(absentAfter, lookedForAt);
}
