import type { FieldType, FieldValue, FlowParameter, GoneField, ValueList } from '@koppel/model';

/** A field of the records at a port. `field` has no entity prefix: `billingAddress.city`, or `~fax` without a binding. */
export interface RecordField {
  readonly field: string;
  readonly type: FieldType;
  /** What people call it, for messages. */
  readonly label?: string;
  /** In a source: never empty. In a target: may not be written empty. */
  readonly isRequired?: boolean;
}

/** The type of the records at a port. Records carry their values in an array; position i belongs to `fields[i]`. */
export interface RecordType {
  readonly entity: string;
  readonly fields: readonly RecordField[];
  /** Fields that the records' system had once. */
  readonly gone?: readonly GoneField[];
}

/** A flow parameter as rules see it. `value` is `null` as long as nobody filled it in. */
export interface RuleParameter {
  readonly type: FlowParameter['type'];
  readonly value: FieldValue;
}

/** Everything a rule may refer to. Checking and compiling remember work per context object: pass the same one. */
export interface RuleContext {
  readonly record: RecordType;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  /** By id. */
  readonly valueLists: ReadonlyMap<string, ValueList>;
  /** The IANA zone in which a moment becomes a calendar day. Default `Europe/Brussels`; must exist. */
  readonly timeZone?: string;
}

/** The zone of a context that names none: where most of the records' owners live. */
export const defaultTimeZone = 'Europe/Brussels';

/** A field found by the name rules use. */
export interface FoundField {
  readonly index: number;
  readonly field: RecordField;
}

/** Finds `account.billingAddress.city` in records of entity `account`; `undefined` if the record has no such field. */
export function findField(record: RecordType, name: string): FoundField | undefined {
  const prefix = `${record.entity}.`;
  if (!name.startsWith(prefix)) return undefined;
  const wanted = name.slice(prefix.length);
  const index = record.fields.findIndex(({ field }) => field === wanted);
  const field = record.fields[index];
  return field && { index, field };
}

/** What messages call a field: its label, or its name when it has none. */
export function fieldTitle(field: RecordField): string {
  return field.label ?? field.field;
}
