import type { PlanSource } from '@koppel/compiler';
import type { WatchWrite } from './ports.ts';
import { watchOf } from './open-records.ts';
import { invariant, RunError, type ReadRequest, type Source, type SourceBatch, type System } from '@koppel/sdk';
import type { LinkedKeys, LinkSides } from './ports.ts';

/** A batch whose stream may move to another position than the run's. `watermark` null: it does not move yet. */
export interface ReadBatch extends SourceBatch {
  readonly watermark: string | null;
  /** Records that leave their set without a trace: what is known of them behind this batch. */
  readonly watch?: Omit<WatchWrite, 'stream'> | null;
  /** Linked records that were asked for and that the source does not have. Only of a drift check. */
  readonly gone?: readonly GoneRecord[];
}

/** A linked record that its source does not have. */
export interface GoneRecord extends LinkedKeys {
  readonly sides: LinkSides;
}

/**
 * How far a source got that gives the records others refer to. `c`: behind these changes. Else it goes over all referred
 * records: `a` is its position there, `w` where the changes stood before it began.
 */
type Position = { readonly c: string } | { readonly a: string | null; readonly w: string | null };

function readPosition(text: string): Position {
  const position = JSON.parse(text) as Position;
  invariant(
    'c' in position ? typeof position.c === 'string' : 'a' in position && 'w' in position,
    'a position is ours',
  );
  return position;
}

/** Reads what a source of the plan gives: the records themselves, or those that they refer to. */
export function readSource(system: System, source: PlanSource, request: ReadRequest): AsyncIterable<ReadBatch> {
  return source.per ? readReferred(system, source, source.per, request) : readItself(system, source, request);
}

async function* readItself(system: System, source: PlanSource, request: ReadRequest): AsyncGenerator<ReadBatch> {
  for await (const batch of sourceOf(system, source.slot, source.entity).read(request)) {
    yield { ...batch, watermark: batch.cursor, watch: watchOf(batch.records) };
  }
}

async function* readReferred(
  system: System,
  source: PlanSource,
  per: NonNullable<PlanSource['per']>,
  request: ReadRequest,
): AsyncGenerator<ReadBatch> {
  const { scope, cursor, resume } = request;
  const changes = sourceOf(system, source.slot, per.entity);
  const changesRequest: ReadRequest = { ...request, fields: [per.field] };
  let position: Position | null = null;
  if (cursor !== null) {
    position = resume === 'checkpoint' ? readPosition(cursor) : { c: cursor };
  } else if (scope.kind === 'changes') {
    // Before the first watermark everything counts as changed. Each referred record is then taken once, and what changes
    // meanwhile is read next time, because the position of the changes is noted first.
    position = { a: null, w: await endOf(changes, changesRequest) };
  } else {
    position = { a: null, w: null };
  }
  if ('c' in position) {
    yield* changedOnes(changes, per.field, { ...changesRequest, cursor: position.c, resume });
    return;
  }
  const { a, w } = position;
  const all = sourceOf(system, source.slot, source.entity);
  const whole = scope.kind === 'changes' ? ({ kind: 'all' } as const) : scope;
  for await (const batch of all.read({ ...request, fields: [], scope: whole, cursor: a, resume: 'checkpoint' })) {
    const records = batch.records
      .filter(({ change }) => change !== 'deleted')
      .map((record) => ({ ...record, values: [] }));
    yield { ...batch, records, cursor: JSON.stringify({ a: batch.cursor, w }), watermark: null };
  }
  if (w !== null) yield { records: [], cursor: JSON.stringify({ c: w }), expected: null, watermark: w };
}

async function* changedOnes(changes: Source, field: string, request: ReadRequest): AsyncGenerator<ReadBatch> {
  for await (const batch of changes.read(request)) {
    const keys = new Set<string>();
    for (const { values } of batch.records) {
      const [key] = values;
      if (typeof key === 'string' && key !== '') keys.add(key);
    }
    yield {
      records: [...keys].map((key) => ({ key, version: null, change: 'upserted', values: [] })),
      cursor: JSON.stringify({ c: batch.cursor }),
      expected: null,
      watermark: batch.cursor,
    };
  }
}

/** The position behind everything there is now; null while there is nothing. */
async function endOf(source: Source, request: ReadRequest): Promise<string | null> {
  let end: string | null = null;
  for await (const { cursor } of source.read({ ...request, cursor: null, resume: 'watermark' })) end = cursor;
  return end;
}

/** Throws a RunError where the system cannot read this entity. */
export function sourceOf(system: System, slot: string, entity: string): Source {
  const source = system.source(entity);
  if (source) return source;
  throw new RunError({
    code: 'read.cannot-read',
    message: `The system bound to "${slot}" cannot read ${entity} records.`,
    remedy: 'Bind another connection to the slot, or choose another entity.',
  });
}
