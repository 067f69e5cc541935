import { defineProcessor, linesText, type FieldValue, type FoundRecord } from '@koppel/sdk';
import { amountOf, dayIn, inCents, nothing, type Amount } from '../figures/amounts.ts';
import { monthOf, monthsBefore } from '../figures/calendar.ts';
import { figuresOf } from '../figures/related.ts';
import { computeRevenueSpec, revenueFigures } from './spec.ts';

/** Months that twelve of any of the last thirteen ends need, with the same ones of the year before. */
const monthsKept = 36;

export const computeRevenue = defineProcessor(computeRevenueSpec, ({ config, input }) =>
  figuresOf({
    input,
    by: 'customer',
    reads: ['number', 'kind', 'date', 'currency', 'exchangeRate', 'amount', 'status'],
    figures: revenueFigures,
    compute(documents, today) {
      const { last, before, byMonth, lastDay } = add(documents, today);
      const lines = [...byMonth].sort().map(([month, amount]) => ({ month, amount: inCents(amount) }));
      return [inCents(last), inCents(before), linesText(lines), trendOf(last, before, config), lastDay, today];
    },
  }),
);

function add(documents: readonly FoundRecord[], today: string) {
  const yearAgo = monthsBefore(today, 12);
  const twoYearsAgo = monthsBefore(today, 24);
  const first = monthsBefore(today, monthsKept);
  const sums = {
    last: nothing(),
    before: nothing(),
    byMonth: new Map<string, Amount>(),
    lastDay: null as string | null,
  };
  for (const document of documents) {
    const day = dayIn(document.values['date']);
    const { status, kind } = document.values;
    if (day === null || day > today || day <= first || status === 'draft' || status === 'canceled') continue;
    const amount = amountOf(document, 'amount');
    if (day > yearAgo) sums.last = sums.last.plus(amount);
    else if (day > twoYearsAgo) sums.before = sums.before.plus(amount);
    sums.byMonth.set(monthOf(day), (sums.byMonth.get(monthOf(day)) ?? nothing()).plus(amount));
    if (kind !== 'creditNote' && (sums.lastDay === null || day > sums.lastDay)) sums.lastDay = day;
  }
  return sums;
}

/** Against the twelve months before. Who bought nothing then and buys now is a riser. */
function trendOf(
  last: Amount,
  before: Amount,
  { riserPercent, declinerPercent }: { readonly riserPercent: number; readonly declinerPercent: number },
): FieldValue {
  if (before.lte(0)) return last.gt(0) ? 'riser' : 'stable';
  const change = last.minus(before).times(100).div(before);
  if (change.gte(riserPercent)) return 'riser';
  return change.lte(declinerPercent) ? 'decliner' : 'stable';
}
