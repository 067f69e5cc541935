import { boolean, choice, decimal, guid, instant, integer, key, lookup, memo, target, text } from '../column.ts';
import { teamProfiles, userProfiles } from './security.ts';
import { activeAndInactive, auditColumns, currencyColumns, foldedText, stateColumns, table } from '../table.ts';

const businessUnit = lookup(
  'BusinessUnitId',
  'Business Unit',
  [target('businessunit', 'businessunits', 'businessunitid')],
  { required: 'SystemRequired', canBeSecured: false },
);

/** Persons and applications that may sign in. They come from the directory, so none is made or removed here. */
export const systemUsers = table({
  set: 'systemusers',
  type: 'systemuser',
  schemaName: 'SystemUser',
  title: 'User',
  collectionTitle: 'Users',
  objectTypeCode: 8,
  key: 'systemuserid',
  nameColumn: 'fullname',
  ownership: 'BusinessOwned',
  canCreate: false,
  indexes: [{ column: 'azureactivedirectoryobjectid' }],
  columns: [
    key('SystemUserId', 'User'),
    text('FullName', 'Full Name', 200, { readOnly: true }),
    text('FirstName', 'First Name', 256),
    text('LastName', 'Last Name', 256),
    text('DomainName', 'User Name', 1024, { createOnly: true }),
    text('InternalEMailAddress', 'Primary Email', 100),
    text('Title', 'Title', 128),
    text('Address1_Telephone1', 'Main Phone', 64),
    boolean('IsDisabled', 'Status', { readOnly: true }),
    boolean('IsIntegrationUser', 'Integration user mode'),
    choice('AccessMode', 'Access Mode', {
      0: 'Read-Write',
      1: 'Administrative',
      2: 'Read',
      3: 'Support User',
      4: 'Non-interactive',
      5: 'Delegated Admin',
    }),
    guid('ApplicationId', 'Application ID', { readOnly: true }),
    guid('AzureActiveDirectoryObjectId', 'Azure AD Object ID', {
      readOnly: true,
      foundBy: ['azureactivedirectoryobjectid'],
    }),
    businessUnit,
    lookup('TerritoryId', 'Territory', [target('territory', 'territories', 'territoryid')]),
    ...auditColumns,
  ],
  manyToMany: [
    {
      navigation: 'teammembership_association',
      schemaName: 'teammembership_association',
      through: 'teammemberships',
      target: 'teams',
      own: 'systemuserid',
      other: 'teamid',
    },
    userProfiles,
  ],
});

/** Groups of users; they own records too. */
export const teams = table({
  set: 'teams',
  type: 'team',
  schemaName: 'Team',
  title: 'Team',
  collectionTitle: 'Teams',
  objectTypeCode: 9,
  key: 'teamid',
  nameColumn: 'name',
  ownership: 'BusinessOwned',
  canDelete: true,
  indexes: [{ column: 'name', normal: foldedText }],
  columns: [
    key('TeamId', 'Team'),
    text('Name', 'Team Name', 160, { required: 'ApplicationRequired', foundBy: ['name'] }),
    memo('Description', 'Description'),
    choice(
      'TeamType',
      'Team Type',
      { 0: 'Owner', 1: 'Access', 2: 'Security Group', 3: 'Office Group' },
      { initial: 0 },
    ),
    boolean('IsDefault', 'Is Default', { readOnly: true }),
    businessUnit,
    lookup('AdministratorId', 'Administrator', [target('systemuser', 'systemusers', 'administratorid')]),
    ...auditColumns,
  ],
  manyToMany: [
    {
      navigation: 'teammembership_association',
      schemaName: 'teammembership_association',
      through: 'teammemberships',
      target: 'systemusers',
      own: 'teamid',
      other: 'systemuserid',
    },
    teamProfiles,
  ],
  dependants: [
    { set: 'teammemberships', column: 'teamid', onDelete: 'cascade' },
    { set: 'teamprofilescollection', column: 'teamid', onDelete: 'cascade' },
  ],
});

/** Who is in which team. Changed through the relationship only. */
export const teamMemberships = table({
  set: 'teammemberships',
  type: 'teammembership',
  schemaName: 'TeamMembership',
  title: 'Team Membership',
  collectionTitle: 'Team Memberships',
  objectTypeCode: 23,
  ownership: 'None',
  key: 'teammembershipid',
  nameColumn: 'teammembershipid',
  canCreate: false,
  canUpdate: false,
  indexes: [{ column: 'teamid' }, { column: 'systemuserid' }],
  columns: [
    key('TeamMembershipId', 'Team Membership'),
    guid('TeamId', 'Team', { readOnly: true, foundBy: ['teamid'] }),
    guid('SystemUserId', 'User', { readOnly: true, foundBy: ['systemuserid'] }),
  ],
});

export const businessUnits = table({
  set: 'businessunits',
  type: 'businessunit',
  schemaName: 'BusinessUnit',
  title: 'Business Unit',
  collectionTitle: 'Business Units',
  objectTypeCode: 10,
  key: 'businessunitid',
  nameColumn: 'name',
  canCreate: false,
  columns: [
    key('BusinessUnitId', 'Business Unit'),
    text('Name', 'Name', 160, { required: 'SystemRequired' }),
    boolean('IsDisabled', 'Is Disabled', { readOnly: true }),
    lookup('ParentBusinessUnitId', 'Parent Business', [
      target('businessunit', 'businessunits', 'parentbusinessunitid'),
    ]),
    ...auditColumns,
  ],
});

/** The one record with the settings of the whole environment. */
export const organizations = table({
  set: 'organizations',
  type: 'organization',
  schemaName: 'Organization',
  title: 'Organization',
  collectionTitle: 'Organizations',
  objectTypeCode: 1019,
  key: 'organizationid',
  nameColumn: 'name',
  canCreate: false,
  columns: [
    key('OrganizationId', 'Organization'),
    text('Name', 'Organization Name', 160, { readOnly: true }),
    integer('LanguageCode', 'Language', { readOnly: true }),
    integer('LocaleId', 'Locale'),
    text('CurrencySymbol', 'Currency Symbol', 13),
    integer('CurrencyDecimalPrecision', 'Currency Decimal Precision', { max: 10 }),
    lookup('BaseCurrencyId', 'Currency', [target('transactioncurrency', 'transactioncurrencies', 'basecurrencyid')], {
      readOnly: true,
    }),
    integer('ExpireChangeTrackingInDays', 'Days to Expire Change Tracking Deleted Records', { max: 365 }),
    integer('MaxUploadFileSize', 'Max Upload File Size', { max: 131_072_000 }),
    boolean('IsSOPIntegrationEnabled', 'Is Sales Order Integration Enabled'),
    boolean('IsAuditEnabled', 'Is Auditing Enabled'),
    integer('PricingDecimalPrecision', 'Pricing Decimal Precision', { max: 4 }),
    ...auditColumns,
  ],
});

export const transactionCurrencies = table({
  set: 'transactioncurrencies',
  type: 'transactioncurrency',
  schemaName: 'TransactionCurrency',
  title: 'Currency',
  collectionTitle: 'Currencies',
  objectTypeCode: 9105,
  key: 'transactioncurrencyid',
  nameColumn: 'currencyname',
  isChangeTracked: true,
  indexes: [{ column: 'isocurrencycode', normal: foldedText }],
  columns: [
    key('TransactionCurrencyId', 'Transaction Currency'),
    text('CurrencyName', 'Currency Name', 100, { required: 'ApplicationRequired' }),
    text('ISOCurrencyCode', 'Currency Code', 5, {
      required: 'SystemRequired',
      createOnly: true,
      foundBy: ['isocurrencycode'],
    }),
    text('CurrencySymbol', 'Currency Symbol', 13, { required: 'ApplicationRequired' }),
    integer('CurrencyPrecision', 'Currency Precision', { max: 4, required: 'SystemRequired', initial: 2 }),
    decimal('ExchangeRate', 'Exchange Rate', { min: 1e-10, precision: 10, required: 'SystemRequired' }),
    ...stateColumns(activeAndInactive),
    ...auditColumns,
  ],
});

export const territories = table({
  set: 'territories',
  type: 'territory',
  schemaName: 'Territory',
  title: 'Territory',
  collectionTitle: 'Territories',
  objectTypeCode: 2013,
  key: 'territoryid',
  nameColumn: 'name',
  isChangeTracked: true,
  indexes: [{ column: 'name', normal: foldedText }],
  columns: [
    key('TerritoryId', 'Territory'),
    text('Name', 'Territory Name', 200, { required: 'SystemRequired', foundBy: ['name'] }),
    memo('Description', 'Description'),
    lookup('ManagerId', 'Manager', [target('systemuser', 'systemusers', 'managerid')]),
    instant('OverriddenCreatedOn', 'Record Created On', { createOnly: true }),
    ...currencyColumns,
    ...auditColumns,
  ],
});
