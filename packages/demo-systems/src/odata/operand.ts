import type { ColumnType, StoredRecord, Value } from '../records/definition.ts';
import type { Comparison, LiteralType } from './filter.ts';
import { QueryError } from './query-error.ts';

/** What values can be compared with each other. */
export type Family = LiteralType;

/** A part of a filter that has a value for every record. */
export interface Operand {
  readonly family: Family;
  readonly get: (record: StoredRecord) => Value;
  /** Set when the value is the same for every record. */
  readonly constant?: Value;
}

const families: Readonly<Record<ColumnType, Family>> = {
  guid: 'guid',
  lookup: 'guid',
  text: 'text',
  memo: 'text',
  enum: 'text',
  choices: 'text',
  integer: 'number',
  bigint: 'number',
  decimal: 'number',
  money: 'number',
  double: 'number',
  choice: 'number',
  boolean: 'boolean',
  instant: 'instant',
  date: 'date',
};

const edmNames: Readonly<Record<Family, string>> = {
  guid: 'Edm.Guid',
  text: 'Edm.String',
  number: 'Edm.Decimal',
  boolean: 'Edm.Boolean',
  instant: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  null: 'null',
};

const operatorNames: Readonly<Record<Comparison, string>> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};

export function familyOf(type: ColumnType): Family {
  return families[type];
}

export function constant(family: Family, value: Value): Operand {
  return { family, get: () => value, constant: value };
}

/** Brings a constant to the family of what it is compared with, or refuses as OData libraries do. */
export function adapt(operand: Operand, family: Family, operator: Comparison): Operand {
  if (operand.family === family || operand.family === 'null' || family === 'null') return operand;
  const value = operand.constant;
  if (family === 'instant' && operand.family === 'date' && typeof value === 'string') {
    return constant('instant', Date.parse(value));
  }
  if (family === 'date' && operand.family === 'instant' && typeof value === 'number') {
    return constant('date', new Date(value).toISOString().slice(0, 10));
  }
  throw new QueryError({
    kind: 'type',
    message: `A binary operator with incompatible types was detected. Found operand types '${edmNames[family]}' and '${edmNames[operand.family]}' for operator kind '${operatorNames[operator]}'.`,
  });
}
