import type { Sliced } from '../odata/turns.ts';
import { parseResourcePath, type Segment } from '../odata/resource-path.ts';
import type { QueryString } from '../odata/query-options.ts';
import type { StoredRecord } from '../records/definition.ts';
import type { Crm, CrmEntity } from './crm.ts';
import type { Body } from './protocol/body.ts';
import { parseBody } from './protocol/body.ts';
import { problems } from './protocol/problem.ts';
import { isGuid, missing, recordAddress, recordAt, type RecordAddress } from './protocol/record-address.ts';
import { merge } from './merging.ts';
import { salesActions } from './sales-actions.ts';
import { empty, json, type Answer, type CrmRequest, type Session } from './session.ts';
import type { Writing } from './writing.ts';

const namespace = 'Microsoft.Dynamics.CRM.';

/** A function or action that was called, and what it may use. */
export interface Call {
  readonly crm: Crm;
  readonly writing: Writing;
  readonly session: Session;
  readonly request: CrmRequest;
  /** Name, with or without the vendor's namespace. */
  readonly name: string;
  /** What stands in the parentheses of a function. */
  readonly arguments: string;
  readonly query: QueryString;
}

type Operation = (call: Call) => Answer;

const bare = (name: string) => (name.startsWith(namespace) ? name.slice(namespace.length) : name);

/** Functions, called by GET, that belong to no table. */
const functions: Readonly<Record<string, Operation>> = {
  WhoAmI: ({ crm, session }) =>
    result(crm, 'WhoAmIResponse', {
      BusinessUnitId: crm.organisation.businessUnitId,
      UserId: session.userId,
      OrganizationId: crm.organisation.organizationId,
    }),
  RetrieveVersion: ({ crm }) => result(crm, 'RetrieveVersionResponse', { Version: '9.2.24112.00170' }),
  RetrieveCurrentOrganization({ crm }) {
    const { organizationId, name } = crm.organisation;
    const origin = crm.addresses.of('').replace(/api\/data\/v9\.2\/$/, '');
    const endpoints = {
      WebApplication: origin,
      OrganizationDataService: `${origin}XRMServices/2011/OrganizationData.svc`,
    };
    return result(crm, 'RetrieveCurrentOrganizationResponse', {
      Detail: {
        OrganizationId: organizationId,
        FriendlyName: name,
        OrganizationVersion: '9.2.24112.170',
        EnvironmentId: organizationId,
        DatacenterId: organizationId,
        Geo: 'EMEA',
        TenantId: organizationId,
        UrlName: 'demo',
        UniqueName: 'demo',
        State: 'Enabled',
        SchemaType: 'Full',
        OrganizationType: 'Developer',
        Endpoints: { Count: 2, IsReadOnly: false, Keys: Object.keys(endpoints), Values: Object.values(endpoints) },
      },
    });
  },
  RetrieveTotalRecordCount({ crm, arguments: given, query }) {
    const names = listArgument(given, query, 'EntityNames');
    const entities = names.map((name) => {
      const entity = crm.catalogue.byType(name);
      if (entity === undefined) throw problems.refused(`The entity with a name = '${name}' was not found in the MetadataCache.`); // prettier-ignore
      return entity;
    });
    return result(crm, 'RetrieveTotalRecordCountResponse', {
      EntityRecordCountCollection: {
        Count: names.length,
        IsReadOnly: false,
        Keys: names,
        Values: entities.map(({ table }) => table.count()),
      },
    });
  },
};

/** Actions, called by POST, that belong to no table. */
const actions: Readonly<Record<string, Operation>> = {
  // Column definitions count at once, so there is nothing to publish.
  PublishAllXml: () => empty(204),
  PublishXml: () => empty(204),
  Merge: merge,
  ...salesActions,
};

/** Calls a function or action that belongs to no table; undefined when there is none of that name. */
export function unbound(call: Call): Answer | undefined {
  const { request, crm } = call;
  const name = bare(call.name);
  const own = (list: Readonly<Record<string, Operation>>) => (Object.hasOwn(list, name) ? list[name] : undefined);
  const [right, wrong] = request.method === 'POST' ? [own(actions), own(functions)] : [own(functions), own(actions)];
  if (right !== undefined) return right(call);
  if (wrong !== undefined) throw problems.noResource(crm.addresses.of(request.path));
  return undefined;
}

/** `accounts/Microsoft.Dynamics.CRM.UpsertMultiple` and its kind: all of the given records or none. */
export function* boundToCollection(call: Call, entity: CrmEntity): Sliced<Answer> {
  const { crm, request } = call;
  const name = bare(call.name);
  const each = collectionActions[name];
  if (each === undefined || request.method !== 'POST') throw problems.noResource(crm.addresses.of(request.path));
  yield;
  const targets = targetsOf(parseBody(request.body, entity.definition.set), entity);
  const ids = crm.database.transact(() => targets.map((target) => each(call, entity, target)));
  return name === 'CreateMultiple' ? result(crm, 'CreateMultipleResponse', { Ids: ids }) : empty(204);
}

const collectionActions: Readonly<Record<string, (call: Call, entity: CrmEntity, target: Body) => string>> = {
  CreateMultiple: ({ writing, session }, entity, target) => writing.create(entity, target, session).id,
  UpdateMultiple({ writing, session }, entity, target) {
    const address = targetAddress(target, entity);
    const record = recordAt(entity, address);
    if (record === undefined) throw missing(entity, address);
    return writing.update(entity, record, target, session).id;
  },
  UpsertMultiple({ writing, session }, entity, target) {
    const address = targetAddress(target, entity);
    const record = recordAt(entity, address);
    if (record !== undefined) return writing.update(entity, record, target, session).id;
    if (address.kind === 'id') return writing.create(entity, target, session, { id: address.id }).id;
    // A key column in both places: the vendor fails on the way to a new record, and does not say why.
    if (address.key.columns.some((column) => column in target)) throw problems.injected();
    return writing.create(entity, target, session, { values: address.values }).id;
  },
};

function targetsOf(body: Body, entity: CrmEntity): Body[] {
  const { set, type } = entity.definition;
  const targets = body['Targets'];
  if (!Array.isArray(targets)) throw problems.payload(set, "The parameter 'Targets' is missing or is no list.");
  return targets.map((target: Body | null) => {
    if (
      typeof target?.['@odata.type'] !== 'string' ||
      !target['@odata.type'].replace('#', '').endsWith(`${namespace}${type}`)
    )
      // prettier-ignore
      throw problems.payload(
        set,
        `The type '${namespace}crmbaseentity' cannot be instantiated; each item of 'Targets' needs the annotation '@odata.type'.`,
      );
    return target;
  });
}

/** Which record an item means: `@odata.id`, an alternate key in it or the primary key. */
function targetAddress(target: Body, entity: CrmEntity): RecordAddress {
  const { set, key, type } = entity.definition;
  const given = target['@odata.id'];
  if (typeof given === 'string') {
    const segment = parseResourcePath(given.replace(/^.*\/(?=\w+\([^/]*\)$)/, ''))[0];
    if (segment?.key === undefined || segment.name !== set) throw problems.unknownKey(type);
    return recordAddress(entity, segment.key);
  }
  const id = target[key];
  if (typeof id !== 'string' || !isGuid(id)) throw problems.missingColumn(key, type);
  return { kind: 'id', id: id.toLowerCase() };
}

/** Functions and actions of one record. */
export function boundToRecord(call: Call, entity: CrmEntity, record: StoredRecord): Answer {
  const { crm, request } = call;
  const operation = recordActions[`${entity.definition.type}.${bare(call.name)}`];
  if (operation === undefined || request.method !== 'POST') throw problems.noResource(crm.addresses.of(request.path));
  return operation(call, record);
}

const recordActions: Readonly<Record<string, (call: Call, record: StoredRecord) => Answer>> = {
  'team.AddMembersTeam'({ crm, writing, request, session }, team) {
    const memberships = crm.entity('teammemberships');
    const members = membersIn(crm, parseBody(request.body, 'teams'));
    crm.database.transact(() => {
      for (const systemuserid of members)
        if (membership(memberships, team.id, systemuserid) === undefined)
          writing.link(memberships, { teamid: team.id, systemuserid }, session);
    });
    return empty(204);
  },
  'team.RemoveMembersTeam'({ crm, writing, request, session }, team) {
    const memberships = crm.entity('teammemberships');
    const members = membersIn(crm, parseBody(request.body, 'teams'));
    crm.database.transact(() => {
      for (const systemuserid of members) {
        const found = membership(memberships, team.id, systemuserid);
        if (found !== undefined) writing.unlink(memberships, found, session);
      }
    });
    return empty(204);
  },
};

function membership({ table }: CrmEntity, team: string, user: string): StoredRecord | undefined {
  return table.find('teamid', [team]).find(({ values }) => values['systemuserid'] === user);
}

function membersIn(crm: Crm, body: Body): string[] {
  const members = body['Members'];
  if (!Array.isArray(members)) throw problems.payload('teams', "The parameter 'Members' is missing or is no list.");
  const users = crm.entity('systemusers');
  return members.map((member: Body | null) => {
    const address = targetAddress(member ?? {}, users);
    const record = recordAt(users, address);
    if (record === undefined) throw missing(users, address);
    return record.id;
  });
}

/** A list among the arguments of a function: in the parentheses, or behind an alias in the query. */
function listArgument(given: string, query: QueryString, name: string): string[] {
  const alias = new RegExp(`\\b${name}\\s*=\\s*(@\\w+)`).exec(given)?.[1];
  const list = /\[(.*)\]/s.exec(alias === undefined ? given : (query.get(alias) ?? ''))?.[1];
  if (list === undefined) throw problems.query(`The parameter '${name}' is missing.`);
  return list.split(',').map((item) => item.trim().replaceAll(/^['"]|['"]$/g, ''));
}

function result(crm: Crm, type: string, values: Readonly<Record<string, unknown>>): Answer {
  return json(200, JSON.stringify({ '@odata.context': crm.addresses.context(`${namespace}${type}`), ...values }));
}

/** Whether a segment names a function or an action instead of a column or a navigation. */
export function isOperation({ name }: Segment): boolean {
  return name.startsWith(namespace);
}
