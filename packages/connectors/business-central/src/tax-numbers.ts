import { RecordError, type FieldValue } from '@koppel/sdk';

/**
 * In the Belgian version of Business Central one column, `taxRegistrationNumber`, is the enterprise number of customers in
 * Belgium or without a country, and the VAT number of all others. In other versions it is always the VAT number, which
 * for a Belgian customer holds the enterprise number behind "BE".
 */
export function isBelgian(country: unknown): boolean {
  const code = typeof country === 'string' ? country.trim().toUpperCase() : '';
  return code === '' || code === 'BE';
}

function compact(value: unknown): string {
  return typeof value === 'string' ? value.toUpperCase().replaceAll(/[^0-9A-Z]/g, '') : '';
}

/** The ten digits of an enterprise number, however it is written; null when the text is something else. */
function companyDigits(value: unknown): string | null {
  const digits = /^(?:BE)?(\d{9,10})$/.exec(compact(value))?.[1];
  return digits === undefined ? null : digits.padStart(10, '0');
}

/** `0403.019.261`, or the text as it is where it holds no enterprise number. */
export function readCompanyNumber(number: unknown, country: unknown): FieldValue {
  if (!isBelgian(country)) return null;
  const digits = companyDigits(number);
  if (digits === null) return null;
  return `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;
}

/** `BE0403019261`, `NL123456789B01`. `companionNumber` is the VAT number on the custom page, where there is one. */
export function readVatNumber(number: unknown, country: unknown, companionNumber: unknown): FieldValue {
  const text = compact(number);
  if (!isBelgian(country)) return text === '' ? null : text;
  const other = compact(companionNumber);
  if (other !== '') return other;
  return text.startsWith('BE') ? text : null;
}

/** The ways in which a company number may have been typed, for filters, which compare texts as they are. */
export function companyNumberForms(value: FieldValue): string[] {
  const digits = companyDigits(value);
  if (digits === null) return value === null ? [] : [String(value)];
  const dotted = `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;
  return [dotted, digits, `BE${digits}`, `BE ${dotted}`, `BE${dotted}`, `BE ${digits}`];
}

/** The ways in which a VAT number may have been typed. */
export function vatNumberForms(value: FieldValue): string[] {
  const text = compact(value);
  if (text === '') return [];
  const digits = companyDigits(text);
  if (text.startsWith('BE') && digits !== null) return companyNumberForms(text).filter((form) => form.startsWith('BE'));
  return [...new Set([text, `${text.slice(0, 2)} ${text.slice(2)}`])];
}

function doesNotFit(field: string, message: string, remedy: string): RecordError {
  return new RecordError({
    code: 'business-central.number-does-not-fit',
    failureCause: 'doesNotFit',
    message,
    remedy,
    field: `account.${field}`,
  });
}

/** What goes into the two columns. `undefined`: nothing is sent. */
export interface TaxNumberColumns {
  taxRegistrationNumber?: string;
  companionVatNumber?: string;
}

/**
 * Which columns hold these numbers. `companyNumber` and `vatNumber` are undefined where they are not to be written;
 * `hasCompanion` says whether the custom page is there. Throws a RecordError for a number that has no place.
 */
export function writeTaxNumbers(input: {
  readonly companyNumber: FieldValue | undefined;
  readonly vatNumber: FieldValue | undefined;
  readonly country: unknown;
  readonly hasCompanion: boolean;
}): TaxNumberColumns {
  const { companyNumber, vatNumber, country, hasCompanion } = input;
  const columns: TaxNumberColumns = {};
  if (!isBelgian(country)) {
    if (companyNumber !== undefined && companyNumber !== null) {
      throw doesNotFit(
        'companyNumber',
        `Business Central keeps no enterprise number for a customer in "${String(country)}", and "${String(companyNumber)}" was to be written.`,
        'Check the country of the billing address, or leave the company number empty for foreign customers.',
      );
    }
    if (vatNumber !== undefined) columns.taxRegistrationNumber = vatNumber === null ? '' : compact(vatNumber);
    return columns;
  }
  if (companyNumber !== undefined)
    columns.taxRegistrationNumber = companyNumber === null ? '' : String(companyNumber).trim();
  if (vatNumber === undefined) return columns;
  if (hasCompanion) {
    columns.companionVatNumber = vatNumber === null ? '' : compact(vatNumber);
    return columns;
  }
  // A Belgian VAT number is the enterprise number behind "BE": what is kept says it already.
  const isImplied = companyNumber !== undefined && companyDigits(companyNumber) === companyDigits(vatNumber);
  if (vatNumber === null || isImplied) return columns;
  throw doesNotFit(
    'vatNumber',
    `Business Central keeps only the enterprise number of a Belgian customer, and the VAT number "${String(vatNumber)}" is another number.`,
    'Write the company number instead, or publish the custom sales API, which has a place for it.',
  );
}
