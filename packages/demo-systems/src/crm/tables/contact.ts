import type { StoredRecord } from '../../records/definition.ts';
import { choice, date, key, lookup, memo, target, text } from '../column.ts';
import {
  activeAndInactive,
  addressColumns,
  auditColumns,
  currencyColumns,
  documentsOfCustomer,
  mergeColumns,
  ofCustomer,
  ownedColumns,
  permissionColumns,
  stateColumns,
  table,
} from '../table.ts';

/** First and last name in one. */
export function fullName({ values }: Pick<StoredRecord, 'values'>): string | null {
  return [values['firstname'], values['lastname']].filter(Boolean).join(' ') || null;
}

/** Persons, who mostly work for an account. */
export const contacts = table({
  set: 'contacts',
  type: 'contact',
  schemaName: 'Contact',
  title: 'Contact',
  collectionTitle: 'Contacts',
  objectTypeCode: 2,
  key: 'contactid',
  nameColumn: 'fullname',
  ownership: 'UserOwned',
  isChangeTracked: true,
  isSetting: false,
  canDelete: true,
  indexes: [{ column: 'parentcustomerid' }],
  columns: [
    key('ContactId', 'Contact'),
    text('FirstName', 'First Name', 50, { required: 'Recommended', canBeSecured: false }),
    text('LastName', 'Last Name', 50, { required: 'ApplicationRequired', canBeSecured: false }),
    text('FullName', 'Full Name', 160, { readOnly: true, read: fullName }),
    text('JobTitle', 'Job Title', 100),
    text('EMailAddress1', 'Email', 100, { format: 'Email' }),
    text('Telephone1', 'Business Phone', 50, { format: 'Phone' }),
    text('MobilePhone', 'Mobile Phone', 50, { format: 'Phone' }),
    text('Department', 'Department', 100),
    choice('kop_Language', 'Language', { 1: 'Dutch', 2: 'French', 3: 'German', 4: 'English' }),
    date('BirthDate', 'Birthday'),
    memo('Description', 'Description'),
    memo('kop_Preferences', 'Preferences'),
    ...addressColumns(1),
    ...permissionColumns,
    ...mergeColumns('contact', 'contacts'),
    lookup(
      'ParentCustomerId',
      'Company Name',
      [
        target('account', 'accounts', 'parentcustomerid_account'),
        target('contact', 'contacts', 'parentcustomerid_contact'),
      ],
      { attributeType: 'Customer', foundBy: ['parentcustomerid'] },
    ),
    ...currencyColumns,
    ...stateColumns(activeAndInactive),
    ...ownedColumns,
    ...auditColumns,
  ],
  navigations: [
    {
      name: 'contact_customer_contacts',
      kind: 'many',
      target: 'contacts',
      column: 'parentcustomerid',
      when: { column: 'parentcustomeridtype', type: 'contact' },
    },
    { name: 'account_primary_contact', kind: 'many', target: 'accounts', column: 'primarycontactid' },
    ...ofCustomer('contact'),
  ],
  dependants: [
    { set: 'contacts', column: 'parentcustomerid', onDelete: 'cascade' },
    { set: 'accounts', column: 'primarycontactid', onDelete: 'removeLink' },
    ...documentsOfCustomer,
    { set: 'tasks', column: 'regardingobjectid', onDelete: 'cascade' },
  ],
});
