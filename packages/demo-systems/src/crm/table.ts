import type { EntityDefinition, IndexDefinition, Navigation } from '../records/definition.ts';
import { boolean, choicesOf, instant, integer, lookup, target, text, type CrmColumn } from './column.ts';

/** Columns by which a record can be addressed instead of by its id. */
export interface AlternateKey {
  readonly schemaName: string;
  readonly title: string;
  /** Logical names; the first one must have an index. */
  readonly columns: readonly string[];
}

/** A way over a table that only links two others. `own` and `other` are its columns, both indexed. */
export interface ManyToMany {
  readonly navigation: string;
  readonly schemaName: string;
  /** Entity set of the linking table, and of the records at the other end. */
  readonly through: string;
  readonly target: string;
  readonly own: string;
  readonly other: string;
}

/** A table of the CRM. A further table is a further one of these, with a base of records. */
export interface CrmTable extends EntityDefinition<CrmColumn> {
  readonly schemaName: string;
  readonly collectionTitle: string;
  readonly objectTypeCode: number;
  readonly ownership: 'UserOwned' | 'BusinessOwned' | 'OrganizationOwned' | 'None';
  /** Logical name of the column that names a record. */
  readonly nameColumn: string;
  readonly isChangeTracked: boolean;
  readonly alternateKeys: readonly AlternateKey[];
  readonly indexes: readonly IndexDefinition[];
  readonly manyToMany: readonly ManyToMany[];
  /** What callers may do; the organisation's own settings are for administrators and applications. */
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
  readonly isSetting: boolean;
  /** Lookups of other tables that lead here, and what becomes of those records when the one they lead to goes. */
  readonly dependants: readonly Dependant[];
}

export interface Dependant {
  readonly set: string;
  /** Logical name of the lookup; it has an index. */
  readonly column: string;
  readonly onDelete: 'cascade' | 'removeLink';
}

type Given = Pick<
  CrmTable,
  'set' | 'type' | 'schemaName' | 'title' | 'collectionTitle' | 'objectTypeCode' | 'nameColumn' | 'key'
> &
  Partial<CrmTable> & { readonly columns: readonly CrmColumn[] };

/** Texts that differ in case only count as one value. */
export const foldedText: NonNullable<IndexDefinition['normal']> = (value) =>
  typeof value === 'string' ? value.toLowerCase() : null;

/** Completes a table: navigation properties of its lookups, and permissions that hold for most. */
export function table(given: Given): CrmTable {
  const single = new Map<string, Navigation>();
  for (const column of given.columns) {
    for (const to of column.targets ?? []) {
      if (single.has(to.navigation)) continue; // an owner is reached by one name, whatever it is
      const when = column.typeColumn === undefined ? {} : { when: { column: column.typeColumn, type: to.type } };
      single.set(to.navigation, { name: to.navigation, kind: 'one', target: to.set, column: column.name, ...when });
    }
  }
  return {
    ownership: 'OrganizationOwned',
    isChangeTracked: false,
    alternateKeys: [],
    indexes: [],
    manyToMany: [],
    canCreate: true,
    canUpdate: true,
    canDelete: false,
    isSetting: true,
    dependants: [],
    ...given,
    table: `crm.${given.type}`,
    navigations: [...single.values(), ...(given.navigations ?? [])],
  };
}

/** A state of a record with the statuses that belong to it; the first one is its default. */
export interface State {
  readonly value: number;
  readonly label: string;
  readonly statuses: Readonly<Record<number, string>>;
}

export const activeAndInactive: readonly State[] = [
  { value: 0, label: 'Active', statuses: { 1: 'Active' } },
  { value: 1, label: 'Inactive', statuses: { 2: 'Inactive' } },
];

/** `statecode` and `statuscode`. Neither may choose a state when a record is made. */
export function stateColumns(states: readonly State[]): CrmColumn[] {
  const stateOf: Record<number, number> = {};
  for (const { value, statuses } of states) for (const status of Object.keys(statuses)) stateOf[Number(status)] = value;
  const common = { type: 'choice', canBeSecured: false } as const;
  const first = Number(Object.keys(states[0]!.statuses)[0]);
  return [
    {
      ...common,
      name: 'statecode',
      logicalName: 'statecode',
      schemaName: 'StateCode',
      title: 'Status',
      attributeType: 'State',
      required: 'SystemRequired',
      canCreate: false,
      canUpdate: true,
      choices: states.map(({ value, label }) => ({ value, label })),
      initial: states[0]!.value,
    },
    {
      ...common,
      name: 'statuscode',
      logicalName: 'statuscode',
      schemaName: 'StatusCode',
      title: 'Status Reason',
      attributeType: 'Status',
      required: 'None',
      canCreate: true,
      canUpdate: true,
      choices: states.flatMap(({ statuses }) => choicesOf(statuses)),
      stateOf,
      initial: first,
    },
  ];
}

const user = (navigation: string) => [target('systemuser', 'systemusers', navigation)];

/** Ways from an account or a contact to the documents of which it is the customer. */
export function ofCustomer(type: 'account' | 'contact'): Navigation[] {
  const way = (document: string, target: string): Navigation => ({
    name: `${document}_customer_${type}s`,
    kind: 'many',
    target,
    column: 'customerid',
    when: { column: 'customeridtype', type },
  });
  return [way('opportunity', 'opportunities'), way('quote', 'quotes'), way('order', 'salesorders')];
}

/** What goes with an account or a contact that is deleted. */
export const documentsOfCustomer: readonly Dependant[] = ['opportunities', 'quotes', 'salesorders'].map((set) => ({
  set,
  column: 'customerid',
  onDelete: 'cascade',
}));

/** Who made and last changed a record, and when. */
export const auditColumns: readonly CrmColumn[] = [
  instant('CreatedOn', 'Created On', { readOnly: true }),
  instant('ModifiedOn', 'Modified On', { readOnly: true, role: 'stamp', read: (record) => record.stamp }),
  lookup('CreatedBy', 'Created By', user('createdby'), { readOnly: true }),
  lookup('ModifiedBy', 'Modified By', user('modifiedby'), { readOnly: true }),
  { ...integer('VersionNumber', 'Version Number', { readOnly: true, read: (record) => record.version }), type: 'bigint', attributeType: 'BigInt' }, // prettier-ignore
];

/** What every table owned by a user or a team has besides. */
export const ownedColumns: readonly CrmColumn[] = [
  lookup('OwnerId', 'Owner', [target('systemuser', 'systemusers', 'ownerid'), target('team', 'teams', 'ownerid')], {
    attributeType: 'Owner',
    required: 'SystemRequired',
    canBeSecured: false,
  }),
  lookup('OwningUser', 'Owning User', user('owninguser'), {
    readOnly: true,
    read: ({ values }) => (values['owneridtype'] === 'team' ? null : (values['ownerid'] ?? null)),
  }),
  lookup('OwningTeam', 'Owning Team', [target('team', 'teams', 'owningteam')], {
    readOnly: true,
    read: ({ values }) => (values['owneridtype'] === 'team' ? (values['ownerid'] ?? null) : null),
  }),
  lookup(
    'OwningBusinessUnit',
    'Owning Business Unit',
    [target('businessunit', 'businessunits', 'owningbusinessunit')],
    {
      readOnly: true,
    },
  ),
  instant('OverriddenCreatedOn', 'Record Created On', { createOnly: true, format: 'DateOnly' }),
  integer('ImportSequenceNumber', 'Import Sequence Number', {
    createOnly: true,
    min: -2_147_483_648,
    max: 2_147_483_647,
  }),
];

/** The currency of a record's amounts. */
export const currencyColumns: readonly CrmColumn[] = [
  lookup('TransactionCurrencyId', 'Currency', [target('transactioncurrency', 'transactioncurrencies', 'transactioncurrencyid')], { canBeSecured: false }), // prettier-ignore
  {
    name: 'exchangerate',
    logicalName: 'exchangerate',
    schemaName: 'ExchangeRate',
    title: 'Exchange Rate',
    type: 'decimal',
    attributeType: 'Decimal',
    required: 'None',
    canCreate: false,
    canUpdate: false,
    canBeSecured: false,
    precision: 10,
    min: 0,
    max: 100_000_000_000,
  },
];

/** The parts of a postal address, as accounts and contacts have it. */
export function addressColumns(number: 1 | 2): CrmColumn[] {
  const name = (part: string) => `Address${number}_${part}`;
  const title = (part: string) => `Address ${number}: ${part}`;
  const lower = (part: string) => `address${number}_${part}`;
  return [
    text(name('Name'), title('Name'), 200),
    text(name('Line1'), title('Street 1'), 250),
    text(name('Line2'), title('Street 2'), 250),
    text(name('Line3'), title('Street 3'), 250),
    text(name('PostalCode'), title('ZIP/Postal Code'), 20),
    text(name('City'), title('City'), 80),
    text(name('StateOrProvince'), title('State/Province'), 50),
    text(name('Country'), title('Country/Region'), 80),
    text(name('Telephone1'), title('Phone'), 50),
    {
      ...text(name('Composite'), title('Address'), 1000, {
        readOnly: true,
        canBeSecured: true,
        read({ values }) {
          const at = (part: string) => values[lower(part)];
          const town = [at('postalcode'), at('city')].filter(Boolean).join(' ');
          const lines = [at('line1'), at('line2'), at('line3'), town, at('country')].filter(Boolean);
          return lines.length === 0 ? null : lines.join('\r\n');
        },
      }),
      type: 'memo',
      attributeType: 'Memo',
    },
  ];
}

/** Ways in which a person or a firm does not want to be reached. */
export const permissionColumns: readonly CrmColumn[] = [
  boolean('DoNotEMail', 'Do not allow Emails'),
  boolean('DoNotPhone', 'Do not allow Phone Calls'),
  boolean('DoNotPostalMail', 'Do not allow Mails'),
  boolean('DoNotBulkEMail', 'Do not allow Bulk Emails'),
];

/** Into which record this one was merged, where two were made one. */
export const mergeColumns = (type: string, set: string): readonly CrmColumn[] => [
  boolean('Merged', 'Merged', { readOnly: true }),
  lookup('MasterId', 'Master ID', [target(type, set, 'masterid')], { readOnly: true }),
];
