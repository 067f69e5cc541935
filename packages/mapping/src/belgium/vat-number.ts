import { longestNumber } from './check-digits.ts';
import { parseCompanyNumber } from './company-number.ts';

/** The form of a VAT number per country after the country code; a number that fits may still not exist. */
const forms: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{9}B[A-Z0-9+*]{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
};

/** Outside the European Union only the shape is known: a country code, then 2 to 15 letters and digits. */
const foreignForm = /^[A-Z0-9]{2,15}$/;
const words = /\b(?:BTW|TVA|MWST|VAT)\b/gi;

/**
 * Reads a VAT number and gives its compact form: `BE0403019261`, `NL004495445B01`. A Belgian number is checked mod 97
 * and may come without country; of other countries of the European Union the form is checked, of the rest only the
 * shape. `GR` becomes `EL`, as VIES writes Greece. `null` if it is not a VAT number.
 */
export function parseVatNumber(text: string): string | null {
  if (text.length > longestNumber) return null;
  const compact = text
    .replace(words, '')
    .replace(/[\s.\-/:]/g, '')
    .toUpperCase();
  if (/^(?:BE)?\d+$/.test(compact)) {
    const number = parseCompanyNumber(compact);
    return number && `BE${number}`;
  }
  const written = compact.slice(0, 2);
  const country = written === 'GR' ? 'EL' : written;
  if (!/^[A-Z]{2}$/.test(country) || country === 'BE') return null;
  const rest = compact.slice(2);
  const form = Object.hasOwn(forms, country) ? forms[country]! : foreignForm;
  return form.test(rest) && /\d/.test(rest) ? country + rest : null;
}

/** `BE 0403.019.261` for a Belgian number, the compact form for others; `null` if it is not a VAT number. */
export function formatVatNumber(text: string): string | null {
  const number = parseVatNumber(text);
  if (number === null || !number.startsWith('BE')) return number;
  return `BE ${number.slice(2, 6)}.${number.slice(6, 9)}.${number.slice(9)}`;
}
