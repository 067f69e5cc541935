import type {
  ConflictRule,
  EntitySchema,
  FieldType,
  FieldValue,
  FlowParameter,
  Issue,
  LocalizedText,
  MastershipTable,
  ValueList,
} from '@koppel/model';
import type { z } from 'zod';
import type { CodeRunner } from './code.ts';
import type { FindQuery, FoundRecord } from './connector.ts';
import type { RecordError } from './errors.ts';
import type { Cell, FlowRecord, RecordShape } from './records.ts';

/**
 * `signal` says that it is time to begin; `records` carries batches; `failures` carries records with what went wrong.
 * A `failures` output that nothing is connected to leads to the failures all the same.
 */
export type PortKind = 'signal' | 'records' | 'failures';

export interface PortSpec {
  readonly id: string;
  readonly kind: PortKind;
  readonly title: LocalizedText;
  /** An input that may stay unconnected, or an output whose records may end there (they count as filtered). */
  readonly isOptional?: boolean;
  /** An input of records that several edges may lead to, because the node looks at nothing but who the records are. */
  readonly takesMany?: boolean;
}

/** What a port carries in one flow, as the check found it. */
export type PortType =
  | { readonly kind: 'signal' }
  | { readonly kind: 'failures' }
  | { readonly kind: 'records'; readonly shape: RecordShape };

/** Where the palette shows a node. */
export type NodeCategory = 'start' | 'read' | 'shape' | 'links' | 'write' | 'finish' | 'subFlow';

/** What a node does at run time, in one word. See the behaviours below. */
export type NodeRole =
  | 'trigger'
  | 'source'
  | 'transform'
  | 'processor'
  | 'code'
  | 'sink'
  | 'failures'
  | 'reply'
  | 'sync'
  | 'subFlow';

/** A slot of the flow as the check sees it. `schemas` is empty while nothing is bound or discovered. */
export interface SlotContext {
  readonly slot: string;
  readonly role: string;
  readonly connectorId: string | null;
  readonly schemas: ReadonlyMap<string, EntitySchema>;
}

/** All that a spec may know of the world around its node. Pure data. */
export interface NodeContext {
  readonly nodeId: string;
  readonly slot: SlotContext | null;
  /** Another slot of the flow, for a node that works between two. */
  otherSlot(name: string): SlotContext | null;
  readonly entity: string | null;
  /** The first node behind this one that writes: where its records end up. Null when none is connected yet. */
  readonly target: { readonly slot: SlotContext; readonly entity: string } | null;
  readonly mastership: MastershipTable;
  readonly valueLists: ReadonlyMap<string, ValueList>;
  readonly parameters: Readonly<Record<string, { type: FlowParameter['type']; value: FieldValue }>>;
}

/**
 * An issue before the compiler adds the node's id. `path` starts inside the node: `['config', 'rows', …]`. With a
 * `nodeId` of its own it belongs to that node, because the mistake is made there and only seen here.
 */
export type NodeIssue = Omit<Issue, 'nodeId'> & { readonly nodeId?: string };

export interface NodeCheck {
  /** The type of each output port, as far as it can be told. */
  readonly outputs: Readonly<Record<string, PortType>>;
  readonly issues: readonly NodeIssue[];
}

/** What a node accepts and gives, without what it does. Pure, so the canvas checks a flow while it is drawn. */
export interface NodeSpec<Config extends z.ZodType = z.ZodType> {
  readonly type: string;
  /** Of the config's shape; raised together with a migration. */
  readonly version: number;
  readonly role: NodeRole;
  readonly category: NodeCategory;
  readonly title: LocalizedText;
  readonly summary: LocalizedText;
  /** Name of a Lucide icon. */
  readonly icon: string;
  readonly ports: { readonly in: readonly PortSpec[]; readonly out: readonly PortSpec[] };
  /** Whether the document names a slot and an entity for this node. */
  readonly needs: { readonly slot: boolean; readonly entity: boolean };
  /** The entity that the node itself reads in its slot, where that is not the one of its records. */
  readonly readsEntity?: string;
  readonly config: Config;
  /** Where in the config slots are named, besides the node's own: in a sub-flow they stand for slots of the using flow. */
  readonly slotsIn?: readonly (readonly string[])[];
  readonly examples: readonly { readonly title: string; readonly config: z.input<Config> }[];
  /** `migrations[n]` takes a config of version n to n + 1. */
  readonly migrations?: Readonly<Record<number, (config: Record<string, unknown>) => Record<string, unknown>>>;
  /** The most telling setting, for the second line of the node on the canvas. */
  telling?(config: z.output<Config>, context: NodeContext): LocalizedText;
  /**
   * The fields of the input that the node itself reads, with their entity in front. Without this function it reads all
   * of them. Sources are asked only for fields that somebody reads.
   */
  reads?(config: z.output<Config>, input: RecordShape, context: NodeContext): readonly string[];
  /** Finds mistakes and says what leaves each port. `inputs` has only the ports whose type is known. */
  check(config: z.output<Config>, inputs: Readonly<Record<string, PortType>>, context: NodeContext): NodeCheck;
}

/**
 * Handles one record: may replace `record.values` and returns the index of the output port it leaves by. Throws a
 * RecordError or MappingError for a record it cannot handle. Pure and synchronous; neighbours are fused into one pass.
 */
export type RecordFunction = (record: FlowRecord) => number;

/** What a transform or processor is compiled for: its config, what comes in, and the world around it. */
export interface CompileInput<Config> {
  readonly config: Config;
  readonly input: RecordShape;
  readonly context: NodeContext;
}

/** A stored record link, as a processor sees it. */
export interface LinkView {
  readonly targetKey: string;
  readonly targetVersion: string | null;
}

/** What a processor may ask. It writes nothing outside. */
export interface ProcessContext {
  readonly signal: AbortSignal;
  /** The day on which the run began, as `2026-11-23`: the same in every attempt. */
  readonly today: string;
  /** Whether the slot's system is the one that the records were read from. */
  readonly isSource: boolean;
  /** Names the slot's system and the node's entity, for `record.target`. */
  readonly place: string;
  /** The links of these source keys to the slot's system; keys without one are absent. */
  findLinks(keys: readonly string[]): Promise<ReadonlyMap<string, LinkView>>;
  /** Looks in the slot's system. One list per query, in the order of the queries. */
  find(queries: readonly FindQuery[], fields: readonly string[]): Promise<FoundRecord[][]>;
  /**
   * The address of the signed, narrow view of this account of the slot's system; the same for some days. Null where the
   * workspace shows none.
   */
  viewLink(key: string): Promise<string | null>;
}

/**
 * Handles a batch. Gives per record the index of the port it leaves by, or the error that makes it a failure; may set
 * `record.target`.
 */
export type BatchFunction = (
  records: readonly FlowRecord[],
  context: ProcessContext,
) => Promise<readonly (number | RecordError)[]>;

/**
 * Takes a batch through code that people wrote. Gives per record what makes it a failure, or null, and may replace
 * `record.values`.
 */
export type CodeFunction = (
  records: readonly FlowRecord[],
  run: { readonly today: string },
) => Promise<readonly (RecordError | null)[]>;

/** How a sink node wants its records written. Deciding and sending is the runtime's work, the same for all sinks. */
export interface SinkPolicy {
  /**
   * upsert: link, else match, else create · create: a link or match means it is there already · update: never creates ·
   * link: only recognises.
   */
  readonly mode: 'upsert' | 'create' | 'update' | 'link';
  /** Tried in order; each is a list of canonical fields (without entity) that must all be equal. */
  readonly match: readonly (readonly string[])[];
  /**
   * One record for each set of values of these fields of the written record, instead of one for each record that it comes
   * from: a further task where the period is another.
   */
  readonly per?: readonly string[];
  /** Writes a value of the new record back into a canonical field of the record it was made from. */
  readonly writeBack: { readonly slot: string; readonly field: string; readonly value: 'key' | 'number' } | null;
}

interface Definition<Role extends NodeRole> {
  readonly spec: NodeSpec;
  readonly role: Role;
}

/** Another flow whose runs a trigger waits for. */
export interface FollowedFlow {
  readonly flowId: string;
  /** false: runs that were stopped or failed count too. */
  readonly onlyWhenDone: boolean;
}

/** What a trigger makes of a call from outside. */
export interface WebhookTrigger {
  /** Whether the caller waits for the run and gets what it replied. */
  readonly answersWithResult: boolean;
  /** Where a body names the records, for messages; null when it need not. */
  readonly keysPath: string | null;
  /** The keys a body names. Null when it names none where it should. Asked only where there is a path. */
  keysIn(body: unknown): readonly string[] | null;
}

/** A trigger that a system's own notice of a change may fire ahead of its time. */
export interface NoticeTrigger {
  /** Whether it may at this moment; a notice that comes when it may not is left to the next time of the clock. */
  mayFireAt(moment: Date): boolean;
}

interface TriggerBehaviour<Config> {
  /** The next time it fires after `after`, or null when it never fires by the clock. */
  next?(config: Config, after: Date): Date | null;
  /** The flow it follows. */
  follows?(config: Config): FollowedFlow;
  /** How it takes calls from outside. */
  receives?(config: Config): WebhookTrigger;
  /** How it takes a system's notice that something changed; null: it waits for the clock. */
  heeds?(config: Config): NoticeTrigger | null;
  /** Whether its runs read all records instead of what changed. */
  readsAll?(config: Config): boolean;
}

/** Says when to run; carries no business data. Without any behaviour only a person starts it. */
export interface TriggerDefinition extends Definition<'trigger'>, TriggerBehaviour<unknown> {}

/** What a transform makes of one sample, with every mistake kept apart so that one bad field does not hide the others. */
export interface SampleResult {
  /** By field of the output, without entity prefix; a field that is left as it is, or has an error, is absent. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** By field of the output, without entity prefix; under `""` what concerns the record as a whole. */
  readonly errors: Readonly<Record<string, Error>>;
}

export interface TransformDefinition extends Definition<'transform'> {
  compile(input: CompileInput<unknown>): RecordFunction;
  /** For the designer: like `compile`, but field by field, and also where some of the config is wrong. */
  sample?(input: CompileInput<unknown>): (values: readonly Cell[]) => SampleResult;
}
export interface ProcessorDefinition extends Definition<'processor'> {
  compile(input: CompileInput<unknown>): BatchFunction;
}
/** Runs code of a person. It works with no system. */
export interface CodeDefinition extends Definition<'code'> {
  compile(input: CompileInput<unknown>, runner: CodeRunner): CodeFunction;
}
export interface SinkDefinition extends Definition<'sink'> {
  policy(config: unknown): SinkPolicy;
}
/** Reads the records of the slot's system; all the reading is the connector's. */
export type SourceDefinition = Definition<'source'>;
/** Records that reach it are kept as failures. */
export type FailuresDefinition = Definition<'failures'>;
/** Records that reach it are the answer to who called the flow. */
export interface ReplyDefinition extends Definition<'reply'> {
  /** The fields to answer with; none: all. */
  fields(config: unknown): readonly string[];
}

/** One field that is kept in step. `typeA` and `typeB`: as each side has it. */
export interface SyncFieldPlan {
  readonly field: string;
  readonly typeA: FieldType;
  readonly typeB: FieldType;
  /** The side that is master: of a shared field it settles the first contact. */
  readonly master: 'a' | 'b';
  readonly isShared: boolean;
  readonly rule: ConflictRule;
  /** Whether each side may fill it when a record is made on the other. */
  readonly seeds: { readonly a: boolean; readonly b: boolean };
  /** Brings a value of one side into the form of the other. Throws a MappingError for one that does not fit. */
  toA(value: FieldValue): FieldValue;
  toB(value: FieldValue): FieldValue;
}

/** How records of two systems are kept in step. Side a is the node's slot. */
export interface SyncPolicy {
  readonly otherSlot: string;
  readonly match: readonly (readonly string[])[];
  readonly fields: readonly SyncFieldPlan[];
  /** Whether a record that one side has and the other has not is made there. */
  readonly creates: { readonly inA: boolean; readonly inB: boolean };
}

/** Keeps records of two systems in step: reads both, compares with what they last agreed on, writes to either. */
export interface SyncDefinition extends Definition<'sync'> {
  policy(config: unknown, context: NodeContext): SyncPolicy;
}

/** Stands for the nodes of a sub-flow: the compiler puts them in its place, so there is nothing to do at run time. */
export type SubFlowDefinition = Definition<'subFlow'>;

/** A node: its spec and what it does at run time. */
export type NodeDefinition =
  | TriggerDefinition
  | SourceDefinition
  | TransformDefinition
  | ProcessorDefinition
  | CodeDefinition
  | SinkDefinition
  | FailuresDefinition
  | ReplyDefinition
  | SyncDefinition
  | SubFlowDefinition;

/** Names the types of a spec; gives it back unchanged. */
export function defineSpec<Config extends z.ZodType>(spec: NodeSpec<Config>): NodeSpec<Config> {
  return spec;
}

export function defineTrigger<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  { next, follows, receives, heeds, readsAll }: TriggerBehaviour<z.output<Config>>,
): TriggerDefinition {
  return {
    spec,
    role: 'trigger',
    ...(next ? { next: (config, after) => next(spec.config.parse(config), after) } : {}),
    ...(follows ? { follows: (config) => follows(spec.config.parse(config)) } : {}),
    ...(receives ? { receives: (config) => receives(spec.config.parse(config)) } : {}),
    ...(heeds ? { heeds: (config) => heeds(spec.config.parse(config)) } : {}),
    ...(readsAll ? { readsAll: (config) => readsAll(spec.config.parse(config)) } : {}),
  };
}

export function defineSource(spec: NodeSpec): SourceDefinition {
  return { spec, role: 'source' };
}

export function defineTransform<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  compile: (input: CompileInput<z.output<Config>>) => RecordFunction,
  sample?: (input: CompileInput<z.output<Config>>) => (values: readonly Cell[]) => SampleResult,
): TransformDefinition {
  return {
    spec,
    role: 'transform',
    compile: ({ config, ...rest }) => compile({ config: spec.config.parse(config), ...rest }),
    ...(sample ? { sample: ({ config, ...rest }) => sample({ config: spec.config.parse(config), ...rest }) } : {}),
  };
}

export function defineProcessor<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  compile: (input: CompileInput<z.output<Config>>) => BatchFunction,
): ProcessorDefinition {
  return {
    spec,
    role: 'processor',
    compile: ({ config, ...rest }) => compile({ config: spec.config.parse(config), ...rest }),
  };
}

export function defineCode<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  compile: (input: CompileInput<z.output<Config>>, runner: CodeRunner) => CodeFunction,
): CodeDefinition {
  return {
    spec,
    role: 'code',
    compile: ({ config, ...rest }, runner) => compile({ config: spec.config.parse(config), ...rest }, runner),
  };
}

export function defineSink<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  policy: (config: z.output<Config>) => SinkPolicy,
): SinkDefinition {
  return { spec, role: 'sink', policy: (config) => policy(spec.config.parse(config)) };
}

export function defineReply<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  fields: (config: z.output<Config>) => readonly string[],
): ReplyDefinition {
  return { spec, role: 'reply', fields: (config) => fields(spec.config.parse(config)) };
}

export function defineSync<Config extends z.ZodType>(
  spec: NodeSpec<Config>,
  policy: (config: z.output<Config>, context: NodeContext) => SyncPolicy,
): SyncDefinition {
  return { spec, role: 'sync', policy: (config, context) => policy(spec.config.parse(config), context) };
}

export function defineFailures(spec: NodeSpec): FailuresDefinition {
  return { spec, role: 'failures' };
}

export function defineSubFlow(spec: NodeSpec): SubFlowDefinition {
  return { spec, role: 'subFlow' };
}
