import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useApi, useRead } from '../api/use-api.tsx';
import { QueryView } from '../app/query-view.tsx';
import { saveFile } from '../app/save-file.ts';
import { useToast } from '../app/services.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Select } from '../kit/select.tsx';
import { SettledSearch } from '../kit/settled-search.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { csvOf } from '../app/csv.ts';

const sortings = ['revenue', 'change', 'open', 'overdue', 'value', 'gap', 'name'] as const;
const shown = 100;
const perPage = 1000;

/** All customers with their figures: found by name or number, sorted, and taken along as CSV. */
export function CustomerTable({
  scope,
  end,
  count,
}: {
  readonly scope: 'mine' | 'all';
  readonly end: string | undefined;
  readonly count: number;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const toast = useToast();
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<(typeof sortings)[number]>('revenue');
  const query = { scope, end, sort, search: search || undefined, after: 0, limit: shown };
  const list = useRead('listRevenueCustomers', { query }, { keepsFormer: true });
  const read = (amount: string | null) => (amount === null ? '–' : format.exact(amount, 2));
  const head = [
    text('revenue.number'),
    text('revenue.customer'),
    text('revenue.salesperson'),
    text('revenue.short12m'),
    text('revenue.yearBefore'),
    text('revenue.open'),
    text('revenue.overdue'),
    text('revenue.value'),
    text('revenue.target'),
    text('revenue.targetRevenue'),
    text('revenue.lastOrder'),
  ];
  const exportAll = async () => {
    const rows: string[][] = [];
    for (let after = 0; ; after += perPage) {
      const page = await api.listRevenueCustomers({ query: { ...query, after, limit: perPage } });
      for (const one of page.items) {
        rows.push([
          one.number,
          one.name,
          one.salesperson ?? '',
          one.revenue12m ?? '',
          one.revenuePrevious12m ?? '',
          one.openAmount ?? '',
          one.overdueAmount ?? '',
          one.customerValue ?? '',
          one.target ?? '',
          one.targetRevenue ?? '',
          one.lastOrderDate ?? '',
        ]);
      }
      if (page.items.length < perPage) break;
    }
    saveFile('customers.csv', csvOf([head, ...rows]), 'text/csv');
    toast({ text: text('revenue.exported', { n: rows.length }) });
  };
  return (
    <Card
      title={text('revenue.customers', { n: count })}
      aside={
        <>
          <SettledSearch
            label={text('revenue.search')}
            clearLabel={text('action.clear')}
            value={search}
            onChange={setSearch}
          />
          <Select
            label={text('revenue.sortBy')}
            value={sort}
            onChange={setSort}
            options={sortings.map((value) => ({ value, label: text(`revenue.sort.${value}`) }))}
          />
          <Button icon={Download} onClick={() => void exportAll()}>
            CSV
          </Button>
        </>
      }
    >
      <QueryView query={list} skeleton={<SkeletonRows count={8} />}>
        {({ items, total }) => (
          <>
            <div className="overflow-x-auto">
              <Table aria-label={text('revenue.customers', { n: total })} className="min-w-340">
                <thead>
                  <tr className="h-8">
                    <HeadCell className="w-24">{head[0]}</HeadCell>
                    <HeadCell className="w-64">{head[1]}</HeadCell>
                    <HeadCell className="w-36">{head[2]}</HeadCell>
                    {head.slice(3, 10).map((name) => (
                      <HeadCell key={name} isNumber>
                        {name}
                      </HeadCell>
                    ))}
                    <HeadCell className="w-32">{head[10]}</HeadCell>
                  </tr>
                </thead>
                <tbody>
                  {items.map((customer) => (
                    <tr key={customer.id} className="h-9 hover:bg-hover">
                      <Cell>{customer.number}</Cell>
                      <Cell>
                        <Link
                          to="/revenue/customers/$id"
                          params={{ id: String(customer.id) }}
                          className="hover:underline"
                        >
                          {customer.name}
                        </Link>
                      </Cell>
                      <Cell>{customer.salesperson ?? '–'}</Cell>
                      <Cell isNumber>{read(customer.revenue12m)}</Cell>
                      <Cell isNumber>{read(customer.revenuePrevious12m)}</Cell>
                      <Cell isNumber>{read(customer.openAmount)}</Cell>
                      <Cell isNumber>{read(customer.overdueAmount)}</Cell>
                      <Cell isNumber>{read(customer.customerValue)}</Cell>
                      <Cell isNumber>{read(customer.target)}</Cell>
                      <Cell isNumber>{read(customer.targetRevenue)}</Cell>
                      <Cell>{customer.lastOrderDate === null ? '–' : format.calendarDate(customer.lastOrderDate)}</Cell>
                    </tr>
                  ))}
                </tbody>
              </Table>
            </div>
            <p className="border-t border-line px-4 py-2 text-20 text-ink-3">
              {text('revenue.shown', { n: items.length, total })}
            </p>
          </>
        )}
      </QueryView>
    </Card>
  );
}
