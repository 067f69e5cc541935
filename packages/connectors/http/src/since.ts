import { ConnectionError } from '@koppel/sdk';
import type { QueryParameters } from './client.ts';
import type { Records } from './records.ts';
import type { Resource } from './resource.ts';

/** Changes are read again this far before the watermark. */
export function overlapOf(list: Resource['list']): number {
  return list.stampPath === '' ? 0 : list.overlapMinutes * 60_000;
}

/** The parameter that asks for changes since a time, a little earlier: nobody knows whether the system takes it as "from" or "after". */
export function sinceQuery({ changedParameter, changedForm }: Resource['list'], since: string | null): QueryParameters {
  if (since === null || changedParameter === '') return [];
  const atMs = Math.max(Date.parse(since) - (changedForm === 'date' ? 86_400_000 : 1000), 0);
  const iso = new Date(atMs).toISOString();
  switch (changedForm) {
    case 'iso':
      return [[changedParameter, iso]];
    case 'isoSeconds':
      return [[changedParameter, `${iso.slice(0, 19)}Z`]];
    case 'date':
      return [[changedParameter, iso.slice(0, 10)]];
    case 'seconds':
      return [[changedParameter, String(Math.floor(atMs / 1000))]];
    case 'milliseconds':
      return [[changedParameter, String(atMs)]];
  }
}

/** The time of the last change. Throws a ConnectionError where a record does not tell. */
export function stampOf(records: Records, row: unknown): string {
  const stamp = records.stampOf(row);
  if (stamp !== null) return stamp;
  throw new ConnectionError({
    code: 'http.record-without-stamp',
    message: `${records.client.host} sent a record of ${records.resource.label} without the time of its last change.`,
    remedy: 'Check where the last change is, in the records of the connection.',
    retry: 'never',
  });
}

/** A time so much earlier, never before 1970. */
export const earlier = (stamp: string, ms: number) => new Date(Math.max(Date.parse(stamp) - ms, 0)).toISOString();
