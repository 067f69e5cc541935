import type { FieldValue } from '@koppel/sdk';

/** Capitals and digits only, as registers compare numbers. */
function compact(value: unknown): string {
  return typeof value === 'string' ? value.toUpperCase().replaceAll(/[^0-9A-Z]/g, '') : '';
}

/** The ten digits of a Belgian company number, however it is written; null when the text is something else. */
function companyDigits(value: unknown): string | null {
  const digits = /^(?:BE)?(\d{9,10})$/.exec(compact(value))?.[1];
  return digits === undefined ? null : digits.padStart(10, '0');
}

const dotted = (digits: string) => `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;

/** `0403.019.261`, the form in which records carry a company number; null where the text holds none. */
export function readCompanyNumber(value: unknown): string | null {
  const digits = companyDigits(value);
  return digits === null ? null : dotted(digits);
}

/** `BE0403019261`, `NL123456789B01`: a VAT number without blanks and dots; null where there is none. */
export function readVatNumber(value: unknown): string | null {
  return compact(value) || null;
}

/** Whether two texts are the same Belgian company, written as company number or as VAT number. */
export function isSameCompany(a: unknown, b: unknown): boolean {
  const digits = companyDigits(a);
  return digits !== null && digits === companyDigits(b);
}

/** The ways in which people type a company number, for filters, which compare texts as they are. */
export function companyNumberForms(value: FieldValue): string[] {
  const digits = companyDigits(value);
  if (digits === null) return value === null ? [] : [String(value).trim()];
  return [dotted(digits), digits, `BE${digits}`, `BE ${dotted(digits)}`];
}

/** The ways in which people type a VAT number. */
export function vatNumberForms(value: FieldValue): string[] {
  const text = compact(value);
  if (text === '') return [];
  const digits = companyDigits(text);
  if (text.startsWith('BE') && digits !== null) return [text, `BE ${dotted(digits)}`, `BE ${digits}`];
  return [text, `${text.slice(0, 2)} ${text.slice(2)}`];
}

/** An account number of a bank, without blanks; null where there is none. */
export function readIban(value: unknown): string | null {
  return compact(value) || null;
}

/** The two ways in which people type an IBAN: in one piece, and in groups of four. */
export function ibanForms(value: FieldValue): string[] {
  const text = compact(value);
  return text === '' ? [] : [text, text.replaceAll(/(.{4})(?=.)/g, '$1 ')];
}
