import { ConnectionError, type LastChange, type System } from '@koppel/sdk';
import type { BatchRun } from './batch.ts';
import type { Candidate } from './candidate.ts';
import { driftOf } from './decide.ts';
import { checkedSinks, type CheckedSink } from './linked-source.ts';
import type { GoneRecord } from './per-source.ts';
import type { DriftFound, OpenDrift } from './ports.ts';

/**
 * Who changed records last, by key. What was written as the user of the connection says nothing of who edited before: it is
 * left out. A system that does not tell, or does not let us ask, gives none.
 */
async function whoChanged(
  system: System,
  { entity, keys, signal }: { readonly entity: string; readonly keys: readonly string[]; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, LastChange>> {
  if (keys.length === 0 || !system.lastChanges) return new Map();
  try {
    const changes = await system.lastChanges(entity, keys, signal);
    return new Map(changes.filter(({ isOwn }) => !isOwn).map((change) => [change.key, change]));
  } catch (error) {
    if (error instanceof ConnectionError && error.retry === 'never') return new Map();
    throw error;
  }
}

/**
 * What a drift check finds of one batch at one node. Departures are kept as found before anything is done about them; `tell` and
 * `putBack` then say what became of them, which counts when the batch is committed.
 */
export class DriftCheck {
  readonly #batch: BatchRun;
  readonly #at: CheckedSink;
  readonly #found = new Map<Candidate, readonly DriftFound[]>();
  #open: ReadonlyMap<string, readonly OpenDrift[]> = new Map();

  private constructor(batch: BatchRun, at: CheckedSink) {
    this.#batch = batch;
    this.#at = at;
  }

  /** Looks at linked candidates with what they hold now; no value at all: the record is not there. */
  static async of(
    batch: BatchRun,
    { linked, ...at }: CheckedSink & { readonly linked: readonly Candidate[] },
  ): Promise<DriftCheck> {
    const check = new DriftCheck(batch, at);
    await check.#look(linked);
    return check;
  }

  /** What somebody did is left, or held until a person has decided. */
  tell(candidate: Candidate, state: 'held' | 'left'): void {
    const found = this.#found.get(candidate) ?? [];
    this.#settle(
      candidate,
      found.map(({ field }) => field),
      state,
    );
    if (found.length > 0) this.#say(candidate, found, state);
    else if (state === 'left') this.#sayResumed(candidate);
  }

  /** The target has the master's values of these fields again; what else was found there is left. */
  putBack(candidate: Candidate, changes: readonly { readonly field: string }[]): void {
    const found = this.#found.get(candidate) ?? [];
    const written = new Set(changes.map(({ field }) => field));
    const left = found.filter(({ field }) => !written.has(field));
    const back = found.filter(({ field }) => written.has(field));
    this.#settle(
      candidate,
      left.map(({ field }) => field),
      'left',
    );
    if (back.length > 0) this.#say(candidate, back, 'putBack');
    if (left.length > 0) this.#say(candidate, left, 'left');
  }

  async #look(linked: readonly Candidate[]): Promise<void> {
    const { env } = this.#batch;
    const { step, sides } = this.#at;
    const { nodeId } = env.plan.nodes[step.node]!;
    const keys = linked.map(({ record }) => record.key);
    this.#open = await env.journal.openDrift(env.plan.flowId, sides, keys);
    const departed = linked.flatMap((candidate) => {
      const fields = departures(candidate, step);
      return fields.length > 0 ? [{ candidate, fields }] : [];
    });
    const { system } = env.slots.get(step.slot)!;
    const who = await whoChanged(system, {
      entity: step.entity,
      keys: departed.flatMap(({ candidate }) => (candidate.present ? [candidate.targetKey!] : [])),
      signal: env.signal,
    });
    for (const { candidate, fields } of departed) {
      const { record, targetKey } = candidate;
      const change = who.get(targetKey!);
      this.#found.set(
        candidate,
        fields.map((field) => ({
          ...sides,
          ...field,
          nodeId,
          sourceKey: record.key,
          targetKey: targetKey!,
          name: record.name,
          changedBy: change?.by ?? null,
          changedAt: change?.at ?? null,
        })),
      );
    }
    const found = [...this.#found.values()].flat();
    if (found.length > 0) await env.journal.noteDrift(env.fence, found, env.clock.now());
  }

  #settle(candidate: Candidate, remaining: readonly string[], state: 'held' | 'left'): void {
    const { record } = candidate;
    if (!this.#open.has(record.key) && !this.#found.has(candidate)) return;
    const fields = ['', ...this.#at.step.shape.fields.map(({ field }) => field)];
    const remain = Object.fromEntries(remaining.map((field) => [field, state]));
    this.#batch.drift.push({ ...this.#at.sides, sourceKey: record.key, fields, remain });
  }

  #say(
    { record, targetKey }: Candidate,
    departures: readonly Pick<DriftFound, 'kind' | 'field' | 'changedBy' | 'changedAt'>[],
    state: 'held' | 'left' | 'putBack',
  ): void {
    const { env, facts, isLogged } = this.#batch;
    if (!isLogged) return;
    const [{ kind, changedBy, changedAt }] = departures as [DriftFound];
    facts.push({
      type: 'record.drifted',
      nodeId: env.plan.nodes[this.#at.step.node]!.nodeId,
      key: record.key,
      name: record.name,
      targetKey: targetKey!,
      kind,
      state,
      fields: departures.flatMap(({ field }) => (field === '' ? [] : [field])),
      changedBy,
      changedAt,
    });
  }

  /** An attempt before this one put it back, and ended before it could say so. */
  #sayResumed(candidate: Candidate): void {
    const { runId } = this.#batch.env.fence;
    const open = this.#open.get(candidate.record.key) ?? [];
    const back = open.filter((one) => one.state === 'found' && one.runId === runId);
    if (back.length > 0) this.#say(candidate, back, 'putBack');
  }
}

function departures(
  { record, base, present }: Candidate,
  { shape }: CheckedSink['step'],
): Pick<DriftFound, 'kind' | 'field' | 'base' | 'present' | 'wanted'>[] {
  if (!present) return [{ kind: 'targetGone', field: '', base: undefined, present: null, wanted: null }];
  return driftOf({ shape, values: record.values, base, present }).map((field) => ({ kind: 'edited', ...field }));
}

/** Keeps that linked records are not found in their source any more. Nothing is done about their counterparts. */
export async function noteGone(batch: BatchRun, gone: readonly GoneRecord[]): Promise<void> {
  if (gone.length === 0) return;
  const { env, source } = batch;
  const sinks = checkedSinks(env.plan, env.slots, source);
  const found = gone.map(({ sides, sourceKey, targetKey, name }): DriftFound => {
    const { step } = sinks.find((sink) => JSON.stringify(sink.sides) === JSON.stringify(sides))!;
    return {
      ...sides,
      nodeId: env.plan.nodes[step.node]!.nodeId,
      sourceKey,
      targetKey,
      name: name ?? sourceKey,
      kind: 'sourceGone',
      field: '',
      base: undefined,
      present: null,
      wanted: null,
      changedBy: null,
      changedAt: null,
    };
  });
  await env.journal.noteDrift(env.fence, found, env.clock.now());
  for (const { nodeId, sourceKey: key, targetKey, name, ...one } of found) {
    const { entity, sourceConnectionId, targetConnectionId } = one;
    const sides = { entity, sourceConnectionId, targetConnectionId };
    batch.drift.push({ ...sides, sourceKey: key, fields: [''], remain: { '': 'left' } });
    if (!batch.isLogged) continue;
    const who = { changedBy: null, changedAt: null };
    batch.facts.push({
      type: 'record.drifted',
      nodeId,
      key,
      name,
      targetKey,
      kind: 'sourceGone',
      state: 'left',
      fields: [],
      ...who,
    });
  }
}
