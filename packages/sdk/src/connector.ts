import type {
  EntityBinding,
  EntitySchema,
  ErrorView,
  FieldValue,
  LocalizedText,
  PlainFieldKind,
  RunScope,
} from '@koppel/model';
import type { z } from 'zod';
import type { Clock } from './clock.ts';
import type { ConnectionError, RecordError } from './errors.ts';
import type { HttpClient } from './http-client.ts';
import type { Secret } from './secret.ts';
import type { ChangeNotices, NoticeCall, NoticeReading } from './notices.ts';

/** The pure half of a connector: what forms, checks and the store need to know. Runs in the browser too. */
export interface ConnectorSpec {
  readonly id: string;
  readonly title: string;
  readonly summary: LocalizedText;
  /** The roles it usually has: `['erp']`. */
  readonly roles: readonly string[];
  /** Its settings; credentials are marked with `secret()`. */
  readonly settings: z.ZodObject;
  /** Which system field is which canonical field, per entity: the shipped default. */
  readonly bindings: readonly EntityBinding[];
}

/** Gives the header that signs a request in. */
export interface TokenProvider {
  /** The value of the `Authorization` header. Throws a ConnectionError with `wasSent: false` when there is none. */
  authorization(signal: AbortSignal): Promise<string> | string;
  /** The system refused this value: the next caller gets a new one. An older value than the present is ignored. */
  refuse(authorization: string): void;
}

/** Where and for what a person signs a connection in: OAuth2, authorization code with PKCE. */
export interface Authorization {
  /** Where the person goes. */
  readonly authorizationUrl: string;
  /** Where the code and later the refresh token are exchanged: among the connection's origins. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Undefined for an application that has none. */
  readonly clientSecret: Secret | undefined;
  readonly scope: string;
}

export interface OpenOptions<Settings> {
  readonly settings: Settings;
  /** The bindings in force: the shipped ones with the workspace's changes. */
  readonly bindings: readonly EntityBinding[];
  readonly http: HttpClient;
  readonly clock: Clock;
  /** What a person's sign-in gave; undefined where `Connector.authorization` asks for none. */
  readonly signedIn?: TokenProvider | undefined;
}

/** A record that somebody wants to see in its own system. `number`: what people know it by, empty where it has none. */
export interface RecordPlace {
  readonly entity: string;
  readonly key: string;
  readonly number: string;
}

/** A connector as the server uses it: its spec and how to open a connection. */
export interface Connector<Settings extends z.ZodObject = z.ZodObject> {
  readonly spec: ConnectorSpec & { readonly settings: Settings };
  /** Limits of the vendor, held over all runs that share a connection. */
  readonly pace: ConnectionPace;
  /** The limits where they differ from connection to connection. */
  paceOf?(settings: z.output<Settings>): ConnectionPace;
  /** The addresses a connection with these settings must reach (origins), for the egress guard. */
  origins(settings: z.output<Settings>): string[];
  /** What a person must allow with these settings; null where the connection signs in by itself. */
  authorization?(settings: z.output<Settings>): Authorization | null;
  open(options: OpenOptions<z.output<Settings>>): System;
  /** Where people see a record in the system's own screens; null where that cannot be told. Pure. */
  recordAddress?(settings: z.output<Settings>, place: RecordPlace): string | null;
  /** Tells what a call at the address of a subscription is. Pure; absent where `System.notices` is. */
  readNotice?(call: NoticeCall): NoticeReading;
}

/** How hard a connection may be used. */
export interface ConnectionPace {
  readonly maxConcurrent: number;
  readonly maxRequests: number;
  readonly windowMs: number;
}

/** One step of a connection test: what was tried and how it went. */
export interface TestStep {
  readonly id: string;
  readonly title: LocalizedText;
  readonly outcome: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly remedy?: string;
  readonly durationMs: number;
}

/** An open connection to one system. */
export interface System {
  /** Tries address, sign-in, permission per entity and a sample read, and stops after the step that failed. */
  test(signal: AbortSignal): AsyncIterable<TestStep>;
  /** The entities it can read or write, discovered from its metadata and named by the bindings. */
  describe(signal: AbortSignal): Promise<EntitySchema[]>;
  /** Undefined where it cannot read this entity. */
  source(entity: string): Source | undefined;
  /** Undefined where it cannot write this entity. */
  sink(entity: string): Sink | undefined;
  /** Keeps people from changing fields of this entity; absent or undefined where the system cannot. */
  locks?(entity: string): Locks | undefined;
  /**
   * Who changed records last and when, for reports on drift: one for each key that is there, in any order. Absent where
   * the system does not tell.
   */
  lastChanges?(entity: string, keys: readonly string[], signal: AbortSignal): Promise<LastChange[]>;
  /** Subscribes to the system's own notices of changes; absent where it has none. */
  readonly notices?: ChangeNotices;
  /**
   * Reads once with a description of records that is still being made, where the connection's settings hold such. With a key
   * it reads that record, else the beginning of the list. Writes and keeps nothing. Rejects with a FlowError when the
   * description cannot be tried; what the system answers badly is a `problem`.
   */
  tryRead?(draft: unknown, options: { readonly key: string | null; readonly signal: AbortSignal }): Promise<ReadTrial>;
  close(): Promise<void>;
}

/** What a trial of a description gave. */
export interface ReadTrial {
  /** Method and address; empty where nothing could be sent. */
  readonly request: string;
  readonly status: number | null;
  /** The answer, the beginning of a long one. */
  readonly body: string;
  readonly isCut: boolean;
  /** How many records were understood; null where none could be. */
  readonly records: number | null;
  /** Whether there is a further page. */
  readonly hasMore: boolean | null;
  /** Some records as the description reads them. */
  readonly rows: readonly {
    readonly key: string;
    readonly version: string | null;
    readonly changedAt: string | null;
    readonly isDeleted: boolean;
    readonly values: Readonly<Record<string, FieldValue>>;
  }[];
  readonly problem: ErrorView | null;
  /** What is promised when such records are made; null where none are. */
  readonly creates: LocalizedText | null;
  /** What the answer suggests for settings that are not made yet. */
  readonly proposal: {
    readonly key?: string;
    /** Settings of the list by name. */
    readonly list: Readonly<Record<string, string>>;
    readonly fields: readonly {
      readonly path: string;
      readonly kind: PlainFieldKind;
      /** The canonical field that it seems to be. */
      readonly field: string | null;
      readonly example: string;
    }[];
  };
}

/** The last change of one record, as its system tells it. */
export interface LastChange {
  readonly key: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** What the system calls the author; null where it does not say. */
  readonly by: string | null;
  /** The author is the user as whom this connection signs in. */
  readonly isOwn: boolean;
}

/** Whether the people of a system may change a field. `impossible`: this system cannot lock it; `reason` says why. */
export interface FieldLock {
  /** Canonical, without entity prefix; or `~systemName`. */
  readonly field: string;
  readonly state: 'open' | 'locked' | 'impossible';
  readonly reason?: LocalizedText;
}

/** A field that is to be locked. `maySeed`: people may still fill it when they make a record. */
export interface LockRequest {
  readonly field: string;
  readonly maySeed: boolean;
}

/** Locks on the fields of one entity: people can read them and not change them, this connection can do both. */
export interface Locks {
  /** The state of these fields. Fields that the system does not have are left out. */
  read(fields: readonly string[], signal: AbortSignal): Promise<FieldLock[]>;
  /**
   * Locks or opens fields and gives their state afterwards. What cannot be locked stays open. May be repeated: after it broke
   * off it goes on, and what is as wanted already stays so.
   */
  set(fields: readonly LockRequest[], wanted: 'open' | 'locked', signal: AbortSignal): Promise<FieldLock[]>;
}

/** Which records a source is asked for. */
export type ReadScope = Exclude<RunScope, { readonly kind: 'drift' }>;

export interface ReadRequest {
  /** The canonical fields wanted, in the order in which values are to be given. */
  readonly fields: readonly string[];
  readonly scope: ReadScope;
  /** Where to go on: a cursor of an earlier batch of this source, or null for the beginning. */
  readonly cursor: string | null;
  /**
   * `watermark`: the cursor was kept between runs; changes up to `overlapMs` before it are read again, because some
   * were committed late. `checkpoint`: it is of this very run; go on exactly behind it.
   */
  readonly resume: 'watermark' | 'checkpoint';
  /** At most this many records in a batch. */
  readonly batchSize: number;
  readonly signal: AbortSignal;
}

export interface SourceRecord {
  readonly key: string;
  readonly version: string | null;
  readonly change: 'upserted' | 'deleted';
  /** In the order of `ReadRequest.fields`. Empty for a deleted record. */
  readonly values: readonly FieldValue[];
  /**
   * Only of records that leave their set without a trace: true while `Source.endOf` is to be asked about it, false when it
   * came to its end.
   */
  readonly isOpen?: boolean;
}

export interface SourceBatch {
  readonly records: readonly SourceRecord[];
  /** The position behind this batch: reading from it misses nothing after it. Opaque, at most 64 kB. */
  readonly cursor: string;
  /** How many records this read will give in all, where the system can tell. */
  readonly expected: number | null;
}

/** Reads one entity of one system. Lazy: a page is asked for when it is needed. */
export interface Source {
  /** Changes are read again this far before the watermark. */
  readonly overlapMs: number;
  read(request: ReadRequest): AsyncIterable<SourceBatch>;
  /**
   * For sets that records leave without a trace. Of the records with these keys, which were open when they were read, gives
   * those that are not there any more: as they ended (`upserted`, not open), or `deleted` where nothing is left of them.
   */
  endOf?(request: {
    readonly keys: readonly string[];
    readonly fields: readonly string[];
    readonly signal: AbortSignal;
  }): Promise<SourceRecord[]>;
  /** Some records to try a flow on: those with these keys, else the ones changed last, newest first. */
  sample(request: {
    readonly fields: readonly string[];
    readonly keys: readonly string[] | null;
    readonly limit: number;
    readonly signal: AbortSignal;
  }): Promise<SourceRecord[]>;
}

/**
 * What a target offers to make a create safe: R1 an idempotency key, R2 a key that we choose, R3 a searchable field
 * for our marker, R4 natural keys only, R5 nothing.
 */
export type CreateRung = 'R1' | 'R2' | 'R3' | 'R4' | 'R5';

/** After `sent + executionMs + visibilityMs + pauseMs` a record that is not found was not created. */
export interface TimeBounds {
  readonly executionMs: number;
  readonly visibilityMs: number;
  readonly pauseMs: number;
}

/** Looks for one record by its key, or by the values of some canonical fields (all must be equal). */
export type FindQuery =
  | { readonly by: 'key'; readonly key: string }
  | { readonly by: 'fields'; readonly values: Readonly<Record<string, FieldValue>> };

export interface FoundRecord {
  readonly key: string;
  readonly version: string | null;
  /** By canonical field; only the fields asked for. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** When the system last changed it, ISO 8601 in UTC; absent where it does not tell. */
  readonly changedAt?: string | null;
  /**
   * The key of the record that this one was merged into by people of its system; absent or null where it stands for itself.
   * Told of what is found by key only: a record that was merged is not found by its values.
   */
  readonly mergedInto?: string | null;
}

/** One write. `values` has canonical fields without entity prefix; an update names only what changes. */
export interface WriteIntent {
  readonly op: 'create' | 'update';
  /** What people call the record (`K10816 Brouwerij De Kroon`), for messages. */
  readonly name?: string;
  /** The target's key; for a create the key we chose (R2), else null. */
  readonly key: string | null;
  /** Of a create: which record of which source it is made from. Always the same, however often it is sent. */
  readonly identity?: string;
  /** The version the update was decided on. Null for a create, and where the system has no versions. */
  readonly version: string | null;
  readonly values: Readonly<Record<string, FieldValue>>;
}

/**
 * What became of one intent. `confirmed`: the target has it, with its key, new version and (where it tells) the values it
 * kept. `rejected`: certainly not done, and not for a passing reason. `notExecuted`: certainly not done, may be sent
 * again. `unknown`: may or may not have been done; must be looked up before anything else.
 */
export type SendOutcome =
  | {
      readonly kind: 'confirmed';
      readonly key: string;
      readonly version: string | null;
      readonly values: Readonly<Record<string, FieldValue>> | null;
    }
  | {
      readonly kind: 'rejected';
      /** stale: changed since our version · exists: a record with this key is there · gone: no record with this key. */
      readonly reason: 'stale' | 'exists' | 'gone' | 'refused';
      readonly error: RecordError;
    }
  | { readonly kind: 'notExecuted'; readonly error: ConnectionError }
  | { readonly kind: 'unknown'; readonly error: ConnectionError };

interface SendOptions {
  readonly signal: AbortSignal;
  /**
   * Given where the bounds count: no byte of a create may leave after this time of `Clock.monotonicMs`, however long the
   * connection made it wait. What is too late is `notExecuted`.
   */
  readonly startBy?: number | undefined;
}

/** A request that writes, as it would leave. Without headers: none of them is data, and some are secret. */
export interface RequestPreview {
  readonly method: string;
  /** Without the host, and without what only says what the answer shall hold. `{id}` stands for a key that only the answer to an earlier request tells. */
  readonly address: string;
  /** JSON; null where it has none. */
  readonly body: string | null;
}

/** What `send` would make of one intent. */
export interface WritePreview {
  /** The record's own requests in their order, as if it went alone: they may travel in one batch with those of others. */
  readonly requests: readonly RequestPreview[];
  /** False where more may follow, which depends on what the system answers. */
  readonly isWhole: boolean;
  /** Why the connector would send nothing; then there are no requests. */
  readonly error: RecordError | null;
}

/** Writes one entity of one system. Never retries and never decides: the runtime does both. */
export interface Sink {
  readonly rung: CreateRung;
  readonly bounds: TimeBounds;
  /** At most this many intents in one `send`. */
  readonly maxIntents: number;
  /** R2: the key for the record of this identity, always the same for the same text. */
  keyFor?(identity: string): string;
  /**
   * A create takes several steps here, and one that broke off leaves a record that is not taken as far as it should be. An
   * update that names no field takes the remaining steps; the runtime sends it to a record that it recognises as ours.
   */
  readonly finishesCreates?: boolean;
  /** One list of found records per query, in the order of the queries. */
  find(
    queries: readonly FindQuery[],
    options: { readonly fields: readonly string[]; readonly signal: AbortSignal },
  ): Promise<FoundRecord[][]>;
  /** One outcome per intent, in the order of the intents. Throws only the signal's reason. */
  send(intents: readonly WriteIntent[], options: SendOptions): Promise<SendOutcome[]>;
  /**
   * What `send` would send, by the code that makes its requests, in the order of the intents. May read, writes nothing. Absent
   * where nobody can tell without sending. Rejects with a FlowError when what it has to read cannot be read.
   */
  preview?(intents: readonly WriteIntent[], options: { readonly signal: AbortSignal }): Promise<WritePreview[]>;
}

/** Names the types of a connector; gives it back unchanged. */
export function defineConnector<Settings extends z.ZodObject>(connector: Connector<Settings>): Connector<Settings> {
  return connector;
}
