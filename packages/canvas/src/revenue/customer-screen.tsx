import type { RevenueCustomer } from '@koppel/protocol';
import { Link, useParams } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { Page, PageBody, PageTitle } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { RecordKey } from '../app/record-key.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { AgeBar, ages } from './ageing.tsx';
import { CustomerDocuments } from './customer-documents.tsx';
import { FigureCard } from './figure-card.tsx';
import { Source } from './source.tsx';
import { MonthChart } from './month-chart.tsx';
import { monthTable } from './month-table.ts';
import { useMonthName } from './use-month-name.ts';

/** One customer: what it buys by month, owes by age and is worth, and where its record is in each system. */
export function CustomerScreen(): ReactElement {
  const text = useText();
  const { id } = useParams({ from: '/shell/revenue/customers/$id' });
  const customer = useRead('getRevenueCustomer', { params: { id: Number(id) } });
  return (
    <Page
      title={customer.data?.customer.name ?? text('revenue.customer')}
      trail={[
        <Link key="revenue" to="/revenue" className="hover:text-ink">
          {text('revenue.title')}
        </Link>,
      ]}
    >
      <PageBody>
        <Guard permission="revenue.read">
          <QueryView query={customer} skeleton={<SkeletonRows count={10} />}>
            {(data) => <Customer data={data} />}
          </QueryView>
        </Guard>
      </PageBody>
    </Page>
  );
}

/** Opens the narrow view of this customer, as the account page of the CRM shows it. */
function AsInCrm({ id }: { readonly id: number }): ReactElement {
  const text = useText();
  const make = useCall('makeEmbedLink');
  const open = () =>
    make.mutate({ params: { id } }, { onSuccess: ({ url }) => window.open(url, '_blank', 'noopener') });
  return (
    <>
      <ProblemNote error={make.error} />
      <Button
        size="s"
        icon={ExternalLink}
        isBusy={make.isPending}
        reason={useReason('connections.edit')}
        onClick={open}
      >
        {text('embed.tryIt')}
      </Button>
    </>
  );
}

function Customer({ data: { customer, months, records, upToDate } }: { readonly data: RevenueCustomer }): ReactElement {
  const text = useText();
  const format = useFormat();
  const monthName = useMonthName();
  const amount = (value: string | null) => (value === null ? '–' : `€ ${format.exact(value, 2)}`);
  const trend =
    customer.trend === 'riser' || customer.trend === 'decliner' || customer.trend === 'stable'
      ? text(`revenue.trend.${customer.trend}`)
      : (customer.trend ?? '–');
  const figures = [
    [text('revenue.revenue12m'), amount(customer.revenue12m)],
    [text('revenue.yearBefore'), amount(customer.revenuePrevious12m)],
    [text('revenue.trend'), trend],
    [text('revenue.margin'), amount(customer.margin)],
    [text('revenue.value'), amount(customer.customerValue)],
    [text('revenue.open'), amount(customer.openAmount)],
    [text('revenue.overdue'), amount(customer.overdueAmount)],
    [text('revenue.limit'), amount(customer.creditLimit)],
    [text('revenue.target12m'), customer.target === null ? text('revenue.noneSet') : amount(customer.target)],
    [text('revenue.targetRevenue'), amount(customer.targetRevenue)],
    [text('revenue.salesperson'), customer.salesperson ?? '–'],
    [text('revenue.lastOrder'), customer.lastOrderDate === null ? '–' : format.calendarDate(customer.lastOrderDate)],
  ] as const;
  return (
    <>
      <PageTitle title={customer.name}>
        {[
          customer.number,
          upToDate.revenue === null
            ? text('revenue.neverUpToDate')
            : text('revenue.upToDate', { time: format.dateTime(upToDate.revenue) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </PageTitle>
      <div className="grid grid-cols-[3fr_2fr] gap-3.5 max-wide:grid-cols-1">
        <FigureCard
          title={text('revenue.months')}
          unit="€"
          definition={text('revenue.monthsDefinition')}
          source={<Source of="revenue" upToDate={upToDate} />}
          fileName={`${customer.number || customer.id}-revenue.csv`}
          table={monthTable(months, { text, format, monthName })}
        >
          <MonthChart months={months} />
        </FigureCard>
        <Card title={text('revenue.figures')}>
          <dl className="px-3.5 py-1.5">
            {figures.map(([name, value]) => (
              <div key={name} className="flex min-h-8 items-center border-t border-line first:border-t-0">
                <dt className="flex-1 text-ink-2">{name}</dt>
                <dd className="font-medium tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card title={text('revenue.ageing')}>
          <div className="flex flex-col gap-3 p-3.5">
            <AgeBar ageing={customer.ageing} />
            <dl>
              {ages.map((age, at) => (
                <div key={age} className="flex min-h-7 items-center border-t border-line first:border-t-0">
                  <dt className="flex-1 text-ink-2">{text(`revenue.age.${age}`)}</dt>
                  <dd className="tabular-nums">{format.exact(customer.ageing[at] ?? '0', 2)}</dd>
                </div>
              ))}
            </dl>
          </div>
        </Card>
        <Card title={text('revenue.records')} aside={<AsInCrm id={customer.id} />}>
          <ul className="px-3.5 py-1.5">
            {records.map(({ role, connection, key, url }) => (
              <li key={role} className="flex min-h-9 items-center gap-2 border-t border-line first:border-t-0">
                <SystemBadge role={role} />
                <span className="flex-1">
                  {url === null ? (
                    connection
                  ) : (
                    <a href={url} target="_blank" rel="noopener noreferrer" className="text-accent-text underline">
                      {text('revenue.openIn', { system: connection })}
                    </a>
                  )}
                </span>
                <RecordKey value={key} />
              </li>
            ))}
          </ul>
        </Card>
        <CustomerDocuments id={customer.id} />
      </div>
    </>
  );
}
