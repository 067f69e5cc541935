import { isSameCompany, readCompanyNumber, readVatNumber } from '@koppel/connector-odata';
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

/** The company number of a Belgian customer; null for all others. */
export function companyNumberOf(number: unknown, country: unknown): FieldValue {
  return isBelgian(country) ? readCompanyNumber(number) : null;
}

/** The VAT number. `companionNumber` is the one on the custom page, where there is one. */
export function vatNumberOf(number: unknown, country: unknown, companionNumber: unknown): FieldValue {
  const text = readVatNumber(number);
  if (!isBelgian(country)) return text;
  return readVatNumber(companionNumber) ?? (text?.startsWith('BE') === true ? text : null);
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
    if (vatNumber !== undefined) columns.taxRegistrationNumber = readVatNumber(vatNumber) ?? '';
    return columns;
  }
  if (companyNumber !== undefined)
    columns.taxRegistrationNumber = companyNumber === null ? '' : String(companyNumber).trim();
  if (vatNumber === undefined) return columns;
  if (hasCompanion) {
    columns.companionVatNumber = readVatNumber(vatNumber) ?? '';
    return columns;
  }
  // A Belgian VAT number is the enterprise number behind "BE": what is kept says it already.
  const isImplied = isSameCompany(companyNumber, vatNumber);
  if (vatNumber === null || isImplied) return columns;
  throw doesNotFit(
    'vatNumber',
    `Business Central keeps only the enterprise number of a Belgian customer, and the VAT number "${String(vatNumber)}" is another number.`,
    'Write the company number instead, or publish the custom sales API, which has a place for it.',
  );
}
