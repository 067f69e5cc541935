import type { RevenueCustomer, RevenueMonth, RevenueOverview } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import type { RunEnds } from '../workspace/run-ends.ts';
import { amountText, type Cents } from './cents.ts';
import { changeOf, CustomerFigures, figuresView, type Customer } from './customer-figures.ts';
import type { SalesTarget, SalesTargetReader } from './sales-targets.ts';

/** Whose customers are wanted. `mine`: those that this salesperson has a target for. */
export interface RevenueScope {
  readonly scope: 'mine' | 'all';
  readonly name: string;
  readonly salesperson?: string | undefined;
}

type Sorting = 'revenue' | 'change' | 'open' | 'overdue' | 'value' | 'name';

const shownPerList = 7;
const shownByValue = 60;
const flowsBehind = {
  revenue: 'revenue-erp-to-crm',
  openAmounts: 'open-amounts-erp-to-crm',
  customerValue: 'customer-value',
} as const;

interface Scene {
  readonly customers: readonly Customer[];
  readonly targets: readonly (SalesTarget & { readonly customer: Customer })[];
  readonly targetProblem: string | null;
  readonly asked: RevenueScope;
}

interface RevenuePorts {
  readonly store: Store;
  readonly targets: SalesTargetReader;
  readonly clock: Clock;
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
    const { customers, targets } = scene;
    const months = this.#months(customers, targets);
    const byChange = customers
      .filter((customer) => customer.revenue12m !== null)
      .sort((a, b) => changeOf(b) - changeOf(a));
    const sum = (of: (customer: Customer) => Cents | null) =>
      customers.reduce((total, customer) => total + (of(customer) ?? 0), 0);
    const target = months.reduce<Cents | null>(
      (total, { target: one }) => (one === null ? total : (total ?? 0) + one),
      null,
    );
    return {
      upToDate: await this.#upToDate(),
      scope: asked.scope,
      customers: customers.length,
      totals: {
        revenue12m: amountText(sum(({ revenue12m }) => revenue12m)),
        revenuePrevious12m: amountText(sum(({ revenuePrevious12m }) => revenuePrevious12m)),
        openAmount: amountText(sum(({ openAmount }) => openAmount)),
        overdueAmount: amountText(sum(({ overdueAmount }) => overdueAmount)),
        target: target === null ? null : amountText(target),
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
      salespeople: this.#salespeople(scene),
      targetProblem: scene.targetProblem,
    };
  }

  async list(
    asked: RevenueScope & {
      readonly search?: string | undefined;
      readonly sort: Sorting;
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
    const { customers, targets } = await this.#scene(asked);
    const customer = customers.find((one) => one.id === id);
    if (!customer) return null;
    const connections = new Map((await this.#ports.store.connections.list()).map((one) => [one.id, one]));
    const own = targets.filter((target) => target.customer === customer);
    return {
      customer: figuresView(customer),
      upToDate: await this.#upToDate(),
      months: this.#months([customer], own).map(monthView),
      records: customer.keys.flatMap(({ connectionId, key }) => {
        const connection = connections.get(connectionId);
        return connection ? [{ role: connection.role, connection: connection.name, connectionId, key }] : [];
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
    const [all, { targets, problem }] = await Promise.all([this.#read(), this.#ports.targets.read()]);
    const byKey = new Map(
      all.flatMap((customer) =>
        customer.keys.map(({ connectionId, key }) => [`${connectionId} ${key}`, customer] as const),
      ),
    );
    const placed = targets.flatMap((target) => {
      const customer = byKey.get(`${target.connectionId} ${target.account}`);
      return customer ? [{ ...target, customer }] : [];
    });
    for (const customer of all) customer.salesperson = null;
    // The newest target says whose customer it is now.
    for (const { customer, salesperson } of placed.toSorted((a, b) => (a.month < b.month ? -1 : 1))) {
      customer.salesperson = salesperson === '' ? null : salesperson;
    }
    const wanted = asked.scope === 'mine' ? asked.name : asked.salesperson;
    return {
      customers: wanted === undefined ? all : all.filter(({ salesperson }) => salesperson === wanted),
      targets: wanted === undefined ? placed : placed.filter(({ salesperson }) => salesperson === wanted),
      targetProblem: problem,
      asked,
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

  /** The last twelve months, with the same months of the year before. */
  #months(customers: readonly Customer[], targets: readonly SalesTarget[]) {
    const totals = new Map<string, Cents>();
    for (const { months } of customers) {
      for (const [month, cents] of months) totals.set(month, (totals.get(month) ?? 0) + cents);
    }
    const wanted = new Map<string, Cents>();
    for (const { month, cents } of targets) wanted.set(month, (wanted.get(month) ?? 0) + cents);
    return lastMonths(this.#ports.clock.now(), 12).map((month) => ({
      month,
      amount: totals.get(month) ?? 0,
      before: totals.get(yearBefore(month)) ?? 0,
      target: wanted.get(month) ?? null,
    }));
  }

  #salespeople({ customers, targets }: Scene): RevenueOverview['salespeople'] {
    const shown = new Set(lastMonths(this.#ports.clock.now(), 12));
    const people = new Map<string, { revenue: Cents; target: Cents }>();
    const of = (name: string) => {
      const known = people.get(name) ?? { revenue: 0, target: 0 };
      people.set(name, known);
      return known;
    };
    for (const { salesperson, months } of customers) {
      if (salesperson === null) continue;
      for (const [month, cents] of months) if (shown.has(month)) of(salesperson).revenue += cents;
    }
    for (const { salesperson, month, cents } of targets) {
      if (salesperson !== '' && shown.has(month)) of(salesperson).target += cents;
    }
    return [...people]
      .map(([name, { revenue, target }]) => ({ name, revenue: amountText(revenue), target: amountText(target) }))
      .sort((a, b) => a.name.localeCompare(b.name));
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

function monthView({
  month,
  amount,
  before,
  target,
}: {
  month: string;
  amount: Cents;
  before: Cents;
  target: Cents | null;
}): RevenueMonth {
  return {
    month,
    amount: amountText(amount),
    before: amountText(before),
    target: target === null ? null : amountText(target),
  };
}

function isOverLimit({ openAmount, creditLimit }: Customer): boolean {
  return creditLimit !== null && creditLimit > 0 && (openAmount ?? 0) > creditLimit;
}

function sorted(customers: readonly Customer[], by: Sorting): Customer[] {
  const worth: Record<Exclude<Sorting, 'name'>, (customer: Customer) => number> = {
    revenue: ({ revenue12m }) => revenue12m ?? -1,
    change: changeOf,
    open: ({ openAmount }) => openAmount ?? -1,
    overdue: ({ overdueAmount }) => overdueAmount ?? -1,
    value: ({ customerValue }) => customerValue ?? Number.NEGATIVE_INFINITY,
  };
  if (by === 'name') return customers.toSorted((a, b) => a.name.localeCompare(b.name));
  const of = worth[by];
  return customers.toSorted((a, b) => of(b) - of(a) || a.id - b.id);
}

/** `2026-11` and the months before it, oldest first. */
function lastMonths(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (count - 1 - index), 1));
    return month.toISOString().slice(0, 7);
  });
}

const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** Without accents and capitals. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
