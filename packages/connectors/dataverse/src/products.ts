import { isGuid, orFilters, queryOptions, textLiteral } from '@koppel/connector-odata';
import type { Clock } from '@koppel/sdk';
import type { DataverseClient } from './client.ts';

interface Product {
  readonly id: string;
  readonly number: string;
  readonly unitId: string;
}

/** Products by number, for the lines of documents. There may be many, so only those that are named are asked for. */
export interface ProductIndex {
  /** Looks up these numbers, unless that was done a moment ago. */
  prepare(numbers: Iterable<string>, signal: AbortSignal): Promise<void>;
  byNumber(number: string): Product | undefined;
}

/** Long enough for one run over many documents, short enough for a product that has just come. */
const maxAgeMs = 60_000;
const unknownAgeMs = 5000;
const maxTerms = 100;
const mostKept = 20_000;

export function createProducts(client: DataverseClient, clock: Clock): ProductIndex {
  const known = new Map<string, { readonly atMs: number; readonly product: Product | undefined }>();
  const keyOf = (number: string) => number.trim().toLowerCase();

  return {
    async prepare(numbers, signal) {
      const nowMs = clock.monotonicMs();
      const isFresh = (number: string) => {
        const entry = known.get(number);
        return entry !== undefined && nowMs - entry.atMs <= (entry.product === undefined ? unknownAgeMs : maxAgeMs);
      };
      const wanted = [...new Set([...numbers].map(keyOf))].filter((number) => number !== '' && !isFresh(number));
      if (wanted.length === 0) return;
      if (known.size > mostKept) known.clear();
      const terms = wanted.map((number) => `productnumber eq ${textLiteral(number)}`);
      const found = new Set<string>();
      for (const $filter of orFilters(terms, { maxTerms })) {
        const query = queryOptions({ $select: 'productid,productnumber,_defaultuomid_value', $filter });
        for (const row of await client.rows(`products${query}`, signal)) {
          const { productid, productnumber, _defaultuomid_value: unitId } = row;
          if (typeof productid !== 'string' || !isGuid(productid) || typeof productnumber !== 'string') continue;
          const product = { id: productid.toLowerCase(), number: productnumber, unitId: String(unitId ?? '') };
          known.set(keyOf(productnumber), { atMs: nowMs, product });
          found.add(keyOf(productnumber));
        }
      }
      for (const number of wanted) if (!found.has(number)) known.set(number, { atMs: nowMs, product: undefined });
    },
    byNumber: (number) => known.get(keyOf(number))?.product,
  };
}
