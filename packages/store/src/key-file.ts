import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { asStorageError, codeOf, StoreError } from './store-error.ts';

/** The key that wraps all others. `id` tells keys apart without saying anything about them. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

const line = /^koppel-key-1 ([A-Za-z0-9+/]{43}=)\n?$/;

/** Reads the master key, or makes one where there is no file yet. Throws a StoreError. */
export function readKeyFile(file: string): MasterKey {
  try {
    make(file);
    refuseReadableByOthers(file);
    return parse(readFileSync(file, 'utf8'), file);
  } catch (error) {
    throw asStorageError(error, file) ?? error;
  }
}

function make(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw error;
  }
  try {
    writeSync(descriptor, `koppel-key-1 ${randomBytes(32).toString('base64')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  syncFolder(dirname(file));
}

/** Nothing may be sealed with a key whose file a power failure could still take away. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function refuseReadableByOthers(file: string): void {
  // Windows keeps rights elsewhere: there the mode says nothing.
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return;
  throw new StoreError({
    code: 'vault.key-exposed',
    message: `The key file ${file} can be read by others.`,
    remedy: `Run: chmod 600 ${file}. If someone else may have read it, enter the credentials anew as well.`,
  });
}

function parse(text: string, file: string): MasterKey {
  const [, encoded] = line.exec(text) ?? [];
  if (encoded === undefined) {
    throw new StoreError({
      code: 'vault.no-key',
      message: `The file ${file} does not hold a key.`,
      remedy: 'Put it back from a backup. Without it, remove the file and enter all credentials again.',
    });
  }
  const bytes = Buffer.from(encoded, 'base64');
  const id = createHash('sha256').update('koppel-key-id').update(bytes).digest('base64url').slice(0, 12);
  return { id, bytes };
}
