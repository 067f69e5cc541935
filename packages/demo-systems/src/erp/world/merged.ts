/** Something that happens again and again, in the order of time. */
export interface Series {
  readonly count: number;
  timeAt(index: number): number;
  /** The first index that is not before `time`. */
  lowerBound(time: number): number;
}

/** Several series as one, in the order of time. */
export interface Merged {
  readonly count: number;
  timeAt(position: number): number;
  lowerBound(time: number): number;
  /** Which series a position belongs to, and which of its events it is. */
  at(position: number): { readonly series: number; readonly index: number };
  positionOf(series: number, index: number): number;
}

/** Times are moved by less than so many milliseconds, so that no two series have an event at the same time. */
const spread = 4;

/** Merges at most four series without going through them: a place is found by bisection over time. */
export function merged(list: readonly Series[]): Merged {
  const shifted = list.map(({ count, timeAt, lowerBound }, place) => ({
    count,
    timeAt: (index: number) => Math.floor(timeAt(index) / spread) * spread + place,
    before: (time: number) => (count === 0 ? 0 : Math.min(count, lowerBound(spread * Math.ceil((time - place) / spread)))),
  })); // prettier-ignore
  const count = shifted.reduce((sum, one) => sum + one.count, 0);
  const before = (time: number) => shifted.reduce((sum, one) => sum + one.before(time), 0);
  const filled = shifted.filter((one) => one.count > 0);
  const first = Math.min(...filled.map((one) => one.timeAt(0)));
  const last = Math.max(...filled.map((one) => one.timeAt(one.count - 1)));

  // Readers ask for the key, the time and the record of a place one after the other.
  const known = new Map<number, number>();
  function remember(position: number, time: number): number {
    if (known.size >= 512) known.clear();
    known.set(position, time);
    return time;
  }
  function timeAt(position: number): number {
    const remembered = known.get(position);
    if (remembered !== undefined) return remembered;
    let [low, high] = [known.get(position - 1) ?? first, last];
    // The next one is near: look close by first.
    for (let step = 1024; low + step < high; step *= 8) {
      if (before(low + step) > position) {
        high = low + step;
        break;
      }
    }
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (before(middle + 1) > position) high = middle;
      else low = middle + 1;
    }
    return remember(position, low);
  }
  return {
    count,
    timeAt,
    lowerBound: before,
    at(position) {
      const time = timeAt(position);
      const series = time % spread;
      return { series, index: shifted[series]!.before(time) + position - before(time) };
    },
    positionOf(series, index) {
      const time = shifted[series]!.timeAt(index);
      const position = before(time) + index - shifted[series]!.before(time);
      remember(position, time);
      return position;
    },
  };
}
