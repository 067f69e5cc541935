import type { CustomerFigures } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { sizeOf } from './amounts.ts';

const fills = ['bg-ch-age-0', 'bg-ch-age-1', 'bg-ch-age-2', 'bg-ch-age-3', 'bg-ch-age-4'] as const;
export const ages = ['notDue', 'days0', 'days31', 'days61', 'days91'] as const;

/** One bar of open amounts, divided by age. */
export function AgeBar({
  ageing,
  className = 'h-6',
}: {
  readonly ageing: readonly string[];
  readonly className?: string;
}): ReactElement {
  const sizes = ageing.map((amount) => Math.max(0, sizeOf(amount)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <span className={`flex w-full gap-0.5 overflow-hidden rounded-1 ${className}`} aria-hidden="true">
      {total === 0 ? (
        <span className="w-full bg-surface-3" />
      ) : (
        sizes.map((size, at) => size > 0 && <span key={at} className={fills[at]} style={{ flexGrow: size / total }} />)
      )}
    </span>
  );
}

/** The age of what is open longest. */
function oldestOf(ageing: readonly string[]): (typeof ages)[number] {
  return ages[ageing.findLastIndex((amount) => sizeOf(amount) > 0)] ?? 'notDue';
}

/** Open amounts by age, and who owes most against the credit limit. */
export function Ageing({
  ageing,
  debtors,
}: {
  readonly ageing: readonly string[];
  readonly debtors: readonly CustomerFigures[];
}): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <div className="flex flex-col gap-3">
      <AgeBar ageing={ageing} />
      <dl className="grid grid-cols-[repeat(5,auto)] gap-2 text-20 max-narrow:grid-cols-2">
        {ages.map((age, at) => (
          <div key={age}>
            <dt className="flex items-center gap-1.5 whitespace-nowrap text-ink-2">
              <span className={`size-2.5 rounded-1 ${fills[at]}`} aria-hidden="true" />
              {text(`revenue.age.${age}`)}
            </dt>
            <dd className="font-bold tabular-nums">{format.exact(ageing[at] ?? '0', 0).replace(/[.,]\d\d$/, '')}</dd>
          </div>
        ))}
      </dl>
      <Table aria-label={text('revenue.debtors')}>
        <thead>
          <tr className="h-7">
            <HeadCell className="w-[33%]">{text('revenue.debtors')}</HeadCell>
            <HeadCell className="w-[13%]">{text('revenue.ageShort')}</HeadCell>
            <HeadCell isNumber>{text('revenue.open')}</HeadCell>
            <HeadCell isNumber>{text('revenue.limitShort')}</HeadCell>
            <HeadCell className="w-[22%]">{text('revenue.oldest')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {debtors.map((customer) => {
            const isOver =
              customer.creditLimit !== null &&
              sizeOf(customer.creditLimit) > 0 &&
              sizeOf(customer.openAmount) > sizeOf(customer.creditLimit);
            return (
              <tr key={customer.id} className="h-9">
                <Cell>
                  <Link to="/revenue/customers/$id" params={{ id: String(customer.id) }} className="hover:underline">
                    {customer.name}
                  </Link>
                </Cell>
                <Cell>
                  <AgeBar ageing={customer.ageing} className="h-2.5" />
                </Cell>
                <Cell isNumber>{format.number(Math.round(sizeOf(customer.openAmount)))}</Cell>
                <Cell isNumber className={isOver ? 'font-bold text-fail-text' : ''}>
                  {customer.creditLimit === null ? '–' : format.number(Math.round(sizeOf(customer.creditLimit)))}
                  {isOver && <span className="sr-only"> {text('revenue.overLimit')}</span>}
                </Cell>
                <Cell>{text(`revenue.age.${oldestOf(customer.ageing)}`)}</Cell>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
