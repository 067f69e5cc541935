import { randomUUID } from 'node:crypto';
import type { FilterDialect } from '../odata/evaluate.ts';
import type { Caller, ServiceFaults, ServicePorts } from '../odata-service.ts';
import { emptyBase, firstChangeVersion, type BaseSet } from '../records/base-set.ts';
import { Catalogue, Entity } from '../records/catalogue.ts';
import type { RecordDatabase } from '../records/database.ts';
import { RecordTable } from '../records/record-table.ts';
import type { CrmColumn } from './column.ts';
import { Notices } from './notices.ts';
import { Addresses } from './protocol/address.ts';
import { rewriteQueryFunction } from './protocol/query-functions.ts';
import { ColumnSecurity } from './security.ts';
import type { CrmTable } from './table.ts';
import { tables } from './tables.ts';
import { accountBase, type CrmWorld } from './world/accounts.ts';
import { catalogueBases } from './world/catalogue.ts';
import { contactBase } from './world/contacts.ts';
import { documentBases, documentCounts, documentNumber } from './world/documents.ts';
import { noticeBases } from './world/notices.ts';
import { organisation, type Organisation } from './world/organisation.ts';
import { salesBases } from './world/sales.ts';

export type CrmEntity = Entity<CrmColumn>;

/** What the CRM knows of an entity beyond what the query engine needs. */
export function tableOf(entity: CrmEntity): CrmTable {
  return entity.definition as CrmTable;
}

/** Row versions of the whole organisation, as the vendor counts them: one series for all tables. */
export interface Versions {
  next(): number;
  /** The last one given out. */
  current(): number;
}

/** The CRM's records, and what is needed to read and change them. */
export interface Crm {
  readonly database: RecordDatabase;
  readonly catalogue: Catalogue<CrmColumn>;
  readonly organisation: Organisation;
  readonly versions: Versions;
  readonly security: ColumnSecurity;
  readonly notices: Notices;
  readonly addresses: Addresses;
  readonly faults: ServiceFaults;
  readonly now: () => Date;
  /** The next number of a kind of document, by entity set. */
  readonly numbers: Readonly<Record<string, () => string>>;
  newId(): string;
  entity(set: string): CrmEntity;
  /** How filters are read for a user. */
  dialectFor(userId: string): FilterDialect;
  /** The user of the organisation as whom a caller acts. */
  userOf(caller: Caller): string;
}

export function openCrm(ports: ServicePorts): Crm {
  const { seed, customers, world: companies, work, now } = ports;
  const own = organisation(seed);
  const world = { seed, customers, companies, organisation: own };
  const bases: Readonly<Record<string, BaseSet>> = {
    ...own.bases,
    ...catalogueBases(world),
    ...documentBases(world),
    ...salesBases(world),
    ...noticeBases(seed, tables),
    accounts: accountBase(world),
    contacts: contactBase(world),
  };
  // What is undone is not told either.
  const database: RecordDatabase = {
    ...ports.database,
    transact(work) {
      const mark = notices.mark();
      try {
        return ports.database.transact(work);
      } catch (error) {
        notices.undo(mark);
        throw error;
      }
    },
    close() {
      notices.close();
      ports.database.close();
    },
  };
  const entities = tables.map((definition) => {
    const base = bases[definition.set] ?? emptyBase;
    const { table: name, indexes } = definition;
    return new Entity<CrmColumn>(definition, new RecordTable({ database, definition: { name, indexes }, base, work }));
  });
  const catalogue = new Catalogue<CrmColumn>(entities);
  let version = Math.max(firstChangeVersion, ...entities.map(({ table }) => table.lastVersion()));
  const entity = (set: string) => {
    const found = catalogue.bySet(set);
    if (found === undefined) throw new Error(`the CRM has no table ${set}`);
    return found;
  };
  const notices = new Notices({
    entity,
    organisationName: own.name,
    businessUnitId: own.businessUnitId,
    origin: ports.origin,
  });
  return {
    database,
    catalogue,
    notices,
    organisation: own,
    security: new ColumnSecurity({ database, entity, administratorId: own.administratorId }),
    versions: { next: () => ++version, current: () => version },
    addresses: new Addresses(ports.origin),
    faults: ports.faults,
    now,
    numbers: numberSeries(database, world),
    newId: randomUUID,
    entity,
    dialectFor: (userId) => ({
      ignoreCase: true,
      ignoresLambdas: false,
      now: () => now().getTime(),
      rewrite: (call, of, at) =>
        rewriteQueryFunction(call, of as CrmEntity, at, { userId, businessUnitId: own.businessUnitId }),
    }),
    userOf({ kind, name }) {
      if (kind === 'application') return own.applicationUserId;
      if (kind === 'administrator') return own.administratorId;
      const users = entity('systemusers').table;
      return own.salespeople.find((id) => users.get(id)?.values['fullname'] === name) ?? own.salespeople[0]!;
    },
  };
}

/** Numbers go on behind those of the documents that are there from the start. */
function numberSeries(database: RecordDatabase, world: CrmWorld): Crm['numbers'] {
  const counts = documentCounts(world);
  const series = (set: string, prefix: 'QUO' | 'ORD', count: number) => {
    const counter = database.counter(set, count);
    return () => documentNumber(world.seed, prefix, counter.next());
  };
  return { quotes: series('quotes', 'QUO', counts.quotes), salesorders: series('salesorders', 'ORD', counts.orders) };
}
