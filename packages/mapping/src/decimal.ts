import Big from 'big.js';

/**
 * The decimal type of rules and expressions: exact, never a float. A constructor of our own, so that nobody else's
 * settings reach it. A division keeps 20 decimals, rounded half away from zero.
 */
export const Decimal = Big();
Decimal.DP = 20;
Decimal.RM = Decimal.roundHalfUp;

export type Decimal = Big;

/** Bounds of a number in a record: far above any amount, far below what makes arithmetic slow. */
const mostDigits = 60;
const decimalPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?$/i;

/** Reads a number in technical form (`-1234.50`, `1e3`); `null` if it is none, or has more than 60 digits. */
export function parseDecimal(text: string): Decimal | null {
  if (text.length > 2 * mostDigits) return null;
  const trimmed = text.trim();
  if (trimmed.length > mostDigits + 5 || !decimalPattern.test(trimmed)) return null;
  const decimal = new Decimal(trimmed.startsWith('+') ? trimmed.slice(1) : trimmed);
  return isWithinBounds(decimal) ? decimal : null;
}

/** Whether a number is small enough to calculate with: at most 60 digits before and after the point. */
export function isWithinBounds(decimal: Decimal): boolean {
  return decimal.c.length <= 2 * mostDigits && decimal.e < mostDigits && decimal.e > -mostDigits;
}

/** The plain text of a decimal, without exponent and without zeros that say nothing: `45000.5`, `0`. */
export function decimalText(decimal: Decimal): string {
  const text = decimal.toFixed();
  return text === '-0' ? '0' : text;
}

/** Half away from zero: 2.345 → 2.35 and -2.345 → -2.35 at two decimals. */
export function roundHalfUp(decimal: Decimal, decimals: number): Decimal {
  return decimal.round(decimals, Decimal.roundHalfUp);
}

const zero = 48;
const nine = 57;
const minus = 45;
const point = 46;

/**
 * Writes a decimal text with exactly `scale` decimals, adding zeros or dropping zeros. Anything else would change the
 * amount: `too-precise`. Works on characters, because every amount of every record comes through here.
 */
export function decimalAtScale(value: string, scale: number): string | 'not-a-number' | 'too-precise' {
  const start = value.charCodeAt(0) === minus ? 1 : 0;
  const length = value.length;
  if (length > mostDigits) return unusualAtScale(value, scale);
  let dot = -1;
  let lastNonZero = -1;
  let isZero = true;
  for (let at = start; at < length; at++) {
    const code = value.charCodeAt(at);
    if (code === point && dot === -1 && at > start) dot = at;
    else if (code < zero || code > nine) return unusualAtScale(value, scale);
    else if (code !== zero) {
      lastNonZero = at;
      isZero = false;
    }
  }
  const hasLeadingZero = value.charCodeAt(start) === zero && length > start + 1 && dot !== start + 1;
  if (length === start || dot === length - 1 || hasLeadingZero || (isZero && start === 1)) {
    return unusualAtScale(value, scale);
  }
  const decimals = dot === -1 ? 0 : length - dot - 1;
  if (decimals === scale) return value;
  if (decimals < scale) return (dot === -1 ? `${value}.` : value) + '0'.repeat(scale - decimals);
  if (lastNonZero > dot + scale) return 'too-precise';
  return value.slice(0, scale === 0 ? dot : dot + 1 + scale);
}

/** Texts that are a number in another form: `+5`, `.5`, `007`, `1e3`, `-0`. */
function unusualAtScale(value: string, scale: number): string | 'not-a-number' | 'too-precise' {
  const decimal = parseDecimal(value);
  if (!decimal) return 'not-a-number';
  if (!decimal.round(scale, Decimal.roundDown).eq(decimal)) return 'too-precise';
  const text = decimal.toFixed(scale);
  return decimal.eq(0) && text.startsWith('-') ? text.slice(1) : text;
}
