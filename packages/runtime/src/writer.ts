import {
  invariant,
  type ConnectionError,
  type FlowRecord,
  type FoundRecord,
  type SendOutcome,
  type Sink,
  type WriteIntent,
} from '@koppel/sdk';
import type { SinkStep } from '@koppel/compiler';
import type { BatchRun } from './batch.ts';
import { identityOf, type Write, type Written } from './candidate.ts';
import { decideCompletion } from './complete.ts';
import { latestStart, quietUntil } from './create-guards.ts';
import { transitionEffect } from './effect-state.ts';
import { decideCandidate, statesInTarget } from './hand-over.ts';
import { followCounterparts } from './merged.ts';
import { findPatiently } from './patient-find.ts';
import type { EffectStart, EffectState, LinkSides } from './ports.ts';
import { changedOnBothSides, handedOver, keepsChanging, unknownOutcome, vanished } from './record-errors.ts';

const maxSurprises = 5;

/**
 * Sends writes until each has a final outcome. Every effect is stored as sending before its first byte leaves. What was
 * certainly not executed is sent again after a pause; what met a newer version or an unknown outcome is read again and
 * decided anew, never assumed. Rejects when the target stays away: then nothing of the batch counts.
 */
export class Writer {
  readonly #batch: BatchRun;
  readonly #step: SinkStep;
  readonly #sink: Sink;
  readonly #sides: LinkSides;
  readonly #onRejected: (write: Write, error: Error) => void;
  readonly #recordOf: (write: Write) => FlowRecord;
  readonly #done: Written[] = [];

  constructor(parts: {
    batch: BatchRun;
    step: SinkStep;
    sink: Sink;
    sides: LinkSides;
    /** Makes the record of a write a failure. */
    reject: (write: Write, error: Error) => void;
    /** The record that the node was given, where a write is not its candidate's but goes back to where that came from. */
    recordOf?: (write: Write) => FlowRecord;
  }) {
    this.#batch = parts.batch;
    this.#step = parts.step;
    this.#sink = parts.sink;
    this.#sides = parts.sides;
    this.#onRejected = parts.reject;
    this.#recordOf = parts.recordOf ?? (({ candidate }) => candidate.record);
  }

  async write(writes: readonly Write[]): Promise<readonly Written[]> {
    let pending = [...writes];
    let pauses = 0;
    while (pending.length > 0) {
      await this.#begin(pending.filter((write) => write.effectId === null && !this.#isTimed(write)));
      const outcomes = await this.#send(pending);
      const again: Write[] = [];
      const doubtful: { write: Write; outcome: SendOutcome }[] = [];
      let away: ConnectionError | null = null;
      pending.forEach((write, index) => {
        const outcome = outcomes[index]!;
        if (outcome.kind === 'confirmed') this.#confirm(write, outcome);
        else if (outcome.kind === 'notExecuted') {
          away ??= outcome.error;
          again.push(write);
        } else if (outcome.kind === 'rejected' && outcome.reason === 'refused') this.#reject(write, outcome.error);
        else doubtful.push({ write, outcome });
      });
      // What was provably not executed made no progress: wait. Anything confirmed meanwhile starts the count anew.
      if (away) {
        pauses = again.length === pending.length ? pauses + 1 : 1;
        await this.#batch.env.pause(away, this.#step.node, pauses);
      }
      pending = [...again, ...(await this.#resolve(doubtful))];
    }
    return this.#done;
  }

  /**
   * Whether it counts when it is sent: what is not safe to repeat is looked for until so long after it was sent. Such a write
   * begins anew each time, right before it is sent. A system that recognises a repeated request does so for a while only:
   * who asks again later looks first.
   */
  #isTimed({ op }: Write): boolean {
    return op === 'create' && this.#sink.rung !== 'R2';
  }

  async #begin(fresh: readonly Write[]): Promise<void> {
    if (fresh.length === 0) return;
    const { env } = this.#batch;
    const at = env.clock.now();
    const ids = await env.journal.beginEffects(
      env.fence,
      fresh.map((write) => this.#start(write, at)),
      at,
    );
    fresh.forEach((write, index) => {
      write.effectId = ids[index]!;
    });
  }

  #start(write: Write, at: Date): EffectStart {
    const { op, candidate } = write;
    return {
      op,
      connectionId: this.#sides.targetConnectionId,
      entity: this.#sides.entity,
      sourceConnectionId: this.#sides.sourceConnectionId,
      sourceKey: candidate.sourceKey,
      targetKey: candidate.targetKey,
      payloadHash: candidate.hash,
      absentAfter: this.#isTimed(write) ? quietUntil(at, this.#sink.bounds) : null,
      lookedForAt: candidate.lookedForAt,
    };
  }

  async #send(writes: readonly Write[]): Promise<SendOutcome[]> {
    const { clock, signal } = this.#batch.env;
    const outcomes: SendOutcome[] = [];
    for (let from = 0; from < writes.length; from += this.#sink.maxIntents) {
      const chunk = writes.slice(from, from + this.#sink.maxIntents);
      const timed = chunk.filter((write) => this.#isTimed(write));
      const startBy = timed.length > 0 ? latestStart(clock.monotonicMs(), this.#sink.bounds) : undefined;
      await this.#begin(timed);
      outcomes.push(
        ...(await this.#sink.send(
          chunk.map((write) => this.#intentOf(write)),
          { signal, startBy },
        )),
      );
    }
    invariant(outcomes.length === writes.length, 'a sink gives one outcome per intent');
    return outcomes;
  }

  #confirm(write: Write, { key, version, values }: Extract<SendOutcome, { kind: 'confirmed' }>): void {
    this.#settle(write, 'confirmed', key);
    const isNew = write.op === 'create' || write.candidate.isOurs;
    this.#done.push({ write, result: isNew ? 'created' : 'updated', key, version, kept: values });
  }

  #reject(write: Write, error: Error): void {
    this.#settle(write, 'rejected', write.candidate.targetKey);
    this.#onRejected(write, error);
  }

  #settle(write: Write, state: EffectState, targetKey: string | null): void {
    invariant(write.effectId !== null, 'only what was begun can be settled');
    this.#batch.settled.push({ id: write.effectId, state: transitionEffect('sending', state), targetKey });
  }

  /** Reads again what met a surprise, and decides each anew. Gives those that must be sent again. */
  async #resolve(doubtful: readonly { write: Write; outcome: SendOutcome }[]): Promise<Write[]> {
    if (doubtful.length === 0) return [];
    const readable = doubtful.filter(({ write }) => write.candidate.targetKey !== null);
    const found = await this.#read(readable.map(({ write }) => write.candidate.targetKey!));
    const looked = readable.map(({ write }, index) => ({ candidate: write.candidate, hit: found[index]![0] }));
    const present = await followCounterparts(this.#batch, this.#sides, looked, (keys) => this.#read(keys));
    const again = readable.flatMap(({ write, outcome }, index) => {
      const { hit, error } = present[index]!;
      if (!error) return this.#decideAnew(write, outcome, hit);
      this.#reject(write, error);
      return [];
    });
    const repeated: Write[] = [];
    let unclear: ConnectionError | null = null;
    for (const { write, outcome } of doubtful) {
      if (write.candidate.targetKey !== null) continue;
      if (outcome.kind === 'unknown' && this.#isRepeatable(write, outcome.error)) {
        unclear ??= outcome.error;
        write.surprises += 1;
        repeated.push(write);
      } else this.#park(write, outcome);
    }
    if (unclear)
      await this.#batch.env.pause(unclear, this.#step.node, Math.max(...repeated.map(({ surprises }) => surprises)));
    return [...again, ...repeated];
  }

  /** The same bytes under the same idempotency key may be sent again at once, a few times: the target does them once. */
  #isRepeatable({ surprises }: Write, error: ConnectionError): boolean {
    return this.#sink.rung === 'R1' && error.retry !== 'never' && surprises < maxSurprises;
  }

  async #read(keys: readonly string[]): Promise<FoundRecord[][]> {
    const { env } = this.#batch;
    const fields = [...this.#step.shape.fields.map(({ field }) => field), ...statesInTarget(this.#step)];
    return findPatiently(
      { env, node: this.#step.node },
      this.#sink,
      keys.map((key) => ({ by: 'key', key })),
      fields,
    );
  }

  #decideAnew(write: Write, outcome: SendOutcome, found: FoundRecord | undefined): Write[] {
    const { candidate } = write;
    const { record } = candidate;
    write.surprises += 1;
    if (write.surprises > maxSurprises) {
      this.#reject(write, keepsChanging(record));
      return [];
    }
    if (!found) return this.#absent(write, outcome);
    candidate.targetVersion = found.version;
    candidate.present = found.values;
    // What is there under the key we chose is ours.
    if (write.op === 'create') candidate.isOurs = true;
    const isToComplete = candidate.isOurs && this.#step.policy.mode === 'create';
    const decision = isToComplete
      ? decideCompletion(this.#step, candidate)
      : decideCandidate(this.#step, candidate, 'upsert');
    if (decision.action === 'notMaster' && !candidate.isOurs) {
      this.#reject(write, handedOver(record, this.#step.entity, decision));
      return [];
    }
    if (decision.action === 'conflict') {
      this.#reject(write, changedOnBothSides(record, this.#step.entity, decision.conflicts));
      return [];
    }
    if (decision.action === 'update') {
      write.op = 'update';
      write.changes = decision.changes;
      return [write];
    }
    this.#settle(write, 'confirmed', found.key);
    this.#done.push({
      write,
      result: candidate.isOurs ? 'created' : 'updated',
      key: found.key,
      version: found.version,
      kept: found.values,
    });
    return [];
  }

  #absent(write: Write, outcome: SendOutcome): Write[] {
    const { candidate } = write;
    if (write.op === 'update') {
      this.#batch.noteVanished(this.#step.slot, this.#step.entity, candidate.targetKey!);
      this.#reject(write, vanished(candidate.record, candidate.targetKey!));
      return [];
    }
    // Created under a key that we chose: absence may be believed at once, and sending again is harmless.
    if (outcome.kind === 'unknown') return [write];
    this.#reject(write, outcome.kind === 'rejected' ? outcome.error : keepsChanging(candidate.record));
    return [];
  }

  /** A create without a key of ours and without an answer: nobody may send it again before it was looked up. */
  #park(write: Write, outcome: SendOutcome): void {
    if (outcome.kind === 'rejected') return this.#reject(write, outcome.error);
    const until = quietUntil(this.#batch.env.clock.now(), this.#sink.bounds);
    this.#settle(write, 'unknown', null);
    this.#onRejected(write, unknownOutcome(write.candidate.record, until));
    return undefined;
  }

  #intentOf(write: Write): WriteIntent {
    const { op, candidate, changes } = write;
    const intent: WriteIntent = {
      op,
      name: candidate.record.name,
      key: candidate.targetKey,
      ...(op === 'create' ? { identity: identityOf(this.#sides, candidate.sourceKey) } : {}),
      version: op === 'update' ? candidate.targetVersion : null,
      values: Object.fromEntries(changes.map(({ field, after }) => [field, after])),
    };
    const { node, slot, entity } = this.#step;
    this.#batch.env.trace?.sending(node, { slot, entity }, this.#recordOf(write), intent);
    return intent;
  }
}
