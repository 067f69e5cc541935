import { emptyCounters } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { remainingMs, settledOf, shares, speed } from '../../src/run-view/progress.ts';

const sample = (second: number, read: number) => ({ at: second * 1000, read, nodes: {} });

describe('the progress of a run', () => {
  it('adds every outcome up to the number read', () => {
    const counters = {
      ...emptyCounters(),
      read: 10,
      created: 1,
      updated: 2,
      unchanged: 3,
      filtered: 1,
      skipped: 1,
      failed: 1,
      waiting: 1,
    };
    expect(settledOf(counters)).toBe(counters.read);
    expect(shares(counters, 20).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(0.5);
  });

  it('says nothing of the remaining time before the speed is steady', () => {
    expect(remainingMs([sample(0, 0), sample(3, 30)], 1000)).toBeNull();
    // Ten times as fast in the last ten seconds as before.
    const uneven = Array.from({ length: 30 }, (_, second) =>
      sample(second, second < 20 ? second : 20 + (second - 20) * 40),
    );
    expect(remainingMs(uneven, 1000)).toBeNull();
  });

  it('tells the remaining time of a steady run, and of none whose end nobody knows', () => {
    const steady = Array.from({ length: 31 }, (_, second) => sample(second, second * 10));
    expect(remainingMs(steady, 1300)).toBeCloseTo(100_000);
    expect(remainingMs(steady, null)).toBeNull();
    expect(remainingMs(steady, 200)).toBe(0);
  });

  it('measures the speed over the last seconds only', () => {
    const samples = [sample(0, 0), sample(20, 0), sample(22, 20), sample(25, 50)];
    expect(speed(samples, ({ read }) => read)).toBeCloseTo(10);
    expect(speed([sample(0, 0)], ({ read }) => read)).toBeNull();
  });
});
