import type { ConflictRule, HandOver } from '@koppel/model';
import type { BatchFunction, CodeFunction, FlowRecord, RecordShape, SinkPolicy, SyncFieldPlan } from '@koppel/sdk';

/** Where records go from a port: the steps that take them, by position in `Plan.steps`. Empty: they end there. */
export type Targets = readonly number[];

/** A node as the runtime counts it. Its position in `Plan.nodes` is its number in every tally. */
export interface PlanNode {
  readonly nodeId: string;
  readonly title: string;
  /** Ids of the output ports, in the order of the spec. */
  readonly ports: readonly string[];
  /** What the records look like that leave by a port. Ports that carry no records are absent. */
  readonly shapes: Readonly<Record<string, RecordShape>>;
}

/** Where records come from. */
export interface PlanSource {
  readonly node: number;
  readonly slot: string;
  /** Of the records it gives. */
  readonly entity: string;
  /** Where it gives the records that others refer to: which others, and by which of their fields. */
  readonly per: { readonly entity: string; readonly field: string } | null;
  /** It gives all records in every run, whatever changed. */
  readonly isAlwaysAll: boolean;
  /** Under which name the source remembers how far it got, within the flow. */
  readonly stream: string;
  /** The shape of what it gives: only the fields that somebody reads. */
  readonly shape: RecordShape;
  /** The fields people call a record by (`K10816 Brouwerij De Kroon`), as positions in the shape. None: by its key. */
  readonly nameFields: readonly number[];
  readonly records: Targets;
  readonly deleted: Targets;
}

/** What a pass over a batch reports, by the node's number in the plan. */
export interface PassReport {
  /** A record came into the node. */
  entered(node: number): void;
  /** A record left the node by the port with this index. */
  left(node: number, port: number, record: FlowRecord): void;
  /** A record left by the port with this index, and nothing is connected there. */
  ended(node: number, port: number, record: FlowRecord): void;
  failed(node: number, record: FlowRecord, error: unknown): void;
  /** A record goes on to a step outside the pass. */
  passOn(step: number, record: FlowRecord): void;
}

/** Adjacent pure nodes as one function over a batch. */
export interface FusedStep {
  readonly kind: 'fused';
  /** The shape of what comes in. */
  readonly shape: RecordShape;
  /** The nodes it is made of, first to last. */
  readonly nodes: readonly number[];
  /** What a record looks like when a node of the pass has it, by node number: for failures. */
  readonly shapes: ReadonlyMap<number, RecordShape>;
  run(records: readonly FlowRecord[], report: PassReport): void;
}

/** A node that looks something up. */
export interface ProcessorStep {
  readonly kind: 'processor';
  readonly node: number;
  readonly slot: string;
  readonly entity: string;
  readonly shape: RecordShape;
  /** By port index. */
  readonly outputs: readonly Targets[];
  readonly run: BatchFunction;
}

/** A node that runs code of a person. */
export interface CodeStep {
  readonly kind: 'code';
  readonly node: number;
  /** What comes in. */
  readonly shape: RecordShape;
  /** Where records go that the code was done with. */
  readonly records: Targets;
  readonly run: CodeFunction;
}

/** That a field passes from one master to another, as it concerns one writing node. */
export interface FieldHandOver {
  readonly when: HandOver['when'];
  /** The master until then, and the master from then on. */
  readonly first: string;
  readonly next: string;
  /** Whether the records come from the first of the two; else they come from the next. */
  readonly isFromFirst: boolean;
  /** Which of the two records is the first master's: there the state is read. Null: neither is. */
  readonly toldBy: 'source' | 'target' | null;
  /** Whether the record is in the next master's system as soon as the target has it. */
  readonly isTargetNext: boolean;
  /** Whether the source may fill it when it makes the record, whatever its state. */
  readonly maySeed: boolean;
  /** Behind a read-only field mask it is left out where the source is not master; else the record is refused. */
  readonly isMasked: boolean;
}

/** A node that writes. */
export interface SinkStep {
  readonly kind: 'sink';
  readonly node: number;
  readonly slot: string;
  readonly entity: string;
  readonly shape: RecordShape;
  readonly policy: SinkPolicy;
  /** What happens when the target's copy was edited too, by field of the shape. */
  readonly conflicts: readonly ConflictRule[];
  /** By field of the shape, null for one that stays with its master. Absent: none of them is handed over. */
  readonly handOvers?: readonly (FieldHandOver | null)[];
  /** By port id; a port that is absent leads nowhere. */
  readonly outputs: Readonly<Record<string, Targets>>;
}

/** A node whose records are the answer to who called the flow. */
export interface ReplyStep {
  readonly kind: 'reply';
  readonly node: number;
  readonly shape: RecordShape;
  /** Positions in the shape of what is answered. */
  readonly fields: readonly number[];
}

export type SyncField = SyncFieldPlan;

/** One side of a node that keeps two systems in step. */
export interface SyncSide {
  readonly slot: string;
  /** All fields that are kept in step, as this side has them, in the order of `SyncStep.fields`. */
  readonly shape: RecordShape;
  /** How a record that only the other side has is found or made here. Its shape has the fields that may be seeded. */
  readonly seed: SinkStep;
}

/** A node that keeps records of two systems in step. */
export interface SyncStep {
  readonly kind: 'sync';
  readonly node: number;
  readonly entity: string;
  readonly sides: { readonly a: SyncSide; readonly b: SyncSide };
  readonly fields: readonly SyncField[];
  readonly creates: { readonly inA: boolean; readonly inB: boolean };
}

export type PlanStep = FusedStep | ProcessorStep | CodeStep | SinkStep | ReplyStep | SyncStep;

/** A flow, checked, typed, fused and ready to run. */
export interface Plan {
  readonly flowId: string;
  readonly title: string;
  readonly nodes: readonly PlanNode[];
  readonly sources: readonly PlanSource[];
  /** In an order in which records only move forward. */
  readonly steps: readonly PlanStep[];
  /** The failures node each node's failed records are drawn to, by node number; absent: none is drawn. */
  readonly failuresOf: ReadonlyMap<number, number>;
}
