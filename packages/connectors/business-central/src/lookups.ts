import type { Clock, FieldValue } from '@koppel/sdk';
import { zeroGuid } from '@koppel/connector-odata';
import Big from 'big.js';
import type { BusinessCentralClient } from './client.ts';

/** Codes and the company's own currency change seldom, and a read begins with a fresh look when this time has passed. */
const maxAgeMs = 5 * 60_000;

interface Rate {
  readonly code: string;
  readonly from: string;
  readonly value: string;
}

interface Table {
  readonly loadedAtMs: number;
  /** In the order of the system, for lists of options. */
  readonly entries: readonly { readonly id: string; readonly code: string; readonly label: string }[];
  readonly codes: ReadonlyMap<string, string>;
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * The small tables that records refer to. Customers carry ids, people and other systems use codes; one request per table
 * replaces an expansion of every record.
 */
export interface Lookups {
  /** Loads what is not there or older than `ageMs`, by default five minutes. */
  prepare(sets: Iterable<string>, signal: AbortSignal, ageMs?: number): Promise<void>;
  /** Loads again, because an id is not in the table. */
  refresh(sets: Iterable<string>, signal: AbortSignal): Promise<void>;
  prepareLocalCurrency(signal: AbortSignal): Promise<void>;
  readonly localCurrency: string | null;
  /** Loads the rates of currencies, unless they were five minutes ago. */
  prepareRates(signal: AbortSignal): Promise<void>;
  /** What a unit of a currency is worth in the company's own on a date, as a decimal; null where no rate says so. */
  rateOn(currency: FieldValue, date: string): string | null;
  /** The code behind an id; null for none. An id that is not in the table is noted in `unknown`. */
  codeOf(set: string, id: unknown): FieldValue;
  idOf(set: string, code: string): string | undefined;
  entries(set: string): Table['entries'];
  /** The tables in which ids were not found since the last call. */
  takeUnknown(): ReadonlySet<string>;
}

export function createLookups(client: BusinessCentralClient, clock: Clock): Lookups {
  const tables = new Map<string, Table>();
  let unknown = new Set<string>();
  let localCurrency: string | null | undefined;
  let rates: { readonly loadedAtMs: number; readonly byCode: ReadonlyMap<string, readonly Rate[]> } | undefined;

  async function load(set: string, signal: AbortSignal): Promise<void> {
    const company = await client.companyPath(signal);
    const entries: { id: string; code: string; label: string }[] = [];
    const url = `${company}/${set}?$select=id,code,displayName`;
    for await (const { rows } of client.standard.odata.pages({ method: 'GET', url, signal })) {
      for (const { id, code, displayName } of rows) {
        if (typeof id !== 'string' || typeof code !== 'string') continue;
        const label = typeof displayName === 'string' && displayName !== '' ? displayName : code;
        entries.push({ id: id.toLowerCase(), code, label });
      }
    }
    tables.set(set, {
      loadedAtMs: clock.monotonicMs(),
      entries,
      codes: new Map(entries.map(({ id, code }) => [id, code])),
      ids: new Map(entries.map(({ id, code }) => [code.toUpperCase(), id])),
    });
  }

  async function refresh(sets: Iterable<string>, signal: AbortSignal): Promise<void> {
    await Promise.all([...sets].map((set) => load(set, signal)));
  }

  return {
    refresh,
    async prepare(sets, signal, ageMs = maxAgeMs) {
      const nowMs = clock.monotonicMs();
      const isStale = (set: string) => nowMs - (tables.get(set)?.loadedAtMs ?? Number.NEGATIVE_INFINITY) > ageMs;
      await refresh([...new Set(sets)].filter(isStale), signal);
    },
    async prepareLocalCurrency(signal) {
      if (localCurrency !== undefined) return;
      const url = `${await client.companyPath(signal)}/companyInformation?$select=currencyCode`;
      const { rows } = await client.standard.odata.page({ method: 'GET', url, signal });
      const code = rows[0]?.['currencyCode'];
      localCurrency = typeof code === 'string' && code.trim() !== '' ? code.trim() : null;
    },
    async prepareRates(signal) {
      const nowMs = clock.monotonicMs();
      if (rates !== undefined && nowMs - rates.loadedAtMs <= maxAgeMs) return;
      const select = 'currencyCode,startingDate,exchangeRateAmount,relationalExchangeRateAmount';
      const url = `${await client.companyPath(signal)}/currencyExchangeRates?$select=${select}`;
      const all: Rate[] = [];
      for await (const { rows } of client.standard.odata.pages({ method: 'GET', url, signal })) {
        for (const row of rows) {
          const [amount, relational] = [Number(row['exchangeRateAmount']), Number(row['relationalExchangeRateAmount'])];
          if (!(amount > 0) || !(relational > 0)) continue;
          const value = new Big(relational).div(amount).round(10, Big.roundHalfUp).toFixed();
          all.push({ code: String(row['currencyCode']), from: String(row['startingDate']), value });
        }
      }
      all.sort((a, b) => (a.from < b.from ? -1 : 1));
      rates = { loadedAtMs: nowMs, byCode: Map.groupBy(all, ({ code }) => code) };
    },
    rateOn(currency, date) {
      const code = typeof currency === 'string' && currency !== '' ? currency : localCurrency;
      if (code === localCurrency || typeof code !== 'string') return '1';
      return rates?.byCode.get(code)?.findLast(({ from }) => from <= date)?.value ?? null;
    },
    get localCurrency() {
      return localCurrency ?? null;
    },
    codeOf(set, id) {
      if (typeof id !== 'string' || id === '' || id === zeroGuid) return null;
      const code = tables.get(set)?.codes.get(id.toLowerCase());
      if (code === undefined) unknown.add(set);
      return code === undefined || code === '' ? null : code;
    },
    idOf: (set, code) => tables.get(set)?.ids.get(code.trim().toUpperCase()),
    entries: (set) => tables.get(set)?.entries ?? [],
    takeUnknown() {
      const taken = unknown;
      if (taken.size > 0) unknown = new Set();
      return taken;
    },
  };
}
