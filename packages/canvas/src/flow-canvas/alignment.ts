import type { Rect } from './geometry.ts';

/** A line along which things stand: at `at` on its own axis, from `from` to `to` along the other. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** So near, in pixels at 100 %, what is dragged goes into line. */
const reach = 6;

/** How far something has to go to stand in line with others, by its edges or its middle, and the lines that it stands on then. */
export function alignmentOf(
  moving: Rect,
  others: readonly Rect[],
): { readonly dx: number; readonly dy: number; readonly guides: readonly Guide[] } {
  const dx = nearest(moving, others, 'x');
  const dy = nearest(moving, others, 'y');
  const there = { ...moving, x: moving.x + (dx ?? 0), y: moving.y + (dy ?? 0) };
  const guides = [
    ...(dx === null ? [] : guidesAlong(there, others, 'x')),
    ...(dy === null ? [] : guidesAlong(there, others, 'y')),
  ];
  return { dx: dx ?? 0, dy: dy ?? 0, guides };
}

/** Start, middle and end on an axis. */
function linesOf(rect: Rect, axis: 'x' | 'y'): readonly [number, number, number] {
  const [start, size] = axis === 'x' ? [rect.x, rect.width] : [rect.y, rect.height];
  return [start, start + size / 2, start + size];
}

function nearest(moving: Rect, others: readonly Rect[], axis: 'x' | 'y'): number | null {
  const own = linesOf(moving, axis);
  let best: number | null = null;
  for (const other of others) {
    for (const [index, line] of linesOf(other, axis).entries()) {
      const away = line - own[index]!;
      if (Math.abs(away) <= reach && (best === null || Math.abs(away) < Math.abs(best))) best = away;
    }
  }
  return best;
}

/** The lines that something stands on already, each as long as all that stand on it; its middle says it for its edges. */
function guidesAlong(there: Rect, others: readonly Rect[], axis: 'x' | 'y'): Guide[] {
  const across = axis === 'x' ? 'y' : 'x';
  const found = linesOf(there, axis).map((at, index): Guide[] => {
    const inLine = others.filter((other) => Math.abs(linesOf(other, axis)[index]! - at) < 0.5);
    if (inLine.length === 0) return [];
    const ends = [there, ...inLine].map((rect) => linesOf(rect, across));
    return [{ axis, at, from: Math.min(...ends.map(([from]) => from)), to: Math.max(...ends.map(([, , to]) => to)) }];
  });
  const middle = found[1] ?? [];
  return middle.length > 0 ? middle : found.flat();
}
