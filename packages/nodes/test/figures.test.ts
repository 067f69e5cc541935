import { linesOf } from '@koppel/model';
import type { FieldValue, FlowRecord, FoundRecord, NodeContext, RecordError } from '@koppel/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coreNodes } from '../src/index.ts';
import { daysBetween, monthsBefore } from '../src/figures/calendar.ts';

const today = '2026-11-25';

type Document = Readonly<Record<string, FieldValue>>;

/** What a node computes for one account from these documents, by field of its output. */
async function compute(type: string, config: object, documents: readonly Document[]) {
  const definition = coreNodes.find(({ spec }) => spec.type === type)!;
  if (definition.role !== 'processor') throw new Error(`${type} is no processor`);
  const input = { entity: 'account', fields: [], sourceRole: 'erp' };
  const context = {
    slot: { slot: 'erp', role: 'erp', connectorId: 'x', schemas: new Map() },
  } as unknown as NodeContext;
  const run = definition.compile({ config: definition.spec.config.parse(config), input, context });
  const record: FlowRecord = {
    index: 0,
    key: 'K1',
    version: null,
    change: 'upserted',
    name: 'Brouwerij De Kroon',
    values: [],
    target: null,
  };
  const asked: unknown[] = [];
  const [result] = await run([record], {
    signal: new AbortController().signal,
    today,
    isSource: true,
    place: 'erp invoice',
    viewLink: () => Promise.resolve(null),
    findLinks: () => Promise.resolve(new Map()),
    find: (queries) => {
      asked.push(...queries);
      return Promise.resolve([documents.map((values, at): FoundRecord => ({ key: `D${at}`, version: null, values }))]);
    },
  });
  const checked = definition.spec.check(
    definition.spec.config.parse(config) as never,
    { records: { kind: 'records', shape: input } },
    context,
  );
  const out = checked.outputs['records'];
  const fields = out?.kind === 'records' ? out.shape.fields.map(({ field }) => field) : [];
  expect(fields.at(-1)).toBe('~self');
  expect(result === 0 ? record.values.at(-1) : record.key).toBe(record.key);
  fields.pop();
  return { result, asked, values: Object.fromEntries(fields.map((field, at) => [field, record.values[at] ?? null])) };
}

const invoice = (date: string, amount: string, more: Document = {}): Document => ({
  kind: 'invoice',
  date,
  amount,
  currency: 'EUR',
  exchangeRate: null,
  status: 'open',
  ...more,
});

describe('revenue', () => {
  test('is of the last 12 months, of the 12 before, and of each of 36 months', async () => {
    const { values, asked } = await compute('compute-revenue', {}, [
      invoice('2026-11-25', '0.10'),
      invoice('2026-11-01', '0.20'),
      invoice('2025-11-26', '100.00'),
      invoice('2025-11-25', '70.00'),
      invoice('2024-11-26', '30.00'),
      invoice('2024-11-25', '900.00'),
      invoice('2023-11-26', '5.00'),
      invoice('2023-11-25', '9999.00'),
      invoice('2026-11-26', '9999.00'),
    ]);
    expect(asked).toEqual([{ by: 'fields', values: { customer: 'K1' } }]);
    expect(values).toMatchObject({ revenue12m: '100.30', revenuePrevious12m: '100.00', lastOrderDate: '2026-11-25' });
    expect(linesOf(values['revenueByMonth']!)).toEqual([
      { month: '2023-11', amount: '5.00' },
      { month: '2024-11', amount: '930.00' },
      { month: '2025-11', amount: '170.00' },
      { month: '2026-11', amount: '0.30' },
    ]);
  });

  test('counts credit notes negative, other currencies at their rate, and neither drafts nor what was cancelled', async () => {
    const { values } = await compute('compute-revenue', {}, [
      invoice('2026-10-01', '100.00', { currency: 'USD', exchangeRate: '0.92345' }),
      invoice('2026-10-02', '10.00', { kind: 'creditNote' }),
      invoice('2026-10-03', '-5.00', { kind: 'creditNote' }),
      invoice('2026-10-04', '1000.00', { status: 'draft' }),
      invoice('2026-10-05', '1000.00', { status: 'canceled' }),
    ]);
    expect(values['revenue12m']).toBe('77.35');
  });

  test('of an invoice in another currency without a rate fails, and says which', async () => {
    const { result } = await compute('compute-revenue', {}, [
      invoice('2026-10-01', '100.00', { currency: 'USD', number: 'F1' }),
    ]);
    expect((result as RecordError).code).toBe('figures.no-rate');
    expect((result as RecordError).message).toContain('F1');
  });

  test.each<[last: string, before: string, trend: string]>([
    ['110.00', '100.00', 'riser'],
    ['109.99', '100.00', 'stable'],
    ['90.00', '100.00', 'decliner'],
    ['90.01', '100.00', 'stable'],
    ['1.00', '0.00', 'riser'],
    ['0.00', '0.00', 'stable'],
    ['0.00', '1.00', 'decliner'],
  ])('of %s after %s is %s', async (last, before, trend) => {
    const { values } = await compute('compute-revenue', {}, [
      invoice('2026-06-01', last),
      invoice('2025-06-01', before),
    ]);
    expect(values['trend']).toBe(trend);
  });

  test('adds up exactly, whatever the amounts', async () => {
    const cents = fc.integer({ min: -1_000_000, max: 100_000_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(cents, { maxLength: 30 }), async (amounts) => {
        const documents = amounts.map((amount) => invoice('2026-06-01', (amount / 100).toFixed(2)));
        const { values } = await compute('compute-revenue', {}, documents);
        expect(Math.round(Number(values['revenue12m']) * 100)).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
      }),
      { numRuns: 50 },
    );
  });
});

test('open amounts fall into their ages, and what is due today is not overdue', async () => {
  const open = (dueDate: string | null, remainingAmount: string, more: Document = {}) => ({
    ...invoice('2026-01-01', '0.00', more),
    dueDate,
    remainingAmount,
  });
  const { values } = await compute('compute-open-amounts', {}, [
    open('2026-12-01', '1.00'),
    open('2026-11-25', '2.00'),
    open('2026-11-24', '4.00'),
    open('2026-10-26', '8.00'),
    open('2026-10-25', '16.00'),
    open('2026-09-26', '32.00'),
    open('2026-09-25', '64.00'),
    open('2026-08-27', '128.00'),
    open('2026-08-26', '256.00'),
    open('2020-01-01', '512.00'),
    open(null, '1024.00'),
    open('2026-10-25', '3.00', { kind: 'creditNote' }),
    open('2026-01-01', '0.00'),
  ]);
  expect(values).toEqual({
    openAmount: '2044.00',
    overdueAmount: '1017.00',
    'ageing.days0': '12.00',
    'ageing.days31': '45.00',
    'ageing.days61': '192.00',
    'ageing.days91': '768.00',
  });
});

test('activity costs are those of the last months only', async () => {
  const { values } = await compute('sum-activity-costs', { months: 12 }, [
    { date: '2026-11-25', amount: '10.10' },
    { date: '2025-11-26', amount: '20.20' },
    { date: '2025-11-25', amount: '999.00' },
    { date: null, amount: '999.00' },
  ]);
  expect(values).toEqual({ '~activityCosts': '30.30' });
});

test.each<[string, number, string]>([
  ['2026-03-31', 1, '2026-02-28'],
  ['2024-03-31', 1, '2024-02-29'],
  ['2026-01-15', 1, '2025-12-15'],
  ['2026-11-25', 12, '2025-11-25'],
  ['2024-02-29', 12, '2023-02-28'],
])('%s less %d months is %s', (day, months, before) => {
  expect(monthsBefore(day, months)).toBe(before);
});

test('days are counted over the change to summer time', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
});
