import type { CustomerFigures, RevenueOverview } from '@koppel/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page, PageBody } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useMay } from '../app/session.tsx';
import { Rich, useFormat, useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { Bone } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { Note } from '../kit/status-pill.tsx';
import { useNow } from '../kit/timing.ts';
import { Ageing, ages } from './ageing.tsx';
import { growthOf, sizeOf } from './amounts.ts';
import { CustomerTable } from './customer-table.tsx';
import { FigureCard, type FigureTable } from './figure-card.tsx';
import { MonthChart } from './month-chart.tsx';
import { monthTable } from './month-table.ts';
import { Salespeople } from './salespeople.tsx';
import { RisersAndDecliners } from './risers-and-decliners.tsx';
import { Source } from './source.tsx';
import { useMonthName } from './use-month-name.ts';
import { ValueChart } from './value-chart.tsx';

const refreshMs = 60_000;

/** What customers buy, owe and are worth, as the ERP has it. Nothing can be changed here. */
export function RevenueScreen(): ReactElement {
  const text = useText();
  const { scope, salesperson, end } = useSearch({ from: '/shell/revenue' });
  const navigate = useNavigate({ from: '/revenue' });
  const mayAll = useMay('revenue.all');
  const overview = useRead(
    'getRevenue',
    {
      query: {
        scope: scope ?? 'all',
        ...(salesperson === undefined ? {} : { salesperson }),
        ...(end === undefined ? {} : { end }),
      },
    },
    { everyMs: refreshMs, keepsFormer: true },
  );
  const everyone = 'everyone';
  return (
    <Page
      title={text('revenue.title')}
      head={<UpToDate overview={overview.data} />}
      actions={
        <>
          {mayAll && (
            <>
              <Segmented
                label={text('revenue.scope')}
                value={scope ?? 'all'}
                options={[
                  { value: 'mine', label: text('revenue.mine') },
                  { value: 'all', label: text('revenue.everyone') },
                ]}
                onChange={(next) =>
                  void navigate({
                    search: { end, ...(next === 'mine' ? { scope: 'mine' as const } : {}) },
                    replace: true,
                  })
                }
              />
              {(scope ?? 'all') === 'all' && (overview.data?.salespeople.length ?? 0) > 0 && (
                <Select
                  label={text('revenue.salesperson')}
                  value={salesperson ?? everyone}
                  onChange={(next) =>
                    void navigate({
                      search: { end, ...(next === everyone ? {} : { salesperson: next }) },
                      replace: true,
                    })
                  }
                  options={[
                    { value: everyone, label: text('revenue.everySalesperson') },
                    ...[
                      ...new Set([
                        ...(salesperson ? [salesperson] : []),
                        ...(overview.data?.salespeople ?? []).map(({ name }) => name),
                      ]),
                    ].map((name) => ({ value: name, label: name })),
                  ]}
                />
              )}
            </>
          )}
          {overview.data && overview.data.upToDate.revenue !== null && (
            <PeriodPicker
              period={overview.data.period}
              onChange={(next) => void navigate({ search: { scope, salesperson, end: next }, replace: true })}
            />
          )}
        </>
      }
    >
      <PageBody>
        <Guard permission="revenue.read">
          <QueryView query={overview} skeleton={<OverviewSkeleton />}>
            {(data) =>
              data.upToDate.revenue === null && data.upToDate.openAmounts === null ? (
                <Nothing />
              ) : (
                <Overview data={data} />
              )
            }
          </QueryView>
        </Guard>
      </PageBody>
    </Page>
  );
}

/** Twelve months, by their last one; always shown beside the same months of the year before. */
function PeriodPicker({
  period,
  onChange,
}: {
  readonly period: RevenueOverview['period'];
  readonly onChange: (end: string | undefined) => void;
}): ReactElement {
  const text = useText();
  const monthName = useMonthName();
  const first = (end: string) => {
    const [year, month] = end.split('-').map(Number) as [number, number];
    return new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 7);
  };
  const [newest] = period.ends;
  return (
    <Select
      label={text('revenue.period')}
      value={period.end}
      onChange={(next) => onChange(next === newest ? undefined : next)}
      options={period.ends.map((end) => ({
        value: end,
        label: `${monthName(first(end), 'medium')} – ${monthName(end, 'medium')}`,
      }))}
    />
  );
}

function UpToDate({ overview }: { readonly overview: RevenueOverview | undefined }): ReactElement {
  const text = useText();
  const format = useFormat();
  const now = useNow(refreshMs);
  const at = overview?.upToDate.revenue ?? null;
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-20 text-ink-2">
      <span className="inline-flex items-center gap-1.5 rounded-1 bg-surface-3 px-2 py-0.5">
        <Icon of={Lock} size="xs" />
        {text('revenue.readOnly')}
      </span>
      {overview && (
        <span>
          {at === null ? text('revenue.neverUpToDate') : text('revenue.upToDate', { time: format.moment(at, now) })}
        </span>
      )}
      {overview?.scope === 'mine' && <span>{text('revenue.ownOnly')}</span>}
    </span>
  );
}

function Nothing(): ReactElement {
  const text = useText();
  return (
    <EmptyState
      title={text('revenue.nothing')}
      actions={
        <Link to="/flows/$id" params={{ id: 'revenue-erp-to-crm' }} className="text-accent-text underline">
          {text('revenue.toFlow')}
        </Link>
      }
    >
      {text('revenue.nothingText')}
    </EmptyState>
  );
}

/** A figure whose flow has not run: which one to run. */
function NotYet({ flow }: { readonly flow: string }): ReactElement {
  return (
    <p className="pb-2 text-ink-2">
      <Rich
        id="revenue.notYet"
        components={{ link: <Link to="/flows/$id" params={{ id: flow }} className="text-accent-text underline" /> }}
      />
    </p>
  );
}

/** The key figures and the first four charts, before anything is known. */
function OverviewSkeleton(): ReactElement {
  return (
    <div aria-hidden="true" className="grid gap-3.5">
      <div className="grid grid-cols-4 divide-x divide-line rounded-3 bg-surface shadow-1 max-wide:grid-cols-2">
        {[0, 1, 2, 3].map((figure) => (
          <div key={figure} className="grid h-28 content-start gap-3.5 px-4 py-4.5">
            <Bone width="40%" />
            <Bone width="65%" />
          </div>
        ))}
      </div>
      <div className="grid grid-cols-[3fr_2fr] gap-3.5 max-wide:grid-cols-1">
        {[0, 1, 2, 3].map((card) => (
          <div key={card} className="grid h-97.5 content-start gap-3.5 rounded-3 bg-surface px-4 py-4.5 shadow-1">
            <Bone width="25%" />
            <Bone width="70%" />
          </div>
        ))}
      </div>
    </div>
  );
}

function Overview({ data }: { readonly data: RevenueOverview }): ReactElement {
  const text = useText();
  const tables = useTables(data);
  return (
    <>
      <KeyFigures data={data} />
      {data.targetProblem !== null && (
        <Note status="warn">{text('revenue.noTargets', { reason: data.targetProblem })}</Note>
      )}
      <div className="grid grid-cols-[3fr_2fr] gap-3.5 max-wide:grid-cols-1">
        <FigureCard
          title={text('revenue.months')}
          unit="€"
          definition={text('revenue.monthsDefinition')}
          source={<Source of="revenue" upToDate={data.upToDate} />}
          table={tables.months}
          fileName="revenue-by-month.csv"
        >
          <MonthChart months={data.months} isOver={!data.period.isCurrent} />
        </FigureCard>
        <FigureCard
          title={text('revenue.value')}
          definition={text('revenue.valueDefinition')}
          source={<Source of="customerValue" upToDate={data.upToDate} />}
          table={tables.value}
          fileName="customer-value.csv"
        >
          {data.upToDate.customerValue === null && <NotYet flow="customer-value" />}
          <ValueChart customers={data.value} />
        </FigureCard>
        <FigureCard
          title={text('revenue.risers')}
          unit="€"
          definition={text('revenue.risersDefinition')}
          source={<Source of="revenue" upToDate={data.upToDate} />}
          table={tables.changes}
          fileName="risers-and-decliners.csv"
        >
          <RisersAndDecliners risers={data.risers} decliners={data.decliners} />
        </FigureCard>
        <FigureCard
          title={text('revenue.ageing')}
          unit="€"
          definition={text('revenue.ageingDefinition')}
          source={<Source of="openAmounts" upToDate={data.upToDate} />}
          table={tables.debtors}
          fileName="open-amounts.csv"
        >
          {data.upToDate.openAmounts === null && <NotYet flow="open-amounts-erp-to-crm" />}
          <Ageing ageing={data.ageing} debtors={data.debtors} />
          {data.overLimit > 0 && (
            <p className="mt-2 text-20 text-ink-2">{text('revenue.overLimitCount', { n: data.overLimit })}</p>
          )}
        </FigureCard>
        {data.salespeople.length > 0 && (
          <div className="col-span-full grid">
            <FigureCard
              title={text('revenue.targets')}
              unit="€"
              definition={text('revenue.targetsDefinition')}
              source={<Source of="revenue" upToDate={data.upToDate} />}
              table={tables.salespeople}
              fileName="targets.csv"
            >
              <Salespeople people={data.salespeople} />
            </FigureCard>
          </div>
        )}
      </div>
      <CustomerTable
        scope={data.scope}
        end={data.period.isCurrent ? undefined : data.period.end}
        count={data.customers}
      />
    </>
  );
}

function KeyFigures({ data }: { readonly data: RevenueOverview }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { totals } = data;
  const growth = growthOf(totals.revenue12m, totals.revenuePrevious12m);
  const target = sizeOf(totals.target);
  const sold = sizeOf(totals.targetRevenue);
  const attained = target > 0 ? sold / target : null;
  const pace = target > 0 && totals.targetPace !== null ? sizeOf(totals.targetPace) / target : null;
  const cells = [
    {
      name: text('revenue.revenue12m'),
      amount: totals.revenue12m,
      remark:
        growth === null
          ? null
          : `${text(growth < 0 ? 'revenue.less' : 'revenue.more')} ${format.percent(Math.abs(growth))}`,
      tone: growth !== null && growth < 0 ? 'text-ch-down-text' : 'text-ch-up',
    },
    {
      name: text('revenue.target12m'),
      amount: totals.target,
      remark:
        attained === null
          ? null
          : [
              text('revenue.attained', { share: format.percent(attained) }),
              text(sold < target ? 'revenue.gap' : 'revenue.above', {
                amount: format.compact(Math.abs(target - sold)),
              }),
              ...(pace === null ? [] : [text('revenue.pace', { share: format.percent(pace) })]),
            ].join(' · '),
      tone: attained !== null && attained < 1 ? 'text-ch-down-text' : 'text-ch-up',
    },
    { name: text('revenue.openAmount'), amount: totals.openAmount, remark: null, tone: '' },
    {
      name: text('revenue.overdue'),
      amount: totals.overdueAmount,
      remark:
        sizeOf(totals.openAmount) > 0
          ? text('revenue.ofOpen', { share: format.percent(sizeOf(totals.overdueAmount) / sizeOf(totals.openAmount)) })
          : null,
      tone: 'text-ink-2',
    },
  ];
  return (
    <dl className="grid flex-none grid-cols-4 rounded-3 bg-surface shadow-1 max-wide:grid-cols-2 max-narrow:grid-cols-1">
      {cells.map(({ name, amount, remark, tone }) => (
        <div key={name} className="border-l border-line px-4 py-3 first:border-l-0 max-narrow:border-l-0">
          <dt className="text-20 text-ink-2">{name}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-70 font-bold tabular-nums">
              {amount === null ? text('revenue.noneSet') : `€ ${format.number(Math.round(sizeOf(amount)))}`}
            </span>
            {remark !== null && <span className={tone}>{remark}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What each chart shows, as rows. */
function useTables(
  data: RevenueOverview,
): Record<'months' | 'value' | 'changes' | 'debtors' | 'salespeople', FigureTable> {
  const text = useText();
  const format = useFormat();
  const monthName = useMonthName();
  const read = (amount: string | null) => (amount === null ? '–' : format.exact(amount, 2));
  const plain = (amount: string | null) => amount ?? '';
  const changes = [...data.risers, ...data.decliners];
  const of = (
    customers: readonly CustomerFigures[],
    head: readonly string[],
    amounts: (customer: CustomerFigures) => readonly (string | null)[],
  ): FigureTable => ({
    head: [text('revenue.customer'), ...head],
    rows: customers.map((customer) => [customer.name, ...amounts(customer).map(read)]),
    csv: customers.map((customer) => [customer.name, ...amounts(customer).map(plain)]),
  });
  return {
    months: monthTable(data.months, { text, format, monthName }),
    value: of(
      data.value,
      [text('revenue.revenue12m'), text('revenue.yearBefore'), text('revenue.margin'), text('revenue.value')],
      ({ revenue12m, revenuePrevious12m, margin, customerValue }) => [
        revenue12m,
        revenuePrevious12m,
        margin,
        customerValue,
      ],
    ),
    changes: of(
      changes,
      [text('revenue.revenue12m'), text('revenue.yearBefore')],
      ({ revenue12m, revenuePrevious12m }) => [revenue12m, revenuePrevious12m],
    ),
    debtors: of(
      data.debtors,
      [text('revenue.open'), ...ages.map((age) => text(`revenue.age.${age}`)), text('revenue.limit')],
      ({ openAmount, ageing, creditLimit }) => [openAmount, ...ageing, creditLimit],
    ),
    salespeople: {
      head: [
        text('revenue.salesperson'),
        text('revenue.target'),
        text('revenue.targetRevenue'),
        text('revenue.atThisPace'),
      ],
      rows: data.salespeople.map(({ name, revenue, target, pace }) => [name, read(target), read(revenue), read(pace)]),
      csv: data.salespeople.map(({ name, revenue, target, pace }) => [name, target, revenue, plain(pace)]),
    },
  };
}
