import type { StoredRecord } from '../../records/definition.ts';
import type { PageAction } from '../../odata-service.ts';
import { refused } from '../errors.ts';
import { documents, type DocumentKind } from './columns.ts';
import { isPosted } from './drafts.ts';
import {
  acceptQuote,
  cancelInvoice,
  invoiceShipped,
  makeFromQuote,
  pay,
  post,
  postDraft,
  release,
  reopen,
  sendQuote,
  shipAll,
  type Quantities,
} from './posting.ts';
import type { SalesStore } from './store.ts';

/** What a person of the firm does with a document, beyond changing its columns. */
export interface Deed {
  readonly id: string;
  readonly label: string;
  readonly isPossible: (record: StoredRecord) => boolean;
  readonly fields?: (record: StoredRecord) => NonNullable<PageAction['fields']>;
  /** Throws what the ERP refuses with. */
  readonly act: (record: StoredRecord, typed: (field: string) => string) => void;
}

const hasStatus =
  (...wanted: readonly string[]) =>
  ({ values }: StoredRecord) =>
    wanted.includes(String(values['status']));

/** The deeds of a page set; none for most. */
export function deedsOf(set: string, store: SalesStore): readonly Deed[] {
  const kind = (Object.keys(documents) as DocumentKind[]).find((one) => documents[one].set === set);
  switch (kind) {
    case 'quote':
      return [
        { id: 'send', label: 'Send', isPossible: hasStatus('Draft'), act: (quote) => sendQuote(quote, store) },
        { id: 'accept', label: 'Accept', isPossible: hasStatus('Draft', 'Sent'), act: (quote) => acceptQuote(quote, store) },
        { id: 'makeOrder', label: 'Make order', isPossible: () => true, act: (quote) => void makeFromQuote('order', quote, store) },
      ]; // prettier-ignore
    case 'order':
      return orderDeeds(store);
    case 'invoice':
      return [
        { id: 'post', label: 'Post', isPossible: (one) => !isPosted('invoice', one), act: (one) => postDraft('invoice', one, store) },
        { id: 'cancel', label: 'Cancel by credit memo', isPossible: hasStatus('Open'), act: (one) => cancelInvoice(one, store) },
        {
          id: 'pay',
          label: 'Register payment',
          isPossible: hasStatus('Open'),
          fields: ({ values }) => [
            { name: 'amount', label: 'Amount', type: 'text', value: Number(values['remainingAmount']).toFixed(2) },
            { name: 'date', label: 'Date', type: 'date', value: store.today },
          ],
          act: (one, typed) => pay(one, { amount: numberIn(typed('amount'), 'Amount'), date: typed('date') || store.today }, store),
        },
      ]; // prettier-ignore
    case 'creditMemo':
      return [
        { id: 'post', label: 'Post', isPossible: (one) => !isPosted('creditMemo', one), act: (one) => postDraft('creditMemo', one, store) },
      ]; // prettier-ignore
    default:
      return [];
  }
}

function orderDeeds(store: SalesStore): readonly Deed[] {
  const outstanding = (order: StoredRecord) => store.lines('order', order.id).filter((line) => shipAll.ship(line) > 0);
  const billable = (order: StoredRecord) =>
    store.lines('order', order.id).filter((line) => invoiceShipped.invoice(line) > 0);
  return [
    { id: 'release', label: 'Release', isPossible: hasStatus('Draft'), act: (order) => release(order, store) },
    { id: 'reopen', label: 'Reopen', isPossible: hasStatus('Open'), act: (order) => reopen(order, store) },
    { id: 'shipAll', label: 'Ship all', isPossible: (order) => outstanding(order).length > 0, act: (order) => post(order, shipAll, store) },
    { id: 'invoice', label: 'Invoice what was shipped', isPossible: (order) => billable(order).length > 0, act: (order) => post(order, invoiceShipped, store) },
    { id: 'cancel', label: 'Cancel the rest', isPossible: () => true, act: (order) => cancelRest(order, store) },
    {
      id: 'ship',
      label: 'Ship in part',
      isPossible: (order) => outstanding(order).length > 0,
      fields: (order) =>
        outstanding(order).map((line) => ({
          name: line.id,
          label: `${String(line.values['lineObjectNumber'])} ${String(line.values['description'])}`,
          type: 'text',
          value: String(shipAll.ship(line)),
        })),
      act: (order, typed) => post(order, shipTyped(typed), store),
    },
  ]; // prettier-ignore
}

function shipTyped(typed: (field: string) => string): Quantities {
  return {
    ship: ({ id, values }) => (typed(id) === '' ? 0 : numberIn(typed(id), String(values['lineObjectNumber']))),
    invoice: () => 0,
  };
}

/** What has not gone out will not: the order goes, unless something of it still has to be invoiced. */
function cancelRest(order: StoredRecord, store: SalesStore): void {
  const lines = store.lines('order', order.id);
  if (lines.some((line) => invoiceShipped.invoice(line) > 0)) {
    throw refused('Invoice what was shipped first.');
  }
  for (const line of lines) store.remove('salesOrderLines', line);
  store.remove('salesOrders', order);
}

function numberIn(text: string, what: string): number {
  const number = Number(text.replace(',', '.'));
  if (text === '' || !Number.isFinite(number)) throw refused(`${what} must be a number, not "${text}".`);
  return number;
}
