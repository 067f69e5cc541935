import { customerOrderSchema, customerSortings, type CustomerFigures, type RevenueOverview } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { csvOf } from '../csv.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

export const figures = ['months', 'changes', 'ageing', 'value', 'targets', 'customers'] as const;

export interface InsightOptions {
  readonly salesperson?: string;
  /** The last of the 12 months. */
  readonly end?: string;
  readonly search?: string;
  /** As the API takes it: `salesperson,-open`. */
  readonly sort: string;
  readonly limit: number;
  readonly csv: boolean;
  readonly json: boolean;
}

/** A figure as rows: amounts as plain numbers, so that a spreadsheet and a script read them alike. */
interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** What is counted, and how. */
  readonly definition: string;
  readonly asOf: string | null;
}

const customersAtATime = 1000;

/** `koppel insight`: a figure of the revenue insight as a table, CSV or JSON. */
export async function showInsight(
  api: ApiClient,
  figure: string,
  options: InsightOptions,
  output: Output,
): Promise<number> {
  if (!isFigure(figure) || !customerOrderSchema.safeParse(options.sort).success) {
    const [what, known] = isFigure(figure)
      ? [`Customers cannot be sorted by "${options.sort}".`, customerSortings]
      : [`There is no figure "${figure}".`, figures];
    output.err(complaint(what, `Choose one of ${known.join(', ')}.`));
    return exitCodes.usage;
  }
  const whose = {
    ...(options.salesperson === undefined ? {} : { salesperson: options.salesperson }),
    ...(options.end === undefined ? {} : { end: options.end }),
  };
  const overview = await api.call('getRevenue', { query: whose });
  const customers = figure === 'customers' ? await customersOf(api, { ...options, whose }) : [];
  if (options.json) {
    output.out(JSON.stringify(figure === 'customers' ? { customers } : overview, null, 2));
    return exitCodes.ok;
  }
  print(rowsOf(figure, overview, customers), options, output);
  if (overview.targetProblem !== null && figure === 'targets') output.err(overview.targetProblem);
  return exitCodes.ok;
}

/** `koppel insight customer`: what one customer buys by month, owes and is worth. */
export async function showCustomer(
  api: ApiClient,
  number: string,
  options: { readonly csv: boolean; readonly json: boolean },
  output: Output,
): Promise<number> {
  const found = await customerOf(api, number, output);
  if (!found) return exitCodes.usage;
  const customer = await api.call('getRevenueCustomer', { params: { id: found.id } });
  if (options.json) {
    output.out(JSON.stringify(customer, null, 2));
    return exitCodes.ok;
  }
  if (!options.csv) {
    const { revenue12m, openAmount, overdueAmount, margin, customerValue, trend, salesperson } = customer.customer;
    output.out(`${found.number} ${found.name}`);
    output.out(
      table(
        ['Figure', 'Value'],
        [
          ['Revenue, 12 months', revenue12m],
          ['Trend', trend],
          ['Margin', margin],
          ['Customer value', customerValue],
          ['Open', openAmount],
          ['Overdue', overdueAmount],
          ['Salesperson', salesperson],
        ].map(([name, value]) => [name!, value ?? '–']),
      ),
    );
    output.out('');
  }
  print(monthRows(customer.months, customer.upToDate.revenue), options, output);
  return exitCodes.ok;
}

/** `koppel insight crm-link`: a link to the narrow view of a customer, as the CRM shows it. */
export async function makeCrmLink(
  api: ApiClient,
  number: string,
  options: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const found = await customerOf(api, number, output);
  if (!found) return exitCodes.usage;
  const link = await api.call('makeEmbedLink', { params: { id: found.id } });
  output.out(options.json ? JSON.stringify(link, null, 2) : link.url);
  if (!options.json) output.err(`It works until ${link.expiresAt}, on pages of the allowed addresses.`);
  return exitCodes.ok;
}

const isFigure = (text: string): text is (typeof figures)[number] => figures.some((one) => one === text);

async function customerOf(api: ApiClient, number: string, output: Output): Promise<CustomerFigures | null> {
  const { items } = await api.call('listRevenueCustomers', { query: { search: number, limit: 100 } });
  const exact = items.filter((one) => one.number === number);
  const [found, ...others] = exact.length > 0 ? exact : items;
  if (found && others.length === 0) return found;
  output.err(
    found
      ? complaint(
          `"${number}" names ${items.length === 100 ? '100 customers or more' : `${items.length} customers`}.`,
          'Give the customer number.',
        )
      : complaint(`No linked customer is called "${number}".`, 'Find it with: koppel insight customers --search NAME'),
  );
  return null;
}

async function customersOf(
  api: ApiClient,
  { search, sort, limit, whose }: InsightOptions & { readonly whose: object },
): Promise<CustomerFigures[]> {
  const found: CustomerFigures[] = [];
  while (found.length < limit) {
    const page = Math.min(customersAtATime, limit - found.length);
    const query = { ...whose, sort, after: found.length, limit: page, ...(search === undefined ? {} : { search }) };
    const { items } = await api.call('listRevenueCustomers', { query });
    found.push(...items);
    if (items.length < page) break;
  }
  return found;
}

function rowsOf(
  figure: (typeof figures)[number],
  overview: RevenueOverview,
  customers: readonly CustomerFigures[],
): Rows {
  const { upToDate } = overview;
  switch (figure) {
    case 'months':
      return monthRows(overview.months, upToDate.revenue);
    case 'changes':
      return {
        head: ['Number', 'Customer', 'Revenue 12m', 'Year before', 'Trend'],
        rows: [...overview.risers, ...overview.decliners].map((one) => [
          one.number,
          one.name,
          one.revenue12m,
          one.revenuePrevious12m,
          one.trend,
        ]),
        definition: 'Revenue of 12 months against the 12 before; the greatest risers, then the greatest decliners.',
        asOf: upToDate.revenue,
      };
    case 'ageing':
      return {
        head: ['Number', 'Customer', 'Open', 'Not due', '1-30', '31-60', '61-90', '90+', 'Limit'],
        rows: [
          ['', 'Everybody', overview.totals.openAmount, ...overview.ageing, null],
          ...overview.debtors.map((one) => [one.number, one.name, one.openAmount, ...one.ageing, one.creditLimit]),
        ],
        definition: 'Open invoices incl. VAT, credit notes deducted, by days past the due date; the highest debtors.',
        asOf: upToDate.openAmounts,
      };
    case 'value':
      return {
        head: ['Number', 'Customer', 'Revenue 12m', 'Year before', 'Margin', 'Value'],
        rows: overview.value.map((one) => [
          one.number,
          one.name,
          one.revenue12m,
          one.revenuePrevious12m,
          one.margin,
          one.customerValue,
        ]),
        definition: 'Margin: revenue less activity costs of 12 months. Value: the margin, weighed by the trend.',
        asOf: upToDate.customerValue,
      };
    case 'targets':
      return {
        head: ['Salesperson', 'Customers', 'Target 12m', 'Sold towards it', 'At this pace'],
        rows: overview.salespeople.map(({ name, customers: count, revenue, target, pace }) => [
          name,
          String(count),
          target,
          revenue,
          pace,
        ]),
        definition: 'Targets of the CRM per account and month, and the revenue of just those accounts and months.',
        asOf: upToDate.revenue,
      };
    case 'customers':
      return {
        head: [
          'Number',
          'Customer',
          'Salesperson',
          'Revenue 12m',
          'Year before',
          'Open',
          'Overdue',
          'Value',
          'Target',
          'Last invoice',
        ],
        rows: customers.map((one) => [
          one.number,
          one.name,
          one.salesperson,
          one.revenue12m,
          one.revenuePrevious12m,
          one.openAmount,
          one.overdueAmount,
          one.customerValue,
          one.target,
          one.lastOrderDate,
        ]),
        definition: 'The customers that are linked, with their figures.',
        asOf: upToDate.revenue,
      };
  }
}

function monthRows(months: RevenueOverview['months'], asOf: string | null): Rows {
  return {
    head: ['Month', 'Revenue', 'Year before', 'Target', 'Sold towards it'],
    rows: months.map(({ month, amount, before, target, targetRevenue }) => [
      month,
      amount,
      before,
      target,
      targetRevenue,
    ]),
    definition: 'Posted invoices excl. VAT, credit notes deducted, by invoice date. The last month is not over.',
    asOf,
  };
}

/** CSV goes out alone, so that it can be piped; a table has its definition below it. */
function print({ head, rows, definition, asOf }: Rows, { csv }: { readonly csv: boolean }, output: Output): void {
  if (csv) {
    output.out(csvOf([head, ...rows.map((row) => row.map((cell) => cell ?? ''))]));
    return;
  }
  output.out(
    table(
      head,
      rows.map((row) => row.map((cell) => cell ?? '–')),
    ),
  );
  output.out(`${definition} ${asOf === null ? 'Not computed yet.' : `Up to date: ${asOf}.`}`);
}
