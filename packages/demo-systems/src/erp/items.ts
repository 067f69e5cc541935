import type { IndexDefinition, TableDefinition, Value } from '../records/definition.ts';
import { code, id, lastModified, link, ofType, shown, text, type Draft, type ErpPage } from './columns.ts';
import type { CodeTables } from './customers.ts';
import { refused } from './errors.ts';

const upper = (value: Value) => (typeof value === 'string' ? value.trim().toUpperCase() : null);
const byNumber: IndexDefinition = { column: 'number', normal: upper };

/** Where items are kept. */
export const itemTable: TableDefinition = { name: 'items', indexes: [byNumber] };
/** Where exchange rates are kept. */
export const rateTable: TableDefinition = {
  name: 'currencyExchangeRates',
  indexes: [{ column: 'currencyCode', normal: upper }],
};

/** The category of an item by the unit it is sold in. */
export function itemCategoryOf(unit: string): string {
  if (unit === 'PCS') return 'GOODS';
  if (unit === 'BOX') return 'PACKAGING';
  return unit === 'HOUR' ? 'SERVICES' : 'BULK';
}

/** The standard page of items. `blocked` is its sign for what is no longer sold. */
export function itemsPage(tables: CodeTables, nextNumber: () => string): ErpPage {
  return {
    definition: {
      set: 'items',
      type: 'item',
      title: 'Item',
      table: 'items',
      key: 'id',
      columns: [
        id,
        code('number', 'No.', 20, { foundBy: ['number'] }),
        text('displayName', 'Description', 100, { isRequired: true }),
        text('displayName2', 'Description 2', 50),
        ofType('enum', 'type', 'Type', { options: ['Inventory', 'Service', 'Non-Inventory'] }),
        link('itemCategoryId', 'Item Category Id', 'itemCategories', 'Item Category'),
        code('itemCategoryCode', 'Item Category Code', 20),
        ofType('boolean', 'blocked', 'Blocked'),
        text('gtin', 'GTIN', 14),
        ofType('decimal', 'inventory', 'Inventory'),
        ofType('decimal', 'unitPrice', 'Unit Price'),
        ofType('boolean', 'priceIncludesTax', 'Price Includes VAT'),
        ofType('decimal', 'unitCost', 'Unit Cost'),
        link('taxGroupId', 'Tax Group Id', 'taxGroups', 'VAT Product Posting Group'),
        code('taxGroupCode', 'VAT Prod. Posting Group', 20),
        link('baseUnitOfMeasureId', 'Base Unit Of Measure Id', 'unitsOfMeasure', 'Unit of Measure'),
        code('baseUnitOfMeasureCode', 'Base Unit of Measure', 10),
        code('generalProductPostingGroupCode', 'Gen. Prod. Posting Group', 20),
        code('inventoryPostingGroupCode', 'Inventory Posting Group', 20),
        lastModified,
      ],
      navigations: [
        { name: 'itemCategory', kind: 'one', target: 'itemCategories', column: 'itemCategoryId' },
        { name: 'baseUnitOfMeasure', kind: 'one', target: 'unitsOfMeasure', column: 'baseUnitOfMeasureId' },
      ],
    },
    operations: { canCreate: true, canUpdate: true, canDelete: true },
    identity: { column: 'number', caption: 'No.', isUnique: true },
    nextNumber,
    settle(draft) {
      const { values, sent, isNew } = draft;
      if (isNew && sent.has('inventory') && values['inventory'] !== 0)
        throw refused('Inventory cannot be changed during on insert.');
      settleCode(draft, tables, { id: 'itemCategoryId', code: 'itemCategoryCode', set: 'itemCategories', caption: 'Item Category' }); // prettier-ignore
      settleCode(draft, tables, { id: 'taxGroupId', code: 'taxGroupCode', set: 'taxGroups', caption: 'VAT Product Posting Group' }); // prettier-ignore
      settleCode(draft, tables, { id: 'baseUnitOfMeasureId', code: 'baseUnitOfMeasureCode', set: 'unitsOfMeasure', caption: 'Unit of Measure' }); // prettier-ignore
    },
  };
}

/** Two columns that say one thing, by id and by code: the one that was sent sets the other. */
export function settleCode(
  { values, sent }: Draft,
  tables: CodeTables,
  { id: idName, code: codeName, set, caption }: { readonly id: string; readonly code: string; readonly set: string; readonly caption: string },
): void {
  const { table } = tables.entity(set);
  if (sent.has(codeName)) {
    const wanted = String(values[codeName] ?? '');
    const found = wanted === '' ? undefined : table.find('code', [wanted])[0];
    if (wanted !== '' && found === undefined) throw refused(`The "${codeName}" does not match to a ${caption}.`);
    if (sent.has(idName) && values[idName] !== found?.id)
      throw refused(`The ${caption} values do not match to a specific ${caption}.`);
    values[idName] = found?.id ?? '00000000-0000-0000-0000-000000000000';
  } else if (sent.has(idName)) {
    values[codeName] = table.get(String(values[idName]))?.values['code'] ?? '';
  }
} // prettier-ignore

/** What a unit of a currency is worth, from a date on. */
export const ratesPage: ErpPage = {
  definition: {
    set: 'currencyExchangeRates',
    type: 'currencyExchangeRate',
    title: 'Currency Exchange Rate',
    table: rateTable.name,
    key: 'id',
    columns: [
      id,
      code('currencyCode', 'Currency Code', 10, { foundBy: ['currencyCode'] }),
      ofType('date', 'startingDate', 'Starting Date'),
      ofType('decimal', 'exchangeRateAmount', 'Exchange Rate Amount'),
      code('relationalCurrencyCode', 'Relational Currency Code', 10),
      ofType('decimal', 'relationalExchangeRateAmount', 'Relational Exch. Rate Amount'),
      lastModified,
    ].map(shown),
    navigations: [],
  },
  operations: { canCreate: false, canUpdate: false, canDelete: false },
  identity: { column: 'currencyCode', caption: 'Currency Code', isUnique: false },
};
