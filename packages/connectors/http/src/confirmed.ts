import type { FieldValue, SendOutcome, WriteIntent } from '@koppel/sdk';
import { unknown } from './outcomes.ts';
import type { Records } from './records.ts';

/** A write that the system says it has done. Without the key of a new record that proves nothing. */
export function confirmed(
  records: Records,
  intent: WriteIntent,
  { record, status, etag, location }: { readonly record: unknown; readonly status: number; readonly etag?: string | undefined; readonly location?: string | undefined },
): SendOutcome {
  const { client, resource } = records;
  const told = record === undefined ? '' : records.keyOf(record);
  const key = intent.op === 'update' || resource.create.keyFrom === 'ours' ? intent.key! : resource.create.keyFrom === 'location' ? told || lastSegment(location) : told;
  // Under a key of ours "created" and "nothing to say" are enough; any other answer must show the record.
  const isClear = told !== '' || intent.op === 'update' || resource.create.keyFrom !== 'ours' || (record === undefined && (status === 201 || status === 204));
  if (key === '' || !isClear) return unknown(client.host, 'confirmed a record without saying which');
  if (told !== '' && told !== key) return unknown(client.host, 'confirmed another record than the one that was sent');
  const values: Record<string, FieldValue> = {};
  if (record !== undefined) {
    for (const field of records.plan(Object.keys(intent.values))) if (field.isTold(record)) values[field.field] = field.read(record);
  }
  return { kind: 'confirmed', key, version: records.versionOf(record, etag), values: record === undefined ? null : values };
} // prettier-ignore

function lastSegment(location: string | undefined): string {
  const path = location?.split(/[?#]/, 1)[0]?.replace(/\/+$/, '') ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
