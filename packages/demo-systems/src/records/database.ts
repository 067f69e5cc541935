import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

const formatVersion = '1';

/** The file that holds what has changed since the base. One process at a time owns it. */
export interface RecordDatabase {
  readonly sqlite: Database.Database;
  /** Runs `work` in one transaction; inside another one, in a savepoint. An exception undoes it. */
  transact<T>(work: () => T): T;
  /** A named number that survives restarts, for number series. */
  counter(name: string, first: number): { next(): number };
  /** A named text that survives restarts, for the few settings a system keeps about itself. */
  readFact(name: string): string | undefined;
  writeFact(name: string, value: string): void;
  close(): void;
}

/**
 * Opens or makes the file of a demo system (`:memory:` for none). `identity` is what the base records are computed
 * from: a file made for another identity is refused, because its changes would be laid over the wrong records.
 */
export function openDatabase(file: string, identity: Readonly<Record<string, string | number>>): RecordDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new Database(file);
  sqlite.pragma('busy_timeout = 3000');
  try {
    // Two owners would give out the same versions and numbers. The lock ends with the process, also when it is killed.
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    sqlite.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(`The demo data in ${file} is in use by another process. End that one, or choose another folder.`, {
      cause: error,
    });
  }
  // What was answered survives the death of the process; only a power cut may take the last moments (WAL, NORMAL).
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = NORMAL');
  // Keys come in no order, so a page is written many times over before it rests: keep it in memory, copy it back seldom.
  sqlite.pragma('cache_size = -16000');
  sqlite.pragma('wal_autocheckpoint = 8000');
  sqlite.exec('CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
  const read = sqlite.prepare<[string], { value: string }>('SELECT value FROM facts WHERE name = ?');
  const write = sqlite.prepare<[string, string]>('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)');

  const wanted = JSON.stringify({ format: formatVersion, ...identity });
  const made = read.get('identity')?.value;
  if (made === undefined) write.run('identity', wanted);
  else if (made !== wanted) {
    sqlite.close();
    throw new Error(
      `The demo data in ${file} was made for ${made}, not for ${wanted}. Start with the same settings, or with another folder.`,
    );
  }
  return {
    sqlite,
    transact: (work) => sqlite.transaction(work)(),
    counter(name, first) {
      let value = Number(read.get(`counter.${name}`)?.value ?? first - 1);
      return {
        next() {
          value = Math.max(value, Number(read.get(`counter.${name}`)?.value ?? first - 1)) + 1;
          write.run(`counter.${name}`, String(value));
          return value;
        },
      };
    },
    readFact: (name) => read.get(name)?.value,
    writeFact: (name, value) => void write.run(name, value),
    close: () => sqlite.close(),
  };
}
