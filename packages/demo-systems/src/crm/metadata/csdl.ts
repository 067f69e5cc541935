import { tableOf, type Crm } from '../crm.ts';
import type { CrmColumn } from '../column.ts';
import { edmType } from '../protocol/values.ts';
import type { CrmTable } from '../table.ts';

/** `$metadata`: the tables as OData describes them. With annotations, it tells which ones track changes. */
export function csdl(crm: Crm, isAnnotated: boolean): string {
  const tables = crm.catalogue.entities.map(tableOf);
  const types = tables.map((table) => entityType(table, tables)).join('\n');
  const sets = tables.map((table) => entitySet(table, isAnnotated)).join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="http://vocabularies.odata.org/OData.Community.Keys.V1.xml">
    <edmx:Include Namespace="OData.Community.Keys.V1" Alias="Keys" />
    <edmx:IncludeAnnotations TermNamespace="OData.Community.Keys.V1" />
  </edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="crmbaseentity" Abstract="true" />
${types}
      <ComplexType Name="WhoAmIResponse">
        <Property Name="BusinessUnitId" Type="Edm.Guid" Nullable="false" />
        <Property Name="UserId" Type="Edm.Guid" Nullable="false" />
        <Property Name="OrganizationId" Type="Edm.Guid" Nullable="false" />
      </ComplexType>
      <Function Name="WhoAmI">
        <ReturnType Type="mscrm.WhoAmIResponse" Nullable="false" />
      </Function>
      <EntityContainer Name="System">
${sets}
        <FunctionImport Name="WhoAmI" Function="Microsoft.Dynamics.CRM.WhoAmI" />
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
}

function entityType(table: CrmTable, tables: readonly CrmTable[]): string {
  const { type, key, columns, navigations, alternateKeys } = table;
  const lines = [
    `      <EntityType Name="${type}" BaseType="mscrm.crmbaseentity">`,
    `        <Key><PropertyRef Name="${key}" /></Key>`,
    ...columns.map(property),
  ];
  for (const { name, kind, target, column } of navigations) {
    const other = tables.find(({ set }) => set === target);
    if (other === undefined) continue;
    lines.push(
      kind === 'many'
        ? `        <NavigationProperty Name="${name}" Type="Collection(mscrm.${other.type})" />`
        : `        <NavigationProperty Name="${name}" Type="mscrm.${other.type}" Nullable="false"><ReferentialConstraint Property="${column}" ReferencedProperty="${other.key}" /></NavigationProperty>`,
    );
  }
  if (alternateKeys.length > 0) {
    const records = alternateKeys.map(
      ({ columns: names }) =>
        `<Record><PropertyValue Property="Key"><Collection>${names
          .map(propertyNameIn(columns))
          .map(
            (name) =>
              `<Record><PropertyValue Property="Name" PropertyPath="${name}" /><PropertyValue Property="Alias" String="${name}" /></Record>`,
          )
          .join('')}</Collection></PropertyValue></Record>`,
    );
    lines.push(
      `        <Annotation Term="OData.Community.Keys.V1.AlternateKeys"><Collection>${records.join('')}</Collection></Annotation>`,
    );
  }
  return [...lines, '      </EntityType>'].join('\n');
}

/** A key column as the wire calls it: a lookup by its value. */
function propertyNameIn(columns: readonly CrmColumn[]): (logicalName: string) => string {
  return (logicalName) => columns.find((column) => column.logicalName === logicalName)?.name ?? logicalName;
}

function property(column: CrmColumn): string {
  const { name, type, maxLength, precision, canCreate, canUpdate, role } = column;
  const scale = type === 'decimal' || type === 'money' ? ` Scale="${precision === undefined ? 'Variable' : precision}"` : ''; // prettier-ignore
  const length = maxLength === undefined ? ' Unicode="false"' : ` MaxLength="${maxLength}"`;
  const isText = type === 'text' || type === 'memo';
  const nullable = role === 'key' ? ' Nullable="false"' : '';
  const head = `<Property Name="${name}" Type="${edmType(column)}"${nullable}${isText ? length : ''}${scale}`;
  const isComputed = !canCreate && !canUpdate && column.targets === undefined;
  return isComputed
    ? `        ${head}><Annotation Term="Org.OData.Core.V1.Permissions"><EnumMember>Org.OData.Core.V1.PermissionType/Read</EnumMember></Annotation><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>`
    : `        ${head} />`;
}

function entitySet({ set, type, navigations, isChangeTracked }: CrmTable, isAnnotated: boolean): string {
  const bindings = navigations.map(
    ({ name, target }) => `<NavigationPropertyBinding Path="${name}" Target="${target}" />`,
  );
  const annotation =
    isAnnotated && isChangeTracked
      ? '<Annotation Term="Org.OData.Capabilities.V1.ChangeTracking"><Record><PropertyValue Property="Supported" Bool="true" /></Record></Annotation>'
      : '';
  return `        <EntitySet Name="${set}" EntityType="Microsoft.Dynamics.CRM.${type}">${bindings.join('')}${annotation}</EntitySet>`;
}
