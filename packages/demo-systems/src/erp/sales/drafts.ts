import type { StoredRecord, Value, Values } from '../../records/definition.ts';
import { documentTotals, lineAmounts } from '../amounts.ts';
import { zeroDate, zeroGuid, type Draft } from '../columns.ts';
import { localCurrency, settleCurrency } from '../customers.ts';
import { notInTable, refused, testField } from '../errors.ts';
import { settleCode } from '../items.ts';
import { documents, type DocumentKind } from './columns.ts';
import type { SalesStore } from './store.ts';
import { dueDate, partyValues } from './values.ts';

/** Kinds that people and clients make; shipments come from posting. */
export type DraftKind = Exclude<DocumentKind, 'shipment'>;

/** What a draft of each kind calls its date. */
export const dateColumns: Readonly<Record<DraftKind, string>> = {
  quote: 'documentDate',
  order: 'orderDate',
  invoice: 'invoiceDate',
  creditMemo: 'creditMemoDate',
};

/** Whether nobody may change a document any more. */
export function isPosted(kind: DraftKind, { values }: Pick<StoredRecord, 'values'>): boolean {
  return (kind === 'invoice' || kind === 'creditMemo') && values['status'] !== 'Draft' && values['status'] !== 'In Review';
} // prettier-ignore

/** Completes or refuses the head of a document that is about to be written. */
export function settleHead(kind: DraftKind, draft: Draft, store: SalesStore): void {
  const { isNew, before } = draft;
  if (before !== undefined && isPosted(kind, before)) {
    throw refused(`The ${documents[kind].caption.toLowerCase()} has been posted and can no longer be modified.`);
  }
  const customer = settleCustomer(kind, draft, store);
  if (isNew) begin(kind, draft, customer!, store);
  settleCurrency(draft, store.ports.tables);
  if (kind === 'creditMemo') settleApplied(draft, store);
}

/** The customer by id or by number; a document keeps what it took over from it. */
function settleCustomer(kind: DraftKind, { values, sent, isNew }: Draft, store: SalesStore) {
  const [byId, byNumber] = [sent.has('customerId'), sent.has('customerNumber')];
  if (!byId && !byNumber) {
    if (isNew) throw refused('A "customerNumber" or a "customerId" must be provided.');
    return undefined;
  }
  const customer = byId ? store.get('customers', values['customerId']) : store.byNumber('customers', values['customerNumber']); // prettier-ignore
  if (customer === undefined) throw refused('The sell-to customer cannot be found.');
  if (byId && byNumber && customer.values['number'] !== values['customerNumber']) {
    throw refused('The sell-to customer values do not match to a specific Customer.');
  }
  checkBlocked(kind, customer);
  for (const [name, value] of Object.entries(partyValues(customer))) {
    if (!sent.has(name) || name === 'customerId' || name === 'customerNumber') values[name] = value;
  }
  return customer;
}

function checkBlocked(kind: DraftKind, { values }: StoredRecord): void {
  const blocked = String(values['blocked'] ?? ' ');
  const forbids = blocked === 'All' || (blocked !== ' ' && kind !== 'creditMemo' && !(blocked === 'Ship' && kind === 'invoice')); // prettier-ignore
  if (forbids) {
    throw refused(
      `You cannot create this type of document when Customer ${String(values['number'])} is blocked with type ${blocked}`,
    );
  }
}

function begin(kind: DraftKind, { values, sent }: Draft, customer: StoredRecord, store: SalesStore): void {
  const date = dateColumns[kind];
  if (!sent.has(date) || values[date] === zeroDate) values[date] = store.today;
  if (!sent.has('postingDate')) values['postingDate'] = values[date]!;
  values['status'] = 'Draft';
  Object.assign(values, documentTotals([]));
  values['discountAmount'] = 0;
  if (kind === 'order') {
    if (!sent.has('partialShipping')) values['partialShipping'] = true;
    values['fullyShipped'] = false;
  } else if (!sent.has('dueDate')) {
    const terms = store.get('paymentTerms', values['paymentTermsId']);
    const calculation = kind === 'creditMemo' ? '0D' : String(terms?.values['dueDateCalculation'] ?? '');
    values['dueDate'] = dueDate(String(values[date]), calculation === '' ? '0D' : calculation);
  }
  if (kind === 'invoice') values['remainingAmount'] = 0;
  if (values['salesperson'] === '') values['salesperson'] = customer.values['salespersonCode'] ?? '';
}

function settleApplied({ values, sent }: Draft, store: SalesStore): void {
  if (!sent.has('invoiceId') && !sent.has('invoiceNumber')) return;
  const invoice = sent.has('invoiceId')
    ? store.get('salesInvoices', values['invoiceId'])
    : store.byNumber('salesInvoices', values['invoiceNumber']);
  if (invoice === undefined && (values['invoiceNumber'] !== '' || values['invoiceId'] !== zeroGuid)) {
    throw refused('The "invoiceId" does not match to an Invoice.');
  }
  values['invoiceId'] = invoice?.id ?? zeroGuid;
  values['invoiceNumber'] = invoice?.values['number'] ?? '';
}

/** The document that a line belongs to; throws when its lines may not be changed. */
function headOf(kind: DraftKind, id: Value | undefined, store: SalesStore): StoredRecord {
  const head = store.get(documents[kind].set, id);
  if (head === undefined) throw refused('You must specify an Id or a Document Id to get the lines.');
  if (isPosted(kind, head)) {
    throw refused(`The ${documents[kind].caption.toLowerCase()} has been posted and can no longer be modified.`);
  }
  return head;
}

/** On a released order only what is to be shipped and invoiced may change. */
const changeableWhenReleased = new Set(['shipQuantity', 'invoiceQuantity', 'shipmentDate']);

export function checkReleased(kind: DraftKind, head: StoredRecord, columns: Iterable<string>): void {
  if (kind !== 'order' || head.values['status'] !== 'Open') return;
  if ([...columns].every((name) => changeableWhenReleased.has(name))) return;
  throw testField(
    `Status must be equal to 'Open'  in Sales Header: Document Type=Order, No.=${String(head.values['number'])}. Current value is 'Released'.`,
  );
}

/** Completes or refuses a line that is about to be written. */
export function settleLine(kind: DraftKind, draft: Draft, store: SalesStore): void {
  const { values, sent, isNew, before } = draft;
  const head = headOf(kind, values['documentId'], store);
  checkReleased(kind, head, isNew ? ['quantity'] : sent);
  if (before !== undefined && sent.has('documentId') && before.values['documentId'] !== values['documentId']) {
    throw refused('The value for documentId cannot be modified. Delete and insert the line again.');
  }
  if (before !== undefined && sent.has('sequence') && before.values['sequence'] !== values['sequence']) {
    throw refused('The value for sequence cannot be modified. Delete and insert the line again.');
  }
  if (isNew && !(Number(values['sequence']) > 0)) {
    const last = store.lines(kind, head.id).at(-1);
    values['sequence'] = (Math.floor(Number(last?.values['sequence'] ?? 0) / 10_000) + 1) * 10_000;
  }
  const isGiven = (name: string) => sent.has(name) && values[name] !== zeroGuid;
  if (isGiven('itemId') && isGiven('accountId')) {
    throw refused('Both "itemId" and "accountId" are specified. Specify only one of them.');
  }
  const names = sent.has('itemId') ? isGiven('itemId') : sent.has('lineObjectNumber') && values['lineObjectNumber'] !== '' && values['lineType'] !== 'Comment'; // prettier-ignore
  if (names) takeItem(draft, head, store);
  else if (isNew && !sent.has('lineType')) values['lineType'] = 'Comment';
  settleCode(draft, store.ports.tables, { id: 'unitOfMeasureId', code: 'unitOfMeasureCode', set: 'unitsOfMeasure', caption: 'Unit of Measure' }); // prettier-ignore
  if (kind === 'order') settleQuantities(draft);
  if (isNew && !sent.has('shipmentDate') && kind !== 'quote') {
    const wanted = head.values['requestedDeliveryDate'];
    values['shipmentDate'] = typeof wanted === 'string' && wanted !== zeroDate ? wanted : store.today;
  }
  settleAmounts(draft);
}

/** What a line takes over from its item: the price of the customer's currency, the unit, the tax. */
function takeItem({ values, sent }: Draft, head: StoredRecord, store: SalesStore): void {
  const item = sent.has('itemId') ? store.get('items', values['itemId']) : store.byNumber('items', values['lineObjectNumber']); // prettier-ignore
  if (item === undefined) throw refused('Item does not exist.');
  const { values: of } = item;
  if (of['blocked'] === true) {
    throw testField(`Blocked must be equal to 'No'  in Item: No.=${String(of['number'])}. Current value is 'Yes'.`);
  }
  values['itemId'] = item.id;
  values['lineType'] = 'Item';
  values['lineObjectNumber'] = of['number']!;
  if (!sent.has('description')) values['description'] = of['displayName']!;
  if (sent.has('unitOfMeasureCode') && values['unitOfMeasureCode'] !== '') {
    const unit = String(values['unitOfMeasureCode']);
    const base = String(of['baseUnitOfMeasureCode']);
    if (unit !== base) throw notInTable('Unit of Measure Code', 'Sales Line', unit, 'Item Unit of Measure');
  } else if (!sent.has('unitOfMeasureId') || values['unitOfMeasureId'] === zeroGuid) {
    values['unitOfMeasureId'] = of['baseUnitOfMeasureId']!;
    values['unitOfMeasureCode'] = of['baseUnitOfMeasureCode']!;
  }
  values['taxCode'] = of['taxGroupCode']!;
  values['taxPercent'] = head.values['sellToCountry'] === 'BE' || head.values['sellToCountry'] === '' ? Number(of['taxGroupCode']) || 0 : 0; // prettier-ignore
  if (!sent.has('unitPrice')) values['unitPrice'] = priceOf(item, head, values, store);
}

function priceOf(item: StoredRecord, head: StoredRecord, line: Values, store: SalesStore): number {
  const currency = store.codeOf('currencies', head.values['currencyId']) || localCurrency;
  const list = currency === localCurrency ? 'CATALOGUE' : `EXPORT-${currency}`;
  const prices = store.ports
    .table('priceListLines')
    .find('itemId', [item.id])
    .filter(({ values }) => values['priceListCode'] === list && Number(values['minimumQuantity']) <= Math.max(1, Number(line['quantity'] ?? 0))); // prettier-ignore
  prices.sort((a, b) => Number(a.values['minimumQuantity']) - Number(b.values['minimumQuantity']));
  return Number(prices.at(-1)?.values['unitPrice'] ?? item.values['unitPrice']);
}

function settleQuantities({ values, sent }: Draft): void {
  const number = (name: string) => Number(values[name] ?? 0);
  if (number('quantity') < number('shippedQuantity')) {
    throw refused(`Quantity cannot be less than ${number('shippedQuantity')}, which has been shipped already.`);
  }
  const [toShip, toInvoice] = [number('quantity') - number('shippedQuantity'), number('quantity') - number('invoicedQuantity')]; // prettier-ignore
  if (!sent.has('shipQuantity')) values['shipQuantity'] = toShip;
  else if (number('shipQuantity') > toShip) throw refused(`You cannot ship more than ${toShip} units.`);
  if (!sent.has('invoiceQuantity')) values['invoiceQuantity'] = toInvoice;
  else if (number('invoiceQuantity') > toInvoice) throw refused(`You cannot invoice more than ${toInvoice} units.`);
}

function settleAmounts({ values, sent }: Draft): void {
  if (sent.has('discountAmount') && !sent.has('discountPercent')) {
    const gross = Number(values['quantity']) * Number(values['unitPrice']);
    values['discountPercent'] = gross === 0 ? 0 : Math.round((Number(values['discountAmount']) * 1e7) / gross) / 1e5;
  }
  const percent = Number(values['discountPercent'] ?? 0);
  if (percent < 0 || percent > 100) throw refused('Line Discount % must be between 0 and 100.');
  Object.assign(values, lineAmounts(values));
}

/** Adds the lines up again; the head of a document moves with them. */
export function addUp(kind: DraftKind, documentId: Value | undefined, store: SalesStore): void {
  const { set } = documents[kind];
  const head = store.get(set, documentId);
  if (head === undefined) return;
  const lines = store.lines(kind, head.id).map(({ values }) => values);
  const totals = documentTotals(lines);
  const more: Values =
    kind === 'invoice'
      ? { remainingAmount: totals['totalAmountIncludingTax']! }
      : kind === 'order'
        ? { fullyShipped: lines.length > 0 && lines.every((line) => line['shippedQuantity'] === line['quantity']) }
        : {};
  store.update(set, head, { ...totals, ...more });
}
