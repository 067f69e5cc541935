import type { Value, Values } from '../records/definition.ts';

/** Decimals that quantities, prices and amounts have at most; products of two are exact with twice as many. */
const decimals = 5;
const unit = 10n ** BigInt(decimals);

/** Amounts are added and multiplied as whole numbers: floating point would lose cents. */
function exact(value: Value | undefined): bigint {
  return typeof value === 'number' ? BigInt(Math.round(value * Number(unit))) : 0n;
}

/** To cents, halves away from zero. */
function cents(scaled: bigint, by: bigint): number {
  const step = by / 100n;
  const sign = scaled < 0n ? -1n : 1n;
  return Number((scaled * sign + step / 2n) / step) * Number(sign) || 0;
}

/** What a line comes to: quantity times price, and that without the discount and with the tax. */
export function lineAmounts(line: Values): { readonly baseamount: number; readonly extendedamount: number } {
  const base = cents(exact(line['quantity']) * exact(line['priceperunit']), unit * unit);
  const rest = cents(exact(line['tax']) - exact(line['manualdiscountamount']), unit);
  return { baseamount: base / 100, extendedamount: (base + rest) / 100 };
}

/** What a document comes to with these lines. Tax is inside the extended amounts. */
export function documentTotals(head: Values, lines: readonly Values[]): Values {
  const sum = (name: string) =>
    cents(
      lines.reduce((total, line) => total + exact(line[name]), 0n),
      unit,
    );
  const [extended, tax, lineDiscount] = [sum('extendedamount'), sum('tax'), sum('manualdiscountamount')];
  const detail = extended - tax;
  const percentage = cents(BigInt(detail) * exact(head['discountpercentage']), unit * 10_000n);
  const discount = cents(exact(head['discountamount']), unit) + percentage;
  const freight = cents(exact(head['freightamount']), unit);
  return {
    totallineitemamount: detail / 100,
    totallineitemdiscountamount: lineDiscount / 100,
    totaldiscountamount: (discount + lineDiscount) / 100,
    totalamountlessfreight: (detail - discount) / 100,
    totaltax: tax / 100,
    totalamount: (detail - discount + freight + tax) / 100,
  };
}
