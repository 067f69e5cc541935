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
    {
      linked,
      contested,
      ...at
    }: CheckedSink & {
      readonly linked: readonly Candidate[];
      /** Those whose counterpart was merged into that of another record. */
      readonly contested: ReadonlySet<Candidate>;
    },
  ): Promise<DriftCheck> {
    const check = new DriftCheck(batch, at);
    await check.#look(linked, contested);
    return check;
  }

  /** Whether a link of which nothing is written must be brought up to date all the same. */
  isLinkStale({ link, hash, targetKey, sourceKey }: Candidate): boolean {
    if (link?.hash !== hash || link.targetKey !== targetKey) return true;
    // Its record was said to be gone, and is back.
    return (this.#open.get(sourceKey) ?? []).some(({ field }) => field === '');
  }

  /** What somebody did is left, or held until a person has decided. */
  tell(candidate: Candidate, state: 'held' | 'left'): void {
    if (state === 'left' && isMoved(candidate)) return this.putBack(candidate, []);
    const found = this.#found.get(candidate) ?? [];
    this.#settle(
      candidate,
      found.map(({ field }) => field),
      state,
    );
    if (found.length > 0) this.#say(candidate, found, state);
    else if (state === 'left') this.#sayResumed(candidate);
    return undefined;
  }

  /**
   * The target has the master's values of these fields again, and the link of a merged record follows it; what else was found there
   * is left.
   */
  putBack(candidate: Candidate, changes: readonly { readonly field: string }[]): void {
    const found = this.#found.get(candidate) ?? [];
    const written = new Set(changes.map(({ field }) => field));
    const isBack = ({ field, kind }: DriftFound) => written.has(field) || kind === 'merged';
    const left = found.filter((one) => !isBack(one));
    const back = found.filter(isBack);
    this.#settle(
      candidate,
      left.map(({ field }) => field),
      'left',
    );
    if (back.length > 0) this.#say(candidate, back, 'putBack');
    if (left.length > 0) this.#say(candidate, left, 'left');
  }

  async #look(linked: readonly Candidate[], contested: ReadonlySet<Candidate>): Promise<void> {
    const { env } = this.#batch;
    const { step, sides } = this.#at;
    const { nodeId } = env.plan.nodes[step.node]!;
    const keys = linked.map(({ sourceKey }) => sourceKey);
    this.#open = await env.journal.openDrift(env.plan.flowId, sides, keys);
    const departed = linked.flatMap((candidate) => {
      const fields = departures(candidate, step, contested.has(candidate));
      return fields.length > 0 ? [{ candidate, fields }] : [];
    });
    const { system } = env.slots.get(step.slot)!;
    const who = await whoChanged(system, {
      entity: step.entity,
      keys: departed.flatMap(({ candidate }) => (candidate.present ? [candidate.targetKey!] : [])),
      signal: env.signal,
    });
    for (const { candidate, fields } of departed) {
      const { record, sourceKey, link } = candidate;
      // Of a merged record: the one that it was.
      const { targetKey } = link!;
      const change = who.get(targetKey);
      this.#found.set(
        candidate,
        fields.map((field) => ({
          ...sides,
          ...field,
          nodeId,
          sourceKey,
          targetKey,
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
    const { sourceKey } = candidate;
    if (!this.#open.has(sourceKey) && !this.#found.has(candidate)) return;
    const fields = ['', ...this.#at.step.shape.fields.map(({ field }) => field)];
    const remain = Object.fromEntries(remaining.map((field) => [field, state]));
    this.#batch.drift.push({ ...this.#at.sides, sourceKey, fields, remain });
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
    const open = this.#open.get(candidate.sourceKey) ?? [];
    const back = open.filter((one) => one.state === 'found' && one.runId === runId);
    if (back.length > 0) this.#say(candidate, back, 'putBack');
  }
}

/** People merged the counterpart into another record, which has taken its place. */
function isMoved({ link, targetKey }: Candidate): boolean {
  return link !== null && link.targetKey !== targetKey;
}

function departures(
  candidate: Candidate,
  { shape }: CheckedSink['step'],
  isContested: boolean,
): Pick<DriftFound, 'kind' | 'field' | 'base' | 'present' | 'wanted'>[] {
  const { record, base, present } = candidate;
  const whole = { field: '', base: undefined, present: null, wanted: null };
  // What the other record has was never said of this one: it is written, and is no edit.
  if (isContested || isMoved(candidate)) return [{ kind: 'merged', ...whole }];
  if (!present) return [{ kind: 'targetGone', ...whole }];
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
