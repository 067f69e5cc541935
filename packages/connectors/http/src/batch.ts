import { ConnectionError, RecordError, type HttpResponse, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';
import { errorOf, jsonOf, type SystemError } from './answers.ts';
import { bodyOf } from './bodies.ts';
import { confirmed } from './confirmed.ts';
import { parsePath, putAt, textAt, valueAt, wrapped } from './json-path.ts';
import { noSuchKey, refusal, ruleFor, unknown } from './outcomes.ts';
import type { Records } from './records.ts';

interface Placed {
  readonly intent: WriteIntent;
  readonly place: number;
}

interface Sending {
  readonly outcomes: SendOutcome[];
  readonly signal: AbortSignal;
  readonly startBy: number | undefined;
}

interface Item extends Placed {
  readonly body: unknown;
}

/** Sends records in one request and gives each its own outcome. */
export async function sendBatch(records: Records, writes: readonly Placed[], sending: Sending): Promise<void> {
  const items = writes.flatMap((write): Item[] => {
    const { intent, place } = write;
    if (intent.op === 'update' && (intent.key ?? '') === '') {
      sending.outcomes[place] = noSuchKey(intent);
      return [];
    }
    try {
      return [{ ...write, body: itemOf(records, write) }];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      sending.outcomes[place] = { kind: 'rejected', reason: 'refused', error };
      return [];
    }
  });
  await sendItems(records, items, sending);
}

/** A record as it stands in a batch. Throws a RecordError for a value that cannot be written. */
export function itemOf(records: Records, { intent, place }: Placed): unknown {
  const { batch } = records.resource;
  const item = wrapped(bodyOf(records, intent), parsePath(batch.record)) as Record<string, unknown>;
  if (batch.key !== '' && intent.key !== null) putAt(item, parsePath(batch.key), intent.key);
  if (batch.version !== '' && intent.version !== null) putAt(item, parsePath(batch.version), intent.version);
  if (batch.operation !== '') putAt(item, parsePath(batch.operation), intent.op);
  if (batch.reference !== '') putAt(item, parsePath(batch.reference), String(place));
  return item;
}

/** The request that carries these records. */
export function batchRequest({ client, resource: { batch } }: Records, items: readonly unknown[]) {
  const body = wrapped(items, parsePath(batch.items));
  return { method: batch.method, url: client.address(batch.path)!, body };
}

async function sendItems(records: Records, items: readonly Item[], sending: Sending): Promise<void> {
  if (items.length === 0) return;
  const { client, resource } = records;
  const { outcomes, signal, startBy } = sending;
  let response: HttpResponse;
  try {
    const request = batchRequest(
      records,
      items.map((item) => item.body),
    );
    response = await client.send({ ...request, signal, startBy });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof ConnectionError)) throw error;
    for (const { place } of items) outcomes[place] = { kind: error.wasSent ? 'unknown' : 'notExecuted', error };
    return;
  }
  const { status } = response;
  const answer = jsonOf(response);
  const results = valueAt(answer, parsePath(resource.batch.results));
  // Some systems answer 4xx when a part of a batch failed: the outcomes, where they are, say more than the status.
  if (Array.isArray(results) && (isSuccess(status) || results.length === items.length)) {
    takeResults(records, items, results, sending);
    return;
  }
  if (isSuccess(status)) {
    for (const { place } of items) outcomes[place] = unknown(client.host, 'did not give the outcomes of a batch');
    return;
  }
  // Turned away as a whole for what is in it: one record is at fault, and halving finds it.
  const isForContent = status === 400 || status === 413 || status === 422;
  if (isForContent && items.length > 1) {
    const middle = Math.ceil(items.length / 2);
    await sendItems(records, items.slice(0, middle), sending);
    await sendItems(records, items.slice(middle), sending);
    return;
  }
  const error = errorOf(records, status, answer);
  const askedMs = retryAfterMs(response);
  const problem = status === 401 || status === 404 || (status >= 300 && status < 400) ? client.problem(response) : undefined; // prettier-ignore
  for (const { intent, place } of items) {
    // No batch address is no record that is gone.
    outcomes[place] =
      status === 404
        ? { kind: 'notExecuted', error: problem! }
        : refusal(error, intent, { resource, host: client.host, askedMs, problem });
  }
}

const isSuccess = (status: number) => status >= 200 && status < 300;

function takeResults(
  records: Records,
  items: readonly Item[],
  results: readonly unknown[],
  { outcomes }: Sending,
): void {
  const { client, resource } = records;
  const { batch } = resource;
  const reference = parsePath(batch.resultReference);
  const byReference =
    batch.reference === '' || batch.resultReference === ''
      ? null
      : new Map(results.map((result) => [textAt(result, reference), result]));
  // In the order of the items only all of them prove anything.
  const isWhole = byReference !== null || results.length === items.length;
  items.forEach(({ intent, place }, index) => {
    const result = byReference === null ? results[index] : byReference.get(String(place));
    outcomes[place] =
      isWhole && result !== undefined && result !== null
        ? resultOf(records, intent, result)
        : unknown(client.host, 'gave no outcome for a record of a batch');
  });
}

function resultOf(records: Records, intent: WriteIntent, result: unknown): SendOutcome {
  const { client, resource } = records;
  const { batch } = resource;
  const failed = batch.resultError === '' ? undefined : valueAt(result, parsePath(batch.resultError));
  const hasFailed = failed !== undefined && failed !== null && failed !== '' && failed !== false;
  const told = textAt(result, parsePath(batch.resultStatus));
  const status = statusOf(told, hasFailed);
  if (status === null) return unknown(client.host, `gave a record of a batch the outcome "${told.slice(0, 60)}"`);
  const error: SystemError = errorOf(records, status, hasFailed && typeof failed === 'object' ? failed : hasFailed ? { [resource.errors.message]: failed } : result);
  if (!isSuccess(status) || ruleFor(resource.rules, error) !== undefined) {
    return refusal(error, intent, { resource, host: client.host });
  }
  return confirmed(records, intent, { record: records.recordIn(result, batch.resultRecord), status });
} // prettier-ignore

/** The status of one outcome; null for a word that says neither that it was done nor that it was not. */
function statusOf(told: string, hasFailed: boolean): number | null {
  if (/^[1-5]\d\d$/.test(told)) return Number(told);
  if (hasFailed) return 422;
  if (told === '' || /^(ok|success|succeeded|created|updated|done|true)$/i.test(told)) return 200;
  return /^(error|failed|failure|invalid|rejected|false)$/i.test(told) ? 422 : null;
}
