import type { Catalogue, Entity } from '../records/catalogue.ts';
import type { StoredRecord, Value } from '../records/definition.ts';
import { accessPath } from './access-path.ts';
import { compileFilter, orderedReader, standardFilter, type FilterDialect } from './evaluate.ts';
import type { Filter } from './filter.ts';
import type { OrderTerm } from './query-options.ts';
import { QueryError } from './query-error.ts';

/** The place of the last record of a page in the order of the query. */
export interface PageMark {
  readonly id: string;
  /** One value for each term of the order. */
  readonly values: readonly Value[];
}

/** Which records, in which order, how many. */
export interface ListQuery {
  readonly filter?: Filter | undefined;
  readonly orderBy: readonly OrderTerm[];
  readonly after?: PageMark | undefined;
  readonly limit: number;
  /** Business Central alone: how many to leave out at the start. */
  readonly skip?: number;
}

/** Records in order. `next` is set when there are more. */
export interface RecordPage {
  readonly records: readonly StoredRecord[];
  readonly next?: PageMark;
}

/** Everything reading needs besides the query. */
export interface ReadScope {
  readonly entity: Entity;
  readonly catalogue: Catalogue;
  readonly dialect: FilterDialect;
}

/** How many records are looked at before the caller gets the chance to let other work go on. */
const stride = 512;

/** A filter made ready: a test for a record, and where to look. */
function prepare(query: { readonly filter?: Filter | undefined }, { entity, catalogue, dialect }: ReadScope) {
  if (query.filter !== undefined) dialect.check?.(query.filter);
  const filter = query.filter === undefined ? undefined : standardFilter(query.filter, entity, dialect);
  const holds = filter === undefined ? () => true : compileFilter(filter, { entity, catalogue, dialect });
  return { holds, path: accessPath(filter, entity) };
}

/**
 * Reads one page. A generator, so that a long scan can be done in slices: it stops now and then without a value, and
 * returns the page at the end. Everything wrong with the query is thrown before the first stop.
 */
export function* readPage(query: ListQuery, scope: ReadScope): Generator<void, RecordPage> {
  const { entity, dialect } = scope;
  const { holds, path } = prepare(query, scope);
  const order = orderOf(query.orderBy, entity);
  const wanted = query.limit + (query.skip ?? 0);
  const { after } = query;

  if (order === undefined || path.candidates !== undefined) {
    const ranking = new Ranking(query.orderBy, entity, dialect);
    const source =
      path.candidates?.() ?? entity.table.read({ ...path, order: 'key', descending: false, after: undefined });
    let seen = 0;
    for (const record of source) {
      if (++seen % stride === 0) yield;
      if (holds(record)) ranking.offer(record, wanted + 1, after);
    }
    return page(ranking.best, query, ranking);
  }

  const found: StoredRecord[] = [];
  let seen = 0;
  const start = after === undefined ? undefined : { id: after.id, stamp: Number(after.values[0] ?? 0) };
  for (const record of entity.table.read({ ...path, ...order, after: start })) {
    if (++seen % stride === 0) yield;
    if (!holds(record)) continue;
    found.push(record);
    if (found.length > wanted) break;
  }
  return page(found, query, new Ranking(query.orderBy, entity, dialect));
}

/** Counts the records of a filter, but not beyond `most`. In slices, as `readPage`. */
export function* countRecords(filter: Filter | undefined, most: number, scope: ReadScope): Generator<void, number> {
  const { table } = scope.entity;
  if (filter === undefined) return Math.min(most, table.count());
  const { holds, path } = prepare({ filter }, scope);
  if (path.isExact) return Math.min(most, table.countBetween(path));
  let [seen, count] = [0, 0];
  for (const record of path.candidates?.() ?? table.read({ ...path, order: 'key', descending: false })) {
    if (++seen % stride === 0) yield;
    if (holds(record) && ++count >= most) break;
  }
  return count;
}

function page(found: readonly StoredRecord[], { limit, skip = 0 }: ListQuery, ranking: Ranking): RecordPage {
  const records = found.slice(skip, skip + limit);
  const last = records.at(-1);
  return found.length > skip + limit && last !== undefined ? { records, next: ranking.mark(last) } : { records };
}

/** The order of the table that gives the wanted one, or undefined when the records must be sorted. */
function orderOf(
  terms: readonly OrderTerm[],
  entity: Entity,
): { order: 'key' | 'stamp'; descending: boolean } | undefined {
  const first = terms[0];
  if (first === undefined) return { order: 'key', descending: false };
  const role = entity.column(first.property)?.role;
  if (role === 'key') return { order: 'key', descending: first.descending };
  if (role !== 'stamp') return undefined;
  const second = terms[1];
  if (second === undefined) return { order: 'stamp', descending: first.descending };
  const tied = entity.column(second.property)?.role === 'key' && second.descending === first.descending;
  return tied ? { order: 'stamp', descending: first.descending } : undefined;
}

/** Keeps the first records of an order while they come in any order. The key decides between equal ones. */
class Ranking {
  readonly best: StoredRecord[] = [];
  readonly #terms: readonly { readonly get: (record: StoredRecord) => Value; readonly sign: number }[];
  readonly #raw: readonly ((record: StoredRecord) => Value)[];

  constructor(orderBy: readonly OrderTerm[], entity: Entity, dialect: FilterDialect) {
    const columns = orderBy.map(({ property, descending }) => {
      const column = entity.column(property);
      if (column === undefined) {
        throw new QueryError({ kind: 'unknown-property', property, type: entity.definition.type });
      }
      return { column, sign: descending ? -1 : 1 };
    });
    this.#terms = columns.map(({ column, sign }) => ({ get: orderedReader(column, dialect), sign }));
    this.#raw = this.#terms.map(({ get }) => get);
  }

  offer(record: StoredRecord, most: number, after: PageMark | undefined): void {
    if (after !== undefined && this.#afterMark(record, after) <= 0) return;
    const { best } = this;
    if (best.length >= most && this.#compare(record, best.at(-1)!) >= 0) return;
    let [low, high] = [0, best.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(record, best[middle]!) < 0) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, record);
    if (best.length > most) best.pop();
  }

  mark(record: StoredRecord): PageMark {
    return { id: record.id, values: this.#raw.map((get) => get(record)) };
  }

  #compare(a: StoredRecord, b: StoredRecord): number {
    for (const { get, sign } of this.#terms) {
      const order = compareValues(get(a), get(b)) * sign;
      if (order !== 0) return order;
    }
    return this.#tie(a.id, b.id);
  }

  #afterMark(record: StoredRecord, { values, id }: PageMark): number {
    for (const [index, { get, sign }] of this.#terms.entries()) {
      const order = compareValues(get(record), values[index] ?? null) * sign;
      if (order !== 0) return order;
    }
    return this.#tie(record.id, id);
  }

  /** Equal records follow their key in the direction of the first term, as the ordered reading of a table does. */
  #tie(a: string, b: string): number {
    return compareValues(a, b) * (this.#terms[0]?.sign ?? 1);
  }
}

/** Empty values come first. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
