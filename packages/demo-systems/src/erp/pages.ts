import { firstChangeVersion, type BaseSet } from '../records/base-set.ts';
import { Catalogue, Entity } from '../records/catalogue.ts';
import type { TableDefinition } from '../records/definition.ts';
import { RecordTable } from '../records/record-table.ts';
import type { ServicePorts } from '../odata-service.ts';
import { codeTableBase, codeTables } from './code-tables.ts';
import type { ErpColumn, ErpPage } from './columns.ts';
import { companiesBase, companiesPage, companyInformationBase, companyInformationPage } from './company.ts';
import { customerBase, customerNumber } from './customer-base.ts';
import { customerDetailsPage, customersPage, customerTable } from './customers.ts';

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
}

/** Opens the tables and publishes their pages. A further entity is a further table and page in this list. */
export function publishPages(ports: ServicePorts): ErpPages {
  const { database, seed, world, customers, work } = ports;
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
  const customerRecords = table(customerTable, customerBase({ seed, world, count: customers }));

  // Number series: the first number behind those of the base that nobody has given by hand.
  const series = database.counter('customer-number', customers);
  const nextNumber = (): string => {
    while (true) {
      const number = customerNumber(series.next());
      if (customerRecords.find('number', [number]).length === 0) return number;
    }
  };

  const codes = { entity: (set: string) => standard.page(set)!.entity };
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
    customersPage(codes, nextNumber),
    ...codeTables.map(({ page }) => page),
  ]);
  const sales = publish([companiesPage, customerDetailsPage(codes)]);

  let version = Math.max(firstChangeVersion, ...[...tables.values()].map((one) => one.lastVersion()));
  return {
    apis: { 'api/v2.0': standard, 'api/koppel/sales/v1.0': sales },
    standard,
    sales,
    nextVersion: () => ++version,
    currentVersion: () => version,
  };
}
