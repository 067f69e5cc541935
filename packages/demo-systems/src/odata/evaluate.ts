import { reader, type Catalogue, type Entity } from '../records/catalogue.ts';
import type { Column, StoredRecord, Value } from '../records/definition.ts';
import { follower, related } from '../records/follow.ts';
import type { Arithmetic, Comparison, Filter } from './filter.ts';
import { callFunction } from './functions.ts';
import { adapt, constant, familyOf, type Operand } from './operand.ts';
import { QueryError, syntaxError } from './query-error.ts';

/** Answers yes or no for a record. */
export type Predicate = (record: StoredRecord) => boolean;

/** How a system reads filters, where the two differ. */
export interface FilterDialect {
  /** Texts that differ in case only are equal. */
  readonly ignoreCase: boolean;
  /** Business Central ignores `any` and `all` without a word: the condition then holds for every record. */
  readonly ignoresLambdas: boolean;
  /** Puts a vendor's own function into standard terms. */
  readonly rewrite?: (call: Filter & { kind: 'vendor-call' }, entity: Entity, now: number) => Filter;
  /** Refuses what the system cannot do although OData can. */
  readonly check?: (filter: Filter) => void;
  readonly now: () => number;
}

/** Where property paths begin: the entity, and in a lambda the name its record goes by. */
interface Scope {
  readonly entity: Entity;
  readonly catalogue: Catalogue;
  readonly dialect: FilterDialect;
  readonly variable?: string;
}

/** Turns a filter into a function. Everything that can be wrong with the filter is found here, not while it runs. */
export function compileFilter(filter: Filter, scope: Scope): Predicate {
  const operand = compile(filter, scope);
  if (operand.family !== 'boolean') throw syntaxError('The filter must be a condition.');
  return (record) => operand.get(record) === true;
}

/** Puts the vendor's functions of a filter into standard terms, so that index search sees through them. */
export function standardFilter(filter: Filter, entity: Entity, dialect: FilterDialect): Filter {
  if (filter.kind === 'vendor-call' && dialect.rewrite !== undefined) {
    return dialect.rewrite(filter, entity, dialect.now());
  }
  if (filter.kind === 'and' || filter.kind === 'or') {
    return { kind: filter.kind, terms: filter.terms.map((term) => standardFilter(term, entity, dialect)) };
  }
  if (filter.kind === 'not') return { kind: 'not', term: standardFilter(filter.term, entity, dialect) };
  return filter;
}

function compile(filter: Filter, scope: Scope): Operand {
  switch (filter.kind) {
    case 'literal':
      return constant(filter.type, filter.value);
    case 'property':
      return property(filter.path, scope);
    case 'compare':
      return comparison(filter.operator, compile(filter.left, scope), compile(filter.right, scope), scope.dialect);
    case 'in':
      return membership(
        compile(filter.left, scope),
        filter.items.map((item) => compile(item, scope)),
        scope.dialect,
      );
    case 'and': {
      const terms = filter.terms.map((term) => compileFilter(term, scope));
      return condition((record) => terms.every((term) => term(record)));
    }
    case 'or':
      return alternatives(filter.terms, scope);
    case 'not': {
      const term = compileFilter(filter.term, scope);
      return condition((record) => !term(record));
    }
    case 'arithmetic':
      return arithmetic(filter.operator, compile(filter.left, scope), compile(filter.right, scope));
    case 'call': {
      const { dialect } = scope;
      return callFunction(
        filter.name,
        filter.arguments.map((argument) => compile(argument, scope)),
        dialect.ignoreCase,
        dialect.now(),
      );
    }
    case 'lambda':
      return lambda(filter, scope);
    case 'vendor-call':
      throw syntaxError(`An unknown function with name '${filter.name}' was found.`);
    case 'list':
      throw syntaxError('A list cannot stand here.');
  }
}

function condition(get: Predicate): Operand {
  return { family: 'boolean', get };
}

/** What many terms of an `or` compare with: a property, or one in lower case. Null for anything else. */
function comparedTo(left: Filter): string | null {
  if (left.kind === 'property') return left.path.join('/');
  const [of] = left.kind === 'call' && left.name === 'tolower' ? left.arguments : [];
  return of?.kind === 'property' ? `tolower ${of.path.join('/')}` : null;
}

function property(path: readonly string[], scope: Scope): Operand {
  const names = path[0] === scope.variable ? path.slice(1) : path;
  const { entity, catalogue } = scope;
  const name = names[0] ?? '';
  if (names.length === 1) {
    const column = entity.column(name);
    if (column === undefined) throw unknownProperty(name, entity);
    return { family: familyOf(column.type), get: reader(column) };
  }
  const navigation = entity.navigation(name);
  if (navigation === undefined || navigation.kind !== 'one') throw unknownProperty(name, entity);
  const next = follower(entity, navigation, catalogue);
  const rest = property(names.slice(1), { ...scope, entity: catalogue.target(navigation), variable: '' });
  return {
    family: rest.family,
    get: (record) => {
      const other = next(record);
      return other === undefined ? null : rest.get(other);
    },
  };
}

function unknownProperty(name: string, entity: Entity): QueryError {
  return new QueryError({ kind: 'unknown-property', property: name, type: entity.definition.type });
}

/** Lower case where the system's comparison has none. */
function folded(operand: Operand, dialect: FilterDialect): Operand['get'] {
  if (!dialect.ignoreCase || operand.family !== 'text') return operand.get;
  if (typeof operand.constant === 'string') {
    const lower = operand.constant.toLowerCase();
    return () => lower;
  }
  return (record) => {
    const value = operand.get(record);
    return typeof value === 'string' ? value.toLowerCase() : value;
  };
}

function comparison(operator: Comparison, left: Operand, right: Operand, dialect: FilterDialect): Operand {
  const a = folded(left.constant === undefined ? left : adapt(left, right.family, operator), dialect);
  const b = folded(adapt(right, left.family, operator), dialect);
  // `ne` holds for an empty value, the other way round than in SQL.
  if (operator === 'eq') return condition((record) => a(record) === b(record));
  if (operator === 'ne') return condition((record) => a(record) !== b(record));
  const holds = orders[operator];
  return condition((record) => {
    const [x, y] = [a(record), b(record)];
    return x !== null && y !== null && holds(x, y);
  });
}

const orders: Readonly<Record<'gt' | 'ge' | 'lt' | 'le', (a: NonNullable<Value>, b: NonNullable<Value>) => boolean>> = {
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

function membership(left: Operand, items: readonly Operand[], dialect: FilterDialect): Operand {
  const values = new Set(
    items.map((item) => {
      if (item.constant === undefined) throw syntaxError("The operator 'in' takes a list of values.");
      const value = adapt(item, left.family, 'eq').constant ?? null;
      return dialect.ignoreCase && typeof value === 'string' ? value.toLowerCase() : value;
    }),
  );
  const get = folded(left, dialect);
  return condition((record) => values.has(get(record)));
}

/** `a eq 1 or a eq 2 or …` becomes a set, so that a thousand terms cost as much as one. */
function alternatives(terms: readonly Filter[], scope: Scope): Operand {
  const equals = new Map<string, { left: Filter; items: Filter[] }>();
  const others: Predicate[] = [];
  for (const term of terms) {
    const key = term.kind === 'compare' && term.operator === 'eq' ? comparedTo(term.left) : null;
    if (term.kind === 'compare' && term.right.kind === 'literal' && key !== null) {
      const group = equals.get(key) ?? { left: term.left, items: [] };
      group.items.push(term.right);
      equals.set(key, group);
    } else others.push(compileFilter(term, scope));
  }
  for (const { left, items } of equals.values()) {
    const operands = items.map((item) => compile(item, scope));
    others.push(membership(compile(left, scope), operands, scope.dialect).get as Predicate);
  }
  return condition((record) => others.some((holds) => holds(record)));
}

const sums: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
};

function arithmetic(operator: Arithmetic, left: Operand, right: Operand): Operand {
  const apply = sums[operator];
  const get = (record: StoredRecord) => {
    const [a, b] = [left.get(record), right.get(record)];
    return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : null;
  };
  return { family: 'number', get };
}

function lambda(filter: Filter & { kind: 'lambda' }, scope: Scope): Operand {
  const { entity, catalogue, dialect } = scope;
  if (dialect.ignoresLambdas) return condition(() => true);
  const name = filter.path.at(-1) ?? '';
  const navigation = filter.path.length === 1 ? entity.navigation(name) : undefined;
  if (navigation === undefined || navigation.kind !== 'many') throw unknownProperty(name, entity);
  const inner: Scope = { entity: catalogue.target(navigation), catalogue, dialect, variable: filter.variable };
  const body = filter.body === undefined ? () => true : compileFilter(filter.body, inner);
  const ownType = entity.definition.type;
  const others = (record: StoredRecord) => related(record, navigation, catalogue, ownType);
  return filter.quantifier === 'any'
    ? condition((record) => others(record).some(body))
    : condition((record) => others(record).every(body));
}

/** Property names a filter depends on; what business rules about filters look at. */
export function propertiesOf(filter: Filter): Set<string> {
  switch (filter.kind) {
    case 'property':
      return new Set([filter.path.join('/')]);
    case 'compare':
    case 'arithmetic':
      return propertiesOf(filter.left).union(propertiesOf(filter.right));
    case 'in':
      return propertiesOf(filter.left);
    case 'and':
    case 'or':
      return filter.terms.reduce((all, term) => all.union(propertiesOf(term)), new Set<string>());
    case 'not':
      return propertiesOf(filter.term);
    case 'call':
      return filter.arguments.reduce((all, argument) => all.union(propertiesOf(argument)), new Set<string>());
    default:
      return new Set();
  }
}

/** Columns are compared by the same function everywhere; exported for sorting. */
export function orderedReader(column: Column, dialect: FilterDialect): Operand['get'] {
  return folded({ family: familyOf(column.type), get: reader(column) }, dialect);
}
