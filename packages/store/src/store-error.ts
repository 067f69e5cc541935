import { JournalError } from '@koppel/runtime';

/**
 * What the store cannot do, in one plain sentence each: what happened, and what the reader can do. `code` is permanent
 * and searchable.
 */
export class StoreError extends JournalError {
  readonly code: string;
  readonly remedy: string;
  constructor(fields: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly cause?: unknown;
  }) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = 'StoreError';
    this.code = fields.code;
    this.remedy = fields.remedy;
  }
}

/** The code of an error of SQLite or of the file system; empty for any other. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** An error of the disk or the file below the store, as a StoreError; null when it is of another kind. */
export function asStorageError(error: unknown, file: string): StoreError | null {
  const code = codeOf(error);
  const fields = storageErrors.find(({ codes }) => codes.some((known) => code.startsWith(known)));
  if (!fields) return null;
  return new StoreError({ ...fields, message: fields.message.replace('{file}', () => file), cause: error });
}

const storageErrors = [
  {
    codes: ['SQLITE_NOTADB'],
    code: 'store.not-a-database',
    message: 'The file {file} is not a database.',
    remedy: 'Choose another data folder, or put the store back from a backup.',
  },
  {
    codes: ['SQLITE_CORRUPT'],
    code: 'store.damaged',
    message: 'The store {file} is damaged.',
    remedy: 'Stop Koppel and put the store back from a backup.',
  },
  {
    codes: ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'],
    code: 'store.disk-full',
    message: 'The disk that holds {file} is full, so nothing can be stored.',
    remedy: 'Make room on the disk; Koppel goes on by itself.',
  },
  {
    codes: ['SQLITE_IOERR', 'EIO'],
    code: 'store.io-failed',
    message: 'The disk that holds {file} failed to read or write.',
    remedy: 'Check the disk, then start Koppel again.',
  },
  {
    codes: ['SQLITE_BUSY', 'SQLITE_LOCKED'],
    code: 'store.busy',
    message: 'Another program keeps {file} locked.',
    remedy: 'Close the program that has the file open, then try again.',
  },
  {
    codes: ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'],
    code: 'store.not-writable',
    message: 'The store {file} cannot be written.',
    remedy: 'Give the user that runs Koppel the right to write in this folder, or choose another data folder.',
  },
] as const;
