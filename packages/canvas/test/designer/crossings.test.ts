import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCrossings, gapDashes, type Course } from '../../src/flow-canvas/crossings.ts';

const crossingsOf = (courses: readonly Course[]) => createCrossings()(courses);
const up: Course = { id: 'up', from: { x: 0, y: 100 }, to: { x: 200, y: 0 } };
const down: Course = { id: 'down', from: { x: 0, y: 0 }, to: { x: 200, y: 100 } };

test('of two edges that cross, the later one jumps, in the middle where they are alike', () => {
  const jumps = crossingsOf([up, down]);
  expect([...jumps.keys()]).toEqual(['down']);
  expect(jumps.get('down')!).toHaveLength(1);
  expect(jumps.get('down')![0]).toBeCloseTo(0.5, 1);
  expect([...crossingsOf([down, up]).keys()]).toEqual(['up']);
});

test('edges that part from one port or meet in one, and edges apart, do not cross', () => {
  const fork = [down, { id: 'other', from: down.from, to: { x: 200, y: 300 } }];
  const join = [down, { id: 'other', from: { x: 0, y: 300 }, to: down.to }];
  const apart = [down, { id: 'other', from: { x: 0, y: 500 }, to: { x: 200, y: 600 } }];
  for (const courses of [fork, join, apart]) expect(crossingsOf(courses).size).toBe(0);
});

test('an edge that is dragged away is jumped over no more', () => {
  const crossings = createCrossings();
  expect(crossings([up, down]).size).toBe(1);
  expect(crossings([{ ...up, from: { x: 0, y: 500 }, to: { x: 200, y: 600 } }, down]).size).toBe(0);
  expect(crossings([up, down]).size).toBe(1);
});

test('what is jumped over is left out around the place, and nowhere else', () => {
  expect(gapDashes([0.5], 120)).toBe('0 0.45 0.1 2');
  // Two so near that they are one gap.
  expect(gapDashes([0.5, 0.52], 120)).toBe('0 0.45 0.1 0 0.02 2');
});

test('however edges run: shares lie within the edge and in order, and no pair jumps over each other both ways', () => {
  const spot = fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 600 }) });
  const courses = fc
    .array(fc.tuple(spot, spot), { maxLength: 14 })
    .map((ends) => ends.map(([from, to], index): Course => ({ id: `${index}`, from, to })));
  fc.assert(
    fc.property(courses, (all) => {
      const jumps = crossingsOf(all);
      // The lowest lies under all others.
      expect(jumps.has('0')).toBe(false);
      for (const at of jumps.values()) {
        expect(at).toEqual(at.toSorted((a, b) => a - b));
        for (const share of at) expect(share >= 0 && share <= 1).toBe(true);
      }
    }),
  );
});
