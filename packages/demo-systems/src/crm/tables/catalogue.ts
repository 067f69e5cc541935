import { boolean, choice, date, decimal, integer, key, lookup, memo, money, target, text } from '../column.ts';
import {
  activeAndInactive,
  auditColumns,
  currencyColumns,
  foldedText,
  stateColumns,
  table,
  type State,
} from '../table.ts';

const unitGroup = [target('uomschedule', 'uomschedules', 'uomscheduleid')];

/** Units that can be counted in each other. */
export const unitGroups = table({
  set: 'uomschedules',
  type: 'uomschedule',
  schemaName: 'UoMSchedule',
  title: 'Unit Group',
  collectionTitle: 'Unit Groups',
  objectTypeCode: 1056,
  key: 'uomscheduleid',
  nameColumn: 'name',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'name', normal: foldedText }],
  columns: [
    key('UoMScheduleId', 'Unit Group'),
    text('Name', 'Name', 200, { required: 'SystemRequired', foundBy: ['name'] }),
    text('BaseUoMName', 'Primary Unit', 100),
    memo('Description', 'Description'),
    ...stateColumns(activeAndInactive),
    ...auditColumns,
  ],
  navigations: [{ name: 'unit_of_measurement_schedule', kind: 'many', target: 'uoms', column: 'uomscheduleid' }],
  dependants: [{ set: 'uoms', column: 'uomscheduleid', onDelete: 'cascade' }],
});

export const units = table({
  set: 'uoms',
  type: 'uom',
  schemaName: 'UoM',
  title: 'Unit',
  collectionTitle: 'Units',
  objectTypeCode: 1055,
  key: 'uomid',
  nameColumn: 'name',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'name', normal: foldedText }, { column: 'uomscheduleid' }],
  columns: [
    key('UoMId', 'Unit'),
    text('Name', 'Name', 100, { required: 'SystemRequired', foundBy: ['name'] }),
    decimal('Quantity', 'Quantity', { required: 'SystemRequired', min: 0, precision: 10, initial: 1 }),
    boolean('IsScheduleBaseUoM', 'Is Base Unit', { readOnly: true, initial: false }),
    lookup('UoMScheduleId', 'Unit Group', unitGroup, {
      required: 'SystemRequired',
      createOnly: true,
      foundBy: ['uomscheduleid'],
    }),
    lookup('BaseUoM', 'Base Unit', [target('uom', 'uoms', 'baseuom')]),
    ...auditColumns,
  ],
});

/** A new product is a draft; a published one is changed by taking it under revision. */
const productStates: readonly State[] = [
  { value: 2, label: 'Draft', statuses: { 0: 'Draft' } },
  { value: 0, label: 'Active', statuses: { 1: 'Active' } },
  { value: 1, label: 'Retired', statuses: { 2: 'Retired' } },
  { value: 3, label: 'Under Revision', statuses: { 3: 'Under Revision' } },
];

export const products = table({
  set: 'products',
  type: 'product',
  schemaName: 'Product',
  title: 'Product',
  collectionTitle: 'Products',
  objectTypeCode: 1024,
  key: 'productid',
  nameColumn: 'name',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  alternateKeys: [{ schemaName: 'kop_ProductNumberKey', title: 'Product number', columns: ['productnumber'] }],
  indexes: [{ column: 'productnumber', normal: foldedText }],
  columns: [
    key('ProductId', 'Product'),
    text('Name', 'Name', 100, { required: 'SystemRequired' }),
    text('ProductNumber', 'Product ID', 100, { required: 'SystemRequired', foundBy: ['productnumber'] }),
    memo('Description', 'Description'),
    choice('ProductStructure', 'Product Structure', { 1: 'Product', 2: 'Product Family', 3: 'Product Bundle' }, { createOnly: true, initial: 1 }), // prettier-ignore
    choice('ProductTypeCode', 'Product Type', {
      1: 'Sales Inventory',
      2: 'Miscellaneous Charges',
      3: 'Services',
      4: 'Flat Fees',
    }),
    ...money('Price', 'List Price', { min: 0, max: 1_000_000_000_000 }),
    ...money('CurrentCost', 'Current Cost', { min: 0, max: 1_000_000_000_000 }),
    ...money('StandardCost', 'Standard Cost', { min: 0, max: 1_000_000_000_000 }),
    decimal('QuantityOnHand', 'Quantity On Hand', { min: 0 }),
    integer('QuantityDecimal', 'Decimals Supported', { required: 'SystemRequired', max: 5, initial: 2 }),
    date('ValidFromDate', 'Valid From'),
    date('ValidToDate', 'Valid To'),
    boolean('IsStockItem', 'Stock Item'),
    text('VendorName', 'Vendor', 100),
    text('kop_VatCode', 'VAT Code', 20),
    memo('kop_SalesTextNL', 'Sales Text, Dutch', 4000),
    memo('kop_SalesTextFR', 'Sales Text, French', 4000),
    lookup('DefaultUoMId', 'Default Unit', [target('uom', 'uoms', 'defaultuomid')], { required: 'SystemRequired' }),
    lookup('DefaultUoMScheduleId', 'Unit Group', [target('uomschedule', 'uomschedules', 'defaultuomscheduleid')], {
      required: 'SystemRequired',
    }),
    lookup('PriceLevelId', 'Default Price List', [target('pricelevel', 'pricelevels', 'pricelevelid')]),
    ...currencyColumns,
    ...stateColumns(productStates),
    ...auditColumns,
  ],
  navigations: [{ name: 'product_price_levels', kind: 'many', target: 'productpricelevels', column: 'productid' }],
  dependants: [{ set: 'productpricelevels', column: 'productid', onDelete: 'cascade' }],
});

const priceListStates: readonly State[] = [
  { value: 0, label: 'Active', statuses: { 100001: 'Active' } },
  { value: 1, label: 'Inactive', statuses: { 100002: 'Inactive' } },
];

export const priceLists = table({
  set: 'pricelevels',
  type: 'pricelevel',
  schemaName: 'PriceLevel',
  title: 'Price List',
  collectionTitle: 'Price Lists',
  objectTypeCode: 1022,
  key: 'pricelevelid',
  nameColumn: 'name',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'name', normal: foldedText }],
  columns: [
    key('PriceLevelId', 'Price List'),
    text('Name', 'Name', 100, { required: 'SystemRequired', foundBy: ['name'] }),
    date('BeginDate', 'Start Date'),
    date('EndDate', 'End Date'),
    memo('Description', 'Description'),
    ...currencyColumns,
    ...stateColumns(priceListStates),
    ...auditColumns,
  ],
  navigations: [
    { name: 'price_level_product_price_levels', kind: 'many', target: 'productpricelevels', column: 'pricelevelid' },
  ],
  dependants: [{ set: 'productpricelevels', column: 'pricelevelid', onDelete: 'cascade' }],
});

/** What one unit of a product costs in a price list. */
export const priceListItems = table({
  set: 'productpricelevels',
  type: 'productpricelevel',
  schemaName: 'ProductPriceLevel',
  title: 'Price List Item',
  collectionTitle: 'Price List Items',
  objectTypeCode: 1026,
  key: 'productpricelevelid',
  nameColumn: 'productnumber',
  isSetting: false,
  isChangeTracked: true,
  canDelete: true,
  indexes: [{ column: 'productid' }, { column: 'pricelevelid' }],
  columns: [
    key('ProductPriceLevelId', 'Price List Item'),
    lookup('PriceLevelId', 'Price List', [target('pricelevel', 'pricelevels', 'pricelevelid')], {
      required: 'SystemRequired',
      createOnly: true,
      foundBy: ['pricelevelid'],
    }),
    lookup('ProductId', 'Product', [target('product', 'products', 'productid')], {
      required: 'SystemRequired',
      createOnly: true,
      foundBy: ['productid'],
    }),
    lookup('UoMId', 'Unit', [target('uom', 'uoms', 'uomid')], { required: 'SystemRequired' }),
    lookup('UoMScheduleId', 'Unit Group', unitGroup, { readOnly: true }),
    text('ProductNumber', 'Product ID', 100, { readOnly: true }),
    choice('PricingMethodCode', 'Pricing Method', { 1: 'Currency Amount', 2: 'Percent of List' }, { initial: 1 }),
    choice('QuantitySellingCode', 'Quantity Selling Option', { 1: 'No Control', 2: 'Whole', 3: 'Whole and Fractional' }, { initial: 1 }), // prettier-ignore
    ...money('Amount', 'Amount', { min: 0, max: 1_000_000_000_000 }),
    decimal('Percentage', 'Percentage', { min: 0, max: 1000 }),
    memo('kop_QuantityBreaks', 'Quantity Breaks', 4000),
    ...currencyColumns,
    ...auditColumns,
  ],
});
