import { documentLines, priceLines, type LinesDefinition } from './lines.ts';
import { currencies, priceLists, teams, units, users, type LookupTarget } from './lookup-targets.ts';
import { opportunityWorkflow, orderWorkflow, productWorkflow, quoteWorkflow, type Workflow } from './workflow.ts';

export interface LookupDefinition {
  /** More than one where the column may lead to several tables; names are looked for in this order. */
  readonly targets: readonly LookupTarget[];
  /** Written only when the record is made. */
  readonly isFixed: boolean;
  /** Name in `@odata.bind` where it is not the column's: that of a custom column keeps its capitals. */
  readonly navigation?: string;
  /** Another lookup that follows from this one: the navigation to it, whose id the target keeps as `also`. */
  readonly alsoBinds?: { readonly navigation: string; readonly set: string };
}

/** A lookup that leads to a record of another entity: its value is that record's key. */
export interface ReferenceDefinition {
  readonly entity: string;
  readonly table: string;
  readonly set: string;
  /** Name in `@odata.bind`; case counts. */
  readonly navigation: string;
  /** The column may lead to other tables too: what leads there is not ours and reads as empty. */
  readonly isPolymorphic: boolean;
}

/** What the connector knows of one entity beyond its bindings and the metadata. A further entity is a further definition. */
export interface EntityDefinition {
  readonly entity: string;
  /** Logical name of the table: `account`. */
  readonly table: string;
  readonly set: string;
  readonly idColumn: string;
  readonly lookups: Readonly<Record<string, LookupDefinition>>;
  readonly references: Readonly<Record<string, ReferenceDefinition>>;
  /** The column people call a record's number, for runs over given keys. */
  readonly numberColumn: string | null;
  /** By canonical field: records of another table that belong to this one. */
  readonly lines: Readonly<Record<string, LinesDefinition>>;
  /** States that are reached by actions or in steps; absent where a plain update does it. */
  readonly workflow?: Workflow;
  /** A new record needs a price list in its currency. */
  readonly needsPriceList: boolean;
  /** Two records can be made one: the other stays, inactive, and names the one it was merged into. */
  readonly isMergeable: boolean;
}

// Amounts of a record are in its currency: the system refuses to change it afterwards.
const currency: LookupDefinition = { targets: [currencies], isFixed: true };
const owner: LookupDefinition = { targets: [users, teams], isFixed: false };

const account = (navigation: string, isPolymorphic = true): ReferenceDefinition => ({
  entity: 'account',
  table: 'account',
  set: 'accounts',
  navigation,
  isPolymorphic,
});

type Given = Pick<EntityDefinition, 'entity' | 'set' | 'idColumn'> & Partial<EntityDefinition>;

function define({ entity, ...given }: Given): EntityDefinition {
  return {
    entity,
    table: entity,
    lookups: {},
    references: {},
    numberColumn: null,
    lines: {},
    needsPriceList: false,
    isMergeable: false,
    ...given,
  };
}

const definitions: readonly EntityDefinition[] = [
  define({
    entity: 'account',
    set: 'accounts',
    idColumn: 'accountid',
    numberColumn: 'accountnumber',
    isMergeable: true,
    lookups: {
      transactioncurrencyid: currency,
      territoryid: {
        targets: [{ set: 'territories', idColumn: 'territoryid', nameColumn: 'name' }],
        isFixed: false,
      },
      ownerid: owner,
    },
  }),
  define({
    entity: 'contact',
    set: 'contacts',
    idColumn: 'contactid',
    isMergeable: true,
    lookups: { ownerid: owner, transactioncurrencyid: currency },
    references: { parentcustomerid: account('parentcustomerid_account') },
  }),
  define({
    entity: 'lead',
    set: 'leads',
    idColumn: 'leadid',
    lookups: { ownerid: owner, transactioncurrencyid: currency },
  }),
  define({
    entity: 'opportunity',
    set: 'opportunities',
    idColumn: 'opportunityid',
    lookups: { ownerid: owner, transactioncurrencyid: currency },
    references: { customerid: account('customerid_account') },
    workflow: opportunityWorkflow,
  }),
  define({
    entity: 'product',
    set: 'products',
    idColumn: 'productid',
    numberColumn: 'productnumber',
    lookups: {
      transactioncurrencyid: currency,
      defaultuomid: {
        targets: [units],
        isFixed: false,
        alsoBinds: { navigation: 'defaultuomscheduleid', set: 'uomschedules' },
      },
      pricelevelid: { targets: [priceLists], isFixed: false },
    },
    lines: { priceLists: priceLines },
    workflow: productWorkflow,
  }),
  define({
    entity: 'quote',
    set: 'quotes',
    idColumn: 'quoteid',
    numberColumn: 'quotenumber',
    lookups: {
      transactioncurrencyid: currency,
      ownerid: owner,
      pricelevelid: { targets: [priceLists], isFixed: false },
    },
    references: { customerid: account('customerid_account') },
    lines: { lines: documentLines({ table: 'quotedetail', parent: 'quoteid', head: 'quotes' }) }, // prettier-ignore
    workflow: quoteWorkflow,
    needsPriceList: true,
  }),
  define({
    entity: 'order',
    table: 'salesorder',
    set: 'salesorders',
    idColumn: 'salesorderid',
    numberColumn: 'ordernumber',
    lookups: {
      transactioncurrencyid: currency,
      ownerid: owner,
      pricelevelid: { targets: [priceLists], isFixed: false },
    },
    references: {
      customerid: account('customerid_account'),
      quoteid: { entity: 'quote', table: 'quote', set: 'quotes', navigation: 'quoteid', isPolymorphic: false },
    },
    lines: { lines: documentLines({ table: 'salesorderdetail', parent: 'salesorderid', head: 'salesorders' }) }, // prettier-ignore
    workflow: orderWorkflow,
    needsPriceList: true,
  }),
  define({
    entity: 'task',
    set: 'tasks',
    idColumn: 'activityid',
    lookups: { ownerid: owner },
    references: { regardingobjectid: account('regardingobjectid_account_task') },
  }),
  define({
    entity: 'salesTarget',
    table: 'kop_salestarget',
    set: 'kop_salestargets',
    idColumn: 'kop_salestargetid',
    lookups: {
      transactioncurrencyid: currency,
      ownerid: owner,
      kop_salespersonid: { targets: [users], isFixed: false, navigation: 'kop_SalespersonId' },
    },
    references: { kop_accountid: account('kop_AccountId', false) },
  }),
];

/** By canonical entity. Names: vendor's entity reference, see the README. */
export const entities: Readonly<Record<string, EntityDefinition>> = Object.fromEntries(
  definitions.map((definition) => [definition.entity, definition]),
);
