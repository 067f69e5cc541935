import {
  ConnectionError,
  FlowError,
  RecordError,
  type FieldValue,
  type SendOutcome,
  type Sink,
  type TimeBounds,
  type WriteIntent,
} from '@koppel/sdk';
import type { Draft } from './bound-field.ts';
import { findRecords } from './find.ts';
import { readInteger, type Row } from './json.ts';
import { buttonsFor, saleValues } from './orders.ts';
import { changedMeanwhile, noSuchRecord, notWritable, outcomeOf, unknown, type FieldNames } from './outcomes.ts';
import { partyReads, partyValues } from './party-fields.ts';
import { lineReads } from './document-fields.ts';
import { idOfKey, keyOf, versionOf, type EntityRecords, type ReadPlan } from './records.ts';

/** Each record is a call and a transaction of its own, so a batch is only a matter of how often a run asks. */
const maxIntents = 20;
const saleReads = ['state', 'party', 'currency', ...lineReads];

/**
 * Writes records. Tryton chooses ids, and nothing makes a create safe to repeat: orders carry our reference (R3), customers
 * are looked for by their natural keys (R4). Each record is written in one transaction with all that belongs to it.
 */
export function createSink(records: EntityRecords, bounds: TimeBounds): Sink {
  const { definition } = records;
  return {
    rung: definition.marker === null ? 'R4' : 'R3',
    bounds,
    maxIntents,
    // A sale is made, quoted and confirmed.
    finishesCreates: definition.entity === 'order',
    find: (queries, options) => findRecords(records, queries, options),
    async send(intents, { signal, startBy }) {
      if (!definition.isWritable) {
        return intents.map((intent) => ({ kind: 'rejected', reason: 'refused', error: notWritable(intent, definition.label) }));
      }
      signal.throwIfAborted();
      const outcomes: SendOutcome[] = [];
      const prepared = await prepare(records, intents, signal);
      if (!('plan' in prepared)) return intents.map(() => prepared);
      for (const [place, intent] of intents.entries()) {
        const outcome = await written(intent, prepared.rows[place]!, { ...prepared, records, signal, startBy });
        outcomes.push(outcome);
        // Too busy, or away: the others would wait for their turn, and it is not for us to wait.
        if (outcome.kind === 'notExecuted') {
          while (outcomes.length < intents.length) outcomes.push(outcome);
          break;
        }
      }
      return outcomes;
    },
  };
} // prettier-ignore

interface Prepared {
  readonly plan: ReadPlan;
  readonly names: FieldNames;
  /** What is there of each intent's record; null for none. */
  readonly rows: readonly (Row | null)[];
}

interface Writing extends Prepared {
  readonly records: EntityRecords;
  readonly signal: AbortSignal;
  readonly startBy?: number | undefined;
}

/** The look at Tryton that writing needs; when it fails nothing was sent. */
async function prepare(
  records: EntityRecords,
  intents: readonly WriteIntent[],
  signal: AbortSignal,
): Promise<Prepared | Extract<SendOutcome, { kind: 'notExecuted' }>> {
  try {
    const plan = await records.plan([...new Set(intents.flatMap(({ values }) => Object.keys(values)))], signal);
    const columns = (await records.columns(signal))!;
    const labels = new Map(
      plan.fields.flatMap(({ field, path }) => {
        const column = columns.get(path.split('/', 1)[0]!);
        return column === undefined ? [] : [[column.label, field] as const];
      }),
    );
    const ids = intents.flatMap(({ op, key }) => (op === 'update' ? (idOfKey(key ?? '') ?? []) : []));
    const more = records.definition.entity === 'order' ? saleReads : partyReads;
    const found = await records.rowsByIds([...new Set(ids)], [...new Set([...plan.reads, ...more])], signal);
    const byKey = new Map(found.map((row) => [keyOf(row), row]));
    const rows = intents.map(({ op, key }) => (op === 'update' ? (byKey.get(key ?? '') ?? null) : null));
    return { plan, names: { entity: records.definition.entity, labels }, rows };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof FlowError)) throw error;
    return { kind: 'notExecuted', error: asConnectionError(error) };
  }
}

function asConnectionError(error: FlowError): ConnectionError {
  if (error instanceof ConnectionError && !error.wasSent) return error;
  const { code, message, remedy, retry } = error;
  const signInOf = error instanceof ConnectionError ? error.signInOf : undefined;
  return new ConnectionError({ code, message, remedy, retry, wasSent: false, cause: error, signInOf });
}

async function written(intent: WriteIntent, row: Row | null, writing: Writing): Promise<SendOutcome> {
  const { records, signal, names } = writing;
  if (intent.op === 'update') {
    if (row === null) return { kind: 'rejected', reason: 'gone', error: noSuchRecord(intent) };
    if (intent.version !== null && versionOf(row, records.definition) !== intent.version) {
      return { kind: 'rejected', reason: 'stale', error: changedMeanwhile(intent) };
    }
  }
  if (intent.op === 'update' && Object.keys(intent.values).length === 0) return finished(intent, row!, writing);
  let values: Record<string, unknown>;
  try {
    values = await valuesFor(intent, row, writing);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // Only looked at so far: whatever it was, nothing was written.
    if (error instanceof FlowError && !(error instanceof RecordError)) return { kind: 'notExecuted', error: asConnectionError(error) };
    return outcomeOf(error, intent, names);
  }
  try {
    const id = intent.op === 'create' ? await create(values, writing) : await update(row!, values, writing);
    if (id === null) return unknown('confirmed a record without saying which');
    const refusal = intent.op === 'create' ? await pressButtons(id, intent, { ...writing, state: 'draft' }) : undefined;
    return refusal ?? (await confirmed(id, intent, writing));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return outcomeOf(error, intent, names);
  }
} // prettier-ignore

/** Takes a sale further that a broken create left behind. */
async function finished(intent: WriteIntent, row: Row, writing: Writing): Promise<SendOutcome> {
  const { signal, names } = writing;
  const id = readInteger(row['id'])!;
  try {
    return (await pressButtons(id, intent, { ...writing, state: row['state'] })) ?? (await confirmed(id, intent, writing));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return outcomeOf(error, intent, names);
  }
} // prettier-ignore

async function valuesFor(intent: WriteIntent, row: Row | null, writing: Writing): Promise<Record<string, unknown>> {
  const { records, plan, signal } = writing;
  const { lookups, client, definition } = records;
  const draft: Draft = { values: {}, parts: new Map() };
  const byName = new Map(plan.fields.map((field) => [field.field, field]));
  for (const [name, value] of Object.entries(intent.values)) {
    // The total follows from the lines: it is compared with them, not written.
    if (definition.entity === 'order' && name === 'totalAmount') draft.total = value;
    else await byName.get(name)!.write(value, draft, { lookups, signal });
  }
  if (definition.entity === 'order') return saleValues(intent, draft, { row, world: { lookups, client, signal } });
  const group = intent.op === 'create' ? await records.category(signal) : null;
  return { ...partyValues(draft, row), ...(group === null ? {} : { categories: [['add', [group]]] }) };
}

async function create(values: Record<string, unknown>, { records, signal, startBy }: Writing): Promise<number | null> {
  const { client, definition } = records;
  const ids = await client.call(definition.model, 'create', [[values]], { signal, startBy });
  return Array.isArray(ids) ? readInteger(ids[0]) : null;
}

/** Only on the stamps that were read, of the record and of what is written with it. */
async function update(row: Row, values: Record<string, unknown>, { records, signal }: Writing): Promise<number | null> {
  const { client, definition } = records;
  const id = readInteger(row['id'])!;
  const timestamps = { [`${definition.model},${id}`]: String(row['_timestamp']) };
  for (const { relation, model, isOwn } of definition.parts) {
    const rows = isOwn ? ((row[`${relation}.`] ?? []) as Row[]) : [];
    for (const part of rows) timestamps[`${model},${String(part['id'])}`] = String(part['_timestamp']);
  }
  const answer = await client.call(definition.model, 'write', [[id], values], { signal, timestamps });
  return answer === null ? id : null;
}

/** Takes a new sale as far as the connection wants. A sale whose button is refused is taken away again. */
async function pressButtons(
  id: number,
  intent: WriteIntent,
  writing: Writing & { readonly state: unknown },
): Promise<SendOutcome | undefined> {
  const { records, signal, names, state } = writing;
  const { client, definition, settings } = records;
  if (definition.entity !== 'order') return undefined;
  for (const button of buttonsFor(state, settings.newOrders)) {
    try {
      await client.call(definition.model, button, [[id]], { signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const outcome = outcomeOf(error, intent, names);
      // The head is there, so that it is not true that nothing was done.
      if (outcome.kind === 'notExecuted') return { kind: 'unknown', error: outcome.error };
      if (outcome.kind !== 'rejected') return outcome;
      return (await isTakenAway(id, button, writing)) ? outcome : unknown('kept a sale that it did not let through');
    }
  }
  return undefined;
}

async function isTakenAway(id: number, button: string, { records, signal }: Writing): Promise<boolean> {
  const { client, definition } = records;
  try {
    if (button !== 'quote') await client.call(definition.model, 'draft', [[id]], { signal });
    await client.call(definition.model, 'cancel', [[id]], { signal });
    await client.call(definition.model, 'delete', [[id]], { signal });
    return true;
  } catch {
    if (signal.aborted) throw signal.reason;
    return false;
  }
}

/** What Tryton kept, by field. The record is written: when it cannot be read its version is not known, and looking tells both. */
async function confirmed(id: number, intent: WriteIntent, { records, plan, signal }: Writing): Promise<SendOutcome> {
  const [row] = await records.rowsByIds([id], plan.reads, signal);
  if (row === undefined) return unknown('no longer has a record that it had a moment ago');
  const values: Record<string, FieldValue> = {};
  for (const field of plan.fields) if (field.field in intent.values) values[field.field] = field.read(row);
  return { kind: 'confirmed', key: keyOf(row), version: versionOf(row, records.definition), values };
}
