import type { Plan } from '@koppel/compiler';
import type { Expectation, ExpectedWrite, NodeExpectation } from '@koppel/model';
import { namedValues, type Clock, type FlowError, type FlowRecord } from '@koppel/sdk';
import type { RunTrace } from '../environment.ts';
import { executeRun } from '../executor.ts';
import type { PlannedWrite } from '../ports.ts';
import { sampleRun } from '../sample.ts';
import { journalIn, keyOf, slotsIn, type SentIntent, type World } from './world.ts';

/** What a run in a world did. */
export interface Observed {
  readonly did: Expectation;
  /** What it would write, by node and key of the source: the hash for the quick comparison. */
  readonly hashes: ReadonlyMap<string, string>;
  /** What was said of records that did not get through, by node and key. */
  readonly messages: ReadonlyMap<string, string>;
  /** Why it did not come to its end. */
  readonly error: FlowError | null;
}

/** Names what a node knows of a record of the source. */
export const placeOf = (nodeId: string, key: string) => JSON.stringify([nodeId, key]);

export interface ObserveOptions {
  readonly plan: Plan;
  readonly world: World;
  readonly slots: Readonly<Record<string, { readonly system: string }>>;
  readonly at: Date;
  /** How a pause passes that a system asks for; default: at once. */
  readonly sleep?: Clock['sleep'];
  readonly signal: AbortSignal;
}

/** Runs a plan over the records of a world with the real executor, and notes what every node does with them. */
export async function observe({ plan, world, slots, at, sleep, signal }: ObserveOptions): Promise<Observed> {
  const clock: Clock = {
    now: () => new Date(at),
    monotonicMs: () => 0,
    sleep: sleep ?? ((_ms, options) => Promise.resolve(options.signal.throwIfAborted())),
  };
  const sent: SentIntent[] = [];
  const planned: PlannedWrite[] = [];
  const notes = new Notes(plan);
  const end = await executeRun({
    claimed: sampleRun(plan, clock),
    plan,
    slots: slotsIn(world, slots, sent),
    journal: journalIn(world, plan.flowId, (commit) => {
      planned.push(...commit.planned);
      return Promise.resolve();
    }),
    clock,
    newId: () => '',
    // An address that is signed would be a secret, and another one every day.
    viewLink: ({ connectionId, key }) => Promise.resolve(`https://koppel.example/embed/${connectionId}/${key}`),
    trace: notes,
    drain: new AbortController().signal,
    abort: signal,
    maxPauses: 1,
  });
  const { hashes, messages } = notes;
  const error = end.kind === 'waiting' || end.kind === 'failed' ? end.error : null;
  return { did: notes.told(planned, sent), hashes, messages, error };
}

/** Puts down what every node does. Takes the values at once: a node further on may replace them. */
class Notes implements RunTrace {
  readonly #plan: Plan;
  readonly #left = new Map<string, NodeExpectation['left'][number][]>();
  readonly #records = new Map<string, string>();
  readonly #codes = new Map<string, string>();
  readonly hashes = new Map<string, string>();
  readonly messages = new Map<string, string>();

  constructor(plan: Plan) {
    this.#plan = plan;
    for (const { nodeId } of plan.nodes) this.#left.set(nodeId, []);
  }

  left(node: number, port: number, { key, name, values }: FlowRecord): void {
    const { nodeId, ports, shapes } = this.#plan.nodes[node]!;
    const named = ports[port] ?? String(port);
    const shape = shapes[named];
    this.#left.get(nodeId)!.push({ key, port: named, values: shape ? namedValues(shape, values) : {} });
    if (this.#plan.sources.some((source) => source.node === node)) this.#records.set(key, name);
  }

  failed: RunTrace['failed'] = (node, { key }, error) => {
    const place = placeOf(this.#plan.nodes[node]!.nodeId, key);
    this.#codes.set(place, error.code);
    this.messages.set(place, `${error.message} ${error.remedy}`);
  };

  replied: RunTrace['replied'] = (node, { key }, values) => {
    this.#left.get(this.#plan.nodes[node]!.nodeId)!.push({ key, port: 'reply', values: { ...values } });
  };

  hashed: RunTrace['hashed'] = (node, sides, sourceKey, hash) => {
    this.hashes.set(
      placeOf(this.#plan.nodes[node]!.nodeId, JSON.stringify([sides.targetConnectionId, sourceKey])),
      hash,
    );
  };

  /** What is sent and where it arrives is told by the systems of the world. */
  sending: RunTrace['sending'] = () => {};
  reached: RunTrace['reached'] = () => {};
  compared: RunTrace['compared'] = () => {};

  /** In an order that says nothing of the order in which things happened. */
  told(planned: readonly PlannedWrite[], sent: readonly SentIntent[]): Expectation {
    const nodes = [...this.#left].map(([nodeId, left]): [string, NodeExpectation] => {
      const here = planned.filter((write) => write.nodeId === nodeId);
      return [
        nodeId,
        {
          left: sorted(left),
          planned: sorted(
            here.map(({ key, action, changes, reason }) => ({
              key,
              action,
              changes: sorted(changes.map((change) => ({ ...change }))),
              reason: this.#codes.get(placeOf(nodeId, key)) ?? reason,
            })),
          ),
        },
      ];
    });
    return {
      records: sorted([...this.#records].map(([key, name]) => ({ key, name }))),
      nodes: Object.fromEntries(nodes.filter(([, { left, planned: writes }]) => left.length + writes.length > 0)),
      writes: sorted(
        sent.map(({ system, entity, intent }): ExpectedWrite => ({
          system,
          entity,
          op: intent.op,
          key: keyOf(intent),
          values: { ...intent.values },
        })),
      ),
    };
  }
}

function sorted<Entry>(entries: readonly Entry[]): Entry[] {
  return entries
    .map((entry) => ({ entry, text: JSON.stringify(entry) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ entry }) => entry);
}
