import type { RevenueMonth } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { ReadableChart } from './readable-chart.tsx';
import { scaleFor, sizeOf } from './amounts.ts';
import { useMonthName } from './use-month-name.ts';

const height = 240;
const left = 44;
const bottom = 22;
const top = 14;

/** Revenue by month beside the same month of the year before, with the target as a line. The last month is not over. */
export function MonthChart({
  months,
  width = 660,
  isOver = false,
}: {
  readonly months: readonly RevenueMonth[];
  /** Of the drawing, in units of its letters: less where there is little room, so that they stay readable. */
  readonly width?: number;
  /** Whether the last month is over as well. */
  readonly isOver?: boolean;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const monthName = useMonthName();
  const greatest = Math.max(
    0,
    ...months.flatMap(({ amount, before, target }) => [sizeOf(amount), sizeOf(before), sizeOf(target)]),
  );
  const { top: most, steps } = scaleFor(greatest);
  const y = (value: number) => top + (height - top - bottom) * (1 - Math.max(0, value) / most);
  const slot = (width - left) / months.length;
  const bar = Math.min(20, slot * 0.32);
  const of = (value: string) => format.exact(value, 2);
  const values = months.map(
    ({ month, amount, before, target }) =>
      `${monthName(month, 'long')}: ${of(amount)} · ${text('revenue.yearBefore')}: ${of(before)}${target === null ? '' : ` · ${text('revenue.target')}: ${of(target)}`}`,
  );
  const best = months.reduce((a, b) => (sizeOf(b.amount) > sizeOf(a.amount) ? b : a), months[0]!);
  const total = (pick: (month: RevenueMonth) => string) =>
    format.number(Math.round(months.reduce((sum, month) => sum + sizeOf(pick(month)), 0)));
  const summary = text('revenue.monthSummary', {
    total: total(({ amount }) => amount),
    before: total(({ before }) => before),
    month: monthName(best.month, 'long'),
    best: format.number(Math.round(sizeOf(best.amount))),
  });
  return (
    <figure className="flex flex-col gap-1">
      <div className="flex flex-wrap gap-4 text-20 text-ink-2" aria-hidden="true">
        <Key className="bg-ch-1">{text('revenue.thisYear')}</Key>
        <Key className="bg-ch-2">{text('revenue.yearBefore')}</Key>
        {months.some(({ target }) => target !== null) && (
          <span className="inline-flex items-center gap-1.5">
            <span className="h-0.5 w-3.5 bg-ink" />
            {text('revenue.target')}
          </span>
        )}
      </div>
      <ReadableChart summary={summary} values={values}>
        {(current) => (
          <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="w-full">
            <defs>
              <pattern
                id="revenue-so-far"
                width="5"
                height="5"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="2.5" height="5" className="fill-ch-1" />
              </pattern>
            </defs>
            {steps.map((step) => (
              <g key={step}>
                <line x1={left} x2={width} y1={y(step)} y2={y(step)} className="stroke-ch-grid" />
                <text x={left - 8} y={y(step) + 4} textAnchor="end" className="fill-ink-3 text-[11px]">
                  {format.compact(step)}
                </text>
              </g>
            ))}
            {months.map(({ month, amount, before, target }, at) => {
              const middle = left + slot * (at + 0.5);
              const isLast = !isOver && at === months.length - 1;
              return (
                <g key={month}>
                  <title>{values[at]}</title>
                  {at === current && (
                    <rect
                      x={left + slot * at + 1}
                      y={top - 6}
                      width={slot - 2}
                      height={height - top + 2}
                      rx={3}
                      className="fill-none stroke-ink-3"
                    />
                  )}
                  <Bar x={middle - bar - 1} width={bar} y={y(sizeOf(before))} base={y(0)} className="fill-ch-2" />
                  <Bar
                    x={middle + 1}
                    width={bar}
                    y={y(sizeOf(amount))}
                    base={y(0)}
                    className={isLast ? 'fill-[url(#revenue-so-far)] stroke-ch-1' : 'fill-ch-1'}
                  />
                  {target !== null && (
                    <line
                      x1={middle - bar - 3}
                      x2={middle + bar + 3}
                      y1={y(sizeOf(target))}
                      y2={y(sizeOf(target))}
                      className="stroke-ink stroke-2"
                    />
                  )}
                  <text x={middle} y={height - 6} textAnchor="middle" className="fill-ink-3 text-[11px]">
                    {monthName(month, 'short')}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </ReadableChart>
    </figure>
  );
}

function Bar({
  x,
  y,
  width: barWidth,
  base,
  className,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly base: number;
  readonly className: string;
}): ReactElement {
  return <rect x={x} y={y} width={barWidth} height={Math.max(0, base - y)} rx={1.5} className={className} />;
}

function Key({ className, children }: { readonly className: string; readonly children: string }): ReactElement {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={`size-3 rounded-1 ${className}`} />
      {children}
    </span>
  );
}
