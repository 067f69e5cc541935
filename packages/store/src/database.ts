import Database from 'better-sqlite3';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { takeDataLock, type DataLock } from './data-lock.ts';
import { migrate, readMigrations } from './migrate.ts';
import { asStorageError, StoreError } from './store-error.ts';

/** "Kopp" in the file's header: whose database it is. */
const applicationId = 0x4b_6f_70_70;

/** A database that is this process's alone, with the newest schema. */
export interface OpenDatabase {
  readonly database: Database.Database;
  close(): void;
}

/** Opens the store's file, or makes it. Throws a StoreError that says in plain words why it cannot. */
export function openDatabase({
  file,
  migrationsFolder,
  at,
}: {
  readonly file: string;
  /** The steps of its schema. */
  readonly migrationsFolder: URL;
  readonly at: Date;
}): OpenDatabase {
  const isInMemory = file === ':memory:';
  const lock = isInMemory ? null : lockFolder(file);
  let database: Database.Database | undefined;
  try {
    // Failures hold records as they are: nobody else is to read them. The log beside the file takes over its rights.
    if (!isInMemory) closeSync(openSync(file, 'a', 0o600));
    database = new Database(file, { timeout: 5_000 });
    refuseForeign(database, file);
    configure(database);
    migrate(database, readMigrations(migrationsFolder), { file, at });
    return { database, close: () => close(database!, lock) };
  } catch (error) {
    database?.close();
    lock?.release();
    throw asStorageError(error, file) ?? error;
  }
}

function lockFolder(file: string): DataLock {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw asStorageError(error, file) ?? error;
  }
  return takeDataLock(file);
}

function refuseForeign(database: Database.Database, file: string): void {
  const found = database.pragma('application_id', { simple: true });
  const tables = database.prepare<[], number>('select count(*) from sqlite_schema').pluck().get();
  if (found === applicationId || (found === 0 && tables === 0)) return;
  throw new StoreError({
    code: 'store.not-ours',
    message: `The file ${file} is a database of another program.`,
    remedy: 'Choose another data folder.',
  });
}

function configure(database: Database.Database): void {
  database.pragma(`application_id = ${applicationId}`);
  database.pragma('journal_mode = wal');
  // A commit is on the disk when it returns: NORMAL may lose the last ones when the power fails.
  database.pragma('synchronous = full');
  database.pragma('foreign_keys = on');
  database.pragma('busy_timeout = 5000');
  // Small on purpose: the operating system caches the file too, and a run over everything must not grow the process.
  database.pragma('cache_size = -16384');
  // What a savepoint needs to be undone goes to memory: it never outlives the process.
  database.pragma('temp_store = memory');
  // Records come in random order of their keys and touch the same pages again and again: carrying them over into the
  // database file after 32 MB instead of 4 halves the work. The limit cuts a log back that a long reader kept growing.
  database.pragma('wal_autocheckpoint = 8000');
  database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
}

function close(database: Database.Database, lock: DataLock | null): void {
  if (!database.open) return;
  try {
    database.pragma('optimize');
    database.pragma('wal_checkpoint(truncate)');
  } catch {
    // Only tidying: everything is durable in the log already, and the next start carries it over.
  } finally {
    database.close();
    lock?.release();
  }
}
