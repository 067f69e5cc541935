import {
  code,
  id,
  lastModified,
  link,
  ofType,
  shown,
  text,
  zeroGuid,
  type ErpColumn,
  type ErpPage,
} from '../columns.ts';
import { localCurrency, type CodeTables } from '../customers.ts';
import type { IndexDefinition, TableDefinition, Value } from '../../records/definition.ts';

/** The kinds of sales documents: those that are made, and those that posting makes. */
export type DocumentKind = 'quote' | 'order' | 'invoice' | 'creditMemo' | 'shipment';

/** Names of a kind's sets, and what the vendor's messages call it. */
export interface DocumentNames {
  readonly set: string;
  readonly type: string;
  readonly lineSet: string;
  readonly lineType: string;
  readonly title: string;
  /** `Document Type` in messages. */
  readonly caption: string;
  /** In front of numbers. */
  readonly prefix: string;
}

export const documents: Readonly<Record<DocumentKind, DocumentNames>> = {
  quote: names('Quote', 'OF'),
  order: names('Order', 'VO'),
  invoice: names('Invoice', 'VF'),
  creditMemo: { ...names('CreditMemo', 'CN'), title: 'Sales Credit Memo', caption: 'Credit Memo' },
  shipment: names('Shipment', 'VZ'),
};

function names(word: string, prefix: string): DocumentNames {
  return {
    set: `sales${word}s`,
    type: `sales${word}`,
    lineSet: `sales${word}Lines`,
    lineType: `sales${word}Line`,
    title: `Sales ${word}`,
    caption: word,
    prefix,
  };
}

const upper = (value: Value) => (typeof value === 'string' ? value.trim().toUpperCase() : null);
const headIndexes: readonly IndexDefinition[] = [
  { column: 'number', normal: upper },
  { column: 'customerId' },
  { column: 'customerNumber', normal: upper },
  { column: 'externalDocumentNumber', normal: upper },
];
const orderIndexes: readonly IndexDefinition[] = [{ column: 'orderNumber', normal: upper }];

/** Where documents and their lines are kept. */
export function documentTables(kind: DocumentKind): readonly [head: TableDefinition, lines: TableDefinition] {
  const { set, lineSet } = documents[kind];
  const more = kind === 'invoice' ? [...orderIndexes, { column: 'orderId' }] : kind === 'shipment' ? orderIndexes : [];
  return [
    { name: set, indexes: [...headIndexes, ...more] },
    { name: lineSet, indexes: [{ column: 'documentId' }] },
  ];
}

const parts = [
  ['AddressLine1', 'Address', 100],
  ['AddressLine2', 'Address 2', 50],
  ['City', 'City', 30],
  ['Country', 'Country/Region Code', 10],
  ['State', 'County', 30],
  ['PostCode', 'Post Code', 20],
] as const;
const address = (prefix: string, caption: string) =>
  parts.map(([name, title, length]) => text(`${prefix}${name}`, `${caption} ${title}`, length));

const number = (title: string): ErpColumn => shown(code('number', title, 20, { foundBy: ['number'] }));
const external = code('externalDocumentNumber', 'External Document No.', 35, { foundBy: ['externalDocumentNumber'] });
const date = (name: string, title: string) => ofType('date', name, title);
const amount = (name: string, title: string) => shown(ofType('decimal', name, title));
const enumeration = (name: string, title: string, options: readonly string[]) =>
  shown(ofType('enum', name, title, { options }));

/** The columns of the head of a document, in the order of the vendor's pages. */
export function headColumns(kind: DocumentKind, tables: CodeTables): readonly ErpColumn[] {
  const isPosted = kind === 'shipment';
  const currencyCode = code('currencyCode', 'Currency Code', 10, {
    read: ({ values }) => currencyCodeOf(tables, values['currencyId']),
  });
  const customer = [
    ofType('guid', 'customerId', 'Customer Id', { foundBy: ['customerId'] }),
    code('customerNumber', 'Sell-to Customer No.', 20, { foundBy: ['customerNumber'] }),
    shown(text('customerName', 'Sell-to Customer Name', 100)),
    shown(text('billToName', 'Bill-to Name', 100)),
    ...(isPosted
      ? []
      : [ofType('guid', 'billToCustomerId', 'Bill-to Customer Id', { isReadOnly: true })]),
    shown(code('billToCustomerNumber', 'Bill-to Customer No.', 20)),
    ...(kind === 'creditMemo' ? [] : [text('shipToName', 'Ship-to Name', 100), text('shipToContact', 'Ship-to Contact', 100)]),
    ...address('sellTo', 'Sell-to'),
    ...address('billTo', 'Bill-to').map(shown),
    ...(kind === 'creditMemo' ? [] : address('shipTo', 'Ship-to')),
  ]; // prettier-ignore
  const money = [link('currencyId', 'Currency Id', 'currencies', 'Currency'), currencyCode];
  const terms = [
    link('paymentTermsId', 'Payment Terms Id', 'paymentTerms', 'Payment Terms'),
    link('shipmentMethodId', 'Shipment Method Id', 'shipmentMethods', 'Shipment Method'),
  ];
  const dimensions = ['1', '2'].map((one) => code(`shortcutDimension${one}Code`, `Shortcut Dimension ${one} Code`, 20));
  const totals = [
    amount('discountAmount', 'Invoice Discount Amount'),
    amount('totalAmountExcludingTax', 'Total Amount Excluding Tax'),
    amount('totalTaxAmount', 'Total Tax Amount'),
    amount('totalAmountIncludingTax', 'Total Amount Including Tax'),
  ];
  const reach = [text('phoneNumber', 'Phone No.', 30), text('email', 'Email', 80)];
  const salesperson = code('salesperson', 'Salesperson Code', 20);
  const vat = shown(ofType('boolean', 'pricesIncludeTax', 'Prices Including VAT'));
  switch (kind) {
    case 'quote':
      return [
        id, number('No.'), external, date('documentDate', 'Document Date'), date('postingDate', 'Posting Date'), date('dueDate', 'Due Date'),
        ...customer, ...dimensions, ...money, ...terms, salesperson, ...totals,
        enumeration('status', 'Status', ['Draft', 'Sent', 'Accepted', 'Expired ']),
        shown(ofType('instant', 'sentDate', 'Quote Sent to Customer')), date('validUntilDate', 'Quote Valid Until Date'),
        date('acceptedDate', 'Quote Accepted Date'), lastModified, ...reach,
      ]; // prettier-ignore
    case 'order':
      return [
        id, number('No.'), external, date('orderDate', 'Order Date'), date('postingDate', 'Posting Date'),
        ...customer, ...dimensions, ...money, vat, ...terms, ofType('boolean', 'partialShipping', 'Partial Shipping'),
        date('requestedDeliveryDate', 'Requested Delivery Date'), salesperson, ...totals,
        shown(ofType('boolean', 'fullyShipped', 'Completely Shipped')),
        enumeration('status', 'Status', ['Draft', 'In Review', 'Open']), lastModified, ...reach,
      ]; // prettier-ignore
    case 'invoice':
      return [
        id, number('No.'), external, date('invoiceDate', 'Document Date'), date('postingDate', 'Posting Date'), date('dueDate', 'Due Date'),
        date('promisedPayDate', 'Promised Pay Date'), text('customerPurchaseOrderReference', 'Your Reference', 35),
        ...customer, ofType('guid', 'orderId', 'Order Id', { isReadOnly: true, foundBy: ['orderId'] }),
        shown(code('orderNumber', 'Order No.', 20, { foundBy: ['orderNumber'] })),
        ...dimensions, ...money, vat, ...terms, salesperson, ...totals, amount('remainingAmount', 'Remaining Amount'),
        enumeration('status', 'Status', [' ', 'Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective']), lastModified, ...reach,
      ]; // prettier-ignore
    case 'creditMemo':
      return [
        id, number('No.'), external, date('creditMemoDate', 'Document Date'), date('postingDate', 'Posting Date'), date('dueDate', 'Due Date'),
        ...customer, ...dimensions, ...money, vat, ...terms, salesperson, ...totals,
        enumeration('status', 'Status', ['Draft', 'In Review', 'Open', 'Canceled', 'Corrective', 'Paid']), lastModified,
        ofType('guid', 'invoiceId', 'Applies-to Invoice Id'), code('invoiceNumber', 'Applies-to Doc. No.', 20), ...reach,
      ]; // prettier-ignore
    case 'shipment':
      return [
        id, number('No.'), external, date('invoiceDate', 'Document Date'), date('postingDate', 'Posting Date'), date('dueDate', 'Due Date'),
        text('customerPurchaseOrderReference', 'Your Reference', 35), ...customer, currencyCode,
        code('orderNumber', 'Order No.', 20, { foundBy: ['orderNumber'] }), code('paymentTermsCode', 'Payment Terms Code', 10),
        code('shipmentMethodCode', 'Shipment Method Code', 10), salesperson, vat, lastModified, ...reach,
      ].map(shown); // prettier-ignore
  }
}

export function currencyCodeOf(tables: CodeTables, id: Value | undefined): string {
  if (typeof id !== 'string' || id === zeroGuid) return localCurrency;
  return String(tables.entity('currencies').table.get(id)?.values['code'] ?? '');
}

/** The columns of the lines of a document. */
export function lineColumns(kind: DocumentKind): readonly ErpColumn[] {
  const decimal = (name: string, title: string) => ofType('decimal', name, title);
  if (kind === 'shipment') {
    return [
      id, ofType('guid', 'documentId', 'Document Id', { foundBy: ['documentId'] }), code('documentNo', 'Document No.', 20), ofType('integer', 'sequence', 'Line No.'),
      ofType('enum', 'lineType', 'Type', { options: lineTypes }), code('lineObjectNumber', 'No.', 20), text('description', 'Description', 100),
      text('description2', 'Description 2', 50), code('unitOfMeasureCode', 'Unit of Measure Code', 10), decimal('unitPrice', 'Unit Price'),
      decimal('quantity', 'Quantity'), decimal('discountPercent', 'Line Discount %'), decimal('taxPercent', 'VAT %'), date('shipmentDate', 'Shipment Date'),
    ].map(shown); // prettier-ignore
  }
  const stock = [
    ...(kind === 'quote' ? [] : [date('shipmentDate', 'Shipment Date')]),
    ...(kind === 'order'
      ? [
          amount('shippedQuantity', 'Quantity Shipped'), amount('invoicedQuantity', 'Quantity Invoiced'),
          decimal('invoiceQuantity', 'Qty. to Invoice'), decimal('shipQuantity', 'Qty. to Ship'),
        ]
      : []),
  ]; // prettier-ignore
  return [
    id, ofType('guid', 'documentId', 'Document Id', { foundBy: ['documentId'] }), ofType('integer', 'sequence', 'Line No.'),
    ofType('guid', 'itemId', 'Item Id'), ofType('guid', 'accountId', 'Account Id'),
    ofType('enum', 'lineType', 'Type', { options: lineTypes }), code('lineObjectNumber', 'No.', 20), text('description', 'Description', 100),
    text('description2', 'Description 2', 50), link('unitOfMeasureId', 'Unit Of Measure Id', 'unitsOfMeasure', 'Unit of Measure'),
    code('unitOfMeasureCode', 'Unit of Measure Code', 10), decimal('quantity', 'Quantity'), decimal('unitPrice', 'Unit Price'),
    decimal('discountAmount', 'Line Discount Amount'), decimal('discountPercent', 'Line Discount %'),
    shown(ofType('boolean', 'discountAppliedBeforeTax', 'Discount Applied Before Tax')), amount('amountExcludingTax', 'Line Amount Excluding Tax'),
    code('taxCode', 'Tax Group Code', 20), amount('taxPercent', 'VAT %'), amount('totalTaxAmount', 'Total Tax Amount'),
    amount('amountIncludingTax', 'Line Amount Including Tax'), amount('invoiceDiscountAllocation', 'Invoice Discount Allocation'),
    amount('netAmount', 'Net Amount'), amount('netTaxAmount', 'Net Tax Amount'), amount('netAmountIncludingTax', 'Net Amount Including Tax'),
    ...stock, ofType('guid', 'itemVariantId', 'Item Variant Id'), ofType('guid', 'locationId', 'Location Id'),
  ]; // prettier-ignore
}

const lineTypes = ['Comment', 'Account', 'Item', 'Resource', 'Fixed Asset', 'Charge', 'Allocation Account'];

/** The definition of a page of documents, or of their lines. */
export function headDefinition(kind: DocumentKind, tables: CodeTables): ErpPage['definition'] {
  const { set, type, title, lineSet } = documents[kind];
  const one = (name: string, target: string, column: string) => ({ name, kind: 'one' as const, target, column });
  return {
    set,
    type,
    title,
    table: set,
    key: 'id',
    columns: headColumns(kind, tables),
    navigations: [
      { name: lineSet, kind: 'many', target: lineSet, column: 'documentId', order: 'sequence' },
      one('customer', 'customers', 'customerId'),
      ...(kind === 'shipment'
        ? []
        : [
            one('currency', 'currencies', 'currencyId'),
            one('paymentTerm', 'paymentTerms', 'paymentTermsId'),
            one('shipmentMethod', 'shipmentMethods', 'shipmentMethodId'),
          ]),
    ],
  };
}

export function lineDefinition(kind: DocumentKind): ErpPage['definition'] {
  const { set, type, lineSet, lineType, title } = documents[kind];
  const one = (name: string, target: string, column: string) => ({ name, kind: 'one' as const, target, column });
  return {
    set: lineSet,
    type: lineType,
    title: `${title} Line`,
    table: lineSet,
    key: 'id',
    columns: lineColumns(kind),
    navigations: [
      one(type, set, 'documentId'),
      ...(kind === 'shipment'
        ? []
        : [one('item', 'items', 'itemId'), one('unitOfMeasure', 'unitsOfMeasure', 'unitOfMeasureId')]),
    ],
  };
}
