import type { Key, Segment } from '../../odata/resource-path.ts';
import type { QueryString } from '../../odata/query-options.ts';
import { tableOf, type Crm } from '../crm.ts';
import { problems } from '../protocol/problem.ts';
import { json, type Answer, type CrmRequest } from '../session.ts';
import type { CrmTable } from '../table.ts';
import { columnRows, keyRows, manyToManyRows, manyToOneRows, tableRow, type MetadataRow } from './definitions.ts'; // prettier-ignore
import { queryRows, showRow, type Expandable } from './query.ts';

const namespace = 'Microsoft.Dynamics.CRM.';

/** Parts of a column that come only when they are expanded. */
const columnExpandable: Expandable = {
  OptionSet: (row) => row['OptionSet'],
  GlobalOptionSet: (row) => row['GlobalOptionSet'],
};

/** What the organisation says about its tables, as data: `EntityDefinitions` and what lies below. */
export class Metadata {
  readonly #crm: Crm;
  readonly #tables: readonly CrmTable[];

  constructor(crm: Crm) {
    this.#crm = crm;
    this.#tables = crm.catalogue.entities.map(tableOf);
  }

  /** Answers below `EntityDefinitions` and `GlobalOptionSetDefinitions`; undefined for any other address. */
  answer(request: CrmRequest, [first, ...rest]: readonly Segment[], query: QueryString): Answer | undefined {
    const isTables = first?.name === 'EntityDefinitions';
    if (first === undefined || (!isTables && first.name !== 'GlobalOptionSetDefinitions')) return undefined;
    if (request.method !== 'GET') throw problems.notImplemented('The metadata of this CRM can only be read.');
    if (!isTables) return this.#list([], query, { fragment: 'GlobalOptionSetDefinitions', expandable: {} });
    if (first.key === undefined)
      return this.#list(this.#tables.map(tableRow), query, { fragment: 'EntityDefinitions', expandable: this.#tableExpandable() }); // prettier-ignore
    const table = this.#tables.find((each) => isRow(tableRow(each), first.key!));
    if (table === undefined) throw unknownDefinition(first.key);
    const [part, cast] = rest;
    if (part === undefined)
      return this.#one(showRow(tableRow(table), query, this.#tableExpandable()), 'EntityDefinitions/$entity');
    return this.#below(table, part, cast, query);
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
    if (name === 'Attributes') return { rows: columnRows(table), expandable: columnExpandable };
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
      Attributes: of((table) => columnRows(table).map(({ OptionSet: _set, GlobalOptionSet: _global, ...row }) => row)),
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

/** A definition is addressed by its id, its logical name or, a key, its schema name. */
function isRow(row: MetadataRow, key: Key): boolean {
  if (key.kind === 'single') return row['MetadataId'] === String(key.value.value);
  return Object.entries(key.values).every(([name, { value }]) => row[name] === value);
}

function unknownDefinition(key: Key): Error {
  const name = key.kind === 'single' ? key.value.value : Object.values(key.values)[0]?.value;
  return problems.noSuchDefinition(String(name));
}
