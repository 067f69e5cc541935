import type { Database } from 'better-sqlite3';
import { DriftTable } from './drift-table.ts';
import { EffectTable } from './effect-table.ts';
import { FailureTable } from './failure-table.ts';
import { LinkTable } from './link-table.ts';
import { Pairs } from './pairs.ts';
import { RunLog } from './run-log.ts';
import { WatchTable } from './watch-table.ts';

/** The tables that runs write, with their statements prepared once per store. */
export interface JournalTables {
  readonly pairs: Pairs;
  readonly links: LinkTable;
  readonly effects: EffectTable;
  readonly failures: FailureTable;
  readonly log: RunLog;
  readonly drift: DriftTable;
  readonly watch: WatchTable;
}

export function journalTables(database: Database): JournalTables {
  const pairs = new Pairs(database);
  const links = new LinkTable(database, pairs);
  return {
    pairs,
    links,
    effects: new EffectTable(database, pairs, links),
    failures: new FailureTable(database),
    log: new RunLog(database),
    drift: new DriftTable(database, pairs),
    watch: new WatchTable(database),
  };
}
