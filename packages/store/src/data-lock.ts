import Database from 'better-sqlite3';
import { asStorageError, codeOf, StoreError } from './store-error.ts';

/** Held for as long as the store is open. The operating system lets go of it when the process ends, however it ends. */
export interface DataLock {
  release(): void;
}

/**
 * Takes the store for this process alone: an exclusive transaction on a small database beside it. Throws a StoreError
 * when another store has it, in this process or in another.
 */
export function takeDataLock(file: string): DataLock {
  const lockFile = `${file}.lock`;
  let database: Database.Database | undefined;
  try {
    database = new Database(lockFile, { timeout: 0 });
    database.exec('begin exclusive');
  } catch (error) {
    database?.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) {
      throw new StoreError({
        code: 'store.in-use',
        message: `The store ${file} is in use by another Koppel.`,
        remedy: 'Stop the other one, or choose another data folder.',
        cause: error,
      });
    }
    throw asStorageError(error, lockFile) ?? error;
  }
  const held = database;
  return { release: () => void held.close() };
}
