import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeLive } from '../../src/live/run-live-state.ts';
import { barsOf, isWaiting, workMs } from '../../src/run-view/timeline/bars.ts';
import { movedBy, offsetLabel, shareAt, ticks, zoomed, zoomedBy } from '../../src/run-view/timeline/range.ts';
import { createSpeedCounter, speedCurve } from '../../src/run-view/timeline/throughput.ts';

const start = Date.parse('2026-11-23T14:00:00.000Z');
const iso = (ms: number) => new Date(start + ms).toISOString();
const whole = { from: start, to: start + 100_000 };
const ranges = fc
  .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 500, max: 100_000 }))
  .map(([from, width]) => ({ from: start + from, to: Math.min(whole.to, start + from + width) }))
  .filter(({ from, to }) => to - from >= 500);

describe('the axis of time', () => {
  it('zooms to what was dragged over, from whichever side, and never closer than bars can be seen', () => {
    expect(zoomed(whole, 0.75, 0.25)).toEqual({ from: start + 25_000, to: start + 75_000 });
    expect(zoomed(whole, -3, 0.5)).toEqual({ from: start, to: start + 50_000 });
    expect(zoomed(whole, 0.5, 0.5)).toBeNull();
  });

  it('never leaves the run, however one zooms and moves', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: -2, max: 2, noNaN: true }), fc.constantFrom(0.5, 2), (range, share, by) => {
        const results = [movedBy(range, whole, share), zoomedBy(range, whole, by)];
        for (const result of results) {
          if (!result) continue;
          expect(result.from).toBeGreaterThanOrEqual(whole.from);
          expect(result.to).toBeLessThanOrEqual(whole.to + 0.001);
          expect(result.to).toBeGreaterThan(result.from);
        }
      }),
    );
  });

  it('marks round distances from the start of the run, inside the range and not too many', () => {
    expect(ticks(whole, start, 5).map((at) => at - start)).toEqual([0, 25_000, 50_000, 75_000, 100_000]);
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 12 }), (range, most) => {
        const marks = ticks(range, start, most);
        expect(marks.length).toBeLessThanOrEqual(most + 1);
        for (const at of marks) {
          expect(shareAt(range, at)).toBeGreaterThanOrEqual(0);
          expect(shareAt(range, at)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('labels marks by how far into the run they are', () => {
    const decimal = (value: number, digits: number) => value.toFixed(digits).replace('.', ',');
    expect(offsetLabel(25_000, 25_000, decimal)).toBe('0:25');
    expect(offsetLabel(3_905_000, 5_000, decimal)).toBe('1:05:05');
    expect(offsetLabel(1_250, 50, decimal)).toBe('1,25 s');
  });
});

describe('the bars of a node', () => {
  const node: NodeLive = {
    phase: 'waiting',
    wait: {
      until: iso(40_000),
      reason: { code: 'x.y', message: 'Too busy', remedy: 'Wait.' },
      tryNumber: 2,
      maxTries: 5,
    },
    spans: [
      { kind: 'work', from: iso(10_000), to: iso(30_000), tryNumber: 1 },
      { kind: 'wait', from: iso(30_000), to: iso(40_000), tryNumber: 2 },
    ],
  };

  it('lie on the axis by time, and a wait that lasts ends now', () => {
    const bars = barsOf(node, whole, { nowMs: start + 35_000, endMs: null });
    expect(bars.map(({ kind, at, width }) => [kind, at, Number(width.toFixed(3))])).toEqual([
      ['done', 0.1, 0.2],
      ['waiting', 0.3, 0.05],
    ]);
    expect(isWaiting(node, start + 35_000)).toBe(true);
  });

  it('show work after a wait that nothing was heard after', () => {
    const clock = { nowMs: start + 60_000, endMs: null };
    const bars = barsOf(node, whole, clock);
    expect(bars.map(({ kind, tryNumber }) => [kind, tryNumber])).toEqual([
      ['done', 1],
      ['waiting', 2],
      ['running', 2],
    ]);
    expect(workMs(node, clock)).toBe(40_000);
    expect(isWaiting(node, clock.nowMs)).toBe(false);
  });

  it('are cut off at the ends of the range, and gone outside it', () => {
    const clock = { nowMs: start + 100_000, endMs: start + 100_000 };
    const bars = barsOf(node, { from: start + 20_000, to: start + 35_000 }, clock);
    expect(bars.map(({ at, width }) => [at, Number((at + width).toFixed(3))])).toEqual([
      [0, 0.667],
      [2 / 3, 1],
    ]);
    expect(barsOf(node, { from: start + 60_000, to: start + 70_000 }, clock)).toEqual([]);
  });

  it('never run on after the end of the run', () => {
    const open: NodeLive = {
      ...node,
      phase: 'ended',
      wait: null,
      spans: [{ kind: 'work', from: iso(0), to: null, tryNumber: 1 }],
    };
    const [bar] = barsOf(open, whole, { nowMs: start + 99_000, endMs: start + 50_000 });
    expect(bar).toMatchObject({ kind: 'done', toMs: start + 50_000 });
  });
});

describe('records per second', () => {
  it('counts each line once, however often it is asked', () => {
    const counter = createSpeedCounter();
    const log = Array.from({ length: 30 }, (_, index) => ({
      kind: 'event' as const,
      event: {
        seq: index + 1,
        at: iso(index * 100),
        fact: { type: 'record.unchanged' as const, nodeId: 'save', key: String(index), name: 'Record' },
      },
    }));
    counter.read({ log: log.slice(0, 20), forgotten: 0 });
    // The buffer forgot five lines meanwhile.
    const perSecond = counter.read({ log: log.slice(5), forgotten: 5 });
    expect([...perSecond.values()]).toEqual([10, 10, 10]);
  });

  it('gives the same number of records at every width of the parts', () => {
    const perSecond = new Map([
      [start / 1000, 10],
      [start / 1000 + 7, 20],
      [start / 1000 + 40, 5],
    ]);
    for (const parts of [7, 40, 100, 333]) {
      const curve = speedCurve(perSecond, whole, parts, whole.to);
      const total = curve.reduce((sum, speed) => sum + (speed * (whole.to - whole.from)) / parts / 1000, 0);
      expect(total).toBeCloseTo(35, 6);
    }
  });
});
