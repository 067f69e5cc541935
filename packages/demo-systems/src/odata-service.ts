import type { FilterDialect } from './odata/evaluate.ts';
import type { Catalogue, Entity } from './records/catalogue.ts';
import type { RecordDatabase } from './records/database.ts';
import type { StoredRecord, Value } from './records/definition.ts';
import type { WorkCounter } from './records/record-table.ts';
import type { CompanyWorld } from './identity/company.ts';

/** Who signed in. Only a CRM tells them apart: an administrator passes column security, a salesperson obeys it. */
export interface Caller {
  readonly kind: 'application' | 'administrator' | 'salesperson';
  readonly name: string;
}

/**
 * One request as a service sees it: after sign-in, limits and faults. Header names are lower case. `path` is the raw path
 * behind the service's root (CRM: `/api/data/v9.2/`), without a leading slash, still percent-encoded, without the query.
 */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** Raw, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly caller: Caller;
}

/** An answer, complete. The length is added by the listener. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A vendor's protocol over its records. `$batch` is handled inside, part by part. */
export interface Service {
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  close(): void;
}

/** What only a service can inject, because only it knows the parts of a batch. */
export interface ServiceFaults {
  /**
   * Asked once for each part of a batch, before it is executed. True: the part is not executed and answers the vendor's
   * own server error. `key` is the record the part addresses, where it does.
   */
  failPart(part: { readonly index: number; readonly key: string | null }): boolean;
}

/** Everything a service is made of. `origin` is where clients reach it, without a path: next links begin with it. */
export interface ServicePorts {
  readonly database: RecordDatabase;
  readonly world: CompanyWorld;
  readonly seed: number;
  /** Customers of the ERP, 10 to 1,000,000; the size of the CRM follows from it. */
  readonly customers: number;
  readonly now: () => Date;
  readonly origin: () => string;
  readonly faults: ServiceFaults;
  /** ERP: from a change to the notice of it; the vendor's half a minute when absent. */
  readonly noticeDelayMs?: number;
  /** Give it to every table, so that tests can see that no start and no index search computes all records. */
  readonly work: WorkCounter;
}

/** An entity set as the small page shows it: a person of the firm looking at its own system. */
export interface PageSet {
  /** What its records are called together; the entity's own title when absent. */
  readonly title?: string;
  readonly entity: Entity;
  /** Columns of the list, in order. */
  readonly listed: readonly string[];
  /** Indexed columns in which the whole search text is looked for; then it is looked for inside `containedIn`. */
  readonly foundBy: readonly string[];
  readonly containedIn: readonly string[];
  /** Columns a person may change. */
  readonly editable: readonly string[];
  /** How a column's value reads for people: the label of a choice, the name behind a lookup. Plain text when absent. */
  readonly label?: (column: string, value: Value, record: StoredRecord) => string | undefined;
  /** What a column may be set to, where that is a list: choices and lookups. */
  readonly options?: (column: string) => readonly { readonly value: string; readonly label: string }[] | undefined;
  /** A remark at a column that can be changed, such as that it is locked. */
  readonly note?: (column: string) => string | undefined;
  /** What belongs to a record and is shown below it, such as the lines of an order. */
  readonly parts?: (record: StoredRecord) => readonly PagePart[];
  /** What a person can do with a record as it is now, beside editing it. */
  readonly actions?: (record: StoredRecord) => readonly PageAction[];
  /** Does one of these, with what was typed into its fields. Answers as `edit` does. */
  act?(deed: {
    readonly id: string;
    readonly version: number;
    readonly action: string;
    readonly typed: (field: string) => string;
  }): string | null;
  /**
   * Changes a record by hand: same rules, new stamp and version, as if done in the system's own screens. `version` is
   * the one that was looked at. Gives the sentence with which the system refuses, or null when it is done.
   */
  edit(change: {
    readonly id: string;
    readonly version: number;
    readonly values: Readonly<Record<string, Value>>;
  }): string | null;
}

/** What can be done with a record, and what has to be said for it. */
export interface PageAction {
  readonly id: string;
  readonly label: string;
  readonly fields?: readonly {
    readonly name: string;
    readonly label: string;
    readonly type: 'text' | 'date';
    readonly value: string;
  }[];
}

/** Records that belong to another one, as the small page lists them. */
export interface PagePart {
  readonly title: string;
  readonly set: Pick<PageSet, 'entity' | 'listed' | 'label'>;
  readonly records: readonly StoredRecord[];
}

/** A service whose records the small page shows. */
export interface BrowsableService extends Service {
  readonly catalogue: Catalogue;
  readonly dialect: FilterDialect;
  readonly pages: readonly PageSet[];
}
