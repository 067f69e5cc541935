import type { Clock, ReadRequest, Source, SourceBatch } from '@koppel/sdk';
import type { Row } from '@koppel/connector-odata';
import { readCursor, readShelvesCursor, writeChangesCursor, writeShelvesCursor } from './cursor.ts';
import { readChanges, recordsOf } from './source.ts';
import type { EntityRecords } from './records.ts';

/** Records of another set that count as changed when a row that names them has, such as items with their prices. */
export interface Touched {
  /** The rows that name them. */
  readonly rows: EntityRecords;
  /** The column that holds the id of the record. */
  readonly column: string;
}

/**
 * A source that also gives records of which only something beside them changed. A cursor holds the place in both sets; what
 * stood beside a record before the first read came along with it.
 */
export function withTouched(source: Source, records: EntityRecords, touched: Touched, clock: Clock): Source {
  return {
    ...source,
    async *read(request) {
      if (request.scope.kind === 'keys') {
        yield* source.read(request);
        return;
      }
      const begun = request.cursor === null ? null : placesOf(request.cursor);
      const from = begun?.touched ?? writeChangesCursor(clock.now().toISOString(), []);
      const isBehind = request.resume === 'checkpoint' && begun?.at === 1;
      let own = begun?.own ?? null;
      if (!isBehind) {
        for await (const batch of source.read({ ...request, cursor: own })) {
          own = batch.cursor;
          yield { ...batch, cursor: writeShelvesCursor(0, [own, from]) };
        }
      }
      if (request.scope.kind !== 'changes' || !(await touched.rows.isThere(request.signal))) return;
      const resume = isBehind ? 'checkpoint' : 'watermark';
      for await (const batch of readTouched(records, touched, { ...request, cursor: from, resume })) {
        yield { ...batch, cursor: writeShelvesCursor(1, [own, batch.cursor]), expected: null };
      }
    },
  };
}

/** Cursors of before hold the place in the records alone: from there on the rows beside them are read too. */
function placesOf(text: string): { readonly at: number; readonly own: string | null; readonly touched: string | null } {
  if (!text.includes('"shelves"'))
    return { at: 0, own: text, touched: writeChangesCursor(readCursor(text, 'changes').stamp, []) };
  const { at, cursors } = readShelvesCursor(text, 2);
  return { at, own: cursors[0]!, touched: cursors[1]! };
}

async function* readTouched(
  records: EntityRecords,
  { rows, column }: Touched,
  request: ReadRequest,
): AsyncGenerator<SourceBatch> {
  const { fields, signal } = request;
  const plan = await records.plan(fields, signal);
  yield* readChanges(rows, request, {
    select: `id,${column},lastModifiedDateTime`,
    async tell(changed: readonly Row[]) {
      const ids = [...new Set(changed.map((row) => String(row[column] ?? '').toLowerCase()))].filter((id) => id !== '');
      const found = await records.rowsByIds(ids, plan, signal);
      return recordsOf(records, found, await records.values(found, plan, signal));
    },
  });
}
