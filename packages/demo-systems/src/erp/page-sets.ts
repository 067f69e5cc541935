import type { Entity } from '../records/catalogue.ts';
import type { StoredRecord, Value } from '../records/definition.ts';
import type { PageAction, PageSet, ServicePorts } from '../odata-service.ts';
import type { ErpColumn } from './columns.ts';
import { refusalOf, refused } from './errors.ts';
import type { ErpPages, PublishedApi, PublishedPage } from './pages.ts';
import { deedsOf, type Deed } from './sales/deeds.ts';
import { updateRecord } from './writing.ts';

interface Shape {
  readonly api: 'standard' | 'sales';
  readonly set: string;
  readonly title: string;
  readonly listed: readonly string[];
  readonly foundBy: readonly string[];
  readonly containedIn: readonly string[];
  /** The set of its lines and what of them is shown. */
  readonly lines?: { readonly set: string; readonly listed: readonly string[] };
}

const shape = (api: Shape['api'], set: string, title: string, listed: string, more: Partial<Shape> = {}): Shape => ({
  api,
  set,
  title,
  listed: listed.split(' '),
  foundBy: ['number'],
  containedIn: [],
  ...more,
});
const code = (set: string, title: string) =>
  shape('standard', set, title, 'code displayName', { foundBy: ['code'], containedIn: ['displayName'] });
const document = (set: string, title: string, listed: string, quantities = '') =>
  shape('standard', set, title, `number customerName ${listed} customerNumber`, {
    foundBy: ['number', 'customerNumber', 'externalDocumentNumber', 'orderNumber'],
    containedIn: ['customerName'],
    lines: {
      set: `${set.slice(0, -1)}Lines`,
      listed:
        `lineObjectNumber description quantity ${quantities} unitOfMeasureCode unitPrice discountPercent amountExcludingTax`
          .trim()
          .split(' '),
    },
  });

const shapes: readonly Shape[] = [
  shape('standard', 'customers', 'Customers', 'number displayName postalCode city country taxRegistrationNumber creditLimit balanceDue blocked', {
    foundBy: ['number', 'enterpriseNumber', 'vatNumber'],
    containedIn: ['displayName', 'city'],
  }),
  shape('sales', 'customerDetails', 'Customer details', 'number displayName legalForm language iban insuredAmount insuredUntil', {
    foundBy: ['number', 'enterpriseNumber', 'vatNumber'],
    containedIn: ['displayName'],
  }),
  shape('standard', 'contacts', 'Contacts', 'number displayName companyName jobTitle phoneNumber email', {
    foundBy: ['number', 'email'],
    containedIn: ['displayName', 'companyName'],
  }),
  document('salesQuotes', 'Quotes', 'status documentDate validUntilDate totalAmountExcludingTax currencyCode'),
  document('salesOrders', 'Orders', 'status fullyShipped orderDate totalAmountExcludingTax currencyCode externalDocumentNumber', 'shippedQuantity invoicedQuantity'),
  document('salesShipments', 'Shipments', 'postingDate orderNumber externalDocumentNumber'),
  document('salesInvoices', 'Invoices', 'status postingDate dueDate totalAmountIncludingTax remainingAmount currencyCode orderNumber'),
  document('salesCreditMemos', 'Credit memos', 'status postingDate totalAmountIncludingTax currencyCode invoiceNumber'),
  shape('sales', 'customerLedgerEntries', 'Ledger', 'entryNumber postingDate documentType documentNumber customerNumber amount remainingAmount currencyCode appliesToDocumentNumber', {
    foundBy: ['documentNumber', 'customerNumber', 'appliesToDocumentNumber'],
    containedIn: ['documentNumber'],
  }),
  shape('sales', 'shipmentTracking', 'Tracking', 'shipmentNumber orderNumber carrier trackingNumber shippedOn deliveredOn', {
    foundBy: ['shipmentNumber', 'orderNumber'],
    containedIn: ['trackingNumber'],
  }),
  shape('standard', 'items', 'Items', 'number displayName itemCategoryCode baseUnitOfMeasureCode unitPrice inventory blocked', {
    containedIn: ['displayName'],
  }),
  shape('sales', 'priceListLines', 'Prices', 'itemNumber priceListCode currencyCode unitOfMeasureCode minimumQuantity unitPrice', {
    foundBy: ['itemNumber'],
    containedIn: ['itemNumber'],
  }),
  shape('sales', 'activityCosts', 'Activity costs', 'entryNumber customerNumber date kind hours amount', {
    foundBy: ['customerNumber'],
    containedIn: ['description'],
  }),
  code('paymentTerms', 'Payment terms'),
  code('shipmentMethods', 'Shipment methods'),
  code('paymentMethods', 'Payment methods'),
  code('currencies', 'Currencies'),
  shape('standard', 'currencyExchangeRates', 'Exchange rates', 'currencyCode startingDate exchangeRateAmount relationalExchangeRateAmount', {
    foundBy: ['currencyCode'],
    containedIn: ['currencyCode'],
  }),
  code('unitsOfMeasure', 'Units'),
]; // prettier-ignore

/** What the firm's own people see of the ERP, may change, and do. */
export function erpPageSets(pages: ErpPages, { database, now }: ServicePorts): PageSet[] {
  const attempt = (work: () => void): string | null => {
    try {
      database.transact(work);
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal.message;
    }
  };
  return shapes.map(({ api: name, set, lines, listed, foundBy, ...shown }): PageSet => {
    const api = pages[name];
    const published = api.page(set)!;
    const { entity } = published;
    const deeds = deedsOf(set, pages.store);
    const looked = (id: string, version: number): StoredRecord => {
      const record = entity.table.get(id);
      if (record === undefined) throw refused('The record does not exist any more.');
      if (record.version !== version) throw refused('Another user has already changed the record. Look at it again.');
      return record;
    };
    const label = (column: string, value: Value) => codeOf(api, entity.column(column), value);
    return {
      ...shown,
      listed,
      foundBy: foundBy.filter((index) => entity.table.hasIndex(index)),
      entity,
      editable: published.page.operations.canUpdate ? editableOf(published) : [],
      label,
      options: (column) => optionsOf(api, entity.column(column)),
      edit: ({ id, version, values }) =>
        attempt(() => void updateRecord({ published, api, pages, now }, looked(id, version), values)),
      ...(lines === undefined ? {} : { parts: partsOf(api, lines) }),
      actions: (record) => deeds.filter((deed) => deed.isPossible(record)).map((deed) => actionOf(deed, record)),
      act: ({ id, version, action, typed }) =>
        attempt(() => deeds.find((deed) => deed.id === action)!.act(looked(id, version), typed)),
    };
  });
}

function partsOf(api: PublishedApi, { set, listed }: NonNullable<Shape['lines']>) {
  const { entity } = api.page(set)!;
  const known = listed.filter((name) => entity.column(name) !== undefined);
  return ({ id }: StoredRecord) => {
    const records = entity.table
      .find('documentId', [id])
      .sort((a, b) => Number(a.values['sequence']) - Number(b.values['sequence']));
    return [{ title: 'Lines', set: { entity, listed: known }, records }];
  };
}

function actionOf({ id, label, fields }: Deed, record: StoredRecord): PageAction {
  return fields === undefined ? { id, label } : { id, label, fields: fields(record) };
}

function editableOf({ page, entity }: PublishedPage): string[] {
  // The currency is set by its id: two ways to say one thing would contradict each other in a form.
  return page.definition.columns
    .filter(({ isReadOnly, name }) => isReadOnly !== true && !(name === 'currencyCode' && entity.column('currencyId')))
    .map(({ name }) => name);
}

function codeOf(api: PublishedApi, column: ErpColumn | undefined, value: Value): string | undefined {
  const target = targetOf(api, column);
  const record = typeof value === 'string' ? target?.table.get(value) : undefined;
  return record === undefined ? undefined : String(record.values['code'] ?? '');
}

function optionsOf(api: PublishedApi, column: ErpColumn | undefined) {
  const target = targetOf(api, column);
  if (target === undefined) return column?.options?.map((option) => ({ value: option, label: option.trim() || '–' }));
  const everything = {
    order: 'key',
    descending: false,
    minStamp: -1,
    maxStamp: 8.64e15,
    minId: '',
    maxId: '~',
  } as const;
  const options = [{ value: '00000000-0000-0000-0000-000000000000', label: '–' }];
  for (const { id, values } of target.table.read(everything)) {
    options.push({ value: id, label: `${String(values['code'])} ${String(values['displayName'] ?? '')}` });
    if (options.length > 200) break;
  }
  return options;
}

function targetOf(api: PublishedApi, column: ErpColumn | undefined): Entity<ErpColumn> | undefined {
  return column?.reference === undefined ? undefined : api.page(column.reference.set)?.entity;
}
