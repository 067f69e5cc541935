import type { Filter } from '../odata/filter.ts';
import { parseQueryString, type QueryString } from '../odata/query-options.ts';
import { parseResourcePath, type Segment } from '../odata/resource-path.ts';
import type { Sliced } from '../odata/turns.ts';
import { reader } from '../records/catalogue.ts';
import type { Navigation, StoredRecord } from '../records/definition.ts';
import { boundToCollection, boundToRecord, isOperation, unbound, type Call } from './actions.ts';
import { tableOf, type Crm, type CrmEntity } from './crm.ts';
import { csdl } from './metadata/csdl.ts';
import { Metadata } from './metadata/metadata.ts';
import { parseBody, type Body } from './protocol/body.ts';
import { problems } from './protocol/problem.ts';
import { followReference, missing, recordAddress, recordAt, type RecordAddress } from './protocol/record-address.ts';
import { etagOf } from './protocol/rendering.ts';
import { readCount, readList, readOne, representation, type ListRequest } from './reading.ts';
import { empty, json, plainText, type Answer, type CrmRequest, type Session } from './session.ts';
import type { ManyToMany } from './table.ts';
import { countChanges, isTracked, readTracked } from './tracking.ts';
import type { Writing } from './writing.ts';

/** A request for one record or what hangs on it. */
interface Addressed {
  readonly entity: CrmEntity;
  readonly address: RecordAddress;
  readonly request: CrmRequest;
  readonly session: Session;
  readonly query: QueryString;
}

/** Finds out what a request is about, and answers it. Refusals are thrown. */
export class CrmResources {
  readonly #crm: Crm;
  readonly #writing: Writing;
  readonly #metadata: Metadata;
  readonly #csdl = new Map<boolean, string>();

  constructor(crm: Crm, writing: Writing) {
    this.#crm = crm;
    this.#writing = writing;
    this.#metadata = new Metadata(crm, writing);
  }

  *answer(request: CrmRequest, session: Session): Sliced<Answer> {
    const query = parseQueryString(request.query);
    const direct = this.#document(request, query) ?? this.#unbound(request, session, query);
    if (direct !== undefined) return direct;
    const segments = parseResourcePath(request.path);
    const metadata = this.#metadata.answer({ request, segments, query, session });
    if (metadata !== undefined) return metadata;
    const [first, ...rest] = segments;
    const entity = first === undefined ? undefined : this.#crm.catalogue.bySet(first.name);
    if (first === undefined || entity === undefined) throw problems.unknownSegment(first?.name ?? request.path);
    if (first.key === undefined) return yield* this.#collection({ entity, request, query }, session, rest);
    const address = recordAddress(entity, first.key);
    const at: Addressed = { entity, address, request, session, query };
    return rest.length === 0 ? this.#record(at) : yield* this.#part(at, rest);
  }

  /** The service document and `$metadata`. */
  #document({ path, method }: CrmRequest, query: QueryString): Answer | undefined {
    if (path !== '' && path !== '$metadata') return undefined;
    if (method !== 'GET') throw problems.wrongMethod(method);
    const { addresses, catalogue } = this.#crm;
    if (path === '') {
      const value = catalogue.entities.map(({ definition: { set } }) => ({ name: set, kind: 'EntitySet', url: set }));
      return json(200, JSON.stringify({ '@odata.context': addresses.context(''), value }));
    }
    const isAnnotated = query.get('annotations') === 'true';
    const text = this.#csdl.get(isAnnotated) ?? csdl(this.#crm, isAnnotated);
    this.#csdl.set(isAnnotated, text);
    return { status: 200, headers: { 'Content-Type': 'application/xml', 'OData-Version': '4.0' }, body: text };
  }

  #unbound(request: CrmRequest, session: Session, query: QueryString): Answer | undefined {
    const match = /^((?:Microsoft\.Dynamics\.CRM\.)?[A-Z]\w*)(?:\((.*)\))?$/s.exec(request.path);
    if (match === null) return undefined;
    const [, name = '', given = ''] = match;
    return unbound(this.#call(request, { session, query, name, given }));
  }

  #call(
    request: CrmRequest,
    { session, query, name, given = '' }: { session: Session; query: QueryString; name: string; given?: string },
  ): Call {
    return { crm: this.#crm, writing: this.#writing, session, request, query, name, arguments: decoded(given) };
  }

  *#collection(list: ListRequest, session: Session, [next, ...rest]: readonly Segment[]): Sliced<Answer> {
    const { entity, request, query } = list;
    if (next !== undefined && rest.length > 0) throw problems.unknownSegment(rest[0]!.name);
    if (next?.name === '$count') {
      const token = query.get('$deltatoken');
      return token === undefined ? yield* readCount(this.#crm, session, list) : countChanges(this.#crm, list, token);
    }
    if (next !== undefined) {
      if (!isOperation(next)) throw problems.unknownSegment(next.name);
      return yield* boundToCollection(this.#call(request, { session, query, name: next.name }), entity);
    }
    if (request.method === 'GET')
      return isTracked(session, list)
        ? yield* readTracked(this.#crm, session, list)
        : yield* readList(this.#crm, session, list);
    if (request.method !== 'POST') throw problems.wrongMethod(request.method);
    const record = this.#writing.create(entity, parseBody(request.body, entity.definition.set), session);
    return this.#written({ entity, record, session, query, isNew: true });
  }

  /** Read, change, make or delete one record. */
  #record(at: Addressed): Answer {
    const { entity, request, session, query } = at;
    switch (request.method) {
      case 'GET': {
        const record = this.#existing(at);
        return readOne(this.#crm, session, { entity, record, query, request });
      }
      case 'PATCH':
      case 'PUT':
        return this.#upsert(at);
      case 'DELETE': {
        const record = this.#existing(at);
        checkVersion(record, request);
        this.#writing.remove(entity, record, session);
        return empty(204);
      }
      default:
        throw problems.wrongMethod(request.method);
    }
  }

  #existing({ entity, address }: Addressed): StoredRecord {
    const record = recordAt(entity, address);
    if (record === undefined) throw missing(entity, address);
    return record;
  }

  /** `If-Match` refuses to make a record, `If-None-Match: *` refuses to change one; without either, both may happen. */
  #upsert({ entity, address, request, session, query }: Addressed): Answer {
    const { set } = entity.definition;
    const record = recordAt(entity, address);
    const ifNoneMatch = request.headers['if-none-match'];
    if (record !== undefined) {
      if (ifNoneMatch === '*') throw problems.exists();
      checkVersion(record, request);
      const changed = this.#writing.update(entity, record, parseBody(request.body, set), session);
      return this.#written({ entity, record: changed, session, query, isNew: false, sentPath: request.path, address });
    }
    if (request.headers['if-match'] !== undefined) throw missing(entity, address);
    const given = address.kind === 'id' ? { id: address.id } : { values: address.values };
    const made = this.#writing.create(entity, parseBody(request.body, set), session, given);
    return this.#written({ entity, record: made, session, query, isNew: true, sentPath: request.path, address });
  }

  /** The answer to a write. Without a representation it says where the record is: by the key that was sent. */
  #written(done: {
    readonly entity: CrmEntity;
    readonly record: StoredRecord;
    readonly session: Session;
    readonly query: QueryString;
    readonly isNew: boolean;
    readonly sentPath?: string;
    readonly address?: RecordAddress;
  }): Answer {
    const { entity, record, session, query, isNew, sentPath, address } = done;
    const path =
      address?.kind === 'key' && sentPath !== undefined ? sentPath : `${entity.definition.set}(${record.id})`;
    const location = this.#crm.addresses.of(path);
    const headers = { Location: location, 'OData-EntityId': location };
    if (!session.preferences.returnsRepresentation) return empty(204, headers);
    const answer = representation(this.#crm, session, { entity, record, query, status: isNew ? 201 : 200 });
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }

  /** What lies below a record: a column, a related record or list, a link, an action. */
  *#part(at: Addressed, [next, ...rest]: readonly Segment[]): Sliced<Answer> {
    const { entity, request, session, query } = at;
    const { name } = next!;
    const record = this.#existing(at);
    if (isOperation(next!)) return boundToRecord(this.#call(request, { session, query, name }), entity, record);
    const column = entity.column(name);
    if (column !== undefined) return this.#column(at, record, column.name, rest[0]?.name);
    const many = tableOf(entity).manyToMany.find((way) => way.navigation === name);
    const navigation = entity.navigation(name);
    const isLink = rest.at(-1)?.name === '$ref';
    if (isLink && many !== undefined) return this.#linkMany(at, record, many, next!);
    if (isLink && navigation !== undefined) return this.#link(at, record, navigation, next!);
    if (rest.length > 0 && rest[0]!.name !== '$count') throw problems.unknownSegment(rest[0]!.name);
    if (many !== undefined) {
      const target = this.#crm.entity(many.target);
      const links = this.#crm.entity(many.through).table.find(many.own, [record.id]);
      const ids = links.map(({ values }) => String(values[many.other]));
      return yield* this.#related(at, target, idsFilter(target, ids), rest);
    }
    if (navigation === undefined) throw problems.unknownSegment(name);
    const target = this.#crm.catalogue.target(navigation);
    if (navigation.kind === 'many')
      return yield* this.#related(at, target, belongsTo(target, navigation, record.id), rest);
    if (request.method !== 'GET') throw problems.wrongMethod(request.method);
    const other = this.#target(entity, record, navigation);
    if (other === undefined) return empty(204);
    return readOne(this.#crm, session, { entity: target, record: other, query, request });
  }

  *#related(at: Addressed, target: CrmEntity, within: Filter, rest: readonly Segment[]): Sliced<Answer> {
    const { request, session, query } = at;
    if (request.method !== 'GET') throw problems.wrongMethod(request.method);
    const list: ListRequest = { entity: target, request, query, within };
    return rest.length > 0 ? yield* readCount(this.#crm, session, list) : yield* readList(this.#crm, session, list);
  }

  #target(entity: CrmEntity, record: StoredRecord, navigation: Navigation): StoredRecord | undefined {
    if (navigation.when !== undefined && record.values[navigation.when.column] !== navigation.when.type)
      return undefined;
    const id = reader(entity.column(navigation.column)!)(record);
    return typeof id === 'string' ? this.#crm.catalogue.target(navigation).table.get(id) : undefined;
  }

  /** One column: read, set or emptied. */
  #column(
    { entity, request, session }: Addressed,
    record: StoredRecord,
    name: string,
    raw: string | undefined,
  ): Answer {
    const { set } = entity.definition;
    const { method } = request;
    if (method === 'PUT' || method === 'PATCH') {
      checkVersion(record, request);
      const { value } = parseBody(request.body, set) as { value?: unknown };
      this.#writing.update(entity, record, { [name]: value ?? null }, session);
      return empty(204);
    }
    if (method === 'DELETE') {
      checkVersion(record, request);
      this.#writing.update(entity, record, { [name]: null }, session);
      return empty(204);
    }
    if (method !== 'GET') throw problems.wrongMethod(method);
    const query = new Map([['$select', name]]);
    const shown = JSON.parse(representation(this.#crm, session, { entity, record, query, status: 200 }).body) as Body;
    const value = shown[name] ?? null;
    if (value === null) return empty(204);
    if (raw === '$value') return plainText(String(value));
    const context = this.#crm.addresses.context(`${set}(${record.id})/${name}`);
    return json(200, JSON.stringify({ '@odata.context': context, value }));
  }

  /** `PUT` or `DELETE …/primarycontactid/$ref`; `POST` or `DELETE …/contact_customer_accounts(id)/$ref`. */
  #link(
    { entity, request, session, query }: Addressed,
    record: StoredRecord,
    navigation: Navigation,
    segment: Segment,
  ): Answer {
    const { method } = request;
    const { name, kind, when } = navigation;
    if (method !== 'PUT' && method !== 'POST' && method !== 'DELETE') throw problems.wrongMethod(method);
    if (kind === 'one') {
      const bind = method === 'DELETE' ? null : linkIn(request, entity);
      this.#writing.update(entity, record, { [`${name}@odata.bind`]: bind }, session);
      return empty(204);
    }
    const other = this.#other(segment, request, { query, entity: this.#crm.catalogue.target(navigation), session });
    const column = tableOf(other.entity).columns.find(({ logicalName }) => logicalName === navigation.column);
    const back = column?.targets?.find(({ type }) => when === undefined || type === entity.definition.type)?.navigation;
    const child = other.entity.table.get(other.id)!;
    const bind = method === 'DELETE' ? null : `/${entity.definition.set}(${record.id})`;
    this.#writing.update(other.entity, child, { [`${back ?? ''}@odata.bind`]: bind }, session);
    return empty(204);
  }

  #linkMany(
    { entity, request, query, session }: Addressed,
    record: StoredRecord,
    way: ManyToMany,
    segment: Segment,
  ): Answer {
    const through = this.#crm.entity(way.through);
    const other = this.#other(segment, request, { query, entity: this.#crm.entity(way.target), session });
    const found = through.table.find(way.own, [record.id]).find(({ values }) => values[way.other] === other.id);
    if (request.method === 'DELETE') {
      if (found === undefined) throw problems.notFound(entity.definition.type, other.id);
      this.#writing.unlink(through, found, session);
    } else if (found === undefined)
      this.#writing.link(through, { [way.own]: record.id, [way.other]: other.id }, session);
    return empty(204);
  }

  /** The record at the other end of a link: in the address, in `$id`, or in the body. */
  #other(
    segment: Segment,
    request: CrmRequest,
    { query, entity, session }: { query: QueryString; entity: CrmEntity; session: Session },
  ) {
    // prettier-ignore
    if (segment.key !== undefined) {
      const address = recordAddress(entity, segment.key);
      const record = recordAt(entity, address);
      if (record === undefined) throw missing(entity, address);
      return { entity, id: record.id };
    }
    const found = followReference(this.#crm, query.get('$id') ?? linkIn(request, entity), session.references);
    if (found.entity !== entity) throw problems.query(`A record of '${entity.definition.set}' was expected.`);
    return found;
  }
}

function linkIn(request: CrmRequest, entity: CrmEntity): string {
  const id = parseBody(request.body, entity.definition.set)['@odata.id'];
  if (typeof id !== 'string') throw problems.payload(entity.definition.set, "The annotation '@odata.id' is missing.");
  return id;
}

/** `If-Match` with a version lets nothing happen to a record that has been changed since. */
function checkVersion(record: StoredRecord, { headers }: CrmRequest): void {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etagOf(record)) throw problems.stale();
}

/** Ids are unique over all tables, so the table that a lookup leads to need not be looked at. */
function belongsTo({ definition }: CrmEntity, { column, name }: Navigation, id: string): Filter {
  const lookup = definition.columns.find(({ logicalName }) => logicalName === column);
  if (lookup === undefined) throw new Error(`navigation ${name} leads over no column: ${column}`);
  const right: Filter = { kind: 'literal', type: 'guid', value: id };
  return { kind: 'compare', operator: 'eq', left: { kind: 'property', path: [lookup.name] }, right };
}

function idsFilter(target: CrmEntity, ids: readonly string[]): Filter {
  const items = ids.map((value): Filter => ({ kind: 'literal', type: 'guid', value }));
  return { kind: 'in', left: { kind: 'property', path: [target.definition.key] }, items };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw problems.query(`'${text}' is not correctly encoded.`);
  }
}
