import { longestNumber } from './check-digits.ts';
import { parseCompanyNumber } from './company-number.ts';
import { parseVatNumber } from './vat-number.ts';

/** Schemes of the Peppol network that this reads closely: the Belgian company number, and the VAT number it displaces. */
const belgianCompany = '0208';
const belgianVat = '9925';

/**
 * Reads a Peppol participant, `0208:0403019261` or `9925:BE0403019261`, and gives its canonical form. The number of
 * these two schemes is checked; of other schemes only the shape. `null` if it is not a participant.
 */
export function parsePeppolId(text: string): string | null {
  if (text.length > 2 * longestNumber) return null;
  const match = /^(?:iso6523-actorid-upis::)?(\d{4}):([A-Za-z0-9:._~-]{1,50})$/i.exec(text.trim());
  if (!match) return null;
  const [, scheme, number] = match as unknown as [string, string, string];
  if (scheme === belgianCompany) return /^\d{10}$/.test(number) ? peppolId(number) : null;
  if (scheme !== belgianVat) return `${scheme}:${number}`;
  const vatNumber = parseVatNumber(number);
  return vatNumber?.startsWith('BE') ? `${belgianVat}:${vatNumber}` : null;
}

/** The Peppol participant of a Belgian company: `0208:` and its ten digits; `null` if it is not a company number. */
export function peppolId(companyNumber: string): string | null {
  const number = parseCompanyNumber(companyNumber);
  return number && `${belgianCompany}:${number}`;
}

/** A participant as it is written, or that of a Belgian company number. */
export function readPeppolId(text: string): string | null {
  return parsePeppolId(text) ?? peppolId(text);
}
