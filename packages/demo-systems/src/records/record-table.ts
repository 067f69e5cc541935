import type { BaseSet } from './base-set.ts';
import type { RecordDatabase } from './database.ts';
import type { IndexDefinition, StoredRecord, TableDefinition, Value } from './definition.ts';
import { Overlay, type Place, type Range } from './overlay.ts';

/** Rows fetched or checked at a time while reading in order: bounds memory and keeps the database free in between. */
const chunkSize = 256;

/** Counts work, so that a test can tell an index from a scan. */
export interface WorkCounter {
  generatedRecords: number;
}

/** One kind of thing of a system: computed base records with the stored changes laid over them. */
export class RecordTable {
  readonly name: string;
  readonly #base: BaseSet;
  readonly #overlay: Overlay;
  readonly #indexes: ReadonlyMap<string, IndexDefinition>;
  readonly #work: WorkCounter;

  constructor(ports: { database: RecordDatabase; definition: TableDefinition; base: BaseSet; work: WorkCounter }) {
    this.name = ports.definition.name;
    this.#base = ports.base;
    this.#work = ports.work;
    this.#overlay = new Overlay(ports.database, ports.definition);
    this.#indexes = new Map(ports.definition.indexes.map((index) => [index.column, index]));
  }

  get(id: string): StoredRecord | undefined {
    const changed = this.#overlay.get(id);
    if (changed !== undefined) return changed === 'gone' ? undefined : changed;
    const position = this.#base.positionOf(id);
    return position === undefined ? undefined : this.#generate(position);
  }

  /** The records whose value of an indexed column equals one of `values` (in the index's sense of equal). */
  find(index: string, values: readonly Value[]): StoredRecord[] {
    const normal = this.#indexes.get(index)?.normal;
    const found = new Map<string, StoredRecord>();
    for (const value of values) {
      const key = normal === undefined ? value : normal(value);
      if (typeof key !== 'string' || key === '') continue;
      for (const record of this.#overlay.find(index, key)) found.set(record.id, record);
      for (const position of this.#base.find[index]?.(key) ?? []) {
        const id = this.#base.idAt(position);
        if (!found.has(id) && this.#overlay.get(id) === undefined) found.set(id, this.#generate(position));
      }
    }
    return [...found.values()];
  }

  /** Whether any record with this value of an indexed column was changed or created since the start. */
  hasChanged(index: string, value: string): boolean {
    return this.#overlay.find(index, value).length > 0;
  }

  hasIndex(index: string): boolean {
    return this.#indexes.has(index);
  }

  /** The records of a range in its order, computed as they are taken. The table may change in between. */
  *read(range: Range): Generator<StoredRecord, void> {
    const base = this.#readBase(range);
    const changed = this.#readChanged(range);
    const direction = range.descending ? -1 : 1;
    let left = base.next();
    let right = changed.next();
    while (!left.done || !right.done) {
      const takeLeft =
        !left.done && (right.done || compare(this.#place(left.value), right.value, range.order) * direction < 0);
      if (takeLeft) {
        yield this.#generate(left.value as number);
        left = base.next();
      } else {
        yield right.value as StoredRecord;
        right = changed.next();
      }
    }
  }

  count(): number {
    const { live, covering } = this.#overlay.totals();
    return this.#base.count - covering + live;
  }

  /** How many records lie between bounds (ends included), without computing any. */
  countBetween(bounds: Pick<Range, 'minStamp' | 'maxStamp' | 'minId' | 'maxId'>): number {
    const base = this.#base;
    const { minStamp, maxStamp, minId, maxId } = bounds;
    const first = Math.max(base.lowerBound(minId), base.lowerBoundStamp(minStamp));
    const end = Math.min(upperBound(base, maxId), base.lowerBoundStamp(maxStamp + 1));
    const changed = this.#overlay.countBetween(bounds);
    if (first >= end) return changed;
    return end - first - this.#overlay.countCovered(base.idAt(first), base.idAt(end - 1)) + changed;
  }

  put(record: StoredRecord): void {
    this.#overlay.put(record, this.#base.positionOf(record.id) !== undefined);
  }

  remove(id: string, version: number, stamp: number): void {
    this.#overlay.remove(id, version, stamp, this.#base.positionOf(id) !== undefined);
  }

  /** Live records changed in the versions (after, upTo], oldest change first. */
  changedAfter(after: number, upTo: number, limit: number): StoredRecord[] {
    return this.#overlay.changedAfter(after, upTo, limit);
  }

  /** Keys deleted in the versions (after, upTo], in order. */
  goneAfter(after: number, upTo: number, limit: number): { id: string; version: number }[] {
    return this.#overlay.goneAfter(after, upTo, limit);
  }

  lastVersion(): number {
    return this.#overlay.lastVersion();
  }

  #generate(position: number): StoredRecord {
    this.#work.generatedRecords++;
    return this.#base.recordAt(position);
  }

  #place(position: number): Place {
    return { id: this.#base.idAt(position), stamp: this.#base.stampAt(position) };
  }

  /** Positions of base records in the range that nothing lies over. */
  *#readBase(range: Range): Generator<number, void> {
    const base = this.#base;
    let first = Math.max(base.lowerBound(range.minId), base.lowerBoundStamp(range.minStamp));
    let end = Math.min(upperBound(base, range.maxId), base.lowerBoundStamp(range.maxStamp + 1));
    if (range.after !== undefined) {
      const { after } = range;
      // Where the place would be in the base; a base record exactly there has been read already.
      let at = range.order === 'key' ? base.lowerBound(after.id) : base.lowerBoundStamp(after.stamp);
      while (at < base.count && compare(this.#place(at), after, range.order) < 0) at++;
      const taken = at < base.count && compare(this.#place(at), after, range.order) === 0;
      if (range.descending) end = Math.min(end, at);
      else first = Math.max(first, taken ? at + 1 : at);
    }
    while (first < end) {
      const from = range.descending ? Math.max(first, end - chunkSize) : first;
      const to = range.descending ? end : Math.min(end, first + chunkSize);
      const covered = this.#overlay.covered(base.idAt(from), base.idAt(to - 1));
      for (let step = 0; step < to - from; step++) {
        const position = range.descending ? to - 1 - step : from + step;
        if (covered.size === 0 || !covered.has(base.idAt(position))) yield position;
      }
      if (range.descending) end = from;
      else first = to;
    }
  }

  *#readChanged(range: Range): Generator<StoredRecord, void> {
    let after = range.after;
    while (true) {
      const chunk = this.#overlay.read({ ...range, after }, chunkSize);
      yield* chunk;
      if (chunk.length < chunkSize) return;
      const { id, stamp } = chunk.at(-1)!;
      after = { id, stamp };
    }
  }
}

function compare(a: Place, b: Place, order: 'key' | 'stamp'): number {
  if (order === 'stamp' && a.stamp !== b.stamp) return a.stamp - b.stamp;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function upperBound(base: BaseSet, id: string): number {
  const at = base.lowerBound(id);
  return at < base.count && base.idAt(at) === id ? at + 1 : at;
}
