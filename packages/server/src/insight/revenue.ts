import type { CustomerSorting, RevenueCustomer, RevenueMonth, RevenueOverview } from '@koppel/protocol';
import { dayOf } from '@koppel/runtime';
import type { Clock } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import type { RunEnds } from '../workspace/run-ends.ts';
import { amountText, type Cents } from './cents.ts';
import { periodOf, revenueIn, yearBefore, type Period } from './period.ts';
import { changeOf, CustomerFigures, figuresView, type Customer } from './customer-figures.ts';
import type { RecordAddresses } from './record-addresses.ts';
import type { SalesTarget, SalesTargetReader } from './sales-targets.ts';

/** Whose customers are wanted. `mine`: those that this salesperson has a target for. */
export interface RevenueScope {
  readonly scope: 'mine' | 'all';
  readonly name: string;
  readonly salesperson?: string | undefined;
  /** The last of the 12 months; default: this one. */
  readonly end?: string | undefined;
}

const shownPerList = 7;
const shownByValue = 60;
const flowsBehind = {
  revenue: 'revenue-erp-to-crm',
  openAmounts: 'open-amounts-erp-to-crm',
  customerValue: 'customer-value',
} as const;

/** A target whose account is a customer. `sold`: the revenue of its account in its month. */
interface PlacedTarget extends SalesTarget {
  readonly customerId: number;
  readonly sold: Cents;
}

interface Scene {
  readonly customers: readonly Customer[];
  /** Those of the period. */
  readonly targets: readonly PlacedTarget[];
  readonly targetProblem: string | null;
  readonly period: Period;
}

interface RevenuePorts {
  readonly store: Store;
  readonly targets: SalesTargetReader;
  readonly clock: Clock;
  readonly addresses: RecordAddresses;
}

/** The figures that sales looks at, from what the flows computed. Read again after each run. */
export class RevenueInsight {
  readonly #ports: RevenuePorts;
  readonly #figures: CustomerFigures;
  #customers: Promise<Customer[]> | null = null;

  constructor(ports: RevenuePorts & { readonly ends: RunEnds }) {
    this.#ports = ports;
    this.#figures = new CustomerFigures(ports.store);
    ports.ends.listen(() => {
      this.#customers = null;
    });
  }

  async overview(asked: RevenueScope): Promise<RevenueOverview> {
    const scene = await this.#scene(asked);
    const { customers, targets, period } = scene;
    const months = monthsOf(customers, targets, period);
    const byChange = customers
      .filter((customer) => customer.revenue12m !== null)
      .sort((a, b) => changeOf(b) - changeOf(a));
    const sum = (of: (customer: Customer) => Cents | null) =>
      customers.reduce((total, customer) => total + (of(customer) ?? 0), 0);
    const towards = towardsTargets(targets, period);
    return {
      upToDate: await this.#upToDate(),
      scope: asked.scope,
      customers: customers.length,
      period: { end: period.end, isCurrent: period.isCurrent, ends: [...period.ends] },
      totals: {
        revenue12m: amountText(sum(({ revenue12m }) => revenue12m)),
        revenuePrevious12m: amountText(sum(({ revenuePrevious12m }) => revenuePrevious12m)),
        openAmount: amountText(sum(({ openAmount }) => openAmount)),
        overdueAmount: amountText(sum(({ overdueAmount }) => overdueAmount)),
        target: targets.length === 0 ? null : amountText(towards.target),
        targetRevenue: targets.length === 0 ? null : amountText(towards.sold),
        targetPace: targets.length === 0 || towards.pace === null ? null : amountText(towards.pace),
      },
      months: months.map(monthView),
      ageing: [0, 1, 2, 3, 4].map((at) => amountText(sum(({ ageing }) => ageing[at]!))),
      risers: byChange
        .filter((customer) => changeOf(customer) > 0)
        .slice(0, shownPerList)
        .map(figuresView),
      decliners: byChange
        .filter((customer) => changeOf(customer) < 0)
        .slice(-shownPerList)
        .reverse()
        .map(figuresView),
      debtors: sorted(customers, 'open')
        .slice(0, shownPerList)
        .filter(({ openAmount }) => (openAmount ?? 0) > 0)
        .map(figuresView),
      overLimit: customers.filter(isOverLimit).length,
      value: sorted(customers, 'revenue').slice(0, shownByValue).map(figuresView),
      salespeople: salespeopleOf(scene),
      targetProblem: scene.targetProblem,
    };
  }

  async list(
    asked: RevenueScope & {
      readonly search?: string | undefined;
      /** As `customerOrderSchema` has it. */
      readonly sort: string;
      readonly after: number;
      readonly limit: number;
    },
  ) {
    const { customers } = await this.#scene(asked);
    const words = fold(asked.search ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const found = customers.filter(({ number, name }) => {
      const text = fold(`${number} ${name}`);
      return words.every((word) => text.includes(word));
    });
    const items = sorted(found, asked.sort).slice(asked.after, asked.after + asked.limit);
    return { items: items.map(figuresView), total: found.length };
  }

  /** Null where there is none that the caller may see. */
  async customer(id: number, asked: RevenueScope): Promise<RevenueCustomer | null> {
    const { customers, targets, period } = await this.#scene(asked);
    const customer = customers.find((one) => one.id === id);
    if (!customer) return null;
    const connections = new Map((await this.#ports.store.connections.list()).map((one) => [one.id, one]));
    const own = targets.filter(({ customerId }) => customerId === id);
    return {
      customer: figuresView(customer),
      upToDate: await this.#upToDate(),
      months: monthsOf([customer], own, period).map(monthView),
      records: customer.keys.flatMap(({ connectionId, key }) => {
        const connection = connections.get(connectionId);
        if (!connection) return [];
        const url = this.#ports.addresses(connection, { entity: 'account', key, number: customer.number });
        return [{ role: connection.role, connection: connection.name, connectionId, key, url }];
      }),
    };
  }

  /** The customer that this record of a connection is linked to, whoever asks. */
  async customerOfRecord(connectionId: string, key: string): Promise<RevenueCustomer | null> {
    const { customers } = await this.#scene({ scope: 'all', name: '' });
    const customer = customers.find(({ keys }) =>
      keys.some((one) => one.connectionId === connectionId && one.key === key),
    );
    return customer ? this.customer(customer.id, { scope: 'all', name: '' }) : null;
  }

  async #scene(asked: RevenueScope): Promise<Scene> {
    const period = periodOf(dayOf(this.#ports.clock.now()), asked.end);
    const [all, { targets, problem }] = await Promise.all([this.#read(), this.#ports.targets.read()]);
    const byKey = new Map(
      all.flatMap((customer) =>
        customer.keys.map(({ connectionId, key }) => [`${connectionId} ${key}`, customer] as const),
      ),
    );
    const placed = targets.flatMap((target) => {
      const customer = byKey.get(`${target.connectionId} ${target.account}`);
      return customer ? [{ ...target, customerId: customer.id, sold: customer.months.get(target.month) ?? 0 }] : [];
    });
    const salespeople = new Map<number, string | null>();
    // The newest target says whose customer it is now.
    for (const { customerId, salesperson } of placed.toSorted((a, b) => (a.month < b.month ? -1 : 1)))
      salespeople.set(customerId, salesperson === '' ? null : salesperson);
    const shown = new Set(period.months);
    const inPeriod = placed.filter(({ month }) => shown.has(month));
    const ofCustomer = Map.groupBy(inPeriod, ({ customerId }) => customerId);
    const customers = all.map((customer): Customer => {
      const own = ofCustomer.get(customer.id);
      return {
        ...customer,
        ...(period.isCurrent || customer.revenue12m === null ? {} : revenueIn(customer, period)),
        salesperson: salespeople.get(customer.id) ?? null,
        target: own ? own.reduce((sum, { cents }) => sum + cents, 0) : null,
        targetRevenue: own ? own.reduce((sum, { sold }) => sum + sold, 0) : null,
      };
    });
    const wanted = asked.scope === 'mine' ? asked.name : asked.salesperson;
    return {
      customers: wanted === undefined ? customers : customers.filter(({ salesperson }) => salesperson === wanted),
      targets: wanted === undefined ? inPeriod : inPeriod.filter(({ salesperson }) => salesperson === wanted),
      targetProblem: problem,
      period,
    };
  }

  #read(): Promise<Customer[]> {
    const reading = (this.#customers ??= this.#figures.read());
    reading.catch(() => {
      // The next look tries again.
      if (this.#customers === reading) this.#customers = null;
    });
    return reading;
  }

  async #upToDate(): Promise<RevenueOverview['upToDate']> {
    const { store } = this.#ports;
    const last = async (flow: string) => {
      const { items } = await store.runs.list({ flow, status: 'all' }, { limit: 50 });
      const done = items.find(({ state, isDryRun }) => state.status === 'done' && !isDryRun);
      return done && done.state.status === 'done' ? done.state.endedAt : null;
    };
    return {
      revenue: await last(flowsBehind.revenue),
      openAmounts: await last(flowsBehind.openAmounts),
      customerValue: await last(flowsBehind.customerValue),
    };
  }
}

/** The twelve months, with the same months of the year before. */
function monthsOf(customers: readonly Customer[], targets: readonly PlacedTarget[], period: Period) {
  const totals = new Map<string, Cents>();
  for (const { months } of customers)
    for (const [month, cents] of months) totals.set(month, (totals.get(month) ?? 0) + cents);
  const ofMonth = Map.groupBy(targets, ({ month }) => month);
  return period.months.map((month) => {
    const own = ofMonth.get(month);
    return {
      month,
      amount: totals.get(month) ?? 0,
      before: totals.get(yearBefore(month)) ?? 0,
      target: own ? own.reduce((sum, { cents }) => sum + cents, 0) : null,
      targetRevenue: own ? own.reduce((sum, { sold }) => sum + sold, 0) : null,
    };
  });
}

function monthView(month: ReturnType<typeof monthsOf>[number]): RevenueMonth {
  const { target, targetRevenue } = month;
  return {
    month: month.month,
    amount: amountText(month.amount),
    before: amountText(month.before),
    target: target === null ? null : amountText(target),
    targetRevenue: targetRevenue === null ? null : amountText(targetRevenue),
  };
}

/**
 * What is to be sold, what was sold towards it, and what that comes to by the end of this month when it goes on as it did so
 * far. Only revenue of an account in a month that has a target counts: what nobody set a target for attains none.
 */
function towardsTargets(targets: readonly PlacedTarget[], { end, isCurrent, shareOver }: Period) {
  let target = 0;
  let sold = 0;
  let running = 0;
  for (const one of targets) {
    target += one.cents;
    sold += one.sold;
    if (one.month === end) running += one.sold;
  }
  return { target, sold, pace: isCurrent ? sold - running + Math.round(running / shareOver) : null };
}

function salespeopleOf({ targets, period }: Scene): RevenueOverview['salespeople'] {
  const people = Map.groupBy(
    targets.filter(({ salesperson }) => salesperson !== ''),
    ({ salesperson }) => salesperson,
  );
  return [...people]
    .map(([name, own]) => {
      const { target, sold, pace } = towardsTargets(own, period);
      return {
        name,
        customers: new Set(own.map(({ customerId }) => customerId)).size,
        revenue: amountText(sold),
        target: amountText(target),
        pace: pace === null ? null : amountText(pace),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function isOverLimit({ openAmount, creditLimit }: Customer): boolean {
  return creditLimit !== null && creditLimit > 0 && (openAmount ?? 0) > creditLimit;
}

const worths: Record<CustomerSorting, (customer: Customer) => string | number | null> = {
  number: ({ number }) => number,
  name: ({ name }) => name,
  salesperson: ({ salesperson }) => salesperson,
  revenue: ({ revenue12m }) => revenue12m,
  previous: ({ revenuePrevious12m }) => revenuePrevious12m,
  change: changeOf,
  open: ({ openAmount }) => openAmount,
  overdue: ({ overdueAmount }) => overdueAmount,
  value: ({ customerValue }) => customerValue,
  target: ({ target }) => target,
  sold: ({ targetRevenue }) => targetRevenue,
  gap: ({ target, targetRevenue }) => (target === null ? null : target - (targetRevenue ?? 0)),
  lastOrder: ({ lastOrderDate }) => (lastOrderDate === null ? null : Date.parse(lastOrderDate)),
};

/** Where all that is sorted by leaves a tie, the older link comes first. */
function sorted(customers: readonly Customer[], order: string): Customer[] {
  const by = order.split(',').map((one) => ({
    worth: worths[one.replace('-', '') as CustomerSorting],
    sign: one.startsWith('-') ? -1 : 1,
  }));
  return customers.toSorted((a, b) => {
    for (const { worth, sign } of by) {
      const difference = compared(worth(a), worth(b), sign);
      if (difference !== 0) return difference;
    }
    return a.id - b.id;
  });
}

/** Texts upwards and figures downwards, `sign` -1 the other way round; nothing comes last either way. */
function compared(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (b - a);
  return sign * fold(String(a)).localeCompare(fold(String(b)), undefined, { numeric: true });
}

/** Without accents and capitals. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
