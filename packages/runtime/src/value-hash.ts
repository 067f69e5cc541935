import { hash } from 'node:crypto';
import type { Cell, RecordShape } from '@koppel/sdk';

/**
 * Makes the function that hashes the values of records of one shape, for the quick comparison with what was last written.
 * The same values of the same fields always give the same text; another field list gives another.
 */
export function valueHasher(shape: RecordShape): (values: readonly Cell[]) => string {
  const fields = `${shape.entity}:${shape.fields.map(({ field }) => field).join(',')}:`;
  // JSON writes undefined and null alike in an array, so a field left as it is gets a mark of its own.
  const replaceUndefined = (_key: string, value: unknown) => (value === undefined ? { left: true } : value);
  return (values) => {
    const text = values.includes(undefined) ? JSON.stringify(values, replaceUndefined) : JSON.stringify(values);
    return hash('sha1', fields + text, 'base64');
  };
}
