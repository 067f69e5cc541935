import { emptyBase, firstChangeVersion, type BaseSet } from '../records/base-set.ts';
import { Catalogue, Entity } from '../records/catalogue.ts';
import type { StoredRecord, TableDefinition } from '../records/definition.ts';
import { RecordTable } from '../records/record-table.ts';
import type { ServicePorts } from '../odata-service.ts';
import { codeTableBase, codeTables } from './code-tables.ts';
import type { ErpColumn, ErpPage } from './columns.ts';
import { companiesBase, companiesPage, companyInformationBase, companyInformationPage } from './company.ts';
import { contactBase, contactNumber, contactsPage, contactTable, customerContactsPage } from './contacts.ts';
import { customerBase, customerNumber } from './customer-base.ts';
import { customerDetailsPage, customersPage, customerTable } from './customers.ts';
import { itemsPage, itemTable, ratesPage, rateTable } from './items.ts';
import { documents, documentTables, type DocumentKind } from './sales/columns.ts';
import {
  activityCostsPage,
  activityTable,
  ledgerPage,
  ledgerTable,
  priceListLinesPage,
  priceTable,
  trackingPage,
  trackingTable,
} from './sales/custom-pages.ts';
import { salesPages } from './sales/pages.ts';
import { SalesStore } from './sales/store.ts';
import { subscriptionTable } from './subscriptions.ts';
import { balanceOf, checkUnused } from './sales/balance.ts';
import { ratesBase } from './world/rates.ts';
import { balanceAtFirst, firstDocumentNumber, paymentPrefix, salesBases } from './world/sales-base.ts';
import { trade } from './world/trade.ts';
import { productNumber } from '../identity/products.ts';
import { tradeTerms } from '../identity/trade-terms.ts';

/** An entity with the manners of its page. */
export interface PublishedPage {
  readonly page: ErpPage;
  readonly entity: Entity<ErpColumn>;
}

/** One API of the ERP: the pages that are published under one address. */
export interface PublishedApi {
  readonly catalogue: Catalogue<ErpColumn>;
  page(set: string): PublishedPage | undefined;
}

/** Everything the ERP holds, by the addresses of its APIs below a tenant and environment. */
export interface ErpPages {
  readonly apis: Readonly<Record<string, PublishedApi>>;
  readonly standard: PublishedApi;
  readonly sales: PublishedApi;
  /** The next version of a changed record, one series for all tables. */
  nextVersion(): number;
  /** The last one given out: as long as it stays the same, nothing has changed. */
  currentVersion(): number;
  /** What people do with documents beyond changing their columns. */
  readonly store: SalesStore;
  /** To be told of each record that came, changed or went. */
  changed(change: Change): void;
  /** Who wants to be told. */
  readonly listeners: Set<(change: Change) => void>;
}

/** One record that came, changed or went. */
export interface Change {
  /** The table, whose name is that of its page's set. */
  readonly table: string;
  readonly record: StoredRecord;
  readonly kind: 'created' | 'updated' | 'deleted';
}

/** Opens the tables and publishes their pages. A further entity is a further table and page in this list. */
export function publishPages(ports: ServicePorts): ErpPages {
  const { database, seed, world, customers, work, now } = ports;
  const tables = new Map<string, RecordTable>();
  const table = (definition: TableDefinition, base: BaseSet) => {
    const opened = new RecordTable({ database, definition, base, work });
    tables.set(definition.name, opened);
    return opened;
  };
  const withoutIndexes = (name: string): TableDefinition => ({ name, indexes: [] });
  table(withoutIndexes('companies'), companiesBase(seed));
  table(withoutIndexes('companyInformation'), companyInformationBase(seed));
  for (const codes of codeTables) {
    table({ name: codes.page.definition.table, indexes: [{ column: 'code' }] }, codeTableBase(seed, codes));
  }
  const customersAtFirst = customerBase({ seed, world, count: customers });
  table(customerTable, customersAtFirst);

  // History ends on the day of the first start, and stays where it is from then on.
  const known = database.readFact('history-ends');
  const end = known === undefined ? Math.floor(now().getTime() / 86_400_000) * 86_400_000 : Number(known);
  if (known === undefined) database.writeFact('history-ends', String(end));
  // What a customer bought is asked for deal by deal.
  let last: { readonly index: number; readonly isBelgian: boolean; readonly currency: string } | undefined;
  const buyer = (index: number) => {
    if (last?.index === index) return last;
    const company = world.company(index);
    last = { index, isBelgian: company.country === 'BE', currency: tradeTerms(seed, company).currency };
    return last;
  };
  const sold = trade({ seed, customers, end, buyer });
  const salesWorld = { seed, customers: customersAtFirst, trade: sold };
  const bases = salesBases(salesWorld);
  const kinds = Object.keys(documents) as DocumentKind[];
  const own = [...kinds.flatMap(documentTables), itemTable, ledgerTable, trackingTable, activityTable, priceTable];
  for (const definition of own) table(definition, bases[definition.name]!);
  table(rateTable, ratesBase(seed, end));
  table(subscriptionTable, emptyBase);
  table(contactTable, contactBase({ seed, world, customers: customersAtFirst }));

  // Number series: the first number behind those of the base that nobody has given by hand.
  const seriesOf = (name: string, first: number, write: (number: number) => string, set: string) => {
    const series = database.counter(name, first);
    return (): string => {
      while (true) {
        const number = write(series.next());
        if (tables.get(set)!.find('number', [number]).length === 0) return number;
      }
    };
  };
  const nextNumber = seriesOf('customer-number', customers, customerNumber, customerTable.name);
  const nextContact = seriesOf('contact-number', customers, contactNumber, contactTable.name);
  const nextItem = seriesOf('item-number', sold.products, productNumber, itemTable.name);
  const plain = (name: string, first: number, prefix: string) => {
    const series = database.counter(name, first);
    return () => `${prefix}${series.next()}`;
  };
  const behind = (count: number) => firstDocumentNumber + 1 + count;
  const documentSeries = new Map<string, () => string>([
    ...kinds.map((kind) => {
      const { prefix, set } = documents[kind];
      const count = kind === 'order' ? sold.deals.count : bases[set]!.count;
      return [prefix, plain(`${kind}-number`, behind(count), prefix)] as const;
    }),
    ['VFD', plain('invoice-draft-number', firstDocumentNumber + 1, 'VFD')],
    ['CND', plain('creditMemo-draft-number', firstDocumentNumber + 1, 'CND')],
    [paymentPrefix, plain('payment-number', behind(sold.payments.count), paymentPrefix)],
  ]);
  const entries = database.counter('ledger-entry', bases['customerLedgerEntries']!.count + 1);
  const costs = database.counter('activity-entry', bases['activityCosts']!.count + 1);

  const codes = { entity: (set: string) => standard.page(set)!.entity };
  const listeners = new Set<(change: Change) => void>();
  const changed = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  const store = new SalesStore({
    table: (name) => tables.get(name)!,
    tables: codes,
    now,
    nextVersion: () => ++version,
    nextNumber: (prefix) => documentSeries.get(prefix)!(),
    nextEntry: () => entries.next(),
    changed,
  });
  const publish = (pages: readonly ErpPage[]): PublishedApi => {
    const published = new Map(
      pages.map((page) => {
        const { set, table: name } = page.definition;
        return [set, { page, entity: new Entity(page.definition, tables.get(name)!) }] as const;
      }),
    );
    const catalogue = new Catalogue([...published.values()].map(({ entity }) => entity));
    return { catalogue, page: (set) => published.get(set) };
  };
  const standard = publish([
    companiesPage,
    companyInformationPage,
    {
      ...customersPage(codes, nextNumber, balanceOf(store, balanceAtFirst(salesWorld))),
      checkDelete: (customer) => checkUnused(store, customer),
    },
    ...codeTables.map(({ page }) => page),
    itemsPage(codes, nextItem),
    ratesPage,
    contactsPage(nextContact),
    customerContactsPage(codes),
    ...salesPages(store, codes),
  ]);
  const sales = publish([
    companiesPage,
    customerDetailsPage(codes),
    priceListLinesPage(codes),
    activityCostsPage(() => costs.next(), codes),
    ledgerPage,
    trackingPage,
  ]);

  let version = Math.max(firstChangeVersion, ...[...tables.values()].map((one) => one.lastVersion()));
  return {
    apis: { 'api/v2.0': standard, 'api/koppel/sales/v1.0': sales },
    standard,
    sales,
    nextVersion: () => ++version,
    currentVersion: () => version,
    store,
    changed,
    listeners,
  };
}
