import type { Entity } from '../records/catalogue.ts';
import type { StoredRecord, Value } from '../records/definition.ts';
import type { Filter } from './filter.ts';

/** What a filter says about where its records can be: a superset, the filter itself still has to be asked. */
export interface AccessPath {
  /** The only records that can match, fetched by key or by index. */
  readonly candidates?: () => StoredRecord[];
  /** The bounds say all the filter says: every record between them matches. */
  readonly isExact: boolean;
  readonly minStamp: number;
  readonly maxStamp: number;
  readonly minId: string;
  readonly maxId: string;
}

/** Stamps and keys lie between these. */
const open = { minStamp: -1, maxStamp: 8.64e15, minId: '', maxId: '~' };

/** Finds the narrowest way to the records a filter can hold for. Looks only at what is joined by `and`. */
export function accessPath(filter: Filter | undefined, entity: Entity): AccessPath {
  if (filter === undefined) return { ...open, isExact: true };
  const path = { ...open };
  let candidates: (() => StoredRecord[]) | undefined;
  let isExact = true;
  for (const term of filter.kind === 'and' ? filter.terms : [filter]) {
    candidates ??= candidatesOf(term, entity);
    if (!narrow(path, term, entity)) isExact = false;
  }
  return candidates === undefined ? { ...path, isExact } : { ...path, candidates, isExact: false };
}

/** The only records for which a term can hold, when it says that properties with an index equal given values. */
function candidatesOf(term: Filter, entity: Entity): (() => StoredRecord[]) | undefined {
  const equals = new Map<string, Value[]>();
  if (!collectEquals(term, equals)) return undefined;
  const ways = [...equals].map(([property, values]) => lookUp(property, values, entity));
  if (ways.some((way) => way === undefined)) return undefined;
  if (ways.length === 1) return ways[0];
  return () => [...new Map(ways.flatMap((way) => way!()).map((record) => [record.id, record])).values()];
}

/** Gathers the values each property is compared with; false when a term, or a part of it, says anything else. */
function collectEquals(term: Filter, equals: Map<string, Value[]>): boolean {
  if (term.kind === 'or') return term.terms.every((part) => collectEquals(part, equals));
  if (term.kind !== 'in' && (term.kind !== 'compare' || term.operator !== 'eq')) return false;
  const { left } = term;
  const literals = term.kind === 'in' ? term.items : [term.right];
  if (left.kind !== 'property' || left.path.length !== 1) return false;
  const property = left.path[0]!;
  const values = equals.get(property) ?? [];
  equals.set(property, values);
  for (const literal of literals) {
    if (literal.kind === 'literal') values.push(literal.value);
    else if (term.kind === 'compare') return false;
    else values.push(null);
  }
  return true;
}

function lookUp(property: string, values: readonly Value[], entity: Entity): (() => StoredRecord[]) | undefined {
  const column = entity.column(property);
  const { table } = entity;
  // An empty value is in no index.
  if (column === undefined || values.some((value) => value === null || value === '')) return undefined;
  if (column.role === 'key') {
    return () => [...new Set(values)].map((id) => table.get(String(id))).filter((record) => record !== undefined);
  }
  const indexes = column.foundBy;
  if (indexes === undefined) return undefined;
  if (indexes.length === 1) return () => table.find(indexes[0]!, values);
  return () => {
    const found = indexes.flatMap((index) => table.find(index, values));
    return [...new Map(found.map((record) => [record.id, record])).values()];
  };
}

/** Moves the bounds to where a term allows them to be; true when they then say all the term says. */
function narrow(path: { -readonly [K in keyof typeof open]: (typeof open)[K] }, term: Filter, entity: Entity): boolean {
  if (term.kind !== 'compare' || term.left.kind !== 'property' || term.left.path.length !== 1) return false;
  if (term.right.kind !== 'literal') return false;
  const role = entity.column(term.left.path[0]!)?.role;
  const { operator } = term;
  const { value, type } = term.right;
  if (operator === 'ne') return false;
  if (role === 'stamp') {
    const at = type === 'date' ? Date.parse(String(value)) : Number(value);
    if (Number.isNaN(at)) return false;
    // Stamps are whole milliseconds.
    if (operator === 'gt') path.minStamp = Math.max(path.minStamp, Math.floor(at) + 1);
    if (operator === 'ge' || operator === 'eq') path.minStamp = Math.max(path.minStamp, Math.ceil(at));
    if (operator === 'lt') path.maxStamp = Math.min(path.maxStamp, Math.ceil(at) - 1);
    if (operator === 'le' || operator === 'eq') path.maxStamp = Math.min(path.maxStamp, Math.floor(at));
    return true;
  }
  if (role !== 'key' || type !== 'guid') return false;
  const id = String(value);
  const lower = operator === 'gt' || operator === 'ge' || operator === 'eq';
  const upper = operator === 'lt' || operator === 'le' || operator === 'eq';
  if (lower && id > path.minId) path.minId = id;
  if (upper && id < path.maxId) path.maxId = id;
  return operator !== 'gt' && operator !== 'lt';
}
