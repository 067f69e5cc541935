import type { Filter } from '../odata/filter.ts';
import type { QueryString } from '../odata/query-options.ts';
import type { Segment } from '../odata/resource-path.ts';
import type { Sliced } from '../odata/turns.ts';
import { reader } from '../records/catalogue.ts';
import type { Navigation, StoredRecord, Values } from '../records/definition.ts';
import { tableOf, type Crm, type CrmEntity } from './crm.ts';
import { parseBody, type Body } from './protocol/body.ts';
import { checkVersion } from './protocol/preconditions.ts';
import { problems } from './protocol/problem.ts';
import { followReference, missing, recordAddress, recordAt } from './protocol/record-address.ts';
import { readCount, readList, readOne, representation, type ListRequest } from './reading.ts';
import { empty, json, plainText, written, type Answer, type CrmRequest, type Session } from './session.ts';
import type { ManyToMany } from './table.ts';
import type { Writing } from './writing.ts';

/** A record whose parts are asked for. */
export interface Owner {
  readonly entity: CrmEntity;
  readonly record: StoredRecord;
  readonly request: CrmRequest;
  readonly session: Session;
  readonly query: QueryString;
}

/** What lies below a record: its columns, the records it is related to, and the links to them. */
export class RecordParts {
  readonly #crm: Crm;
  readonly #writing: Writing;

  constructor(crm: Crm, writing: Writing) {
    this.#crm = crm;
    this.#writing = writing;
  }

  *answer(owner: Owner, segment: Segment, rest: readonly Segment[]): Sliced<Answer> {
    const { entity } = owner;
    const { name } = segment;
    const column = entity.column(name);
    if (column !== undefined) return this.#column(owner, column.name, rest[0]?.name === '$value');
    const many = tableOf(entity).manyToMany.find((way) => way.navigation === name);
    const navigation = entity.navigation(name);
    if (many === undefined && navigation === undefined) throw problems.unknownSegment(name);
    const last = rest.at(-1)?.name;
    if (last !== undefined && last !== '$ref' && last !== '$count') throw problems.unknownSegment(last);
    if (last === '$ref')
      return many === undefined ? this.#link(owner, navigation!, segment) : this.#linkMany(owner, many, segment);
    const isCount = last === '$count';
    if (many !== undefined) return yield* this.#list(owner, { ...this.#linked(owner, many), isCount });
    if (navigation!.kind === 'one') return this.#one(owner, navigation!);
    const target = this.#crm.catalogue.target(navigation!);
    if (owner.request.method === 'POST') return this.#createWithin(owner, target, navigation!);
    return yield* this.#list(owner, { target, within: belongsTo(target, navigation!, owner.record.id), isCount });
  }

  *#list(
    { request, session, query }: Owner,
    { target, within, isCount }: { target: CrmEntity; within: Filter; isCount: boolean },
  ): Sliced<Answer> {
    if (request.method !== 'GET') throw problems.wrongMethod(request.method);
    const list: ListRequest = { entity: target, request, query, within };
    return isCount ? yield* readCount(this.#crm, session, list) : yield* readList(this.#crm, session, list);
  }

  /** The records at the other end of a relationship that has a table of its own. */
  #linked({ record }: Owner, { target: set, through, own, other }: ManyToMany): { target: CrmEntity; within: Filter } {
    const target = this.#crm.entity(set);
    const links = this.#crm.entity(through).table.find(own, [record.id]);
    const items = links.map(({ values }): Filter => ({ kind: 'literal', type: 'guid', value: values[other] ?? null }));
    return { target, within: { kind: 'in', left: { kind: 'property', path: [target.definition.key] }, items } };
  }

  #one({ entity, record, request, session, query }: Owner, { when, column, name }: Navigation): Answer {
    if (request.method !== 'GET') throw problems.wrongMethod(request.method);
    if (when !== undefined && record.values[when.column] !== when.type) return empty(204);
    const id = reader(entity.column(column)!)(record);
    const target = this.#crm.catalogue.target(entity.navigation(name)!);
    const other = typeof id === 'string' ? target.table.get(id) : undefined;
    if (other === undefined) return empty(204);
    return readOne(this.#crm, session, { entity: target, record: other, query, request });
  }

  /** Makes a record that leads to this one from the start. */
  #createWithin({ entity, record, request, session, query }: Owner, target: CrmEntity, { column, when }: Navigation) {
    const values: Values = { [column]: record.id };
    if (when !== undefined) values[when.column] = entity.definition.type;
    const body = parseBody(request.body, target.definition.set);
    const made = this.#writing.create(target, body, session, { values });
    const location = this.#crm.addresses.of(`${target.definition.set}(${made.id})`);
    if (!session.preferences.returnsRepresentation) return written(location);
    return written(location, representation(this.#crm, session, { entity: target, record: made, query, status: 201 }));
  }

  /** One column: read, set or emptied. */
  #column({ entity, record, request, session }: Owner, name: string, isRaw: boolean): Answer {
    const { set } = entity.definition;
    const { method } = request;
    if (method === 'PUT' || method === 'PATCH' || method === 'DELETE') {
      checkVersion(record, request);
      const value = method === 'DELETE' ? null : (parseBody(request.body, set)['value'] ?? null);
      this.#writing.update(entity, record, { [name]: value }, session);
      return empty(204);
    }
    if (method !== 'GET') throw problems.wrongMethod(method);
    const query = new Map([['$select', name]]);
    const shown = JSON.parse(representation(this.#crm, session, { entity, record, query, status: 200 }).body) as Body;
    const value = shown[name] ?? null;
    if (value === null) return empty(204);
    if (isRaw) return plainText(String(value));
    const context = this.#crm.addresses.context(`${set}(${record.id})/${name}`);
    return json(200, JSON.stringify({ '@odata.context': context, value }));
  }

  /** `PUT` or `DELETE …/primarycontactid/$ref`; `POST` or `DELETE …/contact_customer_accounts(id)/$ref`. */
  #link(owner: Owner, navigation: Navigation, segment: Segment): Answer {
    const { entity, record, request, session } = owner;
    const { method } = request;
    if (method !== 'PUT' && method !== 'POST' && method !== 'DELETE') throw problems.wrongMethod(method);
    const isRemoval = method === 'DELETE';
    if (navigation.kind === 'one') {
      const bind = isRemoval ? null : linkIn(request, entity);
      this.#writing.update(entity, record, { [`${navigation.name}@odata.bind`]: bind }, session);
      return empty(204);
    }
    const { type, set } = entity.definition;
    const target = this.#crm.catalogue.target(navigation);
    const other = this.#other(owner, target, segment);
    const column = tableOf(target).columns.find(({ logicalName }) => logicalName === navigation.column);
    const back = column?.targets?.find((to) => to.type === type);
    if (back === undefined) throw new Error(`navigation ${navigation.name} has no way back`);
    const bind = isRemoval ? null : `/${set}(${record.id})`;
    this.#writing.update(target, other, { [`${back.navigation}@odata.bind`]: bind }, session);
    return empty(204);
  }

  #linkMany(owner: Owner, way: ManyToMany, segment: Segment): Answer {
    const { entity, record, request, session } = owner;
    const through = this.#crm.entity(way.through);
    const other = this.#other(owner, this.#crm.entity(way.target), segment);
    const found = through.table.find(way.own, [record.id]).find(({ values }) => values[way.other] === other.id);
    if (request.method === 'DELETE') {
      if (found === undefined) throw problems.notFound(entity.definition.type, other.id);
      this.#writing.unlink(through, found, session);
    } else if (request.method !== 'POST') throw problems.wrongMethod(request.method);
    else if (found === undefined) this.#writing.link(through, { [way.own]: record.id, [way.other]: other.id }, session);
    return empty(204);
  }

  /** The record at the other end of a link: in the address, in `$id`, or in the body. */
  #other({ request, query, session }: Owner, target: CrmEntity, { key }: Segment): StoredRecord {
    if (key !== undefined) {
      const address = recordAddress(target, key);
      const record = recordAt(target, address);
      if (record === undefined) throw missing(target, address);
      return record;
    }
    const found = followReference(this.#crm, query.get('$id') ?? linkIn(request, target), session.references);
    if (found.entity !== target) throw problems.query(`A record of '${target.definition.set}' was expected.`);
    return target.table.get(found.id)!;
  }
}

/** The address in the body of a request for a link. The vendor wants it whole, or as a number of the change set. */
function linkIn(request: CrmRequest, entity: CrmEntity): string {
  const { set } = entity.definition;
  const id = parseBody(request.body, set)['@odata.id'];
  if (typeof id !== 'string') throw problems.payload(set, "The annotation '@odata.id' is missing.");
  if (!/^(?:https?:\/\/|\/?\$)/i.test(id))
    throw problems.payload(set, `A relative URI value '${id}' was specified in the payload, but no base URI for it was found.`); // prettier-ignore
  return id;
}

/** Ids are unique over all tables, so the table that a lookup leads to need not be looked at. */
function belongsTo({ definition }: CrmEntity, { column, name }: Navigation, id: string): Filter {
  const lookup = definition.columns.find(({ logicalName }) => logicalName === column);
  if (lookup === undefined) throw new Error(`navigation ${name} leads over no column: ${column}`);
  const right: Filter = { kind: 'literal', type: 'guid', value: id };
  return { kind: 'compare', operator: 'eq', left: { kind: 'property', path: [lookup.name] }, right };
}
