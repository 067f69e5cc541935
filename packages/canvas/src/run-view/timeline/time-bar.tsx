import type { ReactElement } from 'react';
import { useFormat, useSentence, useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import type { NodeLive } from '../../live/run-live-state.ts';
import type { Bar } from './bars.ts';

const looks: Record<Bar['kind'], string> = {
  done: 'rounded-1 bg-ok-calm',
  running: 'rounded-l-1 striped-run',
  waiting: 'rounded-1 dashed-wait',
};

/** A stretch of work or of waiting. The number is the try; what it was is said on hover. */
export function TimeBar({ bar, wait }: { readonly bar: Bar; readonly wait: NodeLive['wait'] }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const time = format.duration(bar.toMs - bar.fromMs);
  const [from, to] = [format.timeMs(bar.fromMs), format.timeMs(bar.toMs)];
  const isThisWait = bar.kind === 'waiting' && wait !== null && wait.tryNumber === bar.tryNumber;
  const title = isThisWait
    ? text('timeline.waitingWhy', {
        until: format.timeSeconds(wait.until),
        n: bar.tryNumber,
        most: wait.maxTries,
        reason: sentence(wait.reason.message),
      })
    : bar.kind === 'waiting'
      ? text('timeline.waiting', { time, n: bar.tryNumber, from })
      : bar.kind === 'running'
        ? text('timeline.running', { from, time })
        : bar.tryNumber > 1
          ? text('timeline.retriedWork', { n: bar.tryNumber, time, from, to })
          : text('timeline.done', { time, from, to });
  return (
    <>
      <span
        title={title}
        className={cx('absolute top-3.25 h-3 min-w-0.75', looks[bar.kind])}
        style={{ left: `${bar.at * 100}%`, width: `${bar.width * 100}%` }}
      >
        <span className="sr-only">{title}</span>
      </span>
      {bar.kind === 'waiting' && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 grid size-4 -translate-x-1/2 place-items-center rounded-round bg-warn-soft text-10 font-bold text-warn-text ring-1 ring-surface"
          style={{ left: `${(bar.at + bar.width) * 100}%` }}
        >
          {bar.tryNumber}
        </span>
      )}
    </>
  );
}
