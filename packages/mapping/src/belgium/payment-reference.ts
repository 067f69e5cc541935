import { longestNumber, mod97, mod97OfAlphanumeric } from './check-digits.ts';

/**
 * Reads a Belgian structured communication (OGM/VCS): `+++090/9337/55493+++`, the same between `***`, or its twelve
 * digits. Gives the twelve digits, or `null`. The last two are the first ten mod 97, 0 being written 97.
 */
export function parseStructuredCommunication(text: string): string | null {
  if (text.length > longestNumber) return null;
  const digits = text.replace(/[\s+*./-]/g, '');
  if (!/^\d{12}$/.test(digits)) return null;
  return checkDigits(digits.slice(0, 10)) === digits.slice(10) ? digits : null;
}

/** `+++090/9337/55493+++`; `null` if it is not a structured communication. */
export function formatStructuredCommunication(text: string): string | null {
  const digits = parseStructuredCommunication(text);
  return digits && `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}

/**
 * Makes a structured communication from a number of at most ten digits, such as an invoice number, by adding its check
 * digits: `1234567890` → `+++123/4567/89002+++`. `null` for anything else.
 */
export function makeStructuredCommunication(number: string): string | null {
  const trimmed = number.trim();
  if (!/^\d{1,10}$/.test(trimmed)) return null;
  const base = trimmed.padStart(10, '0');
  return formatStructuredCommunication(base + checkDigits(base));
}

function checkDigits(base: string): string {
  return String(mod97(base) || 97).padStart(2, '0');
}

/**
 * Reads an international creditor reference (ISO 11649), the alternative outside Belgium: `RF18 5390 0754 7034`. Gives
 * its compact form, or `null`.
 */
export function parseCreditorReference(text: string): string | null {
  if (text.length > longestNumber) return null;
  const compact = text.replace(/\s/g, '').toUpperCase();
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(compact)) return null;
  return mod97OfAlphanumeric(compact.slice(4) + compact.slice(0, 4)) === 1 ? compact : null;
}

/** A structured communication as it is printed; of a number of at most ten digits, the one made from it. */
export function readPaymentReference(text: string): string | null {
  return formatStructuredCommunication(text) ?? makeStructuredCommunication(text);
}
