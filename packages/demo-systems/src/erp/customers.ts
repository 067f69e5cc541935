import { isEnterpriseNumber } from '../identity/checksums.ts';
import { salespersonCodes } from '../identity/trade-terms.ts';
import type { Entity } from '../records/catalogue.ts';
import type { StoredRecord, TableDefinition, Value } from '../records/definition.ts';
import {
  code,
  id,
  initialValue,
  lastModified,
  link,
  ofType,
  text,
  zeroGuid,
  type Draft,
  type ErpColumn,
  type ErpPage,
} from './columns.ts';
import { notInTable, refused } from './errors.ts';

/** The currency of the company itself: customers have none of their own, and the API shows this code. */
export const localCurrency = 'EUR';

const upper = (value: Value) => (typeof value === 'string' ? value.trim().toUpperCase() : null);
const digitsOf = (value: Value) => (typeof value === 'string' ? value.replaceAll(/\D/g, '') : null);
/** A Belgian VAT number holds the enterprise number, so it is looked for under both. */
const plainVat = (value: Value) =>
  typeof value === 'string' ? value.toUpperCase().replaceAll(/[^A-Z0-9]/g, '') : null;

/** Where customers are kept. Both pages below show this table. */
export const customerTable: TableDefinition = {
  name: 'customers',
  indexes: [
    { column: 'number', normal: upper },
    { column: 'enterpriseNumber', normal: digitsOf },
    { column: 'vatNumber', normal: plainVat },
  ],
};

/** What the customer pages need from the tables of codes. */
export interface CodeTables {
  entity(set: string): Entity<ErpColumn>;
}

const isBelgian = (country: Value | undefined) => country === 'BE' || country === '';
const textOf = (record: StoredRecord, name: string) => String(record.values[name] ?? '');

/** The standard page of customers, in the Belgian version. */
export function customersPage(
  tables: CodeTables,
  nextNumber: () => string,
  balance: (customer: StoredRecord) => number,
): ErpPage {
  const codeOf = (set: string, id: Value | undefined) => {
    const record = typeof id === 'string' ? tables.entity(set).table.get(id) : undefined;
    return record === undefined ? '' : textOf(record, 'code');
  };
  const columns: ErpColumn[] = [
    id,
    code('number', 'No.', 20, { foundBy: ['number'] }),
    text('displayName', 'Name', 100, { isRequired: true }),
    ofType('enum', 'type', 'Contact Type', { options: ['Company', 'Person'] }),
    text('addressLine1', 'Address', 100),
    text('addressLine2', 'Address 2', 50),
    text('city', 'City', 30),
    text('state', 'County', 30),
    code('country', 'Country/Region Code', 10),
    code('postalCode', 'Post Code', 20),
    text('phoneNumber', 'Phone No.', 30),
    text('email', 'Email', 80),
    text('website', 'Home Page', 255),
    code('salespersonCode', 'Salesperson Code', 20),
    ofType('decimal', 'balanceDue', 'Balance Due', { isReadOnly: true, read: balance }),
    ofType('decimal', 'creditLimit', 'Credit Limit (LCY)'),
    ofType('boolean', 'taxLiable', 'Tax Liable'),
    link('taxAreaId', 'Tax Area Id', 'taxAreas', 'VAT Business Posting Group'),
    text('taxAreaDisplayName', 'Tax Area Display Name', 100, {
      isReadOnly: true,
      read: ({ values }) => {
        const area = tables.entity('taxAreas').table.get(String(values['taxAreaId']));
        return area === undefined ? '' : textOf(area, 'displayName');
      },
    }),
    text('taxRegistrationNumber', 'Tax Registration No.', 50, {
      foundBy: ['enterpriseNumber', 'vatNumber'],
      read: ({ values }) => (isBelgian(values['country']) ? values['enterpriseNumber']! : values['vatNumber']!),
    }),
    link('currencyId', 'Currency Id', 'currencies', 'Currency'),
    code('currencyCode', 'Currency Code', 10, {
      read: ({ values }) =>
        values['currencyId'] === zeroGuid ? localCurrency : codeOf('currencies', values['currencyId']),
    }),
    link('paymentTermsId', 'Payment Terms Id', 'paymentTerms', 'Payment Terms'),
    link('shipmentMethodId', 'Shipment Method Id', 'shipmentMethods', 'Shipment Method'),
    link('paymentMethodId', 'Payment Method Id', 'paymentMethods', 'Payment Method'),
    ofType('enum', 'blocked', 'Blocked', { options: [' ', 'Ship', 'Invoice', 'All'] }),
    lastModified,
  ];
  return {
    definition: {
      set: 'customers',
      type: 'customer',
      title: 'Customer',
      table: 'customers',
      key: 'id',
      columns,
      navigations: [
        { name: 'currency', kind: 'one', target: 'currencies', column: 'currencyId' },
        { name: 'paymentTerm', kind: 'one', target: 'paymentTerms', column: 'paymentTermsId' },
        { name: 'shipmentMethod', kind: 'one', target: 'shipmentMethods', column: 'shipmentMethodId' },
        { name: 'paymentMethod', kind: 'one', target: 'paymentMethods', column: 'paymentMethodId' },
      ],
    },
    operations: { canCreate: true, canUpdate: true, canDelete: true },
    identity: { column: 'number', caption: 'No.', isUnique: true },
    nextNumber,
    settle(draft) {
      settleCurrency(draft, tables);
      settleTaxNumber(draft);
      checkCodes(draft, tables);
      completeDetails(draft);
    },
  };
}

/** `currencyCode` is a second way to say `currencyId`; the company's own currency is said by none. */
export function settleCurrency({ values, sent }: Draft, tables: CodeTables): void {
  if (!sent.has('currencyCode')) return;
  const wanted = String(values['currencyCode'] ?? '');
  delete values['currencyCode'];
  const isLocal = wanted === '' || wanted === localCurrency;
  const found = isLocal ? undefined : tables.entity('currencies').table.find('code', [wanted])[0];
  if (!isLocal && found === undefined) throw refused('The "currencyCode" does not match to a Currency.');
  const id = found?.id ?? zeroGuid;
  if (sent.has('currencyId') && values['currencyId'] !== id) {
    throw refused('The currency values do not match to a specific Currency.');
  }
  values['currencyId'] = id;
}

/** In Belgium or without a country the column is the enterprise number, elsewhere the VAT number. */
function settleTaxNumber({ values, sent }: Draft): void {
  const number = values['taxRegistrationNumber'];
  delete values['taxRegistrationNumber'];
  if (sent.has('taxRegistrationNumber') && typeof number === 'string') {
    if (isBelgian(values['country'])) {
      checkEnterpriseNumber(number);
      values['enterpriseNumber'] = number;
      values['vatNumber'] = '';
    } else {
      values['vatNumber'] = number.slice(0, 20);
      values['enterpriseNumber'] = '';
    }
  }
}

function checkEnterpriseNumber(number: string): void {
  if (!/\d/.test(number)) return;
  if (!isEnterpriseNumber(number.replaceAll(/\D/g, ''))) throw refused('Enterprise No. is not valid.');
}

function checkCodes({ values, sent }: Draft, tables: CodeTables): void {
  for (const name of ['country', 'deliveryCountry']) {
    const country = values[name];
    if (!sent.has(name) || typeof country !== 'string' || country === '') continue;
    if (tables.entity('countriesRegions').table.find('code', [country]).length === 0) {
      throw notInTable('Country/Region Code', 'Customer', country, 'Country/Region');
    }
  }
  const salesperson = values['salespersonCode'];
  if (sent.has('salespersonCode') && typeof salesperson === 'string' && salesperson !== '') {
    if (!salespersonCodes.some(({ code }) => code === salesperson)) {
      throw notInTable('Salesperson Code', 'Customer', salesperson, 'Salesperson/Purchaser');
    }
  }
}

/** A customer made on the standard page has its details too, still empty. */
function completeDetails({ values, isNew }: Draft): void {
  if (!isNew) return;
  for (const column of detailColumns) values[column.name] ??= initialValue(column);
}

/** Language codes of Windows, which the table of languages has, by ISO code; the page takes either. */
const languages: Readonly<Record<string, readonly [belgian: string, other: string]>> = {
  NL: ['NLB', 'NLD'],
  FR: ['FRB', 'FRA'],
  DE: ['DEU', 'DEU'],
  EN: ['ENU', 'ENU'],
};
const knownLanguages = new Set(Object.values(languages).flat());

const detailColumns: readonly ErpColumn[] = [
  text('enterpriseNumber', 'Enterprise No.', 50, { foundBy: ['enterpriseNumber'] }),
  text('vatNumber', 'VAT Registration No.', 20, { foundBy: ['vatNumber'] }),
  text('legalForm', 'Legal Form', 20),
  code('language', 'Language Code', 10),
  code('iban', 'IBAN', 50),
  text('deliveryName', 'Delivery Name', 100),
  text('deliveryAddressLine1', 'Delivery Address', 100),
  text('deliveryAddressLine2', 'Delivery Address 2', 50),
  code('deliveryPostalCode', 'Delivery Post Code', 20),
  text('deliveryCity', 'Delivery City', 30),
  code('deliveryCountry', 'Delivery Country/Region Code', 10),
  ofType('decimal', 'insuredAmount', 'Insured Amount'),
  ofType('date', 'insuredUntil', 'Insured Until'),
];

/** The custom page over the same customers, as a partner publishes it: what the standard page lacks. */
export function customerDetailsPage(tables: CodeTables): ErpPage {
  return {
    definition: {
      set: 'customerDetails',
      type: 'customerDetail',
      title: 'Customer Details',
      table: 'customers',
      key: 'id',
      columns: [
        id,
        code('number', 'No.', 20, { isReadOnly: true, foundBy: ['number'] }),
        text('displayName', 'Name', 100, { isReadOnly: true }),
        ...detailColumns,
        lastModified,
      ],
      navigations: [],
    },
    // A customer comes and goes on the standard page.
    operations: { canCreate: false, canUpdate: true, canDelete: false },
    identity: { column: 'number', caption: 'No.', isUnique: true },
    settle(draft) {
      const { values, sent } = draft;
      if (sent.has('enterpriseNumber')) {
        const number = String(values['enterpriseNumber']);
        if (number !== '' && !isBelgian(values['country'])) {
          throw refused('You cannot use Enterprise No. No. for foreign customers.');
        }
        checkEnterpriseNumber(number);
      }
      if (sent.has('language')) values['language'] = languageCode(String(values['language']), values['country']);
      if (sent.has('iban')) values['iban'] = checkedIban(String(values['iban']));
      checkCodes(draft, tables);
    },
  };
}

function languageCode(given: string, country: Value | undefined): string {
  if (given === '' || knownLanguages.has(given)) return given;
  const found = languages[given];
  if (found === undefined) throw notInTable('Language Code', 'Customer', given, 'Language');
  return found[isBelgian(country) ? 0 : 1];
}

/** Without blanks, and with check digits that fit (ISO 13616). */
function checkedIban(given: string): string {
  const iban = given.replaceAll(/\s/g, '');
  if (iban === '') return '';
  if (/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) {
    let remainder = 0;
    for (const mark of iban.slice(4) + iban.slice(0, 4)) {
      const value = Number.parseInt(mark, 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    if (remainder === 1) return iban;
  }
  throw refused(`The number ${iban} is not a valid International Bank Account Number (IBAN).`);
}
