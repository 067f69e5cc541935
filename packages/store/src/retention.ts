import type { StoreContext } from './context.ts';

/** What one kind of stored thing takes, and what of it is older than a moment. */
export interface StoragePart {
  readonly rows: number;
  /** Without indexes and free space. */
  readonly bytes: number;
  readonly oldestAt: Date | null;
  readonly goRows: number;
  readonly goBytes: number;
}

export interface Storage {
  readonly runs: StoragePart;
  readonly logs: StoragePart;
  readonly payloads: StoragePart;
  /** The whole file. */
  readonly databaseBytes: number;
}

/** Until when each kind of stored thing is removed. */
export interface RetentionLimits {
  readonly runsBefore: Date;
  readonly logsBefore: Date;
  readonly payloadsBefore: Date;
}

/** How much is kept, and the removal of what is older than people decided. Runs remove themselves, see `runs.deleteEnded`. */
export interface RetentionRepository {
  storage(limits: RetentionLimits): Promise<Storage>;
  /** Removes lines about records of runs that ended before that time, and gives how many rows, at most `limit`. */
  deleteLogs(options: { readonly before: Date; readonly limit: number }): Promise<number>;
  /**
   * Removes values of records that nobody needs any more: of failures that were solved or dismissed before that time, and the
   * plans of dry runs that ended before it. Gives how many rows, at most `limit`.
   */
  deletePayloads(options: { readonly before: Date; readonly limit: number }): Promise<number>;
}

interface PartRow {
  readonly rows: number;
  readonly bytes: number | null;
  readonly oldestAt: number | null;
  readonly goRows: number | null;
  readonly goBytes: number | null;
}

const settled = `state in ('solved', 'dismissed')`;
const held = `(input <> '{}' or output is not null or edit is not null)`;

export function createRetention({ database, writer }: StoreContext): RetentionRepository {
  /** Of rows of `size` bytes, of which those before `:before` would go. */
  const part = (from: string, size: string, time: string, before: Date): StoragePart => {
    const row = database
      .prepare<{ before: number }, PartRow>(
        `select count(*) as rows, sum(size) as bytes, min(time) as oldestAt,
                sum(time < @before) as goRows, sum(case when time < @before then size end) as goBytes
         from (select ${size} as size, ${time} as time from ${from})`,
      )
      .get({ before: before.getTime() })!;
    return {
      rows: row.rows,
      bytes: row.bytes ?? 0,
      oldestAt: row.oldestAt === null ? null : new Date(row.oldestAt),
      goRows: row.goRows ?? 0,
      goBytes: row.goBytes ?? 0,
    };
  };
  const together = (one: StoragePart, other: StoragePart): StoragePart => ({
    rows: one.rows + other.rows,
    bytes: one.bytes + other.bytes,
    oldestAt: [one.oldestAt, other.oldestAt].filter((at) => at !== null).toSorted((a, b) => +a - +b)[0] ?? null,
    goRows: one.goRows + other.goRows,
    goBytes: one.goBytes + other.goBytes,
  });
  const ended = 'join run r on r.id = x.run_id where r.ended_at is not null';

  return {
    storage: async ({ runsBefore, logsBefore, payloadsBefore }) => ({
      runs: part(
        'run where ended_at is not null',
        'octet_length(nodes) + octet_length(checkpoint) + octet_length(state) + octet_length(scope) + 200',
        'ended_at',
        runsBefore,
      ),
      logs: part(`run_event x ${ended}`, 'octet_length(x.facts) + 40', 'r.ended_at', logsBefore),
      payloads: together(
        part(
          `failure where ${settled} and ${held}`,
          'octet_length(input) + coalesce(octet_length(output), 0)',
          'last_at',
          payloadsBefore,
        ),
        part(`run_plan x ${ended}`, 'octet_length(x.writes) + 40', 'r.ended_at', payloadsBefore),
      ),
      databaseBytes:
        Number(database.pragma('page_count', { simple: true })) *
        Number(database.pragma('page_size', { simple: true })),
    }),

    deleteLogs: ({ before, limit }) =>
      writer.write(
        () =>
          database
            .prepare(
              `delete from run_event where rowid in (select x.rowid from run_event x ${ended} and r.ended_at < ? limit ?)`,
            )
            .run(before.getTime(), limit).changes,
      ),

    deletePayloads: ({ before, limit }) =>
      writer.write(() => {
        const failures = database
          .prepare(
            `update failure set input = '{}', output = null, edit = null
             where rowid in (select rowid from failure where ${settled} and ${held} and last_at < ? limit ?)`,
          )
          .run(before.getTime(), limit).changes;
        const plans = database
          .prepare(
            `delete from run_plan where rowid in (select x.rowid from run_plan x ${ended} and r.ended_at < ? limit ?)`,
          )
          .run(before.getTime(), limit).changes;
        // What people set for a single try goes with the values that it replaced.
        database
          .prepare(
            `update failure_event set edit = null where edit is not null
               and failure_id in (select id from failure where ${settled} and last_at < ?)`,
          )
          .run(before.getTime());
        return failures + plans;
      }),
  };
}
