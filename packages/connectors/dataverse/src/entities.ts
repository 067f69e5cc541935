/** A lookup column that people know by a name: where it leads, and which column tells the name. */
export interface LookupTarget {
  readonly set: string;
  readonly idColumn: string;
  readonly nameColumn: string;
}

export interface LookupDefinition {
  /** More than one where the column may lead to several tables; names are looked for in this order. */
  readonly targets: readonly LookupTarget[];
  /** Written only when the record is made. */
  readonly isFixed: boolean;
}

/** What the connector knows of one entity beyond its bindings and the metadata. A further entity is a further definition. */
export interface EntityDefinition {
  readonly entity: string;
  /** Logical name of the table: `account`. */
  readonly table: string;
  readonly set: string;
  readonly idColumn: string;
  readonly lookups: Readonly<Record<string, LookupDefinition>>;
  /** The column people call a record's number, for runs over given keys. */
  readonly numberColumn: string | null;
}

const user: LookupTarget = { set: 'systemusers', idColumn: 'systemuserid', nameColumn: 'fullname' };
const team: LookupTarget = { set: 'teams', idColumn: 'teamid', nameColumn: 'name' };

/** By canonical entity. Names: vendor's entity reference, see the README. */
export const entities: Readonly<Record<string, EntityDefinition>> = {
  account: {
    entity: 'account',
    table: 'account',
    set: 'accounts',
    idColumn: 'accountid',
    numberColumn: 'accountnumber',
    lookups: {
      transactioncurrencyid: {
        targets: [{ set: 'transactioncurrencies', idColumn: 'transactioncurrencyid', nameColumn: 'isocurrencycode' }],
        // Amounts of a record are in its currency: the system refuses to change it afterwards.
        isFixed: true,
      },
      territoryid: {
        targets: [{ set: 'territories', idColumn: 'territoryid', nameColumn: 'name' }],
        isFixed: false,
      },
      ownerid: { targets: [user, team], isFixed: false },
    },
  },
};
