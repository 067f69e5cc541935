import type { StoredRecord, Values } from '../../records/definition.ts';
import { centsOf, documentTotals, lineAmounts } from '../amounts.ts';
import { zeroDate, zeroGuid } from '../columns.ts';
import { localCurrency } from '../customers.ts';
import { refused } from '../errors.ts';
import { trackingOf } from '../world/sales-base.ts';
import { documents } from './columns.ts';
import { isPosted } from './drafts.ts';
import type { SalesStore } from './store.ts';
import { dueDate, invoiceOf, shipmentLine, shipmentOf } from './values.ts';

/** How much of each line, by its id, goes out and is invoiced. */
export interface Quantities {
  readonly ship: (line: StoredRecord) => number;
  readonly invoice: (line: StoredRecord) => number;
}

const quantity = ({ values }: StoredRecord, name: string) => Number(values[name] ?? 0);

/** What the lines themselves say is to be shipped and invoiced, as the API's action posts it. */
export const asTyped: Quantities = {
  ship: (line) => quantity(line, 'shipQuantity'),
  invoice: (line) => quantity(line, 'invoiceQuantity'),
};

/** Everything that has not been shipped, or that has been shipped and not invoiced. */
export const shipAll: Quantities = {
  ship: (line) => quantity(line, 'quantity') - quantity(line, 'shippedQuantity'),
  invoice: () => 0,
};
export const invoiceShipped: Quantities = {
  ship: () => 0,
  invoice: (line) => quantity(line, 'shippedQuantity') - quantity(line, 'invoicedQuantity'),
};

/** From here on the order can be shipped and its lines stand. */
export function release(order: StoredRecord, store: SalesStore): void {
  if (order.values['status'] === 'Open') return;
  checkLines(store.lines('order', order.id));
  store.update('salesOrders', order, { status: 'Open' });
}

/** The order can be changed again. */
export function reopen(order: StoredRecord, store: SalesStore): void {
  if (order.values['status'] === 'Open') store.update('salesOrders', order, { status: 'Draft' });
}

function checkLines(lines: readonly StoredRecord[]): void {
  if (lines.length === 0) throw refused('Please add at least one line item to the document.');
  if (lines.every((line) => quantity(line, 'quantity') === 0)) throw refused('There is nothing to release.');
}

function checkCustomer(document: StoredRecord, forbidden: readonly string[], store: SalesStore): void {
  const customer = store.get('customers', document.values['customerId']);
  const blocked = String(customer?.values['blocked'] ?? ' ');
  if (forbidden.includes(blocked)) {
    throw refused(`You cannot post this type of document when Customer ${String(document.values['customerNumber'])} is blocked with type ${blocked}`); // prettier-ignore
  }
}

/**
 * Ships and invoices an order, as Business Central posts: it is released on the way, and when everything is invoiced it
 * leaves the list of orders. Its shipments and invoices stay.
 */
export function post(order: StoredRecord, quantities: Quantities, store: SalesStore): void {
  const lines = store.lines('order', order.id);
  if (lines.length === 0) throw refused('Please add at least one line item to the document.');
  const moved = lines.map((line) => {
    const [ship, invoice] = [quantities.ship(line), quantities.invoice(line)];
    const left = quantity(line, 'quantity') - quantity(line, 'shippedQuantity');
    if (ship < 0 || ship > left) throw refused(`You cannot ship more than ${left} units.`);
    const billable = quantity(line, 'shippedQuantity') + ship - quantity(line, 'invoicedQuantity');
    if (invoice < 0 || invoice > billable) throw refused(`You cannot invoice more than ${billable} units.`);
    return { line, ship, invoice };
  });
  if (moved.every(({ ship, invoice }) => ship === 0 && invoice === 0)) throw refused('There is nothing to post.');
  const ships = moved.some(({ ship }) => ship > 0);
  const invoices = moved.some(({ invoice }) => invoice > 0);
  checkCustomer(order, [...(ships ? ['Ship', 'All'] : []), ...(invoices ? ['Invoice', 'All'] : [])], store);

  if (ships) makeShipment(order, moved, store);
  if (invoices) makeInvoice(order, moved, store);

  const after = moved.map(({ line, ship, invoice }) => {
    const shipped = quantity(line, 'shippedQuantity') + ship;
    const invoiced = quantity(line, 'invoicedQuantity') + invoice;
    const total = quantity(line, 'quantity');
    return { line, values: { shippedQuantity: shipped, invoicedQuantity: invoiced, shipQuantity: total - shipped, invoiceQuantity: total - invoiced } }; // prettier-ignore
  });
  if (after.every(({ line, values }) => values.invoicedQuantity === quantity(line, 'quantity'))) {
    for (const { line } of after) store.remove('salesOrderLines', line);
    store.remove('salesOrders', order);
    return;
  }
  for (const { line, values } of after) store.update('salesOrderLines', line, values);
  const fullyShipped = after.every(({ line, values }) => values.shippedQuantity === quantity(line, 'quantity'));
  store.update('salesOrders', order, { status: 'Open', fullyShipped });
}

type Moved = readonly { readonly line: StoredRecord; readonly ship: number; readonly invoice: number }[];

function dueOf(document: Values, store: SalesStore): string {
  const terms = store.get('paymentTerms', document['paymentTermsId']);
  return dueDate(store.today, String(terms?.values['dueDateCalculation'] ?? '') || '0D');
}

function makeShipment(order: StoredRecord, moved: Moved, store: SalesStore): void {
  const number = store.ports.nextNumber(documents.shipment.prefix);
  const shipment = store.create(
    'salesShipments',
    shipmentOf(order.values, {
      number,
      date: store.today,
      due: dueOf(order.values, store),
      terms: store.codeOf('paymentTerms', order.values['paymentTermsId']),
      method: store.codeOf('shipmentMethods', order.values['shipmentMethodId']),
    }),
  );
  for (const { line, ship } of moved) {
    if (ship === 0) continue;
    const values = { ...line.values, shipmentDate: store.today };
    store.create('salesShipmentLines', shipmentLine(values, { documentId: shipment.id, documentNo: number, quantity: ship })); // prettier-ignore
  }
  const { carrier, trackingNumber } = trackingOf(Number.parseInt(shipment.id.slice(0, 8), 16), shipment.version);
  store.create('shipmentTracking', {
    shipmentId: shipment.id,
    shipmentNumber: number,
    orderId: order.id,
    orderNumber: order.values['number']!,
    carrier,
    trackingNumber,
    shippedOn: store.today,
    deliveredOn: zeroDate,
  });
}

function makeInvoice(order: StoredRecord, moved: Moved, store: SalesStore): void {
  const number = store.ports.nextNumber(documents.invoice.prefix);
  const head = invoiceOf(order.values, { number, date: store.today, due: dueOf(order.values, store), orderId: order.id }); // prettier-ignore
  const lines = moved
    .filter(({ invoice }) => invoice > 0)
    .map(({ line, invoice }) => {
      const { shippedQuantity: _shipped, invoicedQuantity: _invoiced, shipQuantity: _ship, invoiceQuantity: _invoice, ...kept } = line.values; // prettier-ignore
      const values = { ...kept, quantity: invoice, shipmentDate: store.today };
      return { ...values, ...lineAmounts(values) } as Values;
    });
  const totals = documentTotals(lines);
  const invoice = store.create('salesInvoices', { ...head, ...totals, remainingAmount: totals['totalAmountIncludingTax']! }); // prettier-ignore
  for (const line of lines) store.create('salesInvoiceLines', { ...line, documentId: invoice.id });
  enter('Invoice', invoice, centsOf(totals['totalAmountIncludingTax']), store);
}

/** Puts a document into the ledger of its customer. Throws when its currency has no rate. */
function enter(type: 'Invoice' | 'Credit Memo', document: StoredRecord, cents: number, store: SalesStore): StoredRecord {
  const { values } = document;
  return entry(store, {
    documentType: type,
    documentNumber: String(values['number']),
    externalDocumentNumber: String(values['externalDocumentNumber'] ?? ''),
    customerId: String(values['customerId']),
    customerNumber: String(values['customerNumber']),
    currency: store.codeOf('currencies', values['currencyId']),
    cents,
    rest: cents,
    postingDate: String(values['postingDate']),
    dueDate: String(values['dueDate']),
    appliesTo: '',
    description: `${type} ${String(values['number'])}`,
  });
} // prettier-ignore

interface Entry {
  readonly documentType: string;
  readonly documentNumber: string;
  readonly externalDocumentNumber: string;
  readonly customerId: string;
  readonly customerNumber: string;
  /** Empty for the euro. */
  readonly currency: string;
  readonly cents: number;
  readonly rest: number;
  readonly postingDate: string;
  readonly dueDate: string;
  readonly appliesTo: string;
  readonly description: string;
}

function entry(store: SalesStore, given: Entry): StoredRecord {
  const { currency, cents, rest, appliesTo, ...values } = given;
  const rate = store.rate(currency, given.postingDate);
  if (rate === undefined) {
    throw refused(`There is no Currency Exchange Rate within the filter. Filters: Currency Code: ${currency}, Starting Date: ..${given.postingDate}`); // prettier-ignore
  }
  return store.create('customerLedgerEntries', {
    entryNumber: store.ports.nextEntry(),
    ...values,
    currencyCode: currency === '' ? localCurrency : currency,
    amount: cents / 100,
    remainingAmount: rest / 100,
    amountLocalCurrency: Math.round(cents * rate) / 100,
    remainingAmountLocalCurrency: Math.round(rest * rate) / 100,
    open: rest !== 0,
    openFor: rest === 0 ? '' : given.customerId,
    appliesToDocumentNumber: appliesTo,
  });
}

/** Lowers what is open of an invoice. A part does not move its stamp, as in Business Central; the last part does. */
function settleInvoice(invoice: StoredRecord, cents: number, store: SalesStore, closedAs = 'Paid'): void {
  const rest = centsOf(invoice.values['remainingAmount']) - cents;
  if (rest === 0) store.update('salesInvoices', invoice, { remainingAmount: 0, status: closedAs });
  else store.adjust('salesInvoices', invoice, { remainingAmount: rest / 100 });
  const own = store.ports
    .table('customerLedgerEntries')
    .find('documentNumber', [invoice.values['number']!])
    .find(({ values }) => values['documentType'] === 'Invoice');
  if (own === undefined) return;
  const currency = store.codeOf('currencies', invoice.values['currencyId']);
  const rate = store.rate(currency, String(own.values['postingDate'])) ?? 1;
  store.update('customerLedgerEntries', own, { remainingAmount: rest / 100, remainingAmountLocalCurrency: Math.round(rest * rate) / 100, open: rest !== 0, openFor: rest === 0 ? '' : own.values['customerId']! }); // prettier-ignore
}

/** Registers what a customer has paid of an invoice. */
export function pay(invoice: StoredRecord, { amount, date }: { readonly amount: number; readonly date: string }, store: SalesStore): void {
  const { values } = invoice;
  if (values['status'] !== 'Open') throw refused(`Invoice ${String(values['number'])} is not open.`);
  const [cents, open] = [centsOf(amount), centsOf(values['remainingAmount'])];
  if (cents <= 0) throw refused('The amount of a payment must be more than 0.');
  if (cents > open) throw refused(`The payment is more than the ${(open / 100).toFixed(2)} that is open.`);
  const number = store.ports.nextNumber('BT');
  entry(store, {
    documentType: 'Payment',
    documentNumber: number,
    externalDocumentNumber: '',
    customerId: String(values['customerId']),
    customerNumber: String(values['customerNumber']),
    currency: store.codeOf('currencies', values['currencyId']),
    cents: -cents,
    rest: 0,
    postingDate: date,
    dueDate: date,
    appliesTo: String(values['number']),
    description: `Betaling ${String(values['number'])}`,
  });
  settleInvoice(invoice, cents, store);
} // prettier-ignore

/** Posts an invoice or credit memo that was made as a draft: it keeps its id and gets another number. */
export function postDraft(kind: 'invoice' | 'creditMemo', draft: StoredRecord, store: SalesStore): void {
  if (isPosted(kind, draft)) throw refused(`The action can be applied to a draft ${documents[kind].caption.toLowerCase()} only.`); // prettier-ignore
  checkCustomer(draft, kind === 'invoice' ? ['Invoice', 'All'] : ['All'], store);
  const lines = store.lines(kind, draft.id);
  if (lines.length === 0) throw refused('Please add at least one line item to the document.');
  const total = centsOf(draft.values['totalAmountIncludingTax']);
  const number = store.ports.nextNumber(documents[kind].prefix);
  const { set } = documents[kind];
  if (kind === 'invoice') {
    const posted = store.update(set, draft, { number, status: 'Open', remainingAmount: total / 100 });
    enter('Invoice', posted, total, store);
    return;
  }
  const posted = store.update(set, draft, { number, status: 'Open' });
  const invoice = store.get('salesInvoices', posted.values['invoiceId']);
  const open = invoice?.values['status'] === 'Open' ? centsOf(invoice.values['remainingAmount']) : 0;
  const applied = Math.min(open, total);
  const made = enter('Credit Memo', posted, -total, store);
  if (invoice !== undefined && applied > 0) {
    settleInvoice(invoice, applied, store);
    const rest = applied - total;
    close(made, rest, invoice, store);
    if (rest === 0) store.update(set, posted, { status: 'Paid' });
  }
}

/** Notes in the ledger what is left of a credit memo that was set off against an invoice. */
function close(made: StoredRecord, rest: number, invoice: StoredRecord, store: SalesStore): void {
  const { amount, amountLocalCurrency } = made.values;
  const rate = Number(amountLocalCurrency) / (Number(amount) || 1);
  store.update('customerLedgerEntries', made, { remainingAmount: rest / 100, remainingAmountLocalCurrency: Math.round(rest * rate) / 100, open: rest !== 0, openFor: rest === 0 ? '' : made.values['customerId']!, appliesToDocumentNumber: invoice.values['number']! }); // prettier-ignore
}

/** Takes a posted invoice back by a credit memo of all its lines; both are closed. */
export function cancelInvoice(invoice: StoredRecord, store: SalesStore): void {
  const { values } = invoice;
  if (values['status'] === 'Canceled') throw refused('The invoice cannot be canceled because it has already been canceled.'); // prettier-ignore
  if (!isPosted('invoice', invoice)) throw refused('The action can be applied to a posted invoice only.');
  const total = centsOf(values['totalAmountIncludingTax']);
  if (values['status'] !== 'Open' || centsOf(values['remainingAmount']) !== total) {
    throw refused('The invoice is partially paid or credited. The corrective credit memo may not be fully closed by the invoice.'); // prettier-ignore
  }
  const number = store.ports.nextNumber(documents.creditMemo.prefix);
  const kept = Object.entries(values).filter(([name]) => !/^(?:invoiceDate|promisedPayDate|customerPurchase|order|remaining|shipTo)/.test(name)); // prettier-ignore
  const memo = store.create('salesCreditMemos', {
    ...Object.fromEntries(kept),
    number,
    creditMemoDate: store.today,
    postingDate: store.today,
    dueDate: store.today,
    status: 'Corrective',
    invoiceId: invoice.id,
    invoiceNumber: values['number']!,
  });
  for (const line of store.lines('invoice', invoice.id)) {
    store.create('salesCreditMemoLines', { ...line.values, documentId: memo.id });
  }
  const made = enter('Credit Memo', memo, -total, store);
  close(made, 0, invoice, store);
  settleInvoice(invoice, total, store, 'Canceled');
}

/** The customer takes the offer. */
export function acceptQuote(quote: StoredRecord, store: SalesStore): void {
  if (quote.values['status'] === 'Accepted') throw refused('The quote has been accepted already.');
  store.update('salesQuotes', quote, { status: 'Accepted', acceptedDate: store.today });
}

/** The offer has gone to the customer. */
export function sendQuote(quote: StoredRecord, store: SalesStore): void {
  const status = quote.values['status'] === 'Accepted' ? 'Accepted' : 'Sent';
  store.update('salesQuotes', quote, { status, sentDate: store.ports.now().getTime() });
}

/** Makes an order, or a draft invoice, of a quote; the quote is gone afterwards. */
export function makeFromQuote(kind: 'order' | 'invoice', quote: StoredRecord, store: SalesStore): StoredRecord {
  checkCustomer(quote, ['Ship', 'Invoice', 'All'], store);
  const { set, prefix } = documents[kind];
  const { status: _status, sentDate: _sent, validUntilDate: _until, acceptedDate: _accepted, documentDate: _date, dueDate: due, ...kept } = quote.values; // prettier-ignore
  const more: Values =
    kind === 'order'
      ? { orderDate: store.today, partialShipping: true, requestedDeliveryDate: zeroDate, fullyShipped: false }
      : { invoiceDate: store.today, dueDate: due!, promisedPayDate: zeroDate, customerPurchaseOrderReference: '', orderId: zeroGuid, orderNumber: '', remainingAmount: quote.values['totalAmountIncludingTax']! }; // prettier-ignore
  const made = store.create(set, { ...kept, ...more, number: store.ports.nextNumber(kind === 'order' ? prefix : `${prefix}D`), postingDate: store.today, status: 'Draft' }); // prettier-ignore
  for (const line of store.lines('quote', quote.id)) {
    const amount = line.values['quantity']!;
    const stock: Values = kind === 'order' ? { shippedQuantity: 0, invoicedQuantity: 0, shipQuantity: amount, invoiceQuantity: amount } : {}; // prettier-ignore
    store.create(documents[kind].lineSet, { ...line.values, documentId: made.id, shipmentDate: store.today, ...stock });
    store.remove('salesQuoteLines', line);
  }
  store.remove('salesQuotes', quote);
  return made;
}
