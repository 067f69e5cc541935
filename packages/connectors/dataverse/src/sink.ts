import {
  BatchRefused,
  isBatchTurnedAway,
  type BatchAnswer,
  type MultipartItem,
  type MultipartRequest,
  type Row,
} from '@koppel/connector-odata';
import {
  ConnectionError,
  FlowError,
  linesOf,
  type EntityBinding,
  type FieldValue,
  type RequestPreview,
  type SendOutcome,
  type Sink,
  type WriteIntent,
  type WritePreview,
} from '@koppel/sdk';
import { idOf, versionOf } from './client.ts';
import type { BoundField } from './bound-field.ts';
import { findRecords } from './find.ts';
import { comparableLines } from './lines.ts';
import { createdInPart, outcomeOfRefusal, unknown, type FieldNames } from './outcomes.ts';
import { nameBasedUuid } from './record-key.ts';
import type { EntityRecords, ReadPlan } from './records.ts';
import {
  isSameAmount,
  prepareWrites,
  wantedRows,
  type Part,
  type PreparedWrites,
  type PrepareInput,
  type Write,
} from './write.ts';

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
      const sending = {
        records,
        plan,
        selected: `?$select=${plan.select.join(',')}`,
        names: fieldNames(plan, binding),
        outcomes,
        signal,
      };
      await sendBodies(writes, sending);
      await sendAfterwards(writes, sending);
      await readBack(writes, sending);
      await confirm(writes, sending);
      return outcomes;
    },
    async preview(intents, { signal }) {
      const outcomes: SendOutcome[] = Array.from({ length: intents.length });
      const { writes, plan } = await prepareWrites(records, { intents, outcomes, signal });
      const written = new Map(writes.map((write) => [write.place, write]));
      return intents.map((_intent, place): WritePreview => {
        const write = written.get(place);
        const outcome = outcomes[place];
        const error = outcome?.kind === 'rejected' ? outcome.error : null;
        return { requests: write ? requestsOf(write, { records, plan, selected: '' }) : [], isWhole: true, error };
      });
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
function fieldNames({ fields }: ReadPlan, { entity, fields: bound }: EntityBinding): FieldNames {
  const labels = fields.map(({ field, column }) => [column.label, field] as const);
  return {
    entity,
    // Also those that were not written: a column that is missing is named as well.
    columns: new Map([
      ...Object.entries(bound).map(([field, { path }]) => [path, field] as const),
      ...fields.map(({ field, path }) => [path, field] as const),
    ]),
    // Longer labels first: "Address 1: City" is not "City".
    labels: new Map(labels.sort(([a], [b]) => b.length - a.length)),
  };
}

interface Composing {
  readonly records: EntityRecords;
  readonly plan: ReadPlan;
  /** The query of every part. */
  readonly selected: string;
}

interface Sending extends Composing {
  readonly names: FieldNames;
  readonly outcomes: SendOutcome[];
  readonly signal: AbortSignal;
}

const partHeaders = ['Content-Type: application/json', 'Accept: application/json'];
/** Operations in one batch; the vendor takes 1000. */
const maxOperations = 900;

/**
 * Asks for the record as it was kept: the new version comes with nothing less, and systems trim, round and rewrite what
 * they are given. Only the columns written are asked for.
 */
function patch(sending: Composing, { key, body, precondition }: { key: string; body: string; precondition: string }) {
  const { client, definition } = sending.records;
  return {
    method: 'PATCH',
    path: `${client.path}/${definition.set}(${key})${sending.selected}`,
    headers: [...partHeaders, preferring(sending), precondition],
    body,
  } satisfies MultipartRequest;
}

function preferring({ plan }: Composing): string {
  return `Prefer: ${['return=representation', ...plan.prefer].join(',')}`;
}

/** The parts of a record that takes several, as one change set. */
function changeSet(parts: readonly Part[], sending: Composing): MultipartRequest[] {
  const { client, definition } = sending.records;
  return parts.map(({ method, path, body, precondition, isHead }) => ({
    method,
    path: `${client.path}/${path}${isHead ? `?$select=${definition.idColumn}` : ''}`,
    headers: [
      ...(body === null ? ['Accept: application/json'] : partHeaders),
      ...(isHead ? ['Prefer: return=representation'] : []),
      ...(precondition === null ? [] : [precondition]),
    ],
    body,
  }));
}

/** What is sent of a record at first. */
function itemOf({ intent, body, whole }: Write, sending: Composing): MultipartItem {
  if (whole !== null) return changeSet(whole, sending);
  const precondition = intent.op === 'create' ? 'If-None-Match: *' : `If-Match: ${intent.version ?? '*'}`;
  return patch(sending, { key: intent.key!, body, precondition });
}

/** All that is sent of a record. What the answer shall hold is left out: it depends on who else is in the batch. */
function requestsOf(write: Write, sending: Composing): RequestPreview[] {
  const { intent, later } = write;
  const item = itemOf(write, sending);
  const first = 'method' in item ? [item] : item;
  const afterwards = later === null ? [] : [patch(sending, { key: intent.key!, body: later, precondition: '' })];
  return [...first, ...afterwards].map(({ method, path, body }) => ({ method, address: path.split('?', 1)[0]!, body }));
}

async function sendBodies(writes: readonly Write[], sending: Sending): Promise<void> {
  const sent = writes.filter(({ whole }) => whole === null || whole.length > 0);
  for (let from = 0; from < sent.length;) {
    let [to, operations] = [from, 0];
    while (to < sent.length && (to === from || operations + (sent[to]!.whole?.length ?? 1) <= maxOperations))
      operations += sent[to++]!.whole?.length ?? 1;
    const some = sent.slice(from, to);
    await sendAll(
      some.map((write) => itemOf(write, sending)),
      some,
      sending,
    );
    from = to;
  }
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

/** Sends one item per write. Each write gets the record that confirms it, or its outcome. */
async function sendAll(
  items: readonly MultipartItem[],
  writes: readonly Write[],
  { records, names, outcomes, signal }: Sending,
): Promise<void> {
  if (items.length === 0) return;
  let answers: readonly (readonly BatchAnswer[])[];
  try {
    answers = await records.client.batch(items, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failed = error instanceof BatchRefused ? error.error : error;
    if (!(failed instanceof ConnectionError)) throw failed;
    const isUndone = error instanceof BatchRefused ? isBatchTurnedAway(error.status) : !failed.wasSent;
    for (const { place } of writes) outcomes[place] = { kind: isUndone ? 'notExecuted' : 'unknown', error: failed };
    return;
  }
  const { idColumn } = records.definition;
  const rows = answers.map((some, index) => rowOf(some, writes[index]!, idColumn));
  const keyOf = (index: number) => writes[index]!.intent.key!.toLowerCase();
  // Answers carry no mark of their request. One record in another's place: then no place can be believed.
  const isInOrder = rows.every((row, index) => !row?.id || row.id === keyOf(index));
  writes.forEach((write, index) => {
    const row = rows[index]!;
    if (row?.id === keyOf(index) || (row?.id === '' && write.whole !== null)) write.row = row.row;
    else if (row !== null) outcomes[write.place] = unknown('confirmed a record without saying which');
    else if (!isInOrder) outcomes[write.place] = unknown('answered the parts of a batch in another order');
    else
      outcomes[write.place] = outcomeOfRefusal(
        answers[index]!.find((one) => !isDone(one))!,
        write.intent,
        names,
      );
  });
}

const isDone = ({ status }: BatchAnswer) => status >= 200 && status <= 299;

/**
 * The record that the answers to one item confirm; null when they refuse it. A change set that only calls actions names no
 * record: its id is empty then, and the record is read back anyway.
 */
function rowOf(answers: readonly BatchAnswer[], { whole }: Write, idColumn: string): { readonly row: Row; readonly id: string | null } | null {
  if (!answers.every(isDone)) return null;
  if (whole === null) return rowIn(answers[0]!, idColumn);
  if (answers.length !== whole.length) return { row: {}, id: null };
  const heads = answers.filter((_, index) => whole[index]!.isHead).map((answer) => rowIn(answer, idColumn));
  return heads.find(({ id }) => id === null) ?? heads.at(-1) ?? { row: {}, id: '' };
} // prettier-ignore

function rowIn(answer: BatchAnswer, idColumn: string): { readonly row: Row; readonly id: string | null } {
  const row = answer.json();
  if (typeof row !== 'object' || row === null) return { row: {}, id: null };
  const id = (row as Row)[idColumn];
  return { row: row as Row, id: typeof id === 'string' ? id.toLowerCase() : null };
}

/** Reads the records that took several requests as they are now: only then their lines, totals and states are known. */
async function readBack(writes: readonly Write[], { records, plan, outcomes, signal }: Sending): Promise<void> {
  const { idColumn } = records.definition;
  const nothingToSend = (write: Write) => write.whole?.length === 0;
  const done = writes.filter((write) => write.whole !== null && (write.row !== undefined || nothingToSend(write)));
  if (done.length === 0) return;
  try {
    const terms = done.map(({ intent }) => `${idColumn} eq ${intent.key!}`);
    const rows = await records.rowsMatching(terms, plan, signal);
    const byKey = new Map(rows.map((row) => [idOf(row, idColumn), row]));
    for (const write of done) {
      write.row = byKey.get(write.intent.key!.toLowerCase());
      if (write.row === undefined) outcomes[write.place] = unknown('carried out a write and does not show its record');
    }
  } catch (error) {
    inDoubt(error, done, outcomes, signal);
  }
}

/** What was carried out and could not be read back is looked up by the runtime. */
function inDoubt(error: unknown, writes: readonly Write[], outcomes: SendOutcome[], signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason;
  if (!(error instanceof FlowError)) throw error;
  for (const { place } of writes) outcomes[place] = { kind: 'unknown', error: asConnectionError(error) };
}

/** What Dataverse kept, by field, for all that went through. */
async function confirm(writes: readonly Write[], { records, outcomes, plan, signal }: Sending): Promise<void> {
  const done = writes.filter(({ place, row }) => row !== undefined && outcomes[place] === undefined);
  let kept: readonly FieldValue[][];
  try {
    kept = await records.values(
      done.map(({ row }) => row!),
      plan,
      signal,
    );
  } catch (error) {
    inDoubt(error, done, outcomes, signal);
    return;
  }
  done.forEach(({ place, intent, row }, index) => {
    const values: Record<string, FieldValue> = {};
    plan.fields.forEach((field, at) => {
      if (field.field in intent.values) values[field.field] = keptValue(field, kept[index]![at]!);
    });
    const lost = plan.fields.find(
      (field) => hasLostLines(field, intent, values) || hasOtherTotal(field, intent, values),
    );
    outcomes[place] =
      lost === undefined
        ? { kind: 'confirmed', key: intent.key!.toLowerCase(), version: versionOf(row!), values }
        : unknown('kept other lines or another total than it was given');
  });
}

/** Lines have ids of their own here, which say nothing to the other system. */
function keptValue({ lines }: BoundField, value: FieldValue): FieldValue {
  return lines === null ? value : comparableLines(value);
}

/** Complete or not at all: as many lines as were given. */
function hasLostLines(field: BoundField, intent: WriteIntent, values: Readonly<Record<string, FieldValue>>): boolean {
  const wanted = wantedRows(field, intent);
  return wanted !== null && (linesOf(values[field.field]) ?? []).length !== wanted.length;
}

/** Complete or not at all: the total that was given with the lines. */
function hasOtherTotal(
  { isCheck, field }: BoundField,
  { op, values: given }: WriteIntent,
  values: Readonly<Record<string, FieldValue>>,
): boolean {
  const wanted = given[field];
  if (!isCheck || op !== 'create' || wanted === undefined || wanted === null || wanted === '') return false;
  return !isSameAmount(values[field] ?? '0', wanted);
}
