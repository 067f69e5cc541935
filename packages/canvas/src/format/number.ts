import type { Region } from '../theme/preferences.ts';

/** Writes numbers as a region does. */
export interface NumberFormat {
  /** What stands between thousands: a point, a comma or a blank. */
  readonly groupMark: string;
  /** 1.284 */
  number(value: number): string;
  /** 12,4 k above 9.999; exact below. */
  compact(value: number): string;
  /** A share of 1 as 89 %. */
  percent(share: number): string;
  /** One decimal: 11,2. */
  decimal(value: number): string;
  /** A decimal text or number with all its digits, at least `digits` of them behind the sign: 45.000,00. */
  exact(value: string | number, digits: number): string;
}

/** Numbers as this region writes them. */
export function createNumberFormat(region: Region): NumberFormat {
  const whole = new Intl.NumberFormat(region, { maximumFractionDigits: 0, useGrouping: 'always' });
  const tenth = new Intl.NumberFormat(region, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const short = new Intl.NumberFormat(region, { maximumFractionDigits: 1 });
  return {
    groupMark: whole.format(1000).replace(/\d/g, ''),
    number: (value) => whole.format(value),
    compact(value) {
      const size = Math.abs(value);
      if (size < 10_000) return whole.format(value);
      // Rounded first: 999.950 is "1 M", not "1.000 k".
      if (Math.round(size / 100) < 10_000) return `${short.format(value / 1000)} k`;
      return `${short.format(value / 1_000_000)} M`;
    },
    percent: (share) => `${whole.format(Math.round(share * 100))} %`,
    decimal: (value) => tenth.format(value),
    exact(value, digits) {
      const decimals = String(value).split('.')[1]?.length ?? 0;
      const all = new Intl.NumberFormat(region, {
        minimumFractionDigits: digits,
        maximumFractionDigits: Math.max(digits, Math.min(decimals, 20)),
        useGrouping: 'always',
      });
      // Intl takes the text itself: no digit of an amount goes through a float.
      const text = String(value);
      return /^-?\d+(\.\d+)?$/.test(text) ? all.format(text as Intl.StringNumericLiteral) : text;
    },
  };
}
