import { linesOf, type FieldValue } from '@koppel/model';
import type { CustomerFigures } from '@koppel/protocol';
import type { LinkedBase, Store } from '@koppel/store';
import { amountText, centsOf, type Cents } from './cents.ts';

/** One customer with its figures in cents, as the flows left them on the record link. */
export interface Customer {
  readonly id: number;
  readonly keys: readonly { readonly connectionId: string; readonly key: string }[];
  readonly number: string;
  readonly name: string;
  readonly revenue12m: Cents | null;
  readonly revenuePrevious12m: Cents | null;
  readonly trend: string | null;
  readonly openAmount: Cents | null;
  readonly overdueAmount: Cents | null;
  readonly ageing: readonly Cents[];
  readonly creditLimit: Cents | null;
  readonly margin: Cents | null;
  readonly customerValue: Cents | null;
  readonly lastOrderDate: string | null;
  /** Revenue by month. */
  readonly months: ReadonlyMap<string, Cents>;
  salesperson: string | null;
}

const overdueFields = ['ageing.days0', 'ageing.days31', 'ageing.days61', 'ageing.days91'] as const;

/**
 * The figures of all linked accounts. They are what both systems last agreed on, so no system is asked for them, and what
 * is shown is what sales sees in the CRM.
 */
export async function customersOf(store: Store): Promise<Customer[]> {
  const customers: Customer[] = [];
  for await (const link of store.links.bases('account')) customers.push(customerOf(link));
  return customers;
}

function customerOf({ id, keys, base }: LinkedBase): Customer {
  const value = (field: string): FieldValue => {
    const agreed = base[field];
    return agreed === undefined ? null : Array.isArray(agreed) ? (agreed[0] ?? null) : (agreed as FieldValue);
  };
  const text = (field: string) => {
    const found = value(field);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const openAmount = centsOf(value('openAmount'));
  const overdueAmount = centsOf(value('overdueAmount'));
  const overdue = overdueFields.map((field) => centsOf(value(field)) ?? 0);
  return {
    id,
    keys,
    number: text('number') ?? '',
    name: text('name') ?? text('number') ?? keys[0]?.key ?? '',
    revenue12m: centsOf(value('revenue12m')),
    revenuePrevious12m: centsOf(value('revenuePrevious12m')),
    trend: text('trend'),
    openAmount,
    overdueAmount,
    ageing: [(openAmount ?? 0) - (overdueAmount ?? 0), ...overdue],
    creditLimit: centsOf(value('creditLimit')),
    margin: centsOf(value('margin')),
    customerValue: centsOf(value('customerValue')),
    lastOrderDate: text('lastOrderDate'),
    months: monthsOf(value('revenueByMonth')),
    salesperson: null,
  };
}

function monthsOf(value: FieldValue): Map<string, Cents> {
  const months = new Map<string, Cents>();
  for (const { month, amount } of linesOf(value) ?? []) {
    const cents = centsOf(amount);
    if (typeof month === 'string' && cents !== null) months.set(month, cents);
  }
  return months;
}

const textOrNull = (cents: Cents | null) => (cents === null ? null : amountText(cents));

/** A customer as the API shows it. */
export function figuresView(customer: Customer): CustomerFigures {
  const { id, number, name, trend, lastOrderDate, salesperson } = customer;
  return {
    id,
    number,
    name,
    trend,
    lastOrderDate,
    salesperson,
    revenue12m: textOrNull(customer.revenue12m),
    revenuePrevious12m: textOrNull(customer.revenuePrevious12m),
    openAmount: textOrNull(customer.openAmount),
    overdueAmount: textOrNull(customer.overdueAmount),
    ageing: customer.ageing.map(amountText),
    creditLimit: textOrNull(customer.creditLimit),
    margin: textOrNull(customer.margin),
    customerValue: textOrNull(customer.customerValue),
  };
}

/** How much more was bought than in the year before. */
export const changeOf = ({ revenue12m, revenuePrevious12m }: Customer): Cents =>
  (revenue12m ?? 0) - (revenuePrevious12m ?? 0);
