import {
  ConnectionError,
  isTooLate,
  type Clock,
  RecordError,
  linesOf,
  linesText,
  type FieldValue,
  type FindQuery,
  type FoundRecord,
  type SendOutcome,
  type Sink,
  type Source,
  type SourceBatch,
  type System,
  type WriteIntent,
} from '@koppel/sdk';

/** A generator of numbers in [0, 1) that a seed decides. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How often what goes wrong, as shares of the calls. */
export interface Faults {
  /** The work is done, the answer is lost. */
  readonly replyLost: number;
  /** The answer is lost and the work is done only later, as late as the target's bounds allow. */
  readonly late: number;
  readonly notExecuted: number;
  /** A new record is made with a part of its fields and lines, and the answer is lost. */
  readonly partial: number;
  /** Refused with a pause asked for: none, a short or a very long one. */
  readonly throttled: number;
  /** Somebody else edits a record just before it is updated. */
  readonly foreignEdit: number;
  readonly findFails: number;
  readonly readFails: number;
}

export const noFaults: Faults = {
  replyLost: 0,
  late: 0,
  notExecuted: 0,
  partial: 0,
  throttled: 0,
  foreignEdit: 0,
  findFails: 0,
  readFails: 0,
};

/** Thrown from everywhere once the process has been killed: nothing of a dead process may have an effect. */
export class Killed extends Error {}

/** Kills the process at one numbered point; every point after it is dead too. */
export class Life {
  #points = 0;
  readonly #killAt: number;
  readonly #acts = new Map<number, () => void>();
  constructor(killAt = Number.POSITIVE_INFINITY) {
    this.#killAt = killAt;
  }
  /** Calls back at a numbered point. */
  at(point: number, act: () => void): void {
    this.#acts.set(point, act);
  }
  /** A moment at which the process may die. */
  point(): void {
    this.#points += 1;
    this.#acts.get(this.#points)?.();
    if (this.#points >= this.#killAt) throw new Killed('killed');
  }
  /** Dies at once, wherever it is. */
  kill(): void {
    this.#points = Number.POSITIVE_INFINITY;
  }
  get isDead(): boolean {
    return this.#points >= this.#killAt;
  }
  get points(): number {
    return this.#points;
  }
}

export interface StoredRecord {
  readonly key: string;
  /** When it can be found by its values. */
  seenFrom?: number;
  /** The record that this one was merged into. */
  mergedInto?: string;
  stamp: number;
  values: Record<string, FieldValue>;
  /** The person who wrote it last; absent where a program did. */
  author?: string | undefined;
}

const away = (what: string) =>
  new ConnectionError({ code: 'simulated.away', message: `${what} gave no answer.`, remedy: 'Wait.', wasSent: false });

/** The pauses that servers ask for, sensible ones and others. */
const pausesMs = [0, 1, 2_000, 119_000, 900_000];

function tooBusy(chance: number): ConnectionError {
  const afterMs = pausesMs[Math.floor(chance * pausesMs.length)]!;
  const text = { code: 'simulated.too-busy', message: 'The target is too busy.', remedy: 'Wait.' };
  return new ConnectionError({ ...text, retry: { afterMs }, wasSent: false });
}

/** How long a write may still be carried out after it was sent, and then not be found by its values. */
const bounds = { executionMs: 1_000, visibilityMs: 400, pauseMs: 300 };
/** Of a system that takes keys of ours: what it answered everybody sees. */
const chosenKeyBounds = { ...bounds, visibilityMs: 0 };

export interface WorldOptions {
  readonly life: Life;
  readonly faults: Faults;
  readonly dice: () => number;
  readonly chosenKeys: boolean;
  /** What makes a create safe to repeat where keys are not chosen by us; default: nothing but natural keys. */
  readonly rung?: 'R1' | 'R3' | 'R4' | undefined;
  readonly refuses?: (values: Record<string, FieldValue>) => boolean;
  /** Without one nothing is carried out late. */
  readonly clock?: Clock;
}

/** A system of records in memory with versions, faults and a log of what it was asked to write. */
export class SimulatedSystem {
  readonly records = new Map<string, StoredRecord>();
  readonly writes: { key: string; fields: string[] }[] = [];
  /** Keys of records that somebody wanted to update whatever their version. */
  readonly updatedBlindly: string[] = [];
  creates = 0;
  #stamp = 0;
  /** What came of creates, by idempotency key. */
  readonly #answered = new Map<string, SendOutcome>();
  #late: { readonly at: number; readonly act: () => void }[] = [];
  /** Whether it refuses to be written these values. */
  refuses: (values: Record<string, FieldValue>) => boolean = () => false;
  /** Called when a write has been carried out, before it is answered. */
  afterWrite: () => void = () => {};

  put(key: string, values: Record<string, FieldValue>, author?: string): void {
    this.#stamp += 1;
    const before = this.records.get(key);
    this.records.set(key, { ...before, key, stamp: this.#stamp, values: { ...before?.values, ...values }, author });
  }

  /** Makes one record of two: the other stays, says where it went, and is no longer found by its values. */
  merge(key: string, into: string): void {
    this.put(key, {});
    this.records.get(key)!.mergedInto = into;
    this.put(into, {});
  }

  system(options: WorldOptions): System {
    const source = this.#source(options);
    const sink = this.#sink(options);
    return {
      async *test() {},
      describe: () => Promise.resolve([]),
      source: () => source,
      sink: () => sink,
      lastChanges: async (_entity, keys) => {
        await Promise.resolve();
        return keys.flatMap((key) => {
          const author = this.records.get(key)?.author;
          return author ? [{ key, at: '2026-11-22T17:40:00Z', by: author, isOwn: false }] : [];
        });
      },
      close: () => Promise.resolve(),
    };
  }

  /** Carries out what was sent earlier and is due by now. */
  catchUp(now: Date): void {
    const due = this.#late.filter(({ at }) => at <= now.getTime());
    this.#late = this.#late.filter(({ at }) => at > now.getTime());
    for (const { act } of due) act();
  }

  #source({ life, faults, dice, clock }: WorldOptions): Source {
    const catchUp = () => void (clock && this.catchUp(clock.now()));
    const all = () => [...this.records.values()].sort((a, b) => a.stamp - b.stamp);
    return {
      overlapMs: 0,
      sample: ({ fields, keys, limit }) =>
        Promise.resolve(
          all()
            .filter(({ key }) => keys === null || keys.includes(key))
            .reverse()
            .slice(0, limit)
            .map(({ key, stamp, values }) => ({
              key,
              version: String(stamp),
              change: 'upserted' as const,
              values: fields.map((field) => values[field] ?? null),
            })),
        ),
      async *read({ fields, scope, cursor, batchSize, signal }): AsyncGenerator<SourceBatch> {
        let from = cursor === null ? 0 : Number(cursor);
        for (;;) {
          signal.throwIfAborted();
          await Promise.resolve();
          if (life.isDead) throw new Killed('killed');
          catchUp();
          if (dice() < faults.readFails) throw away('The source');
          const page = all()
            .filter(({ key, stamp }) => stamp > from && (scope.kind !== 'keys' || scope.keys.includes(key)))
            .slice(0, Math.min(batchSize, 7));
          if (page.length === 0) return;
          from = page.at(-1)!.stamp;
          yield {
            records: page.map(({ key, stamp, values }) => ({
              key,
              version: String(stamp),
              change: 'upserted' as const,
              values: fields.map((field) => values[field] ?? null),
            })),
            cursor: String(from),
            expected: null,
          };
        }
      },
    };
  }

  #sink(options: WorldOptions): Sink {
    const { life, faults, dice, chosenKeys, rung = 'R4', clock } = options;
    return {
      rung: chosenKeys ? 'R2' : rung,
      bounds: chosenKeys ? chosenKeyBounds : bounds,
      maxIntents: 5,
      ...(chosenKeys ? { keyFor: (identity: string) => `key:${identity}` } : {}),
      find: async (queries, { fields, signal }) => {
        await Promise.resolve();
        signal.throwIfAborted();
        if (life.isDead) throw new Killed('killed');
        if (clock) this.catchUp(clock.now());
        if (dice() < faults.findFails) throw away('The target');
        return queries.map((query) => this.#find(query, fields, clock?.now()));
      },
      send: async (intents, { signal, startBy }) => {
        await Promise.resolve();
        signal.throwIfAborted();
        // The request may never leave, or arrive and find nobody to answer to.
        life.point();
        if (clock) this.catchUp(clock.now());
        const isLate = clock && startBy !== undefined && isTooLate(startBy, clock.monotonicMs());
        if (isLate || dice() < faults.notExecuted)
          return intents.map(() => ({ kind: 'notExecuted', error: away('The target') }));
        if (dice() < faults.throttled) return intents.map(() => ({ kind: 'notExecuted', error: tooBusy(dice()) }));
        if (clock && dice() < faults.late) {
          const at = clock.now().getTime() + bounds.executionMs - 1;
          const then = { ...options, clock: { ...clock, now: () => new Date(at) } };
          for (const intent of intents) this.#late.push({ at, act: () => void this.#write(intent, then) });
          return intents.map(() => ({ kind: 'unknown', error: away('The target') }));
        }
        if (dice() < faults.partial) {
          for (const intent of intents) this.#write(partOf(intent), options);
          return intents.map(() => ({ kind: 'unknown', error: away('The target') }));
        }
        const outcomes = intents.map((intent) => this.#write(intent, options));
        this.afterWrite();
        life.point();
        if (dice() < faults.replyLost) return intents.map(() => ({ kind: 'unknown', error: away('The target') }));
        return outcomes;
      },
    };
  }

  #find(query: FindQuery, fields: readonly string[], now: Date | undefined): FoundRecord[] {
    const isSeen = ({ seenFrom = 0 }: StoredRecord) => !now || seenFrom <= now.getTime();

    const hits =
      query.by === 'key'
        ? [this.records.get(query.key)].filter((record) => record !== undefined)
        : [...this.records.values()].filter(
            (record) =>
              isSeen(record) &&
              record.mergedInto === undefined &&
              Object.entries(query.values).every(([field, value]) => record.values[field] === value),
          );
    return hits.map(({ key, stamp, values, mergedInto }) => ({
      key,
      version: String(stamp),
      values: Object.fromEntries(fields.map((field) => [field, values[field] ?? null])),
      ...(mergedInto === undefined ? {} : { mergedInto }),
    }));
  }

  #write({ op, key, version, values, identity }: WriteIntent, options: WorldOptions): SendOutcome {
    const { faults, dice, clock, rung, chosenKeys, refuses = this.refuses } = options;
    const asked = rung === 'R1' && identity !== undefined ? this.#answered.get(identity) : undefined;
    if (asked) return asked;
    if (refuses(values)) return this.#rejected('refused');
    if (op === 'create') {
      const id = key ?? `T${this.records.size + 1}-${this.creates}`;
      if (this.records.has(id)) return this.#rejected('exists');
      this.creates += 1;
      this.put(id, values);
      this.writes.push({ key: id, fields: Object.keys(values) });
      const made = this.records.get(id)!;
      if (clock && !chosenKeys) made.seenFrom = clock.now().getTime() + bounds.visibilityMs;
      const outcome: SendOutcome = { kind: 'confirmed', key: id, version: String(made.stamp), values };
      if (identity !== undefined) this.#answered.set(identity, outcome);
      return outcome;
    }
    if (key !== null && this.records.has(key) && dice() < faults.foreignEdit)
      this.put(key, { industry: `edited ${this.#stamp}` });
    const existing = key === null ? undefined : this.records.get(key);
    if (!existing) return this.#rejected('gone');
    // As real systems do: who names no version gets what he asked for.
    if (version === null) this.updatedBlindly.push(existing.key);
    else if (String(existing.stamp) !== version) return this.#rejected('stale');
    this.put(existing.key, values);
    this.writes.push({ key: existing.key, fields: Object.keys(values) });
    return { kind: 'confirmed', key: existing.key, version: String(this.records.get(existing.key)!.stamp), values };
  }

  #rejected(reason: 'refused' | 'exists' | 'gone' | 'stale'): SendOutcome {
    const error = new RecordError({
      code: `simulated.${reason}`,
      failureCause: 'refused',
      message: `The target says: ${reason}.`,
      remedy: 'Look there.',
    });
    return { kind: 'rejected', reason, error };
  }
}

/** A create as a system leaves it that carried out only its first requests: without the last lines and the phone number. */
function partOf(intent: WriteIntent): WriteIntent {
  if (intent.op !== 'create') return intent;
  const { phone: _phone, ...values } = intent.values;
  const lines = linesOf(values['lines']) ?? [];
  return {
    ...intent,
    values: lines.length > 1 ? { ...values, lines: linesText(lines.slice(0, lines.length / 2)) } : values,
  };
}
