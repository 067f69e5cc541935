import type { RecordedTarget } from '@koppel/model';
import type {
  FieldValue,
  FindQuery,
  FoundRecord,
  SendOutcome,
  Sink,
  SourceRecord,
  System,
  WriteIntent,
} from '@koppel/sdk';
import type { OpenSlot } from '../environment.ts';
import type { LinkBase, LinkSides, RunJournal, StoredLink } from '../ports.ts';

/** What a source is asked for. */
export interface SampleAsked {
  readonly fields: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The world around a run, as a test knows it: systems by the names that the test gives them. A recording one asks the real
 * world and notes the answers; a recorded one knows those and nothing else.
 */
export interface World {
  overlapMsOf(system: string, entity: string): number | undefined;
  sample(system: string, entity: string, asked: SampleAsked): Promise<readonly SourceRecord[]>;
  target(system: string, entity: string): RecordedTarget | undefined;
  find(system: string, entity: string, queries: readonly FindQuery[], asked: SampleAsked): Promise<FoundRecord[][]>;
  findLinks(sides: LinkSides, nodeId: string, keys: readonly string[]): Promise<ReadonlyMap<string, StoredLink>>;
  basesOf(ids: readonly number[]): ReadonlyMap<number, LinkBase>;
  findClaims(sides: LinkSides, keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  findRefused(sides: LinkSides, keys: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

/** Stands in front of keys of records that a test would create: no system knows them. */
const newMark = 'new:';
export const isNew = (key: string) => key.startsWith(newMark);

/** A write that a run would have sent. */
export interface SentIntent {
  readonly system: string;
  readonly entity: string;
  readonly intent: WriteIntent;
}

/** Slots of a run in a world: reading answers from it, sending only notes. Nothing of them can reach a system. */
export function slotsIn(
  world: World,
  slots: Readonly<Record<string, { readonly system: string }>>,
  sent: SentIntent[],
): ReadonlyMap<string, OpenSlot> {
  return new Map(
    Object.entries(slots).map(([slot, { system }]) => [
      slot,
      { connectionId: system, system: systemIn(world, system, sent) },
    ]),
  );
}

function systemIn(world: World, system: string, sent: SentIntent[]): System {
  return {
    async *test() {
      // There is nothing to test.
    },
    describe: () => Promise.resolve([]),
    source(entity) {
      const overlapMs = world.overlapMsOf(system, entity);
      if (overlapMs === undefined) return undefined;
      return {
        overlapMs,
        async *read({ fields, signal }) {
          const records = await world.sample(system, entity, { fields, signal });
          yield { records, cursor: '', expected: records.length };
        },
        sample: async ({ fields, signal }) => [...(await world.sample(system, entity, { fields, signal }))],
      };
    },
    sink(entity) {
      const target = world.target(system, entity);
      return target && sinkIn(world, target, sent);
    },
    close: () => Promise.resolve(),
  };
}

function sinkIn(world: World, target: RecordedTarget, sent: SentIntent[]): Sink {
  const { system, entity, rung, bounds, maxIntents } = target;
  return {
    rung,
    bounds,
    maxIntents,
    ...(target.choosesKeys ? { keyFor: (identity: string) => newMark + identity } : {}),
    ...(target.finishesCreates ? { finishesCreates: true } : {}),
    async find(queries, { fields, signal }) {
      const real = queries.filter((query) => !(query.by === 'key' && isNew(query.key)));
      const found = real.length > 0 ? await world.find(system, entity, real, { fields, signal }) : [];
      const answers = new Map(real.map((query, index) => [query, found[index]!]));
      return queries.map((query) => answers.get(query) ?? []);
    },
    send: (intents) => {
      sent.push(...intents.map((intent) => ({ system, entity, intent })));
      return Promise.resolve(
        intents.map((intent): SendOutcome => ({
          kind: 'confirmed',
          key: keyOf(intent),
          version: intent.version,
          values: intent.values as Record<string, FieldValue>,
        })),
      );
    },
  };
}

/** The key that a write has, or would get. */
export function keyOf({ key, identity, values }: WriteIntent): string {
  return key ?? newMark + (identity ?? JSON.stringify(values));
}

/** The journal of a run in a world: it knows links, and keeps nothing but what `onBatch` is told. */
export function journalIn(world: World, flowId: string, onBatch: RunJournal['commitBatch']): RunJournal {
  const nodeOf = (writer: string) => (writer.startsWith(`${flowId}/`) ? writer.slice(flowId.length + 1) : writer);
  return {
    findLinks: (sides, writer, keys) => world.findLinks(sides, nodeOf(writer), keys),
    basesOf: (ids) => Promise.resolve(world.basesOf(ids)),
    findClaims: async (sides, keys) => {
      const known = keys.filter((key) => !isNew(key));
      return known.length > 0 ? world.findClaims(sides, known) : new Map();
    },
    findRefused: (sides, keys) => world.findRefused(sides, keys),
    cursorOf: () => Promise.resolve(null),
    watched: () => Promise.resolve([]),
    findOpenEffects: () => Promise.resolve(new Map()),
    linkedKeys: () => Promise.resolve([]),
    linkCount: () => Promise.resolve(0),
    openDrift: () => Promise.resolve(new Map()),
    noteDrift: () => Promise.resolve(),
    beginEffects: (_fence, effects) => Promise.resolve(effects.map((_effect, index) => -1 - index)),
    createdIn: () => Promise.resolve(new Map()),
    keepWrites: () => Promise.resolve(),
    appendFacts: () => Promise.resolve(),
    commitState: () => Promise.resolve(),
    commitBatch: onBatch,
  };
}
