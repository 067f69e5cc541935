import type { RunLiveState } from '../../live/run-live-state.ts';
import type { TimeRange } from './range.ts';

/** Counts the record lines of a run by second. Reads only lines that came since it was asked last. */
export interface SpeedCounter {
  /** Records by second since 1970. */
  read(state: Pick<RunLiveState, 'log' | 'forgotten'>): ReadonlyMap<number, number>;
}

/** A counter that has seen nothing yet. */
export function createSpeedCounter(): SpeedCounter {
  const perSecond = new Map<number, number>();
  let counted = 0;
  return {
    read({ log, forgotten }) {
      for (const line of log.slice(Math.max(0, counted - forgotten))) {
        if (line.kind !== 'event' || !line.event.fact.type.startsWith('record.')) continue;
        const second = Math.floor(Date.parse(line.event.at) / 1000);
        perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
      }
      counted = forgotten + log.length;
      return perSecond;
    },
  };
}

/** Records a second in each of `count` equal parts of the range; parts that lie ahead of `nowMs` are left out. */
export function speedCurve(
  perSecond: ReadonlyMap<number, number>,
  range: TimeRange,
  count: number,
  nowMs: number,
): number[] {
  const width = (range.to - range.from) / count;
  const sums = new Array<number>(count).fill(0);
  for (const [second, records] of perSecond) {
    // A second may be wider than a part, or lie in two of them: each part gets its share.
    const [start, end] = [second * 1000, second * 1000 + 1000];
    const first = Math.max(0, Math.floor((start - range.from) / width));
    const last = Math.min(count - 1, Math.floor((end - range.from) / width));
    for (let part = first; part <= last; part += 1) {
      const from = range.from + part * width;
      const overlap = Math.min(end, from + width) - Math.max(start, from);
      if (overlap > 0) sums[part]! += (records * overlap) / 1000;
    }
  }
  const shown = Math.max(0, Math.min(count, Math.ceil((nowMs - range.from) / width)));
  return sums.slice(0, shown).map((records) => (records * 1000) / width);
}
