import type { FieldValue } from '@koppel/model';
import type { CustomerFigures as FiguresView } from '@koppel/protocol';
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
  /** Who has the newest target for it; the targets of the period, and the revenue of months that have one. */
  readonly salesperson: string | null;
  readonly target: Cents | null;
  readonly targetRevenue: Cents | null;
}

const overdueFields = ['ageing.days0', 'ageing.days31', 'ageing.days61', 'ageing.days91'] as const;

/**
 * The figures of all linked accounts, kept, and of those whose link changed read again. They are what both systems last agreed
 * on, so no system is asked for them, and what is shown is what sales sees in the CRM.
 */
export class CustomerFigures {
  readonly #store: Store;
  #known: { readonly present: string; readonly changedAt: Date | null; readonly byId: Map<number, Customer> } | null =
    null;

  constructor(store: Store) {
    this.#store = store;
  }

  async read(): Promise<Customer[]> {
    const { links } = this.#store;
    const state = await links.state('account');
    const known = this.#known;
    // Where links came or went all are read; else those changed at the last moment that was seen, or later: several can
    // share a moment.
    const isPartial = known !== null && known.present === state.present && known.changedAt !== null;
    const byId = new Map(isPartial ? known.byId : []);
    for await (const link of links.bases('account', isPartial ? known.changedAt! : undefined))
      byId.set(link.id, customerOf(link));
    this.#known = { ...state, byId };
    return [...byId.values()];
  }
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
    target: null,
    targetRevenue: null,
  };
}

/** Looked at line by line and not by a schema: there are hundreds of thousands of them, and a sales screen waits. */
function monthsOf(value: FieldValue): Map<string, Cents> {
  const months = new Map<string, Cents>();
  if (typeof value !== 'string' || value === '') return months;
  for (const line of arrayIn(value)) {
    const { month, amount } = (line ?? {}) as { month?: unknown; amount?: unknown };
    const cents = centsOf(amount);
    if (typeof month === 'string' && cents !== null) months.set(month, cents);
  }
  return months;
}

function arrayIn(text: string): readonly unknown[] {
  try {
    const parsed = JSON.parse(text) as unknown;
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

const textOrNull = (cents: Cents | null) => (cents === null ? null : amountText(cents));

/** A customer as the API shows it. */
export function figuresView(customer: Customer): FiguresView {
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
    target: textOrNull(customer.target),
    targetRevenue: textOrNull(customer.targetRevenue),
  };
}

/** How much more was bought than in the year before. */
export const changeOf = ({ revenue12m, revenuePrevious12m }: Customer): Cents =>
  (revenue12m ?? 0) - (revenuePrevious12m ?? 0);
