import type { CustomerFigures, CustomerSorting } from '@koppel/protocol';
import { useInfiniteQuery, useMutation, type InfiniteData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { Fragment, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';
import { TableHeads } from '../app/column-menu.tsx';
import { csvOf } from '../app/csv.ts';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { saveFile } from '../app/save-file.ts';
import { useToast } from '../app/services.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, Spinner } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { widthNeeded, type Column, type Sorting } from '../kit/columns.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { SettledSearch } from '../kit/settled-search.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Cell, Spacer, Table } from '../kit/table.tsx';

const perPage = 100;
const perExport = 1000;
const rowHeight = 36;
/** More customers are read this many rows before the last one is drawn. */
const readAhead = 20;

type List = { readonly items: readonly CustomerFigures[]; readonly total: number };
type Pages = InfiniteData<List, number>;

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
  const api = useApi();
  const toast = useToast();
  const [search, setSearch] = useState('');
  const columns = useCustomerColumns();
  const table = useColumns('customers', columns);
  const { sort } = table.state;
  const query = useMemo(
    () => ({ scope, end, search: search || undefined, sort: orderOf(sort) }),
    [scope, end, search, sort],
  );
  const list = useInfiniteQuery<List, ApiError, Pages, readonly unknown[], number>({
    queryKey: [...keyOf('listRevenueCustomers'), 'pages', query],
    queryFn: ({ pageParam, signal }) =>
      api.listRevenueCustomers({ query: { ...query, after: pageParam, limit: perPage } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ items }, _pages, after) => (items.length < perPage ? null : after + items.length),
    placeholderData: (before) => before,
  });
  const readAll = async (): Promise<string[][]> => {
    const rows: string[][] = [];
    for (let after = 0; ; after += perExport) {
      const page = await api.listRevenueCustomers({ query: { ...query, after, limit: perExport } });
      rows.push(...page.items.map((customer) => columns.map(({ id }) => plainValue(customer, id))));
      if (page.items.length < perExport) return rows;
    }
  };
  const exporting = useMutation<string[][], ApiError>({
    mutationFn: readAll,
    onSuccess: (rows) => {
      saveFile('customers.csv', csvOf([columns.map(({ title }) => title), ...rows]), 'text/csv');
      toast({ text: text('revenue.exported', { n: rows.length }) });
    },
  });
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
          <Button icon={Download} isBusy={exporting.isPending} onClick={() => exporting.mutate()}>
            CSV
          </Button>
        </>
      }
    >
      <ProblemNote error={exporting.error} />
      <QueryView query={list} skeleton={<SkeletonRows count={8} />}>
        {({ pages }) => (
          <Customers
            items={pages.flatMap(({ items }) => items)}
            total={pages[0]?.total ?? 0}
            columns={columns}
            table={table}
            isReading={list.isFetchingNextPage}
            problem={list.isFetchNextPageError ? list.error : null}
            onMore={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null}
          />
        )}
      </QueryView>
    </Card>
  );
}

function Customers({
  items,
  total,
  columns,
  table,
  isReading,
  problem,
  onMore,
}: {
  readonly items: readonly CustomerFigures[];
  readonly total: number;
  readonly columns: readonly Column<CustomerColumn>[];
  readonly table: ReturnType<typeof useColumns<CustomerColumn>>;
  readonly isReading: boolean;
  /** Why those that follow could not be read. They are not asked for again by themselves. */
  readonly problem: ApiError | null;
  /** Null: nothing more to read, or it is being read. */
  readonly onMore: (() => void) | null;
}): ReactElement {
  const text = useText();
  const { shown } = table;
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useMemo(() => items.map(() => rowHeight), [items]);
  const sight = useRowsInSight(scroller, heights);
  const isNearEnd = sight.end >= items.length - readAhead;
  useEffect(() => {
    if (isNearEnd && !problem) onMore?.();
  }, [isNearEnd, problem, onMore]);
  return (
    <>
      <div ref={scroller} className="relative max-h-160 overflow-auto">
        <Table
          aria-label={text('revenue.customers', { n: total })}
          aria-rowcount={total}
          style={{ minWidth: widthNeeded(shown) }}
        >
          <TableHeads columns={columns} {...table} className="sticky top-0 z-dock bg-surface" />
          <tbody>
            <Spacer span={shown.length} height={sight.above} />
            {items.slice(sight.first, sight.end).map((customer, index) => (
              <tr key={customer.id} aria-rowindex={sight.first + index + 1} className="h-9 hover:bg-hover">
                {shown.map(({ id, isNumber = false }) => (
                  <Cell key={id} isNumber={isNumber}>
                    <Value customer={customer} column={id} />
                  </Cell>
                ))}
              </tr>
            ))}
            <Spacer span={shown.length} height={sight.below} />
          </tbody>
        </Table>
      </div>
      <p role="status" className="flex items-center gap-2 border-t border-line px-4 py-2 text-20 text-ink-3">
        {text('revenue.shown', { n: items.length, total })}
        {isReading && <Spinner />}
      </p>
      {problem && (
        <div className="flex flex-col items-start gap-2 px-4 pb-3">
          <ProblemNote error={problem} />
          <Button size="s" onClick={() => onMore?.()}>
            {text('action.tryAgain')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Named as the server sorts by them. */
type CustomerColumn = CustomerSorting;

function useCustomerColumns(): readonly Column<CustomerColumn>[] {
  const text = useText();
  return useMemo(() => {
    const figure = (id: CustomerColumn, title: string, isExtra = false): Column<CustomerColumn> => ({
      id,
      title,
      width: 112,
      isNumber: true,
      isSortable: true,
      isExtra,
    });
    return [
      { id: 'number', title: text('revenue.number'), width: 96, isSortable: true },
      { id: 'name', title: text('revenue.customer'), width: 240, isKept: true, isSortable: true },
      { id: 'salesperson', title: text('revenue.salesperson'), width: 136, isSortable: true },
      figure('revenue', text('revenue.short12m')),
      figure('previous', text('revenue.yearBefore')),
      figure('change', text('revenue.change'), true),
      figure('open', text('revenue.open')),
      figure('overdue', text('revenue.overdue')),
      figure('value', text('revenue.value')),
      figure('target', text('revenue.target')),
      figure('sold', text('revenue.targetRevenue')),
      figure('gap', text('revenue.toGo'), true),
      { id: 'lastOrder', title: text('revenue.lastOrder'), width: 136, isSortable: true },
    ];
  }, [text]);
}

/** As the server takes it: texts from A to Z and figures the highest first, a minus for the other way round. */
function orderOf(sort: readonly Sorting[]): string | undefined {
  if (sort.length === 0) return undefined;
  return sort.map(({ id, isDescending }) => (isDescending === texts.has(id) ? `-${id}` : id)).join(',');
}

const texts: ReadonlySet<string> = new Set<CustomerColumn>(['number', 'name', 'salesperson']);

/** As the API writes it; empty: there is none. */
function plainValue(customer: CustomerFigures, column: CustomerColumn): string {
  const values: Record<CustomerColumn, string | null> = {
    number: customer.number,
    name: customer.name,
    salesperson: customer.salesperson,
    revenue: customer.revenue12m,
    previous: customer.revenuePrevious12m,
    change: difference(customer.revenue12m, customer.revenuePrevious12m ?? '0'),
    open: customer.openAmount,
    overdue: customer.overdueAmount,
    value: customer.customerValue,
    target: customer.target,
    sold: customer.targetRevenue,
    gap: difference(customer.target, customer.targetRevenue ?? '0'),
    lastOrder: customer.lastOrderDate,
  };
  return values[column] ?? '';
}

function difference(from: string | null, less: string): string | null {
  return from === null ? null : (Number(from) - Number(less)).toFixed(2);
}

function Value({
  customer,
  column,
}: {
  readonly customer: CustomerFigures;
  readonly column: CustomerColumn;
}): ReactElement {
  const format = useFormat();
  const plain = plainValue(customer, column);
  if (plain === '') return <Fragment>–</Fragment>;
  if (column === 'lastOrder') return <Fragment>{format.calendarDate(plain)}</Fragment>;
  if (column !== 'name') return <Fragment>{texts.has(column) ? plain : format.exact(plain, 2)}</Fragment>;
  return (
    <Link to="/revenue/customers/$id" params={{ id: String(customer.id) }} className="hover:underline">
      {plain}
    </Link>
  );
}
