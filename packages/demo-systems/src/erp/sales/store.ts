import { randomUUID } from 'node:crypto';
import type { StoredRecord, Value, Values } from '../../records/definition.ts';
import type { RecordTable } from '../../records/record-table.ts';
import { zeroGuid } from '../columns.ts';
import type { CodeTables } from '../customers.ts';
import { documents, type DocumentKind } from './columns.ts';

/** What sales works with: the tables, the clock and the number series. */
export interface SalesPorts {
  readonly table: (name: string) => RecordTable;
  readonly tables: CodeTables;
  readonly now: () => Date;
  readonly nextVersion: () => number;
  /** The next number of a series, by its prefix. */
  readonly nextNumber: (prefix: string) => string;
  readonly nextEntry: () => number;
  /** Told of every record that was put or removed outside a page: by posting. */
  readonly changed: (change: { readonly table: string; readonly record: StoredRecord; readonly kind: 'created' | 'updated' | 'deleted' }) => void; // prettier-ignore
}

/** Puts and removes records under the rules of all tables: new versions, stamps that never go back. */
export class SalesStore {
  readonly ports: SalesPorts;

  constructor(ports: SalesPorts) {
    this.ports = ports;
  }

  get today(): string {
    return this.ports.now().toISOString().slice(0, 10);
  }

  create(table: string, values: Values): StoredRecord {
    const { now, nextVersion, changed } = this.ports;
    const record = { id: randomUUID(), version: nextVersion(), stamp: now().getTime(), values };
    this.ports.table(table).put(record);
    changed({ table, record, kind: 'created' });
    return record;
  }

  update(table: string, before: StoredRecord, values: Values): StoredRecord {
    const { now, nextVersion, changed } = this.ports;
    const stamp = Math.max(now().getTime(), before.stamp);
    const record = { id: before.id, version: nextVersion(), stamp, values: { ...before.values, ...values } };
    this.ports.table(table).put(record);
    changed({ table, record, kind: 'updated' });
    return record;
  }

  /** Changes what is computed from other tables: neither version nor stamp of the record move. */
  adjust(table: string, before: StoredRecord, values: Values): StoredRecord {
    // What counts records by a filter has to count again.
    this.ports.nextVersion();
    const record = { ...before, values: { ...before.values, ...values } };
    this.ports.table(table).put(record);
    return record;
  }

  remove(table: string, record: StoredRecord): void {
    const { now, nextVersion, changed } = this.ports;
    this.ports.table(table).remove(record.id, nextVersion(), Math.max(now().getTime(), record.stamp));
    changed({ table, record, kind: 'deleted' });
  }

  get(table: string, id: Value | undefined): StoredRecord | undefined {
    return typeof id === 'string' && id !== zeroGuid ? this.ports.table(table).get(id) : undefined;
  }

  byNumber(table: string, number: Value | undefined): StoredRecord | undefined {
    return typeof number === 'string' && number !== ''
      ? this.ports.table(table).find('number', [number])[0]
      : undefined;
  }

  /** The lines of a document, in their order. */
  lines(kind: DocumentKind, document: string): StoredRecord[] {
    return this.ports
      .table(documents[kind].lineSet)
      .find('documentId', [document])
      .sort((a, b) => Number(a.values['sequence']) - Number(b.values['sequence']));
  }

  codeOf(set: string, id: Value | undefined): string {
    return String(this.get(set, id)?.values['code'] ?? '');
  }

  /** What a unit of a currency is worth in euro on a date: the rate of the latest date up to it. */
  rate(currencyCode: string, date: string): number | undefined {
    if (currencyCode === '') return 1;
    const rates = this.ports.table('currencyExchangeRates').find('currencyCode', [currencyCode]);
    const known = rates
      .filter(({ values }) => String(values['startingDate']) <= date)
      .sort((a, b) => (String(a.values['startingDate']) < String(b.values['startingDate']) ? -1 : 1));
    const values = known.at(-1)?.values;
    if (values === undefined) return undefined;
    return Number(values['relationalExchangeRateAmount']) / Number(values['exchangeRateAmount']);
  }
}
