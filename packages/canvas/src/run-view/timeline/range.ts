/** A stretch of time, in milliseconds since 1970. `to` is behind `from`. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Closer than this one cannot look: bars would have no edges any more. */
const narrowestMs = 200;

/** The share of the range at which an instant is: 0 at its beginning, 1 at its end; outside it below or above. */
export function shareAt(range: TimeRange, at: number): number {
  return (at - range.from) / (range.to - range.from);
}

/** The instant at a share of the range. */
function instantAt(range: TimeRange, share: number): number {
  return range.from + (range.to - range.from) * share;
}

/** The part of `range` between two shares, whichever is first; null when one cannot look that closely. */
export function zoomed(range: TimeRange, one: number, other: number): TimeRange | null {
  const [low, high] = [Math.max(0, Math.min(one, other)), Math.min(1, Math.max(one, other))];
  const part = { from: instantAt(range, low), to: instantAt(range, high) };
  return part.to - part.from < narrowestMs ? null : part;
}

/** Twice as close (`by` 0.5) or half as close (`by` 2), around the middle and never beyond `whole`; null when it is all. */
export function zoomedBy(range: TimeRange, whole: TimeRange, by: number): TimeRange | null {
  const middle = (range.from + range.to) / 2;
  const width = Math.max(narrowestMs, (range.to - range.from) * by);
  if (width >= whole.to - whole.from) return null;
  return within({ from: middle - width / 2, to: middle + width / 2 }, whole);
}

/** Moved by a share of its own width, never beyond `whole`. */
export function movedBy(range: TimeRange, whole: TimeRange, share: number): TimeRange {
  const step = (range.to - range.from) * share;
  return within({ from: range.from + step, to: range.to + step }, whole);
}

function within(range: TimeRange, whole: TimeRange): TimeRange {
  const width = range.to - range.from;
  const from = Math.max(whole.from, Math.min(range.from, whole.to - width));
  return { from, to: from + width };
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 25, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 4, 6, 12, 24].map((n) => n * hour),
];

/**
 * Marks of an axis at round distances from `origin` (the start of the run), at most `most` of them. What is marked is how
 * far into the run one is: clock times would hide that.
 */
export function ticks(range: TimeRange, origin: number, most: number): number[] {
  const width = range.to - range.from;
  const step = steps.find((candidate) => width / candidate <= most) ?? Math.ceil(width / most / hour) * hour;
  const first = origin + Math.ceil((range.from - origin) / step) * step;
  const marks: number[] = [];
  for (let at = first; at <= range.to && marks.length < most + 1; at += step) marks.push(at);
  return marks;
}

/** How far into the run a mark is: 0:25, 1:05:00, or 3,25 s where the marks are closer than a second. */
export function offsetLabel(ms: number, stepMs: number, decimal: (value: number, digits: number) => string): string {
  if (stepMs < second) return `${decimal(ms / second, stepMs < 100 ? 2 : 1)} s`;
  const seconds = Math.round(ms / second);
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
