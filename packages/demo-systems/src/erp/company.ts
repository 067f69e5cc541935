import { namedGuid } from '../identity/guid-series.ts';
import { listedBase, type BaseSet } from '../records/base-set.ts';
import { setUpAt } from './code-tables.ts';
import { code, id, lastModified, ofType, text, type ErpPage } from './columns.ts';
import { localCurrency } from './customers.ts';

/** The one company in the demo ERP. */
export const companyName = 'Demo Company BV';

export function companyId(seed: number): string {
  return namedGuid(seed, 'company');
}

const readOnly = { canCreate: false, canUpdate: false, canDelete: false };

export const companiesPage: ErpPage = {
  definition: {
    set: 'companies',
    type: 'company',
    title: 'Company',
    table: 'companies',
    key: 'id',
    columns: [
      id,
      text('systemVersion', 'System Version', 250, { isReadOnly: true }),
      ofType('bigint', 'timestamp', 'Timestamp', { isReadOnly: true, read: ({ version }) => version }),
      text('name', 'Name', 30, { isReadOnly: true }),
      text('displayName', 'Display Name', 250, { isReadOnly: true }),
      text('businessProfileId', 'Business Profile Id', 250, { isReadOnly: true }),
      ofType('instant', 'systemCreatedAt', 'System Created At', { isReadOnly: true }),
      ofType('guid', 'systemCreatedBy', 'System Created By', { isReadOnly: true }),
      ofType('instant', 'systemModifiedAt', 'System Modified At', { role: 'stamp', read: ({ stamp }) => stamp }),
      ofType('guid', 'systemModifiedBy', 'System Modified By', { isReadOnly: true }),
    ],
    navigations: [],
  },
  operations: readOnly,
  identity: { column: 'name', caption: 'Name', isUnique: true },
};

export const companyInformationPage: ErpPage = {
  definition: {
    set: 'companyInformation',
    type: 'companyInformation',
    title: 'Company Information',
    table: 'companyInformation',
    key: 'id',
    columns: [
      id,
      text('displayName', 'Name', 100),
      text('addressLine1', 'Address', 100),
      text('addressLine2', 'Address 2', 50),
      text('city', 'City', 30),
      text('state', 'County', 30),
      code('country', 'Country/Region Code', 10),
      code('postalCode', 'Post Code', 20),
      text('phoneNumber', 'Phone No.', 30),
      text('email', 'Email', 80),
      text('website', 'Home Page', 255),
      text('taxRegistrationNumber', 'Enterprise No.', 50),
      code('currencyCode', 'Local Currency Code', 10, { isReadOnly: true }),
      lastModified,
    ],
    navigations: [],
  },
  operations: { canCreate: false, canUpdate: true, canDelete: false },
  identity: { column: 'displayName', caption: 'Name', isUnique: false },
};

export function companiesBase(seed: number): BaseSet {
  const values = {
    systemVersion: '27.1.41698.41831',
    name: companyName,
    displayName: companyName,
    businessProfileId: '',
    systemCreatedAt: setUpAt,
  };
  return listedBase([{ id: companyId(seed), stamp: setUpAt, values }]);
}

/** Enterprise numbers beginning with 1999 are not issued: this is no real firm. */
export function companyInformationBase(seed: number): BaseSet {
  const values = {
    displayName: companyName,
    addressLine1: 'Havenlaan 86',
    addressLine2: '',
    city: 'Brussel',
    state: '',
    country: 'BE',
    postalCode: '1000',
    phoneNumber: '+32 2 555 01 00',
    email: 'info@demo-company.example',
    website: 'https://www.demo-company.example',
    taxRegistrationNumber: '1999.000.150',
    currencyCode: localCurrency,
  };
  return listedBase([{ id: namedGuid(seed, 'companyInformation'), stamp: setUpAt, values }]);
}
