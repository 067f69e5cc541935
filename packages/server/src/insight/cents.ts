/** Amounts are added up in whole cents: exact up to 90 thousand thousand million. */
export type Cents = number;

/** `"1234.5"` → 123450; null for what is no amount. Half a cent and more is rounded up, away from zero. */
export function centsOf(text: unknown): Cents | null {
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,12}))?$/.exec(String(text).trim());
  if (!match) return null;
  const [, sign, whole, decimals = ''] = match;
  const padded = decimals.padEnd(3, '0');
  const cents = Number(whole) * 100 + Number(padded.slice(0, 2)) + (padded[2]! >= '5' ? 1 : 0);
  return sign === '-' && cents !== 0 ? -cents : cents;
}

/** 123450 → `"1234.50"`. */
export function amountText(cents: Cents): string {
  const size = Math.abs(cents);
  const text = `${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
  return cents < 0 ? `-${text}` : text;
}
