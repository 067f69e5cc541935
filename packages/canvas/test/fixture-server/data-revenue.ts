import type { CustomerFigures, EmbedSettings, RevenueMonth, RevenueOverview } from '@koppel/protocol';

const names = [
  'Staalbouw Nijs NV',
  'Bouwpunt Peeters NV',
  'De Smet Logistiek BV',
  'Electro Janssens BV',
  'Delvaux & Fils SRL',
  'Schrijnwerk Maes BV',
  'Dakwerken Rombouts',
  'Garage Claes BV',
  'Menuiserie Dubois SA',
  'Toitures Marchal SRL',
  'Tuincentrum Aerts',
  'Brouwerij Ter Linde',
  'Atelier Lambert SRL',
  'Verhaegen Technics',
];
const euros = (amount: number) => amount.toFixed(2);

export const revenueCustomers: CustomerFigures[] = names.map((name, at) => {
  const revenue = 620_000 / (at + 1.6);
  const growth = at < 7 ? 0.45 - at * 0.05 : -0.08 - (at - 7) * 0.06;
  const open = (revenue / 12) * (1 + (at % 3) * 0.4);
  const late = at % 2 === 0 ? 0 : open * 0.6;
  return {
    id: at + 1,
    number: `K${10_001 + at * 7}`,
    name,
    revenue12m: euros(revenue),
    revenuePrevious12m: euros(revenue / (1 + growth)),
    trend: growth > 0.1 ? 'riser' : growth < -0.1 ? 'decliner' : 'stable',
    openAmount: euros(open),
    overdueAmount: euros(late),
    ageing: [open - late, late * 0.4, late * 0.3, late * 0.2, late * 0.1].map(euros),
    creditLimit: euros(at % 4 === 3 ? open * 0.5 : 60_000),
    margin: euros(revenue * 0.22),
    customerValue: euros(revenue * 0.25),
    lastOrderDate: `2026-11-${String(20 - at).padStart(2, '0')}`,
    target: at % 3 === 0 ? euros(revenue * 1.1) : null,
    targetRevenue: at % 3 === 0 ? euros(revenue) : null,
    salesperson: at % 2 === 0 ? 'Lotte Verbeke' : 'Amélie Renard',
  };
});

export const revenueMonths: RevenueMonth[] = Array.from({ length: 12 }, (_, at) => {
  const month = new Date(Date.UTC(2025, 11 + at, 1)).toISOString().slice(0, 7);
  const before = 390_000 + 90_000 * Math.sin(at / 2) + at * 4_000;
  return {
    month,
    amount: euros(before * 1.08),
    before: euros(before),
    target: euros(450_000),
    targetRevenue: euros(before * 0.9),
  };
});

const upToDate = {
  revenue: '2026-11-23T12:55:00.000Z',
  openAmounts: '2026-11-23T12:00:00.000Z',
  customerValue: '2026-11-23T04:30:00.000Z',
};

const sum = (of: (customer: CustomerFigures) => string | null) =>
  euros(revenueCustomers.reduce((total, customer) => total + Number(of(customer) ?? 0), 0));

/** What the revenue screen shows in a workspace of this kind. */
export function revenueOverview(isEmpty: boolean): RevenueOverview {
  return {
    upToDate: isEmpty ? { revenue: null, openAmounts: null, customerValue: null } : upToDate,
    scope: 'all',
    period: {
      end: '2026-11',
      isCurrent: true,
      ends: Array.from({ length: 13 }, (_, at) => new Date(Date.UTC(2026, 10 - at, 1)).toISOString().slice(0, 7)),
    },
    customers: isEmpty ? 0 : revenueCustomers.length,
    totals: {
      revenue12m: sum(({ revenue12m }) => revenue12m),
      revenuePrevious12m: sum(({ revenuePrevious12m }) => revenuePrevious12m),
      openAmount: sum(({ openAmount }) => openAmount),
      overdueAmount: sum(({ overdueAmount }) => overdueAmount),
      target: '5400000.00',
      targetRevenue: '4900000.00',
      targetPace: '5100000.00',
    },
    months: revenueMonths,
    ageing: [0, 1, 2, 3, 4].map((at) => sum(({ ageing }) => ageing[at]!)),
    risers: revenueCustomers.slice(0, 7),
    decliners: revenueCustomers.slice(7).toReversed(),
    debtors: revenueCustomers.slice(0, 7),
    overLimit: 3,
    value: revenueCustomers,
    salespeople: [
      { name: 'Amélie Renard', customers: 7, revenue: '2100000.00', target: '2500000.00', pace: '2300000.00' },
      { name: 'Lotte Verbeke', customers: 7, revenue: '2800000.00', target: '2700000.00', pace: '2900000.00' },
    ],
    targetProblem: null,
  };
}

export const revenueUpToDate = upToDate;

/** The set-up of the narrow view, where these pages may frame it. */
export function embedSettings(origins: readonly string[]): EmbedSettings {
  const crm = 'https://verbeke.crm4.dynamics.com';
  return {
    origins: [...origins],
    proposals: origins.includes(crm) ? [] : [{ connection: 'Dynamics 365 Sales', origin: crm }],
    keyMadeAt: origins.length === 0 ? null : '2026-11-23T12:00:00.000Z',
    address: 'https://koppel.verbeke.example/embed',
  };
}
