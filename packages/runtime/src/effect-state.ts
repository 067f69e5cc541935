import { invariant } from '@koppel/sdk';
import type { EffectState } from './ports.ts';

const allowed: Record<EffectState, readonly EffectState[]> = {
  planned: ['sending', 'cancelled'],
  sending: ['confirmed', 'rejected', 'planned', 'unknown'],
  unknown: ['confirmed', 'planned', 'parked'],
  parked: ['confirmed', 'planned', 'cancelled'],
  confirmed: [],
  rejected: [],
  cancelled: [],
};

/**
 * The one place where an effect changes state. What may follow what is listed at `EffectState`; anything else is a
 * Defect, because an effect that skips a state is one that could be sent twice.
 */
export function transitionEffect(from: EffectState, to: EffectState): EffectState {
  invariant(allowed[from].includes(to), `an effect cannot go from ${from} to ${to}`);
  return to;
}

/** Whether nothing will happen to an effect in this state any more. */
export function isSettled(state: EffectState): boolean {
  return allowed[state].length === 0;
}
