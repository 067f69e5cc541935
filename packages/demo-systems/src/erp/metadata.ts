import type { Catalogue, Entity } from '../records/catalogue.ts';
import type { ColumnType } from '../records/definition.ts';
import type { ErpColumn } from './columns.ts';

const namespace = 'Microsoft.NAV';

const edmTypes: Readonly<Record<ColumnType, string>> = {
  guid: 'Edm.Guid',
  lookup: 'Edm.Guid',
  text: 'Edm.String',
  memo: 'Edm.String',
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  double: 'Edm.Double',
  boolean: 'Edm.Boolean',
  choice: 'Edm.Int32',
  choices: 'Edm.String',
  enum: '',
  instant: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
};

/** `$metadata` of one API: the types, the sets, and the companies that contain them. */
export function metadataXml(catalogue: Catalogue<ErpColumn>): string {
  const { entities } = catalogue;
  const types = entities.map((entity) => entityType(entity, catalogue)).join('');
  const enums = entities.flatMap((entity) => entity.definition.columns.flatMap((column) => enumType(entity, column)));
  const sets = entities.map((entity) => entitySet(entity, catalogue)).join('');
  return `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types}${enums.join('')}<EntityContainer Name="NAV">${sets}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;
}

function enumName({ definition }: Entity<ErpColumn>, { name }: ErpColumn): string {
  return `${definition.type}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function entityType(entity: Entity<ErpColumn>, catalogue: Catalogue<ErpColumn>): string {
  const { definition } = entity;
  const properties = definition.columns.map((column) => {
    const type = column.type === 'enum' ? `${namespace}.${enumName(entity, column)}` : edmTypes[column.type];
    const nullable = column.role === 'key' ? ' Nullable="false"' : '';
    const length = column.maxLength === undefined ? '' : ` MaxLength="${column.maxLength}"`;
    const scale = type === 'Edm.Decimal' ? ' Scale="Variable"' : '';
    return `<Property Name="${column.name}" Type="${type}"${nullable}${length}${scale} />`;
  });
  const own = definition.navigations.map((navigation) => {
    const { type } = catalogue.target(navigation).definition;
    const target = navigation.kind === 'one' ? `${namespace}.${type}` : `Collection(${namespace}.${type})`;
    return `<NavigationProperty Name="${navigation.name}" Type="${target}" />`;
  });
  const contained =
    definition.set === 'companies'
      ? catalogue.entities
          .filter((other) => other !== entity)
          .map(
            ({ definition: { set, type } }) =>
              `<NavigationProperty Name="${set}" Type="Collection(${namespace}.${type})" ContainsTarget="true" />`,
          )
      : [];
  return `<EntityType Name="${definition.type}"><Key><PropertyRef Name="${definition.key}" /></Key>${[...properties, ...own, ...contained].join('')}</EntityType>`;
}

/** Members by name; a blank one is written `_x0020_`, as names may not be blank in XML. */
function enumType(entity: Entity<ErpColumn>, column: ErpColumn): string[] {
  if (column.type !== 'enum') return [];
  const members = (column.options ?? []).map(
    (option, value) => `<Member Name="${option.replaceAll(' ', '_x0020_')}" Value="${value}" />`,
  );
  return [`<EnumType Name="${enumName(entity, column)}">${members.join('')}</EnumType>`];
}

function entitySet({ definition }: Entity<ErpColumn>, catalogue: Catalogue<ErpColumn>): string {
  const bindings = definition.navigations.map(
    (navigation) =>
      `<NavigationPropertyBinding Path="${navigation.name}" Target="${catalogue.target(navigation).definition.set}" />`,
  );
  return `<EntitySet Name="${definition.set}" EntityType="${namespace}.${definition.type}">${bindings.join('')}</EntitySet>`;
}
