import { namedGuid } from '../../identity/guid-series.ts';
import type { CrmColumn } from '../column.ts';
import type { CrmTable } from '../table.ts';
import { label, managed } from './labels.ts';

/** A row of metadata: the properties of one table, column, key or relationship. */
export type MetadataRow = Readonly<Record<string, unknown>>;

const typeNames: Readonly<Record<CrmColumn['attributeType'], string>> = {
  String: 'StringAttributeMetadata',
  Memo: 'MemoAttributeMetadata',
  Integer: 'IntegerAttributeMetadata',
  BigInt: 'BigIntAttributeMetadata',
  Decimal: 'DecimalAttributeMetadata',
  Double: 'DoubleAttributeMetadata',
  Money: 'MoneyAttributeMetadata',
  Boolean: 'BooleanAttributeMetadata',
  DateTime: 'DateTimeAttributeMetadata',
  Picklist: 'PicklistAttributeMetadata',
  State: 'StateAttributeMetadata',
  Status: 'StatusAttributeMetadata',
  Lookup: 'LookupAttributeMetadata',
  Owner: 'LookupAttributeMetadata',
  Customer: 'LookupAttributeMetadata',
  Uniqueidentifier: 'UniqueIdentifierAttributeMetadata',
  EntityName: 'EntityNameAttributeMetadata',
};

export function metadataId(name: string): string {
  return namedGuid(0x0da7_a, `metadata ${name}`);
}

export function tableRow(table: CrmTable): MetadataRow {
  const { type, set, schemaName, title, collectionTitle, objectTypeCode, key, nameColumn, ownership } = table;
  return {
    MetadataId: metadataId(type),
    LogicalName: type,
    SchemaName: schemaName,
    EntitySetName: set,
    LogicalCollectionName: set,
    CollectionSchemaName: `${schemaName}s`,
    ObjectTypeCode: objectTypeCode,
    PrimaryIdAttribute: key,
    PrimaryNameAttribute: nameColumn,
    OwnershipType: ownership,
    ChangeTrackingEnabled: table.isChangeTracked,
    IsOptimisticConcurrencyEnabled: true,
    IsCustomEntity: schemaName.startsWith('kop_'),
    IsActivity: key === 'activityid',
    IsIntersect: ownership === 'None',
    IsManaged: true,
    IsValidForAdvancedFind: true,
    IsLogicalEntity: false,
    TableType: 'Standard',
    DisplayName: label(title),
    DisplayCollectionName: label(collectionTitle),
    Description: label(''),
    IsAuditEnabled: managed(false, 'canmodifyauditsettings'),
    IsDuplicateDetectionEnabled: managed(false, 'canmodifyduplicatedetectionsettings'),
    HasChanged: null,
  };
}

/** What is not fixed about a column. */
export interface ColumnState {
  isSecured(logicalName: string): boolean;
  canBeSecured(logicalName: string): boolean;
}

/** A column, with `@odata.type` for the kind it is of, and beside a lookup the name that belongs to it. */
export function columnRows(table: CrmTable, security: ColumnState): MetadataRow[] {
  return table.columns.flatMap((column, at) => {
    const canBeSecured = security.canBeSecured(column.logicalName);
    const row = {
      ...columnRow(table, column, at + 1),
      IsSecured: security.isSecured(column.logicalName),
      CanBeSecuredForRead: canBeSecured,
      CanBeSecuredForCreate: canBeSecured,
      CanBeSecuredForUpdate: canBeSecured,
    };
    return column.targets === undefined ? [row] : [row, nameRow(table, column, at + 1001)];
  });
}

function columnRow(table: CrmTable, column: CrmColumn, number: number): MetadataRow {
  const { logicalName, schemaName, attributeType, required, canCreate, canUpdate } = column;
  return {
    '@odata.type': `#Microsoft.Dynamics.CRM.${typeNames[attributeType]}`,
    MetadataId: metadataId(`${table.type}.${logicalName}`),
    LogicalName: logicalName,
    SchemaName: schemaName,
    EntityLogicalName: table.type,
    AttributeType: attributeType,
    AttributeTypeName: { Value: `${attributeType}Type` },
    AttributeOf: null,
    ColumnNumber: number,
    DisplayName: label(column.title),
    Description: label(''),
    RequiredLevel: managed(required, 'canmodifyrequirementlevelsettings'),
    IsPrimaryId: logicalName === table.key,
    IsPrimaryName: logicalName === table.nameColumn,
    IsCustomAttribute: schemaName.startsWith('kop_'),
    IsManaged: true,
    IsLogical: false,
    IsValidForCreate: canCreate,
    IsValidForUpdate: canUpdate,
    IsValidForRead: true,
    IsValidForForm: true,
    IsValidForGrid: true,
    IsSecured: false,
    CanBeSecuredForRead: false,
    CanBeSecuredForCreate: false,
    CanBeSecuredForUpdate: false,
    IsFilterable: true,
    IsSearchable: true,
    IsRetrievable: true,
    SourceType: 0,
    HasChanged: null,
    ...details(table, column),
  };
}

/** What only columns of one kind have. */
function details(table: CrmTable, column: CrmColumn): MetadataRow {
  const { attributeType, maxLength, precision, min, max, format, targets = [] } = column;
  switch (attributeType) {
    case 'String':
      return { MaxLength: maxLength, Format: format ?? 'Text', FormatName: { Value: format ?? 'Text' }, DatabaseLength: (maxLength ?? 0) * 2 }; // prettier-ignore
    case 'Memo':
      return { MaxLength: maxLength, Format: 'TextArea' };
    case 'Integer':
      return { MinValue: min, MaxValue: max, Format: 'None' };
    case 'Decimal':
    case 'Double':
      return { MinValue: min, MaxValue: max, Precision: precision };
    case 'Money':
      return { MinValue: min, MaxValue: max, Precision: precision, PrecisionSource: column.calculationOf === undefined ? 2 : 0, IsBaseCurrency: column.calculationOf !== undefined, CalculationOf: column.calculationOf ?? null }; // prettier-ignore
    case 'DateTime':
      return { Format: format, DateTimeBehavior: { Value: format === 'DateOnly' && column.type === 'date' ? 'DateOnly' : 'UserLocal' } }; // prettier-ignore
    case 'Lookup':
    case 'Owner':
    case 'Customer':
      return { Targets: targets.map(({ type }) => type), Format: 'None' };
    case 'Picklist':
    case 'State':
    case 'Status':
      return { DefaultFormValue: column.initial ?? -1, OptionSet: optionSet(table, column), GlobalOptionSet: null };
    case 'Boolean':
      return { DefaultValue: column.initial ?? false, OptionSet: yesNo(table, column), GlobalOptionSet: null };
    default:
      return {};
  }
}

/** The name beside a lookup: a column in metadata only, and part of another one. */
function nameRow(table: CrmTable, column: CrmColumn, number: number): MetadataRow {
  const name: CrmColumn = {
    name: `${column.logicalName}name`,
    logicalName: `${column.logicalName}name`,
    schemaName: `${column.schemaName}Name`,
    title: '',
    type: 'text',
    attributeType: 'String',
    required: 'None',
    canCreate: false,
    canUpdate: false,
    canBeSecured: false,
    maxLength: 100,
  };
  return { ...columnRow(table, name, number), AttributeOf: column.logicalName, IsLogical: true };
}

function optionSet(table: CrmTable, column: CrmColumn): MetadataRow {
  const { choices = [], stateOf, attributeType, logicalName } = column;
  return {
    MetadataId: metadataId(`${table.type}.${logicalName}.options`),
    Name: `${table.type}_${logicalName}`,
    IsGlobal: false,
    IsCustomOptionSet: column.schemaName.startsWith('kop_'),
    OptionSetType: attributeType,
    DisplayName: label(column.title),
    Options: choices.map(({ value, label: text }) => ({
      ...(stateOf === undefined ? {} : { State: stateOf[value] }),
      ...(attributeType === 'State' ? { DefaultStatus: defaultStatus(table, value), InvariantName: text } : {}),
      Value: value,
      Label: label(text),
      Description: label(''),
      Color: null,
      ExternalValue: '',
      IsManaged: true,
      ParentValues: [],
    })),
  };
}

function defaultStatus({ columns }: CrmTable, state: number): number | undefined {
  const status = columns.find(({ attributeType }) => attributeType === 'Status');
  return status?.choices?.find(({ value }) => status.stateOf?.[value] === state)?.value;
}

function yesNo(table: CrmTable, { logicalName, title }: CrmColumn): MetadataRow {
  return {
    MetadataId: metadataId(`${table.type}.${logicalName}.options`),
    Name: `${table.type}_${logicalName}`,
    IsGlobal: false,
    OptionSetType: 'Boolean',
    DisplayName: label(title),
    TrueOption: { Value: 1, Label: label('Yes') },
    FalseOption: { Value: 0, Label: label('No') },
  };
}

export function keyRows(table: CrmTable): MetadataRow[] {
  return table.alternateKeys.map(({ schemaName, title, columns }) => ({
    MetadataId: metadataId(`${table.type}.${schemaName}`),
    LogicalName: schemaName.toLowerCase(),
    SchemaName: schemaName,
    EntityLogicalName: table.type,
    DisplayName: label(title),
    KeyAttributes: columns,
    EntityKeyIndexStatus: 'Active',
    AsyncJob: null,
    IsManaged: false,
    IsCustomizable: managed(true, 'iscustomizable'),
  }));
}

/** Relationships in which the table's own lookups lead elsewhere. */
export function manyToOneRows(table: CrmTable, tableBySet: (set: string) => CrmTable | undefined): MetadataRow[] {
  return table.columns.flatMap(({ targets = [], logicalName }) =>
    targets.map((to) => ({
      '@odata.type': '#Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
      MetadataId: metadataId(`${table.type}.${logicalName}.${to.type}`),
      SchemaName: `${to.type}_${logicalName}_${table.type}`,
      RelationshipType: 'OneToManyRelationship',
      ReferencedEntity: to.type,
      ReferencedAttribute: tableBySet(to.set)?.key,
      ReferencingEntity: table.type,
      ReferencingAttribute: logicalName,
      ReferencingEntityNavigationPropertyName: to.navigation,
      ReferencedEntityNavigationPropertyName:
        tableBySet(to.set)?.navigations.find(({ kind, target, column }) => kind === 'many' && target === table.set && column === logicalName)?.name ??
        `${to.type}_${logicalName}_${table.type}`,
      IsCustomRelationship: false,
      IsManaged: true,
    })),
  ); // prettier-ignore
}

export function manyToManyRows(table: CrmTable, tableBySet: (set: string) => CrmTable | undefined): MetadataRow[] {
  return table.manyToMany.map((way) => ({
    '@odata.type': '#Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata',
    MetadataId: metadataId(way.schemaName),
    SchemaName: way.schemaName,
    RelationshipType: 'ManyToManyRelationship',
    IntersectEntityName: tableBySet(way.through)?.type,
    Entity1LogicalName: table.type,
    Entity1IntersectAttribute: way.own,
    Entity1NavigationPropertyName: way.navigation,
    Entity2LogicalName: tableBySet(way.target)?.type,
    Entity2IntersectAttribute: way.other,
    Entity2NavigationPropertyName: way.navigation,
    IsManaged: true,
  }));
}
