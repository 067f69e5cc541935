import { boolean, choice, date, decimal, guid, instant, integer, key, lookup, memo, money, target, text, type CrmColumn, type ColumnTraits } from '../column.ts'; // prettier-ignore
import { auditColumns, currencyColumns, foldedText, ownedColumns, stateColumns, table, type State } from '../table.ts';

/** The vendor's four, and what a Belgian firm adds to them; as accounts have them. */
const paymentTerms = { 1: 'Net 30', 2: '2% 10, Net 30', 3: 'Net 45', 4: 'Net 60' } as const;

const freights = { 1: 'FOB', 2: 'No Charge' } as const;

/** The currency of a document is settled when it is made. */
const documentCurrency = currencyColumns.map((column): CrmColumn => ({ ...column, canUpdate: false }));

function address(prefix: 'BillTo' | 'ShipTo', title: string): CrmColumn[] {
  return [
    text(`${prefix}_Name`, `${title} Name`, 200),
    text(`${prefix}_Line1`, `${title} Street 1`, 4000),
    text(`${prefix}_Line2`, `${title} Street 2`, 4000),
    text(`${prefix}_Line3`, `${title} Street 3`, 4000),
    text(`${prefix}_PostalCode`, `${title} ZIP/Postal Code`, 20),
    text(`${prefix}_City`, `${title} City`, 80),
    text(`${prefix}_Country`, `${title} Country/Region`, 80),
    text(`${prefix}_Telephone`, `${title} Phone`, 50),
  ];
}

const computed: ColumnTraits = { readOnly: true };

/** What quotes and orders have in common: parties, addresses, conditions and totals. */
const documentColumns: readonly CrmColumn[] = [
  text('Name', 'Name', 300, { required: 'SystemRequired' }),
  memo('Description', 'Description'),
  lookup(
    'CustomerId',
    'Potential Customer',
    [target('account', 'accounts', 'customerid_account'), target('contact', 'contacts', 'customerid_contact')],
    { attributeType: 'Customer', required: 'ApplicationRequired', foundBy: ['customerid'] },
  ),
  lookup('PriceLevelId', 'Price List', [target('pricelevel', 'pricelevels', 'pricelevelid')]),
  date('RequestDeliveryBy', 'Requested Delivery Date'),
  choice('PaymentTermsCode', 'Payment Terms', paymentTerms),
  choice('FreightTermsCode', 'Freight Terms', freights),
  ...address('BillTo', 'Bill To'),
  ...address('ShipTo', 'Ship To'),
  boolean('WillCall', 'Ship To'),
  ...money('FreightAmount', 'Freight Amount', { min: 0, max: 1_000_000_000_000 }),
  ...money('DiscountAmount', 'Discount Amount', { min: 0, max: 1_000_000_000_000 }),
  decimal('DiscountPercentage', 'Discount (%)', { min: 0, max: 100 }),
  ...money('TotalLineItemAmount', 'Total Detail Amount', computed),
  ...money('TotalLineItemDiscountAmount', 'Total Line Item Discount Amount', computed),
  ...money('TotalDiscountAmount', 'Total Discount Amount', computed),
  ...money('TotalAmountLessFreight', 'Total Pre-Freight Amount', computed),
  ...money('TotalTax', 'Total Tax', computed),
  ...money('TotalAmount', 'Total Amount', computed),
  text('kop_Reference', 'Customer Reference', 100),
];

const lineColumns: readonly CrmColumn[] = [
  lookup('ProductId', 'Existing Product', [target('product', 'products', 'productid')]),
  lookup('UoMId', 'Unit', [target('uom', 'uoms', 'uomid')]),
  boolean('IsProductOverridden', 'Select Product', { createOnly: true }),
  boolean('IsPriceOverridden', 'Pricing'),
  text('ProductDescription', 'Write-In Product', 500),
  memo('Description', 'Description'),
  decimal('Quantity', 'Quantity', { required: 'SystemRequired', precision: 5 }),
  ...money('PricePerUnit', 'Price Per Unit', { precision: 4 }),
  ...money('ManualDiscountAmount', 'Manual Discount', { min: 0, max: 1_000_000_000_000 }),
  ...money('Tax', 'Tax'),
  ...money('BaseAmount', 'Amount', computed),
  ...money('ExtendedAmount', 'Extended Amount', computed),
  date('RequestDeliveryBy', 'Requested Delivery Date'),
  integer('LineItemNumber', 'Line Item Number'),
  integer('SequenceNumber', 'Sequence Number', { readOnly: true, read: ({ values }) => values['lineitemnumber'] ?? null }),
  ...documentCurrency.map((column): CrmColumn => ({ ...column, canCreate: false })),
]; // prettier-ignore

const quoteStates: readonly State[] = [
  { value: 0, label: 'Draft', statuses: { 1: 'In Progress' } },
  { value: 1, label: 'Active', statuses: { 2: 'In Progress', 3: 'Open' } },
  { value: 2, label: 'Won', statuses: { 4: 'Won' } },
  { value: 3, label: 'Closed', statuses: { 7: 'Revised', 5: 'Lost', 6: 'Canceled' } },
];

const closings = (set: string, column: string) =>
  ({ name: `${column.slice(0, -2)}_${set.slice(0, -1)}`, kind: 'many', target: set, column }) as const;

export const quotes = table({
  set: 'quotes',
  type: 'quote',
  schemaName: 'Quote',
  title: 'Quote',
  collectionTitle: 'Quotes',
  objectTypeCode: 1084,
  key: 'quoteid',
  nameColumn: 'name',
  ownership: 'UserOwned',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'quotenumber', normal: foldedText }, { column: 'customerid' }, { column: 'opportunityid' }],
  columns: [
    key('QuoteId', 'Quote'),
    text('QuoteNumber', 'Quote ID', 100, { createOnly: true, foundBy: ['quotenumber'] }),
    integer('RevisionNumber', 'Revision ID', { readOnly: true, initial: 0 }),
    ...documentColumns,
    date('EffectiveFrom', 'Effective From'),
    date('EffectiveTo', 'Effective To'),
    date('ExpiresOn', 'Due By'),
    date('ClosedOn', 'Closed On', computed),
    lookup('OpportunityId', 'Opportunity', [target('opportunity', 'opportunities', 'opportunityid')], { foundBy: ['opportunityid'] }), // prettier-ignore
    ...documentCurrency,
    ...stateColumns(quoteStates),
    ...ownedColumns,
    ...auditColumns,
  ],
  navigations: [
    { name: 'quote_details', kind: 'many', target: 'quotedetails', column: 'quoteid' },
    { name: 'quote_orders', kind: 'many', target: 'salesorders', column: 'quoteid' },
    closings('quotecloses', 'quoteid'),
  ],
  dependants: [
    { set: 'quotedetails', column: 'quoteid', onDelete: 'cascade' },
    { set: 'quotecloses', column: 'quoteid', onDelete: 'cascade' },
    { set: 'salesorders', column: 'quoteid', onDelete: 'removeLink' },
    { set: 'tasks', column: 'regardingobjectid', onDelete: 'cascade' },
  ],
});

export const quoteLines = table({
  set: 'quotedetails',
  type: 'quotedetail',
  schemaName: 'QuoteDetail',
  title: 'Quote Product',
  collectionTitle: 'Quote Products',
  objectTypeCode: 1085,
  key: 'quotedetailid',
  nameColumn: 'productdescription',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'quoteid' }],
  columns: [
    key('QuoteDetailId', 'Quote Product'),
    lookup('QuoteId', 'Quote', [target('quote', 'quotes', 'quoteid')], {
      required: 'SystemRequired',
      createOnly: true,
      foundBy: ['quoteid'],
    }),
    ...lineColumns,
    ...auditColumns,
  ],
});

const orderStates: readonly State[] = [
  { value: 0, label: 'Active', statuses: { 1: 'New', 2: 'Pending', 690970000: 'On Hold' } },
  { value: 1, label: 'Submitted', statuses: { 3: 'In Progress' } },
  { value: 2, label: 'Canceled', statuses: { 4: 'No Money' } },
  { value: 3, label: 'Fulfilled', statuses: { 100001: 'Complete', 100002: 'Partial' } },
  { value: 4, label: 'Invoiced', statuses: { 100003: 'Invoiced' } },
];

export const fulfilmentStatuses = {
  1: 'Not started',
  2: 'Partly shipped',
  3: 'Shipped',
  4: 'Invoiced',
  5: 'Cancelled',
} as const;

export const salesOrders = table({
  set: 'salesorders',
  type: 'salesorder',
  schemaName: 'SalesOrder',
  title: 'Order',
  collectionTitle: 'Orders',
  objectTypeCode: 1088,
  key: 'salesorderid',
  nameColumn: 'name',
  ownership: 'UserOwned',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [
    { column: 'ordernumber', normal: foldedText },
    { column: 'kop_erpordernumber', normal: foldedText },
    { column: 'customerid' },
    { column: 'quoteid' },
  ],
  columns: [
    key('SalesOrderId', 'Order'),
    text('OrderNumber', 'Order ID', 100, { createOnly: true, foundBy: ['ordernumber'] }),
    ...documentColumns,
    lookup('QuoteId', 'Quote', [target('quote', 'quotes', 'quoteid')], { foundBy: ['quoteid'] }),
    lookup('OpportunityId', 'Opportunity', [target('opportunity', 'opportunities', 'opportunityid')]),
    boolean('IsPriceLocked', 'Prices Locked', { readOnly: true, initial: false }),
    date('DateFulfilled', 'Date Fulfilled'),
    date('SubmitDate', 'Date Submitted'),
    integer('SubmitStatus', 'Submitted Status'),
    memo('SubmitStatusDescription', 'Submitted Status Description'),
    instant('LastBackofficeSubmit', 'Last Submitted to Back Office'),
    date('kop_OrderDate', 'Order Date'),
    boolean('kop_Submitted', 'Submitted to ERP'),
    text('kop_ErpOrderNumber', 'ERP Order Number', 50, { foundBy: ['kop_erpordernumber'] }),
    date('kop_ConfirmedDate', 'Confirmed Date'),
    choice('kop_FulfilmentStatus', 'Fulfilment Status', fulfilmentStatuses),
    date('kop_ShippedOn', 'Last Shipped On'),
    decimal('kop_ShippedQuantity', 'Shipped Quantity', { min: 0, precision: 5 }),
    text('kop_Tracking', 'Tracking', 200),
    ...documentCurrency,
    ...stateColumns(orderStates),
    ...ownedColumns,
    ...auditColumns,
  ],
  navigations: [
    { name: 'order_details', kind: 'many', target: 'salesorderdetails', column: 'salesorderid' },
    closings('ordercloses', 'salesorderid'),
  ],
  dependants: [
    { set: 'salesorderdetails', column: 'salesorderid', onDelete: 'cascade' },
    { set: 'ordercloses', column: 'salesorderid', onDelete: 'cascade' },
    { set: 'tasks', column: 'regardingobjectid', onDelete: 'cascade' },
  ],
});

export const orderLines = table({
  set: 'salesorderdetails',
  type: 'salesorderdetail',
  schemaName: 'SalesOrderDetail',
  title: 'Order Product',
  collectionTitle: 'Order Products',
  objectTypeCode: 1089,
  key: 'salesorderdetailid',
  nameColumn: 'productdescription',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'salesorderid' }],
  columns: [
    key('SalesOrderDetailId', 'Order Product'),
    lookup('SalesOrderId', 'Order', [target('salesorder', 'salesorders', 'salesorderid')], {
      required: 'SystemRequired',
      createOnly: true,
      foundBy: ['salesorderid'],
    }),
    ...lineColumns,
    decimal('QuantityShipped', 'Quantity Shipped', { min: -1_000_000_000, precision: 5 }),
    decimal('QuantityBackordered', 'Quantity Back Ordered', { min: -1_000_000_000, precision: 5 }),
    decimal('QuantityCancelled', 'Quantity Canceled', { min: -1_000_000_000, precision: 5 }),
    guid('QuoteDetailId', 'Quote Product Id', { createOnly: true }),
    ...auditColumns,
  ],
});
