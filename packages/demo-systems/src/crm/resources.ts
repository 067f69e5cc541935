import { parseQueryString, type QueryString } from '../odata/query-options.ts';
import { parseResourcePath, type Segment } from '../odata/resource-path.ts';
import type { Sliced } from '../odata/turns.ts';
import type { StoredRecord } from '../records/definition.ts';
import { boundToCollection, boundToRecord, isOperation, unbound, type Call } from './actions.ts';
import type { Crm, CrmEntity } from './crm.ts';
import { csdl } from './metadata/csdl.ts';
import { Metadata } from './metadata/metadata.ts';
import { parseBody } from './protocol/body.ts';
import { checkVersion } from './protocol/preconditions.ts';
import { problems } from './protocol/problem.ts';
import { missing, recordAddress, recordAt, type RecordAddress } from './protocol/record-address.ts';
import { readCount, readList, readOne, representation, type ListRequest } from './reading.ts';
import { RecordParts } from './record-parts.ts';
import { empty, json, written, type Answer, type CrmRequest, type Session } from './session.ts';
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
  readonly #parts: RecordParts;
  readonly #csdl = new Map<boolean, string>();

  constructor(crm: Crm, writing: Writing) {
    this.#crm = crm;
    this.#writing = writing;
    this.#metadata = new Metadata(crm, writing);
    this.#parts = new RecordParts(crm, writing);
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
    const [part, ...below] = rest;
    if (part === undefined) return this.#record(at);
    const record = this.#existing(at);
    if (isOperation(part))
      return boundToRecord(this.#call(request, { session, query, name: part.name }), entity, record);
    return yield* this.#parts.answer({ entity, record, request, session, query }, part, below);
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
    if (!session.preferences.returnsRepresentation) return written(location);
    const status = isNew ? 201 : 200;
    return written(location, representation(this.#crm, session, { entity, record, query, status }));
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw problems.query(`'${text}' is not correctly encoded.`);
  }
}
