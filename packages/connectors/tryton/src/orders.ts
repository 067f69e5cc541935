import { RecordError, type FieldValue, type Line, type WriteIntent } from '@koppel/sdk';
import Big from 'big.js';
import type { Draft, WriteWorld } from './bound-field.ts';
import type { TrytonClient } from './client.ts';
import { linesOfSale } from './document-fields.ts';
import { readInteger, readValue, writeDecimal, type Row } from './json.ts';

/** Prices of Tryton have four decimals. */
const priceDigits = 4;

interface Problem {
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
  readonly cause?: RecordError['failureCause'];
}

function problem(at: number, { code, what, remedy, cause = 'doesNotFit' }: Problem): RecordError {
  return new RecordError({
    code: `tryton.${code}`,
    failureCause: cause,
    message: `Line ${at + 1}: ${what}`,
    remedy,
    field: 'order.lines',
  });
}

/** A line that is to be made, before Tryton adds taxes and what else follows from the product. */
interface WantedLine {
  readonly values: Readonly<Record<string, unknown>>;
  readonly product: number | null;
  readonly unit: number | null;
  readonly hasPrice: boolean;
}

function numberOf(line: Line, name: string, at: number): Big | null {
  const value = line[name];
  if (value === null || value === undefined || value === '') return null;
  try {
    return new Big(String(value).trim());
  } catch {
    throw problem(at, {
      code: 'value-does-not-fit',
      what: `"${String(value)}" is not a number.`,
      remedy: 'Correct the value in the source, or convert it in the mapping.',
    });
  }
}

/** Turns lines into those of a sale. Throws a RecordError for the first that Tryton could not take. */
async function wantedLines(lines: readonly Line[], world: WriteWorld): Promise<WantedLine[]> {
  if (lines.length === 0) {
    throw new RecordError({
      code: 'tryton.order-without-lines',
      failureCause: 'requiredEmpty',
      message: 'The order has no lines.',
      remedy: 'Add a line in the source, then retry.',
      field: 'order.lines',
    });
  }
  const wanted: WantedLine[] = [];
  for (const [at, line] of lines.entries()) wanted.push(await wantedLine(line, at, world));
  return wanted;
}

async function wantedLine(line: Line, at: number, { lookups, signal }: WriteWorld): Promise<WantedLine> {
  const number = typeof line['product'] === 'string' ? line['product'].trim() : '';
  const text = typeof line['description'] === 'string' ? line['description'] : null;
  const [quantity, price, discount] = [numberOf(line, 'quantity', at), numberOf(line, 'unitPrice', at), numberOf(line, 'discountPercent', at)];
  const sequence = at + 1;
  if (number === '') {
    const isRemark = (quantity ?? new Big(0)).eq(0) && (price ?? new Big(0)).eq(0);
    if (isRemark && text !== null) return { values: { type: 'comment', description: text, sequence }, product: null, unit: null, hasPrice: true };
    throw problem(at, { code: 'line-without-product', what: `"${text ?? ''}" is no product of Tryton.`, remedy: 'Choose a product for the line in the source, then retry.', cause: 'requiredEmpty' });
  }
  const product = await lookups.product(number, signal);
  if (product === undefined) throw problem(at, { code: 'unknown-product', what: `Tryton has no product "${number}".`, remedy: 'Create the product in Tryton, or correct it in the source, then retry.', cause: 'noTranslation' });
  if (!product.isSalable) throw problem(at, { code: 'product-not-salable', what: `the product ${number} is not sold in Tryton.`, remedy: 'Make it salable there, or choose another product in the source, then retry.', cause: 'refused' });
  if (quantity === null || quantity.lte(0)) throw problem(at, { code: 'quantity-zero', what: `the quantity of ${number} is ${quantity?.toFixed() ?? 'empty'}.`, remedy: 'Give the line a quantity above 0 in the source, or remove it, then retry.' });
  const unit = await unitOf(line, product, at, { lookups, signal });
  const unitPrice = price === null ? null : price.times(new Big(100).minus(discount ?? 0)).div(100);
  if (unitPrice !== null && !unitPrice.round(priceDigits).eq(unitPrice)) {
    const amount = unitPrice.times(quantity).round(2, Big.roundHalfUp);
    const kept = unitPrice.round(priceDigits, Big.roundHalfUp).times(quantity).round(2, Big.roundHalfUp);
    if (!amount.eq(kept)) throw problem(at, { code: 'price-does-not-fit', what: `the price of ${number} after its discount is ${unitPrice.toFixed(6)}, and four decimals of it come to another amount.`, remedy: 'Round the price or the discount in the source, then retry.' });
  }
  return {
    product: product.id,
    unit,
    hasPrice: unitPrice !== null,
    values: {
      type: 'line',
      sequence,
      product: product.id,
      quantity: Number(quantity),
      ...(unit === null ? {} : { unit }),
      ...(text === null ? {} : { description: text }),
      ...(unitPrice === null ? {} : { unit_price: writeDecimal(unitPrice.round(priceDigits, Big.roundHalfUp).toFixed()) }),
    },
  };
} // prettier-ignore

/** The unit that the line names, else that in which the product is sold. */
async function unitOf(
  line: Line,
  product: { readonly unitId: number | null; readonly unit: string | null },
  at: number,
  { lookups, signal }: WriteWorld,
): Promise<number | null> {
  const name = typeof line['unit'] === 'string' ? line['unit'].trim() : '';
  if (name === '' || name.toLowerCase() === product.unit?.toLowerCase()) return product.unitId;
  const unit = (await lookups.idOf('product.uom', 'name', name, signal)) ?? (await lookups.idOf('product.uom', 'symbol', name, signal));
  if (unit !== undefined) return unit;
  throw problem(at, { code: 'unknown-unit', what: `Tryton has no unit "${name}".`, remedy: 'Create the unit in Tryton, or translate it in the mapping, then retry.', cause: 'noTranslation' });
} // prettier-ignore

/** A total that is given has to be what the lines come to: Tryton computes it, and would come to another. */
function checkTotal(given: FieldValue | undefined, lines: readonly WantedLine[]): void {
  if (given === undefined || given === null || given === '') return;
  if (lines.some(({ hasPrice }) => !hasPrice)) return;
  const sum = lines.reduce((total, { values }) => {
    if (values['type'] !== 'line') return total;
    const price = new Big(String(readValue(values['unit_price'])));
    return total.plus(price.times(values['quantity'] as number).round(2, Big.roundHalfUp));
  }, new Big(0));
  if (sum.minus(String(given)).abs().lte('0.01')) return;
  throw new RecordError({
    code: 'tryton.total-differs',
    failureCause: 'doesNotFit',
    message: `The total is ${String(given)}, but the lines come to ${sum.toFixed(2)}.`,
    remedy: 'Check prices, quantities and discounts in the source, then retry.',
    field: 'order.totalAmount',
  });
}

/** An order that has no mark of ours could not be found again when its answer is lost. */
function checkMarker({ op, values }: WriteIntent): void {
  if (op !== 'create') return;
  const value = values['reference'];
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new RecordError({
    code: 'tryton.no-reference',
    failureCause: 'requiredEmpty',
    message: 'The order has no reference, by which it is found again in Tryton.',
    remedy: 'Map a value that no other record has, such as the number in the source, onto the reference.',
    field: 'order.reference',
  });
}

interface SaleWorld extends WriteWorld {
  readonly client: TrytonClient;
}

/** What a draft of an order is to Tryton, with what its own screen would have filled in. `row`: what is there. */
export async function saleValues(
  intent: WriteIntent,
  draft: Draft,
  { row, world }: { readonly row: Row | null; readonly world: SaleWorld },
): Promise<Record<string, unknown>> {
  checkMarker(intent);
  const { client, signal } = world;
  if (row !== null) {
    if (draft.lines === undefined) return draft.values;
    if (row['state'] !== 'draft') throw contentStands();
  }
  const lines = await wantedLines(draft.lines ?? [], world);
  checkTotal(draft.total, lines);
  const company = await client.company(signal);
  const party = readInteger(draft.values['party']) ?? readInteger(row?.['party']);
  const currency = readInteger(draft.values['currency']) ?? readInteger(row?.['currency']) ?? company.currencyId;
  if (party === null) throw noCustomer();
  const sale = { party, company: company.id, currency };
  const commands = [['create', await Promise.all(lines.map((line) => completed(line, sale, world)))]];
  if (row !== null) {
    return { ...draft.values, lines: [['delete', linesOfSale(row).map(({ id }) => id)], ...commands] };
  }
  const filled = (await client.call('sale.sale', 'on_change_party', [sale], { signal })) as Row;
  const addresses = { invoice_address: filled['invoice_address'], shipment_address: filled['shipment_address'] };
  const day = orderDay(draft.values, world);
  return { ...addresses, payment_term: filled['payment_term'], ...day, ...draft.values, ...sale, lines: commands };
}

/**
 * Tryton lets nothing be shipped before the day of the order, which would be today. An order that should have gone out
 * already is of that day.
 */
function orderDay({ shipping_date: shipping }: Readonly<Record<string, unknown>>, { lookups }: WriteWorld) {
  const wanted = readValue(shipping);
  return typeof wanted === 'string' && wanted < lookups.today() ? { sale_date: shipping } : {};
}

/** Taxes, and a price where none is given, as Tryton's own screen fills them in when a product is chosen. */
async function completed(
  { values, product, unit, hasPrice }: WantedLine,
  sale: Readonly<Record<string, unknown>>,
  { client, signal }: SaleWorld,
): Promise<Record<string, unknown>> {
  if (product === null) return { ...values };
  const parent = Object.fromEntries(Object.entries(sale).map(([name, value]) => [`_parent_sale.${name}`, value]));
  const given = { type: 'line', product, quantity: values['quantity'], ...(unit === null ? {} : { unit }), currency: sale['currency'], company: sale['company'], ...parent };
  const filled = (await client.call('sale.line', 'on_change_product', [given], { signal })) as Row;
  const added = (filled['taxes'] as { add?: readonly (readonly [number, { readonly id: number }])[] } | null)?.add ?? [];
  const taxes = added.map(([, tax]) => tax.id);
  return {
    unit: filled['unit'] ?? unit,
    ...(hasPrice ? {} : { unit_price: filled['unit_price'] }),
    ...values,
    ...(taxes.length === 0 ? {} : { taxes: [['add', taxes]] }),
  };
} // prettier-ignore

/** How far a new sale is to be taken: the buttons, and the states in which each is pressed. */
const steps = [
  { button: 'quote', from: 'draft' },
  { button: 'confirm', from: 'quotation' },
] as const;

/** The buttons that a sale in this state still needs. */
export function buttonsFor(state: unknown, wanted: 'draft' | 'quotation' | 'confirmed'): readonly ('quote' | 'confirm')[] {
  const last = wanted === 'draft' ? 0 : wanted === 'quotation' ? 1 : 2;
  const first = steps.findIndex(({ from }) => from === state);
  return first === -1 ? [] : steps.slice(first, last).map(({ button }) => button);
} // prettier-ignore

function contentStands(): RecordError {
  return new RecordError({
    code: 'tryton.content-stands',
    failureCause: 'refused',
    message: 'The sale is no longer a draft, and its lines stand.',
    remedy: 'Set it back to draft in Tryton, or leave it as it is there.',
    field: 'order.lines',
  });
}

function noCustomer(): RecordError {
  return new RecordError({
    code: 'tryton.no-customer',
    failureCause: 'requiredEmpty',
    message: 'The order has no customer.',
    remedy: 'Map the customer onto the order, then retry.',
    field: 'order.customer',
  });
}
