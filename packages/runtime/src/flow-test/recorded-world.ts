import type { RecordedLink, Recording } from '@koppel/model';
import { RunError, type FindQuery, type FoundRecord } from '@koppel/sdk';
import type { LinkBase, LinkSides, StoredLink } from '../ports.ts';
import type { World } from './world.ts';

/** What is asked of a recording that it does not hold. */
export const notRecordedCode = 'flow-test.not-recorded';

function notRecorded(what: string): RunError {
  return new RunError({
    code: notRecordedCode,
    message: `The flow now asks ${what}, which the recording does not have.`,
    remedy: 'If the change is meant, record the test again.',
  });
}

/** Names a query: the same text for the same question. */
export function queryName(query: FindQuery): string {
  if (query.by === 'key') return JSON.stringify(query.key);
  return JSON.stringify(Object.entries(query.values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const isOfSides =
  ({ entity, sourceConnectionId, targetConnectionId }: LinkSides) =>
  (one: { readonly entity: string; readonly source: string; readonly target: string }): boolean =>
    one.entity === entity && one.source === sourceConnectionId && one.target === targetConnectionId;

/** A link as a run gets it. Its number is its place in the recording. */
export function storedLink({ sourceKey, link }: RecordedLink, id: number, nodeId: string): StoredLink | null {
  if (!link) return null;
  const { targetKey, targetVersion, hashes } = link;
  return { id, sourceKey, targetKey, targetVersion, hash: hashes[nodeId] ?? null };
}

/** The world of a recording: it answers what was asked then, and refuses every other question. */
export function recordedWorld(recording: Recording): World {
  const titleOf = (system: string) => {
    const slot = Object.values(recording.slots).find((one) => one.system === system);
    return slot ? `"${system}" (${slot.connectorId})` : `"${system}"`;
  };
  const place = (system: string, entity: string) => (one: { readonly system: string; readonly entity: string }) =>
    one.system === system && one.entity === entity;
  const finds = new Map(
    recording.finds.map((find) => [JSON.stringify([find.system, find.entity, queryName(find.query)]), find]),
  );

  const findOne = (system: string, entity: string, query: FindQuery, fields: readonly string[]): FoundRecord[] => {
    const find = finds.get(JSON.stringify([system, entity, queryName(query)]));
    if (!find) throw notRecorded(`${titleOf(system)} for ${entity} ${inWords(query)}`);
    const missing = find.found.length > 0 ? fields.filter((field) => !find.fields.includes(field)) : [];
    if (missing.length > 0) {
      throw notRecorded(`${titleOf(system)} for ${missing.map((field) => `${entity}.${field}`).join(', ')}`);
    }
    return find.found.map(({ values, changedAt, mergedInto, ...found }) => ({
      ...found,
      values: Object.fromEntries(fields.flatMap((field) => (field in values ? [[field, values[field]!]] : []))),
      ...(changedAt === undefined ? {} : { changedAt }),
      ...(mergedInto === undefined ? {} : { mergedInto }),
    }));
  };

  /** One recorded answer per key, in the order of the keys. */
  const known = <Answer extends { readonly entity: string; readonly source: string; readonly target: string }>(
    answers: readonly Answer[],
    sides: LinkSides,
    keys: readonly string[],
    { keyOf, what }: { readonly keyOf: (answer: Answer) => string; readonly what: string },
  ): { answer: Answer; index: number }[] => {
    const isOf = isOfSides(sides);
    return keys.map((key) => {
      const index = answers.findIndex((answer) => isOf(answer) && keyOf(answer) === key);
      if (index < 0) throw notRecorded(`Koppel ${what} of ${sides.entity} ${key}`);
      return { answer: answers[index]!, index };
    });
  };

  return {
    overlapMsOf(system, entity) {
      const source = recording.sources.find(place(system, entity));
      if (!source) throw notRecorded(`${titleOf(system)} for ${entity} records`);
      return source.overlapMs;
    },
    sample(system, entity, { fields }) {
      const source = recording.sources.find(place(system, entity))!;
      const missing = fields.filter((field) => !source.fields.includes(field));
      if (missing.length > 0) {
        throw notRecorded(`${titleOf(system)} for ${missing.map((field) => `${entity}.${field}`).join(', ')}`);
      }
      return Promise.resolve(
        source.records.map(({ values, ...record }) => ({
          ...record,
          values: record.change === 'deleted' ? [] : fields.map((field) => values[field] ?? null),
        })),
      );
    },
    target(system, entity) {
      const target = recording.targets.find(place(system, entity));
      if (!target) throw notRecorded(`${titleOf(system)} to find or write ${entity} records`);
      return target;
    },
    find: (system, entity, queries, { fields }) =>
      Promise.resolve(queries.map((query) => findOne(system, entity, query, fields))),
    findLinks(sides, nodeId, keys) {
      const found = known(recording.links, sides, keys, {
        keyOf: ({ sourceKey }) => sourceKey,
        what: 'for the record link',
      });
      return Promise.resolve(
        new Map(
          found.flatMap(({ answer, index }) => {
            const link = storedLink(answer, index + 1, nodeId);
            return link ? [[answer.sourceKey, link] as const] : [];
          }),
        ),
      );
    },
    basesOf: (ids) =>
      new Map(ids.map((id): [number, LinkBase] => [id, (recording.links[id - 1]?.link?.base ?? {}) as LinkBase])),
    findClaims(sides, keys) {
      const found = known(recording.claims, sides, keys, {
        keyOf: ({ targetKey }) => targetKey,
        what: 'whose counterpart is the record',
      });
      return Promise.resolve(
        new Map(
          found.flatMap(({ answer: { targetKey, sourceKey } }) =>
            sourceKey === null ? [] : [[targetKey, sourceKey] as const],
          ),
        ),
      );
    },
    findRefused(sides, keys) {
      const found = known(recording.refused, sides, keys, {
        keyOf: ({ sourceKey }) => sourceKey,
        what: 'for the links that a person refused',
      });
      return Promise.resolve(
        new Map(
          found.flatMap(({ answer: { sourceKey, targetKeys } }) =>
            targetKeys.length === 0 ? [] : [[sourceKey, new Set(targetKeys)] as const],
          ),
        ),
      );
    },
  };
}

function inWords(query: FindQuery): string {
  if (query.by === 'key') return `with the key "${query.key}"`;
  const parts = Object.entries(query.values).map(([field, value]) => `${field} "${String(value)}"`);
  return `with ${parts.join(' and ')}`;
}
