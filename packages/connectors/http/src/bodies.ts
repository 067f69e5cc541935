import { RecordError, type FieldValue, type WriteIntent } from '@koppel/sdk';
import { parsePath, putAt } from './json-path.ts';
import type { Records } from './records.ts';

/** The record of an intent as the system wants it. Throws a RecordError for a value that cannot be written. */
export function bodyOf(
  records: Records,
  intent: WriteIntent,
  values: Readonly<Record<string, FieldValue>> = intent.values,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of records.plan(Object.keys(values))) {
    const { use } = field;
    if (use === 'read' || (use === 'create' && intent.op === 'update')) throw notWritable(field.field, intent);
    const value = values[field.field]!;
    // A new record is not sent its empty fields: systems fill some of them by themselves.
    if (intent.op === 'create' && (value === null || value === '')) continue;
    field.write(body, value);
  }
  const { key, create, version } = records.resource;
  if (intent.op === 'create' && create.keyFrom === 'ours' && intent.key !== null) putAt(body, parsePath(key), intent.key);
  if (intent.op === 'update' && version.from === 'field' && version.sendAs === 'body' && intent.version !== null) {
    putAt(body, parsePath(version.path), numeric(intent.version));
  }
  return body;
} // prettier-ignore

/** A version that looks like a number is one, as `"version": 3`. */
const numeric = (version: string): string | number => (/^\d{1,15}$/.test(version) ? Number(version) : version);

function notWritable(field: string, { op }: WriteIntent): RecordError {
  return new RecordError({
    code: 'http.field-not-writable',
    failureCause: 'refused',
    message: `"${field}" cannot be written ${op === 'create' ? 'in a new record' : 'in a record that is there'}.`,
    remedy: 'Take the field out of the mapping, or change its use in the records of the connection.',
  });
}
