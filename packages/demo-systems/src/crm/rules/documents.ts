import type { StoredRecord, Value, Values } from '../../records/definition.ts';
import { documentTotals, lineAmounts } from '../amounts.ts';
import type { Crm } from '../crm.ts';
import { problems } from '../protocol/problem.ts';
import type { Session } from '../session.ts';
import type { Change, TableRule } from './rule.ts';

/** A kind of document: its head, its lines, and how both are numbered and called. */
interface DocumentKind {
  readonly set: string;
  readonly lineSet: string;
  readonly type: 'quote' | 'salesorder';
  /** Of the lines: the column that leads to the head. */
  readonly parent: string;
  readonly number: string;
}

const quote: DocumentKind = { set: 'quotes', lineSet: 'quotedetails', type: 'quote', parent: 'quoteid', number: 'quotenumber' }; // prettier-ignore
const order: DocumentKind = { set: 'salesorders', lineSet: 'salesorderdetails', type: 'salesorder', parent: 'salesorderid', number: 'ordernumber' }; // prettier-ignore

const stateColumns = new Set(['statecode', 'statuscode']);

/** Quotes and orders may be edited in their first state only. Integrations may still write what an ERP tells of an order. */
export function isEditable(record: StoredRecord): boolean {
  return (record.values['statecode'] ?? 0) === 0;
}

/** In back-office mode a submitted order belongs to the integration. */
function isBackOffice(crm: Crm, { userId }: Session): boolean {
  const organization = crm.entity('organizations').table.get(crm.organisation.organizationId);
  if (organization?.values['issopintegrationenabled'] !== true) return false;
  return crm.entity('systemusers').table.get(userId)?.values['isintegrationuser'] === true;
}

/** Changes of state that are an update of the record; all others have an action of their own. */
const plainTransitions: Readonly<Record<DocumentKind['type'], readonly string[]>> = {
  quote: ['0>1'],
  salesorder: ['0>1', '1>0'],
};

function headRule(kind: DocumentKind): TableRule {
  return {
    apply(change) {
      const { crm, values, before, written, session } = change;
      if (before === undefined) {
        values[kind.number] ??= crm.numbers[kind.set]!();
        if (kind.type === 'quote' && empty(values['pricelevelid'])) throw problems.noPriceList();
        if (kind.type === 'salesorder') values['kop_orderdate'] ??= crm.now().toISOString().slice(0, 10);
      } else {
        const from = before.values['statecode'] ?? 0;
        const to = values['statecode'] ?? 0;
        const others = [...written].filter((name) => !stateColumns.has(name));
        const mayWrite = isEditable(before) || (kind.type === 'salesorder' && from === 1 && isBackOffice(crm, session));
        if (others.length > 0 && !mayWrite) throw problems.readOnlyRecord();
        if (from !== to && !plainTransitions[kind.type].includes(`${String(from)}>${String(to)}`))
          throw problems.wrongTransition(kind.type, label(change, from), label(change, to));
        if (kind.type === 'quote' && from !== to && empty(values['customerid']))
          throw problems.missingColumn('customerid', kind.type);
      }
      settleCurrency(change);
      Object.assign(values, documentTotals(values, linesOf(crm, kind, change.id)));
    },
  };
}

function label({ entity }: Change, state: Value): string {
  return entity.column('statecode')?.choices?.find(({ value }) => value === state)?.label ?? String(state);
}

/** A document is in the currency of its price list. */
function settleCurrency({ crm, values, written }: Change): void {
  const list = values['pricelevelid'];
  if (typeof list !== 'string') return;
  const currency = crm.entity('pricelevels').table.get(list)?.values['transactioncurrencyid'] ?? null;
  const own = values['transactioncurrencyid'] ?? null;
  if (own === null) {
    values['transactioncurrencyid'] = currency;
    written.add('transactioncurrencyid');
  } else if (currency !== null && currency !== own) throw problems.currenciesDiffer();
}

function linesOf(crm: Crm, kind: DocumentKind, id: string): Values[] {
  return crm
    .entity(kind.lineSet)
    .table.find(kind.parent, [id])
    .map(({ values }) => values);
}

function lineRule(kind: DocumentKind): TableRule {
  const headOf = (crm: Crm, values: Values): StoredRecord => {
    const id = values[kind.parent];
    const head = typeof id === 'string' ? crm.entity(kind.set).table.get(id) : undefined;
    if (head === undefined) throw problems.missingColumn(kind.parent, `${kind.type}detail`);
    return head;
  };
  const refuseReadOnly = (crm: Crm, head: StoredRecord, session: Session) => {
    if (isEditable(head)) return;
    if (kind.type === 'salesorder' && head.values['statecode'] === 1 && isBackOffice(crm, session)) return;
    throw problems.parentReadOnly();
  };
  return {
    apply({ crm, entity, values, before, written, session }) {
      const head = headOf(crm, values);
      refuseReadOnly(crm, head, session);
      if (empty(values['quantity'])) throw problems.missingColumn('quantity', entity.definition.type);
      if (values['isproductoverridden'] === true) {
        if (empty(values['productdescription']))
          throw problems.missingColumn('productdescription', entity.definition.type);
        values['priceperunit'] ??= 0;
      } else if (
        before === undefined ||
        ['productid', 'uomid', 'ispriceoverridden', 'priceperunit'].some((name) => written.has(name))
      ) {
        priceLine(crm, entity.definition.type, head, values);
      }
      values['lineitemnumber'] ??= 1 + Math.max(0, ...linesOf(crm, kind, head.id).map((line) => Number(line['lineitemnumber'] ?? 0))); // prettier-ignore
      Object.assign(values, lineAmounts(values), {
        transactioncurrencyid: head.values['transactioncurrencyid'] ?? null,
        exchangerate: head.values['exchangerate'] ?? null,
      });
    },
    removal: (crm, { values }, session) => refuseReadOnly(crm, headOf(crm, values), session),
    follow(crm, { values }, put) {
      const heads = crm.entity(kind.set);
      const head = heads.table.get(String(values[kind.parent]));
      // When the head itself is deleted, its lines go after it.
      if (head === undefined) return;
      put(heads, head, documentTotals(head.values, linesOf(crm, kind, head.id)));
    },
  };
}

/** The product of a line must be for sale in that unit; its price is that of the price list unless the caller has its own. */
function priceLine(crm: Crm, type: string, head: StoredRecord, values: Values): void {
  if (empty(values['productid'])) throw problems.missingColumn('productid', type);
  if (empty(values['uomid'])) throw problems.missingColumn('uomid', type);
  const product = crm.entity('products').table.get(String(values['productid']));
  const unit = crm.entity('uoms').table.get(String(values['uomid']));
  const state = product?.values['statecode'];
  if (state !== 0 && state !== 3) throw problems.productNotSold(String(product?.values['name'] ?? ''));
  if (unit?.values['uomscheduleid'] !== product?.values['defaultuomscheduleid']) throw problems.wrongUnit();
  if (values['ispriceoverridden'] === true) {
    values['priceperunit'] ??= 0;
    return;
  }
  const list = head.values['pricelevelid'];
  if (typeof list !== 'string') throw problems.noPriceList();
  const item = crm
    .entity('productpricelevels')
    .table.find('productid', [product!.id])
    .find((one) => one.values['pricelevelid'] === list && one.values['uomid'] === values['uomid']);
  if (item === undefined) throw problems.notInPriceList(String(product!.values['productnumber'] ?? ''));
  values['priceperunit'] = item.values['amount'] ?? 0;
}

function empty(value: Value | undefined): boolean {
  return value === null || value === undefined || value === '';
}

export const documentRules: Readonly<Record<string, TableRule>> = {
  quotes: headRule(quote),
  salesorders: headRule(order),
  quotedetails: lineRule(quote),
  salesorderdetails: lineRule(order),
};
