import type {
  DriftKind,
  DriftState,
  ErrorView,
  FailureCause,
  FieldValue,
  NodeCounters,
  RecordEdit,
  Run,
  RunCounters,
  RunEvent,
  RunFact,
  RunSnapshot,
  RunState,
} from '@koppel/model';

/** What the runtime needs of a store. All of it is durable when its promise resolves. */

/** Who may write to a run: a worker that was overtaken holds an old fence, and every write of it is refused. */
export interface RunFence {
  readonly runId: string;
  readonly fence: number;
}

/** Thrown by every write whose fence is no longer the run's. The worker must stop at once and commit nothing. */
export class FenceLost extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was taken over by another worker.`);
    this.name = 'FenceLost';
  }
}

/**
 * Thrown by a journal or a queue that cannot keep what it was given, such as when the disk is full. Nothing of it
 * happened. Whoever meets it lets go of the run as it is: as after a crash, it is resumed when the store works again.
 */
export class JournalError extends Error {}

/** How far a source of the run got. `isDone`: it gave its last batch and all of it has outcomes. */
export interface SourceCheckpoint {
  readonly cursor: string | null;
  readonly isDone: boolean;
}

/** How far a run durably got: per source node, the position behind the last batch whose records all have outcomes. */
export type RunCheckpoint = Readonly<Record<string, SourceCheckpoint>>;

/** A run with what is needed to go on with it. */
export interface StoredRun {
  readonly run: Run;
  readonly checkpoint: RunCheckpoint;
  readonly nodes: Readonly<Record<string, NodeCounters>>;
  /** The sequence number of its last event. */
  readonly lastSeq: number;
  /** Record lines that may still be logged. */
  readonly logLinesLeft: number;
  /** How many times in a row it has waited for a system, since it last made progress. */
  readonly waits: number;
}

/** Two systems of a workspace that a link joins, in the direction of the flow. */
export interface LinkSides {
  readonly entity: string;
  readonly sourceConnectionId: string;
  readonly targetConnectionId: string;
}

/**
 * A record link seen from the flow's source. `hash` is that of the values this writer last wrote or found unchanged;
 * null when another writer was the last.
 */
export interface StoredLink {
  readonly id: number;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly targetVersion: string | null;
  readonly hash: string | null;
}

/**
 * The base of a link: the values both systems last agreed on, per canonical field of the target, normalised. Where the
 * target keeps another form than it was sent, both: `[kept, sent]`.
 */
export type LinkBase = Readonly<Record<string, FieldValue | readonly [kept: FieldValue, sent: FieldValue]>>;

/** A link to be made, or the new state of one. `writer` is the flow and node whose values `hash` stands for. */
export interface LinkWrite extends LinkSides {
  /** Null: a new link. */
  readonly id: number | null;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly targetVersion: string | null;
  readonly writer: string;
  readonly hash: string;
  /** The fields whose base changes; the others stay. */
  readonly base: LinkBase;
  /** For a new link: `created`, `adopted`, or the match rule's fields. */
  readonly madeBy: string;
  /** What people call the two records, where that is known. */
  readonly sourceName?: string | undefined;
  readonly targetName?: string | undefined;
}

/**
 * The life of one write to an outside system. Only `transitionEffect` changes it.
 *
 * planned → sending (committed before the first byte leaves)
 * sending → confirmed · rejected (refused for good) · planned (provably not executed) · unknown (anything else; also
 *   every sending effect found after a crash)
 * unknown → confirmed (found, and ours) · planned (absent, and absence may be believed) · parked (a person must decide)
 * parked → confirmed · planned · cancelled (by a person)
 * planned → cancelled
 * confirmed, rejected and cancelled are final.
 */
export type EffectState = 'planned' | 'sending' | 'unknown' | 'confirmed' | 'rejected' | 'parked' | 'cancelled';

/** An effect about to be sent: it is stored as `sending` before the first byte leaves. */
export interface EffectStart {
  readonly op: 'create' | 'update';
  readonly connectionId: string;
  readonly entity: string;
  readonly sourceConnectionId: string;
  readonly sourceKey: string;
  /** The target's key: known for an update, chosen by us for a create of rung R2, else null. */
  readonly targetKey: string | null;
  readonly payloadHash: string;
  /** Before this time a look-up that finds nothing proves nothing. Null where absence may be believed at once. */
  readonly absentAfter: Date | null;
  /** When the look began that found nothing to be there already; null: there was none. */
  readonly lookedForAt: Date | null;
}

/** An effect without a final state, met again: after a crash, or because an earlier outcome stayed unknown. */
export interface OpenEffect {
  readonly id: number;
  readonly op: 'create' | 'update';
  readonly state: EffectState;
  readonly sourceKey: string;
  readonly targetKey: string | null;
  readonly absentAfter: Date | null;
}

export interface EffectSettlement {
  readonly id: number;
  readonly state: EffectState;
  readonly targetKey: string | null;
}

/** A record that could not be handled, as the store keeps it. One open failure per (flow, entity, key). */
export interface FailureWrite {
  readonly id: string;
  readonly flowId: string;
  readonly nodeId: string;
  readonly entity: string;
  readonly key: string;
  readonly name: string;
  readonly cause: FailureCause;
  readonly error: ErrorView;
  readonly input: Readonly<Record<string, FieldValue>>;
  readonly output: Readonly<Record<string, FieldValue>> | null;
  /** Between which systems it failed; null where nothing is written to. */
  readonly sides: LinkSides | null;
  /** The link that it waits for; null: somebody must act. */
  readonly waitsFor: WaitedLink | null;
}

/** What a person set for single records, for one try: by source key. */
export type RecordEdits = ReadonlyMap<string, RecordEdit>;

/** A record link that does not exist yet: of the source's record with this key. */
export interface WaitedLink extends LinkSides {
  readonly key: string;
}

/** A record that its system deleted, or that is not there under the key of its link. */
export interface VanishedRecord {
  readonly connectionId: string;
  readonly entity: string;
  readonly key: string;
}

/** What a dry run would write for one record. */
export interface PlannedWrite {
  readonly nodeId: string;
  readonly key: string;
  readonly name: string;
  readonly action: 'create' | 'update' | 'unchanged' | 'filtered' | 'skipped' | 'failed' | 'waiting';
  readonly changes: readonly { readonly field: string; readonly before: FieldValue; readonly after: FieldValue }[];
  /** Failed: what is wrong and what to do, in sentences. Skipped: `notInTarget`. Filtered: the port by which it leaves to nowhere. */
  readonly reason: string | null;
}

/** Two linked records, as a drift check goes through them. `id` grows. */
export interface LinkedKeys {
  readonly id: number;
  readonly sourceKey: string;
  readonly targetKey: string;
  /** What people called the record when it was last seen. */
  readonly name: string | null;
}

/** One departure of a linked record from its master: of one field, or with field `""` of the record itself. */
export interface DriftFound extends LinkSides {
  readonly nodeId: string;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly name: string;
  readonly kind: DriftKind;
  readonly field: string;
  /** What both last agreed on; undefined where that is not known. */
  readonly base: FieldValue | undefined;
  /** What the target has. */
  readonly present: FieldValue;
  /** What the master has, as the flow would write it. */
  readonly wanted: FieldValue;
  /** Who changed the record last and when, where its system tells. */
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/** A departure that no check has closed yet. */
export interface OpenDrift {
  readonly field: string;
  readonly kind: DriftKind;
  readonly state: DriftState;
  /** The check that saw it last. */
  readonly runId: string;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/**
 * What a check knows of one linked record now. Its open departures of these fields are closed, but for those that `remain`: put
 * back where this run had found them, else settled.
 */
export interface DriftOutcome extends LinkSides {
  readonly sourceKey: string;
  readonly fields: readonly string[];
  readonly remain: Readonly<Record<string, 'held' | 'left'>>;
}

/** A record that was open when it was read. `isMissing`: it was not found the last time it was looked for. */
export interface WatchedRecord {
  readonly key: string;
  readonly isMissing: boolean;
}

/** What becomes known of records that leave their set without a trace. */
export interface WatchWrite {
  readonly stream: string;
  /** Open: to be looked for again. */
  readonly open: readonly string[];
  /** Not found this time. */
  readonly missing: readonly string[];
  /** Came to their end: not looked for any more. */
  readonly ended: readonly string[];
}

/** Everything that becomes true at once when a batch is finished. Stored in one transaction, or not at all. */
export interface BatchCommit extends RunFence {
  readonly at: Date;
  readonly checkpoint: RunCheckpoint;
  /** Absolute, with this batch. */
  readonly counters: RunCounters;
  readonly nodes: Readonly<Record<string, NodeCounters>>;
  readonly expected: number | null;
  readonly logLinesLeft: number;
  /** Numbered by the store, in this order. */
  readonly facts: readonly RunFact[];
  readonly links: readonly LinkWrite[];
  readonly settled: readonly EffectSettlement[];
  readonly failures: readonly FailureWrite[];
  /** Source keys whose open failures of this flow are solved, because they were handled now. */
  readonly solved: readonly { readonly entity: string; readonly key: string }[];
  /** Records that are no longer in their system: the links they have stay, and say so until one is written again. */
  readonly vanished: readonly VanishedRecord[];
  /** Streams whose watermark moves with this batch. */
  readonly cursors: readonly { readonly stream: string; readonly cursor: string }[];
  /** Only of a dry run. */
  readonly planned: readonly PlannedWrite[];
  /** Only of a drift check. */
  readonly drift: readonly DriftOutcome[];
  /** Null where nothing is watched. */
  readonly watch: WatchWrite | null;
}

/** A change of a run's state with the facts that tell of it. */
export interface StateCommit extends RunFence {
  readonly at: Date;
  readonly state: RunState;
  readonly facts: readonly RunFact[];
  readonly waits?: number;
}

/** What one run reads and writes while it executes. A dry run has one that only records. */
export interface RunJournal {
  /** The watermark of a stream, or null before its first run. */
  cursorOf(stream: string): Promise<string | null>;
  /**
   * Records of a stream that are open and were last seen or looked for before this time, and those of this entity and connection
   * that were linked lately and that the stream has never seen; by key, behind `after`.
   */
  watched(page: {
    readonly stream: string;
    readonly entity: string;
    readonly connectionId: string;
    readonly before: Date;
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly WatchedRecord[]>;
  findLinks(sides: LinkSides, writer: string, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, StoredLink>>;
  basesOf(linkIds: readonly number[]): Promise<ReadonlyMap<number, LinkBase>>;
  /**
   * For target keys that are taken: linked, or reserved by a create that is under way. Gives the source key each belongs
   * to.
   */
  findClaims(sides: LinkSides, targetKeys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** For source keys: the target keys that a person said are other records. Nothing links those again by itself. */
  findRefused(sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** Effects of these source keys on this target that have no final state, by source key. */
  findOpenEffects(sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, OpenEffect>>;
  /** The links of these sides behind one, in the order of their ids, at most so many. */
  linkedKeys(sides: LinkSides, after: number, limit: number): Promise<readonly LinkedKeys[]>;
  linkCount(sides: LinkSides): Promise<number>;
  /** Departures of these source keys that are open in this flow, by source key. Keys without one are absent. */
  openDrift(
    flowId: string,
    sides: LinkSides,
    sourceKeys: readonly string[],
  ): Promise<ReadonlyMap<string, readonly OpenDrift[]>>;
  /**
   * Keeps departures as `found` before anything is done about them: what is put back cannot be seen any more. One that is open
   * already is brought up to date. Throws FenceLost.
   */
  noteDrift(fence: RunFence, found: readonly DriftFound[], at: Date): Promise<void>;
  /**
   * Stores effects as `sending` and gives their ids in order, in one transaction. An open effect of the same identity
   * (target, entity, source key) is taken over: its id comes back. Throws a JournalError when a create is not the first one
   * and may not be sent (`mayBegin`), or is of a record that was created and linked meanwhile. Throws FenceLost.
   */
  beginEffects(fence: RunFence, effects: readonly EffectStart[], at: Date): Promise<readonly number[]>;
  /** Of these source keys, those whose counterpart this run created, with its key. */
  createdIn(runId: string, sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What must be true before its batch is finished: see `BatchCommit`. Throws FenceLost. */
  keepWrites(fence: RunFence, at: Date, kept: Pick<BatchCommit, 'links' | 'settled'>): Promise<void>;
  /** Facts that cannot wait for a batch. Throws FenceLost. */
  appendFacts(fence: RunFence, at: Date, facts: readonly RunFact[]): Promise<void>;
  /** Throws FenceLost. */
  commitBatch(commit: BatchCommit): Promise<void>;
  /** Throws FenceLost. */
  commitState(commit: StateCommit): Promise<void>;
}

/** What happened, for those who watch. Called after it is durable, never before. */
export interface RunListener {
  onEvents(runId: string, events: readonly RunEvent[], snapshot: RunSnapshot): void;
}

/** A run that this worker has taken. */
export interface ClaimedRun extends StoredRun {
  readonly fence: number;
}

/** Which run is next, and who has it. */
export interface RunQueue {
  /**
   * Takes the oldest run that is queued, or whose lease ran out, or whose waiting time is over, and raises its fence and
   * its attempt. At most one run per flow is taken at a time. Null when there is none.
   */
  claim(worker: string, options: { readonly at: Date; readonly leaseMs: number }): Promise<ClaimedRun | null>;
  /** Keeps the lease. Throws FenceLost. Gives who asked for the run to stop, if somebody did. */
  renew(
    fence: RunFence,
    options: { readonly at: Date; readonly leaseMs: number },
  ): Promise<{ readonly stopAskedBy: string | null }>;
}
