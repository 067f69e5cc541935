import { isGuid, type Row } from '@koppel/connector-odata';
import { RecordError, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import type { BoundField } from './fields.ts';
import { fixedColumn, noSuchKey } from './outcomes.ts';
import type { EntityRecords, ReadPlan } from './records.ts';

/** One intent on its way: what is sent, and the record as it was confirmed. */
export interface Write {
  readonly place: number;
  readonly intent: WriteIntent;
  /** JSON. */
  readonly body: string;
  /** What may be written only after the record is made; null where there is nothing. */
  readonly later: string | null;
  row: Row | undefined;
}

export interface PrepareInput {
  readonly intents: readonly WriteIntent[];
  readonly outcomes: SendOutcome[];
  readonly signal: AbortSignal;
}

export interface PreparedWrites {
  readonly writes: readonly Write[];
  readonly plan: ReadPlan;
}

/** Turns intents into bodies. An intent whose values cannot be written gets its outcome here. */
export async function prepareWrites(
  records: EntityRecords,
  { intents, outcomes, signal }: PrepareInput,
): Promise<PreparedWrites> {
  const names = new Set<string>();
  for (const { values } of intents) for (const name in values) names.add(name);
  const plan = await records.plan([...names], signal);
  await records.refreshForNames(intents, plan, signal);
  const writes: Write[] = [];
  intents.forEach((intent, place) => {
    if (!isGuid(intent.key ?? '')) {
      outcomes[place] = { kind: 'rejected', reason: 'gone', error: noSuchKey(intent) };
      return;
    }
    try {
      writes.push({ place, intent, ...bodiesOf(intent, plan.fields, records.definition.entity), row: undefined });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      outcomes[place] = { kind: 'rejected', reason: 'refused', error };
    }
  });
  return { writes, plan };
}

function bodiesOf(intent: WriteIntent, fields: readonly BoundField[], entity: string): Pick<Write, 'body' | 'later'> {
  const body: Record<string, unknown> = {};
  let later: Record<string, unknown> | null = null;
  for (const field of fields) {
    const value = intent.values[field.field];
    if (value === undefined) continue;
    const isWritable = intent.op === 'create' ? field.canCreate : field.canUpdate;
    if (isWritable) field.write(value, body);
    else if (intent.op === 'create' && field.isDefault(value)) continue;
    else if (intent.op === 'create' && field.canUpdate) field.write(value, (later ??= {}));
    else {
      const { label } = field.column;
      throw fixedColumn(intent, { label, isEverWritten: field.canCreate, field: `${entity}.${field.field}` });
    }
  }
  return { body: JSON.stringify(body), later: later === null ? null : JSON.stringify(later) };
}
