import { linesText } from '@koppel/model';
import type { Clock } from '@koppel/sdk';
import type { LinkedBase, Store } from '@koppel/store';
import { customerOrderSchema } from '@koppel/protocol';
import { expect, test } from 'vitest';
import { RevenueInsight } from '../src/insight/revenue.ts';
import type { SalesTarget, SalesTargetReader } from '../src/insight/sales-targets.ts';
import type { RunEnds } from '../src/workspace/run-ends.ts';

type Months = Readonly<Record<string, string>>;

const account = (id: number, months: Months, base: Readonly<Record<string, string>> = {}): LinkedBase => ({
  id,
  keys: [
    { connectionId: 'erp', key: `E${id}` },
    { connectionId: 'crm', key: `C${id}` },
  ],
  base: {
    number: `K${id}`,
    name: `Customer ${id}`,
    revenueByMonth: linesText(Object.entries(months).map(([month, amount]) => ({ month, amount }))),
    ...base,
  },
});
const target = (id: number, month: string, euros: number, salesperson = 'Lotte'): SalesTarget => ({
  connectionId: 'crm',
  account: `C${id}`,
  salesperson,
  month,
  cents: euros * 100,
});

/** An insight over these links and targets, on 10 November 2026: a third of the month is over. */
function insightOf(links: readonly LinkedBase[], targets: readonly SalesTarget[] = []) {
  const store = {
    links: {
      state: () => Promise.resolve({ present: String(links.length), changedAt: null }),
      async *bases() {
        yield* links;
      },
    },
    runs: { list: () => Promise.resolve({ items: [] }) },
    connections: { list: () => Promise.resolve([]) },
  } as unknown as Store;
  return new RevenueInsight({
    store,
    clock: { now: () => new Date('2026-11-10T12:00:00Z') } as Clock,
    targets: { read: () => Promise.resolve({ targets, problem: null }) } as unknown as SalesTargetReader,
    addresses: () => null,
    ends: { listen: () => {} } as unknown as RunEnds,
  });
}
const everybody = { scope: 'all', name: '' } as const;

test('only revenue of accounts and months that have a target counts towards it', async () => {
  const insight = insightOf(
    [
      account(1, { '2026-09': '100.00', '2026-10': '50.00' }, { revenue12m: '150.00' }),
      account(2, { '2026-09': '9000.00' }, { revenue12m: '9000.00' }),
    ],
    [target(1, '2026-10', 80), target(1, '2025-10', 7000), target(1, '2026-12', 7000), target(99, '2026-10', 7000)],
  );
  const { totals, months, salespeople } = await insight.overview(everybody);
  expect(totals).toMatchObject({ revenue12m: '9150.00', target: '80.00', targetRevenue: '50.00', targetPace: '50.00' });
  expect(months.find(({ month }) => month === '2026-10')).toMatchObject({ target: '80.00', targetRevenue: '50.00' });
  expect(months.find(({ month }) => month === '2026-09')).toMatchObject({ target: null, targetRevenue: null });
  expect(salespeople).toEqual([{ name: 'Lotte', customers: 1, revenue: '50.00', target: '80.00', pace: '50.00' }]);
});

test('the pace takes the running month for as much again as its days so far', async () => {
  const insight = insightOf(
    [account(1, { '2026-10': '60.00', '2026-11': '30.00' })],
    [target(1, '2026-10', 100), target(1, '2026-11', 100)],
  );
  expect((await insight.overview(everybody)).totals).toMatchObject({ targetRevenue: '90.00', targetPace: '150.00' });
});

test('without any target the figures say so', async () => {
  const { totals, salespeople } = await insightOf([account(1, { '2026-10': '60.00' })]).overview(everybody);
  expect({ ...totals, salespeople }).toMatchObject({
    target: null,
    targetRevenue: null,
    targetPace: null,
    salespeople: [],
  });
});

test('of an earlier period the months, changes and totals are those of its whole months', async () => {
  const insight = insightOf([
    account(
      1,
      { '2026-11': '1.00', '2026-05': '20.00', '2025-06': '3.00', '2025-05': '400.00' },
      {
        revenue12m: '1.00',
        revenuePrevious12m: '2.00',
      },
    ),
    account(2, {}),
  ]);
  const { months, totals, period, decliners } = await insight.overview({ ...everybody, end: '2026-05' });
  expect(months[0]!.month).toBe('2025-06');
  expect(months.at(-1)).toMatchObject({ month: '2026-05', amount: '20.00', before: '400.00' });
  expect(totals).toMatchObject({ revenue12m: '23.00', revenuePrevious12m: '400.00', targetPace: null });
  expect(period).toMatchObject({ end: '2026-05', isCurrent: false });
  expect(decliners.map(({ name }) => name)).toEqual(['Customer 1']);
  expect((await insight.overview(everybody)).totals).toMatchObject({ revenue12m: '1.00', revenuePrevious12m: '2.00' });
});

test.each(['2025-10', '2026-12', '2030-01'])(
  'a period that ends in %s cannot be shown, and the reply says which can',
  async (end) => {
    await expect(insightOf([]).overview({ ...everybody, end })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(end) as string,
    });
  },
);

test('whose customer it is, the newest target says; mine are those of my own name', async () => {
  const insight = insightOf(
    [account(1, {}), account(2, {})],
    [target(1, '2026-01', 10, 'Lotte'), target(1, '2026-03', 10, 'Karim'), target(2, '2026-02', 10, 'Lotte')],
  );
  const names = async (name: string) =>
    (await insight.list({ scope: 'mine', name, sort: 'name', after: 0, limit: 10 })).items.map((one) => one.name);
  expect(await names('Lotte')).toEqual(['Customer 2']);
  expect(await names('Karim')).toEqual(['Customer 1']);
  expect(await names('Nobody')).toEqual([]);
});

test('the widest gap to the target comes first, and who has none comes last', async () => {
  const insight = insightOf(
    [account(1, { '2026-10': '90.00' }), account(2, {}), account(3, {})],
    [target(1, '2026-10', 100), target(3, '2026-10', 50)],
  );
  const { items } = await insight.list({ ...everybody, sort: 'gap', after: 0, limit: 10 });
  expect(items.map(({ id, target: aim }) => [id, aim])).toEqual([
    [3, '50.00'],
    [1, '100.00'],
    [2, null],
  ]);
});

test('customers are sorted by several figures, each where those before leave a tie, and a minus turns one round', async () => {
  const insight = insightOf(
    [account(1, { '2026-10': '90.00' }), account(2, { '2026-10': '10.00' }), account(3, { '2026-10': '50.00' })],
    [target(1, '2026-10', 100, 'Lotte'), target(2, '2026-10', 100, 'Lotte'), target(3, '2026-10', 100, 'Karim')],
  );
  const by = async (sort: string) =>
    (await insight.list({ ...everybody, sort, after: 0, limit: 10 })).items.map(({ id }) => id);
  expect(await by('salesperson,sold')).toEqual([3, 1, 2]);
  expect(await by('-salesperson,-sold')).toEqual([2, 1, 3]);
  expect(await by('target')).toEqual([1, 2, 3]);
});

test.each(['revenue', '-name', 'salesperson,-open,value'])('customers can be sorted by "%s"', (order) => {
  expect(customerOrderSchema.safeParse(order).success).toBe(true);
});

test.each(['', 'colour', 'revenue,', '--open', 'name,name,name,name', '__proto__'])(
  'customers cannot be sorted by "%s"',
  (order) => {
    expect(customerOrderSchema.safeParse(order).success).toBe(false);
  },
);
