import { slug, type CompanyWorld } from '../identity/company.ts';
import { Dice } from '../identity/dice.ts';
import { guidSeries } from '../identity/guid-series.ts';
import { german, people } from '../identity/names.ts';
import { firstBaseVersion, type BaseSet } from '../records/base-set.ts';
import type { StoredRecord, TableDefinition, Value } from '../records/definition.ts';
import { code, id, lastModified, ofType, shown, text, zeroDate, type Draft, type ErpPage } from './columns.ts';
import type { CodeTables } from './customers.ts';
import { customerNumber } from './customer-base.ts';
import { refused } from './errors.ts';

const lower = (value: Value) => (typeof value === 'string' ? value.trim().toLowerCase() : null);
const upper = (value: Value) => (typeof value === 'string' ? value.trim().toUpperCase() : null);

/** Where persons are kept. Both pages below show this table. */
export const contactTable: TableDefinition = {
  name: 'contacts',
  indexes: [{ column: 'number', normal: upper }, { column: 'customerId' }, { column: 'email', normal: lower }],
};

/** The number of the person of a customer, by its index. */
export function contactNumber(index: number): string {
  return `CP${10_000 + index}`;
}

/** The persons the ERP begins with: one for each customer, in the same place. */
export function contactBase({ seed, world, customers }: { readonly seed: number; readonly world: CompanyWorld; readonly customers: BaseSet }): BaseSet {
  const ids = guidSeries(seed, 0xe4);
  const { count } = customers;
  const within = (index: number | undefined) => (index !== undefined && index >= 0 && index < count ? [index] : []);
  return {
    count,
    idAt: ids.at,
    stampAt: customers.stampAt,
    lowerBoundStamp: customers.lowerBoundStamp,
    positionOf: (key) => within(ids.indexOf(key))[0],
    lowerBound: (key) => Math.min(count, ids.lowerBound(key)),
    recordAt(position) {
      const company = world.company(position);
      const { language, type, name, phone, email } = company;
      // The same choices in the same order as wherever else this person is known.
      const dice = new Dice(seed, company.index, 0xc0a8);
      const from = language === 'de' ? german : people[language];
      const space = name.indexOf(' ');
      const firstName = type === 'person' ? name.slice(0, space) : dice.pick(from.first);
      const lastName = type === 'person' ? name.slice(space + 1) : dice.pick(from.last);
      const address = type === 'person' ? email : `${slug(firstName)}.${slug(lastName)}@${email.slice(email.indexOf('@') + 1)}`;
      return {
        id: ids.at(position),
        version: firstBaseVersion + position,
        stamp: customers.stampAt(position),
        values: {
          number: contactNumber(position),
          type: 'Person',
          displayName: `${firstName} ${lastName}`,
          firstName,
          lastName,
          jobTitle: '',
          companyNumber: '',
          companyName: name,
          contactBusinessRelation: 'Customer',
          addressLine1: company.street, addressLine2: '', city: company.city, state: '', country: company.country, postalCode: company.postalCode,
          phoneNumber: phone,
          mobilePhoneNumber: '',
          email: address,
          website: '',
          searchName: `${firstName} ${lastName}`.toUpperCase(),
          privacyBlocked: false,
          taxRegistrationNumber: '',
          lastInteractionDate: zeroDate,
          customerId: customers.idAt(position),
          customerNumber: customerNumber(position),
        },
      };
    },
    find: {
      number: (value) => within(/^CP\d+$/.test(value) ? Number(value.slice(2)) - 10_000 : undefined),
      customerId: (key) => within(customers.positionOf(key)),
    },
  };
} // prettier-ignore

/** A name is split as Business Central does: the last word is the surname, unless both are given. */
function settleNames({ values, sent, isNew }: Draft): void {
  const text = (name: string) => String(values[name] ?? '');
  if (sent.has('displayName') && !sent.has('firstName') && !sent.has('lastName')) {
    const words = text('displayName').trim().split(/\s+/);
    const changed = isNew || `${text('firstName')} ${text('lastName')}`.trim() !== text('displayName').trim();
    if (changed) [values['firstName'], values['lastName']] = [words.slice(0, -1).join(' '), words.at(-1) ?? ''];
  } else if (sent.has('firstName') || sent.has('lastName')) {
    values['displayName'] = `${text('firstName')} ${text('lastName')}`.trim();
  }
  values['searchName'] = text('displayName').toUpperCase();
}

/** The standard page of contacts: it has no first and last name. */
export function contactsPage(nextNumber: () => string): ErpPage {
  return {
    definition: {
      set: 'contacts',
      type: 'contact',
      title: 'Contact',
      table: 'contacts',
      key: 'id',
      columns: [
        id, code('number', 'No.', 20, { foundBy: ['number'] }), ofType('enum', 'type', 'Type', { options: ['Company', 'Person'] }),
        text('displayName', 'Name', 100, { isRequired: true }), text('jobTitle', 'Job Title', 30), code('companyNumber', 'Company No.', 20),
        shown(text('companyName', 'Company Name', 100)), shown(text('contactBusinessRelation', 'Business Relation', 50)),
        text('addressLine1', 'Address', 100), text('addressLine2', 'Address 2', 50), text('city', 'City', 30), text('state', 'County', 30),
        code('country', 'Country/Region Code', 10), code('postalCode', 'Post Code', 20), text('phoneNumber', 'Phone No.', 30),
        text('mobilePhoneNumber', 'Mobile Phone No.', 30), text('email', 'Email', 80), text('website', 'Home Page', 255),
        shown(code('searchName', 'Search Name', 100)), ofType('boolean', 'privacyBlocked', 'Privacy Blocked'),
        text('taxRegistrationNumber', 'VAT Registration No.', 20), ofType('date', 'lastInteractionDate', 'Last Interaction', { isReadOnly: true }), lastModified,
      ],
      navigations: [],
    },
    operations: { canCreate: true, canUpdate: true, canDelete: true },
    identity: { column: 'number', caption: 'No.', isUnique: true },
    nextNumber,
    settle(draft) {
      settleNames(draft);
      const { values, isNew } = draft;
      if (!isNew) return;
      values['customerId'] ??= '00000000-0000-0000-0000-000000000000';
      values['companyName'] ??= '';
      values['contactBusinessRelation'] ??= '';
    },
  };
} // prettier-ignore

/** The page of the persons of customers, over the same records: with first and last name, without a stamp. */
export function customerContactsPage(tables: CodeTables): ErpPage {
  const same = (name: string) => (record: StoredRecord) => record.values[name] ?? '';
  return {
    definition: {
      set: 'customerContacts',
      type: 'customerContact',
      title: 'Customer Contact',
      table: 'contacts',
      key: 'id',
      columns: [
        id, text('email', 'Email', 80), text('firstName', 'First Name', 30), text('lastName', 'Surname', 30),
        text('professionalTitle', 'Job Title', 30, { read: same('jobTitle') }),
        ofType('guid', 'customerId', 'Customer Id', { foundBy: ['customerId'] }), shown(text('customerName', 'Customer Name', 100, { read: same('companyName') })),
        text('primaryPhoneNumber', 'Phone No.', 30, { read: same('phoneNumber') }),
      ],
      navigations: [],
    },
    operations: { canCreate: false, canUpdate: true, canDelete: false },
    identity: { column: 'lastName', caption: 'Surname', isUnique: false },
    settle(draft) {
      const { values, sent } = draft;
      settleNames(draft);
      for (const [name, own] of [['professionalTitle', 'jobTitle'], ['primaryPhoneNumber', 'phoneNumber']] as const) {
        if (sent.has(name)) values[own] = values[name]!;
        delete values[name];
      }
      if (!sent.has('customerId')) return;
      const customer = tables.entity('customers').table.get(String(values['customerId']));
      if (customer === undefined) throw refused('The customer cannot be found.');
      values['companyName'] = customer.values['displayName']!;
      values['contactBusinessRelation'] = 'Customer';
    },
  };
} // prettier-ignore
