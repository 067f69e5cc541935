import { pointOnEdge, type Spot } from './geometry.ts';

/** An edge as it runs. Of two that cross, the later one in a list lies above. */
export interface Course {
  readonly id: string;
  readonly from: Spot;
  readonly to: Spot;
}

/** Where an edge jumps over others, as shares of its length from 0 to 1, in ascending order: by the edge's id. */
export type Jumps = ReadonlyMap<string, readonly number[]>;

const pieces = 24;
/** Edges that part from one port, or meet in one, do not cross there. */
const endRoom = 14;

interface Line {
  readonly course: Course;
  readonly points: readonly Spot[];
  /** How far along the edge each point is. */
  readonly along: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * A function that finds where edges lie over others; those that part from one port or meet in one do not. It remembers how
 * edges run, because one at a time is dragged.
 */
export function createCrossings(): (courses: readonly Course[]) => Jumps {
  let known = new Map<string, Line>();
  const met = new WeakMap<Line, WeakMap<Line, readonly number[]>>();
  const meetingsOf = (above: Line, below: Line) => {
    let ofAbove = met.get(above);
    if (!ofAbove) met.set(above, (ofAbove = new WeakMap()));
    let found = ofAbove.get(below);
    if (!found) ofAbove.set(below, (found = meetings(above, below)));
    return found;
  };
  return (courses) => {
    const lines = courses.map((course) => {
      const before = known.get(course.id);
      return before && isSame(before.course, course) ? before : lineOf(course);
    });
    known = new Map(lines.map((line) => [line.course.id, line]));
    const ranked = lines.map((line, rank) => ({ line, rank })).sort((a, b) => a.line.left - b.line.left);
    const jumps = new Map<string, number[]>();
    ranked.forEach(({ line, rank }, index) => {
      for (let next = index + 1; next < ranked.length && ranked[next]!.line.left <= line.right; next += 1) {
        const { line: other, rank: otherRank } = ranked[next]!;
        if (other.top > line.bottom || other.bottom < line.top) continue;
        const [above, below] = rank > otherRank ? [line, other] : [other, line];
        const found = meetingsOf(above, below);
        if (found.length > 0) jumps.set(above.course.id, [...(jumps.get(above.course.id) ?? []), ...found]);
      }
    });
    for (const at of jumps.values()) at.sort((a, b) => a - b);
    return jumps;
  };
}

function isSame(a: Course, b: Course): boolean {
  return a.from.x === b.from.x && a.from.y === b.from.y && a.to.x === b.to.x && a.to.y === b.to.y;
}

function lineOf(course: Course): Line {
  const { from, to } = course;
  const points = Array.from({ length: pieces + 1 }, (_, index) => pointOnEdge(from, to, index / pieces));
  const along = [0];
  for (let index = 1; index <= pieces; index += 1) {
    along.push(along[index - 1]! + distance(points[index - 1]!, points[index]!));
  }
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    course,
    points,
    along,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function meetings(above: Line, below: Line): number[] {
  const length = above.along.at(-1)!;
  const found: number[] = [];
  for (let mine = 0; mine < pieces; mine += 1) {
    const [a, b] = [above.points[mine]!, above.points[mine + 1]!];
    if (Math.min(a.x, b.x) > below.right || Math.max(a.x, b.x) < below.left) continue;
    if (Math.min(a.y, b.y) > below.bottom || Math.max(a.y, b.y) < below.top) continue;
    for (let theirs = 0; theirs < pieces; theirs += 1) {
      const [c, d] = [below.points[theirs]!, below.points[theirs + 1]!];
      const share = meeting(a, b, c, d);
      if (share === null) continue;
      const at = above.along[mine]! + share * distance(a, b);
      const spot = { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
      const isAtEnd = [above.points[0]!, above.points[pieces]!, below.points[0]!, below.points[pieces]!].some(
        (end) => distance(end, spot) < endRoom,
      );
      if (!isAtEnd) found.push(at / length);
    }
  }
  return found;
}

/** Where a piece meets another, as a share of the first; null where it does not. */
function meeting(a: Spot, b: Spot, c: Spot, d: Spot): number | null {
  const across = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (across === 0) return null;
  const mine = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / across;
  const theirs = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / across;
  return mine >= 0 && mine < 1 && theirs >= 0 && theirs < 1 ? mine : null;
}

const distance = (a: Spot, b: Spot) => Math.sqrt((b.x - a.x) ** 2 + (b.y - a.y) ** 2);

/** Half of what of the edge below is left out, in pixels at 100 %. */
const halfGap = 6;

/** The dashes of a path of length 1 that lie under an edge where it jumps; `length` is that of the edge in pixels. */
export function gapDashes(jumps: readonly number[], length: number): string {
  const half = halfGap / length;
  const dashes: number[] = [0];
  let at = 0;
  for (const jump of jumps) {
    const start = Math.max(jump - half, at);
    const end = Math.min(jump + half, 1);
    if (end <= start) continue;
    dashes.push(start - at, end - start);
    at = end;
  }
  return [...dashes, 2].map((dash) => Number(dash.toFixed(4))).join(' ');
}
