import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { durationShare } from './run-list.ts';

export type DurationLook = 'done' | 'going' | 'quiet' | 'failed';

const looks: Record<DurationLook, string> = {
  done: 'bg-ok-calm',
  going: 'striped-run',
  quiet: 'bg-warn',
  failed: 'bg-fail',
};

/** How long a run took, beside the usual time of its flow (the mark). */
export function DurationBar({
  ms,
  usualMs,
  look,
}: {
  readonly ms: number | null;
  readonly usualMs: number | null;
  readonly look: DurationLook;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const usual = usualMs === null ? undefined : text('runs.usually', { time: format.wholeDuration(usualMs) });
  return (
    <span className="flex items-center gap-2.5" title={usual}>
      <span className="relative h-2 flex-1 rounded-1 bg-surface-3" aria-hidden="true">
        {ms !== null && (
          <span
            className={cx('absolute inset-y-0 left-0 rounded-1', looks[look])}
            style={{ width: `${durationShare(ms) * 100}%` }}
          />
        )}
        {usualMs !== null && (
          <span
            className="absolute -inset-y-0.75 w-0.5 rounded-round bg-ink"
            style={{ left: `${durationShare(usualMs) * 100}%` }}
          />
        )}
      </span>
      <span className="w-16 text-right whitespace-nowrap text-ink-2">
        {ms === null ? '–' : format.wholeDuration(ms)}
        {usual && <span className="sr-only">, {usual}</span>}
      </span>
    </span>
  );
}
