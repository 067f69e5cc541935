import type { StoredRecord } from '../../records/definition.ts';
import type { CrmRequest } from '../session.ts';
import { problems } from './problem.ts';
import { etagOf } from './rendering.ts';

/** `If-Match` with a version lets nothing happen to a record that has been changed since. */
export function checkVersion(record: StoredRecord, { headers }: CrmRequest): void {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etagOf(record)) throw problems.stale();
}
