import { maxBatchRecords, RunError, type Clock, type Source, type SourceRecord } from '@koppel/sdk';
import type { ReadBatch } from './per-source.ts';
import type { RunJournal, WatchWrite } from './ports.ts';

/** A record is looked for no sooner than this after it was seen: twice in a row before it counts as gone. */
const lookAfterMs = 10 * 60_000;
/** More than so many of a page, and more than half of it, are not gone: something else is wrong. */
const mostGone = 20;

/**
 * Looks for records that were open when they were read, because their set shows no deletions. Gives those that came to their
 * end; one of which nothing is left only when it was missing twice.
 */
export async function* lookForOpen(
  endOf: NonNullable<Source['endOf']>,
  {
    place,
    fields,
    cursor,
    journal,
    clock,
    signal,
  }: {
    readonly place: { readonly stream: string; readonly entity: string; readonly connectionId: string };
    readonly fields: readonly string[];
    /** Where the source stands: looking does not move it. */
    readonly cursor: string;
    readonly journal: Pick<RunJournal, 'watched'>;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<ReadBatch> {
  const before = new Date(clock.now().getTime() - lookAfterMs);
  let after = '';
  for (;;) {
    const page = await journal.watched({ ...place, before, after, limit: maxBatchRecords });
    if (page.length === 0) return;
    after = page.at(-1)!.key;
    const keys = page.map(({ key }) => key);
    const found = await endOf({ keys, fields, signal });
    const gone = new Set(found.filter(({ change }) => change === 'deleted').map(({ key }) => key));
    if (gone.size > mostGone && gone.size * 2 > page.length) throw manyGone(gone.size, page.length);
    const wasMissing = new Set(page.flatMap(({ key, isMissing }) => (isMissing ? [key] : [])));
    const records = found.filter(({ key }) => !gone.has(key) || wasMissing.has(key));
    const ended = new Set(records.map(({ key }) => key));
    yield {
      records,
      cursor,
      expected: null,
      watermark: null,
      watch: {
        open: keys.filter((key) => !ended.has(key) && !gone.has(key)),
        missing: keys.filter((key) => !ended.has(key) && gone.has(key)),
        ended: [...ended],
      },
    };
  }
}

/** What a batch of the source says of its records: which are to be looked for, and which no more. */
export function watchOf(records: readonly SourceRecord[]): Omit<WatchWrite, 'stream'> | null {
  const open = records.flatMap(({ key, isOpen }) => (isOpen === true ? [key] : []));
  const ended = records.flatMap(({ key, isOpen }) => (isOpen === false ? [key] : []));
  return open.length + ended.length === 0 ? null : { open, missing: [], ended };
}

function manyGone(gone: number, of: number): RunError {
  return new RunError({
    code: 'read.many-gone',
    message: `${gone} of ${of} records that were open are not found any more. None of them was treated as deleted.`,
    remedy:
      'Look in that system whether they are there, and whether this connection may see them. Then run the flow again.',
  });
}
