import { unbound } from './actions.ts';
import type { PagePart, PageSet } from '../odata-service.ts';
import { reader, type Entity } from '../records/catalogue.ts';
import type { StoredRecord, Value, Values } from '../records/definition.ts';
import { tableOf, type Crm, type CrmEntity } from './crm.ts';
import { noPreferences } from './protocol/preferences.ts';
import { crmErrorOf } from './protocol/problem.ts';
import { Labels } from './protocol/rendering.ts';
import type { Session } from './session.ts';
import type { Writing } from './writing.ts';

interface Shape {
  readonly set: string;
  /** What its records are called together. */
  readonly title: string;
  readonly listed: readonly string[];
  readonly foundBy: readonly string[];
  readonly containedIn: readonly string[];
  /** Records that belong to one, by the navigation that leads to them. */
  readonly parts?: { readonly title: string; readonly navigation: string; readonly listed: readonly string[] };
}

const lines = [
  'lineitemnumber',
  '_productid_value',
  'productdescription',
  'quantity',
  '_uomid_value',
  'priceperunit',
  'manualdiscountamount',
  'extendedamount',
];

const shapes: readonly Shape[] = [
  {
    set: 'accounts',
    title: 'Accounts',
    listed: ['name', 'accountnumber', 'kop_companynumber', 'kop_vatnumber', 'address1_city', '_ownerid_value', 'statecode'],
    foundBy: ['accountnumber', 'kop_companynumber', 'kop_vatnumber', 'name'],
    containedIn: ['name', 'address1_city', 'emailaddress1'],
  },
  {
    set: 'contacts',
    title: 'Contacts',
    listed: ['fullname', 'jobtitle', 'emailaddress1', 'telephone1', '_parentcustomerid_value', 'statecode'],
    foundBy: [],
    containedIn: ['fullname', 'emailaddress1'],
  },
  {
    set: 'opportunities',
    title: 'Opportunities',
    listed: ['name', '_customerid_value', 'estimatedvalue', 'estimatedclosedate', 'statecode', 'statuscode'],
    foundBy: ['customerid'],
    containedIn: ['name'],
  },
  {
    set: 'quotes',
    title: 'Quotes',
    listed: ['quotenumber', 'name', '_customerid_value', '_transactioncurrencyid_value', 'totalamount', 'effectiveto', 'statecode'],
    foundBy: ['quotenumber', 'customerid'],
    containedIn: ['name'],
    parts: { title: 'Lines', navigation: 'quote_details', listed: lines },
  },
  {
    set: 'salesorders',
    title: 'Orders',
    listed: ['ordernumber', 'name', '_customerid_value', 'totalamount', 'kop_submitted', 'kop_erpordernumber', 'kop_fulfilmentstatus', 'statecode'],
    foundBy: ['ordernumber', 'kop_erpordernumber', 'customerid', 'quoteid'],
    containedIn: ['name'],
    parts: { title: 'Lines', navigation: 'order_details', listed: lines },
  },
  {
    set: 'products',
    title: 'Products',
    listed: ['productnumber', 'name', '_defaultuomid_value', 'price', 'statecode'],
    foundBy: ['productnumber'],
    containedIn: ['name', 'description'],
    parts: { title: 'Prices', navigation: 'product_price_levels', listed: ['_pricelevelid_value', '_uomid_value', 'amount', 'kop_quantitybreaks'] },
  },
  {
    set: 'leads',
    title: 'Leads',
    listed: ['subject', 'fullname', 'companyname', 'emailaddress1', 'statecode', 'statuscode'],
    foundBy: [],
    containedIn: ['subject', 'companyname', 'fullname'],
  },
  {
    set: 'tasks',
    title: 'Tasks',
    listed: ['subject', '_regardingobjectid_value', 'scheduledend', '_ownerid_value', 'statecode'],
    foundBy: ['regardingobjectid'],
    containedIn: ['subject', 'description'],
  },
  {
    set: 'kop_salestargets',
    title: 'Sales targets',
    listed: ['kop_name', '_kop_accountid_value', 'kop_period', 'kop_amount', '_kop_salespersonid_value'],
    foundBy: ['kop_accountid'],
    containedIn: ['kop_name'],
  },
]; // prettier-ignore

/** A button of a record: when it is there, and what it does the way a client of the API would do it. */
interface Deed {
  readonly id: string;
  readonly label: string;
  readonly isPossible: (values: Values) => boolean;
  readonly body?: Readonly<Record<string, unknown>>;
  /** An action instead of an update: its name and what goes with it. */
  readonly action?: { readonly name: string; readonly parameter: string; readonly status: number };
}

const inState = (state: number) => (values: Values) => (values['statecode'] ?? 0) === state;

const deeds: Readonly<Record<string, readonly Deed[]>> = {
  quotes: [
    { id: 'activate', label: 'Activate', isPossible: inState(0), body: { statecode: 1, statuscode: 2 } },
    { id: 'win', label: 'Win quote', isPossible: inState(1), action: { name: 'WinQuote', parameter: 'QuoteClose', status: 4 } },
    { id: 'lose', label: 'Close as lost', isPossible: inState(1), action: { name: 'CloseQuote', parameter: 'QuoteClose', status: 5 } },
  ],
  salesorders: [
    {
      id: 'submit',
      label: 'Submit to the ERP',
      isPossible: (values) => inState(0)(values) && values['kop_submitted'] !== true,
      body: { kop_submitted: true },
    },
    { id: 'cancel', label: 'Cancel order', isPossible: inState(0), action: { name: 'CancelSalesOrder', parameter: 'OrderClose', status: 4 } },
  ],
  opportunities: [
    { id: 'win', label: 'Close as won', isPossible: inState(0), action: { name: 'WinOpportunity', parameter: 'OpportunityClose', status: 3 } },
    { id: 'lose', label: 'Close as lost', isPossible: inState(0), action: { name: 'LoseOpportunity', parameter: 'OpportunityClose', status: 5 } },
  ],
  tasks: [
    { id: 'complete', label: 'Complete', isPossible: inState(0), body: { statecode: 1, statuscode: 5 } },
    { id: 'open', label: 'Open again', isPossible: (values) => !inState(0)(values), body: { statecode: 0, statuscode: 2 } },
  ],
}; // prettier-ignore

/** More records than this are no list to choose from. */
const mostOptions = 50;

/** The CRM as a salesperson sees it: what the small page shows and lets them change. Column security binds them. */
export function pagesOf(crm: Crm, writing: Writing): PageSet[] {
  const userId = crm.organisation.salespeople[0]!;
  const session = (): Session => ({
    caller: { kind: 'salesperson', name: 'Demo page' },
    userId,
    rights: crm.security.rightsOf(userId),
    dialect: crm.dialectFor(userId),
    preferences: noPreferences,
  });
  return shapes.map(({ set, parts, ...shape }) => {
    const entity = crm.entity(set);
    const { type } = entity.definition;
    const own = deeds[set] ?? [];
    return {
      ...shape,
      entity: entity as unknown as Entity,
      editable: tableOf(entity)
        .columns.filter(({ canUpdate, role }) => role === undefined && canUpdate)
        .map(({ name }) => name),
      label: (column, value, record) => labelOf(crm, entity, { name: column, value, record }),
      options: (column) => optionsOf(crm, entity, column),
      note(name) {
        const column = entity.column(name);
        if (column === undefined || crm.security.rightsOf(userId).mayUpdate(type, column.logicalName)) return undefined;
        return 'Locked: column security lets you read it, not change it.';
      },
      ...(parts === undefined ? {} : { parts: (record: StoredRecord) => [partOf(crm, entity, record, parts)] }),
      actions: ({ values }) => own.filter(({ isPossible }) => isPossible(values)),
      act: ({ id, version, action }) =>
        change(crm, entity, { id, version }, (record) =>
          carryOut(
            { crm, writing, session: session() },
            own.find((deed) => deed.id === action)!,
            { entity, record },
          ),
        ),
      edit: ({ id, version, values }) =>
        change(crm, entity, { id, version }, (record) => {
          writing.update(entity, record, bodyOf(crm, entity, values), session());
        }),
    };
  });
}

function partOf(crm: Crm, entity: CrmEntity, record: StoredRecord, { title, navigation, listed }: NonNullable<Shape['parts']>): PagePart {
  const way = entity.navigation(navigation)!;
  const target = crm.catalogue.target(way);
  const records = target.table
    .find(way.column, [record.id])
    .sort((a, b) => Number(a.values['lineitemnumber'] ?? 0) - Number(b.values['lineitemnumber'] ?? 0));
  return { title, set: { entity: target as unknown as Entity, listed, label: (column, value, one) => labelOf(crm, target, { name: column, value, record: one }) }, records };
} // prettier-ignore

function carryOut(
  { crm, writing, session }: { readonly crm: Crm; readonly writing: Writing; readonly session: Session },
  { body, action, label }: Deed,
  { entity, record }: { readonly entity: CrmEntity; readonly record: StoredRecord },
): void {
  if (body !== undefined) writing.update(entity, record, body, session);
  if (action === undefined) return;
  const { set, key } = entity.definition;
  const close = { subject: label, [`${key}@odata.bind`]: `/${set}(${record.id})` };
  const sent = JSON.stringify({ Status: action.status, [action.parameter]: close });
  const request = { method: 'POST', path: action.name, query: '', headers: {}, body: sent };
  unbound({ crm, writing, session, request, name: action.name, arguments: '', query: new Map() });
}

function labelOf(
  crm: Crm,
  entity: CrmEntity,
  { name, value, record }: { readonly name: string; readonly value: Value; readonly record: StoredRecord },
): string | undefined {
  const column = entity.column(name);
  if (column === undefined || value === null) return undefined;
  if (column.targets !== undefined) {
    const found = column.targets
      .map(({ set }) => ({ target: crm.entity(set), other: crm.entity(set).table.get(String(value)) }))
      .find(({ other }) => other !== undefined);
    if (found?.other === undefined) return undefined;
    const naming = found.target.column(tableOf(found.target).nameColumn);
    return naming === undefined ? undefined : String(reader(naming)(found.other) ?? '');
  }
  return new Labels(crm).of(column)?.(value, record);
}

function optionsOf(crm: Crm, entity: CrmEntity, name: string): { value: string; label: string }[] | undefined {
  const column = entity.column(name);
  if (column?.choices !== undefined) return column.choices.map(({ value, label }) => ({ value: String(value), label }));
  if (column?.targets === undefined) return undefined;
  const sets = column.targets.map(({ set }) => crm.entity(set));
  if (sets.some(({ table }) => table.count() > mostOptions)) return undefined;
  return sets.flatMap((target) => {
    const naming = reader(target.column(tableOf(target).nameColumn)!);
    const all = { order: 'key', descending: false, minStamp: -1, maxStamp: 8.64e15, minId: '', maxId: '~' } as const;
    const options = [...target.table.read(all)].map((record) => ({
      value: record.id,
      label: String(naming(record) ?? ''),
    }));
    return options.sort((a, b) => a.label.localeCompare(b.label));
  });
}

/** Does something to the version of a record that was looked at. Gives the sentence with which the CRM refuses, or null. */
function change(
  crm: Crm,
  entity: CrmEntity,
  { id, version }: { readonly id: string; readonly version: number },
  work: (record: StoredRecord) => void,
): string | null {
  const record = entity.table.get(id);
  if (record === undefined) return 'This record is no longer there.';
  if (record.version !== version) return 'Somebody else has changed this record in the meantime.';
  try {
    crm.database.transact(() => work(record));
    return null;
  } catch (thrown) {
    return crmErrorOf(thrown).message;
  }
}

/** Stored values as the body of an update. */
function bodyOf(crm: Crm, entity: CrmEntity, values: Readonly<Values>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const column = entity.column(name);
    if (column?.targets === undefined) {
      body[name] = column?.type === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value;
      continue;
    }
    const target = column.targets.find(({ set }) => crm.entity(set).table.get(String(value)) !== undefined);
    const { navigation, set } = target ?? column.targets[0]!;
    body[`${navigation}@odata.bind`] = value === null ? null : `/${set}(${String(value)})`;
  }
  return body;
}
