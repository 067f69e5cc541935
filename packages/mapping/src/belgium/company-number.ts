import { longestNumber } from './check-digits.ts';

/** What people write around the digits: country, "VAT" and "company register" in three languages, separators. */
const decoration = /\b(?:BE|BTW|TVA|MWST|VAT|KBO|BCE|RPR|RPM)\b|[\s.\-/:]/gi;

/**
 * Reads a Belgian company number (KBO/BCE): ten digits, the first 0 or 1, checked mod 97. Takes any usual way of
 * writing it: `0403.019.261`, `BE 0403 019 261`, `BTW BE0403.019.261`, and the nine digits of before 2005. Gives the
 * ten digits, or `null`. An establishment unit number (starting 2 to 8) is not a company number.
 */
export function parseCompanyNumber(text: string): string | null {
  if (text.length > longestNumber) return null;
  // "BE0403…" has no word boundary after BE, so the country is taken off once more at the start.
  const digits = text.replace(decoration, '').replace(/^BE/i, '');
  const number = /^\d{9}$/.test(digits) ? `0${digits}` : digits;
  if (!/^[01]\d{9}$/.test(number) || number.startsWith('00000000')) return null;
  const first = Number(number.slice(0, 8));
  return 97 - (first % 97) === Number(number.slice(8)) ? number : null;
}

/** `0403.019.261`, as the register prints it; `null` if it is not a company number. */
export function formatCompanyNumber(text: string): string | null {
  const number = parseCompanyNumber(text);
  return number && `${number.slice(0, 4)}.${number.slice(4, 7)}.${number.slice(7)}`;
}
