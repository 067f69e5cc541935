import type { EmbeddedAccount } from '@koppel/protocol';
import { useEffect, useState, type ReactElement } from 'react';
import { ApiError } from '../api/api-error.ts';
import { useProblemText } from '../app/problem.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { AgeBar, ages } from '../revenue/ageing.tsx';
import { growthOf, sizeOf } from '../revenue/amounts.ts';
import { FigureCard } from '../revenue/figure-card.tsx';
import { MonthChart } from '../revenue/month-chart.tsx';
import { monthTable } from '../revenue/month-table.ts';
import { useMonthName } from '../revenue/use-month-name.ts';

type Answer = { readonly data: EmbeddedAccount } | { readonly error: ApiError } | null;

/** One customer, narrow enough for the side of an account page: what it bought, owes and is worth. Nothing can be changed. */
export function EmbeddedView({
  open,
}: {
  readonly open: (signal: AbortSignal) => Promise<EmbeddedAccount>;
}): ReactElement {
  const text = useText();
  const inWords = useProblemText();
  const [answer, setAnswer] = useState<Answer>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    open(gone.signal).then(
      (data) => setAnswer({ data }),
      (error: unknown) => {
        if (!gone.signal.aborted && error instanceof ApiError) setAnswer({ error });
      },
    );
    return () => gone.abort();
    // A new address is a new page: what is asked for never changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [tries]);
  if (answer === null) {
    return (
      <main className="p-3" aria-busy="true" aria-label={text('revenue.title')}>
        <SkeletonRows count={6} />
      </main>
    );
  }
  if ('error' in answer) {
    const { title, remedy } = inWords(answer.error);
    return (
      <main className="grid justify-items-start gap-2 p-4">
        <div role="alert">
          <h1 className="text-50 font-bold">{title}</h1>
          <p className="text-ink-2">{remedy}</p>
        </div>
        {answer.error.kind !== 'problem' && (
          <Button onClick={() => setTries(tries + 1)}>{text('action.tryAgain')}</Button>
        )}
      </main>
    );
  }
  return <Figures data={answer.data} />;
}

function Figures({ data: { customer, months, upToDate } }: { readonly data: EmbeddedAccount }): ReactElement {
  const text = useText();
  const format = useFormat();
  const monthName = useMonthName();
  const growth = growthOf(customer.revenue12m, customer.revenuePrevious12m);
  const amount = (value: string | null) => (value === null ? '–' : `€ ${format.exact(value, 2)}`);
  const target = sizeOf(customer.target);
  const figures = [
    {
      name: text('revenue.revenue12m'),
      value: amount(customer.revenue12m),
      remark:
        growth === null
          ? null
          : `${text(growth < 0 ? 'revenue.less' : 'revenue.more')} ${format.percent(Math.abs(growth))}`,
      tone: growth !== null && growth < 0 ? 'text-ch-down-text' : 'text-ch-up',
    },
    {
      name: text('revenue.target12m'),
      value: target === 0 ? text('revenue.noneSet') : amount(customer.target),
      remark:
        target === 0
          ? null
          : text('revenue.attained', { share: format.percent(sizeOf(customer.targetRevenue) / target) }),
      tone: 'text-ink-2',
    },
    { name: text('revenue.value'), value: amount(customer.customerValue), remark: null, tone: '' },
    { name: text('revenue.open'), value: amount(customer.openAmount), remark: null, tone: '' },
    {
      name: text('revenue.overdue'),
      value: amount(customer.overdueAmount),
      remark: null,
      tone: '',
    },
    {
      name: text('revenue.lastOrder'),
      value: customer.lastOrderDate === null ? '–' : format.calendarDate(customer.lastOrderDate),
      remark: null,
      tone: '',
    },
  ];
  return (
    <main className="grid gap-3 p-3">
      <header>
        <h1 className="text-50 font-bold">{customer.name}</h1>
        <p className="text-20 text-ink-3">
          {upToDate.revenue === null
            ? text('revenue.neverUpToDate')
            : text('revenue.upToDate', { time: format.dateTime(upToDate.revenue) })}
          {' · '}
          {text('revenue.readOnly')}
        </p>
      </header>
      <dl className="grid grid-cols-2 gap-x-4 rounded-3 bg-surface px-3 py-1 shadow-1">
        {figures.map(({ name, value, remark, tone }) => (
          <div key={name} className="py-1.5">
            <dt className="text-20 text-ink-2">{name}</dt>
            <dd className="font-bold tabular-nums">
              {value}{' '}
              {remark !== null && <span className={`text-20 font-medium whitespace-nowrap ${tone}`}>{remark}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <FigureCard
        title={text('revenue.months')}
        unit="€"
        definition={text('revenue.monthsDefinition')}
        fileName={`${customer.number || customer.id}-revenue.csv`}
        table={monthTable(months, { text, format, monthName })}
      >
        <MonthChart months={months} width={400} />
      </FigureCard>
      <section className="grid gap-2 rounded-3 bg-surface px-4 py-3 shadow-1">
        <h2 className="text-40 font-bold">{text('revenue.ageing')}</h2>
        <AgeBar ageing={customer.ageing} />
        <dl>
          {ages.map((age, at) => (
            <div key={age} className="flex min-h-7 items-center border-t border-line first:border-t-0">
              <dt className="flex-1 text-ink-2">{text(`revenue.age.${age}`)}</dt>
              <dd className="tabular-nums">{format.exact(customer.ageing[at] ?? '0', 2)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </main>
  );
}
