import type { Spot } from '../../flow-canvas/geometry.ts';
import { gridStep } from '../../flow-canvas/geometry.ts';
import type { Point } from './node-commands.ts';

/** How several nodes are lined up: by their left sides, their middles and so on. Nodes are all of one size. */
export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

/** In which direction several nodes get the same room between them. */
export const distributions = ['across', 'down'] as const;
export type Distribution = (typeof distributions)[number];

type Places = Readonly<Record<string, Spot>>;

/** Where nodes stand when they are lined up. Middles keep to the grid. */
export function aligned(places: Places, how: Alignment): Record<string, Point> {
  const isColumn = how === 'left' || how === 'centre' || how === 'right';
  const along = Object.values(places).map(({ x, y }) => (isColumn ? x : y));
  const [least, most] = [Math.min(...along), Math.max(...along)];
  const line = {
    left: least,
    top: least,
    right: most,
    bottom: most,
    centre: Math.round((least + most) / 2 / gridStep) * gridStep,
    middle: Math.round((least + most) / 2 / gridStep) * gridStep,
  }[how];
  return mapped(places, ({ x, y }) => (isColumn ? [line, y] : [x, line]));
}

/** Where nodes stand with the same distance from one to the next. The outermost two stay; whole pixels. */
export function distributed(places: Places, how: Distribution): Record<string, Point> {
  const axis = how === 'across' ? 'x' : 'y';
  const order = Object.keys(places).toSorted((a, b) => places[a]![axis] - places[b]![axis] || (a < b ? -1 : 1));
  const first = places[order[0]!]![axis];
  const step = (places[order.at(-1)!]![axis] - first) / Math.max(order.length - 1, 1);
  const spots = new Map(order.map((id, index) => [id, Math.round(first + index * step)]));
  return Object.fromEntries(
    order.map((id): [string, Point] => {
      const { x, y } = places[id]!;
      return [id, axis === 'x' ? [spots.get(id)!, y] : [x, spots.get(id)!]];
    }),
  );
}

function mapped(places: Places, at: (spot: Spot) => Point): Record<string, Point> {
  return Object.fromEntries(Object.entries(places).map(([id, spot]) => [id, at(spot)]));
}
