import type { StoredRecord, Values } from '../records/definition.ts';
import type { Call } from './actions.ts';
import type { CrmEntity } from './crm.ts';
import { parseBody, type Body } from './protocol/body.ts';
import { problems } from './protocol/problem.ts';
import { followReference, isGuid } from './protocol/record-address.ts';
import { representation } from './reading.ts';
import { empty, type Answer } from './session.ts';

/** An action that closes a record: from which states, into which one, and what it leaves. */
interface Closing {
  readonly set: string;
  /** The parameter that names the record and says why. */
  readonly parameter: string;
  readonly closings: string;
  readonly from: readonly number[];
  readonly state: number;
  /** The statuses that may be asked for; the first one stands for -1. */
  readonly statuses: readonly number[];
  readonly values?: (record: StoredRecord, today: string, given: Body) => Values;
}

const closedOn = (_: StoredRecord, today: string): Values => ({ closedon: today });

const closingActions: Readonly<Record<string, Closing>> = {
  WinQuote: { set: 'quotes', parameter: 'QuoteClose', closings: 'quotecloses', from: [1], state: 2, statuses: [4], values: closedOn }, // prettier-ignore
  CloseQuote: { set: 'quotes', parameter: 'QuoteClose', closings: 'quotecloses', from: [1], state: 3, statuses: [5, 6, 7], values: closedOn }, // prettier-ignore
  FulfillSalesOrder: {
    set: 'salesorders',
    parameter: 'OrderClose',
    closings: 'ordercloses',
    from: [0, 1],
    state: 3,
    statuses: [100001, 100002],
    values: (_, today) => ({ datefulfilled: today }),
  },
  CancelSalesOrder: { set: 'salesorders', parameter: 'OrderClose', closings: 'ordercloses', from: [0, 1], state: 2, statuses: [4] }, // prettier-ignore
  WinOpportunity: {
    set: 'opportunities',
    parameter: 'OpportunityClose',
    closings: 'opportunitycloses',
    from: [0],
    state: 1,
    statuses: [3],
    values: ({ values }, today, given) => ({
      actualclosedate: today,
      actualvalue: typeof given['actualrevenue'] === 'number' ? given['actualrevenue'] : (values['estimatedvalue'] ?? null), // prettier-ignore
    }),
  },
  LoseOpportunity: {
    set: 'opportunities',
    parameter: 'OpportunityClose',
    closings: 'opportunitycloses',
    from: [0],
    state: 2,
    statuses: [4, 5],
    values: (_, today) => ({ actualclosedate: today }),
  },
};

function closingAction(name: string, closing: Closing): (call: Call) => Answer {
  const { set, parameter, statuses } = closing;
  return (call) => {
    const { crm, request, session } = call;
    const body = parseBody(request.body, set);
    const given = body[parameter];
    if (typeof given !== 'object' || given === null) throw problems.payload(set, `The parameter '${parameter}' is missing.`); // prettier-ignore
    const entity = crm.entity(set);
    const id = entity.definition.key;
    const bind = (given as Body)[`${id}@odata.bind`];
    if (typeof bind !== 'string') throw problems.payload(set, `The parameter '${parameter}' names no record: '${id}@odata.bind'.`); // prettier-ignore
    const record = entity.table.get(followReference(crm, bind, session.references).id)!;
    const asked = body['Status'];
    if (typeof asked !== 'number') throw problems.payload(set, "The parameter 'Status' is missing.");
    const status = asked === -1 ? statuses[0]! : asked;
    close(call, { name, closing, entity, record, status, given: given as Body });
    return empty(204);
  };
}

function close(
  { crm, writing, session }: Call,
  work: {
    readonly name: string;
    readonly closing: Closing;
    readonly entity: CrmEntity;
    readonly record: StoredRecord;
    readonly status: number;
    readonly given: Body;
  },
): void {
  const { closing, entity, record, status, given, name } = work;
  const { from, state, statuses, closings } = closing;
  const { key, type, title } = entity.definition;
  if (!from.includes(Number(record.values['statecode'] ?? 0))) throw problems.notInState(name, title, record.id);
  if (!statuses.includes(status)) throw problems.wrongStatus({ status, state: String(state), table: type, schemaName: title, id: record.id }); // prettier-ignore
  const now = Math.floor(crm.now().getTime() / 1000) * 1000;
  const today = crm.now().toISOString().slice(0, 10);
  const subject = given['subject'];
  crm.database.transact(() => {
    const trace = { id: crm.newId(), version: 0, stamp: 0, values: {} };
    writing.put(
      crm.entity(closings),
      trace,
      {
        subject: typeof subject === 'string' ? subject.slice(0, 200) : title,
        ...(typeof given['description'] === 'string' ? { description: given['description'] } : {}),
        actualend: now,
        [key]: record.id,
        statecode: 1,
        statuscode: 2,
        ownerid: session.userId,
        owneridtype: 'systemuser',
      },
      session,
    );
    const values = { ...closing.values?.(record, today, given), statecode: state, statuscode: status };
    writing.put(entity, record, values, session);
  });
}

/** What a document takes over from the one it is made of. */
const takenOver = [
  'name', 'description', 'customerid', 'customeridtype', 'pricelevelid', 'opportunityid', 'requestdeliveryby',
  'paymenttermscode', 'freighttermscode', 'freightamount', 'discountamount', 'discountpercentage', 'willcall',
  'transactioncurrencyid', 'exchangerate', 'ownerid', 'owneridtype', 'owningbusinessunit', 'kop_reference',
  'totallineitemamount', 'totallineitemdiscountamount', 'totaldiscountamount', 'totalamountlessfreight', 'totaltax', 'totalamount',
  ...['billto', 'shipto'].flatMap((to) => ['name', 'line1', 'line2', 'line3', 'postalcode', 'city', 'country', 'telephone'].map((part) => `${to}_${part}`)),
]; // prettier-ignore

function copyOf({ values }: StoredRecord): Values {
  const copy: Values = {};
  for (const name of takenOver) if (values[name] !== undefined) copy[name] = values[name];
  return copy;
}

/** A quote named by a bare id, as the actions that make something of it want it. */
function quoteIn({ crm, request }: Call): { readonly quote: StoredRecord; readonly body: Body } {
  const body = parseBody(request.body, 'quotes');
  const id = body['QuoteId'];
  if (typeof id !== 'string' || !isGuid(id)) throw problems.payload('quotes', "The parameter 'QuoteId' is missing.");
  const quote = crm.entity('quotes').table.get(id.toLowerCase());
  if (quote === undefined) throw problems.notFound('quote', id);
  return { quote, body };
}

/** Makes a document of a quote, with its lines. */
function documentOf(
  { crm, writing, session }: Call,
  quote: StoredRecord,
  made: { readonly set: string; readonly lineSet: string; readonly parent: string; readonly values: Values },
): StoredRecord {
  const entity = crm.entity(made.set);
  const lines = crm.entity(made.lineSet);
  const fresh = () => ({ id: crm.newId(), version: 0, stamp: 0, values: {} });
  const head = writing.put(entity, fresh(), { ...copyOf(quote), ...made.values }, session);
  for (const line of crm.entity('quotedetails').table.find('quoteid', [quote.id])) {
    const { quoteid: _quote, ...values } = line.values;
    const origin: Values = made.set === 'salesorders' ? { quotedetailid: line.id } : {};
    writing.put(lines, fresh(), { ...values, ...origin, [made.parent]: head.id }, session);
  }
  return head;
}

function shown({ crm, session }: Call, set: string, record: StoredRecord, body: Body): Answer {
  const wanted = body['ColumnSet'] as { readonly AllColumns?: unknown; readonly Columns?: unknown } | undefined;
  const names = Array.isArray(wanted?.Columns) && wanted.AllColumns !== true ? wanted.Columns.map(String) : [];
  const query = new Map(names.length === 0 ? [] : [['$select', names.join(',')]]);
  const answer = representation(crm, session, { entity: crm.entity(set), record, query, status: 200 });
  return answer;
}

const madeOfQuotes: Readonly<Record<string, (call: Call) => Answer>> = {
  /** A second call makes a second order, as it does at the vendor's. */
  ConvertQuoteToSalesOrder(call) {
    const { crm } = call;
    const { quote, body } = quoteIn(call);
    const state = quote.values['statecode'];
    if (state !== 1 && state !== 2) throw problems.notInState('ConvertQuoteToSalesOrder', 'Quote', quote.id);
    const order = crm.database.transact(() => {
      if (state === 1) {
        const subject = body['QuoteCloseSubject'];
        const asked = Number(body['QuoteCloseStatus'] ?? -1);
        const given = { subject: typeof subject === 'string' ? subject : 'Quote Won (Won)' };
        const work = { entity: crm.entity('quotes'), record: quote, status: asked === -1 ? 4 : asked, given };
        close(call, { name: 'ConvertQuoteToSalesOrder', closing: closingActions['WinQuote']!, ...work });
      }
      return documentOf(call, quote, {
        set: 'salesorders',
        lineSet: 'salesorderdetails',
        parent: 'salesorderid',
        values: {
          ordernumber: crm.numbers['salesorders']!(),
          quoteid: quote.id,
          kop_orderdate: crm.now().toISOString().slice(0, 10),
          kop_submitted: false,
          ispricelocked: false,
          statecode: 0,
          statuscode: 1,
        },
      });
    });
    return shown(call, 'salesorders', order, body);
  },
  ReviseQuote(call) {
    const { crm, writing, session } = call;
    const { quote, body } = quoteIn(call);
    const state = quote.values['statecode'];
    if (state !== 1 && state !== 3) throw problems.notInState('ReviseQuote', 'Quote', quote.id);
    const entity = crm.entity('quotes');
    const number = quote.values['quotenumber'] ?? null;
    const others = entity.table.find('quotenumber', [number]).filter(({ id }) => id !== quote.id);
    if (others.some(({ values }) => Number(values['statecode'] ?? 0) <= 1)) throw problems.otherRevisionOpen();
    const revisions = [quote, ...others].map(({ values }) => Number(values['revisionnumber'] ?? 0));
    const revised = crm.database.transact(() => {
      writing.put(entity, quote, { statecode: 3, statuscode: 7 }, session);
      return documentOf(call, quote, {
        set: 'quotes',
        lineSet: 'quotedetails',
        parent: 'quoteid',
        values: {
          quotenumber: number,
          revisionnumber: Math.max(...revisions) + 1,
          effectivefrom: quote.values['effectivefrom'] ?? null,
          effectiveto: quote.values['effectiveto'] ?? null,
          statecode: 0,
          statuscode: 1,
        },
      });
    });
    return shown(call, 'quotes', revised, body);
  },
};

/** Actions of sales that belong to no table, by name. */
export const salesActions: Readonly<Record<string, (call: Call) => Answer>> = {
  ...Object.fromEntries(
    Object.entries(closingActions).map(([name, closing]) => [name, closingAction(name, closing)] as const),
  ),
  ...madeOfQuotes,
};
