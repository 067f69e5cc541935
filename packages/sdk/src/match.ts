import type { FieldValue } from '@koppel/model';
import type { FindQuery } from './connector.ts';
import { fieldIndex, type Cell, type RecordShape } from './records.ts';

/**
 * A function that makes the query of one rule for a record, or null where a field of it is empty: an empty field
 * recognises nobody.
 */
export function compileMatchRule(
  fields: readonly string[],
  input: RecordShape,
): (values: readonly Cell[]) => FindQuery | null {
  const positions = fields.map((field) => fieldIndex(input, field));
  return (values) => {
    const query: Record<string, FieldValue> = {};
    for (let i = 0; i < positions.length; i += 1) {
      const value = values[positions[i]!] ?? null;
      if (value === null || value === '') return null;
      query[fields[i]!] = value;
    }
    return { by: 'fields', values: query };
  };
}
