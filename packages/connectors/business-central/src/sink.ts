import {
  BatchRefused,
  isBatchTurnedAway,
  queryOptions,
  type BatchAnswer,
  type JsonBatchRequest,
  type Row,
} from '@koppel/connector-odata';
import {
  ConnectionError,
  FlowError,
  type EntityBinding,
  type FieldValue,
  type RequestPreview,
  type SendOutcome,
  type Sink,
  type TimeBounds,
  type WritePreview,
} from '@koppel/sdk';
import type { Api } from './client.ts';
import { findRecords } from './find.ts';
import { lineRequests } from './order-lines.ts';
import { createdInPart, notWritable, refusal, unknown, type FieldNames } from './outcomes.ts';
import { idOf, maxBatchOperations, versionOf, type EntityRecords, type ReadPlan } from './records.ts';
import { prepareWrites, type PreparedWrites, type PrepareInput, type Write } from './write.ts';

/**
 * Writes records by number-series keys: nothing makes a create safe to repeat but looking for its natural keys (R4). One
 * JSON batch per send, in which each part stands for itself; what belongs on the custom page follows in a second one.
 */
export function createSink(shelves: readonly EntityRecords[], binding: EntityBinding, bounds: TimeBounds): Sink {
  const [records] = shelves as [EntityRecords];
  const { definition } = records;
  const names = fieldNames(records, binding);
  return {
    rung: definition.marker === null ? 'R4' : 'R3',
    bounds,
    maxIntents: definition.lines === null ? maxBatchOperations : maxDocuments,
    find: (queries, options) => findRecords(shelves, queries, options),
    async send(intents, { signal, startBy }) {
      if (!definition.isWritable) {
        return intents.map((intent) => ({
          kind: 'rejected',
          reason: 'refused',
          error: notWritable(intent, definition),
        }));
      }
      const outcomes: SendOutcome[] = Array.from({ length: intents.length });
      const prepared = await prepare(records, binding, { intents, outcomes, signal });
      if (prepared === null) return outcomes;
      const { writes, plan } = prepared;
      await sendMain(records, writes, { outcomes, names, signal, startBy });
      await sendLines(records, writes, { outcomes, names, signal, plan });
      const accepted = writes.filter(({ main }) => main !== undefined);
      await sendCompanions(records, accepted, { outcomes, names, signal, plan });
      await confirm(records, accepted, { outcomes, plan, signal });
      return outcomes;
    },
    async preview(intents, { signal }) {
      if (!definition.isWritable) {
        return intents.map((intent) => ({ requests: [], isWhole: true, error: notWritable(intent, definition) }));
      }
      const outcomes: SendOutcome[] = Array.from({ length: intents.length });
      const { writes } = await prepareWrites(records, binding, { intents, outcomes, signal });
      const written = new Map(writes.map((write) => [write.place, write]));
      const hasMore = writes.some(({ draft }) => Object.keys(draft.companion).length > 0);
      const main = await records.path('main', signal);
      const companion = hasMore ? await records.path('companion', signal) : '';
      return intents.map((_intent, place): WritePreview => {
        const write = written.get(place);
        const outcome = outcomes[place];
        if (!write) return { requests: [], isWhole: true, error: outcome?.kind === 'rejected' ? outcome.error : null };
        // Which lines of a document are sent anew is decided by those that it turns out to have.
        return {
          requests: requestsOf(records, write, { main, companion }),
          isWhole: write.lines === null,
          error: null,
        };
      });
    },
  };
}

/** Documents in one batch: each brings its lines along. */
const maxDocuments = 20;

/** Bodies of what is to be sent; null when the look at the system that they need failed, and nothing was sent. */
async function prepare(
  records: EntityRecords,
  binding: EntityBinding,
  input: PrepareInput,
): Promise<PreparedWrites | null> {
  try {
    return await prepareWrites(records, binding, input);
  } catch (error) {
    if (input.signal.aborted) throw input.signal.reason;
    if (!(error instanceof FlowError)) throw error;
    const { outcomes } = input;
    for (let place = 0; place < outcomes.length; place += 1) {
      outcomes[place] ??= { kind: 'notExecuted', error: asConnectionError(error) };
    }
    return null;
  }
}

function asConnectionError(error: FlowError): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const { code, message, remedy, retry } = error;
  return new ConnectionError({ code, message, remedy, retry, wasSent: false, cause: error });
}

/** How the vendor's messages name the fields of this entity. */
function fieldNames({ definition }: EntityRecords, binding: EntityBinding): FieldNames {
  const columns = new Map<string, string>();
  const labels = new Map<string, string>();
  for (const [field, { path }] of Object.entries(binding.fields)) {
    const [first = '', second] = path.split('/');
    const reference = definition.references[first];
    columns.set(reference?.idColumn ?? second ?? first, field);
    const label = definition.labels[path];
    if (label !== undefined) labels.set(label, field);
  }
  // Longer captions first: "Name 2" is not "Name".
  return { entity: definition.entity, columns, labels: new Map([...labels].sort(([a], [b]) => b.length - a.length)) };
}

interface Sending {
  readonly outcomes: SendOutcome[];
  readonly names: FieldNames;
  readonly signal: AbortSignal;
  /** The last moment at which a create may leave. */
  readonly startBy?: number | undefined;
}

/**
 * Creates and updates on the standard API. An update of the custom page alone is preceded by a conditional read, so that
 * it too is made only on the version it was decided on.
 */
async function sendMain(records: EntityRecords, writes: readonly Write[], sending: Sending): Promise<void> {
  if (writes.length === 0) return;
  const address = await records.path('main', sending.signal);
  const requests = writes.map((write) => mainRequest(records, write, address));
  const answers = await answersOf(records.api.main, requests, writes, sending);
  writes.forEach((write, index) => {
    const answer = answers[index];
    if (sending.outcomes[write.place] === undefined) takeMain(write, answer, sending);
  });
}

function mainRequest(
  { definition }: EntityRecords,
  { intent, draft, lines }: Write,
  address: string,
): JsonBatchRequest {
  if (intent.op === 'create') {
    const lineSet = definition.lines?.set;
    const children = lines === null || lineSet === undefined ? {} : { [lineSet]: lines.map(({ body }) => body) };
    return {
      method: 'POST',
      url: address,
      body: { ...definition.alsoCreates(intent.values), ...draft.main, ...children },
    };
  }
  const url = `${address}(${intent.key})`;
  if (Object.keys(draft.main).length === 0) return { method: 'GET', url };
  return { method: 'PATCH', url, headers: { 'If-Match': intent.version ?? '*' }, body: draft.main };
}

function companionRequest({ draft }: Write, address: string, id: string): JsonBatchRequest {
  // The version was checked a moment ago, on the standard page: both pages show one record.
  return { method: 'PATCH', url: `${address}(${id})`, headers: { 'If-Match': '*' }, body: draft.companion };
}

/** The requests of a record that write, as far as they are known before the first is answered. */
function requestsOf(
  records: EntityRecords,
  write: Write,
  addresses: { readonly main: string; readonly companion: string },
): RequestPreview[] {
  const { intent, draft } = write;
  const hasCompanion = Object.keys(draft.companion).length > 0;
  const id = intent.op === 'create' ? '{id}' : intent.key!;
  const requests = [
    mainRequest(records, write, addresses.main),
    ...(hasCompanion ? [companionRequest(write, addresses.companion, id)] : []),
  ];
  return requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, url, body }) => ({ method, address: url, body: body === undefined ? null : JSON.stringify(body) }));
}

function takeMain(write: Write, answer: BatchAnswer | undefined, { outcomes, names }: Sending): void {
  const { intent, place } = write;
  if (answer === undefined) {
    outcomes[place] = unknown();
    return;
  }
  if (answer.status < 200 || answer.status > 299) {
    outcomes[place] = refusal(answer, intent, names);
    return;
  }
  const row = answer.json();
  if (typeof row !== 'object' || row === null || typeof (row as Row)['id'] !== 'string') {
    outcomes[place] = unknown('confirmed a record without saying which');
    return;
  }
  const isRead = intent.op === 'update' && Object.keys(write.draft.main).length === 0;
  if (isRead && intent.version !== null && versionOf(row as Row) !== intent.version) {
    outcomes[place] = refusal(changedMeanwhile, intent, names);
    return;
  }
  write.main = row as Row;
}

/** The answer that Business Central gives to a stale version, for the case that we noticed it first. */
const changedMeanwhile: BatchAnswer = {
  status: 409,
  body: '',
  header: () => undefined,
  json: () => ({ error: { code: 'Request_EntityChanged', message: 'Another user has already changed the record.' } }),
};

/** The answers by place, or outcomes for all where the batch as a whole failed. */
async function answersOf(
  api: Api,
  requests: readonly JsonBatchRequest[],
  writes: readonly Write[],
  { outcomes, signal, startBy }: Sending,
): Promise<readonly (BatchAnswer | undefined)[]> {
  try {
    return await api.batch(requests, { signal, startBy });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failed = error instanceof BatchRefused ? error.error : error;
    if (!(failed instanceof ConnectionError)) throw error;
    const isUndone = error instanceof BatchRefused ? isBatchTurnedAway(error.status) : !failed.wasSent;
    for (const { place } of writes) outcomes[place] = { kind: isUndone ? 'notExecuted' : 'unknown', error: failed };
    return [];
  }
}

/**
 * Documents are confirmed only with all their lines. Those of a new one went with it; whatever the answer said, they are
 * read, and what is missing or other than it should be is put right. A new document whose lines are refused is taken away.
 */
async function sendLines(
  records: EntityRecords,
  writes: readonly Write[],
  sending: Sending & { readonly plan: ReadPlan },
): Promise<void> {
  const { outcomes } = sending;
  const documents = writes.filter(({ lines, main, place }) => lines !== null && main !== undefined && outcomes[place] === undefined); // prettier-ignore
  if (documents.length === 0) return;
  try {
    const wrong = (await readLines(records, documents, sending)).filter(({ requests }) => requests.length > 0);
    if (wrong.length === 0) return;
    for (const { write, requests } of wrong) await putRight(records, write, requests, sending);
    const again = wrong.map(({ write }) => write).filter(({ place }) => outcomes[place] === undefined);
    for (const { write, requests } of await readLines(records, again, sending)) {
      if (requests.length > 0) outcomes[write.place] = unknown('does not have all lines of a document');
    }
  } catch (error) {
    if (sending.signal.aborted) throw sending.signal.reason;
    if (!(error instanceof ConnectionError)) throw error;
    for (const { place } of documents) outcomes[place] ??= { kind: 'unknown', error };
  }
}

interface Lined {
  readonly write: Write;
  /** What has to be sent to make the lines what they are to be. */
  readonly requests: readonly JsonBatchRequest[];
}

async function readLines(
  records: EntityRecords,
  writes: readonly Write[],
  { signal, plan, outcomes }: Sending & { readonly plan: ReadPlan },
): Promise<readonly Lined[]> {
  if (writes.length === 0) return [];
  const { set } = records.definition.lines!;
  const address = await records.path('main', signal);
  const filter = writes.map(({ main }) => `id eq ${idOf(main!)}`).join(' or ');
  const url = `${address}${queryOptions({ $select: plan.select, $filter: filter, $expand: set })}`;
  const { rows } = await records.api.main.odata.page({ method: 'GET', url, signal });
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return writes.flatMap((write): Lined[] => {
    const id = idOf(write.main!);
    const row = byId.get(id);
    if (row === undefined) {
      // Shipped and invoiced, or deleted, between two requests: looking it up tells which.
      outcomes[write.place] = unknown('no longer has a document that it had a moment ago');
      return [];
    }
    const lines = (row[set] ?? []) as Row[];
    write.main = { ...row, '#lines': lines };
    return [{ write, requests: lineRequests(write.lines!, lines, `${address}(${id})/${set}`) }];
  });
}

async function putRight(
  records: EntityRecords,
  write: Write,
  requests: readonly JsonBatchRequest[],
  sending: Sending,
): Promise<void> {
  const { outcomes, signal } = sending;
  const { place, intent, main } = write;
  let outcome: SendOutcome | undefined;
  for (let from = 0; from < requests.length && outcome === undefined; from += maxBatchOperations) {
    outcome = await linesOutcome(records, requests.slice(from, from + maxBatchOperations), write, sending);
  }
  if (outcome !== undefined) outcomes[place] = outcome;
  if (intent.op !== 'create' || outcome?.kind !== 'rejected') return;
  const url = `${await records.path('main', signal)}(${idOf(main!)})`;
  const gone = await records.api.main.odata.send({ method: 'DELETE', url, headers: { 'If-Match': '*' }, signal });
  // With its head still there it is not true that nothing was done.
  if (gone.status !== 204 && gone.status !== 404) outcomes[place] = unknown('kept a document without its lines');
}

/** What stands in the way of these lines; undefined when they were all taken. */
async function linesOutcome(
  records: EntityRecords,
  requests: readonly JsonBatchRequest[],
  { intent }: Write,
  { names, signal }: Sending,
): Promise<SendOutcome | undefined> {
  let answers: readonly (BatchAnswer | undefined)[];
  try {
    answers = await records.api.main.batch(requests, { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failed = error instanceof BatchRefused ? error.error : error;
    if (!(failed instanceof ConnectionError)) throw error;
    // The head is there, whatever became of the lines.
    return { kind: 'unknown', error: failed };
  }
  for (let at = 0; at < requests.length; at += 1) {
    const answer = answers[at];
    if (answer === undefined) return unknown();
    if (answer.status >= 300) return lineRefusal(refusal(answer, intent, names));
  }
  return undefined;
}

/** A line that met a conflict or is gone says nothing of the document: look again. */
function lineRefusal(outcome: SendOutcome): SendOutcome {
  if (outcome.kind === 'rejected' && outcome.reason === 'refused') return outcome;
  return outcome.kind === 'notExecuted' ? { kind: 'unknown', error: outcome.error } : unknown('did not take a line of a document'); // prettier-ignore
}

/** What belongs on the custom page, and behind it the record's version, which every write moves. */
async function sendCompanions(
  records: EntityRecords,
  accepted: readonly Write[],
  sending: Sending & { readonly plan: ReadPlan },
): Promise<void> {
  const writes = accepted.filter(({ draft }) => Object.keys(draft.companion).length > 0);
  if (writes.length === 0) return;
  const { signal, outcomes, names } = sending;
  const address = await records.path('companion', signal);
  const requests = writes.map((write) => companionRequest(write, address, idOf(write.main!)));
  const answers = await answersOf(records.api.companion, requests, writes, sending);
  writes.forEach((write, index) => {
    const { place, intent } = write;
    if (outcomes[place]?.kind === 'notExecuted') {
      // The record's first half is written: as a whole it is neither done nor undone.
      outcomes[place] = { kind: 'unknown', error: outcomes[place].error };
    }
    if (outcomes[place] !== undefined) return;
    const answer = answers[index];
    if (answer === undefined) {
      outcomes[place] = unknown();
    } else if (answer.status >= 200 && answer.status < 300) {
      const row = answer.json();
      write.companion = typeof row === 'object' && row !== null ? (row as Row) : {};
    } else {
      outcomes[place] = halfRefused(refusal(answer, intent, names), write);
    }
  });
  await rereadVersions(
    records,
    writes.filter(({ place }) => outcomes[place] === undefined),
    sending,
  );
}

/** A create whose second half was refused: the record is there, and the error must say so. */
function halfRefused(outcome: SendOutcome, { intent, main }: Write): SendOutcome {
  if (outcome.kind === 'notExecuted') return { kind: 'unknown', error: outcome.error };
  if (outcome.kind !== 'rejected' || intent.op !== 'create') return outcome;
  return { ...outcome, error: createdInPart(outcome.error, intent, String(main!['number'] ?? idOf(main!))) };
}

async function rereadVersions(
  records: EntityRecords,
  writes: readonly Write[],
  { outcomes, signal, plan }: Sending & { readonly plan: ReadPlan },
) {
  if (writes.length === 0) return;
  try {
    const ids = writes.map(({ main }) => idOf(main!));
    const rows = new Map((await records.rowsByIds(ids, plan, signal)).map((row) => [idOf(row), row]));
    for (const write of writes) write.main = rows.get(idOf(write.main!)) ?? write.main;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof ConnectionError)) throw error;
    // Written, but the version is not known: looking it up later settles both.
    for (const { place } of writes) outcomes[place] = { kind: 'unknown', error };
  }
}

/** What Business Central kept, by field, for all that went through. */
async function confirm(
  records: EntityRecords,
  accepted: readonly Write[],
  { outcomes, plan, signal }: { outcomes: SendOutcome[]; plan: ReadPlan; signal: AbortSignal },
): Promise<void> {
  const done = accepted.filter(({ place }) => outcomes[place] === undefined);
  const kept = await keptValues(records, done, { plan, signal });
  done.forEach(({ place, main }, index) => {
    outcomes[place] = { kind: 'confirmed', key: idOf(main!), version: versionOf(main!), values: kept[index] ?? null };
  });
}

async function keptValues(
  { lookups }: EntityRecords,
  done: readonly Write[],
  { plan, signal }: { plan: ReadPlan; signal: AbortSignal },
): Promise<readonly Record<string, FieldValue>[]> {
  const read = () => done.map((write) => keptBy(write, plan));
  lookups.takeUnknown();
  const values = read();
  const unknownTables = lookups.takeUnknown();
  if (unknownTables.size === 0) return values;
  try {
    await lookups.refresh(unknownTables, signal);
  } catch (error) {
    // The records are written, whatever happens now: without their codes nobody knows what was kept, and no more than that.
    if (!(error instanceof FlowError) && !signal.aborted) throw error;
    return [];
  }
  return read();
}

function keptBy({ intent, main, companion }: Write, plan: ReadPlan): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of plan.fields) {
    const isWritten = field.field in intent.values;
    if (isWritten && field.isTold(main!, companion)) values[field.field] = field.read(main!, companion);
  }
  return values;
}
