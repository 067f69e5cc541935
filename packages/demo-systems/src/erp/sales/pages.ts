import type { StoredRecord } from '../../records/definition.ts';
import type { ErpPage } from '../columns.ts';
import type { CodeTables } from '../customers.ts';
import { refused } from '../errors.ts';
import { documents, headDefinition, lineDefinition, type DocumentKind } from './columns.ts';
import { addUp, checkReleased, isPosted, settleHead, settleLine, type DraftKind } from './drafts.ts';
import { asTyped, cancelInvoice, makeFromQuote, post, postDraft, sendQuote } from './posting.ts';
import type { SalesStore } from './store.ts';

const everything = { canCreate: true, canUpdate: true, canDelete: true };
const readOnly = { canCreate: false, canUpdate: false, canDelete: false };

/** The pages of quotes, orders, shipments, invoices and credit memos with their lines. */
export function salesPages(store: SalesStore, tables: CodeTables): readonly ErpPage[] {
  const kinds = Object.keys(documents) as DocumentKind[];
  return kinds.flatMap((kind) =>
    kind === 'shipment' ? shipmentPages(tables) : [headPage(kind, store, tables), linePage(kind, store)],
  );
}

function headPage(kind: DraftKind, store: SalesStore, tables: CodeTables): ErpPage {
  const { lineSet, prefix } = documents[kind];
  const isDraftNumbered = kind === 'invoice' || kind === 'creditMemo';
  return {
    definition: headDefinition(kind, tables),
    operations: everything,
    identity: { column: 'number', caption: 'No.', isUnique: false },
    nextNumber: () => store.ports.nextNumber(isDraftNumbered ? `${prefix}D` : prefix),
    lines: { set: lineSet, column: 'documentId' },
    settle: (draft) => settleHead(kind, draft, store),
    checkDelete(head) {
      if (isPosted(kind, head)) throw refused(`The ${documents[kind].caption.toLowerCase()} has been posted and can no longer be deleted.`); // prettier-ignore
      if (
        kind === 'order' &&
        store.lines('order', head.id).some(({ values }) => values['shippedQuantity'] !== values['invoicedQuantity'])
      ) {
        // prettier-ignore
        throw refused(`You cannot delete Order ${String(head.values['number'])}: what was shipped has not been invoiced.`);
      }
    },
    follow(_before, after) {
      // Without a head there are no lines.
      if (after === null && _before !== undefined) {
        for (const line of store.lines(kind, _before.id)) store.remove(lineSet, line);
      }
    },
    actions: actionsOf(kind, store),
  };
}

function actionsOf(kind: DraftKind, store: SalesStore): Readonly<Record<string, (record: StoredRecord) => void>> {
  switch (kind) {
    case 'quote':
      return {
        makeOrder: (quote) => void makeFromQuote('order', quote, store),
        makeInvoice: (quote) => void makeFromQuote('invoice', quote, store),
        send: (quote) => sendQuote(quote, store),
      };
    case 'order':
      return { shipAndInvoice: (order) => post(order, asTyped, store) };
    case 'invoice':
      return {
        post: (draft) => postDraft('invoice', draft, store),
        postAndSend: (draft) => postDraft('invoice', draft, store),
        cancel: (invoice) => cancelInvoice(invoice, store),
        cancelAndSend: (invoice) => cancelInvoice(invoice, store),
      };
    case 'creditMemo':
      return {
        post: (draft) => postDraft('creditMemo', draft, store),
        postAndSend: (draft) => postDraft('creditMemo', draft, store),
      };
  }
}

function linePage(kind: DraftKind, store: SalesStore): ErpPage {
  return {
    definition: lineDefinition(kind),
    operations: everything,
    identity: { column: 'sequence', caption: 'Line No.', isUnique: false },
    document: { set: documents[kind].set, column: 'documentId' },
    settle: (draft) => settleLine(kind, draft, store),
    checkDelete(line) {
      const head = store.get(documents[kind].set, line.values['documentId']);
      if (head === undefined) return;
      if (isPosted(kind, head)) throw refused(`The ${documents[kind].caption.toLowerCase()} has been posted and can no longer be modified.`); // prettier-ignore
      checkReleased(kind, head, ['quantity']);
    },
    follow: (before, after) => addUp(kind, (after ?? before)?.values['documentId'], store),
  };
}

function shipmentPages(tables: CodeTables): readonly ErpPage[] {
  return [
    {
      definition: headDefinition('shipment', tables),
      operations: readOnly,
      identity: { column: 'number', caption: 'No.', isUnique: false },
      lines: { set: documents.shipment.lineSet, column: 'documentId' },
    },
    {
      definition: lineDefinition('shipment'),
      operations: readOnly,
      identity: { column: 'sequence', caption: 'Line No.', isUnique: false },
      document: { set: documents.shipment.set, column: 'documentId' },
    },
  ];
}
