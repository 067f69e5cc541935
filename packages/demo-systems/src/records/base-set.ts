import type { StoredRecord } from './definition.ts';

/**
 * The records a system starts with, computed when they are asked for. They lie in positions 0 … count-1, and both
 * their keys and their stamps grow with the position, so each can be found by bisection or arithmetic.
 */
export interface BaseSet {
  readonly count: number;
  idAt(position: number): string;
  stampAt(position: number): number;
  recordAt(position: number): StoredRecord;
  /** The position of a key, or undefined when no base record has it. */
  positionOf(id: string): number | undefined;
  /** The first position whose key is not before `id`. */
  lowerBound(id: string): number;
  /** The first position whose stamp is not before `stamp`. */
  lowerBoundStamp(stamp: number): number;
  /** By index name: the positions whose normalised value is `value`. An index without an entry holds no base value. */
  readonly find: Readonly<Record<string, (value: string) => readonly number[]>>;
}

/** Versions of base records begin here; those of changes come after every one of them. */
export const firstBaseVersion = 1_000_000;
/** Versions of changes begin here. */
export const firstChangeVersion = 10_000_000;

/** The base of a kind of thing that only comes into being by use. */
export const emptyBase: BaseSet = listedBase([]);

/** A base of few records that are known beforehand. They are sorted by key; stamps are moved up to grow with it. */
export function listedBase(
  records: readonly { readonly id: string; readonly stamp: number; readonly values: StoredRecord['values'] }[],
  indexes: Readonly<Record<string, (record: StoredRecord) => string | null>> = {},
): BaseSet {
  let last = 0;
  const sorted = records
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((record, position): StoredRecord => {
      last = Math.max(record.stamp, last + 1000);
      return { id: record.id, version: firstBaseVersion + position, stamp: last, values: record.values };
    });
  const positions = new Map(sorted.map((record, position) => [record.id, position]));
  const bound = (isBefore: (record: StoredRecord) => boolean) => {
    const found = sorted.findIndex((record) => !isBefore(record));
    return found === -1 ? sorted.length : found;
  };
  return {
    count: sorted.length,
    idAt: (position) => sorted[position]!.id,
    stampAt: (position) => sorted[position]!.stamp,
    recordAt: (position) => sorted[position]!,
    positionOf: (id) => positions.get(id),
    lowerBound: (id) => bound((record) => record.id < id),
    lowerBoundStamp: (stamp) => bound((record) => record.stamp < stamp),
    find: Object.fromEntries(
      Object.entries(indexes).map(([name, valueOf]) => {
        const byValue = Map.groupBy(sorted.keys(), (position) => valueOf(sorted[position]!));
        return [name, (value: string) => byValue.get(value) ?? []];
      }),
    ),
  };
}
