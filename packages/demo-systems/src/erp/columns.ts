import type { Column, ColumnType, EntityDefinition, StoredRecord, Value } from '../records/definition.ts';

/** A column of a page of the ERP. `title` is its caption, by which messages name it. */
export interface ErpColumn extends Column {
  readonly isReadOnly?: boolean;
  /** A text of the type Code: kept trimmed and in capitals. */
  readonly isCode?: boolean;
  /** `''` where the column may be absent but not blank; `displayName` must be given. */
  readonly isRequired?: boolean;
  /** A column with the id of a record of another set. */
  readonly reference?: { readonly set: string; readonly caption: string };
  /** What a new record gets when it is not sent; by type when absent. */
  readonly initial?: Value;
}

/** The empty link of Business Central. */
export const zeroGuid = '00000000-0000-0000-0000-000000000000';
/** The empty date of Business Central. */
export const zeroDate = '0001-01-01';

const initialByType: Readonly<Record<ColumnType, Value>> = {
  guid: zeroGuid,
  lookup: zeroGuid,
  text: '',
  memo: '',
  integer: 0,
  bigint: 0,
  decimal: 0,
  money: 0,
  double: 0,
  boolean: false,
  choice: 0,
  choices: '',
  enum: ' ',
  instant: null,
  date: zeroDate,
};

/** Nothing is ever null in Business Central: what a column holds before anybody filled it. */
export function initialValue({ initial, type, options }: ErpColumn): Value {
  return initial ?? (type === 'enum' ? (options?.[0] ?? '') : initialByType[type]);
}

type Extra = Partial<Omit<ErpColumn, 'name' | 'title' | 'type'>>;

export const text = (name: string, title: string, maxLength: number, extra: Extra = {}): ErpColumn => ({
  name,
  title,
  type: 'text',
  maxLength,
  ...extra,
});

export const code = (name: string, title: string, maxLength: number, extra: Extra = {}): ErpColumn =>
  text(name, title, maxLength, { isCode: true, ...extra });

export const ofType = (type: ColumnType, name: string, title: string, extra: Extra = {}): ErpColumn => ({
  name,
  title,
  type,
  ...extra,
});

/** A column that holds the id of a record of another set. */
export const link = (name: string, title: string, set: string, caption: string): ErpColumn => ({
  name,
  title,
  type: 'lookup',
  reference: { set, caption },
});

/** A column that only the system itself fills. */
export const shown = (column: ErpColumn): ErpColumn => ({ ...column, isReadOnly: true });

export const id: ErpColumn = {
  name: 'id',
  title: 'Id',
  type: 'guid',
  role: 'key',
  isReadOnly: true,
  read: (record: StoredRecord) => record.id,
};

export const lastModified: ErpColumn = {
  name: 'lastModifiedDateTime',
  title: 'Last Modified Date Time',
  type: 'instant',
  role: 'stamp',
  isReadOnly: true,
  read: (record: StoredRecord) => record.stamp,
};

/** What may be done with the records of a page. */
interface Operations {
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
}

/** A page of the API: an entity set with the manners of Business Central. A further entity is a further one of these. */
export interface ErpPage {
  readonly definition: EntityDefinition<ErpColumn>;
  readonly operations: Operations;
  /** The column that tells records apart for people, with its caption: `number` and `No.`. */
  readonly identity: { readonly column: string; readonly caption: string; readonly isUnique: boolean };
  /** Rules beyond those of single columns; completes or refuses what is about to be written. */
  readonly settle?: (draft: Draft) => void;
  /** Gives a new record the number that was not sent. */
  readonly nextNumber?: () => string;
  /** Records that come with a document, and the set and column by which they belong to it. */
  readonly lines?: { readonly set: string; readonly column: string };
  /** Lines are read with their document or by its id only. */
  readonly document?: { readonly set: string; readonly column: string };
  /** What follows from a write, in the same transaction. `after` is null when the record was deleted. */
  readonly follow?: (before: StoredRecord | undefined, after: StoredRecord | null) => void;
  /** Throws when the record may not go. */
  readonly checkDelete?: (record: StoredRecord) => void;
  /** Bound actions, by name without their namespace. */
  readonly actions?: Readonly<Record<string, (record: StoredRecord) => void>>;
}

/** A record on its way into the table. `sent` are the names of the columns that the client gave. */
export interface Draft {
  readonly values: Record<string, Value>;
  readonly sent: ReadonlySet<string>;
  readonly isNew: boolean;
  /** The record as it is; absent for a new one. */
  readonly before?: StoredRecord;
}
