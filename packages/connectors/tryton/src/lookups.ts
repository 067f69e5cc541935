import type { Clock, FieldValue } from '@koppel/sdk';
import type { TrytonClient } from './client.ts';
import { readBoolean, readInteger, readValue, relatedRow, type Row } from './json.ts';

/** A product as an order line needs it. */
export interface Product {
  readonly id: number;
  readonly isSalable: boolean;
  readonly unitId: number | null;
  readonly unit: string | null;
}

/** Small tables change seldom, and Tryton has the last word on each write. */
const maxAgeMs = 5 * 60_000;

/** Records that others refer to, found by what people call them and remembered for five minutes. */
export interface Lookups {
  /** The id of the one with this value; undefined where there is none. Nobody who is missing is remembered. */
  idOf(model: string, field: string, value: string, signal: AbortSignal): Promise<number | undefined>;
  product(number: string, signal: AbortSignal): Promise<Product | undefined>;
  /** What one unit of a currency was worth on a day in the company's own; null where no rate is known. */
  rateOn(currency: string, day: string): FieldValue;
  /** The day by this connection's clock. */
  today(): string;
  /** Loads the rates that `rateOn` tells of. */
  prepareRates(signal: AbortSignal): Promise<void>;
}

interface Rates {
  readonly loadedAtMs: number;
  readonly own: string;
  readonly byCurrency: ReadonlyMap<string, readonly { readonly day: string; readonly rate: number }[]>;
}

export function createLookups(client: TrytonClient, clock: Clock): Lookups {
  const known = new Map<string, { readonly value: number | Product; readonly loadedAtMs: number }>();
  let rates: Rates | undefined;
  const isFresh = (loadedAtMs: number) => clock.monotonicMs() - loadedAtMs < maxAgeMs;

  async function remembered<T extends number | Product>(name: string, load: () => Promise<T | undefined>): Promise<T | undefined> {
    const found = known.get(name);
    if (found !== undefined && isFresh(found.loadedAtMs)) return found.value as T;
    const value = await load();
    if (value === undefined) known.delete(name);
    else known.set(name, { value, loadedAtMs: clock.monotonicMs() });
    return value;
  }

  return {
    idOf(model, field, value, signal) {
      return remembered(JSON.stringify([model, field, value.toLowerCase()]), async () => {
        const domain = [[field, 'ilike', escaped(value)]];
        const [row] = await client.search(model, { domain, fields: ['id'], limit: 1 }, signal);
        return readInteger(row?.['id']) ?? undefined;
      });
    },
    product(number, signal) {
      return remembered(JSON.stringify(['product', number.toLowerCase()]), async () => {
        const fields = ['active', 'salable', 'sale_uom', 'sale_uom.name'];
        const domain = [['code', 'ilike', escaped(number)]];
        const [row] = await client.search('product.product', { domain, fields, limit: 1 }, signal);
        return row === undefined ? undefined : productOf(row);
      });
    },
    today: () => clock.now().toISOString().slice(0, 10),
    async prepareRates(signal) {
      if (rates !== undefined && isFresh(rates.loadedAtMs)) return;
      const { currencyId } = await client.company(signal);
      const fields = ['code', 'rates.date', 'rates.rate'];
      const rows = await client.search('currency.currency', { domain: [], fields }, signal);
      const byCurrency = new Map(rows.map((row) => [String(row['code']), ratesOf(row)]));
      const own = String(rows.find(({ id }) => id === currencyId)?.['code'] ?? '');
      rates = { loadedAtMs: clock.monotonicMs(), own, byCurrency };
    },
    rateOn(currency, day) {
      if (rates === undefined) return null;
      if (currency === rates.own) return '1';
      const on = (code: string) => rates!.byCurrency.get(code)?.findLast((one) => one.day <= day)?.rate;
      // Rates are units of a currency for one of a reference that both share.
      const [own, other] = [on(rates.own) ?? 1, on(currency)];
      return other === undefined || other === 0 ? null : String(Number((own / other).toPrecision(12)));
    },
  };
} // prettier-ignore

function productOf(row: Row): Product {
  return {
    id: Number(row['id']),
    isSalable: readBoolean(row['salable']) && readBoolean(row['active']),
    unitId: readInteger(row['sale_uom']),
    unit: readValue(relatedRow(row, 'sale_uom')?.['name']) as string | null,
  };
}

function ratesOf(row: Row) {
  return ((row['rates.'] ?? []) as Row[])
    .map(({ date, rate }) => ({ day: String(readValue(date) ?? ''), rate: Number(readValue(rate) ?? 0) }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** A text in which nothing stands for anything else, for `ilike`. */
export function escaped(value: string): string {
  return value.trim().replaceAll(/[\\%_]/g, (one) => `\\${one}`);
}
