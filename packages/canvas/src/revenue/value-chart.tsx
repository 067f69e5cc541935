import type { CustomerFigures } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { ReadableChart } from './readable-chart.tsx';
import { growthOf, sizeOf } from './amounts.ts';
import { placeNames } from './place-names.ts';

const width = 430;
const height = 250;
const pad = { left: 40, right: 12, top: 36, bottom: 36 };
/** Growth beyond this is drawn at the edge. */
const most = 0.6;
/** Each customer by what it buys and how that changed, in four quarters with a name. */
export function ValueChart({ customers }: { readonly customers: readonly CustomerFigures[] }): ReactElement {
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const points = customers.flatMap((customer) => {
    const growth = growthOf(customer.revenue12m, customer.revenuePrevious12m);
    return growth === null ? [] : [{ customer, growth: Math.max(-most, Math.min(most, growth)) }];
  });
  if (points.length === 0) return <p className="py-6 text-ink-2">{text('revenue.noChange')}</p>;
  const greatest = Math.max(...points.map(({ customer }) => sizeOf(customer.revenue12m)), 1);
  // From the smallest shown to the greatest: else those shown, who buy most of all, would crowd at the right.
  const root = (revenue: number) => Math.sqrt(Math.max(0, revenue));
  const smallest = root(Math.min(...points.map(({ customer }) => sizeOf(customer.revenue12m))));
  const span = Math.max(1, root(greatest) - smallest);
  const x = (revenue: number) =>
    pad.left + 14 + ((root(revenue) - smallest) / span) * (width - pad.left - pad.right - 28);
  const y = (growth: number) => pad.top + ((most - growth) / (2 * most)) * (height - pad.top - pad.bottom);
  const middle = (pad.left + width - pad.right) / 2;
  const radius = ({ customerValue, revenue12m }: CustomerFigures) =>
    Math.min(16, 4 + 10 * Math.sqrt(Math.max(0, sizeOf(customerValue ?? revenue12m)) / greatest));
  const names = placeNames(
    points.map(({ customer, growth }) => ({
      id: customer.id,
      name: customer.name,
      cx: x(sizeOf(customer.revenue12m)),
      cy: y(growth),
      radius: radius(customer),
    })),
    { left: pad.left, right: width, top: 18, bottom: height - 18 },
  );
  const quarters = [
    ['revenue.quarter.smallUp', pad.left, 12, 'start'],
    ['revenue.quarter.bigUp', width - pad.right, 12, 'end'],
    ['revenue.quarter.smallDown', pad.left, height - 4, 'start'],
    ['revenue.quarter.bigDown', width - pad.right, height - 4, 'end'],
  ] as const;
  const told = (customer: CustomerFigures, growth: number) =>
    `${customer.name}: ${format.exact(customer.revenue12m ?? '0', 2)} · ${text(growth < 0 ? 'revenue.less' : 'revenue.more')} ${format.percent(Math.abs(growth))}`;
  const values = points.map(({ customer, growth }) => told(customer, growth));
  const summary = text('revenue.valueSummary', {
    n: points.length,
    up: points.filter(({ growth }) => growth >= 0).length,
    first: points[0]!.customer.name,
  });
  return (
    <ReadableChart summary={summary} values={values}>
      {(current) => (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="w-full">
          <rect
            x={middle}
            y={pad.top}
            width={width - pad.right - middle}
            height={y(0) - pad.top}
            fillOpacity={0.06}
            className="fill-ch-up"
          />
          <rect
            x={middle}
            y={y(0)}
            width={width - pad.right - middle}
            height={y(0) - pad.top}
            fillOpacity={0.06}
            className="fill-ch-down"
          />
          <line x1={pad.left} x2={width - pad.right} y1={y(0)} y2={y(0)} className="stroke-ink-3" />
          <line x1={middle} x2={middle} y1={pad.top} y2={height - pad.bottom} className="stroke-ch-grid" />
          {[most, 0, -most].map((growth) => (
            <text key={growth} x={pad.left - 6} y={y(growth) + 4} textAnchor="end" className="fill-ink-3 text-[11px]">
              {format.percent(growth)}
            </text>
          ))}
          {quarters.map(([name, at, top, anchor]) => (
            <text key={name} x={at} y={top} textAnchor={anchor} className="fill-ink-3 text-[11px]">
              {text(name)}
            </text>
          ))}
          {points.toReversed().map(({ customer, growth }) => {
            const isUp = growth >= 0;
            const place = names.get(customer.id);
            const cx = x(sizeOf(customer.revenue12m));
            return (
              <g
                key={customer.id}
                className="cursor-pointer"
                onClick={() => void navigate({ to: '/revenue/customers/$id', params: { id: String(customer.id) } })}
              >
                <title>{told(customer, growth)}</title>
                {points[current ?? -1]?.customer === customer && (
                  <circle cx={cx} cy={y(growth)} r={radius(customer) + 4} className="fill-none stroke-ink stroke-2" />
                )}
                <circle
                  cx={cx}
                  cy={y(growth)}
                  r={radius(customer)}
                  fillOpacity={0.25}
                  className={isUp ? 'fill-ch-up stroke-ch-up' : 'fill-ch-down stroke-ch-down'}
                />
                {place && (
                  <text
                    x={place.x}
                    y={place.y}
                    className="fill-ink stroke-surface stroke-[3px] text-[11px] [paint-order:stroke]"
                  >
                    {customer.name}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </ReadableChart>
  );
}
