import type { Row } from '@koppel/connector-odata';
import type { PlainFieldKind } from '@koppel/sdk';
import type { DataverseClient } from './client.ts';
import type { EntityDefinition } from './entities.ts';

interface ColumnOption {
  readonly value: number;
  readonly label: string;
}

/** One column of a table, as far as fields need it. */
export interface Column {
  readonly name: string;
  readonly label: string;
  /** `String`, `Money`, `Picklist`, `Lookup` …: the vendor's attribute type. */
  readonly attributeType: string;
  readonly kind: PlainFieldKind;
  readonly isLookup: boolean;
  readonly isGuid: boolean;
  readonly isRequired: boolean;
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly isSecured: boolean;
  /** Whether column security may be switched on for it. */
  readonly canBeSecured: boolean;
  readonly maxLength: number | null;
  readonly scale: number | null;
  readonly options: readonly ColumnOption[];
}

interface AlternateKey {
  readonly name: string;
  readonly columns: readonly string[];
  /** Only an active key may be used. */
  readonly isActive: boolean;
}

export interface TableMetadata {
  readonly label: string;
  /** Null where the system does not say. */
  readonly isChangeTracked: boolean | null;
  readonly columns: ReadonlyMap<string, Column>;
  readonly keys: readonly AlternateKey[];
}

const kinds: Readonly<Record<string, PlainFieldKind>> = {
  String: 'text',
  Memo: 'text',
  Integer: 'integer',
  BigInt: 'integer',
  Decimal: 'decimal',
  Double: 'decimal',
  Money: 'money',
  Boolean: 'boolean',
  DateTime: 'dateTime',
  Picklist: 'choice',
  State: 'choice',
  Status: 'choice',
  Lookup: 'text',
  Customer: 'text',
  Owner: 'text',
  Uniqueidentifier: 'text',
};
const lookupTypes = new Set(['Lookup', 'Customer', 'Owner']);

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function nested(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) at = typeof at === 'object' && at !== null ? (at as Row)[name] : undefined;
  return at;
}

/** The label in the caller's language, else the first there is. */
function labelOf(value: unknown): string | null {
  const own = textOf(nested(value, 'UserLocalizedLabel', 'Label'));
  if (own !== null) return own;
  const all = nested(value, 'LocalizedLabels');
  return Array.isArray(all) ? textOf(nested(all[0], 'Label')) : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

function optionsOf(row: Row | undefined): ColumnOption[] {
  const options = nested(row, 'OptionSet', 'Options') ?? nested(row, 'GlobalOptionSet', 'Options');
  if (!Array.isArray(options)) return [];
  return options.flatMap((option) => {
    const value = nested(option, 'Value');
    if (typeof value !== 'number') return [];
    return { value, label: labelOf(nested(option, 'Label')) ?? String(value) };
  });
}

/** What is only told by the definitions of one kind of column. Asked for apart; an organisation that refuses one does without. */
const details: readonly { readonly type: string; readonly select: string; readonly expand?: string }[] = [
  { type: 'StringAttributeMetadata', select: 'LogicalName,MaxLength' },
  { type: 'MemoAttributeMetadata', select: 'LogicalName,MaxLength' },
  { type: 'MoneyAttributeMetadata', select: 'LogicalName,Precision' },
  { type: 'DecimalAttributeMetadata', select: 'LogicalName,Precision' },
  { type: 'DateTimeAttributeMetadata', select: 'LogicalName,DateTimeBehavior,Format' },
  { type: 'PicklistAttributeMetadata', select: 'LogicalName', expand: 'OptionSet($select=Options)' },
  { type: 'StatusAttributeMetadata', select: 'LogicalName', expand: 'OptionSet($select=Options)' },
];

/** Asks an organisation what a table holds. */
export async function readTableMetadata(
  client: DataverseClient,
  { table }: EntityDefinition,
  signal: AbortSignal,
): Promise<TableMetadata> {
  const root = `EntityDefinitions(LogicalName='${table}')`;
  const attributes = `${root}/Attributes`;
  const [definition, rows, keyRows, ...detailRows] = await Promise.all([
    client.odata.json({
      method: 'GET',
      url: `${root}?$select=LogicalName,EntitySetName,PrimaryIdAttribute,DisplayName,ChangeTrackingEnabled`,
      signal,
    }),
    client.rows(
      `${attributes}?$select=LogicalName,AttributeType,DisplayName,RequiredLevel,IsValidForCreate,IsValidForUpdate,IsValidForRead,AttributeOf,IsSecured,CanBeSecuredForUpdate`,
      signal,
    ),
    optionalRows(client, `${root}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus`, signal),
    ...details.map(({ type, select, expand }) =>
      optionalRows(
        client,
        `${attributes}/Microsoft.Dynamics.CRM.${type}?$select=${select}${expand === undefined ? '' : `&$expand=${expand}`}`,
        signal,
      ),
    ),
  ]);
  const detailOf = new Map<string, Row>();
  for (const row of detailRows.flat()) {
    const name = textOf(row['LogicalName']);
    if (name !== null) detailOf.set(name, row);
  }
  const columns = new Map<string, Column>();
  for (const row of rows) {
    const column = columnOf(row, detailOf);
    if (column !== null) columns.set(column.name, column);
  }
  const tracked = nested(definition, 'ChangeTrackingEnabled');
  return {
    label: labelOf(nested(definition, 'DisplayName')) ?? table,
    isChangeTracked: typeof tracked === 'boolean' ? tracked : null,
    columns,
    keys: keyRows.flatMap(keyOf),
  };
}

async function optionalRows(client: DataverseClient, url: string, signal: AbortSignal): Promise<Row[]> {
  const response = await client.odata.send({ method: 'GET', url, signal });
  if (response.status === 400 || response.status === 404 || response.status === 501) return [];
  if (response.status !== 200) throw client.odata.refusal(response);
  const rows = nested(response.json(), 'value');
  return Array.isArray(rows) ? (rows as Row[]) : [];
}

function columnOf(row: Row, detailOf: ReadonlyMap<string, Row>): Column | null {
  const name = textOf(row['LogicalName']);
  const attributeType = textOf(row['AttributeType']);
  const kind = attributeType === null ? undefined : kinds[attributeType];
  if (name === null || attributeType === null || kind === undefined || row['IsValidForRead'] === false) return null;
  // Parts of another column (the name beside a lookup, the base amount's twin) are not columns of their own.
  if (textOf(row['AttributeOf']) !== null) return null;
  const detail = detailOf.get(name);
  const isDay = nested(detail, 'DateTimeBehavior', 'Value') === 'DateOnly' || detail?.['Format'] === 'DateOnly';
  const level = textOf(nested(row, 'RequiredLevel', 'Value'));
  return {
    name,
    label: labelOf(row['DisplayName']) ?? name,
    attributeType,
    kind: kind === 'dateTime' && isDay ? 'date' : kind,
    isLookup: lookupTypes.has(attributeType),
    isGuid: attributeType === 'Uniqueidentifier',
    // A record without an owner gets one by itself.
    isRequired: (level === 'ApplicationRequired' || level === 'SystemRequired') && attributeType !== 'Owner',
    canCreate: row['IsValidForCreate'] !== false,
    canUpdate: row['IsValidForUpdate'] !== false,
    isSecured: row['IsSecured'] === true,
    canBeSecured: row['CanBeSecuredForUpdate'] === true,
    maxLength: numberOf(detail?.['MaxLength']),
    scale: numberOf(detail?.['Precision']),
    options: optionsOf(detail),
  };
}

function keyOf(row: Row): AlternateKey[] {
  const columns = row['KeyAttributes'];
  if (!Array.isArray(columns)) return [];
  return [
    {
      name: textOf(row['LogicalName']) ?? '',
      columns: columns.filter((column): column is string => typeof column === 'string'),
      isActive: row['EntityKeyIndexStatus'] === 'Active',
    },
  ];
}
