/** What a column of a stored record holds. Instants are milliseconds since 1970, dates `YYYY-MM-DD`. */
export type Value = string | number | boolean | null;

/** The columns of a stored record by storage name. A column that is absent counts as null. */
export type Values = Record<string, Value>;

/** A record as it is kept: its key (a lower-case guid), its version, the moment of its last change, its columns. */
export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly stamp: number;
  readonly values: Values;
}

/**
 * The types columns can have. `choice` is a number with a label, `choices` a comma list of such numbers, `enum` one of
 * some texts, `instant` a moment, `memo` a long text, `lookup` the key of another record, `money` an amount.
 */
export type ColumnType =
  | 'guid'
  | 'lookup'
  | 'text'
  | 'memo'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'money'
  | 'double'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'enum'
  | 'instant'
  | 'date';

/** One allowed value of a choice. */
export interface Choice {
  readonly value: number;
  readonly label: string;
}

/** A property of an entity as the protocol shows it. The vendors add their own traits to this. */
export interface Column {
  /** Name on the wire; also the storage name unless `read` says otherwise. */
  readonly name: string;
  readonly type: ColumnType;
  readonly title: string;
  /** Text: most characters. */
  readonly maxLength?: number;
  /** `choice` and `choices`: what is allowed. */
  readonly choices?: readonly Choice[];
  /** `enum`: the texts that are allowed, in the system's order. */
  readonly options?: readonly string[];
  /** Where the value comes from when it is not simply stored under `name`. */
  readonly read?: (record: StoredRecord) => Value;
  /** Names of the table's indexes that find every record whose value equals a given one; others may be found too. */
  readonly foundBy?: readonly string[];
  /** The record's key or its moment of change: the two orders a table can be read in without sorting. */
  readonly role?: 'key' | 'stamp';
}

/**
 * A way from one entity to another. `one`: `column` of this entity holds the other's key. `many`: `column` of the
 * other entity holds this one's key, and an index of the other's table has that name.
 */
export interface Navigation {
  readonly name: string;
  readonly kind: 'one' | 'many';
  /** Entity set at the other end. */
  readonly target: string;
  readonly column: string;
  /** `many`: the column in whose order the records come; by their key when absent. */
  readonly order?: string;
  /** `one` over a column that can point at several entities: the stored name of the target's type, and the type. */
  readonly when?: { readonly column: string; readonly type: string };
}

/** An entity set of the protocol: which columns it shows of which table. Two sets may show the same table. */
export interface EntityDefinition<C extends Column = Column> {
  /** Name of the set in addresses, for example `customers`. */
  readonly set: string;
  /** Name of the type, for example `customer`. */
  readonly type: string;
  readonly title: string;
  readonly table: string;
  /** Name of the key column. */
  readonly key: string;
  readonly columns: readonly C[];
  readonly navigations: readonly Navigation[];
}

/** What a table needs to know about a value to find records by it. */
export interface IndexDefinition {
  /** Storage name of the column; also the name of the index. */
  readonly column: string;
  /** Brings values that count as equal to one form; identity when absent. Null or '' is not indexed. */
  readonly normal?: (value: Value) => string | null;
}

/** Where records are kept: one for each kind of thing. */
export interface TableDefinition {
  readonly name: string;
  readonly indexes: readonly IndexDefinition[];
}
