import type { Spot } from './geometry.ts';

type Places = Readonly<Record<string, Spot>>;

/** With more nodes than this on their way, they are where they go at once: drawing them all costs more than it explains. */
const mostGliding = 60;

/** Where nodes come from that stand elsewhere than they were last seen; null where none does, or too many do. */
export function departuresOf(seen: Places, places: Places): Places | null {
  const left = Object.entries(places).filter(([id, { x, y }]) => seen[id] && (seen[id].x !== x || seen[id].y !== y));
  if (left.length === 0 || left.length > mostGliding) return null;
  return Object.fromEntries(left.map(([id]) => [id, seen[id]!]));
}

/** Where they are on their way; `share` of the time from 0 to 1. Quick at first, slow where they arrive. */
export function underway(from: Places, to: Places, share: number): Places {
  const way = 1 - (1 - share) ** 3;
  return Object.fromEntries(
    Object.entries(from).flatMap(([id, { x, y }]) => {
      const goal = to[id];
      return goal ? [[id, { x: x + (goal.x - x) * way, y: y + (goal.y - y) * way }]] : [];
    }),
  );
}
