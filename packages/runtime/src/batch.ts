import type {
  CodeStep,
  PassReport,
  PlanSource,
  PlanStep,
  ProcessorStep,
  ReplyStep,
  SyncStep,
  Targets,
} from '@koppel/compiler';
import type { FieldValue, RecordEdit, RunFact } from '@koppel/model';
import { namedValues, nameOf, recordErrorOf, type FlowRecord, type RecordError, type RecordShape } from '@koppel/sdk';
import type { RunEnvironment } from './environment.ts';
import { outcome, type Outcome } from './outcome.ts';
import type {
  DriftOutcome,
  EffectSettlement,
  FailureWrite,
  LinkSides,
  LinkWrite,
  PlannedWrite,
  VanishedRecord,
  WaitedLink,
} from './ports.ts';
import type { GoneRecord, ReadBatch } from './per-source.ts';
import { noteGone } from './drift.ts';
import { findPatiently } from './patient-find.ts';
import { runSink } from './sink.ts';
import { runSync } from './sync.ts';

/** Names a system and one of its entities, for `record.target`. */
export function placeOf({ targetConnectionId, entity }: LinkSides): string {
  return `${targetConnectionId} ${entity}`;
}

/** The values of a record as they were read, with those that a person set for this try. */
function editedInput(
  shape: RecordShape,
  values: readonly FieldValue[],
  edit: RecordEdit | undefined,
): readonly FieldValue[] {
  if (!edit || Object.keys(edit.input).length === 0) return values;
  return shape.fields.map(({ field }, index) => {
    const set = edit.input[`${shape.entity}.${field}`];
    return set === undefined ? (values[index] ?? null) : set;
  });
}

/** What one node did in one batch. */
export interface NodeTally {
  in: number;
  readonly out: number[];
  failed: number;
  busyMs: number;
}

/**
 * One batch on its way through the whole plan. It gathers everything that is to become true when it is finished; nothing of
 * it counts before the executor has committed it.
 */
export class BatchRun implements PassReport {
  readonly env: RunEnvironment;
  readonly source: PlanSource;
  readonly cursor: string;
  /** Where the stream stands behind this batch; null: it does not move yet. */
  readonly watermark: string | null;
  /** What is known of records that leave their set without a trace, behind this batch. */
  readonly watch: ReadBatch['watch'];
  readonly records: readonly FlowRecord[];
  /** The records as they were read. */
  readonly #inputs: readonly (readonly FieldValue[])[];
  readonly outcomes: Uint8Array;
  readonly tallies: readonly NodeTally[];
  readonly facts: RunFact[] = [];
  readonly links: LinkWrite[] = [];
  readonly settled: EffectSettlement[] = [];
  readonly failures: FailureWrite[] = [];
  readonly vanished: VanishedRecord[] = [];
  readonly planned: PlannedWrite[] = [];
  /** Keys that failures of pairs have, of which this batch handled the other record. */
  readonly handledPairs: string[] = [];
  readonly drift: DriftOutcome[] = [];
  /** Claims to be given back when the batch is committed or given up. */
  readonly claims: string[] = [];
  /** Whether lines about single records are still wanted. */
  readonly isLogged: boolean;
  readonly isDry: boolean;
  readonly #gone: readonly GoneRecord[];
  readonly #inbox: FlowRecord[][];
  #shapeOf: (node: number) => RecordShape;
  /** The system that the step in hand works with. */
  #target: { readonly slot: string; readonly entity: string } | null = null;

  constructor(
    env: RunEnvironment,
    source: PlanSource,
    batch: ReadBatch,
    options: { isLogged: boolean; isDry: boolean },
  ) {
    this.env = env;
    this.source = source;
    this.cursor = batch.cursor;
    this.watermark = batch.watermark;
    this.watch = batch.watch ?? null;
    this.isLogged = options.isLogged;
    this.isDry = options.isDry;
    this.#inputs = batch.records.map(({ key, values }) => editedInput(source.shape, values, env.edits?.get(key)));
    this.records = batch.records.map(({ key, version, change }, index) => ({
      index,
      key,
      version,
      change,
      name: nameOf(source.nameFields, key, this.#inputs[index]!),
      values: this.#inputs[index]!,
      target: null,
      edits: env.edits?.get(key)?.output ?? null,
    }));
    this.#gone = batch.gone ?? [];
    this.outcomes = new Uint8Array(batch.records.length).fill(outcome.filtered);
    this.tallies = env.plan.nodes.map(({ ports }) => ({ in: 0, out: ports.map(() => 0), failed: 0, busyMs: 0 }));
    this.#inbox = env.plan.steps.map(() => []);
    this.#shapeOf = () => source.shape;
  }

  /** A record's values as they were read. */
  inputOf(record: FlowRecord): readonly FieldValue[] {
    return this.#inputs[record.index]!;
  }

  /** Takes the batch through every step. Rejects with a FlowError that concerns more than single records. */
  async run(): Promise<void> {
    const { source, records } = this;
    await noteGone(this, this.#gone);
    this.tallies[source.node]!.in += records.length;
    for (const record of records) {
      const isDeleted = record.change === 'deleted';
      if (isDeleted) this.noteVanished(source.slot, source.entity, record.key);
      this.env.trace?.left(source.node, isDeleted ? 1 : 0, record);
      this.#send(isDeleted ? source.deleted : source.records, record, source.node, isDeleted ? 1 : 0);
    }
    for (const [index, step] of this.env.plan.steps.entries()) {
      const arrived = this.#inbox[index]!;
      if (arrived.length === 0) continue;
      await this.#runStep(step, arrived);
    }
    if (this.env.isResumed) await this.#countEarlier();
  }

  /** What the attempt before this one created counts as created, also where the flow passes the record over now. */
  async #countEarlier(): Promise<void> {
    const { env, source } = this;
    const rest = this.records.filter(({ index }) => this.outcomes[index]! < outcome.created);
    if (rest.length === 0) return;
    for (const step of env.plan.steps) {
      if (step.kind !== 'sink') continue;
      const sides = {
        entity: step.entity,
        sourceConnectionId: env.slots.get(source.slot)!.connectionId,
        targetConnectionId: env.slots.get(step.slot)!.connectionId,
      };
      const created = await env.journal.createdIn(
        env.fence.runId,
        sides,
        rest.map(({ key }) => key),
      );
      for (const record of rest) {
        const { key, name } = record;
        const targetKey = created.get(key);
        if (targetKey === undefined) continue;
        this.settle(record, outcome.created);
        const { nodeId } = env.plan.nodes[step.node]!;
        if (this.isLogged) this.facts.push({ type: 'record.created', nodeId, key, name, targetKey });
      }
    }
  }

  /**
   * Makes what was written so far true at once. Before something is written back into the source: from then on the flow may
   * pass the record over when it meets it again.
   */
  async keepWrites(): Promise<void> {
    const { env } = this;
    const kept = { links: this.links.splice(0), settled: this.settled.splice(0) };
    await env.journal.keepWrites(env.fence, env.clock.now(), kept);
  }

  async #runStep(step: PlanStep, arrived: readonly FlowRecord[]): Promise<void> {
    const started = this.env.clock.monotonicMs();
    this.#target = this.#targetOf(step);
    if (step.kind === 'fused') {
      this.#shapeOf = (node) => step.shapes.get(node) ?? step.shape;
      step.run(arrived, this);
      const share = (this.env.clock.monotonicMs() - started) / step.nodes.length;
      for (const node of step.nodes) this.tallies[node]!.busyMs += share;
      return;
    }
    const shape = step.kind === 'sync' ? this.#syncShape(step) : step.shape;
    this.#shapeOf = () => shape;
    this.tallies[step.node]!.in += arrived.length;
    if (step.kind === 'reply') this.#reply(step, arrived);
    else if (step.kind === 'code') await this.#runCode(step, arrived);
    else if (step.kind === 'processor') await this.#runProcessor(step, arrived);
    else if (step.kind === 'sync') await runSync(this, step, arrived);
    else await runSink(this, step, arrived);
    this.tallies[step.node]!.busyMs += this.env.clock.monotonicMs() - started;
  }

  #targetOf(step: PlanStep): { readonly slot: string; readonly entity: string } | null {
    if (step.kind === 'sink') return step;
    if (step.kind !== 'sync') return null;
    const { a, b } = step.sides;
    return { slot: (this.source.slot === a.slot ? b : a).slot, entity: step.entity };
  }

  /** What a record that was read on one side looks like once it was brought into the form of the other. */
  #syncShape({ sides }: SyncStep): RecordShape {
    return (this.source.slot === sides.a.slot ? sides.b : sides.a).seed.shape;
  }

  async #runProcessor(step: ProcessorStep, arrived: readonly FlowRecord[]): Promise<void> {
    const { env, source } = this;
    const slot = env.slots.get(step.slot)!;
    const sides = {
      entity: step.entity,
      sourceConnectionId: env.slots.get(source.slot)!.connectionId,
      targetConnectionId: slot.connectionId,
    };
    const results = await step.run(arrived, {
      signal: env.signal,
      today: env.today,
      isSource: sides.sourceConnectionId === sides.targetConnectionId,
      place: placeOf(sides),
      viewLink: (key) => env.viewLink({ connectionId: slot.connectionId, key, today: env.today }),
      findLinks: (keys) => env.journal.findLinks(sides, '', keys),
      find: async (queries, fields) => {
        const sink = slot.system.sink(step.entity);
        return sink ? findPatiently({ env, node: step.node }, sink, queries, fields) : queries.map(() => []);
      },
    });
    arrived.forEach((record, index) => {
      const result = results[index]!;
      if (typeof result === 'number') {
        this.left(step.node, result, record);
        this.#send(step.outputs[result]!, record, step.node, result);
      } else {
        this.failed(step.node, record, result);
      }
    });
  }

  async #runCode({ node, run, records }: CodeStep, arrived: readonly FlowRecord[]): Promise<void> {
    const failures = await run(arrived, { today: this.env.today });
    arrived.forEach((record, index) => {
      const failure = failures[index];
      if (failure) return this.failed(node, record, failure);
      this.left(node, 0, record);
      return this.#send(records, record, node, 0);
    });
  }

  /** What the records have to say to who called the flow becomes part of the run's log. A dry run and a drift check answer nobody. */
  #reply({ node, shape, fields }: ReplyStep, arrived: readonly FlowRecord[]): void {
    const { isDriftCheck, trace, plan } = this.env;
    const { nodeId } = plan.nodes[node]!;
    for (const record of arrived) {
      const named = fields.map((at) => [shape.fields[at]!.field, record.values[at] ?? null] as const);
      const values = Object.fromEntries(named);
      trace?.replied(node, record, values);
      if (this.isDry || isDriftCheck) continue;
      const { key, name, target } = record;
      this.facts.push({ type: 'record.replied', nodeId, key, name, targetKey: target?.key ?? null, values });
    }
  }

  /** Sends a record on from a sink's port; where nothing is connected it simply ends. */
  leave(node: number, port: string, targets: Targets | undefined, record: FlowRecord): void {
    const index = this.env.plan.nodes[node]!.ports.indexOf(port);
    if (index >= 0) this.left(node, index, record);
    if (targets && targets.length > 0) this.#send(targets, record, node, index);
  }

  #send(targets: Targets, record: FlowRecord, node: number, port: number): void {
    if (targets.length === 0) return this.ended(node, port, record);
    for (let i = 0; i < targets.length - 1; i += 1) this.#inbox[targets[i]!]!.push({ ...record });
    this.#inbox[targets[targets.length - 1]!]!.push(record);
    if (node === this.source.node) this.tallies[node]!.out[port]! += 1;
    return undefined;
  }

  /** Notes that a system no longer has a record. */
  noteVanished(slot: string, entity: string, key: string): void {
    this.vanished.push({ connectionId: this.env.slots.get(slot)!.connectionId, entity, key });
  }

  /** Notes what became of a record; of several outcomes the most telling stays. */
  settle(record: FlowRecord, result: Outcome): void {
    if (result > this.outcomes[record.index]!) this.outcomes[record.index] = result;
  }

  entered(node: number): void {
    this.tallies[node]!.in += 1;
  }

  left(node: number, port: number, record: FlowRecord): void {
    this.tallies[node]!.out[port]! += 1;
    this.env.trace?.left(node, port, record);
  }

  ended(node: number, port: number, record: FlowRecord): void {
    if (this.isDry) this.#plan(node, record, 'filtered', this.env.plan.nodes[node]!.ports[port] ?? null);
  }

  passOn(step: number, record: FlowRecord): void {
    this.#inbox[step]!.push(record);
  }

  /** `pair`: what is told of is not the record that was read, but a pair; both of its records then share one failure. */
  failed(node: number, record: FlowRecord, thrown: unknown, pair?: { key: string; sides: LinkSides }): void {
    const error = recordErrorOf(thrown, record, this.#shapeOf(node).entity);
    const tally = this.tallies[node]!;
    tally.failed += 1;
    const keeper = this.env.plan.failuresOf.get(node);
    if (keeper !== undefined) this.tallies[keeper]!.in += 1;
    this.settle(record, outcome.failed);
    this.env.trace?.failed(node, record, error);
    if (this.isDry) return this.#plan(node, record, 'failed', `${error.message} ${error.remedy}`);
    const failure = { ...this.#failure(node, record, error, null), ...pair };
    this.failures.push(failure);
    const { id, nodeId, key, name } = failure;
    this.facts.push({ type: 'record.failed', nodeId, key, name, failureId: id, error: error.view() });
    return undefined;
  }

  /** Sets a record aside until a link appears. */
  waits(node: number, record: FlowRecord, error: RecordError, waitsFor: WaitedLink): void {
    this.settle(record, outcome.waiting);
    this.env.trace?.failed(node, record, error);
    if (this.isDry) return this.#plan(node, record, 'waiting', error.message);
    const failure = this.#failure(node, record, error, waitsFor);
    this.failures.push(failure);
    const { id, nodeId, key, name } = failure;
    this.facts.push({ type: 'record.waited', nodeId, key, name, failureId: id, reason: error.view() });
    return undefined;
  }

  #failure(node: number, record: FlowRecord, error: RecordError, waitsFor: WaitedLink | null): FailureWrite {
    const inputs = this.#inputs[record.index]!;
    return {
      id: this.env.newId(),
      flowId: this.env.plan.flowId,
      nodeId: this.env.plan.nodes[node]!.nodeId,
      entity: this.source.entity,
      key: record.key,
      name: record.name,
      cause: error.failureCause,
      error: error.view(),
      input: namedValues(this.source.shape, inputs),
      output: record.values === inputs ? null : namedValues(this.#shapeOf(node), record.values),
      sides: this.#sides(),
      waitsFor,
    };
  }

  /** From where to where records go at the step in hand; at one that knows no system, where the flow writes them at last. */
  #sides(): LinkSides | null {
    const { env, source } = this;
    const target = this.#target ?? env.plan.steps.find((step) => step.kind === 'sink');
    if (!target) return null;
    return {
      entity: target.entity,
      sourceConnectionId: env.slots.get(source.slot)!.connectionId,
      targetConnectionId: env.slots.get(target.slot)!.connectionId,
    };
  }

  #plan(node: number, record: FlowRecord, action: PlannedWrite['action'], reason: string | null): void {
    const { nodeId } = this.env.plan.nodes[node]!;
    this.planned.push({ nodeId, key: record.key, name: record.name, action, changes: [], reason });
  }

  /** What is known of watched records behind this batch. One that failed is looked for again, and then told of again. */
  watchBehind(): BatchRun['watch'] {
    if (!this.watch || this.watch.ended.length === 0) return this.watch;
    const solved = new Set(this.solvedKeys());
    return {
      ...this.watch,
      missing: [...this.watch.missing, ...this.watch.ended.filter((key) => !solved.has(key))],
      ended: this.watch.ended.filter((key) => solved.has(key)),
    };
  }

  /** Source keys that this batch handled, and that neither failed nor wait. A check solves nothing of a record it passed over. */
  solvedKeys(): string[] {
    const handled = this.records
      .filter(({ index }) => this.outcomes[index]! < outcome.waiting)
      .filter(({ index }) => !this.env.isDriftCheck || this.outcomes[index] !== outcome.skipped)
      .map(({ key }) => key);
    return [...handled, ...this.handledPairs];
  }
}
