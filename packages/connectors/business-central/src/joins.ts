import { isGuid, orFilters, textLiteral, type Row } from '@koppel/connector-odata';
import type { EntityDefinition, Shelf } from './entities.ts';

/** What belongs to a record and stands in other sets. Each is read for a whole page of records at once. */
export type JoinName = 'lines' | 'shipments' | 'tracking' | 'prices' | 'ledger';

/** Where a row carries what was joined to it. */
export function joinedTo(row: Row, join: JoinName): readonly Row[] {
  const joined = row[`#${join}`];
  return Array.isArray(joined) ? (joined as Row[]) : [];
}

/** Reads the rows that any of the filters lets through. */
export type ReadRows = (
  api: 'standard' | 'sales',
  set: string,
  query: { readonly filters: readonly string[]; readonly select: string; readonly expand?: string },
) => Promise<readonly Row[]>;

export interface JoinWorld {
  readonly definition: EntityDefinition;
  readonly shelf: Shelf;
  readonly read: ReadRows;
  /** Whether the custom API is published: tracking, prices and the ledger are there. */
  readonly hasSalesApi: boolean;
}

const maxTerms = 100;
const terms = (column: string, values: Iterable<string>) =>
  orFilters(
    [...new Set(values)].map((value) => `${column} eq ${isGuid(value) ? value : textLiteral(value)}`),
    { maxTerms },
  );

/** The rows with what these joins give. */
export async function joinRows(rows: readonly Row[], joins: ReadonlySet<JoinName>, world: JoinWorld): Promise<readonly Row[]> {
  if (rows.length === 0 || joins.size === 0) return rows;
  const found = await Promise.all(
    [...joins].map(async (join) => ({ join, byKey: await loaders[join].load(rows, world), keyOf: loaders[join].keyOf })),
  );
  return rows.map((row) => ({ ...row, ...Object.fromEntries(found.map(({ join, byKey, keyOf }) => [`#${join}`, byKey.get(keyOf(row)) ?? []])) }));
} // prettier-ignore

interface Loader {
  keyOf(row: Row): string;
  load(rows: readonly Row[], world: JoinWorld): Promise<ReadonlyMap<string, readonly Row[]>>;
}

const text = (row: Row, column: string) => String(row[column] ?? '');
const idOf = (row: Row) => text(row, 'id').toLowerCase();
const numberOf = (row: Row) => text(row, 'number');
const bySequence = (a: Row, b: Row) => Number(a['sequence'] ?? 0) - Number(b['sequence'] ?? 0);
const none: ReadonlyMap<string, readonly Row[]> = new Map();

const loaders: Readonly<Record<JoinName, Loader>> = {
  lines: {
    keyOf: idOf,
    async load(rows, { definition, shelf, read }) {
      if (definition.lines === null) return none;
      const own = shelf.columns['id'] ?? 'id';
      const expand = shelf.isOfOrders ? 'salesInvoiceLines' : definition.lines.set;
      const filters = terms(own, rows.map(idOf));
      const heads = await read(shelf.api, shelf.set, { filters, select: [...new Set(['id', own])].join(','), expand });
      const byKey = Map.groupBy(heads, (head) => text(head, own).toLowerCase());
      return new Map([...byKey].map(([key, some]) => [key, merged(some.flatMap((head) => head[expand] as Row[]))]));
    },
  },
  shipments: {
    keyOf: numberOf,
    async load(rows, { read }) {
      const filters = terms('orderNumber', rows.map(numberOf).filter((number) => number !== '')); // prettier-ignore
      const found = await read('standard', 'salesShipments', { filters, select: 'id,number,orderNumber,postingDate', expand: 'salesShipmentLines($select=quantity,lineType)' }); // prettier-ignore
      return Map.groupBy(found, (shipment) => text(shipment, 'orderNumber'));
    },
  },
  tracking: {
    keyOf: numberOf,
    async load(rows, { read, hasSalesApi }) {
      if (!hasSalesApi) return none;
      const filters = terms('orderNumber', rows.map(numberOf).filter((number) => number !== '')); // prettier-ignore
      const found = await read('sales', 'shipmentTracking', { filters, select: 'id,orderNumber,shipmentNumber,carrier,trackingNumber' }); // prettier-ignore
      return Map.groupBy(found, (tracking) => text(tracking, 'orderNumber'));
    },
  },
  prices: {
    keyOf: idOf,
    async load(rows, { read, hasSalesApi }) {
      if (!hasSalesApi) return none;
      const select = 'id,itemId,priceListCode,currencyCode,unitOfMeasureCode,minimumQuantity,unitPrice,startingDate,endingDate'; // prettier-ignore
      const found = await read('sales', 'priceListLines', { filters: terms('itemId', rows.map(idOf)), select });
      return Map.groupBy(found, (price) => text(price, 'itemId').toLowerCase());
    },
  },
  ledger: {
    keyOf: numberOf,
    async load(rows, { read, hasSalesApi }) {
      // Only credit memos lack what is open of them, and of those only the open ones have any.
      const open = rows.filter((row) => row['#kind'] === 'creditNote' && row['status'] === 'Open');
      if (!hasSalesApi || open.length === 0) return none;
      const select = 'id,documentNumber,documentType,remainingAmount';
      const found = await read('sales', 'customerLedgerEntries', { filters: terms('documentNumber', open.map(numberOf)), select }); // prettier-ignore
      return Map.groupBy(found, (entry) => text(entry, 'documentNumber'));
    },
  },
};

/** Lines in their order. What was invoiced in parts is one line again. */
function merged(lines: readonly Row[]): readonly Row[] {
  const bySequences = Map.groupBy(lines, (line) => text(line, 'sequence'));
  return [...bySequences.values()]
    .map((parts) => {
      const [first] = parts;
      if (parts.length === 1) return first!;
      const sum = (column: string) =>
        Number(parts.reduce((total, part) => total + Number(part[column] ?? 0), 0).toFixed(5));
      return { ...first!, quantity: sum('quantity'), amountExcludingTax: sum('amountExcludingTax') };
    })
    .sort(bySequence);
}
