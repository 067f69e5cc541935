import { RecordError, type FieldValue, type FindQuery } from '@koppel/sdk';
import type { ValueCodec } from './values.ts';

/** Fields that tell records apart best: filtering by one of them brings few others along. */
const mostTelling = ['number', 'companyNumber', 'vatNumber', 'iban', 'email', 'phone', 'website', 'name'];

/** The one field of a query that a filter asks for; the others are compared with `isMatch`. */
export function leadOf(values: Readonly<Record<string, FieldValue>>): string {
  const fields = Object.keys(values);
  return mostTelling.find((field) => fields.includes(field)) ?? fields[0]!;
}

/** How two values are compared that a filter took for equal: without regard to case and outer blanks. */
function comparable(value: FieldValue): string {
  return value === null ? '' : String(value).trim().toLowerCase();
}

/** A field that queries may ask for. */
export interface MatchField {
  readonly field: string;
  /** The value as this field is read, whatever way it was typed: `200.50` is `200.5`, an IBAN has no blanks. */
  canonical(value: FieldValue): FieldValue;
}

/** What a codec reads of what it writes; the value itself where it cannot be written. */
export function canonicalBy({ read, write }: ValueCodec, value: FieldValue): FieldValue {
  try {
    return read(write(value));
  } catch (error) {
    if (error instanceof RecordError) return value;
    throw error;
  }
}

/** Tells whether a record, whose values stand in the order of `fields`, is what a query looks for. */
export function matcher(
  query: FindQuery,
  fields: readonly MatchField[],
): (record: { readonly key: string; readonly values: readonly FieldValue[] }) => boolean {
  if (query.by === 'key') {
    const key = query.key.toLowerCase();
    return (record) => record.key === key;
  }
  const wanted: { readonly index: number; readonly text: string }[] = [];
  fields.forEach(({ field, canonical }, index) => {
    const value = query.values[field];
    if (value !== undefined) wanted.push({ index, text: comparable(canonical(value)) });
  });
  return ({ values }) => wanted.every(({ index, text }) => comparable(values[index]!) === text);
}
