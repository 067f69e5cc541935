import type { SinkStep } from '@koppel/compiler';
import {
  compileMatchRule,
  fieldIndex,
  nameOf,
  namePositions,
  normalise,
  RunError,
  type Cell,
  type FindQuery,
  type FlowRecord,
  type FoundRecord,
  type RecordError,
  type Sink,
} from '@koppel/sdk';
import { isApproved } from './approved-plan.ts';
import { placeOf, type BatchRun } from './batch.ts';
import { identityOf, type Candidate, type Write, type Written } from './candidate.ts';
import { decideCompletion } from './complete.ts';
import { isProvenAbsent } from './create-guards.ts';
import { baseOf, type FieldConflict } from './decide.ts';
import { DriftCheck } from './drift.ts';
import { decideCandidate, leaveToMaster, leftToMaster, statesInSource, statesInTarget } from './hand-over.ts';
import { isRepeated } from './linked-source.ts';
import { followCounterparts } from './merged.ts';
import { outcome } from './outcome.ts';
import { findPatiently } from './patient-find.ts';
import type { LinkSides, LinkWrite } from './ports.ts';
import {
  alreadyTaken,
  cannotBeLookedFor,
  changedOnBothSides,
  handedOver,
  editedInTarget,
  notAsApproved,
  refusedByHand,
  severalMatches,
  unknownOutcome,
} from './record-errors.ts';
import { translateReferences } from './references.ts';
import { valueHasher } from './value-hash.ts';
import { lacksKey, writeBack } from './write-back.ts';
import { Writer } from './writer.ts';

/** Brings a batch's records into the target of a sink: recognise, decide, write, and note what became of each. */
export async function runSink(batch: BatchRun, step: SinkStep, records: readonly FlowRecord[]): Promise<void> {
  await new SinkRun(batch, step).run(records);
}

interface MatchRule {
  readonly fields: readonly string[];
  readonly query: (values: readonly Cell[]) => FindQuery | null;
}

class SinkRun {
  readonly #batch: BatchRun;
  readonly #step: SinkStep;
  readonly #sink: Sink;
  readonly #sides: LinkSides;
  readonly #place: string;
  /** Whose values a link's hash stands for. */
  readonly #writer: string;
  readonly #rules: readonly MatchRule[];
  readonly #fields: readonly string[];
  /** Where the values hold what tells the occasion. */
  readonly #per: readonly number[];
  /** Where the values hold what people will call the record in the target. */
  readonly #targetNames: readonly number[];
  readonly #failed = new Set<Candidate>();
  #drift: DriftCheck | null = null;

  constructor(batch: BatchRun, step: SinkStep) {
    const { env, source } = batch;
    const slot = env.slots.get(step.slot)!;
    const sink = slot.system.sink(step.entity);
    if (!sink) {
      throw new RunError({
        code: 'save.cannot-write',
        message: `The system bound to "${step.slot}" cannot write ${step.entity} records.`,
        remedy: 'Bind another connection to the slot, or choose another entity.',
      });
    }
    this.#batch = batch;
    this.#step = step;
    this.#sink = sink;
    this.#sides = {
      entity: step.entity,
      sourceConnectionId: env.slots.get(source.slot)!.connectionId,
      targetConnectionId: slot.connectionId,
    };
    this.#place = placeOf(this.#sides);
    this.#writer = `${env.plan.flowId}/${env.plan.nodes[step.node]!.nodeId}`;
    this.#rules = step.policy.match.map((fields) => ({ fields, query: compileMatchRule(fields, step.shape) }));
    this.#per = (step.policy.per ?? []).map((field) => fieldIndex(step.shape, field));
    this.#fields = [...new Set([...step.shape.fields.map(({ field }) => field), ...statesInTarget(step)])];
    this.#targetNames = namePositions(step.shape);
  }

  async run(arrived: readonly FlowRecord[]): Promise<void> {
    const records = await translateReferences(this.#batch, this.#step, this.#sides, arrived);
    if (records.length === 0) return;
    const candidates = await this.#candidates(records);
    if (this.#batch.env.isDriftCheck) return this.#checkDrift(candidates);
    const linked: Candidate[] = [];
    const equal: Candidate[] = [];
    let unlinked: Candidate[] = [];
    for (const candidate of candidates) {
      if (!candidate.link) unlinked.push(candidate);
      else if (candidate.link.hash === candidate.hash && !candidate.open) equal.push(candidate);
      else linked.push(candidate);
    }
    for (const candidate of equal) this.#unchanged(candidate, false);
    await this.#writeBack(equal.filter(lacksKey(this.#batch, this.#step.policy)));
    await this.#loadBases(linked);
    await this.#carryOut(await this.#readDoubtful(linked));
    // Records that share a natural key go one after another: the second must find what the first created.
    while (unlinked.length > 0) {
      const { now, later } = this.#apart(unlinked);
      await this.#recogniseAndCarryOut(now);
      unlinked = later;
    }
  }

  /** A record that makes several in the target has a link for each occasion. */
  #sourceKeyOf({ key, values }: FlowRecord): string {
    return this.#per.length === 0 ? key : [key, ...this.#per.map((at) => String(values[at] ?? ''))].join('|');
  }

  async #candidates(records: readonly FlowRecord[]): Promise<Candidate[]> {
    const { journal } = this.#batch.env;
    const keys = records.map((record) => this.#sourceKeyOf(record));
    const [links, open] = await Promise.all([
      journal.findLinks(this.#sides, this.#writer, keys),
      journal.findOpenEffects(this.#sides, keys),
    ]);
    const hasher = valueHasher(this.#step.shape);
    return records.map((record, at) => {
      const sourceKey = keys[at]!;
      const link = links.get(sourceKey) ?? null;
      const hash = hasher(record.values);
      this.#batch.env.trace?.hashed(this.#step.node, this.#sides, sourceKey, hash);
      return {
        record,
        sourceKey,
        hash,
        link,
        base: null,
        open: open.get(sourceKey) ?? null,
        targetKey: link?.targetKey ?? null,
        targetVersion: link?.targetVersion ?? null,
        present: null,
        sourceState: null,
        lookedForAt: null,
        isOurs: false,
        refused: null,
        madeBy: 'link',
      };
    });
  }

  async #loadBases(candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return;
    const bases = await this.#batch.env.journal.basesOf(candidates.map(({ link }) => link!.id));
    for (const candidate of candidates) candidate.base = bases.get(candidate.link!.id) ?? {};
  }

  /**
   * The base alone cannot decide on a record whose last write got no answer, nor may a record be written whose version is not
   * known, such as one that a flow in the other direction linked: somebody may have edited it. Neither can it tell whether a
   * record was handed over meanwhile.
   */
  async #readDoubtful(candidates: readonly Candidate[]): Promise<Candidate[]> {
    const isTold = statesInTarget(this.#step).length > 0;
    const doubtful = candidates.filter(({ open, targetVersion }) => isTold || open !== null || targetVersion === null);
    const failed = await this.#readByKey(doubtful);
    return candidates.filter((candidate) => !failed.has(candidate));
  }

  /** Reads counterparts whose key is known. Gives the candidates that failed, because theirs is another record's by now. */
  async #readByKey(candidates: readonly Candidate[]): Promise<ReadonlySet<Candidate>> {
    const failed = new Set<Candidate>();
    if (candidates.length === 0) return failed;
    const find = (keys: readonly string[]) => this.#find(keys.map((key) => ({ by: 'key', key })));
    const found = await find(candidates.map(({ targetKey }) => targetKey!));
    const looked = candidates.map((candidate, index) => ({ candidate, hit: found[index]![0] }));
    const present = await followCounterparts(this.#batch, this.#sides, looked, find);
    candidates.forEach((candidate, index) => {
      const { hit, error } = present[index]!;
      if (error) {
        failed.add(candidate);
        this.#fail(candidate, error);
      } else if (hit) {
        candidate.present = hit.values;
        candidate.targetVersion = hit.version;
      } else candidate.present = null;
    });
    return failed;
  }

  /** Those that may be looked up side by side, and those that share a natural key with one of them. */
  #apart(candidates: readonly Candidate[]): { now: Candidate[]; later: Candidate[] } {
    const seen = new Set<string>();
    const now: Candidate[] = [];
    const later: Candidate[] = [];
    for (const candidate of candidates) {
      const keys = this.#naturalKeys(candidate.record);
      if (keys.some((key) => seen.has(key))) later.push(candidate);
      else now.push(candidate);
      for (const key of keys) seen.add(key);
    }
    return { now, later };
  }

  /** Systems compare without regard to case: what differs in that alone is the same. */
  #naturalKeys(record: FlowRecord): string[] {
    const { targetConnectionId, entity } = this.#sides;
    return this.#rules.flatMap(({ query }) => {
      const asked = query(record.values);
      return asked?.by === 'fields' ? [JSON.stringify([targetConnectionId, entity, asked.values]).toLowerCase()] : [];
    });
  }

  async #recogniseAndCarryOut(candidates: readonly Candidate[]): Promise<void> {
    const { naturalKeys, signal } = this.#batch.env;
    const keys = candidates.flatMap(({ record }) => this.#naturalKeys(record));
    const release = await naturalKeys.acquire(keys, signal);
    try {
      await this.#carryOut(await this.#recognise(candidates));
    } finally {
      release();
    }
  }

  /** Looks for the counterparts of records without a link. Gives those that go on; the others have failed. */
  async #recognise(candidates: readonly Candidate[]): Promise<Candidate[]> {
    await this.#loadRefused(candidates);
    let open = candidates.filter((candidate) => !this.#takeFromMatchNode(candidate));
    const failed = new Set<Candidate>();
    for (const rule of this.#rules) {
      const asked = open.flatMap((candidate) => {
        const query = rule.query(candidate.record.values);
        return query ? [{ candidate, query }] : [];
      });
      if (asked.length === 0) continue;
      const at = this.#batch.env.clock.now();
      const found = await this.#find(asked.map(({ query }) => query));
      asked.forEach(({ candidate }, index) => {
        candidate.lookedForAt ??= at;
        const hits = found[index]!;
        if (hits.length > 1) {
          failed.add(candidate);
          this.#fail(
            candidate,
            severalMatches(
              candidate.record,
              rule.fields,
              hits.map(({ key }) => key),
            ),
          );
        } else if (hits[0]) {
          candidate.targetKey = hits[0].key;
          candidate.targetVersion = hits[0].version;
          candidate.present = hits[0].values;
          candidate.madeBy = rule.fields.join('+');
          recogniseOwn(candidate);
        }
      });
      open = open.filter((candidate) => candidate.targetKey === null && !failed.has(candidate));
    }
    for (const candidate of open) this.#recogniseUnseen(candidate);
    const recognised = candidates.filter((candidate) => !failed.has(candidate));
    const another = await this.#readMatched(recognised);
    return this.#claim(recognised.filter((candidate) => !another.has(candidate)));
  }

  /** What was made under the same number a moment ago cannot be found by it yet in every system. */
  #recogniseUnseen(candidate: Candidate): void {
    const { naturalKeys, clock } = this.#batch.env;
    const targetKey = naturalKeys.madeUnder(this.#naturalKeys(candidate.record), clock.monotonicMs());
    if (targetKey === null) return;
    candidate.targetKey = targetKey;
    candidate.madeBy = 'adopted';
  }

  #noteMade({ record, sourceKey }: Candidate, targetKey: string): void {
    this.#hold(this.#claimName(targetKey), sourceKey);
    const { visibilityMs } = this.#sink.bounds;
    if (visibilityMs === 0 || this.#batch.isDry) return;
    const { naturalKeys, clock } = this.#batch.env;
    const nowMs = clock.monotonicMs();
    naturalKeys.made(this.#naturalKeys(record), targetKey, { nowMs, untilMs: nowMs + visibilityMs });
  }

  /** A node before this one has found the counterpart already. */
  #takeFromMatchNode(candidate: Candidate): boolean {
    const { target } = candidate.record;
    if (target?.place !== this.#place) return false;
    candidate.targetKey = target.key;
    candidate.targetVersion = target.version;
    candidate.madeBy = target.by;
    return true;
  }

  /** What a person said of these records: that they are not the same as some of the target. */
  async #loadRefused(candidates: readonly Candidate[]): Promise<void> {
    const keys = candidates.map(({ sourceKey }) => sourceKey);
    const refused = await this.#batch.env.journal.findRefused(this.#sides, keys);
    for (const candidate of candidates) candidate.refused = refused.get(candidate.sourceKey) ?? null;
  }

  /** What a match node found was not read with its values: deciding needs them. */
  async #readMatched(candidates: readonly Candidate[]): Promise<ReadonlySet<Candidate>> {
    const unread = candidates.filter(({ targetKey, present }) => targetKey !== null && !present);
    const failed = await this.#readByKey(unread);
    for (const candidate of unread) if (!candidate.present) candidate.targetKey = null;
    return failed;
  }

  #find(queries: readonly FindQuery[]): Promise<FoundRecord[][]> {
    return findPatiently({ env: this.#batch.env, node: this.#step.node }, this.#sink, queries, this.#fields);
  }

  /** One record of one system is in at most one link: a counterpart that belongs to another record is refused. */
  async #claim(candidates: readonly Candidate[]): Promise<Candidate[]> {
    const { env } = this.#batch;
    const matched = candidates.filter(({ targetKey }) => targetKey !== null);
    const taken = await env.journal.findClaims(
      this.#sides,
      matched.map(({ targetKey }) => targetKey!),
    );
    return candidates.filter((candidate) => {
      const { targetKey, record, sourceKey } = candidate;
      if (targetKey === null) return true;
      if (candidate.refused?.has(targetKey)) {
        this.#fail(candidate, refusedByHand(record, targetKey));
        return false;
      }
      const claim = this.#claimName(targetKey);
      const owner = env.claims.get(claim) ?? taken.get(targetKey);
      if (owner !== undefined && owner !== sourceKey) {
        this.#fail(candidate, alreadyTaken(record, targetKey, owner));
        return false;
      }
      this.#hold(claim, sourceKey);
      return true;
    });
  }

  #claimName(targetKey: string): string {
    return `${this.#place} ${targetKey}`;
  }

  #hold(claim: string, sourceKey: string): void {
    if (this.#batch.env.claims.has(claim)) return;
    this.#batch.env.claims.set(claim, sourceKey);
    this.#batch.claims.push(claim);
  }

  async #carryOut(candidates: readonly Candidate[]): Promise<void> {
    const writes: Write[] = [];
    await this.#readSourceStates(candidates);
    for (const candidate of candidates) {
      const write = this.#decide(candidate);
      if (write) writes.push(write);
    }
    await this.#send(writes);
    await this.#writeBack(candidates);
  }

  /**
   * Compares linked records with their counterparts, read afresh, whatever was remembered of them. What somebody edited there
   * is kept before anything is done about it; then the rule of its field decides as always.
   */
  async #checkDrift(candidates: readonly Candidate[]): Promise<void> {
    const linked = candidates.filter(({ link }) => link !== null);
    for (const candidate of candidates) if (!candidate.link) this.#skip(candidate, 'notLinked');
    if (!isRepeated(this.#step)) {
      for (const candidate of linked) this.#unchanged(candidate, false);
      return;
    }
    await this.#loadBases(linked);
    const contested = await this.#readByKey(linked);
    await this.#readSourceStates(linked);
    for (const candidate of linked) leaveToMaster(this.#step, candidate);
    const drift = await DriftCheck.of(this.#batch, { step: this.#step, sides: this.#sides, linked, contested });
    this.#drift = drift;
    const writes: Write[] = [];
    for (const candidate of linked) {
      const write = contested.has(candidate)
        ? null
        : candidate.present
          ? this.#decide(candidate)
          : this.#miss(candidate);
      if (write) writes.push(write);
      else drift.tell(candidate, this.#failed.has(candidate) ? 'held' : 'left');
    }
    await this.#send(writes);
    for (const { candidate, changes } of writes) {
      if (this.#failed.has(candidate)) drift.tell(candidate, 'held');
      else drift.putBack(candidate, changes);
    }
    for (const candidate of linked) if (this.#failed.has(candidate)) this.#doubt(candidate);
  }

  /** The counterpart is gone: its links say so, and nothing is made in its place. */
  #miss(candidate: Candidate): null {
    this.#batch.noteVanished(this.#step.slot, this.#step.entity, candidate.targetKey!);
    return this.#skip(candidate);
  }

  /** What waits for a person is read again by the next run, also where its source did not change meanwhile. */
  #doubt({ sourceKey, link, targetKey, madeBy }: Candidate): void {
    this.#batch.links.push({
      ...this.#sides,
      id: link!.id,
      sourceKey,
      targetKey: targetKey!,
      targetVersion: null,
      writer: this.#writer,
      hash: '',
      base: {},
      madeBy,
    });
  }

  async #send(writes: readonly Write[]): Promise<void> {
    const writer = new Writer({
      batch: this.#batch,
      step: this.#step,
      sink: this.#sink,
      sides: this.#sides,
      reject: ({ candidate }, error) => this.#fail(candidate, error),
    });
    for (const written of await writer.write(writes)) this.#written(written);
  }

  /** Whether records were handed over is asked of their system at the moment of writing: what was read may be older. */
  async #readSourceStates(candidates: readonly Candidate[]): Promise<void> {
    const fields = statesInSource(this.#step);
    const { env, source } = this.#batch;
    const known = candidates.filter(({ targetKey }) => targetKey !== null);
    if (fields.length === 0 || known.length === 0 || source.entity !== this.#step.entity) return;
    const reader = env.slots.get(source.slot)!.system.sink(source.entity);
    if (!reader) return;
    const queries = known.map(({ record }) => ({ by: 'key', key: record.key }) as const);
    const found = await findPatiently({ env, node: this.#step.node }, reader, queries, fields);
    known.forEach((candidate, index) => {
      candidate.sourceState = found[index]![0]?.values ?? null;
    });
  }

  async #writeBack(candidates: readonly Candidate[]): Promise<void> {
    const { policy } = this.#step;
    if (policy.writeBack) await writeBack(this.#batch, this.#step, this.#sink, policy.writeBack, candidates);
  }

  #decide(candidate: Candidate): Write | null {
    const { record } = candidate;
    const isToComplete = candidate.isOurs && candidate.present !== null && this.#step.policy.mode === 'create';
    const decision = isToComplete ? decideCompletion(this.#step, candidate) : decideCandidate(this.#step, candidate);
    switch (decision.action) {
      case 'notMaster':
        this.#fail(candidate, handedOver(record, this.#step.entity, decision));
        return null;
      case 'missing':
        return this.#skip(candidate);
      case 'conflict':
        this.#fail(candidate, this.#conflict(record, decision.conflicts));
        return null;
      case 'unchanged':
        if (isToComplete && this.#sink.finishesCreates === true) return this.#toWrite(candidate, 'update', []);
        // A check that finds all as it is leaves no trace.
        this.#unchanged(candidate, this.#drift?.isLinkStale(candidate) ?? true);
        return null;
      case 'update':
        return this.#approved(candidate, 'update', decision.changes)
          ? this.#toWrite(candidate, 'update', decision.changes)
          : null;
      case 'create':
        return this.#approved(candidate, 'create', decision.changes) ? this.#create(candidate, decision.changes) : null;
    }
  }

  #conflict(record: FlowRecord, conflicts: readonly FieldConflict[]): RecordError {
    const said = this.#batch.env.isDriftCheck ? editedInTarget : changedOnBothSides;
    return said(record, this.#step.entity, conflicts);
  }

  /** A write that is not the one a person approved is not made. */
  #approved(candidate: Candidate, op: Write['op'], changes: Write['changes']): boolean {
    const { env } = this.#batch;
    const { record } = candidate;
    const { nodeId } = env.plan.nodes[this.#step.node]!;
    if (!env.approved || isApproved(env.approved, { nodeId, key: record.key, op, changes })) return true;
    this.#fail(candidate, notAsApproved(record));
    return false;
  }

  /** The effect is begun anew even where an open one is known: the store takes that one over under its identity. */
  #toWrite(candidate: Candidate, op: Write['op'], changes: Write['changes']): Write {
    return { candidate, op, changes, effectId: null, surprises: 0 };
  }

  #create(candidate: Candidate, changes: Write['changes']): Write | null {
    const { record, sourceKey, open } = candidate;
    if (open?.op === 'create' && !this.#sink.keyFor) {
      // An earlier create got no answer.
      const { lookedForAt } = candidate;
      const { absentAfter } = open;
      if (lookedForAt === null || !isProvenAbsent(absentAfter, lookedForAt)) {
        const { match } = this.#step.policy;
        const canBeFound = lookedForAt !== null && absentAfter !== null;
        this.#fail(candidate, canBeFound ? unknownOutcome(record, absentAfter) : cannotBeLookedFor(record, match));
        return null;
      }
    }
    candidate.targetKey = this.#sink.keyFor?.(identityOf(this.#sides, sourceKey)) ?? null;
    if (candidate.targetKey !== null && candidate.refused?.has(candidate.targetKey)) {
      this.#fail(candidate, refusedByHand(record, candidate.targetKey));
      return null;
    }
    candidate.madeBy = 'created';
    if (candidate.targetKey) this.#hold(this.#claimName(candidate.targetKey), sourceKey);
    return this.#toWrite(candidate, 'create', changes);
  }

  #written({ write, result, key, version, kept }: Written): void {
    const { candidate, changes } = write;
    const { record, link } = candidate;
    const batch = this.#batch;
    candidate.targetKey = key;
    candidate.targetVersion = version;
    record.target = { place: this.#place, key, version, by: 'link' };
    if (result === 'created') this.#noteMade(candidate, key);
    batch.links.push({
      ...this.#sides,
      id: link?.id ?? null,
      sourceKey: candidate.sourceKey,
      targetKey: key,
      targetVersion: version,
      writer: this.#writer,
      hash: candidate.hash,
      base: this.#baseOf(candidate, changes, kept),
      madeBy: candidate.madeBy,
      ...this.#namesOf(record),
    });
    this.#report(candidate, result, changes);
  }

  /** What people call the record in the source, and in the target as far as this node writes that. */
  #namesOf({ name, values }: FlowRecord): Pick<LinkWrite, 'sourceName' | 'targetName'> {
    return { sourceName: name, targetName: nameOf(this.#targetNames, '', values) || undefined };
  }

  /** Counts a record that reached the target, tells of it, and sends it on. */
  #report(candidate: Candidate, result: Written['result'], changes: Write['changes']): void {
    const { record, link } = candidate;
    const batch = this.#batch;
    const { nodeId } = batch.env.plan.nodes[this.#step.node]!;
    const named = { nodeId, key: record.key, name: record.name };
    batch.settle(record, outcome[result]);
    batch.env.trace?.reached(this.#step.node, record, {
      key: candidate.targetKey!,
      isNew: result === 'created',
      left: leftToMaster(this.#step, candidate),
      linkId: link?.id ?? null,
      values: record.values,
    });
    if (batch.isDry) {
      const action = result === 'created' ? 'create' : result === 'updated' ? 'update' : 'unchanged';
      const planned = changes.map(({ field, before, after }) => ({ field, before: before ?? null, after }));
      batch.planned.push({ ...named, action, changes: planned, reason: null });
    }
    if (batch.isLogged) {
      const line = { ...named, targetKey: candidate.targetKey! };
      if (result === 'created') batch.facts.push({ type: 'record.created', ...line });
      else if (result === 'updated') {
        batch.facts.push({ type: 'record.updated', ...line, fields: changes.map(({ field }) => field) });
      } else if (link) batch.facts.push({ type: 'record.unchanged', ...named });
      else batch.facts.push({ type: 'record.linked', ...line, by: candidate.madeBy });
    }
    const port = result === 'unchanged' && this.#step.policy.mode === 'create' ? 'found' : result;
    batch.leave(this.#step.node, port, this.#step.outputs[port], record);
  }

  /** The base after a write. For a record met for the first time also the fields that were equal already. */
  #baseOf(candidate: Candidate, changes: Write['changes'], kept: Written['kept']) {
    const { shape } = this.#step;
    const written = baseOf(shape, changes, kept);
    if (!isFirstMeeting(candidate) || !candidate.present) return written;
    const { present } = candidate;
    const equal = this.#cells(candidate.record)
      .filter(({ field }) => !(field in written))
      .filter(({ field, value, type }) => normalise(value, type) === normalise(present[field] ?? null, type))
      .map(({ field, value }) => ({ field, before: undefined, after: value }));
    return { ...baseOf(shape, equal, present), ...written };
  }

  #cells(record: FlowRecord) {
    return this.#step.shape.fields.flatMap(({ field, type }, index) => {
      const value = record.values[index];
      return value === undefined ? [] : [{ field, type, value }];
    });
  }

  /** Nothing to write. Where the link is new or its hash is another writer's, the link is brought up to date. */
  #unchanged(candidate: Candidate, isLinkStale: boolean): void {
    const { record, link, open, targetKey, targetVersion } = candidate;
    const batch = this.#batch;
    record.target = { place: this.#place, key: targetKey!, version: targetVersion, by: 'link' };
    if (open) batch.settled.push({ id: open.id, state: 'confirmed', targetKey });
    if (isLinkStale) {
      batch.links.push({
        ...this.#sides,
        id: link?.id ?? null,
        sourceKey: candidate.sourceKey,
        targetKey: targetKey!,
        targetVersion,
        writer: this.#writer,
        hash: candidate.hash,
        base: isFirstMeeting(candidate) ? this.#baseOf(candidate, [], null) : {},
        madeBy: candidate.madeBy,
        ...this.#namesOf(record),
      });
    }
    // A write from before a crash that turns out to have arrived was made by this run all the same.
    if (candidate.isOurs) this.#report(candidate, 'created', []);
    else if (open?.op === 'update') this.#report(candidate, 'updated', []);
    else this.#report(candidate, 'unchanged', []);
  }

  #skip({ record }: Candidate, reason: 'notInTarget' | 'notLinked' = 'notInTarget'): null {
    const batch = this.#batch;
    const { nodeId } = batch.env.plan.nodes[this.#step.node]!;
    batch.settle(record, outcome.skipped);
    if (batch.isDry) {
      batch.planned.push({ nodeId, key: record.key, name: record.name, action: 'skipped', changes: [], reason });
    }
    if (batch.isLogged)
      batch.facts.push({ type: 'record.skipped', nodeId, key: record.key, name: record.name, reason });
    batch.leave(this.#step.node, 'missing', this.#step.outputs['missing'], record);
    return null;
  }

  #fail(candidate: Candidate, error: Error): void {
    this.#failed.add(candidate);
    this.#batch.failed(this.#step.node, candidate.record, error);
  }
}

/** Whether the two never agreed on anything: there is no link, or the counterpart was merged into another record. */
function isFirstMeeting({ link, targetKey }: Candidate): boolean {
  return link === null || link.targetKey !== targetKey;
}

/**
 * A record found under the key that an unanswered create had chosen, or by its natural key where the target chooses keys,
 * is that create's.
 */
function recogniseOwn(candidate: Candidate): void {
  const { open, targetKey } = candidate;
  if (open?.op !== 'create') return;
  if (open.targetKey !== null && open.targetKey !== targetKey) return;
  candidate.isOurs = true;
  candidate.madeBy = 'created';
}
