import type { RevenueMonth } from '@koppel/protocol';
import type { Format } from '../format/format.ts';
import type { Text } from '../i18n/locale.tsx';
import type { FigureTable } from './figure-card.tsx';

/** Revenue by month as rows. */
export function monthTable(
  months: readonly RevenueMonth[],
  {
    text,
    format,
    monthName,
  }: {
    readonly text: Text;
    readonly format: Format;
    readonly monthName: (month: string, length: 'long') => string;
  },
): FigureTable {
  return {
    head: [
      text('revenue.month'),
      text('revenue.thisYear'),
      text('revenue.yearBefore'),
      text('revenue.target'),
      text('revenue.targetRevenue'),
    ],
    rows: months.map(({ month, amount, before, target, targetRevenue }) => [
      monthName(month, 'long'),
      format.exact(amount, 2),
      format.exact(before, 2),
      target === null ? '–' : format.exact(target, 2),
      targetRevenue === null ? '–' : format.exact(targetRevenue, 2),
    ]),
    csv: months.map(({ month, amount, before, target, targetRevenue }) => [
      month,
      amount,
      before,
      target ?? '',
      targetRevenue ?? '',
    ]),
  };
}
