import type { FieldValue } from '@koppel/model';
import type { Sink, System, SendOutcome } from '@koppel/sdk';
import type { OpenSlot } from './environment.ts';
import type { BatchCommit, RunJournal } from './ports.ts';

/**
 * A dry run is a run whose writers only record: it reads, matches and decides with the same code, and nothing leaves. Its
 * journal keeps counters, log and plan, and neither links, effects, failures, drift nor cursors.
 */
export function dryJournal(journal: RunJournal): RunJournal {
  let nextEffect = -1;
  return {
    cursorOf: (stream) => journal.cursorOf(stream),
    watched: () => Promise.resolve([]),
    findLinks: (sides, writer, keys) => journal.findLinks(sides, writer, keys),
    basesOf: (ids) => journal.basesOf(ids),
    findClaims: (sides, keys) => journal.findClaims(sides, keys),
    findRefused: (sides, keys) => journal.findRefused(sides, keys),
    findOpenEffects: () => Promise.resolve(new Map()),
    linkedKeys: (sides, after, limit) => journal.linkedKeys(sides, after, limit),
    linkCount: (sides) => journal.linkCount(sides),
    openDrift: () => Promise.resolve(new Map()),
    noteDrift: () => Promise.resolve(),
    beginEffects: (_fence, effects) => Promise.resolve(effects.map(() => nextEffect--)),
    createdIn: () => Promise.resolve(new Map()),
    keepWrites: () => Promise.resolve(),
    appendFacts: (fence, at, facts) => journal.appendFacts(fence, at, facts),
    commitState: (commit) => journal.commitState(commit),
    commitBatch: (commit: BatchCommit) =>
      journal.commitBatch({
        ...commit,
        links: [],
        settled: [],
        failures: [],
        solved: [],
        vanished: [],
        cursors: [],
        drift: [],
        watch: null,
      }),
  };
}

/** The slots of a dry run: reading is real, sending only says what it would have done. */
export function drySlots(slots: ReadonlyMap<string, OpenSlot>): ReadonlyMap<string, OpenSlot> {
  return new Map(
    [...slots].map(([slot, { connectionId, system }]) => [slot, { connectionId, system: drySystem(system) }]),
  );
}

function drySystem(system: System): System {
  return systemWith(system, {
    sink: (entity) => {
      const sink = system.sink(entity);
      return sink && recordingSink(sink);
    },
    locks: (entity) => {
      const locks = system.locks?.(entity);
      // Nothing is locked or opened: what is asked for stays as it is.
      return (
        locks && {
          ...locks,
          set: (fields, _wanted, signal) =>
            locks.read(
              fields.map(({ field }) => field),
              signal,
            ),
        }
      );
    },
  });
}

/** A system of which some parts are replaced. What it offers beside them goes along. */
export function systemWith(system: System, parts: Partial<System>): System {
  const { locks, lastChanges } = system;
  return {
    test: (signal) => system.test(signal),
    describe: (signal) => system.describe(signal),
    source: (entity) => system.source(entity),
    sink: (entity) => system.sink(entity),
    ...(locks ? { locks: (entity) => locks.call(system, entity) } : {}),
    ...(lastChanges ? { lastChanges: (...asked) => lastChanges.call(system, ...asked) } : {}),
    close: () => system.close(),
    ...parts,
  };
}

function recordingSink(sink: Sink): Sink {
  let created = 0;
  return {
    rung: sink.rung,
    bounds: sink.bounds,
    maxIntents: sink.maxIntents,
    ...(sink.keyFor ? { keyFor: (identity: string) => sink.keyFor!(identity) } : {}),
    find: (queries, options) => sink.find(queries, options),
    send: (intents) =>
      Promise.resolve(
        intents.map(({ key, version, values }): SendOutcome => ({
          kind: 'confirmed',
          key: key ?? `new-${(created += 1)}`,
          version,
          values: values as Record<string, FieldValue>,
        })),
      ),
  };
}
