import { createHash } from 'node:crypto';
import {
  ConnectionError,
  FlowError,
  RecordError,
  type FieldValue,
  type HttpResponse,
  type SendOutcome,
  type Sink,
  type TimeBounds,
  type WriteIntent,
  type WritePreview,
} from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';
import { errorOf, jsonOf } from './answers.ts';
import { batchRequest, itemOf, sendBatch } from './batch.ts';
import { bodyOf } from './bodies.ts';
import type { RestRequest } from './client.ts';
import { confirmed } from './confirmed.ts';
import { findRecords } from './find.ts';
import { parsePath, wrapped } from './json-path.ts';
import { noSuchKey, refusal, refusedHere, ruleFor, unknown } from './outcomes.ts';
import { rungOf } from './promise.ts';
import type { Records } from './records.ts';
import type { Resource } from './resource.ts';

/** Writes that go one by one, in one `send`. */
const maxSingles = 50;

/** Writes records one by one, or several at once where the system takes that. */
export function createSink(records: Records, bounds: TimeBounds): Sink {
  const { resource } = records;
  const { batch } = resource;
  return {
    rung: rungOf(resource),
    bounds,
    maxIntents: batch.path === '' ? maxSingles : batch.max,
    ...(resource.create.keyFrom === 'ours' ? { keyFor: (identity: string) => uuidOf(identity) } : {}),
    find: (queries, options) => findRecords(records, queries, options),
    async send(intents, { signal, startBy }) {
      signal.throwIfAborted();
      const outcomes: SendOutcome[] = Array.from({ length: intents.length });
      const together = intents.flatMap((intent, place) => (goesInBatch(resource, intent) ? [{ intent, place }] : []));
      if (together.length > 0) await sendBatch(records, together, { outcomes, signal, startBy });
      await Promise.all(
        intents.map(async (intent, place) => {
          outcomes[place] ??= await sendOne(records, intent, { signal, startBy });
        }),
      );
      signal.throwIfAborted();
      return outcomes;
    },
    preview: (intents, { signal }) => Promise.all(intents.map((intent) => previewOf(records, intent, signal))),
  };
}

const noRequest: WritePreview = { requests: [], isWhole: false, error: null };

/** The request of one record. One that may go with others is shown as if it went alone. */
async function previewOf(records: Records, intent: WriteIntent, signal: AbortSignal): Promise<WritePreview> {
  const refused = (error: RecordError): WritePreview => ({ requests: [], isWhole: true, error });
  try {
    const request = goesInBatch(records.resource, intent)
      ? batchRequest(records, [itemOf(records, { intent, place: 0 })])
      : await requestOf(records, intent, signal);
    // What is not rejected here has a request.
    if ('kind' in request) return request.kind === 'rejected' ? refused(request.error) : noRequest;
    const { method, url, body } = request;
    const { pathname, search } = new URL(url);
    const { redact } = records.client;
    const preview = { method, address: redact(`${pathname}${search}`), body: redact(JSON.stringify(body)) };
    return { requests: [preview], isWhole: true, error: null };
  } catch (error) {
    if (error instanceof RecordError) return refused(error);
    throw error;
  }
}

function goesInBatch({ batch, create, version, update }: Resource, { op }: WriteIntent): boolean {
  if (batch.path === '' || (batch.writes !== 'both' && batch.writes !== op)) return false;
  // In a batch there is no header for one record: what needs one goes by itself.
  if (op === 'create') return create.idempotencyHeader === '' || create.keyFrom === 'ours';
  return update.sends === 'changes' && (version.from === 'none' || version.sendAs !== 'ifMatch' || batch.version !== '');
} // prettier-ignore

interface Sending {
  readonly signal: AbortSignal;
  readonly startBy: number | undefined;
}

async function sendOne(records: Records, intent: WriteIntent, sending: Sending): Promise<SendOutcome> {
  try {
    const request = await requestOf(records, intent, sending.signal);
    if ('kind' in request) return request;
    const { recordPath, ...rest } = request;
    const response = await records.client.send({ ...rest, ...sending });
    return outcomeOf(records, intent, response, recordPath);
  } catch (error) {
    if (sending.signal.aborted) throw sending.signal.reason;
    if (error instanceof RecordError) return { kind: 'rejected', reason: 'refused', error };
    if (error instanceof ConnectionError) return { kind: error.wasSent ? 'unknown' : 'notExecuted', error };
    throw error;
  }
}

/** A request that writes one record, with the part of the answer that has the record. */
interface WriteRequest extends Pick<RestRequest, 'method' | 'url' | 'headers' | 'body'> {
  readonly recordPath: string;
}

/** The request of a record that goes by itself, or why there is none. */
async function requestOf(records: Records, intent: WriteIntent, signal: AbortSignal): Promise<WriteRequest | SendOutcome> {
  return intent.op === 'create' ? createRequest(records, intent) : updateRequest(records, intent, signal);
} // prettier-ignore

function createRequest(records: Records, intent: WriteIntent): WriteRequest | SendOutcome {
  const { client, resource } = records;
  const { create } = resource;
  if (create.path === '') return refusedHere(intent, `The connection does not say how ${resource.label} are made.`, 'Fill in "Make a record" in the records of the connection.'); // prettier-ignore
  const url = client.address(create.path, intent.key === null ? {} : { key: intent.key })!;
  const headers: Record<string, string> = {};
  if (create.idempotencyHeader !== '' && intent.identity !== undefined) headers[create.idempotencyHeader.toLowerCase()] = uuidOf(intent.identity); // prettier-ignore
  // At an address that has its key a request would also replace a record that is there.
  if (create.method === 'PUT') headers['if-none-match'] = '*';
  const body = wrapped(bodyOf(records, intent), parsePath(create.wrap));
  return { method: create.method, url, headers, body, recordPath: create.record };
}

async function updateRequest(records: Records, intent: WriteIntent, signal: AbortSignal): Promise<WriteRequest | SendOutcome> {
  const { client, resource } = records;
  const { update, version } = resource;
  if (update.path === '') return refusedHere(intent, `The connection does not say how ${resource.label} are changed.`, 'Fill in "Change a record" in the records of the connection.'); // prettier-ignore
  const url = client.address(update.path, { key: intent.key ?? '' });
  if (url === null) return noSuchKey(intent);
  const values = update.sends === 'all' ? await wholeOf(records, intent, signal) : intent.values;
  if (values === null) return noSuchKey(intent);
  // A version comes from the system: it must not become more than the value of a header.
  if (version.sendAs === 'ifMatch' && !/^[\x20-\x7e]*$/.test(intent.version ?? '')) return refusedHere(intent, 'Its version can stand in no header.', 'Check where the version is, in the records of the connection.'); // prettier-ignore
  const headers: Record<string, string> = {};
  if (version.from !== 'none' && version.sendAs === 'ifMatch' && intent.version !== null) headers['if-match'] = entityTag(intent.version, version.from); // prettier-ignore
  const body = wrapped(bodyOf(records, intent, values), parsePath(update.wrap));
  return { method: update.method, url, headers, body, recordPath: update.record };
} // prettier-ignore

/** An ETag goes back as it came; the version in a field is put in quotes, as the header wants it. */
function entityTag(version: string, from: 'etag' | 'field'): string {
  if (from === 'etag' || /^(W\/)?"/.test(version)) return version;
  return `"${version.replaceAll(/["\\]/g, '')}"`;
}

/** All that may be written, with the changes in it; null where the record is gone. A failed read has written nothing. */
async function wholeOf(records: Records, intent: WriteIntent, signal: AbortSignal) {
  let found: Awaited<ReturnType<Records['get']>>;
  try {
    found = await records.get(intent.key!, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof FlowError)) throw error;
    const { code, message, remedy, retry } = error;
    throw new ConnectionError({ code, message, remedy, retry, wasSent: false, cause: error });
  }
  if (found === null) return null;
  const values: Record<string, FieldValue> = {};
  for (const field of records.fields) {
    if (field.use === 'readWrite' && field.isTold(found.record)) values[field.field] = field.read(found.record);
  }
  return { ...values, ...intent.values };
}

function outcomeOf(records: Records, intent: WriteIntent, response: HttpResponse, recordPath: string): SendOutcome {
  const { client, resource } = records;
  const { status } = response;
  const body = jsonOf(response);
  const error = errorOf(records, status, body);
  if (status < 200 || status > 299 || ruleFor(resource.rules, error) !== undefined) {
    const askedMs = retryAfterMs(response);
    const problem = status === 401 || (status >= 300 && status < 400) ? client.problem(response) : undefined;
    return refusal(error, intent, { resource, host: client.host, askedMs, problem });
  }
  // A body that is there and is no data came from something in between, such as a sign-in page.
  if (body === undefined && response.body.length > 0) return unknown(client.host, 'answered a write with something else than data');
  const record = records.recordIn(body, recordPath);
  return confirmed(records, intent, { record, status, etag: response.headers['etag'], location: response.headers['location'] });
} // prettier-ignore

/** A UUID (version 5) that is always the same for the same text. */
export function uuidOf(identity: string): string {
  const bytes = createHash('sha1').update('koppel/http/').update(identity).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
