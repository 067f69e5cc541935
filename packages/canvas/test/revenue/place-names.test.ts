import { expect, test } from 'vitest';
import { placeNames, type NamedPoint } from '../../src/revenue/place-names.ts';

const area = { left: 0, right: 400, top: 0, bottom: 200 };
const point = (id: number, cx: number, cy: number, name = 'Ten letters'): NamedPoint => ({
  id,
  name,
  cx,
  cy,
  radius: 8,
});
const placeOf = (points: readonly NamedPoint[]) => placeNames(points, area).get(1);

test('a name is beside its circle, where that is free', () => {
  expect(placeOf([point(1, 100, 100)])!.x).toBe(112);
  expect(placeOf([point(1, 390, 100)])!.x).toBeLessThan(390 - 8 - 60);
  expect(placeOf([point(1, 200, 100), point(2, 230, 100)])!.x).toBeLessThan(200 - 8 - 60);
});

test('between two circles a name goes above its own, and below where there is no room', () => {
  const between = (cy: number) => [point(1, 200, cy), point(2, 230, cy), point(3, 170, cy)];
  expect(placeOf(between(100))!.y).toBeLessThan(100 - 8);
  expect(placeOf(between(10))!.y).toBeGreaterThan(10 + 8);
});

test('a name that fits nowhere is left out', () => {
  expect(
    placeOf([point(1, 200, 100, 'A name that is much longer than the whole chart is wide, and then some')]),
  ).toBeUndefined();
});
