import type { SinkStep, SyncField, SyncSide, SyncStep } from '@koppel/compiler';
import { normalise, RunError, type FieldValue, type FlowRecord, type FoundRecord, type Sink } from '@koppel/sdk';
import { isApproved } from './approved-plan.ts';
import { placeOf, type BatchRun } from './batch.ts';
import type { Candidate, Write, Written } from './candidate.ts';
import { decideSync, syncBase, type SyncDecision } from './decide-sync.ts';
import type { FieldChange } from './decide.ts';
import { followMerged } from './merged.ts';
import { outcome } from './outcome.ts';
import { findPatiently } from './patient-find.ts';
import type { LinkBase, LinkSides } from './ports.ts';
import { changedOnBothSides, contested, keepsChanging, notAsApproved, vanished } from './record-errors.ts';
import { runSink } from './sink.ts';
import { Writer } from './writer.ts';

/** Edits by others that may come in between before a record becomes a failure. */
const maxRounds = 5;

/** Brings the records of a batch, which come from one of the two sides, in step with the other side. */
export async function runSync(batch: BatchRun, step: SyncStep, records: readonly FlowRecord[]): Promise<void> {
  await new SyncRun(batch, step).run(records);
}

type Side = 'a' | 'b';

/** Two records that are the same thing. */
interface Pair {
  readonly record: FlowRecord;
  otherKey: string;
  /** Null: the link was made in this batch. */
  readonly linkId: number | null;
  base: LinkBase;
  readonly madeBy: string;
  here: FoundRecord;
}

/** A pair with what is to be done, and what came of it. */
interface Work {
  readonly pair: Pair;
  readonly other: FoundRecord;
  readonly decision: SyncDecision;
  readonly written: Partial<Record<Side, Written>>;
  isStale: boolean;
  error: Error | null;
}

class SyncRun {
  readonly #batch: BatchRun;
  readonly #step: SyncStep;
  readonly #here: Side;
  readonly #there: Side;
  readonly #sinks: Readonly<Record<Side, Sink>>;
  /** From the side the records come from to the other one, and back. */
  readonly #sides: LinkSides;
  readonly #back: LinkSides;
  readonly #writer: string;

  constructor(batch: BatchRun, step: SyncStep) {
    const { env, source } = batch;
    this.#batch = batch;
    this.#step = step;
    this.#here = source.slot === step.sides.a.slot ? 'a' : 'b';
    this.#there = this.#here === 'a' ? 'b' : 'a';
    this.#sinks = { a: sinkOf(batch, step.sides.a, step.entity), b: sinkOf(batch, step.sides.b, step.entity) };
    const connectionOf = (side: Side) => env.slots.get(step.sides[side].slot)!.connectionId;
    const [sourceConnectionId, targetConnectionId] = [connectionOf(this.#here), connectionOf(this.#there)];
    this.#sides = { entity: step.entity, sourceConnectionId, targetConnectionId };
    this.#back = {
      entity: step.entity,
      sourceConnectionId: targetConnectionId,
      targetConnectionId: sourceConnectionId,
    };
    this.#writer = `${env.plan.flowId}/${env.plan.nodes[step.node]!.nodeId}`;
  }

  async run(records: readonly FlowRecord[]): Promise<void> {
    const fresh = await this.#read(
      this.#here,
      records.map(({ key }) => key),
    );
    const there: { record: FlowRecord; here: FoundRecord }[] = [];
    records.forEach((record, index) => {
      const here = fresh[index];
      // The record that it was merged into comes by itself.
      if (here?.mergedInto) this.#skip(record, 'mergedInSource');
      else if (here) there.push({ record, here });
      else {
        this.#batch.noteVanished(this.#step.sides[this.#here].slot, this.#step.entity, record.key);
        this.#skip(record, 'goneInSource');
      }
    });
    const links = await this.#batch.env.journal.findLinks(
      this.#sides,
      this.#writer,
      there.map(({ record }) => record.key),
    );
    const bases = await this.#batch.env.journal.basesOf([...links.values()].map(({ id }) => id));
    const pairs: Pair[] = [];
    const alone: { record: FlowRecord; here: FoundRecord }[] = [];
    for (const one of there) {
      const link = links.get(one.record.key);
      if (!link) alone.push(one);
      else {
        pairs.push({
          ...one,
          otherKey: link.targetKey,
          linkId: link.id,
          base: bases.get(link.id) ?? {},
          madeBy: 'link',
        });
      }
    }
    pairs.push(...(await this.#seed(alone)));
    await this.#bringInStep(pairs);
  }

  /** Finds or makes the counterparts of records without one. Gives those that were found: they may differ. */
  async #seed(alone: readonly { record: FlowRecord; here: FoundRecord }[]): Promise<Pair[]> {
    if (alone.length === 0) return [];
    const { seed } = this.#step.sides[this.#there];
    const mayCreate = this.#there === 'a' ? this.#step.creates.inA : this.#step.creates.inB;
    const step: SinkStep = mayCreate ? seed : { ...seed, policy: { ...seed.policy, mode: 'link' } };
    const fieldsByName = new Map(this.#step.fields.map((field) => [field.field, field]));
    const convertible = alone.filter(({ record, here }) =>
      this.#trying(record, () => {
        record.values = seed.shape.fields.map(({ field }) =>
          this.#toThere(fieldsByName.get(field)!, here.values[field] ?? null),
        );
      }),
    );
    await runSink(
      this.#batch,
      step,
      convertible.map(({ record }) => record),
    );
    const place = placeOf(this.#sides);
    return convertible.flatMap(({ record, here }): Pair[] => {
      const became = this.#batch.outcomes[record.index];
      const { target } = record;
      if (became === outcome.created || became === outcome.failed || target?.place !== place) return [];
      const link = this.#batch.links.findLast(
        ({ sourceKey, targetConnectionId, entity }) =>
          sourceKey === record.key &&
          targetConnectionId === this.#sides.targetConnectionId &&
          entity === this.#step.entity,
      );
      return [
        { record, here, otherKey: target.key, linkId: null, base: link?.base ?? {}, madeBy: link?.madeBy ?? 'link' },
      ];
    });
  }

  async #bringInStep(pairs: readonly Pair[]): Promise<void> {
    let open = pairs;
    for (let round = 1; open.length > 0; round += 1) {
      if (round > 1) await this.#readAgain(open);
      const works = await this.#decide(open);
      await this.#write(works, this.#there);
      await this.#write(works, this.#here);
      open = works.flatMap((work) => {
        this.#keep(work);
        if (!work.isStale || work.error) return [];
        if (round < maxRounds) return [{ ...work.pair, base: this.#baseAfter(work) }];
        work.error = keepsChanging(work.pair.record);
        return [];
      });
      for (const work of works) this.#report(work, open);
    }
  }

  async #readAgain(pairs: readonly Pair[]): Promise<void> {
    const found = await this.#read(
      this.#here,
      pairs.map(({ record }) => record.key),
    );
    pairs.forEach((pair, index) => {
      pair.here = found[index] ?? pair.here;
    });
  }

  async #decide(pairs: readonly Pair[]): Promise<Work[]> {
    const others = await this.#read(
      this.#there,
      pairs.map(({ otherKey }) => otherKey),
    );
    const looked = pairs.map(({ record }, index) => ({ record, sourceKey: record.key, hit: others[index] }));
    const followed = await followMerged(this.#batch, this.#sides, looked, async (keys) =>
      (await this.#read(this.#there, keys)).map((hit) => (hit ? [hit] : [])),
    );
    return pairs.flatMap((pair, index): Work[] => {
      const { hit: other, error, isMoved } = followed[index]!;
      if (error) {
        this.#batch.failed(this.#step.node, pair.record, error);
        return [];
      }
      if (other && isMoved) {
        pair.otherKey = other.key;
        pair.base = {};
      }
      if (!other) {
        this.#batch.noteVanished(this.#step.sides[this.#there].slot, this.#step.entity, pair.otherKey);
        // Only the record that is there can be read again: the failure is its own.
        this.#batch.failed(this.#step.node, pair.record, vanished(pair.record, pair.otherKey));
        return [];
      }
      const stateOf = ({ values, changedAt = null }: FoundRecord) => ({ values, changedAt });
      const [a, b] = this.#here === 'a' ? [pair.here, other] : [other, pair.here];
      let decision: SyncDecision | null = null;
      const isSound = this.#trying(pair.record, () => {
        decision = decideSync(this.#step.fields, { a: stateOf(a), b: stateOf(b), base: pair.base });
      });
      if (!isSound || !decision) return [];
      this.#tell(pair, decision);
      if (!this.#isApproved(pair.record, decision)) {
        this.#failed(pair, notAsApproved(pair.record));
        return [];
      }
      return [this.#uncontested({ pair, other, decision, written: {}, isStale: false, error: null })];
    });
  }

  #tell({ record, otherKey }: Pair, { kept }: SyncDecision): void {
    const { sides, node } = this.#step;
    this.#batch.env.trace?.compared(node, record, {
      keys: new Map([
        [sides[this.#here].slot, record.key],
        [sides[this.#there].slot, otherKey],
      ]),
      kept: kept.map(({ side, ...rest }) => ({ ...rest, slot: sides[side].slot })),
    });
  }

  #isApproved(record: FlowRecord, { toA, toB }: SyncDecision): boolean {
    const { approved, plan } = this.#batch.env;
    const changes = [...toA, ...toB];
    if (!approved || changes.length === 0) return true;
    const { nodeId } = plan.nodes[this.#step.node]!;
    return isApproved(approved, { nodeId, key: record.key, op: 'update', changes });
  }

  /** Leaves out what another program keeps undoing: the record becomes a failure that says so. */
  #uncontested(work: Work): Work {
    const { recentWrites, clock } = this.#batch.env;
    const now = clock.now().getTime();
    const contestedFields: string[] = [];
    const allowed = (side: Side, changes: readonly FieldChange[]) =>
      changes.filter(({ field, after }) => {
        const isContested = recentWrites.isContested(
          this.#placeOfField(work.pair, side, field),
          JSON.stringify(after),
          now,
        );
        if (isContested) contestedFields.push(field);
        return !isContested;
      });
    const decision = {
      ...work.decision,
      toA: allowed('a', work.decision.toA),
      toB: allowed('b', work.decision.toB),
    };
    const error =
      contestedFields.length > 0 ? contested(work.pair.record, this.#step.entity, contestedFields) : work.error;
    return { ...work, decision, error };
  }

  #placeOfField({ record, otherKey }: Pair, side: Side, field: string): string {
    const [a, b] = this.#here === 'a' ? [record.key, otherKey] : [otherKey, record.key];
    return JSON.stringify([this.#writer, a, b, side, field]);
  }

  async #write(works: readonly Work[], side: Side): Promise<void> {
    const isThere = side === this.#there;
    const { shape } = this.#step.sides[side];
    const workOf = new Map<Write, Work>();
    for (const work of works) {
      const changes = side === 'a' ? work.decision.toA : work.decision.toB;
      if (changes.length > 0) workOf.set(this.#writeOf(work, changes, side), work);
    }
    if (workOf.size === 0) return;
    const step: SinkStep = {
      kind: 'sink',
      node: this.#step.node,
      slot: this.#step.sides[side].slot,
      entity: this.#step.entity,
      shape,
      policy: { mode: 'update', match: [], writeBack: null },
      // Whoever edits one of these fields meanwhile is heard first: the pair is looked at anew.
      conflicts: shape.fields.map(() => 'ask' as const),
      outputs: {},
    };
    const writer = new Writer({
      batch: this.#batch,
      step,
      sink: this.#sinks[side],
      sides: isThere ? this.#sides : this.#back,
      reject: (write, error) => {
        const work = workOf.get(write)!;
        if ('code' in error && error.code === 'save.changed-on-both-sides') work.isStale = true;
        else work.error ??= error;
      },
      recordOf: (write) => workOf.get(write)!.pair.record,
    });
    const now = this.#batch.env.clock.now().getTime();
    for (const written of await writer.write([...workOf.keys()])) {
      const work = workOf.get(written.write)!;
      work.written[side] = written;
      for (const { field, after } of written.write.changes) {
        this.#batch.env.recentWrites.note(this.#placeOfField(work.pair, side, field), JSON.stringify(after), now);
      }
    }
  }

  #writeOf({ pair, other }: Work, changes: readonly FieldChange[], side: Side): Write {
    const isThere = side === this.#there;
    const { shape } = this.#step.sides[side];
    const now = isThere ? other : pair.here;
    const changed = new Map(changes.map(({ field, after }) => [field, after]));
    const candidate: Candidate = {
      record: {
        ...pair.record,
        key: isThere ? pair.record.key : pair.otherKey,
        values: shape.fields.map(({ field }) => changed.get(field)),
      },
      sourceKey: isThere ? pair.record.key : pair.otherKey,
      hash: '',
      link: null,
      base: Object.fromEntries(
        shape.fields.map(({ field, type }) => [field, normalise(now.values[field] ?? null, type)]),
      ),
      open: null,
      targetKey: now.key,
      targetVersion: now.version,
      present: now.values,
      lookedForAt: null,
      sourceState: null,
      isOurs: false,
      refused: null,
      madeBy: 'link',
    };
    return { candidate, op: 'update', changes, effectId: null, surprises: 0 };
  }

  /** What both sides agree on after the writes that went through. */
  #baseAfter({ pair, other, decision, written }: Work): LinkBase {
    const base: Record<string, LinkBase[string]> = { ...pair.base };
    for (const { field, a, b } of decision.agreed) base[field] = syncBase(a, b);
    const [a, b] = this.#here === 'a' ? [pair.here, other] : [other, pair.here];
    const kept = ({ kept: values }: Written, field: string, sent: FieldValue) =>
      values && field in values ? (values[field] ?? null) : sent;
    const typesOf = (field: string) => this.#step.fields.find((candidate) => candidate.field === field)!;
    for (const { field, after } of written.b ? decision.toB : []) {
      const { typeA, typeB } = typesOf(field);
      base[field] = syncBase(
        normalise(a.values[field] ?? null, typeA),
        normalise(kept(written.b!, field, after), typeB),
      );
    }
    for (const { field, after } of written.a ? decision.toA : []) {
      const { typeA, typeB } = typesOf(field);
      base[field] = syncBase(
        normalise(kept(written.a!, field, after), typeA),
        normalise(b.values[field] ?? null, typeB),
      );
    }
    return base;
  }

  /** Brings the link up to date with what was written or found equal. */
  #keep(work: Work): void {
    const { pair, other, decision, written } = work;
    const hasNews = decision.agreed.length > 0 || written.a !== undefined || written.b !== undefined;
    if (!hasNews) return;
    this.#batch.links.push({
      ...this.#sides,
      id: pair.linkId,
      sourceKey: pair.record.key,
      targetKey: pair.otherKey,
      targetVersion: written[this.#there]?.version ?? other.version,
      writer: this.#writer,
      hash: '',
      base: this.#baseAfter(work),
      madeBy: pair.madeBy,
    });
  }

  #report(work: Work, open: readonly Pair[]): void {
    const { pair, decision, written } = work;
    const { record } = pair;
    const batch = this.#batch;
    const changes = [...(written.a ? decision.toA : []), ...(written.b ? decision.toB : [])];
    if (changes.length > 0) this.#updated(pair, changes);
    if (open.some((other) => other.record === record)) return;
    if (work.error) this.#failed(pair, work.error);
    else if (decision.conflicts.length > 0) {
      this.#failed(pair, changedOnBothSides(record, this.#step.entity, decision.conflicts));
    } else {
      if (this.#here === 'b') batch.handledPairs.push(pair.otherKey);
      if (changes.length === 0) this.#unchanged(record);
    }
  }

  #updated({ record, otherKey }: Pair, changes: readonly FieldChange[]): void {
    const batch = this.#batch;
    const named = { nodeId: batch.env.plan.nodes[this.#step.node]!.nodeId, key: record.key, name: record.name };
    batch.settle(record, outcome.updated);
    if (batch.isDry) {
      const planned = changes.map(({ field, before, after }) => ({ field, before: before ?? null, after }));
      batch.planned.push({ ...named, action: 'update', changes: planned, reason: null });
    }
    if (batch.isLogged) {
      const fields = changes.map(({ field }) => field);
      batch.facts.push({ type: 'record.updated', ...named, targetKey: otherKey, fields });
    }
  }

  /** A pair fails once, whichever of its records was read: its failure has the key of side A. */
  #failed({ record, otherKey }: Pair, error: unknown): void {
    const [key, sides] = this.#here === 'a' ? [record.key, this.#sides] : [otherKey, this.#back];
    this.#batch.failed(this.#step.node, record, error, { key, sides });
  }

  #unchanged(record: FlowRecord): void {
    const batch = this.#batch;
    const named = { nodeId: batch.env.plan.nodes[this.#step.node]!.nodeId, key: record.key, name: record.name };
    batch.settle(record, outcome.unchanged);
    if (batch.isDry) batch.planned.push({ ...named, action: 'unchanged', changes: [], reason: null });
    if (batch.isLogged) batch.facts.push({ type: 'record.unchanged', ...named });
  }

  #skip(record: FlowRecord, reason: string): void {
    const batch = this.#batch;
    const named = { nodeId: batch.env.plan.nodes[this.#step.node]!.nodeId, key: record.key, name: record.name };
    batch.settle(record, outcome.skipped);
    if (batch.isDry) batch.planned.push({ ...named, action: 'skipped', changes: [], reason });
    if (batch.isLogged) batch.facts.push({ type: 'record.skipped', ...named, reason });
  }

  #toThere(field: SyncField, value: FieldValue): FieldValue {
    return this.#there === 'b' ? field.toB(value) : field.toA(value);
  }

  /** Runs what may find a value that does not fit; then the record is a failure, and it gives false. */
  #trying(record: FlowRecord, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#batch.failed(this.#step.node, record, error);
      return false;
    }
  }

  async #read(side: Side, keys: readonly string[]): Promise<(FoundRecord | undefined)[]> {
    const fields = this.#step.fields.map(({ field }) => field);
    const found = await findPatiently(
      { env: this.#batch.env, node: this.#step.node },
      this.#sinks[side],
      keys.map((key) => ({ by: 'key', key })),
      fields,
    );
    return found.map(([hit]) => hit);
  }
}

function sinkOf({ env }: BatchRun, { slot }: SyncSide, entity: string): Sink {
  const sink = env.slots.get(slot)?.system.sink(entity);
  if (sink) return sink;
  throw new RunError({
    code: 'save.cannot-write',
    message: `The system bound to "${slot}" cannot write ${entity} records.`,
    remedy: 'Bind another connection to the slot, or choose another entity.',
  });
}
