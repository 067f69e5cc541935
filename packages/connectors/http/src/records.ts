import { ConnectionError, RunError, type FieldValue, type FoundRecord, type SourceRecord } from '@koppel/sdk';
import type { HttpResponse } from '@koppel/sdk';
import type { RestClient } from './client.ts';
import { bindFields, type BoundField } from './fields.ts';
import { parsePath, textAt, valueAt } from './json-path.ts';
import type { Resource } from './resource.ts';

/** One resource of an open connection: what its records look like. */
export interface Records {
  readonly resource: Resource;
  readonly client: RestClient;
  readonly fields: readonly BoundField[];
  /** The fields with these names, in their order. Throws a RunError for a name that the resource has not. */
  plan(names: readonly string[]): readonly BoundField[];
  /** Empty where the record has none. */
  keyOf(record: unknown): string;
  /** `etag` is the header of an answer with this record alone. */
  versionOf(record: unknown, etag?: string): string | null;
  isDeleted(record: unknown): boolean;
  /** ISO 8601 in UTC; null where the record does not tell. */
  stampOf(record: unknown): string | null;
  /** The record in an answer about it alone; undefined where there is none. */
  recordIn(body: unknown, path: string): unknown;
  toSource(record: unknown, plan: readonly BoundField[], etag?: string): SourceRecord;
  toFound(record: unknown, plan: readonly BoundField[], etag?: string): FoundRecord;
  /** One record with its answer; null where there is none with this key. */
  get(
    key: string,
    signal: AbortSignal,
  ): Promise<{ readonly record: unknown; readonly etag: string | undefined } | null>;
}

export function createRecords(resource: Resource, client: RestClient): Records {
  const fields = bindFields(resource);
  const byName = new Map(fields.map((field) => [field.field, field]));
  const key = parsePath(resource.key);
  const version = parsePath(resource.version.path);
  const deleted = parsePath(resource.list.deletedPath);
  const stamp = parsePath(resource.list.stampPath);

  function keyOf(record: unknown): string {
    return textAt(record, key).trim();
  }

  function versionOf(record: unknown, etag?: string): string | null {
    if (resource.version.from === 'none') return null;
    if (resource.version.from === 'etag' && etag !== undefined && etag !== '') return etag;
    return (version.length === 0 ? '' : textAt(record, version)) || null;
  }

  function stampOf(record: unknown): string | null {
    if (stamp.length === 0) return null;
    return isoOf(valueAt(record, stamp));
  }

  const records: Records = {
    resource,
    client,
    fields,
    plan: (names) =>
      names.map((name) => {
        const field = byName.get(name);
        if (field !== undefined) return field;
        throw new RunError({
          code: 'http.field-unknown',
          message: `${resource.label} of ${client.host} have no field "${name}".`,
          remedy: 'Add the field to the records of the connection, or take it out of the flow.',
        });
      }),
    keyOf,
    versionOf,
    stampOf,
    isDeleted(record) {
      if (deleted.length === 0) return false;
      const value = valueAt(record, deleted);
      return value !== undefined && value !== null && value !== false && value !== 0 && !/^(|false|no|0)$/i.test(String(value)); // prettier-ignore
    },
    recordIn(body, path) {
      const found = valueAt(body, parsePath(path));
      // Systems that can give several records give a list of one.
      const record = Array.isArray(found) && found.length === 1 ? (found[0] as unknown) : found;
      return typeof record === 'object' && record !== null && !Array.isArray(record) ? record : undefined;
    },
    toSource(record, plan, etag) {
      const recordKey = keyOf(record);
      if (recordKey === '') throw withoutKey(resource, client.host);
      if (records.isDeleted(record)) return { key: recordKey, version: versionOf(record, etag), change: 'deleted', values: [] };
      return { key: recordKey, version: versionOf(record, etag), change: 'upserted', values: plan.map((field) => field.read(record)) };
    }, // prettier-ignore
    toFound(record, plan, etag) {
      const values: Record<string, FieldValue> = {};
      for (const field of plan) values[field.field] = field.read(record);
      const changedAt = stampOf(record);
      return { key: keyOf(record), version: versionOf(record, etag), values, ...(changedAt === null ? {} : { changedAt }) };
    }, // prettier-ignore
    async get(recordKey, signal) {
      const url = client.address(resource.get.path, { key: recordKey });
      if (url === null) return null;
      const response = await client.send({ method: 'GET', url, signal });
      if (isAbsent(response)) return null;
      if (response.status < 200 || response.status > 299) throw client.problem(response);
      const record = records.recordIn(response.json(), resource.get.record);
      if (record === undefined) throw notARecord(resource, client.host);
      return { record, etag: response.headers['etag'] };
    },
  };
  return records;
}

function isAbsent({ status }: HttpResponse): boolean {
  return status === 404 || status === 410;
}

/** A time in any usual form, in UTC: text with or without a zone, seconds or milliseconds since 1970. */
export function isoOf(raw: unknown): string | null {
  if (typeof raw === 'number' || (typeof raw === 'string' && /^\d{9,14}$/.test(raw.trim()))) {
    const number = Number(raw);
    const time = new Date(number < 1e11 ? number * 1000 : number);
    return Number.isNaN(time.getTime()) ? null : time.toISOString();
  }
  if (typeof raw !== 'string' || raw.trim() === '') return null;
  const text = raw.trim();
  const zoned = /[Zz]$|[+-]\d\d:?\d\d$/.test(text) || !/\d:\d/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function withoutKey({ label, key }: Resource, host: string): ConnectionError {
  return new ConnectionError({
    code: 'http.record-without-key',
    message: `${host} sent a record of ${label} without a key in "${key}".`,
    remedy: 'Check where the key is, in the records of the connection.',
    retry: 'never',
  });
}

function notARecord({ label }: Resource, host: string): ConnectionError {
  return new ConnectionError({
    code: 'http.not-a-record',
    message: `${host} did not send one record of ${label}.`,
    remedy: 'Check where the record is in the answer, in the records of the connection.',
    retry: 'never',
  });
}
