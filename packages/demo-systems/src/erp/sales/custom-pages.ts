import type { TableDefinition, Value } from '../../records/definition.ts';
import { code, id, lastModified, ofType, shown, text, type ErpPage } from '../columns.ts';
import type { CodeTables } from '../customers.ts';
import { refused } from '../errors.ts';

const upper = (value: Value) => (typeof value === 'string' ? value.trim().toUpperCase() : null);
const indexed = (name: string, ...columns: readonly string[]): TableDefinition => ({
  name,
  indexes: columns.map((column) => ({ column, normal: upper })),
});
const byId = (column: string) => ({ column });

export const ledgerTable: TableDefinition = {
  name: 'customerLedgerEntries',
  indexes: [
    ...indexed('', 'documentNumber', 'appliesToDocumentNumber', 'customerNumber').indexes,
    byId('customerId'),
    byId('openFor'),
  ],
};
export const trackingTable = indexed('shipmentTracking', 'shipmentNumber', 'orderNumber');
export const activityTable: TableDefinition = {
  name: 'activityCosts',
  indexes: [...indexed('', 'customerNumber').indexes, byId('customerId')],
};
export const priceTable: TableDefinition = {
  name: 'priceListLines',
  indexes: [...indexed('', 'itemNumber').indexes, byId('itemId')],
};

const decimal = (name: string, title: string) => ofType('decimal', name, title);
const date = (name: string, title: string) => ofType('date', name, title);
const customerColumns = [
  ofType('guid', 'customerId', 'Customer Id', { foundBy: ['customerId'] }),
  code('customerNumber', 'Customer No.', 20, { foundBy: ['customerNumber'] }),
];
const readOnly = { canCreate: false, canUpdate: false, canDelete: false };

/** What customers owe and have paid: one entry for each invoice, credit memo and payment. */
export const ledgerPage: ErpPage = {
  definition: {
    set: 'customerLedgerEntries',
    type: 'customerLedgerEntry',
    title: 'Cust. Ledger Entry',
    table: ledgerTable.name,
    key: 'id',
    columns: [
      id, ofType('integer', 'entryNumber', 'Entry No.'), date('postingDate', 'Posting Date'),
      ofType('enum', 'documentType', 'Document Type', { options: [' ', 'Payment', 'Invoice', 'Credit Memo'] }),
      code('documentNumber', 'Document No.', 20, { foundBy: ['documentNumber'] }), code('externalDocumentNumber', 'External Document No.', 35),
      ...customerColumns, text('description', 'Description', 100), code('currencyCode', 'Currency Code', 10),
      decimal('amount', 'Amount'), decimal('remainingAmount', 'Remaining Amount'),
      decimal('amountLocalCurrency', 'Amount (LCY)'), decimal('remainingAmountLocalCurrency', 'Remaining Amount (LCY)'),
      date('dueDate', 'Due Date'), ofType('boolean', 'open', 'Open'),
      code('appliesToDocumentNumber', 'Applies-to Doc. No.', 20, { foundBy: ['appliesToDocumentNumber'] }), lastModified,
    ].map(shown),
    navigations: [{ name: 'customer', kind: 'one', target: 'customerDetails', column: 'customerId' }],
  },
  operations: readOnly,
  identity: { column: 'entryNumber', caption: 'Entry No.', isUnique: false },
}; // prettier-ignore

/** With whom a shipment went and by which number it is followed. */
export const trackingPage: ErpPage = {
  definition: {
    set: 'shipmentTracking',
    type: 'shipmentTracking',
    title: 'Shipment Tracking',
    table: trackingTable.name,
    key: 'id',
    columns: [
      id, ofType('guid', 'shipmentId', 'Shipment Id', { isReadOnly: true }),
      shown(code('shipmentNumber', 'Shipment No.', 20, { foundBy: ['shipmentNumber'] })),
      ofType('guid', 'orderId', 'Order Id', { isReadOnly: true }),
      shown(code('orderNumber', 'Order No.', 20, { foundBy: ['orderNumber'] })),
      text('carrier', 'Shipping Agent', 50), text('trackingNumber', 'Package Tracking No.', 50),
      date('shippedOn', 'Shipped On'), date('deliveredOn', 'Delivered On'), lastModified,
    ],
    navigations: [],
  },
  operations: { canCreate: false, canUpdate: true, canDelete: false },
  identity: { column: 'shipmentNumber', caption: 'Shipment No.', isUnique: false },
}; // prettier-ignore

/** What customers cost beside the goods: visits, support, training. */
export function activityCostsPage(nextEntry: () => number, tables: CodeTables): ErpPage {
  return {
    definition: {
      set: 'activityCosts',
      type: 'activityCost',
      title: 'Activity Cost',
      table: activityTable.name,
      key: 'id',
      columns: [
        id, ofType('integer', 'entryNumber', 'Entry No.', { isReadOnly: true }), ...customerColumns, date('date', 'Date'),
        ofType('enum', 'kind', 'Kind', { options: ['Visit', 'Call', 'Support', 'Training', 'Transport'] }),
        text('description', 'Description', 100), decimal('hours', 'Hours'), decimal('amount', 'Amount (LCY)'),
        code('salespersonCode', 'Salesperson Code', 20), lastModified,
      ],
      navigations: [{ name: 'customer', kind: 'one', target: 'customerDetails', column: 'customerId' }],
    },
    operations: { canCreate: true, canUpdate: true, canDelete: true },
    identity: { column: 'entryNumber', caption: 'Entry No.', isUnique: false },
    settle({ values, sent, isNew }) {
      if (sent.has('customerId') || sent.has('customerNumber')) {
        const { table } = tables.entity('customers');
        const found = sent.has('customerId')
          ? table.get(String(values['customerId']))
          : table.find('number', [String(values['customerNumber'])])[0];
        if (found === undefined) throw refused('The customer cannot be found.');
        values['customerId'] = found.id;
        values['customerNumber'] = found.values['number']!;
      } else if (isNew) throw refused('A "customerNumber" or a "customerId" must be provided.');
      if (isNew) values['entryNumber'] = nextEntry();
    },
  }; // prettier-ignore
}

/** Sales prices by list, unit and quantity. */
export function priceListLinesPage(tables: CodeTables): ErpPage {
  return {
    definition: {
      set: 'priceListLines',
      type: 'priceListLine',
      title: 'Price List Line',
      table: priceTable.name,
      key: 'id',
      columns: [
        id, code('priceListCode', 'Price List Code', 20), text('priceListDescription', 'Price List Description', 100),
        ofType('guid', 'itemId', 'Item Id', { foundBy: ['itemId'] }), code('itemNumber', 'Item No.', 20, { foundBy: ['itemNumber'] }),
        code('currencyCode', 'Currency Code', 10), code('unitOfMeasureCode', 'Unit of Measure Code', 10),
        decimal('minimumQuantity', 'Minimum Quantity'), decimal('unitPrice', 'Unit Price'),
        date('startingDate', 'Starting Date'), date('endingDate', 'Ending Date'), lastModified,
      ],
      navigations: [],
    },
    operations: { canCreate: true, canUpdate: true, canDelete: true },
    identity: { column: 'priceListCode', caption: 'Price List Code', isUnique: false },
    settle({ values, sent }) {
      if (!sent.has('itemId') && !sent.has('itemNumber')) return;
      const { table } = tables.entity('items');
      const found = sent.has('itemId')
        ? table.get(String(values['itemId']))
        : table.find('number', [String(values['itemNumber'])])[0];
      if (found === undefined) throw refused('Item does not exist.');
      values['itemId'] = found.id;
      values['itemNumber'] = found.values['number']!;
    },
  }; // prettier-ignore
}
