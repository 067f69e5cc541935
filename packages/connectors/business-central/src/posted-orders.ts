import { orFilters, zeroGuid, type Row } from '@koppel/connector-odata';
import Big from 'big.js';
import type { ReadRows } from './joins.ts';

/** What is read of invoices to make orders of them. */
export const invoiceColumns =
  'id,number,externalDocumentNumber,invoiceDate,postingDate,customerId,customerNumber,currencyCode,orderId,orderNumber,totalAmountExcludingTax,totalTaxAmount,totalAmountIncludingTax,status,lastModifiedDateTime,shipToName';

const orderOf = (row: Row) => String(row['orderId'] ?? zeroGuid).toLowerCase();
const isPosted = ({ status }: Row) => status !== 'Draft' && status !== 'In Review';

/** Behind another invoice of the same order: only with the last one the order is told of. */
function isBehind(a: Row, b: Row): boolean {
  const [stampA, stampB] = [String(a['lastModifiedDateTime']), String(b['lastModifiedDateTime'])];
  return stampA === stampB ? String(a['id']) > String(b['id']) : stampA > stampB;
}

/**
 * The orders that these invoices are the last ones of, as rows of the list of orders that they have left. An order that is
 * still in the list is told of there.
 */
export async function postedOrders(invoices: readonly Row[], read: ReadRows): Promise<readonly Row[]> {
  const candidates = invoices.filter((row) => isPosted(row) && orderOf(row) !== zeroGuid);
  if (candidates.length === 0) return [];
  const ids = [...new Set(candidates.map(orderOf))];
  const filters = (column: string) => orFilters(ids.map((id) => `${column} eq ${id}`), { maxTerms: 100 }); // prettier-ignore
  const [there, all] = await Promise.all([
    read('standard', 'salesOrders', { filters: filters('id'), select: 'id' }),
    read('standard', 'salesInvoices', { filters: filters('orderId'), select: invoiceColumns }),
  ]);
  const present = new Set(there.map(({ id }) => String(id).toLowerCase()));
  const byOrder = Map.groupBy(all.filter(isPosted), orderOf);
  return candidates.flatMap((row) => {
    const order = orderOf(row);
    const others = byOrder.get(order) ?? [row];
    if (present.has(order) || others.some((other) => isBehind(other, row))) return [];
    return [asOrder(row, others)];
  });
}

function asOrder(last: Row, invoices: readonly Row[]): Row {
  const sum = (column: string) =>
    Number(invoices.reduce((total, one) => total.plus(Number(one[column] ?? 0)), new Big(0)).toFixed());
  const first = invoices.reduce((a, b) => (String(a['invoiceDate']) <= String(b['invoiceDate']) ? a : b));
  return {
    ...last,
    id: orderOf(last),
    number: last['orderNumber'],
    orderDate: first['invoiceDate'],
    totalAmountExcludingTax: sum('totalAmountExcludingTax'),
    totalTaxAmount: sum('totalTaxAmount'),
    totalAmountIncludingTax: sum('totalAmountIncludingTax'),
    status: 'Invoiced',
    fullyShipped: true,
  };
}
