import type { FieldValue, FindQuery } from '@koppel/sdk';

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

/** Whether a record is what a query looks for. `values` stand in the order of `fields`, and hold all that it asks for. */
export function isMatch(
  query: FindQuery,
  record: { readonly key: string; readonly values: readonly FieldValue[] },
  fields: readonly string[],
): boolean {
  if (query.by === 'key') return record.key === query.key.toLowerCase();
  return fields.every((field, index) => {
    const wanted = query.values[field];
    return wanted === undefined || comparable(wanted) === comparable(record.values[index]!);
  });
}
