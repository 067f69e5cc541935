import type { FilterDialect } from '../odata/evaluate.ts';
import type { Filter } from '../odata/filter.ts';
import { projector, type Rendering, type Shown } from '../odata/project.ts';
import {
  filterOf,
  parseCount,
  parseOrderBy,
  parseSelection,
  type OrderTerm,
  type QueryString,
} from '../odata/query-options.ts';
import { syntaxError } from '../odata/query-error.ts';
import { countRecords, readPage, type PageMark } from '../odata/read-page.ts';
import type { Sliced } from '../odata/turns.ts';
import type { Entity } from '../records/catalogue.ts';
import type { ErpColumn } from './columns.ts';
import { usesMembership } from './dialect.ts';
import { badRequest } from './errors.ts';
import type { PublishedApi } from './pages.ts';

/** Most records in one page of an answer. */
const mostPerPage = 20_000;

/** What reading needs besides the query. */
export interface ReadPorts {
  readonly api: PublishedApi;
  readonly dialect: FilterDialect;
  readonly rendering: Rendering<ErpColumn>;
  readonly counts: CountCache;
}

/** A page of records, as the answer shows it. */
export interface Listing {
  readonly count: number | undefined;
  readonly value: readonly Shown[];
  /** The `$skiptoken` of the next page. */
  readonly next: string | undefined;
}

/** Reads one page of a set. `pageSize` is what the client prefers. */
export function* listRecords(
  entity: Entity<ErpColumn>,
  query: QueryString,
  {
    ports,
    pageSize,
    within,
  }: {
    readonly ports: ReadPorts;
    readonly pageSize: number | undefined;
    /** Only the records that belong to this one, in the order of their lines. */
    readonly within?: { readonly column: string; readonly id: string } | undefined;
  },
): Sliced<Listing> {
  const { api, dialect, rendering, counts } = ports;
  const scope = { entity, catalogue: api.catalogue, dialect };
  const show = projector(entity, parseSelection(query), rendering, api.catalogue);
  const filter = narrowed(checkedFilter(query), within);
  const isLines = within !== undefined && query.get('$orderby') === undefined;
  const orderBy = parseOrderBy(isLines ? 'sequence' : query.get('$orderby'));
  const top = parseCount(query.get('$top'), '$top');
  const skip = parseCount(query.get('$skip'), '$skip') ?? 0;
  const after = readSkipToken(query.get('$skiptoken'), orderBy);
  const perPage = Math.min(mostPerPage, Math.max(1, pageSize ?? mostPerPage));
  const limit = top === undefined ? perPage : Math.min(top, mostPerPage);
  const page = yield* readPage({ filter, orderBy, after, limit, skip: after === undefined ? skip : 0 }, scope);
  const count =
    query.get('$count') === 'true'
      ? yield* counts.count(entity, filter, `${within?.id ?? ''} ${query.get('$filter') ?? ''}`, scope)
      : undefined;
  const next = top === undefined && page.next !== undefined ? skipToken(page.next, orderBy) : undefined;
  const value: Shown[] = [];
  for (const record of page.records) {
    if (value.length % 512 === 511) yield;
    value.push(show(record));
  }
  return { count, value, next };
}

function narrowed(
  filter: Filter | undefined,
  within: { readonly column: string; readonly id: string } | undefined,
): Filter | undefined {
  if (within === undefined) return filter;
  const left = { kind: 'property', path: [within.column] } as const;
  const right = { kind: 'literal', type: 'guid', value: within.id } as const;
  const own: Filter = { kind: 'compare', operator: 'eq', left, right };
  return filter === undefined ? own : { kind: 'and', terms: [own, filter] };
}

/** The `$filter` of a query, unless it uses what needs a newer schema version. */
export function checkedFilter(query: QueryString): Filter | undefined {
  const filter = filterOf(query);
  if (filter !== undefined && query.get('$schemaversion') !== '2.1' && usesMembership(filter)) {
    throw badRequest("The 'IN' operator is not supported on an OData filter.");
  }
  return filter;
}

const guidToken = /^'([0-9a-f-]{36})'$/;

/** The place behind a record: its key, as the vendor has it; with the values of the order where there is one. */
function skipToken({ id, values }: PageMark, orderBy: readonly OrderTerm[]): string {
  return orderBy.length === 0 ? `'${id}'` : Buffer.from(JSON.stringify([id, ...values])).toString('base64url');
}

function readSkipToken(token: string | undefined, orderBy: readonly OrderTerm[]): PageMark | undefined {
  if (token === undefined) return undefined;
  const id = guidToken.exec(token)?.[1];
  if (id !== undefined && orderBy.length === 0) return { id, values: [] };
  try {
    const [key, ...values] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, ...PageMark['values']];
    if (typeof key === 'string' && values.length === orderBy.length) return { id: key, values };
  } catch {
    // not one of ours
  }
  throw syntaxError(`The skip token '${token}' is not valid.`);
}

/** Remembers counts that had to look at every record, as long as nothing changed: each page asks again. */
export class CountCache {
  readonly #known = new Map<string, number>();
  readonly #version: () => number;

  /** `version` is another number after each change. */
  constructor(version: () => number) {
    this.#version = version;
  }

  *count(
    entity: Entity<ErpColumn>,
    filter: Filter | undefined,
    text: string | undefined,
    scope: Parameters<typeof countRecords>[2],
  ): Sliced<number> {
    const key = `${entity.definition.set} ${this.#version()} ${text ?? ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const count = yield* countRecords(filter, Number.MAX_SAFE_INTEGER, scope);
    if (this.#known.size >= 32) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, count);
    return count;
  }
}
