import type { RunJournal, WatchedRecord, WatchWrite } from '@koppel/runtime';
import type { Database } from 'better-sqlite3';

/** A record that was linked this long ago, and never read since, is no longer expected to be. */
const recentMs = 7 * 86_400_000;

/** Records that leave their set without a trace, while they are open. */
export class WatchTable {
  readonly #page;
  readonly #put;
  readonly #forget;

  constructor(database: Database) {
    // One that was made and removed before the stream read it even once is known by its link alone.
    const linked = (side: 'a' | 'b') =>
      `select l.key_${side} as key from link l join link_pair p on p.id = l.pair_id
       where p.entity = @entity and p.connection_${side} = @connectionId and l.made_at > @since and l.key_${side} > @after`;
    this.#page = database.prepare<[object], { key: string; state: string }>(
      `select key, state from watched_record
         where stream = @stream and state <> 'ended' and looked_at <= @before and key > @after
       union
       select key, 'open' from (${linked('a')} union ${linked('b')}) as one
         where not exists (select 1 from watched_record w where w.stream = @stream and w.key = one.key)
       order by key limit @limit`,
    );
    this.#put = database.prepare<[string, string, number, string]>(
      `insert into watched_record (stream, key, looked_at, state) values (?, ?, ?, ?)
       on conflict (stream, key) do update set looked_at = excluded.looked_at, state = excluded.state`,
    );
    this.#forget = database.prepare<[string, number]>(
      `delete from watched_record where stream = ? and state = 'ended' and looked_at < ?`,
    );
  }

  page({ stream, entity, connectionId, before, after, limit }: Parameters<RunJournal['watched']>[0]): WatchedRecord[] {
    const since = before.getTime() - recentMs;
    return this.#page
      .all({ stream, entity, connectionId, before: before.getTime(), since, after, limit })
      .map(({ key, state }) => ({ key, isMissing: state === 'missing' }));
  }

  write({ stream, open, missing, ended }: WatchWrite, at: Date): void {
    for (const key of open) this.#put.run(stream, key, at.getTime(), 'open');
    for (const key of missing) this.#put.run(stream, key, at.getTime(), 'missing');
    for (const key of ended) this.#put.run(stream, key, at.getTime(), 'ended');
    if (ended.length > 0) this.#forget.run(stream, at.getTime() - 2 * recentMs);
  }
}
