import type { Plan } from '@koppel/compiler';
import type {
  EntitySchema,
  Expectation,
  FieldClassChanges,
  FieldValue,
  RecordedLink,
  RecordedSource,
  Recording,
} from '@koppel/model';
import { RunError, type Clock, type FindQuery, type FlowError, type FoundRecord } from '@koppel/sdk';
import type { OpenSlot } from '../environment.ts';
import type { RunJournal } from '../ports.ts';
import { MadeUp } from './made-up.ts';
import { observe, placeOf, type Observed } from './observe.ts';
import { recordedWorld } from './recorded-world.ts';
import { Noted, recordingWorld, type Answers, type Look } from './recording-world.ts';
import type { World } from './world.ts';

export interface RecordOptions {
  readonly plan: Plan;
  /** What the flow is bound to, open. Nothing is sent to it. */
  readonly slots: ReadonlyMap<string, OpenSlot & { readonly connectorId: string }>;
  readonly journal: Pick<RunJournal, 'findLinks' | 'basesOf' | 'findClaims' | 'findRefused'>;
  /** Of the records, in the system they are read from. */
  readonly keys: readonly string[];
  /** What the flow was compiled with: by slot what was discovered of its system, and the tables. */
  readonly setting: Pick<Recording, 'mastership' | 'valueLists' | 'parameterValues'> & {
    readonly schemas: ReadonlyMap<string, readonly EntitySchema[]>;
  };
  /** Which fields are personal, where made-up values are to stand in their place; null: they stay as they are. */
  readonly madeUp: FieldClassChanges | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export type Recorded =
  | { readonly ok: true; readonly recording: Recording; readonly expected: Expectation }
  | { readonly ok: false; readonly error: FlowError };

/**
 * Runs a plan over some records of the real systems, sends nothing, and keeps every answer it got. What it gives was tried: the
 * recording alone makes the flow do what is expected.
 */
export async function recordFlow(options: RecordOptions): Promise<Recorded> {
  const { plan, slots, journal, keys, setting, madeUp, clock, signal } = options;
  const at = clock.now();
  const { systems, names } = systemsOf(slots);
  const { world, noted } = recordingWorld({ systems, journal, flowId: plan.flowId, keys });
  const inWorld = { plan, slots: names, at, signal };
  const seen = await observe({ ...inWorld, world, sleep: (...asked) => clock.sleep(...asked) });
  if (seen.error) return { ok: false, error: seen.error };
  if (seen.did.records.length === 0) return { ok: false, error: nothingRead() };

  const schemas = Object.fromEntries(
    Object.entries(names).map(([slot, { system }]) => [system, [...(setting.schemas.get(slot) ?? [])]]),
  );
  let { answers } = noted;
  if (madeUp) {
    const made = new MadeUp(madeUp, Object.values(schemas).flat());
    answers = await inMadeUpValues({ ...inWorld, raw: { noted, seen }, made });
  }
  const { mastership, valueLists, parameterValues } = setting;
  const recording: Recording = {
    at: at.toISOString(),
    slots: Object.fromEntries(
      Object.entries(names).map(([slot, { system }]) => [slot, { system, connectorId: slots.get(slot)!.connectorId }]),
    ),
    schemas,
    mastership,
    valueLists,
    parameterValues,
    ...inOrder(answers),
  };
  const expected = await observe({ ...inWorld, world: recordedWorld(recording) });
  return expected.error ? { ok: false, error: expected.error } : { ok: true, recording, expected: expected.did };
}

function nothingRead(): RunError {
  return new RunError({
    code: 'flow-test.no-records',
    message: 'None of the records was there any more.',
    remedy: 'Run the sample again, then choose records from it.',
  });
}

/** The systems by names of the test's own: the first slot that is bound to each. */
function systemsOf(slots: RecordOptions['slots']) {
  const systems = new Map<string, OpenSlot>();
  const names: Record<string, { system: string }> = {};
  for (const [slot, { connectionId, system }] of slots) {
    const known = [...systems].find(([, one]) => one.connectionId === connectionId)?.[0];
    if (known === undefined) systems.set(slot, { connectionId, system });
    names[slot] = { system: known ?? slot };
  }
  return { systems, names };
}

interface MakingUp {
  readonly plan: Plan;
  readonly slots: Readonly<Record<string, { readonly system: string }>>;
  readonly at: Date;
  readonly signal: AbortSignal;
  readonly raw: { readonly noted: Noted; readonly seen: Observed };
  readonly made: MadeUp;
}

/**
 * The same answers with made-up values. The flow runs again over made-up sources, and every look into a system is answered as
 * the one in its place was: so what it asks, also in values that it put together itself, is asked in made-up values. The first
 * time shows what became of them, and so which values of the target are the same.
 */
async function inMadeUpValues(options: MakingUp): Promise<Answers> {
  const { made, raw } = options;
  const { sources, targets, claims, refused } = raw.noted.answers;
  const madeSources = sources.map((source): RecordedSource => ({
    ...source,
    records: source.records.map((record) => ({ ...record, values: made.values(source.entity, record.values) })),
  }));
  const again = async (hashes: ReadonlyMap<string, string> | null) => {
    const noted = new Noted();
    const links = raw.noted.answers.links.map((link) => madeLink(link, made, { hashes, raw: raw.seen.hashes }));
    const world = alignedWorld({ ...raw.noted.answers, sources: madeSources, links }, raw.noted.looks, made, noted);
    const seen = await observe({ ...options, world });
    learn(made, raw.seen.did, seen.did);
    return { seen, answers: { sources: madeSources, targets, claims, refused, links, finds: noted.answers.finds } };
  };
  const first = await again(null);
  const second = await again(first.seen.hashes);
  return second.answers;
}

/** A link in made-up values. What a node had written last, and would write again, stays so; another hash says nothing any more. */
function madeLink(
  one: RecordedLink,
  made: MadeUp,
  hashes: { readonly hashes: ReadonlyMap<string, string> | null; readonly raw: ReadonlyMap<string, string> },
): RecordedLink {
  const { entity, target, sourceKey, link } = one;
  if (!link) return one;
  const base = Object.entries(link.base).map(([field, value]) => {
    if (!Array.isArray(value)) return [field, made.value(entity, field, value as FieldValue)];
    return [field, value.map((part: FieldValue) => made.value(entity, field, part))];
  });
  const kept = Object.entries(link.hashes).flatMap(([nodeId, hash]) => {
    const place = placeOf(nodeId, JSON.stringify([target, sourceKey]));
    const now = hashes.raw.get(place) === hash ? hashes.hashes?.get(place) : undefined;
    return now === undefined ? [] : [[nodeId, now]];
  });
  return { ...one, link: { ...link, base: Object.fromEntries(base), hashes: Object.fromEntries(kept) } };
}

/** Answers each look as the one in its place was answered, and notes it as it is asked now. */
function alignedWorld(answers: Answers, looks: readonly Look[], made: MadeUp, noted: Noted): World {
  const known = recordedWorld({
    ...answers,
    at: '',
    slots: {},
    schemas: {},
    mastership: { koppel: 'mastership', version: 1, rows: [] },
    valueLists: [],
    parameterValues: {},
  });
  const places = new Map<string, number>();
  return {
    ...known,
    find(system, entity, queries, { fields }) {
      const place = `${system} ${entity}`;
      const nth = places.get(place) ?? 0;
      places.set(place, nth + 1);
      const look = looks.filter((one) => one.system === system && one.entity === entity)[nth];
      const isSame =
        look?.queries.length === queries.length && look.queries.every((one, at) => one.by === queries[at]!.by);
      const found = queries.map((query, index) =>
        (isSame ? look.found[index]! : sameKey(looks, { system, entity, query })).map((record) => ({
          ...record,
          values: made.values(entity, record.values),
        })),
      );
      noted.look({ system, entity, queries, found }, fields);
      return Promise.resolve(found);
    },
  };
}

/** Where the flow took another way over made-up values: what was known under the same key. */
function sameKey(
  looks: readonly Look[],
  { system, entity, query }: { readonly system: string; readonly entity: string; readonly query: FindQuery },
): readonly FoundRecord[] {
  if (query.by !== 'key') return [];
  for (const look of looks) {
    if (look.system !== system || look.entity !== entity) continue;
    const at = look.queries.findIndex((one) => one.by === 'key' && one.key === query.key);
    if (at >= 0) return look.found[at]!;
  }
  return [];
}

/** Compares what nodes gave before and now: a text that stands in the same place stands for the other one. */
function learn(made: MadeUp, before: Expectation, now: Expectation): void {
  for (const [nodeId, { left }] of Object.entries(before.nodes)) {
    const byRecord = Map.groupBy(now.nodes[nodeId]?.left ?? [], ({ key, port }) => JSON.stringify([key, port]));
    for (const [name, entries] of Map.groupBy(left, ({ key, port }) => JSON.stringify([key, port]))) {
      const [entry, another] = entries;
      const [same, ...rest] = byRecord.get(name) ?? [];
      if (!entry || !same || another || rest.length > 0) continue;
      for (const [field, value] of Object.entries(entry.values)) {
        const other = same.values[field];
        if (typeof value === 'string' && typeof other === 'string' && value !== other) made.learn(value, other);
      }
    }
  }
}

/** The same order for the same answers: a recording is kept under version control. */
function inOrder(answers: Answers): Answers {
  const sorted = <Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => readonly string[]) =>
    entries.toSorted((a, b) => {
      const [left, right] = [nameOf(a).join('\u0000'), nameOf(b).join('\u0000')];
      return left < right ? -1 : left > right ? 1 : 0;
    });
  return {
    sources: sorted(answers.sources, ({ system, entity }) => [system, entity]),
    targets: sorted(answers.targets, ({ system, entity }) => [system, entity]),
    finds: sorted(answers.finds, ({ system, entity, query }) => [system, entity, JSON.stringify(query)]),
    links: sorted(answers.links, ({ entity, source, target, sourceKey }) => [entity, source, target, sourceKey]),
    claims: sorted(answers.claims, ({ entity, source, target, targetKey }) => [entity, source, target, targetKey]),
    refused: sorted(answers.refused, ({ entity, source, target, sourceKey }) => [entity, source, target, sourceKey]),
  };
}
