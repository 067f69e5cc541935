import { longestNumber, mod97, mod97OfAlphanumeric } from './check-digits.ts';

/** Length of an IBAN per country, for the countries of SEPA. */
const lengths: Readonly<Record<string, number>> = {
  AD: 24,
  AL: 28,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  RS: 22,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  VA: 22,
};

/**
 * Reads an IBAN and gives its compact form: `BE68539007547034`. Checks mod 97, the length where the country's is
 * known, and in a Belgian one the account number inside. `null` if it is not an IBAN.
 */
export function parseIban(text: string): string | null {
  if (text.length > longestNumber) return null;
  const compact = text
    .replace(/^\s*IBAN\b:?/i, '')
    .replace(/[\s.-]/g, '')
    .toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return null;
  const country = compact.slice(0, 2);
  if (Object.hasOwn(lengths, country) && compact.length !== lengths[country]) return null;
  if (mod97OfAlphanumeric(compact.slice(4) + compact.slice(0, 4)) !== 1) return null;
  return country === 'BE' && !isBelgianAccount(compact.slice(4)) ? null : compact;
}

/** The twelve digits of a Belgian account: the first ten mod 97, 0 being written 97. */
function isBelgianAccount(account: string): boolean {
  if (!/^\d{12}$/.test(account)) return false;
  return (mod97(account.slice(0, 10)) || 97) === Number(account.slice(10));
}

/** `BE68 5390 0754 7034`, in groups of four; `null` if it is not an IBAN. */
export function formatIban(text: string): string | null {
  return parseIban(text)?.replace(/(.{4})(?=.)/g, '$1 ') ?? null;
}
