import { expect, test } from 'vitest';
import { departuresOf, underway } from '../../src/flow-canvas/glide.ts';

const seen: Record<string, { x: number; y: number }> = { a: { x: 0, y: 0 }, b: { x: 100, y: 0 } };

test('only what stands elsewhere than it was seen is on its way, from there to where it goes', () => {
  const places = { a: { x: 0, y: 0 }, b: { x: 200, y: 40 }, made: { x: 50, y: 50 } };
  const from = departuresOf(seen, places)!;
  expect(from).toEqual({ b: { x: 100, y: 0 } });
  expect(underway(from, places, 0)).toEqual(from);
  expect(underway(from, places, 1)).toEqual({ b: { x: 200, y: 40 } });
  const half = underway(from, places, 0.5)['b']!;
  expect(half.x > 150 && half.x < 200).toBe(true);
});

test('nothing is on its way where nothing moved, where too much did, and what was deleted meanwhile', () => {
  expect(departuresOf(seen, seen)).toBeNull();
  const many = Array.from({ length: 61 }, (_, index) => `${index}`);
  const at = (x: number) => Object.fromEntries(many.map((id) => [id, { x, y: 0 }]));
  expect(departuresOf(at(0), at(20))).toBeNull();
  expect(underway({ gone: { x: 0, y: 0 } }, {}, 0.5)).toEqual({});
});
