import type { Plan, SinkStep, SyncStep } from '@koppel/compiler';
import type { FieldValue } from '@koppel/model';
import { FlowError, namedValues, type FlowRecord, type WriteIntent, type WritePreview } from '@koppel/sdk';
import { keptAsNewest } from './decide.ts';
import type { ComparedPair, Counterpart, OpenSlot, RunTrace, WritePlace } from './environment.ts';
import type { RunJournal } from './ports.ts';

/** A field of a target that stays as it is. */
export interface KeptField {
  /** Without its entity. */
  readonly field: string;
  /** Another system than the source is master of it, or the field was changed last in the target and the newest value wins. */
  readonly why: 'master' | 'newest';
  /** The role of its master, or of the system in which it was changed last. */
  readonly role: string;
  /** What the target holds, and goes on holding. */
  readonly value: FieldValue;
  /** What the flow had for it on the way; undefined where it had nothing. */
  readonly offered: FieldValue | undefined;
}

/** What a node that writes would give a system for one record. */
export interface SampleRequest {
  /** The role of that system. */
  readonly role: string;
  readonly entity: string;
  readonly intent: WriteIntent;
  /** The requests that the connector would make of it; null where it does not tell, or what it had to read did not come. */
  readonly preview: WritePreview | null;
  /** Why that did not come; null where nothing was in the way. */
  readonly unread: FlowError | null;
}

/** What a sample tells of a record at a node that writes, besides what would change. */
export interface SampleWrite {
  readonly nodeId: string;
  /** Of the source. */
  readonly key: string;
  /** Null where a target did not say what it holds. */
  readonly kept: readonly KeptField[] | null;
  readonly requests: readonly SampleRequest[];
}

/** What a flow is among: whose fields are whose. */
export interface WriteRoles {
  /** The fields of an entity that the system of a slot holds and is master of, whatever another says. Without entity. */
  mastered(at: WritePlace): readonly string[];
  roleOf(slot: string): string;
}

interface Asked {
  readonly slots: ReadonlyMap<string, OpenSlot>;
  readonly roles: WriteRoles;
  readonly journal: Pick<RunJournal, 'basesOf'>;
  readonly signal: AbortSignal;
}

interface Noted {
  readonly node: number;
  readonly key: string;
  readonly intents: { readonly to: WritePlace; readonly intent: WriteIntent }[];
  counterpart: Counterpart | null;
  pair: ComparedPair | null;
}

/** At most so many keys are looked up at once. */
const maxKeys = 50;

/**
 * Listens to a sample, and afterwards asks the targets what stays and what would be sent. Reads alone. What the run decided it
 * takes from the run, and what depends on values that the run did not need to read it has decided by the same functions.
 */
export class SampleWrites implements Pick<RunTrace, 'sending' | 'reached' | 'compared'> {
  readonly #plan: Plan;
  readonly #steps = new Map<number, SinkStep | SyncStep>();
  readonly #noted = new Map<string, Noted>();
  /** By key: the values that a record had on its way, the latest of each field, with the entity in front. */
  readonly #offered = new Map<string, Record<string, FieldValue>>();

  constructor(plan: Plan) {
    this.#plan = plan;
    for (const step of plan.steps) if (step.kind === 'sink' || step.kind === 'sync') this.#steps.set(step.node, step);
  }

  left(node: number, port: number, { key, values }: FlowRecord): void {
    if (this.#steps.has(node)) return;
    const { ports, shapes } = this.#plan.nodes[node]!;
    const shape = shapes[ports[port] ?? ''];
    if (!shape) return;
    this.#offered.set(key, { ...this.#offered.get(key), ...namedValues(shape, values) });
  }

  sending: RunTrace['sending'] = (node, to, { key }, intent) => {
    this.#at(node, key).intents.push({ to, intent });
  };

  reached: RunTrace['reached'] = (node, { key }, counterpart) => {
    this.#at(node, key).counterpart = counterpart;
  };

  compared: RunTrace['compared'] = (node, { key }, pair) => {
    this.#at(node, key).pair = pair;
  };

  #at(node: number, key: string): Noted {
    const place = JSON.stringify([node, key]);
    const noted = this.#noted.get(place) ?? { node, key, intents: [], counterpart: null, pair: null };
    this.#noted.set(place, noted);
    return noted;
  }

  /** Where a target does not answer, that is told in place of what was asked: the sample itself is true all the same. */
  async told(asked: Asked): Promise<SampleWrite[]> {
    const told: SampleWrite[] = [];
    for (const [node, step] of this.#steps) {
      const noted = [...this.#noted.values()].filter((one) => one.node === node);
      if (noted.length === 0) continue;
      const kept =
        step.kind === 'sync' ? await this.#keptInStep(step, noted, asked) : await this.#kept(step, noted, asked);
      const requests = await this.#requests(noted, asked);
      const { nodeId } = this.#plan.nodes[node]!;
      for (const one of noted) {
        told.push({
          nodeId,
          key: one.key,
          kept: kept.has(one) ? kept.get(one)! : [],
          requests: requests.get(one) ?? [],
        });
      }
    }
    return told;
  }

  /** Nothing of a record stays that is only made. */
  async #kept(
    step: SinkStep,
    noted: readonly Noted[],
    { slots, roles, journal, signal }: Asked,
  ): Promise<Map<Noted, KeptField[] | null>> {
    const known = noted.filter(({ counterpart }) => counterpart && !counterpart.isNew);
    const role = roles.roleOf(step.slot);
    const always = roles
      .mastered(step)
      .filter((field) => !step.shape.fields.some((written) => written.field === field))
      .map((field) => ({ field, master: role }));
    const byMaster = ({ counterpart }: Noted) => [...always, ...counterpart!.left];
    const byNewest = step.shape.fields.flatMap(({ field }, at) => (step.conflicts[at] === 'newestWins' ? [field] : []));
    const fields = [...new Set([...known.flatMap((one) => byMaster(one).map(({ field }) => field)), ...byNewest])];
    const links = byNewest.length > 0 ? known.flatMap(({ counterpart }) => counterpart!.linkId ?? []) : [];
    const bases = links.length > 0 ? await journal.basesOf(links) : null;
    const kept = new Map<Noted, KeptField[] | null>();
    const held = await heldIn(
      { slots, signal },
      step,
      known.map(({ counterpart }) => counterpart!.key),
      fields,
    );
    for (const one of known) {
      const { key, linkId, values } = one.counterpart!;
      const present = held(key);
      if (!present) {
        kept.set(one, null);
        continue;
      }
      const offered = this.#offered.get(one.key) ?? {};
      const rowOf = (field: string, by: Pick<KeptField, 'why' | 'role'>): KeptField => {
        return { field, ...by, value: present[field] ?? null, offered: offered[`${step.entity}.${field}`] };
      };
      const mastered = byMaster(one).map(({ field, master }) => rowOf(field, { why: 'master', role: master }));
      const newest = keptAsNewest({
        mode: step.policy.mode,
        shape: step.shape,
        values: values.map((value, at) => (byNewest.includes(step.shape.fields[at]!.field) ? value : undefined)),
        conflicts: step.conflicts,
        base: (linkId !== null && bases?.get(linkId)) || null,
        present,
      })
        .filter((field) => !mastered.some((row) => row.field === field))
        .map((field) => rowOf(field, { why: 'newest', role }));
      kept.set(one, [...mastered.filter(isTelling), ...newest]);
    }
    return kept;
  }

  /** Of a pair either system may keep something: what the node does not touch, and what it let win. */
  async #keptInStep(
    step: SyncStep,
    noted: readonly Noted[],
    { slots, roles, signal }: Asked,
  ): Promise<Map<Noted, KeptField[] | null>> {
    const pairs = noted.filter(({ pair }) => pair);
    const kept = new Map<Noted, KeptField[] | null>(
      pairs.map((one) => [
        one,
        one.pair!.kept.map(({ slot, ...rest }) => ({ ...rest, role: roles.roleOf(slot) })).filter(isTelling),
      ]),
    );
    for (const { slot } of [step.sides.a, step.sides.b]) {
      const at = { slot, entity: step.entity };
      const role = roles.roleOf(slot);
      const fields = roles.mastered(at).filter((field) => !step.fields.some((other) => other.field === field));
      const keyOf = ({ pair }: Noted) => pair!.keys.get(slot)!;
      const held = await heldIn({ slots, signal }, at, pairs.map(keyOf), fields);
      for (const one of pairs) {
        const present = held(keyOf(one));
        const before = kept.get(one);
        if (!present || !before) {
          kept.set(one, null);
          continue;
        }
        const rows = fields.map((field): KeptField => {
          return { field, why: 'master', role, value: present[field] ?? null, offered: undefined };
        });
        before.push(...rows.filter(isTelling));
      }
    }
    return kept;
  }

  async #requests(noted: readonly Noted[], { slots, roles, signal }: Asked): Promise<Map<Noted, SampleRequest[]>> {
    const requests = new Map<Noted, SampleRequest[]>(noted.map((one) => [one, []]));
    const all = noted.flatMap((one) => one.intents.map((sent) => ({ one, ...sent })));
    for (const sent of Map.groupBy(all, ({ to }) => JSON.stringify([to.slot, to.entity])).values()) {
      const { slot, entity } = sent[0]!.to;
      const sink = slots.get(slot)?.system.sink(entity);
      const most = sink?.maxIntents ?? sent.length;
      for (let from = 0; from < sent.length; from += most) {
        const some = sent.slice(from, from + most);
        const intents = some.map(({ intent }) => intent);
        const { answer, error } = sink?.preview ? await readable(sink.preview(intents, { signal }), signal) : untold;
        some.forEach(({ one, intent }, index) => {
          const preview = answer?.[index] ?? null;
          requests.get(one)!.push({ role: roles.roleOf(slot), entity, intent, preview, unread: error });
        });
      }
    }
    return requests;
  }
}

/** What the records of these keys hold in a system; of one that it does not tell: null. Nothing is asked where no field is. */
async function heldIn(
  { slots, signal }: Pick<Asked, 'slots' | 'signal'>,
  { slot, entity }: WritePlace,
  keys: readonly string[],
  fields: readonly string[],
): Promise<(key: string) => Readonly<Record<string, FieldValue>> | null> {
  const sink = slots.get(slot)?.system.sink(entity);
  if (fields.length === 0 || !sink) return () => ({});
  const held = new Map<string, Readonly<Record<string, FieldValue>>>();
  for (let from = 0; from < keys.length; from += maxKeys) {
    const some = keys.slice(from, from + maxKeys);
    const queries = some.map((key) => ({ by: 'key', key }) as const);
    const { answer } = await readable(sink.find(queries, { fields, signal }), signal);
    some.forEach((key, index) => {
      const values = answer?.[index]?.[0]?.values;
      if (values) held.set(key, values);
    });
  }
  return (key) => held.get(key) ?? null;
}

/** Where there is nothing on both sides, nothing stays. */
function isTelling({ value, offered }: KeptField): boolean {
  return !isEmpty(value) || (offered !== undefined && !isEmpty(offered));
}

const isEmpty = (value: FieldValue) => value === null || value === '';

const untold = { answer: null, error: null };

/** What a system answers, or why it does not. Rejects with the signal's reason. */
async function readable<Answer>(
  asked: Promise<Answer>,
  signal: AbortSignal,
): Promise<{ readonly answer: Answer | null; readonly error: FlowError | null }> {
  try {
    return { answer: await asked, error: null };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof FlowError) return { answer: null, error };
    throw error;
  }
}
