import type { Plan, PlanSource, SinkStep } from '@koppel/compiler';
import { invariant, type ReadRequest, type SourceRecord } from '@koppel/sdk';
import type { OpenSlot } from './environment.ts';
import { readSource, type ReadBatch } from './per-source.ts';
import type { LinkSides, RunJournal } from './ports.ts';

/** A node whose records a drift check compares, and the links of its records. */
export interface CheckedSink {
  readonly step: SinkStep;
  readonly sides: LinkSides;
}

interface LinkedRead {
  readonly plan: Plan;
  readonly slots: ReadonlyMap<string, OpenSlot>;
  readonly journal: RunJournal;
}

/** In which of the sinks the check stands, and behind which link. */
interface Position {
  readonly sink: number;
  readonly after: number;
}

function readPosition(cursor: string | null): Position {
  if (cursor === null) return { sink: 0, after: 0 };
  const position = JSON.parse(cursor) as Position;
  invariant(Number.isInteger(position.sink) && Number.isInteger(position.after), 'a position is ours');
  return position;
}

/** The nodes that write what this source gives over again, whatever became of it: one for each kind of link. */
export function checkedSinks(
  plan: Plan,
  slots: ReadonlyMap<string, Pick<OpenSlot, 'connectionId'>>,
  source: PlanSource,
): CheckedSink[] {
  const found = new Map<string, CheckedSink>();
  for (const step of plan.steps) {
    if (step.kind !== 'sink' || !isRepeated(step)) continue;
    // Of several sources only one of the entity itself is known to be the one that feeds the node.
    if (plan.sources.length > 1 && source.entity !== step.entity) continue;
    const sides: LinkSides = {
      entity: step.entity,
      sourceConnectionId: slots.get(source.slot)!.connectionId,
      targetConnectionId: slots.get(step.slot)!.connectionId,
    };
    const name = JSON.stringify(sides);
    if (!found.has(name)) found.set(name, { step, sides });
  }
  return [...found.values()];
}

/**
 * Whether a node keeps what it wrote as its source has it. One that only creates leaves it alone afterwards, and so does one that
 * makes a record for each occasion.
 */
export function isRepeated({ policy: { mode, per = [] } }: Pick<SinkStep, 'policy'>): boolean {
  if (per.length > 0) return false;
  return mode === 'upsert' || mode === 'update';
}

/**
 * Reads the source's side of record links, page by page in the order in which the links were made, all the keys of a page at
 * once. What is linked while it goes on comes too.
 */
export async function* readLinked(
  { plan, slots, journal }: LinkedRead,
  source: PlanSource,
  { cursor, batchSize, signal, fields }: Omit<ReadRequest, 'scope'>,
): AsyncGenerator<ReadBatch> {
  const sinks = checkedSinks(plan, slots, source);
  const { system } = slots.get(source.slot)!;
  const start = readPosition(cursor);
  let expected = 0;
  if (cursor === null) for (const { sides } of sinks) expected += await journal.linkCount(sides);
  for (let at = start.sink; at < sinks.length; at += 1) {
    const { sides } = sinks[at]!;
    let after = at === start.sink ? start.after : 0;
    for (;;) {
      const page = await journal.linkedKeys(sides, after, batchSize);
      if (page.length === 0) break;
      after = page.at(-1)!.id;
      const records = new Map<string, SourceRecord>();
      const keys = page.map(({ sourceKey }) => sourceKey);
      const scope = { kind: 'keys' as const, keys };
      const request: ReadRequest = { fields, scope, cursor: null, resume: 'checkpoint', batchSize, signal };
      for await (const { records: some } of readSource(system, source, request)) {
        for (const record of some) if (record.change !== 'deleted') records.set(record.key, record);
      }
      yield {
        records: [...records.values()],
        gone: page.filter(({ sourceKey }) => !records.has(sourceKey)).map((link) => ({ ...link, sides })),
        cursor: JSON.stringify({ sink: at, after } satisfies Position),
        watermark: null,
        expected: cursor === null ? expected : null,
      };
    }
  }
}
