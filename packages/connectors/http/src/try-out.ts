import { FlowError, RunError, type HttpResponse, type ReadTrial } from '@koppel/sdk';
import { jsonOf } from './answers.ts';
import type { RestClient } from './client.ts';
import { pagesOf, parametersOf, start } from './pages.ts';
import { proposalOf } from './proposal.ts';
import { promises, rungOf } from './promise.ts';
import { createRecords, type Records } from './records.ts';
import { resourceSchema, type Resource } from './resource.ts';

/** So much of an answer is shown. */
const longestShown = 20_000;

/**
 * Reads once with a description that is still being made, and shows what came: nothing is written and nothing kept. With a
 * key it reads that record, else the first page of the list.
 */
export async function tryOut(
  client: RestClient,
  draft: unknown,
  { key, signal }: { readonly key: string | null; readonly signal: AbortSignal },
): Promise<ReadTrial> {
  const resource = readDraft(draft);
  let seen: { url: string; response: HttpResponse } | null = null;
  const watched: RestClient = {
    ...client,
    async send(request) {
      const response = await client.send(request);
      seen = { url: request.url, response };
      return response;
    },
  };
  const records = createRecords(resource, watched);
  const creates = resource.create.path === '' ? null : promises[rungOf(resource)];
  const trial = { ...(await attempt(records, key, signal)), creates };
  if (seen === null) return { ...trial, request: '', status: null, body: '', isCut: false, proposal: { list: {}, fields: [] } };
  const { url, response } = seen as { url: string; response: HttpResponse };
  const text = response.text();
  const body = jsonOf(response);
  const shown = body === undefined ? text : JSON.stringify(body, null, 2);
  const whole: ReadTrial = {
    ...trial,
    request: `GET ${url}`,
    status: response.status,
    // Before it is cut: half a credential is no longer recognised.
    body: client.redact(shown).slice(0, longestShown),
    isCut: shown.length > longestShown,
    proposal: proposalOf(key === null ? body : [records.recordIn(body, resource.get.record)], response.headers, {
      entity: resource.entity,
      recordsPath: key === null ? resource.list.records : '',
    }),
  };
  return redacted(whole, client);
} // prettier-ignore

/** Some systems repeat the sign-in that they were sent: nobody may read it here. */
function redacted<Value>(value: Value, client: RestClient): Value {
  if (typeof value === 'string') return client.redact(value) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => redacted(one, client)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redacted(inner, client)])) as Value;
}

type Attempt = Pick<ReadTrial, 'records' | 'hasMore' | 'rows' | 'problem'>;

async function attempt(records: Records, key: string | null, signal: AbortSignal): Promise<Attempt> {
  const { list } = records.resource;
  const none: Attempt = { records: null, hasMore: null, rows: [], problem: null };
  try {
    if (key !== null) {
      const found = await records.get(key, signal);
      const shown = found === null ? [] : [rowOf(records, found.record, found.etag)];
      return { ...none, records: shown.length, rows: shown };
    }
    for await (const { rows, next } of pagesOf(records, parametersOf(list.query), { from: start, signal })) {
      return { records: rows.length, hasMore: next !== null, rows: rows.slice(0, 5).map((row) => rowOf(records, row)), problem: null }; // prettier-ignore
    }
    return none;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof FlowError)) throw error;
    const { code, message, remedy, answer } = error.view();
    return { ...none, problem: { code, message, remedy, ...(answer === undefined ? {} : { answer }) } };
  }
}

function rowOf(records: Records, record: unknown, etag?: string): ReadTrial['rows'][number] {
  const values = Object.fromEntries(records.fields.map((field) => [field.field, field.read(record)]));
  return {
    key: records.keyOf(record),
    version: records.versionOf(record, etag),
    changedAt: records.stampOf(record),
    isDeleted: records.isDeleted(record),
    values,
  };
}

function readDraft(draft: unknown): Resource {
  const parsed = resourceSchema.safeParse(draft);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new RunError({
    code: 'http.description-incomplete',
    message: `The description of the records is not complete: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`,
    remedy: 'Correct it, then try again.',
  });
}
