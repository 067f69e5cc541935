import type { Key, Segment } from '../../odata/resource-path.ts';
import type { QueryString } from '../../odata/query-options.ts';
import { tableOf, type Crm } from '../crm.ts';
import { parseBody } from '../protocol/body.ts';
import { problems } from '../protocol/problem.ts';
import { empty, json, type Answer, type CrmRequest, type Session } from '../session.ts';
import type { CrmTable } from '../table.ts';
import { administratorsProfile } from '../tables/security.ts';
import type { Writing } from '../writing.ts';
import { columnRows, keyRows, manyToManyRows, manyToOneRows, tableRow, type MetadataRow } from './definitions.ts'; // prettier-ignore
import { queryRows, showRow, type Expandable } from './query.ts';

const namespace = 'Microsoft.Dynamics.CRM.';

/** Parts of a column that come only when they are expanded. */
const columnExpandable: Expandable = {
  OptionSet: (row) => row['OptionSet'],
  GlobalOptionSet: (row) => row['GlobalOptionSet'],
};

interface MetadataRequest {
  readonly request: CrmRequest;
  readonly segments: readonly Segment[];
  readonly query: QueryString;
  readonly session: Session;
}

/** What the organisation says about its tables, as data: `EntityDefinitions` and what lies below. */
export class Metadata {
  readonly #crm: Crm;
  readonly #writing: Writing;
  readonly #tables: readonly CrmTable[];

  constructor(crm: Crm, writing: Writing) {
    this.#crm = crm;
    this.#writing = writing;
    this.#tables = crm.catalogue.entities.map(tableOf);
  }

  /** Answers below `EntityDefinitions` and `GlobalOptionSetDefinitions`; undefined for any other address. */
  answer({ request, segments, query, session }: MetadataRequest): Answer | undefined {
    const [first, ...rest] = segments;
    const isTables = first?.name === 'EntityDefinitions';
    if (first === undefined || (!isTables && first.name !== 'GlobalOptionSetDefinitions')) return undefined;
    const expandable = this.#tableExpandable();
    if (!isTables || first.key === undefined) {
      if (request.method !== 'GET') throw readOnly();
      return this.#list(isTables ? this.#tables.map(tableRow) : [], query, { fragment: first.name, expandable });
    }
    const table = this.#tables.find((each) => isRow(tableRow(each), first.key!));
    if (table === undefined) throw unknownDefinition(first.key);
    const [part, cast] = rest;
    if (request.method === 'PUT' && part?.name === 'Attributes' && part.key !== undefined)
      return this.#changeColumn(table, part.key, { request, session });
    if (request.method !== 'GET') throw readOnly();
    if (part === undefined) return this.#one(showRow(tableRow(table), query, expandable), 'EntityDefinitions/$entity');
    return this.#below(table, part, cast, query);
  }

  /**
   * Takes the whole definition of a column, as `PUT` does, and from it whether the column is secured: the one thing
   * about its columns that this organisation lets clients change.
   */
  #changeColumn(table: CrmTable, key: Key, { request, session }: { request: CrmRequest; session: Session }): Answer {
    const { security } = this.#crm;
    if (session.caller.kind === 'salesperson') {
      const denied = { privilege: 'WriteAttribute', table: 'attribute', title: 'Attribute', typeCode: 9800 };
      throw problems.noPrivilege({ user: session.userId, ...denied });
    }
    const row = this.#columns(table).find((each) => isRow(each, key));
    if (row === undefined) throw unknownDefinition(key);
    const body = parseBody(request.body, 'attributes');
    if (typeof body['@odata.type'] !== 'string')
      throw problems.payload('attributes', "The type of the definition is missing: the annotation '@odata.type'.");
    if (body['@odata.context'] !== undefined)
      throw problems.payload('attributes', "The annotation 'odata.context' was not expected in a request.");
    const isSecured = body['IsSecured'];
    const name = String(row['LogicalName']);
    if (typeof isSecured !== 'boolean' || isSecured === security.isSecured(table.type, name)) return empty(204);
    const entity = this.#crm.entity(table.set);
    if (isSecured && !security.canBeSecured(entity, name)) throw problems.cannotBeSecured(name);
    this.#crm.database.transact(() => this.#secure(table, name, { isSecured, session }));
    return empty(204);
  }

  /** Secures a column or opens it. System administrators have their permission by a profile of their own. */
  #secure(table: CrmTable, name: string, { isSecured, session }: { isSecured: boolean; session: Session }): void {
    const permissions = this.#crm.entity('fieldpermissions');
    this.#crm.security.setSecured(table.type, name, isSecured);
    const own = permissions.table
      .find('fieldsecurityprofileid', [administratorsProfile])
      .find(({ values }) => values['entityname'] === table.type && values['attributelogicalname'] === name);
    if (!isSecured && own !== undefined) this.#writing.remove(permissions, own, session);
    if (!isSecured || own !== undefined) return;
    this.#writing.create(
      permissions,
      { entityname: table.type, attributelogicalname: name, canread: 4, cancreate: 4, canupdate: 4 },
      session,
      { values: { fieldsecurityprofileid: administratorsProfile } },
    );
  }

  #columns(table: CrmTable): MetadataRow[] {
    const { security } = this.#crm;
    const entity = this.#crm.entity(table.set);
    return columnRows(table, {
      isSecured: (name) => security.isSecured(table.type, name),
      canBeSecured: (name) => security.canBeSecured(entity, name),
    });
  }

  /** `…/Attributes(LogicalName='x')/Microsoft.Dynamics.CRM.MoneyAttributeMetadata` and its kind. */
  #below(table: CrmTable, part: Segment, cast: Segment | undefined, query: QueryString): Answer {
    const { rows, expandable } = this.#collection(table, part.name);
    const type = cast?.name.startsWith(namespace) === true ? cast.name : undefined;
    if (cast !== undefined && type === undefined) throw problems.unknownSegment(cast.name);
    const isOfType = (row: MetadataRow) => type === undefined || row['@odata.type'] === `#${type}`;
    const fragment = `EntityDefinitions('${table.type}')/${part.name}${type === undefined ? '' : `/${type}`}`;
    // The type is told by the address; a row of it says so no more.
    const plain = (row: MetadataRow) => {
      const { '@odata.type': _type, ...shown } = row;
      return type === undefined ? row : shown;
    };
    if (part.key === undefined) return this.#list(rows.filter(isOfType).map(plain), query, { fragment, expandable });
    const row = rows.find((each) => isRow(each, part.key!) && isOfType(each));
    if (row === undefined) throw unknownDefinition(part.key);
    return this.#one(showRow(plain(row), query, expandable), `${fragment}/$entity`);
  }

  #collection(table: CrmTable, name: string): { rows: readonly MetadataRow[]; expandable: Expandable } {
    if (name === 'Attributes') return { rows: this.#columns(table), expandable: columnExpandable };
    const get = this.#tableExpandable()[name];
    if (get === undefined) throw problems.unknownSegment(name);
    return { rows: get(tableRow(table)) as MetadataRow[], expandable: {} };
  }

  #tableExpandable(): Expandable {
    const of = (rows: (table: CrmTable) => MetadataRow[]) => (row: MetadataRow) =>
      rows(this.#tables.find(({ type }) => type === row['LogicalName'])!);
    const bySet = (set: string) => this.#tables.find((table) => table.set === set);
    return {
      // Options of a choice have to be asked for by the type of the column.
      Attributes: of((table) =>
        this.#columns(table).map(({ OptionSet: _set, GlobalOptionSet: _global, ...row }) => row),
      ),
      Keys: of(keyRows),
      ManyToOneRelationships: of((table) => manyToOneRows(table, bySet)),
      OneToManyRelationships: of((table) =>
        this.#tables
          .flatMap((other) => manyToOneRows(other, bySet))
          .filter((row) => row['ReferencedEntity'] === table.type),
      ),
      ManyToManyRelationships: of((table) => manyToManyRows(table, bySet)),
    };
  }

  #list(
    rows: readonly MetadataRow[],
    query: QueryString,
    { fragment, expandable }: { fragment: string; expandable: Expandable },
  ): Answer {
    const value = queryRows(rows, query, expandable);
    const count = query.get('$count') === 'true' ? { '@odata.count': value.length } : {};
    return json(200, JSON.stringify({ '@odata.context': this.#crm.addresses.context(fragment), ...count, value }));
  }

  #one(row: MetadataRow, fragment: string): Answer {
    return json(200, JSON.stringify({ '@odata.context': this.#crm.addresses.context(fragment), ...row }));
  }
}

function readOnly(): Error {
  return problems.notImplemented('Of the metadata of this CRM, only the security of columns can be changed.');
}

/** A definition is addressed by its id, its logical name or, a key, its schema name. */
function isRow(row: MetadataRow, key: Key): boolean {
  if (key.kind === 'single') return row['MetadataId'] === String(key.value.value);
  return Object.entries(key.values).every(([name, { value }]) => row[name] === value);
}

function unknownDefinition(key: Key): Error {
  const name = key.kind === 'single' ? key.value.value : Object.values(key.values)[0]?.value;
  return problems.noSuchDefinition(String(name));
}
