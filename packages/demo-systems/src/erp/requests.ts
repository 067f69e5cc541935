import type { FilterDialect } from '../odata/evaluate.ts';
import { projector, type Rendering, type Shown } from '../odata/project.ts';
import { parseQueryString, parseSelection, type QueryString } from '../odata/query-options.ts';
import { countRecords } from '../odata/read-page.ts';
import { parseResourcePath, type Segment } from '../odata/resource-path.ts';
import type { Sliced } from '../odata/turns.ts';
import { follower, related } from '../records/follow.ts';
import type { StoredRecord } from '../records/definition.ts';
import type { ErpColumn } from './columns.ts';
import {
  badRequest,
  ErpError,
  invalidToken,
  noSuchRecord,
  notAllowed,
  notFoundSegment,
  refusalOf,
  refused,
} from './errors.ts';
import { checkedFilter, CountCache, listRecords, type ReadPorts } from './listing.ts';
import { metadataXml } from './metadata.ts';
import type { ErpPages, PublishedApi, PublishedPage } from './pages.ts';
import { etagOf } from './rendering.ts';
import { checkMatch, createRecord, deleteRecord, existingRecord, updateRecord, type WriteScope } from './writing.ts';

/** A request, or a part of a batch: the path below the API's root. Header names are lower case. */
export interface ErpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when there is none. */
  readonly body: unknown;
}

/** An answer before it is written out; batches put several of them in one text. */
export interface ErpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, unless `text` is there. */
  readonly json?: unknown;
  readonly text?: string;
}

/** One API with everything that answering takes. */
export class ErpApi {
  readonly api: PublishedApi;
  readonly #pages: ErpPages;
  readonly #now: () => Date;
  readonly #transact: <T>(work: () => T) => T;
  readonly #reading: ReadPorts;
  readonly #companyId: string;
  readonly #companyName: string;
  /** Address of the API with a slash at the end. */
  readonly #root: () => string;
  readonly #whole = new Map<string, (record: StoredRecord) => Shown>();

  constructor(ports: {
    readonly api: PublishedApi;
    readonly pages: ErpPages;
    readonly now: () => Date;
    readonly dialect: FilterDialect;
    readonly rendering: Rendering<ErpColumn>;
    readonly company: { readonly id: string; readonly name: string };
    readonly root: () => string;
    readonly transact: <T>(work: () => T) => T;
  }) {
    const { api, pages, now, dialect, rendering, company, root, transact } = ports;
    this.api = api;
    this.#transact = transact;
    this.#pages = pages;
    this.#now = now;
    this.#reading = { api, dialect, rendering, counts: new CountCache(pages.currentVersion) };
    this.#companyId = company.id;
    this.#companyName = company.name;
    this.#root = root;
  }

  /** The address that relative ones in batches stand behind. */
  get root(): string {
    return this.#root();
  }

  /** Answers a request; a refusal is an answer too. In slices: a long read stops now and then. */
  *answer(request: ErpRequest): Sliced<ErpAnswer> {
    try {
      return yield* this.#answer(request);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusalAnswer(refusal);
    }
  }

  *#answer(request: ErpRequest): Sliced<ErpAnswer> {
    const { method, path } = request;
    if (path === '' || path === '$metadata') {
      if (method !== 'GET') throw notAllowed(method);
      return path === ''
        ? this.#serviceDocument()
        : { status: 200, headers: xml, text: metadataXml(this.api.catalogue) };
    }
    if (method !== 'GET' && /readonly/i.test(request.headers['data-access-intent'] ?? '')) {
      throw badRequest('The Data-Access-Intent header can only be used with GET requests.');
    }
    const query = parseQueryString(request.query);
    const segments = parseResourcePath(path);
    const { rest, prefix } = this.#belowCompany(segments, query, request.headers);
    const [first, second, third] = rest;
    const published = this.api.page(first!.name);
    if (published === undefined) throw notFoundSegment(first!.name);
    const target = { published, query, address: `${prefix}${first!.name}` };
    const id = first!.key === undefined ? undefined : keyOf(first!);
    if (third !== undefined || rest.length > 3) throw notFoundSegment((third ?? second!).name);
    if (id === undefined) {
      if (second?.name === '$count') return yield* this.#count(target, method);
      if (second !== undefined) throw notFoundSegment(second.name);
      return yield* this.#collection(target, request);
    }
    if (second === undefined) return this.#single(target, id, request);
    const record = existingRecord(published, id);
    if (second.name.startsWith(actionPrefix)) return this.#act(published, record, second.name, request);
    const { lines } = published.page;
    if (second.name !== lines?.set) return yield* this.#related(target, record, second, method);
    const children = { ...target, published: this.api.page(lines.set)!, address: `${target.address}(${id})/${lines.set}` }; // prettier-ignore
    if (second.key !== undefined) return this.#single(children, this.#childKey(children.published, second, record), request); // prettier-ignore
    return yield* this.#collection(children, request, { column: lines.column, id });
  }

  /** What comes behind `companies(…)/`; without that, the company of a header or parameter, else the only one. */
  #belowCompany(segments: readonly Segment[], query: QueryString, headers: ErpRequest['headers']) {
    const [first, second] = segments;
    if (first?.name === 'companies' && second !== undefined && first.key !== undefined) {
      if (keyOf(first) !== this.#companyId) throw companyNotFound(String(keyOf(first)));
      return { rest: segments.slice(1), prefix: `companies(${this.#companyId})/` };
    }
    const named = query.get('company') ?? headers['company'];
    if (named !== undefined && named !== this.#companyName && named.toLowerCase() !== this.#companyId) {
      throw companyNotFound(named);
    }
    return { rest: segments, prefix: first?.name === 'companies' ? '' : `companies(${this.#companyId})/` };
  }

  #serviceDocument(): ErpAnswer {
    const value = this.api.catalogue.entities.map(({ definition: { set } }) => ({
      name: set,
      kind: 'EntitySet',
      url: set,
    }));
    return json(200, { '@odata.context': `${this.#root()}$metadata`, value });
  }

  /** A bound action: no body, no answer. */
  #act({ page }: PublishedPage, record: StoredRecord, name: string, { method, headers }: ErpRequest): ErpAnswer {
    const action = page.actions?.[name.slice(actionPrefix.length)];
    if (action === undefined) throw notFoundSegment(name);
    if (method !== 'POST') throw notAllowed(method);
    checkMatch(record, headers['if-match']);
    this.#transact(() => action(record));
    return noContent;
  }

  /** The key of a line, which must be one of the document it is asked of. */
  #childKey(published: PublishedPage, segment: Segment, parent: StoredRecord): string {
    const id = keyOf(segment);
    const { page } = published;
    if (existingRecord(published, id).values[page.document?.column ?? ''] === parent.id) return id;
    throw noSuchRecord(page.definition.title, `SystemId='{${id.toUpperCase()}}'`);
  }

  /** `within`: only the records that belong to this one. */
  *#collection(
    target: Target,
    request: ErpRequest,
    within?: { readonly column: string; readonly id: string },
  ): Sliced<ErpAnswer> {
    const { published, query, address } = target;
    if (request.method === 'POST') return this.#create(target, request, within);
    if (request.method !== 'GET') throw notAllowed(request.method);
    const pageSize = preferredPageSize(request.headers['prefer']);
    const { document } = published.page;
    if (document !== undefined && within === undefined && !namesDocument(query, document.column)) {
      throw refused('You must specify an Id or a Document Id to get the lines.');
    }
    const { count, value, next } = yield* listRecords(published.entity, query, { ports: this.#reading, pageSize, within }); // prettier-ignore
    const body: Record<string, unknown> = { '@odata.context': this.#context(address, query) };
    if (count !== undefined) body['@odata.count'] = count;
    body['value'] = value;
    if (next !== undefined) body['@odata.nextLink'] = this.#nextLink(request, next);
    const applied = pageSize === undefined ? undefined : { 'preference-applied': `odata.maxpagesize=${pageSize}` };
    return json(200, body, applied);
  }

  *#count({ published, query }: Target, method: string): Sliced<ErpAnswer> {
    if (method !== 'GET') throw notAllowed(method);
    const { api, dialect } = this.#reading;
    const scope = { entity: published.entity, catalogue: api.catalogue, dialect };
    const count = yield* countRecords(checkedFilter(query), Number.MAX_SAFE_INTEGER, scope);
    return { status: 200, headers: plainText, text: String(count) };
  }

  *#related(target: Target, record: StoredRecord, { name, key }: Segment, method: string): Sliced<ErpAnswer> {
    const { entity } = target.published;
    const navigation = entity.navigation(name);
    if (navigation === undefined || key !== undefined) throw notFoundSegment(name);
    if (method !== 'GET') throw notAllowed(method);
    yield;
    const { catalogue } = this.api;
    const other = catalogue.target(navigation);
    const show = projector(other, parseSelection(target.query), this.#reading.rendering, catalogue);
    const context = this.#context(`${target.address}(${record.id})/${name}`, target.query);
    if (navigation.kind === 'many') {
      const value = related(record, navigation, catalogue, entity.definition.type).map(show);
      return json(200, { '@odata.context': context, value });
    }
    const found = follower(entity, navigation, catalogue)(record);
    if (found === undefined) return noContent;
    return json(200, { '@odata.context': `${context}/$entity`, ...show(found) }, { etag: etagOf(found) });
  }

  #single(target: Target, id: string, request: ErpRequest): ErpAnswer {
    const { published, query, address } = target;
    const { operations } = published.page;
    const { method, headers } = request;
    const record = existingRecord(published, id);
    const scope = this.#writeScope(published);
    switch (method) {
      case 'GET': {
        if (query.size === 0) return this.#whole200(target, record);
        const show = projector(published.entity, parseSelection(query), this.#reading.rendering, this.api.catalogue);
        const context = `${this.#context(address, query)}/$entity`;
        return json(200, { '@odata.context': context, ...show(record) }, { etag: etagOf(record) });
      }
      case 'PATCH':
      case 'PUT':
        if (!operations.canUpdate) throw notAllowed(method);
        if (!checkMatch(record, headers['if-match'])) throw invalidToken();
        return this.#whole200(
          target,
          this.#together(published, () => updateRecord(scope, record, request.body)),
        );
      case 'DELETE':
        if (!operations.canDelete) throw notAllowed(method);
        checkMatch(record, headers['if-match']);
        this.#together(published, () => deleteRecord(scope, record));
        return noContent;
      default:
        throw notAllowed(method);
    }
  }

  #create(
    { published, address }: Target,
    request: ErpRequest,
    within?: { readonly column: string; readonly id: string },
  ): ErpAnswer {
    if (!published.page.operations.canCreate) throw notAllowed('POST');
    const { body } = request;
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    const whole = within === undefined || !isObject ? body : { ...body, [within.column]: within.id };
    const record = this.#together(published, () => createRecord(this.#writeScope(published), whole));
    const location = `${this.#root()}${address}(${record.id})`;
    return json(201, this.#shownWhole(published, address, record), { location, etag: etagOf(record) });
  }

  /** A refusal undoes all that a write brings along, inside a batch too: a document is there with its lines or not at all. */
  #together<T>({ page }: PublishedPage, work: () => T): T {
    return page.follow === undefined && page.lines === undefined ? work() : this.#transact(work);
  }

  #whole200({ published, address }: Target, record: StoredRecord): ErpAnswer {
    return json(200, this.#shownWhole(published, address, record), { etag: etagOf(record) });
  }

  #shownWhole({ page, entity }: PublishedPage, address: string, record: StoredRecord): Shown {
    const { set } = page.definition;
    let show = this.#whole.get(set);
    if (show === undefined) {
      show = projector(entity, { expand: [] }, this.#reading.rendering, this.api.catalogue);
      this.#whole.set(set, show);
    }
    return { '@odata.context': `${this.#root()}$metadata#${address}/$entity`, ...show(record) };
  }

  #writeScope(published: PublishedPage): WriteScope {
    return { published, api: this.api, pages: this.#pages, now: this.#now };
  }

  #context(address: string, query: QueryString): string {
    const selected = query.get('$select');
    return `${this.#root()}$metadata#${address}${selected === undefined ? '' : `(${selected})`}`;
  }

  /** The request's own address with the place in it. */
  #nextLink({ path, query }: ErpRequest, token: string): string {
    const kept = query.split('&').filter((part) => part !== '' && !/^(?:\$|%24)(?:skiptoken|skip)=/i.test(part));
    return `${this.#root()}${path}?${[...kept, `$skiptoken=${encodeURIComponent(token)}`].join('&')}`;
  }
}

interface Target {
  readonly published: PublishedPage;
  readonly query: QueryString;
  /** Below the API's root, without a key. */
  readonly address: string;
}

const actionPrefix = 'Microsoft.NAV.';

/** Whether a filter asks for the lines of a document, or for one of them. */
function namesDocument(query: QueryString, column: string): boolean {
  return new RegExp(`\\b(?:${column}|id) eq `).test(query.get('$filter') ?? '');
}

const xml = { 'content-type': 'application/xml; charset=utf-8', 'odata-version': '4.0' };
const plainText = { 'content-type': 'text/plain; charset=utf-8', 'odata-version': '4.0' };
const jsonHeaders = { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' };
const noContent: ErpAnswer = { status: 204, headers: { 'odata-version': '4.0' } };

/** An answer in JSON. */
export function json(status: number, body: unknown, more?: Readonly<Record<string, string>>): ErpAnswer {
  return { status, headers: more === undefined ? jsonHeaders : { ...jsonHeaders, ...more }, json: body };
}

/** A refusal as an answer. */
export function refusalAnswer(refusal: ErpError): ErpAnswer {
  return json(refusal.status, refusal.body());
}

function companyNotFound(name: string): ErpError {
  return new ErpError(400, 'Internal_CompanyNotFound', `Cannot open company "${name}". The company does not exist.`);
}

/** Keys are bare guids in parentheses. */
function keyOf({ name, key }: Segment): string {
  if (key?.kind === 'single' && key.value.type === 'guid') return String(key.value.value).toLowerCase();
  throw new ErpError(
    400,
    'BadRequest_NotFound',
    `Bad Request - Error in query syntax: the key of '${name}' is not valid.`,
  );
}

function preferredPageSize(prefer: string | undefined): number | undefined {
  const size = /(?:odata\.)?maxpagesize\s*=\s*(\d+)/i.exec(prefer ?? '')?.[1];
  return size === undefined || Number(size) === 0 ? undefined : Number(size);
}
