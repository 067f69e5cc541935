import type { FlowSummary } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';

type Bar = FlowSummary['lastRuns'][number];

const fullHeight = 22;
const slots = 14;

/** The height of each bar in pixels and of the failed part on top of it, by the largest run of the flow. */
export function barHeights(bars: readonly Bar[]): { height: number; failed: number }[] {
  const most = Math.max(1, ...bars.map(({ read }) => read));
  return bars.map(({ read, failed }) => {
    if (read === 0) return { height: 2, failed: failed > 0 ? 2 : 0 };
    const height = Math.max(3, Math.round((read / most) * fullHeight));
    // A single failed record of thousands must still be seen.
    return { height, failed: failed === 0 ? 0 : Math.min(height, Math.max(4, Math.round((failed / read) * height))) };
  });
}

/** The last runs of a flow as small bars: height is records read, the failed part on top. Newest at the right. */
export function RunBars({ bars, isOff }: { readonly bars: readonly Bar[]; readonly isOff: boolean }): ReactElement {
  const text = useText();
  const withFailures = bars.filter(({ failed }) => failed > 0).length;
  const heights = barHeights(bars);
  return (
    <span
      role="img"
      aria-label={text('flows.barsSummary', { n: bars.length, failed: withFailures })}
      className="flex h-6 items-end gap-0.5"
    >
      {Array.from({ length: Math.max(0, slots - bars.length) }, (_, slot) => (
        <span key={`empty ${slot}`} className="w-1.75" />
      ))}
      {bars.map((bar, index) => {
        const { height, failed } = heights[index]!;
        return (
          <span
            key={bar.runId}
            className={cx(
              'relative block w-1.75 overflow-hidden rounded-[1.5px]',
              isOff || bar.read === 0 ? 'bg-line-strong' : bar.status === 'failed' ? 'bg-fail' : 'bg-ok-calm',
            )}
            style={{ height }}
          >
            {failed > 0 && <span className="absolute inset-x-0 top-0 bg-fail" style={{ height: failed }} />}
          </span>
        );
      })}
    </span>
  );
}
