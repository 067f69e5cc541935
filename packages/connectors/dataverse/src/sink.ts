import {
  BatchRefused,
  isBatchTurnedAway,
  type BatchAnswer,
  type MultipartRequest,
  type Row,
} from '@koppel/connector-odata';
import {
  ConnectionError,
  FlowError,
  type EntityBinding,
  type FieldValue,
  type SendOutcome,
  type Sink,
} from '@koppel/sdk';
import { versionOf } from './client.ts';
import { findRecords } from './find.ts';
import { createdInPart, outcomeOfRefusal, unknown, type FieldNames } from './outcomes.ts';
import { nameBasedUuid } from './record-key.ts';
import type { EntityRecords, ReadPlan } from './records.ts';
import { prepareWrites, type PreparedWrites, type PrepareInput, type Write } from './write.ts';

/**
 * How many writes go in one request. The vendor takes 1000, but carries them out one after another within two minutes, and
 * all of them are in doubt when the answer is lost. The time for a request is small beside that of 100 writes.
 */
const maxIntents = 100;

/** The vendor ends a message after two minutes, and what it answered everybody sees. */
const bounds = { executionMs: 120_000, visibilityMs: 0, pauseMs: 0 };

/**
 * Writes records under keys that we choose, so that a create may be repeated (R2): `If-None-Match: *` makes a second one
 * fail. One batch per send, outside change sets, in which each record has its own precondition and outcome.
 */
export function createSink(records: EntityRecords, binding: EntityBinding): Sink {
  return {
    rung: 'R2',
    bounds,
    maxIntents,
    keyFor: (identity) => nameBasedUuid(identity),
    find: (queries, options) => findRecords(records, queries, options),
    async send(intents, { signal }) {
      const outcomes: SendOutcome[] = Array.from({ length: intents.length });
      const prepared = await prepare(records, { intents, outcomes, signal });
      if (prepared === null) return outcomes;
      const { writes, plan } = prepared;
      const selected = `?$select=${plan.select.join(',')}`;
      const sending = { records, plan, selected, names: fieldNames(plan, binding), outcomes, signal };
      await sendBodies(writes, sending);
      await sendAfterwards(writes, sending);
      confirm(writes, sending);
      return outcomes;
    },
  };
}

/** Bodies of what is to be sent; null when the look at the system that they need failed, and nothing was sent. */
async function prepare(records: EntityRecords, input: PrepareInput): Promise<PreparedWrites | null> {
  try {
    return await prepareWrites(records, input);
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

/** How the vendor's messages name the fields that are written. */
function fieldNames({ fields }: ReadPlan, { entity }: EntityBinding): FieldNames {
  const labels = fields.map(({ field, column }) => [column.label, field] as const);
  return {
    entity,
    columns: new Map(fields.map(({ field, path }) => [path, field])),
    // Longer labels first: "Address 1: City" is not "City".
    labels: new Map(labels.sort(([a], [b]) => b.length - a.length)),
  };
}

interface Sending {
  readonly records: EntityRecords;
  readonly plan: ReadPlan;
  /** The query of every part. */
  readonly selected: string;
  readonly names: FieldNames;
  readonly outcomes: SendOutcome[];
  readonly signal: AbortSignal;
}

const partHeaders = ['Content-Type: application/json', 'Accept: application/json', 'Prefer: return=representation'];

/**
 * Asks for the record as it was kept: the new version comes with nothing less, and systems trim, round and rewrite what
 * they are given. Only the columns written are asked for.
 */
function patch(sending: Sending, { key, body, precondition }: { key: string; body: string; precondition: string }) {
  const { client, definition } = sending.records;
  return {
    method: 'PATCH',
    path: `${client.path}/${definition.set}(${key})${sending.selected}`,
    headers: [...partHeaders, precondition],
    body,
  } satisfies MultipartRequest;
}

async function sendBodies(writes: readonly Write[], sending: Sending): Promise<void> {
  const requests = writes.map(({ intent, body }) =>
    patch(sending, {
      key: intent.key!,
      body,
      precondition: intent.op === 'create' ? 'If-None-Match: *' : `If-Match: ${intent.version ?? '*'}`,
    }),
  );
  await sendAll(requests, writes, sending);
}

/**
 * What may be written only after a record is made, such as its state, on the version that the create gave. A record that is
 * there but not complete is in doubt: looking it up tells what is missing.
 */
async function sendAfterwards(writes: readonly Write[], sending: Sending): Promise<void> {
  const { outcomes } = sending;
  const unfinished = writes.filter(({ row, later }) => row !== undefined && later !== null);
  const requests = unfinished.map(({ intent, row, later }) =>
    patch(sending, { key: intent.key!, body: later!, precondition: `If-Match: ${versionOf(row!) ?? '*'}` }),
  );
  await sendAll(requests, unfinished, sending);
  for (const { place, intent } of unfinished) {
    const outcome = outcomes[place];
    if (outcome?.kind === 'notExecuted') outcomes[place] = { kind: 'unknown', error: outcome.error };
    else if (outcome?.kind === 'rejected' && outcome.reason === 'refused')
      outcomes[place] = { ...outcome, error: createdInPart(outcome.error, intent) };
  }
}

/** Sends one request per write. Each write gets the record that confirms it, or its outcome. */
async function sendAll(
  requests: readonly MultipartRequest[],
  writes: readonly Write[],
  { records, names, outcomes, signal }: Sending,
): Promise<void> {
  if (requests.length === 0) return;
  let answers: readonly BatchAnswer[];
  try {
    answers = await records.client.batch(requests, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failed = error instanceof BatchRefused ? error.error : error;
    if (!(failed instanceof ConnectionError)) throw failed;
    const isUndone = error instanceof BatchRefused ? isBatchTurnedAway(error.status) : !failed.wasSent;
    for (const { place } of writes) outcomes[place] = { kind: isUndone ? 'notExecuted' : 'unknown', error: failed };
    return;
  }
  const { idColumn } = records.definition;
  const rows = answers.map((answer) => (answer.status < 200 || answer.status > 299 ? null : rowIn(answer, idColumn)));
  const keyOf = (index: number) => writes[index]!.intent.key!.toLowerCase();
  // Answers carry no mark of their request. One record in another's place: then no place can be believed.
  const isInOrder = rows.every((row, index) => !row?.id || row.id === keyOf(index));
  writes.forEach((write, index) => {
    const row = rows[index]!;
    if (row?.id === keyOf(index)) write.row = row.row;
    else if (row !== null) outcomes[write.place] = unknown('confirmed a record without saying which');
    else if (!isInOrder) outcomes[write.place] = unknown('answered the parts of a batch in another order');
    else outcomes[write.place] = outcomeOfRefusal(answers[index]!, write.intent, names);
  });
}

function rowIn(answer: BatchAnswer, idColumn: string): { readonly row: Row; readonly id: string | null } {
  const row = answer.json();
  if (typeof row !== 'object' || row === null) return { row: {}, id: null };
  const id = (row as Row)[idColumn];
  return { row: row as Row, id: typeof id === 'string' ? id.toLowerCase() : null };
}

/** What Dataverse kept, by field, for all that went through. */
function confirm(writes: readonly Write[], { outcomes, plan }: Sending): void {
  for (const { place, intent, row } of writes) {
    if (row === undefined || outcomes[place] !== undefined) continue;
    const values: Record<string, FieldValue> = {};
    for (const { field, read } of plan.fields) if (field in intent.values) values[field] = read(row);
    outcomes[place] = { kind: 'confirmed', key: intent.key!.toLowerCase(), version: versionOf(row), values };
  }
}
