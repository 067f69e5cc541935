/** A customer on the chart: its circle and its name. */
export interface NamedPoint {
  readonly id: number;
  readonly name: string;
  readonly cx: number;
  readonly cy: number;
  readonly radius: number;
}

/** Where a name is written: where it begins, and its baseline. */
export interface NamePlace {
  readonly x: number;
  readonly y: number;
}

/** A part of the chart; y grows downwards. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of a letter and of a line, at 11 pixels: names are not measured, so this is on the wide side. */
const letterWidth = 6.2;
const lineHeight = 13;
const gap = 4;
const most = 6;

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The names that are written at their circles, the first points first: each where it covers no circle and no other name. */
export function placeNames(points: readonly NamedPoint[], area: Box): ReadonlyMap<number, NamePlace> {
  const taken: Box[] = points.map(({ cx, cy, radius }) => ({
    left: cx - radius,
    right: cx + radius,
    top: cy - radius,
    bottom: cy + radius,
  }));
  const places = new Map<number, NamePlace>();
  for (const { id, name, cx, cy, radius } of points) {
    if (places.size >= most) break;
    const long = name.length * letterWidth;
    const away = radius + gap;
    const high = lineHeight / 2;
    const above = cy - radius - lineHeight - 1;
    const below = cy + radius + 1;
    const centred = Math.max(area.left, Math.min(cx - long / 2, area.right - long));
    const found = [
      [cx + away, cy - high],
      [cx - away - long, cy - high],
      [centred, above],
      [centred, below],
      [cx + radius - long, above],
      [cx - radius, below],
    ]
      .map(([left, top]) => ({ left: left!, right: left! + long, top: top!, bottom: top! + lineHeight }))
      .find((box) => isWithin(box, area) && !taken.some((other) => overlap(box, other)));
    if (!found) continue;
    taken.push(found);
    places.set(id, { x: found.left, y: found.bottom - 3 });
  }
  return places;
}

function isWithin(box: Box, area: Box): boolean {
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
}
