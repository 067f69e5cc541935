import type { FlowDocument } from '@koppel/model';

/** Sizes of what is on the canvas, in pixels at 100 %. They are fixed, so that nothing has to be measured. */
export const nodeWidth = 160;
export const nodeHeights = { edit: 66, view: 82 } as const;
/** Nodes stand on this grid. */
export const gridStep = 20;
/** Room of a group around its nodes, and for its title above them. */
export const groupPadding = { side: 18, top: 38, bottom: 20 } as const;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Heights of ports on the side of a node, from its top, by how many there are. */
const portRows: Readonly<Record<number, readonly number[]>> = {
  0: [],
  1: [33],
  2: [25, 49],
  3: [27, 42, 57],
  4: [22, 36, 49, 62],
};
/** Where the output for failed records is: beside the title strip, above the others. */
export const failurePortY = 10;
/** Room that a port which only shows on approach takes below the others. */
const lesserStep = 15;

/** Heights of the ports that are always shown, from the node's top. */
export function portHeights(count: number): readonly number[] {
  const known = portRows[count];
  if (known) return known;
  return Array.from({ length: count }, (_, index) => 14 + (index * 48) / (count - 1));
}

/** Heights of ports that show only on approach: below those that always show, then from the top. */
export function lesserPortHeights(shown: readonly number[], count: number): number[] {
  const last = shown.at(-1);
  if (last === undefined) return [...portHeights(count)];
  return Array.from({ length: count }, (_, index) => {
    const y = last + lesserStep * (index + 1);
    return y <= 64 ? y : (shown[0] ?? 33) - lesserStep * (index + 1 - Math.floor((64 - last) / lesserStep));
  });
}

/** Over this distance an edge has room for a fall of its own, and runs straight afterwards. */
const longEdge = 240;
const fall = 48;

/** The path of an edge from an output to an input: it leaves and arrives horizontally. */
export function edgePath(from: Spot, to: Spot): string {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (dx > longEdge && Math.abs(dy) > 24) {
    const turn = from.x + fall * 2;
    return `M${from.x} ${from.y}C${from.x + fall} ${from.y} ${from.x + fall} ${to.y} ${turn} ${to.y}H${to.x}`;
  }
  return curve(from, to);
}

/** An edge's path without a fall of its own, as while it is being drawn. */
export function curve(from: Spot, to: Spot): string {
  const reach = reachOf(to.x - from.x, to.y - from.y);
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
}

/** How far the control points stand out: half the way forward, and a loop's worth backward. */
function reachOf(dx: number, dy: number): number {
  if (dx >= 0) return Math.max(Math.min(dx / 2, 90), Math.min(24, Math.abs(dy)));
  return Math.min(60 + -dx / 4 + Math.abs(dy) / 8, 220);
}

/** A point of an edge's path; `share` from 0 to 1. */
export function pointOnEdge(from: Spot, to: Spot, share: number): Spot {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (dx > longEdge && Math.abs(dy) > 24) {
    const turn = from.x + fall * 2;
    const x = from.x + dx * share;
    if (x >= turn) return { x, y: to.y };
    const part = (x - from.x) / (fall * 2);
    return cubic(from, { x: from.x + fall, y: from.y }, { x: from.x + fall, y: to.y }, { x: turn, y: to.y }, part);
  }
  const reach = reachOf(dx, dy);
  return cubic(from, { x: from.x + reach, y: from.y }, { x: to.x - reach, y: to.y }, to, share);
}

function cubic(a: Spot, b: Spot, c: Spot, d: Spot, t: number): Spot {
  const u = 1 - t;
  const mix = (p: number, q: number, r: number, s: number) =>
    u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}

const samples = 16;

/** How long an edge is. */
export function edgeLength(from: Spot, to: Spot): number {
  let length = 0;
  let before = from;
  for (let index = 1; index <= samples; index += 1) {
    const point = pointOnEdge(from, to, index / samples);
    length += Math.hypot(point.x - before.x, point.y - before.y);
    before = point;
  }
  return length;
}

/** How far a spot is from an edge. */
export function distanceToEdge(spot: Spot, from: Spot, to: Spot): number {
  let nearest = Infinity;
  for (let index = 0; index <= samples; index += 1) {
    const point = pointOnEdge(from, to, index / samples);
    nearest = Math.min(nearest, Math.hypot(point.x - spot.x, point.y - spot.y));
  }
  return nearest;
}

/** The rectangle around others; null around none. */
export function boundsOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const left = Math.min(...rects.map(({ x }) => x));
  const top = Math.min(...rects.map(({ y }) => y));
  const right = Math.max(...rects.map(({ x, width }) => x + width));
  const bottom = Math.max(...rects.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The rectangle of a group around the rectangles of its nodes. */
export function groupRect(members: readonly Rect[]): Rect | null {
  const inner = boundsOf(members);
  if (!inner) return null;
  const { side, top, bottom } = groupPadding;
  return {
    x: inner.x - side,
    y: inner.y - top,
    width: inner.width + 2 * side,
    height: inner.height + top + bottom,
  };
}

/** Where the document puts a node; nodes without a place stand in a row below everything. */
export function placesOf(document: Pick<FlowDocument, 'nodes' | 'layout'>): Readonly<Record<string, Spot>> {
  const places: Record<string, Spot> = {};
  const homeless: string[] = [];
  let lowest = 0;
  for (const id of Object.keys(document.nodes)) {
    const at = document.layout.nodes[id];
    if (!at) homeless.push(id);
    else {
      places[id] = { x: at[0], y: at[1] };
      lowest = Math.max(lowest, at[1] + nodeHeights.view);
    }
  }
  homeless.forEach((id, index) => {
    places[id] = { x: index * (nodeWidth + 60), y: lowest + 60 };
  });
  return places;
}

/** A spot on the grid. */
export function snapped({ x, y }: Spot): Spot {
  return { x: Math.round(x / gridStep) * gridStep, y: Math.round(y / gridStep) * gridStep };
}

/** Room for a note of a few lines and the colours below it. */
export const noteRoom = { width: 218, height: 120 };

/** The free spot nearest to where something should go, where no card is in its way: down first, then up. */
export function freeSpot(
  wanted: Spot,
  taken: readonly Spot[],
  room: { readonly width: number; readonly height: number } = { width: nodeWidth, height: nodeHeights.edit },
): Spot {
  return freePlace([{ x: 0, y: 0, ...room }], wanted, taken.map(cardAt));
}

/**
 * Where several rectangles that keep their places to one another have room, down first, then up: their origin, nearest to
 * where it should be. Where everything near is taken, that is below it all.
 */
export function freePlace(parts: readonly Rect[], wanted: Spot, taken: readonly Rect[]): Spot {
  const start = snapped(wanted);
  const isFree = ({ x, y }: Spot) =>
    !parts.some((part) => {
      const [left, top] = [x + part.x, y + part.y];
      return taken.some(
        (other) =>
          left < other.x + other.width + 20 &&
          other.x < left + part.width + 20 &&
          top < other.y + other.height + 24 &&
          other.y < top + part.height + 24,
      );
    });
  for (let ring = 0; ring < 60; ring += 1) {
    const down = { x: start.x, y: start.y + ring * gridStep };
    if (isFree(down)) return down;
    const up = { x: start.x, y: start.y - ring * gridStep };
    if (isFree(up)) return up;
  }
  const lowest = Math.max(...taken.map(({ y, height }) => y + height));
  const highest = Math.min(...parts.map(({ y }) => y));
  return { x: start.x, y: Math.ceil((lowest + 24 - highest) / gridStep) * gridStep };
}

/** All that stands on the canvas and is not to be covered: cards, notes, and the frames of groups. */
export function standingAt({ nodes, layout }: Pick<FlowDocument, 'nodes' | 'layout'>): Rect[] {
  const places = placesOf({ nodes, layout });
  const cards = (ids: readonly string[]) => ids.flatMap((id) => (places[id] ? [cardAt(places[id])] : []));
  return [
    ...cards(Object.keys(nodes)),
    ...Object.values(layout.notes).map(({ at: [x, y] }): Rect => ({ x, y, ...noteRoom })),
    ...Object.values(layout.groups).flatMap((group) => groupRect(cards(group.nodes)) ?? []),
  ];
}

const cardAt = ({ x, y }: Spot): Rect => ({ x, y, width: nodeWidth, height: nodeHeights.edit });
