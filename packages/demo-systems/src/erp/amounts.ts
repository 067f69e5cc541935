import type { Value } from '../records/definition.ts';

/** Decimals that quantities, prices and percentages have at most. */
const unit = 100_000n;

function exact(value: Value | undefined): bigint {
  return typeof value === 'number' ? BigInt(Math.round(value * Number(unit))) : 0n;
}

function divided(value: bigint, by: bigint): bigint {
  const sign = value < 0n ? -1n : 1n;
  return sign * ((value * sign + by / 2n) / by);
}

/** An amount in whole cents, halves away from zero. Amounts are added as cents: floating point would lose some. */
export function centsOf(value: Value | undefined): number {
  return Number(divided(exact(value), unit / 100n));
}

/** What a line comes to, in cents, without tax. */
export function lineCents({ quantity, unitPrice, discountPercent }: Readonly<Record<string, Value>>): number {
  const base = exact(quantity) * exact(unitPrice) * (100n * unit - exact(discountPercent));
  return Number(divided(base, (unit * unit * unit * 100n) / 100n));
}

/** A share of an amount in cents, by percent. */
export function percentCents(cents: number, percent: Value | undefined): number {
  return Number(divided(BigInt(cents) * exact(percent), 100n * unit));
}

/** The amounts of a line as the API gives them. */
export function lineAmounts(line: Readonly<Record<string, Value>>): Record<string, Value> {
  const net = lineCents(line);
  const tax = percentCents(net, line['taxPercent']);
  const gross = lineCents({ ...line, discountPercent: 0 });
  return {
    discountAmount: (gross - net) / 100,
    amountExcludingTax: net / 100,
    totalTaxAmount: tax / 100,
    amountIncludingTax: (net + tax) / 100,
    netAmount: net / 100,
    netTaxAmount: tax / 100,
    netAmountIncludingTax: (net + tax) / 100,
  };
}

/** The totals of a document with these lines, and of nothing but them. */
export function documentTotals(lines: readonly Readonly<Record<string, Value>>[]): Record<string, Value> {
  const sum = (name: string) => lines.reduce((total, line) => total + centsOf(line[name]), 0) / 100;
  return {
    totalAmountExcludingTax: sum('amountExcludingTax'),
    totalTaxAmount: sum('totalTaxAmount'),
    totalAmountIncludingTax: sum('amountIncludingTax'),
  };
}
