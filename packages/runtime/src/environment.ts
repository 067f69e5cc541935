import type { Plan } from '@koppel/compiler';
import type { FieldValue } from '@koppel/model';
import type { Cell, Clock, ConnectionError, FlowRecord, RecordError, System, WriteIntent } from '@koppel/sdk';
import type { ApprovedPlan } from './approved-plan.ts';
import type { SyncKept } from './decide-sync.ts';
import type { NaturalKeyLocks } from './lanes.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { LinkSides, RecordEdits, RunFence, RunJournal } from './ports.ts';

/** A slot of the flow with the connection it is bound to, open. */
export interface OpenSlot {
  readonly connectionId: string;
  readonly system: System;
}

/** Makes the address of the signed view of an account of a connection, valid from this day on; null where there is none. */
export type ViewLink = (account: {
  readonly connectionId: string;
  readonly key: string;
  readonly today: string;
}) => Promise<string | null>;

/** The record of a target that a record of the source belongs to, as a node that writes leaves it. */
export interface Counterpart {
  readonly key: string;
  readonly isNew: boolean;
  /** Fields of the node that another system is master of as far as this record has come, with that system's role. */
  readonly left: readonly { readonly field: string; readonly master: string }[];
  /** Of the link that was there already; null where there was none. */
  readonly linkId: number | null;
  /** What the flow made of the record. */
  readonly values: readonly Cell[];
}

/** Two records that a node keeps in step, as it compared them. */
export interface ComparedPair {
  /** The key of each, by the slot of its system. */
  readonly keys: ReadonlyMap<string, string>;
  /** The fields in which the system of a slot keeps its value against another one of the other system. */
  readonly kept: readonly (Omit<SyncKept, 'side'> & { readonly slot: string })[];
}

/** Follows the records of a run through its nodes, by the node's number in the plan. */
export interface RunTrace {
  /** A record left by the port with this index. */
  left(node: number, port: number, record: FlowRecord): void;
  /** A record did not get through, or waits. */
  failed(node: number, record: FlowRecord, error: RecordError): void;
  /** A record is part of the answer to who called the flow. */
  replied(node: number, record: FlowRecord, values: Readonly<Record<string, FieldValue>>): void;
  /** A node that writes has the hash of what it would write for this key of the source. */
  hashed(node: number, sides: LinkSides, sourceKey: string, hash: string): void;
  /** A node that writes sends this for a record that it was given: also where it goes back to the system of that record. */
  sending(node: number, to: WritePlace, record: FlowRecord, intent: WriteIntent): void;
  /** A record has its counterpart in the target of a node that writes, once nothing is left to be written. */
  reached(node: number, record: FlowRecord, counterpart: Counterpart): void;
  /** A node that keeps two systems in step compared a record with its counterpart, before anything is written. */
  compared(node: number, record: FlowRecord, pair: ComparedPair): void;
}

/** Where something is written. */
export interface WritePlace {
  readonly slot: string;
  readonly entity: string;
}

/** What everything that handles a batch of one run shares. */
export interface RunEnvironment {
  readonly plan: Plan;
  readonly fence: RunFence;
  /** Whether an earlier attempt of the run may have written records that come again now. */
  readonly isResumed: boolean;
  readonly slots: ReadonlyMap<string, OpenSlot>;
  readonly journal: RunJournal;
  readonly clock: Clock;
  /** The day on which the run was asked for, where the firm is. */
  readonly today: string;
  /** Fires when requests in flight are to be let go. */
  readonly signal: AbortSignal;
  readonly newId: () => string;
  readonly naturalKeys: NaturalKeyLocks;
  readonly recentWrites: RecentWrites;
  /** Nothing else may be written; null: whatever is decided. */
  readonly approved: ApprovedPlan | null;
  /** The address of the signed view of an account; see ProcessContext. */
  readonly viewLink: ViewLink;
  /** Linked records are compared with their master afresh, and nothing is created. */
  readonly isDriftCheck: boolean;
  /** What a person set for single records, for this run alone. */
  readonly edits: RecordEdits | null;
  /** Who wants to know what every node does; null: nobody. */
  readonly trace: RunTrace | null;
  /** Target keys that batches in flight have taken, with the source key: `connection entity key` → source key. */
  readonly claims: Map<string, string>;
  /**
   * Waits as the error advises, tells it, and resolves when it is time to try again. Rejects with the error when waiting
   * longer belongs to the run as a whole, and with the stop's reason when the run is being stopped.
   */
  pause(error: ConnectionError, node: number, tryNumber: number): Promise<void>;
}
