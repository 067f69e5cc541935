import { useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import { writtenSpeed } from '../progress.ts';
import { useRunView } from '../run-context.tsx';
import type { RunClock } from './bars.ts';
import type { TimeRange } from './range.ts';
import { createSpeedCounter, speedCurve } from './throughput.ts';
import { timelineColumns } from './timeline.tsx';

const [wide, high] = [260, 56];

/** In how many parts the axis is counted: none so short that whole seconds and batches would show as teeth. */
function partsOf({ from, to }: TimeRange): number {
  return Math.max(12, Math.min(60, Math.floor((to - from) / 2_500)));
}

/** Records a second over the same axis as the bars. */
export function ThroughputChart({
  range,
  clock,
}: {
  readonly range: TimeRange;
  readonly clock: RunClock;
}): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const { live } = useRunView();
  const state = useStore(live);
  const [counter] = useState(createSpeedCounter);
  const end = clock.endMs ?? clock.nowMs;
  const parts = partsOf(range);
  const curve = useMemo(
    () => speedCurve(counter.read(state), range, parts, Math.min(end, range.to)),
    [counter, state, range, parts, end],
  );
  // Once the log says nothing about single records any more, the curve would only fall.
  if (state.budgetSpentAfter !== null || curve.length === 0) return null;
  const most = Math.max(...curve);
  // The last part has just begun: it would always look slow.
  const now = clock.endMs === null ? (curve.at(-2) ?? curve.at(-1) ?? 0) : null;
  const shown = clock.endMs === null && curve.length > 2 ? curve.slice(0, -1) : curve;
  const points = shown.map((value, index): [number, number] => [
    ((index + 0.5) / parts) * wide,
    high - 2 - (most > 0 ? value / most : 0) * (high - 6),
  ]);
  const line = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const [first, last] = [points[0], points.at(-1)];
  const summary =
    now === null
      ? text('timeline.speedDone', { most: writtenSpeed(most, format) })
      : text('timeline.speedSummary', { now: writtenSpeed(now, format), most: writtenSpeed(most, format) });
  return (
    <div className={cx(timelineColumns, 'h-23 items-end border-t border-line py-2.5')}>
      <span className="text-20 text-ink-2">{text('timeline.speed')}</span>
      <svg
        viewBox={`0 0 ${wide} ${high}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
        className="block h-15.5 w-full"
      >
        {first && last && (
          <>
            <path className="fill-run-soft" d={`${line}L${last[0]} ${high}L${first[0]} ${high}Z`} />
            <path className="fill-none stroke-run" strokeWidth={1.5} vectorEffect="non-scaling-stroke" d={line} />
          </>
        )}
      </svg>
      <span className="pl-2 text-right text-20 font-bold tabular-nums" aria-hidden="true">
        {writtenSpeed(now ?? most, format)}
      </span>
    </div>
  );
}
