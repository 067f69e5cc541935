import type { Database } from 'better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { RunNews } from './run-news.ts';
import type { Vault } from './vault.ts';
import type { Writer } from './writer.ts';

/**
 * What the parts of the store share. Reads happen at once on the one connection; they never fall into a transaction,
 * because a transaction is one synchronous piece of work of the writer.
 */
export interface StoreContext {
  /** For the few statements that run for every record. */
  readonly database: Database;
  readonly db: BetterSQLite3Database;
  readonly writer: Writer;
  readonly news: RunNews;
  readonly vault: Vault;
  /** Made once, when the store is: what is sealed here opens in no other store. */
  readonly workspaceId: string;
  readonly now: () => Date;
  readonly newId: () => string;
}
