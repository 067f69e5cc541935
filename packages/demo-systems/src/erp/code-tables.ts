import { guidSeries } from '../identity/guid-series.ts';
import {
  deliveryTermCodes,
  foreignCurrencyCodes,
  paymentMethodCodes,
  paymentTermCodes,
} from '../identity/trade-terms.ts';
import { unitCodes } from '../identity/products.ts';
import { listedBase, type BaseSet } from '../records/base-set.ts';
import type { Value } from '../records/definition.ts';
import { code, id, lastModified, ofType, text, type ErpColumn, type ErpPage } from './columns.ts';

/** A small table of codes: its page and the records it begins with. */
export interface CodeTable {
  readonly page: ErpPage;
  readonly caption: string;
  readonly rows: readonly Readonly<Record<string, Value>>[];
}

const everything = { canCreate: true, canUpdate: true, canDelete: true };

interface Shape {
  readonly set: string;
  readonly type: string;
  readonly caption: string;
  readonly codeLength?: number;
  readonly more?: readonly ErpColumn[];
  readonly rows: readonly Readonly<Record<string, Value>>[];
}

function codeTable({ set, type, caption, codeLength = 10, more = [], rows }: Shape): CodeTable {
  const columns = [
    id,
    code('code', 'Code', codeLength, { foundBy: ['code'], isRequired: true }),
    text('displayName', 'Description', 100),
    ...more,
    lastModified,
  ];
  return {
    caption,
    rows,
    page: {
      definition: { set, type, title: caption, table: set, key: 'id', columns, navigations: [] },
      operations: everything,
      identity: { column: 'code', caption: 'Code', isUnique: true },
    },
  };
}

const countries: readonly [string, string][] = [
  ['AT', 'Austria'],
  ['BE', 'Belgium'],
  ['BG', 'Bulgaria'],
  ['CH', 'Switzerland'],
  ['CY', 'Cyprus'],
  ['CZ', 'Czechia'],
  ['DE', 'Germany'],
  ['DK', 'Denmark'],
  ['EE', 'Estonia'],
  ['ES', 'Spain'],
  ['FI', 'Finland'],
  ['FR', 'France'],
  ['GB', 'Great Britain'],
  ['GR', 'Greece'],
  ['HR', 'Croatia'],
  ['HU', 'Hungary'],
  ['IE', 'Ireland'],
  ['IT', 'Italy'],
  ['LT', 'Lithuania'],
  ['LU', 'Luxembourg'],
  ['LV', 'Latvia'],
  ['MT', 'Malta'],
  ['NL', 'Netherlands'],
  ['NO', 'Norway'],
  ['PL', 'Poland'],
  ['PT', 'Portugal'],
  ['RO', 'Romania'],
  ['SE', 'Sweden'],
  ['SI', 'Slovenia'],
  ['SK', 'Slovakia'],
  ['US', 'United States of America'],
];

const plain = (codes: readonly { readonly code: string; readonly label: string }[]) =>
  codes.map(({ code, label }) => ({ code, displayName: label }));

/** UN/ECE recommendation 20. */
const standardUnits: Readonly<Record<string, string>> = { PCS: 'EA', BOX: 'BX', KG: 'KGM', L: 'LTR', M: 'MTR', HOUR: 'HUR' }; // prettier-ignore

/** The tables of codes that customers, items and documents refer to. */
export const codeTables: readonly CodeTable[] = [
  codeTable({
    set: 'paymentTerms',
    type: 'paymentTerm',
    caption: 'Payment Terms',
    more: [
      text('dueDateCalculation', 'Due Date Calculation', 32),
      text('discountDateCalculation', 'Discount Date Calculation', 32),
      ofType('decimal', 'discountPercent', 'Discount %'),
      ofType('boolean', 'calculateDiscountOnCreditMemos', 'Calc. Pmt. Disc. on Cr. Memos'),
    ],
    rows: paymentTermCodes.map(({ code, label, dueDate }) => ({
      code,
      displayName: label,
      dueDateCalculation: dueDate,
      discountDateCalculation: '',
      discountPercent: 0,
      calculateDiscountOnCreditMemos: false,
    })),
  }),
  codeTable({
    set: 'shipmentMethods',
    type: 'shipmentMethod',
    caption: 'Shipment Method',
    rows: plain(deliveryTermCodes),
  }),
  codeTable({
    set: 'paymentMethods',
    type: 'paymentMethod',
    caption: 'Payment Method',
    rows: plain(paymentMethodCodes),
  }),
  codeTable({
    set: 'currencies',
    type: 'currency',
    caption: 'Currency',
    more: [
      text('symbol', 'Symbol', 10),
      text('amountDecimalPlaces', 'Amount Decimal Places', 5, { initial: '2:2' }),
      ofType('decimal', 'amountRoundingPrecision', 'Amount Rounding Precision', { initial: 0.01 }),
    ],
    rows: foreignCurrencyCodes.map(({ code, label, symbol }) => ({
      code,
      displayName: label,
      symbol,
      amountDecimalPlaces: '2:2',
      amountRoundingPrecision: 0.01,
    })),
  }),
  codeTable({
    set: 'countriesRegions',
    type: 'countryRegion',
    caption: 'Country/Region',
    rows: countries.map(([code, label]) => ({ code, displayName: label })),
  }),
  codeTable({
    set: 'taxAreas',
    type: 'taxArea',
    caption: 'VAT Business Posting Group',
    codeLength: 20,
    rows: [
      { code: 'NAT', displayName: 'Customers in Belgium' },
      { code: 'EU', displayName: 'Customers in the European Union' },
      { code: 'EXPORT', displayName: 'Other customers' },
    ],
  }),
  // New tables come last: the keys of a table follow from its place.
  codeTable({
    set: 'unitsOfMeasure',
    type: 'unitOfMeasure',
    caption: 'Unit of Measure',
    more: [code('internationalStandardCode', 'International Standard Code', 10), text('symbol', 'Symbol', 10)],
    rows: unitCodes.map(({ code, label }) => ({
      code,
      displayName: label,
      internationalStandardCode: standardUnits[code] ?? '',
      symbol: code.toLowerCase(),
    })),
  }),
  codeTable({
    set: 'itemCategories',
    type: 'itemCategory',
    caption: 'Item Category',
    codeLength: 20,
    rows: [
      { code: 'GOODS', displayName: 'Goods' },
      { code: 'PACKAGING', displayName: 'Packaging' },
      { code: 'BULK', displayName: 'By weight, volume or length' },
      { code: 'SERVICES', displayName: 'Services' },
    ],
  }),
  codeTable({
    set: 'taxGroups',
    type: 'taxGroup',
    caption: 'VAT Product Posting Group',
    codeLength: 20,
    rows: ['21', '12', '6', '0'].map((rate) => ({ code: rate, displayName: `VAT ${rate} %` })),
  }),
];

/** When the company was set up in the ERP. */
export const setUpAt = Date.UTC(2021, 0, 4, 7);

/** The ids of the codes of a table that were there from the start, in the table's order. */
export function codeIds(seed: number, set: string): ReadonlyMap<string, string> {
  const table = codeTables.findIndex(({ page }) => page.definition.set === set);
  const ids = guidSeries(seed, 0xe2_00 + table);
  return new Map(codeTables[table]!.rows.map(({ code }, position) => [String(code), ids.at(position)]));
}

/** The records a table of codes begins with. */
export function codeTableBase(seed: number, { page, rows }: CodeTable): BaseSet {
  const ids = codeIds(seed, page.definition.set);
  const records = rows.map((values) => ({
    id: ids.get(String(values['code']))!,
    stamp: setUpAt,
    values: { ...values },
  }));
  return listedBase(records, { code: (record) => String(record.values['code']) });
}
