import type { RunCounters } from '@koppel/model';
import type { Format } from '../format/format.ts';
import type { PaceSample } from '../live/run-live-state.ts';

/** What became of the records read, in the order in which bars and totals show it. */
export const outcomes = ['created', 'updated', 'unchanged', 'filtered', 'skipped', 'waiting', 'failed'] as const;
export type OutcomeName = (typeof outcomes)[number];

/** Records whose outcome is known. Equals `read` whenever the counters add up, as the runtime promises. */
export function settledOf(counters: RunCounters): number {
  return outcomes.reduce((sum, name) => sum + counters[name], 0);
}

/** The shares of a progress bar, in order, each from 0 to 1 of `total`; outcomes that nothing had are left out. */
export function shares(counters: RunCounters, total: number): { readonly name: OutcomeName; readonly share: number }[] {
  if (total <= 0) return [];
  return outcomes
    .filter((name) => counters[name] > 0)
    .map((name) => ({ name, share: Math.min(1, counters[name] / total) }));
}

/** Records a second over the last `overMs` of the samples; null while too little is known. */
export function speed(
  samples: readonly PaceSample[],
  read: (sample: PaceSample) => number,
  overMs = 5_000,
): number | null {
  const last = samples.at(-1);
  if (!last) return null;
  const first = samples.find(({ at }) => at >= last.at - overMs);
  if (!first || last.at - first.at < 1_000) return null;
  return ((read(last) - read(first)) * 1000) / (last.at - first.at);
}

/** How far two measures of the speed may differ, as a share of the longer one, for the remaining time to be believed. */
const steadyWithin = 0.35;

/**
 * The remaining time in milliseconds, once the speed is steady: the last ten seconds go about as fast as the last thirty.
 * Null while it is not, or while nobody knows how many records there are.
 */
export function remainingMs(samples: readonly PaceSample[], expected: number | null): number | null {
  const last = samples.at(-1);
  const first = samples[0];
  if (!last || !first || expected === null || last.at - first.at < 8_000) return null;
  const read = (sample: PaceSample) => sample.read;
  const long = speed(samples, read, 30_000);
  const short = speed(samples, read, 10_000);
  if (!long || !short || Math.abs(long - short) > long * steadyWithin) return null;
  const left = Math.max(0, expected - last.read);
  return (left / long) * 1000;
}

/** A speed as people read it: 11,2 or 1.809. Parts of a record do not matter among hundreds. */
export function writtenSpeed(perSecond: number, format: Pick<Format, 'decimal' | 'number'>): string {
  return perSecond < 100 ? format.decimal(perSecond) : format.number(Math.round(perSecond));
}
