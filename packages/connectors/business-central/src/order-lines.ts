import { RecordError, type Clock, type FieldValue, type Line, type WriteIntent } from '@koppel/sdk';
import {
  codecFor,
  orFilters,
  queryOptions,
  textLiteral,
  type JsonBatchRequest,
  type Row,
} from '@koppel/connector-odata';
import Big from 'big.js';
import type { BusinessCentralClient } from './client.ts';

const decimal = codecFor('decimal', 'blank');

/** What an order line needs to know of an item. */
interface Item {
  readonly id: string;
  readonly isBlocked: boolean;
}

/** A line as it is to be sent, and what it has to read as afterwards. */
export interface WantedLine {
  readonly product: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Items change seldom, and Business Central has the last word on each line. */
const maxAgeMs = 60_000;

/** The items that order lines name, by number in capitals. */
export interface Items {
  /** Loads those that are not known, or were not looked at for a minute. */
  prepare(lines: readonly Line[], signal: AbortSignal): Promise<void>;
  /** Undefined for a number that no item has. */
  get(number: string): Item | undefined;
}

export function createItems(client: BusinessCentralClient, clock: Clock): Items {
  const items = new Map<string, Item & { readonly loadedAtMs: number }>();
  const isKnown = (number: string) =>
    clock.monotonicMs() - (items.get(number)?.loadedAtMs ?? Number.NEGATIVE_INFINITY) < maxAgeMs;
  return {
    get: (number) => items.get(number),
    async prepare(lines, signal) {
      const numbers = new Set(lines.flatMap(({ product }) => (typeof product === 'string' ? [product.trim().toUpperCase()] : [])));
      const missing = [...numbers].filter((number) => number !== '' && !isKnown(number));
      const filters = orFilters(missing.map((number) => `number eq ${textLiteral(number)}`), { maxTerms: 100 });
      for (const filter of filters) {
        const url = `${await client.companyPath(signal)}/items${queryOptions({ $select: 'id,number,blocked', $filter: filter })}`;
        for await (const { rows } of client.standard.odata.pages({ method: 'GET', url, signal })) {
          for (const { id, number, blocked } of rows) {
            items.set(String(number).toUpperCase(), { id: String(id), isBlocked: blocked === true, loadedAtMs: clock.monotonicMs() });
          }
        }
      }
    },
  };
} // prettier-ignore

function problem(at: number, field: string, { code, what, remedy, cause = 'doesNotFit' }: { readonly code: string; readonly what: string; readonly remedy: string; readonly cause?: RecordError['failureCause'] }): RecordError {
  return new RecordError({ code: `business-central.${code}`, failureCause: cause, message: `Line ${at + 1}: ${what}`, remedy, field });
} // prettier-ignore

/** The bodies of order lines. Throws a RecordError for the first line that Business Central could not take. */
export function wantedLines(lines: readonly Line[], items: Items, field: string): readonly WantedLine[] {
  if (lines.length === 0) {
    throw new RecordError({
      code: 'business-central.order-without-lines',
      failureCause: 'requiredEmpty',
      message: 'The order has no lines.',
      remedy: 'Add a line in the source, then retry.',
      field,
    });
  }
  return lines.map((line, at) => wantedLine(line, at, { items, field }));
} // prettier-ignore

function wantedLine(line: Line, at: number, { items, field }: { readonly items: Items; readonly field: string }): WantedLine {
  const number = (name: string): number | null => {
    const value = line[name];
    if (value === null || value === undefined || value === '') return null;
    try {
      return decimal.write(value) as number;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      throw problem(at, field, { code: 'value-does-not-fit', what: `"${String(value)}" is not a number.`, remedy: 'Correct the value in the source, or convert it in the mapping.' });
    }
  };
  const product = typeof line['product'] === 'string' ? line['product'].trim().toUpperCase() : '';
  const text = typeof line['description'] === 'string' ? line['description'] : null;
  if (text !== null && text.length > 100) throw problem(at, field, { code: 'value-does-not-fit', what: `the description has ${text.length} characters, and at most 100 fit.`, remedy: 'Shorten it in the source or in the mapping.' });
  const description = text === null ? {} : { description: text };
  const [quantity, unitPrice, discount] = [number('quantity'), number('unitPrice'), number('discountPercent')];
  if (product === '') {
    const isRemark = (quantity ?? 0) === 0 && (unitPrice ?? 0) === 0;
    if (isRemark && text !== null) return { product: null, body: { lineType: 'Comment', ...description } };
    throw problem(at, field, { code: 'line-without-item', what: `"${text ?? ''}" is no item of Business Central.`, remedy: 'Choose a product for the line in the source, then retry.', cause: 'requiredEmpty' });
  }
  const item = items.get(product);
  if (item === undefined) throw problem(at, field, { code: 'unknown-item', what: `Business Central has no item "${product}".`, remedy: 'Create the item in Business Central, or correct the product in the source, then retry.', cause: 'noTranslation' });
  if (item.isBlocked) throw problem(at, field, { code: 'item-blocked', what: `the item ${product} is blocked in Business Central.`, remedy: 'Unblock the item there, or choose another product in the source, then retry.', cause: 'refused' });
  // Business Central takes the line, but cannot post it without asking a person.
  if (quantity === null || quantity <= 0) throw problem(at, field, { code: 'quantity-zero', what: `the quantity of ${product} is ${quantity ?? 'empty'}.`, remedy: 'Give the line a quantity above 0 in the source, or remove it, then retry.' });
  const unit = typeof line['unit'] === 'string' && line['unit'] !== '' ? { unitOfMeasureCode: line['unit'].trim().toUpperCase() } : {};
  return {
    product,
    body: {
      lineType: 'Item',
      itemId: item.id,
      ...description,
      ...unit,
      quantity,
      ...(unitPrice === null ? {} : { unitPrice }),
      discountPercent: discount ?? 0,
    },
  };
} // prettier-ignore

/** What a line comes to without VAT, or null where its price is Business Central's to choose. */
function amountOf({ product, body }: WantedLine): Big | null {
  if (product === null) return new Big(0);
  const { quantity, unitPrice, discountPercent } = body as Record<string, number | undefined>;
  if (unitPrice === undefined) return null;
  const percent = new Big(100).minus(discountPercent ?? 0);
  return new Big(quantity!).times(unitPrice).times(percent).div(100).round(2, Big.roundHalfUp);
}

/** A total that is given has to be what the lines come to: Business Central computes it, and would come to another. */
export function checkTotal(given: FieldValue | undefined, lines: readonly WantedLine[], field: string): void {
  if (given === undefined || given === null || given === '') return;
  const amounts = lines.map(amountOf);
  if (amounts.includes(null)) return;
  const sum = amounts.reduce<Big>((total, amount) => total.plus(amount!), new Big(0));
  if (sum.minus(String(given)).abs().lte('0.01')) return;
  throw new RecordError({
    code: 'business-central.total-differs',
    failureCause: 'doesNotFit',
    message: `The total is ${String(given)}, but the lines come to ${sum.toFixed(2)}.`,
    remedy: 'Check prices, quantities and discounts in the source, then retry.',
    field,
  });
}

function isAsWanted(row: Row, { product, body }: WantedLine): boolean {
  const number = (name: string) => Number(row[name] ?? 0);
  if (product === null) return row['lineType'] === 'Comment' && row['description'] === body['description'];
  return (
    String(row['lineObjectNumber']).toUpperCase() === product &&
    number('quantity') === body['quantity'] &&
    (body['unitPrice'] === undefined || number('unitPrice') === body['unitPrice']) &&
    number('discountPercent') === body['discountPercent'] &&
    (body['description'] === undefined || String(row['description']).trim() === String(body['description']).trim()) &&
    (body['unitOfMeasureCode'] === undefined || row['unitOfMeasureCode'] === body['unitOfMeasureCode'])
  );
}

/** The requests that make the lines of an order what they are to be: none when they are. */
export function lineRequests(wanted: readonly WantedLine[], rows: readonly Row[], address: string): JsonBatchRequest[] {
  const there = [...rows].sort((a, b) => Number(a['sequence'] ?? 0) - Number(b['sequence'] ?? 0));
  const requests: JsonBatchRequest[] = [];
  for (const row of there.slice(wanted.length)) requests.push({ method: 'DELETE', url: `${address}(${String(row['id'])})`, headers: { 'If-Match': '*' } }); // prettier-ignore
  wanted.forEach((line, at) => {
    const row = there[at];
    if (row === undefined) requests.push({ method: 'POST', url: address, body: line.body });
    else if (!isAsWanted(row, line)) requests.push({ method: 'PATCH', url: `${address}(${String(row['id'])})`, headers: { 'If-Match': '*' }, body: line.body }); // prettier-ignore
  });
  return requests;
}

/** An order that has no mark of ours could not be found again when its answer is lost. */
export function checkMarker({ op, values }: WriteIntent, marker: string | null, entity: string): void {
  if (op !== 'create' || marker === null) return;
  const value = values[marker];
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new RecordError({
    code: 'business-central.no-reference',
    failureCause: 'requiredEmpty',
    message: 'The record has no reference, by which it is found again in Business Central.',
    remedy: 'Map a value that no other record has, such as the number in the source, onto the reference.',
    field: `${entity}.${marker}`,
  });
}
