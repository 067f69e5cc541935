import type { StoredRecord, Values } from '../../records/definition.ts';
import type { Crm, CrmEntity } from '../crm.ts';
import type { Session } from '../session.ts';

/** A record that is about to be made or changed. */
export interface Change {
  readonly crm: Crm;
  readonly entity: CrmEntity;
  readonly id: string;
  /** What is to be kept. A rule completes it. */
  readonly values: Values;
  /** What it was; undefined for a new record. */
  readonly before: StoredRecord | undefined;
  /** Logical names that the caller gave. A rule adds those that it fills in for the caller. */
  readonly written: Set<string>;
  readonly session: Session;
}

/** What one table demands and does beyond what its columns say. Refusals are thrown. */
export interface TableRule {
  /** Checks and completes a record before anything is kept. */
  apply?(change: Change): void;
  /** Refuses to delete a record. */
  removal?(crm: Crm, record: StoredRecord, session: Session): void;
  /** What a kept or deleted record means for others; in the same transaction. `put` keeps one without asking its rules. */
  follow?(crm: Crm, record: StoredRecord, put: (entity: CrmEntity, record: StoredRecord, values: Values) => void): void;
}
