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

/** A record that a filter gave; its values stand in the order of the fields. */
export interface MatchRecord {
  /** In lower case. */
  readonly key: string;
  readonly values: readonly FieldValue[];
}

/** The records that each query looks for, in the order of the queries. One look at each record, however many queries. */
export function matchRecords<R extends MatchRecord>(
  queries: readonly FindQuery[],
  records: readonly R[],
  fields: readonly MatchField[],
): R[][] {
  const places = new Map(fields.map(({ field }, index) => [field, index]));
  const indexes = new Map<string, ReadonlyMap<string, R[]>>();

  /** The records by their value of one field. */
  function byField(field: string): ReadonlyMap<string, R[]> {
    const known = indexes.get(field);
    if (known !== undefined) return known;
    const place = places.get(field)!;
    const index = Map.groupBy(records, ({ values }) => comparable(values[place]!));
    indexes.set(field, index);
    return index;
  }

  const byKey = new Map(records.map((record) => [record.key, record]));
  return queries.map((query) => {
    if (query.by === 'key') {
      const record = byKey.get(query.key.toLowerCase());
      return record === undefined ? [] : [record];
    }
    const { values } = query;
    const text = (field: string) => comparable(fields[places.get(field)!]!.canonical(values[field]!));
    const lead = leadOf(values);
    const candidates = byField(lead).get(text(lead)) ?? [];
    const others = Object.keys(values).filter((field) => field !== lead);
    if (others.length === 0) return [...candidates];
    const wanted = others.map((field) => ({ place: places.get(field)!, text: text(field) }));
    return candidates.filter((record) => wanted.every((one) => comparable(record.values[one.place]!) === one.text));
  });
}
