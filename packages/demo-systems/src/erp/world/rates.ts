import { mix } from '../../identity/dice.ts';
import { namedGuid } from '../../identity/guid-series.ts';
import { foreignCurrencyCodes } from '../../identity/trade-terms.ts';
import { listedBase, type BaseSet } from '../../records/base-set.ts';

/** What one unit of a currency is worth in euro, before the ups and downs of the months. */
const worth: Readonly<Record<string, number>> = { CHF: 1.06, GBP: 1.16, USD: 0.92 };

/** The rate of a currency in a month (`2026-03`): euro for one unit, four decimals. 1 for the euro itself. */
export function rateInMonth(seed: number, currency: string, month: string): number {
  const base = worth[currency];
  if (base === undefined) return 1;
  const [year, number] = month.split('-').map(Number);
  const drift = (mix(seed, year! * 12 + number!, currency.charCodeAt(0)) % 600) - 300;
  return Math.round(base * (1 + drift / 10_000) * 10_000) / 10_000;
}

/** A rate for each currency from the first of each month on, from two years and a month before the history ends. */
export function ratesBase(seed: number, end: number): BaseSet {
  const last = new Date(end);
  const months = Array.from({ length: 27 }, (_, back) =>
    new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1)).toISOString().slice(0, 10),
  );
  const rows = months.flatMap((startingDate) =>
    foreignCurrencyCodes.map(({ code }) => ({
      id: namedGuid(seed, `rate ${code} ${startingDate}`),
      stamp: Date.parse(startingDate),
      values: {
        currencyCode: code,
        startingDate,
        exchangeRateAmount: 1,
        relationalCurrencyCode: '',
        relationalExchangeRateAmount: rateInMonth(seed, code, startingDate.slice(0, 7)),
      },
    })),
  );
  return listedBase(rows, { currencyCode: ({ values }) => String(values['currencyCode']) });
}
