import type { Choice, Column, ColumnType, StoredRecord, Value } from '../records/definition.ts';

/** The vendor's attribute types, as metadata names them. */
export type AttributeType =
  | 'String'
  | 'Memo'
  | 'Integer'
  | 'BigInt'
  | 'Decimal'
  | 'Double'
  | 'Money'
  | 'Boolean'
  | 'DateTime'
  | 'Picklist'
  | 'State'
  | 'Status'
  | 'Lookup'
  | 'Owner'
  | 'Customer'
  | 'Uniqueidentifier'
  | 'EntityName';

export type RequiredLevel = 'None' | 'Recommended' | 'ApplicationRequired' | 'SystemRequired';

/** One table a lookup can lead to, and the navigation property that leads there. */
export interface LookupTarget {
  /** Logical name of the table, for example `systemuser`. */
  readonly type: string;
  readonly set: string;
  readonly navigation: string;
}

/** A column of the CRM. `name` is its name on the wire: `_ownerid_value` where the logical name is `ownerid`. */
export interface CrmColumn extends Column {
  /** Lower-case name by which metadata knows the column; also the storage name. */
  readonly logicalName: string;
  readonly schemaName: string;
  readonly attributeType: AttributeType;
  readonly required: RequiredLevel;
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  /** Whether column security may be switched on for it at all. */
  readonly canBeSecured: boolean;
  readonly format?: string;
  readonly precision?: number;
  readonly min?: number;
  readonly max?: number;
  /** Lookups. More than one: the table is stored under `typeColumn`. */
  readonly targets?: readonly LookupTarget[];
  readonly typeColumn?: string;
  /** Statuses: the state each value belongs to. */
  readonly stateOf?: Readonly<Record<number, number>>;
  /** Money in the organisation's own currency: the column it is computed from. */
  readonly calculationOf?: string;
  /** The value of a new record that does not name the column. */
  readonly initial?: Value;
}

/** What may be said of a column beyond its name, title and type. */
export interface ColumnTraits {
  readonly required?: RequiredLevel;
  readonly readOnly?: boolean;
  readonly createOnly?: boolean;
  readonly updateOnly?: boolean;
  readonly canBeSecured?: boolean;
  readonly foundBy?: readonly string[];
  readonly initial?: Value;
  readonly read?: (record: StoredRecord) => Value;
  readonly role?: 'key' | 'stamp';
  readonly format?: string;
  readonly precision?: number;
  readonly min?: number;
  readonly max?: number;
}

function build(
  schemaName: string,
  title: string,
  kind: { readonly type: ColumnType; readonly attributeType: AttributeType },
  traits: ColumnTraits,
): CrmColumn {
  const { required = 'None', readOnly, createOnly, updateOnly, canBeSecured, ...rest } = traits;
  const logicalName = schemaName.toLowerCase();
  return {
    name: logicalName,
    logicalName,
    schemaName,
    title,
    ...kind,
    required,
    canCreate: readOnly !== true && updateOnly !== true,
    canUpdate: readOnly !== true && createOnly !== true,
    canBeSecured: canBeSecured ?? readOnly !== true,
    ...rest,
  };
}

export function text(schemaName: string, title: string, maxLength: number, traits: ColumnTraits = {}): CrmColumn {
  return { ...build(schemaName, title, { type: 'text', attributeType: 'String' }, traits), maxLength };
}

export function memo(schemaName: string, title: string, maxLength = 2000, traits: ColumnTraits = {}): CrmColumn {
  return { ...build(schemaName, title, { type: 'memo', attributeType: 'Memo' }, traits), maxLength };
}

export function integer(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn {
  return build(
    schemaName,
    title,
    { type: 'integer', attributeType: 'Integer' },
    { min: 0, max: 1_000_000_000, ...traits },
  );
}

export function decimal(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn {
  return build(
    schemaName,
    title,
    { type: 'decimal', attributeType: 'Decimal' },
    { min: -100_000_000_000, max: 100_000_000_000, precision: 2, ...traits },
  );
}

export function boolean(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn {
  const initial = false;
  return build(schemaName, title, { type: 'boolean', attributeType: 'Boolean' }, { initial, ...traits });
}

/** A moment, to the second. */
export function instant(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn {
  return build(schemaName, title, { type: 'instant', attributeType: 'DateTime' }, { format: 'DateAndTime', ...traits });
}

/** A day without a time. */
export function date(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn {
  return build(schemaName, title, { type: 'date', attributeType: 'DateTime' }, { format: 'DateOnly', ...traits });
}

/** Pairs of value and label, in the order of the list. */
export function choice(
  schemaName: string,
  title: string,
  choices: Readonly<Record<number, string>>,
  traits: ColumnTraits = {},
): CrmColumn {
  return {
    ...build(schemaName, title, { type: 'choice', attributeType: 'Picklist' }, traits),
    choices: choicesOf(choices),
  };
}

export function choicesOf(labels: Readonly<Record<number, string>>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value: Number(value), label }));
}

/** An amount in the currency of its record, followed by its twin in the organisation's own currency. */
export function money(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn[] {
  const kind = { type: 'money', attributeType: 'Money' } as const;
  const amount = build(schemaName, title, kind, {
    min: -922_337_203_685_477,
    max: 922_337_203_685_477,
    precision: 2,
    ...traits,
  });
  const { logicalName } = amount;
  const base = build(`${schemaName}_Base`, `${title} (Base)`, kind, {
    readOnly: true,
    precision: 4,
    read({ values }) {
      const value = values[logicalName];
      const rate = values['exchangerate'];
      return typeof value === 'number' ? Math.round((value / (typeof rate === 'number' ? rate : 1)) * 1e4) / 1e4 : null;
    },
  });
  return [amount, { ...base, calculationOf: logicalName }];
}

export function target(type: string, set: string, navigation: string): LookupTarget {
  return { type, set, navigation };
}

export function lookup(
  schemaName: string,
  title: string,
  targets: readonly LookupTarget[],
  traits: ColumnTraits & { readonly attributeType?: 'Owner' | 'Customer' } = {},
): CrmColumn {
  const { attributeType = 'Lookup', ...rest } = traits;
  const logicalName = schemaName.toLowerCase();
  return {
    ...build(
      schemaName,
      title,
      { type: 'lookup', attributeType },
      { read: ({ values }) => values[logicalName] ?? null, ...rest },
    ),
    name: `_${logicalName}_value`,
    targets,
    ...(targets.length > 1 ? { typeColumn: `${logicalName}type` } : {}),
  };
}

/** A bare id: a key, or the id of something outside the CRM. */
export function guid(schemaName: string, title: string, traits: ColumnTraits = {}): CrmColumn {
  return build(
    schemaName,
    title,
    { type: 'guid', attributeType: 'Uniqueidentifier' },
    { canBeSecured: false, ...traits },
  );
}

/** The primary key of a table. */
export function key(schemaName: string, title: string): CrmColumn {
  return guid(schemaName, title, {
    role: 'key',
    read: (record) => record.id,
    required: 'SystemRequired',
    createOnly: true,
  });
}
