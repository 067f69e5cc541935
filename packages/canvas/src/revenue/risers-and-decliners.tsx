import type { CustomerFigures } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { sizeOf } from './amounts.ts';

const changeOf = ({ revenue12m, revenuePrevious12m }: CustomerFigures) =>
  sizeOf(revenue12m) - sizeOf(revenuePrevious12m);

/** Who buys less and who buys more than in the year before, on one scale for both sides. */
export function RisersAndDecliners({
  risers,
  decliners,
}: {
  readonly risers: readonly CustomerFigures[];
  readonly decliners: readonly CustomerFigures[];
}): ReactElement {
  const text = useText();
  const greatest = Math.max(1, ...[...risers, ...decliners].map((customer) => Math.abs(changeOf(customer))));
  const rows = Math.max(risers.length, decliners.length);
  if (rows === 0) return <p className="py-6 text-ink-2">{text('revenue.noChange')}</p>;
  return (
    <div>
      <div className="flex justify-between text-10 font-medium text-ink-3" aria-hidden="true">
        <span>{text('revenue.spendingLess')}</span>
        <span>{text('revenue.spendingMore')}</span>
      </div>
      <ol>
        {Array.from({ length: rows }, (_, at) => (
          <li key={at} className="grid h-10 grid-cols-2 border-t border-line">
            <Side customer={decliners[at]} greatest={greatest} isDown />
            <Side customer={risers[at]} greatest={greatest} isDown={false} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Side({
  customer,
  greatest,
  isDown,
}: {
  readonly customer: CustomerFigures | undefined;
  readonly greatest: number;
  readonly isDown: boolean;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  if (!customer) return <span className={isDown ? 'border-r border-ink-3' : ''} />;
  const change = changeOf(customer);
  const share = Math.abs(change) / greatest;
  const amount = `${change < 0 ? '−' : '+'}${format.compact(Math.abs(change))}`;
  return (
    <span
      className={
        isDown
          ? 'flex min-w-0 items-center justify-end border-r border-ink-3'
          : 'flex min-w-0 flex-row-reverse items-center justify-end'
      }
    >
      <Link
        to="/revenue/customers/$id"
        params={{ id: String(customer.id) }}
        className={`min-w-0 flex-1 truncate hover:underline ${isDown ? '' : 'pl-2'}`}
      >
        {customer.name}
      </Link>
      <span className={`px-2 tabular-nums ${isDown ? 'text-ch-down-text' : 'text-ch-up'}`}>
        <span className="sr-only">{text(isDown ? 'revenue.spendingLess' : 'revenue.spendingMore')} </span>
        {amount}
      </span>
      <span
        aria-hidden="true"
        className={`h-3.5 flex-none ${isDown ? 'rounded-l-1 bg-ch-down' : 'rounded-r-1 bg-ch-up'}`}
        style={{ width: `${Math.max(1, share * 35)}%` }}
      />
    </span>
  );
}
