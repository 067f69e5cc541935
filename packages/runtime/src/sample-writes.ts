import type { Plan, SinkStep } from '@koppel/compiler';
import type { FieldValue } from '@koppel/model';
import { FlowError, namedValues, type FlowRecord, type WriteIntent, type WritePreview } from '@koppel/sdk';
import type { Counterpart, OpenSlot, RunTrace } from './environment.ts';

/** A field of the target that stays as it is, because another system than the source is master of it. */
export interface KeptField {
  /** Without its entity. */
  readonly field: string;
  /** The role of its master. */
  readonly master: string;
  /** What the target holds, and goes on holding. */
  readonly value: FieldValue;
  /** What the flow had for it on the way; undefined where it had nothing. */
  readonly offered: FieldValue | undefined;
}

/** What a node that writes would give its target for one record. */
export interface SampleRequest {
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
  /** Null where the target did not say what it holds. */
  readonly kept: readonly KeptField[] | null;
  readonly requests: readonly SampleRequest[];
}

/** The fields of a step's entity that its target holds and is master of, whatever the source says. Without entity. */
export type MasteredFields = (step: SinkStep) => readonly { readonly field: string; readonly master: string }[];

interface Noted {
  readonly node: number;
  readonly key: string;
  readonly intents: { readonly slot: string; readonly intent: WriteIntent }[];
  counterpart: Counterpart | null;
}

/** At most so many keys are looked up at once. */
const maxKeys = 50;

/**
 * Listens to a sample, and afterwards asks the targets what stays and what would be sent. Reads alone. Says nothing of nodes that
 * keep two systems in step: there a pair may be known by the key of either record.
 */
export class SampleWrites implements Pick<RunTrace, 'sending' | 'reached'> {
  readonly #plan: Plan;
  readonly #steps = new Map<number, SinkStep>();
  readonly #noted = new Map<string, Noted>();
  /** By key: the values that a record had on its way, the latest of each field, with the entity in front. */
  readonly #offered = new Map<string, Record<string, FieldValue>>();

  constructor(plan: Plan) {
    this.#plan = plan;
    for (const step of plan.steps) if (step.kind === 'sink') this.#steps.set(step.node, step);
  }

  left(node: number, port: number, { key, values }: FlowRecord): void {
    if (this.#steps.has(node)) return;
    const { ports, shapes } = this.#plan.nodes[node]!;
    const shape = shapes[ports[port] ?? ''];
    if (!shape) return;
    this.#offered.set(key, { ...this.#offered.get(key), ...namedValues(shape, values) });
  }

  sending: RunTrace['sending'] = (node, slot, { key }, intent) => {
    this.#at(node, key).intents.push({ slot, intent });
  };

  reached: RunTrace['reached'] = (node, { key }, counterpart) => {
    this.#at(node, key).counterpart = counterpart;
  };

  #at(node: number, key: string): Noted {
    const place = JSON.stringify([node, key]);
    const noted = this.#noted.get(place) ?? { node, key, intents: [], counterpart: null };
    this.#noted.set(place, noted);
    return noted;
  }

  /** Where a target does not answer, that is told in place of what was asked: the sample itself is true all the same. */
  async told(options: {
    readonly slots: ReadonlyMap<string, OpenSlot>;
    readonly mastered: MasteredFields;
    readonly signal: AbortSignal;
  }): Promise<SampleWrite[]> {
    const told: SampleWrite[] = [];
    for (const [node, step] of this.#steps) {
      const noted = [...this.#noted.values()].filter((one) => one.node === node);
      if (noted.length === 0) continue;
      const kept = await this.#kept(step, noted, options);
      const requests = await this.#requests(step.entity, noted, options);
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
    { slots, mastered, signal }: Parameters<SampleWrites['told']>[0],
  ): Promise<Map<Noted, KeptField[] | null>> {
    const known = noted.filter(({ counterpart }) => counterpart && !counterpart.isNew);
    const always = mastered(step).filter(({ field }) => !step.shape.fields.some((written) => written.field === field));
    const fieldsOf = ({ counterpart }: Noted) => [...always, ...counterpart!.left];
    const fields = [...new Set(known.flatMap((one) => fieldsOf(one).map(({ field }) => field)))];
    const kept = new Map<Noted, KeptField[] | null>();
    const sink = slots.get(step.slot)?.system.sink(step.entity);
    if (fields.length === 0 || !sink) return kept;
    for (let from = 0; from < known.length; from += maxKeys) {
      const some = known.slice(from, from + maxKeys);
      const queries = some.map(({ counterpart }) => ({ by: 'key', key: counterpart!.key }) as const);
      const { answer } = await readable(sink.find(queries, { fields, signal }), signal);
      some.forEach((one, index) => {
        const values = answer?.[index]?.[0]?.values;
        if (!values) return kept.set(one, null);
        const offered = this.#offered.get(one.key) ?? {};
        const rows = fieldsOf(one).map(({ field, master }): KeptField => {
          return { field, master, value: values[field] ?? null, offered: offered[`${step.entity}.${field}`] };
        });
        return kept.set(
          one,
          rows.filter(({ value, offered: had }) => !isEmpty(value) || (had !== undefined && !isEmpty(had))),
        );
      });
    }
    return kept;
  }

  async #requests(
    entity: string,
    noted: readonly Noted[],
    { slots, signal }: Parameters<SampleWrites['told']>[0],
  ): Promise<Map<Noted, SampleRequest[]>> {
    const requests = new Map<Noted, SampleRequest[]>(noted.map((one) => [one, []]));
    const all = noted.flatMap((one) => one.intents.map((sent) => ({ one, ...sent })));
    for (const [slot, sent] of Map.groupBy(all, (some) => some.slot)) {
      const sink = slots.get(slot)?.system.sink(entity);
      const most = sink?.maxIntents ?? sent.length;
      for (let from = 0; from < sent.length; from += most) {
        const some = sent.slice(from, from + most);
        const intents = some.map(({ intent }) => intent);
        const { answer, error } = sink?.preview ? await readable(sink.preview(intents, { signal }), signal) : untold;
        some.forEach(({ one, intent }, index) => {
          requests.get(one)!.push({ entity, intent, preview: answer?.[index] ?? null, unread: error });
        });
      }
    }
    return requests;
  }
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
