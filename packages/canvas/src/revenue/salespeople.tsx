import type { RevenueOverview } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { sizeOf } from './amounts.ts';

/** Each salesperson against their targets: attained, what is still to be sold, and where the pace leads. */
export function Salespeople({ people }: { readonly people: RevenueOverview['salespeople'] }): ReactElement {
  const text = useText();
  const format = useFormat();
  const greatest = Math.max(1, ...people.flatMap(({ revenue, target }) => [sizeOf(revenue), sizeOf(target)]));
  return (
    <ul>
      {people.map(({ name, revenue, target, pace }) => {
        const gap = sizeOf(target) - sizeOf(revenue);
        return (
          <li
            key={name}
            className="grid min-h-12 grid-cols-[10rem_1fr_13rem] items-center gap-3 border-t border-line py-1 first:border-t-0 max-narrow:grid-cols-1"
          >
            <Link
              to="/revenue"
              search={(now) => ({ ...now, scope: undefined, salesperson: name })}
              className="truncate hover:underline"
            >
              {name}
            </Link>
            <span className="relative h-3.5" aria-hidden="true">
              <span
                className="absolute inset-y-0 left-0 rounded-1 bg-ch-1"
                style={{ width: `${(Math.max(0, sizeOf(revenue)) / greatest) * 100}%` }}
              />
              {sizeOf(target) > 0 && (
                <span
                  className="absolute -inset-y-1 w-0.5 bg-ink"
                  style={{ left: `${Math.min(99.5, (sizeOf(target) / greatest) * 100)}%` }}
                />
              )}
            </span>
            <span className="text-right text-20 tabular-nums max-narrow:text-left">
              {sizeOf(target) > 0
                ? text('revenue.attained', { share: format.percent(sizeOf(revenue) / sizeOf(target)) })
                : text('revenue.noneSet')}
              <span className="block text-ink-2">
                {text(gap > 0 ? 'revenue.gap' : 'revenue.above', { amount: format.compact(Math.abs(gap)) })}
                {pace !== null &&
                  sizeOf(target) > 0 &&
                  ` · ${text('revenue.pace', { share: format.percent(sizeOf(pace) / sizeOf(target)) })}`}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
