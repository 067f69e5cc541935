import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { asStorageError, codeOf, StoreError } from './store-error.ts';

/** A key that wraps the keys of the data. `id` tells keys apart without saying anything about them. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The master keys of this Koppel. They are never in a database. */
export interface KeyRing {
  /** `file`: Koppel may change it · `environment`: it may not · `memory`: they end with the process. */
  readonly source: 'file' | 'environment' | 'memory';
  /** Where they lie, for people: a path, or the name of the variable. */
  readonly place: string;
  /** Wraps what is sealed from now on. */
  readonly newest: MasterKey;
  /** The newest first. */
  readonly ids: readonly string[];
  key(id: string): MasterKey | undefined;
  /** Whether somebody said that this key is gone for good. */
  isLost(id: string): boolean;
  /** Takes over what was changed in the file by hand. Throws a StoreError, and then keeps the keys it has. */
  reload(): void;
  /** Makes a key that is the newest from now on: it is on the disk before it is used. Throws a StoreError. */
  add(): MasterKey;
  /** Takes an old key away. Throws a StoreError. */
  remove(id: string): void;
}

const word = 'koppel-key-1';
const encodedKey = /^[A-Za-z0-9+/]{43}=$/;

/** A new key as a file and the environment hold it. */
export function newKeyText(): string {
  return randomBytes(32).toString('base64');
}

/**
 * The keys in a file that only its owner may read, one a line, the newest first. Throws a StoreError when others can read
 * the file, when it holds no keys, or when there is none: `isMade` says that it is made then.
 */
export function openKeyFile({
  file,
  isMade,
  lost = [],
}: {
  readonly file: string;
  readonly isMade: boolean;
  readonly lost?: readonly string[];
}): KeyRing {
  const read = () => {
    try {
      if (isMade) make(file);
      refuseReadableByOthers(file);
      return parse(readFileSync(file, 'utf8'), `the file ${file}`);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw noFile(file, error);
      throw asStorageError(error, file) ?? error;
    }
  };
  let keys = read();
  const save = (wanted: readonly MasterKey[]) => {
    try {
      replace(file, wanted);
    } catch (error) {
      throw asStorageError(error, file) ?? error;
    }
    keys = wanted;
  };
  return ringOf(() => keys, {
    source: 'file',
    place: file,
    lost,
    reload() {
      keys = read();
    },
    save,
  });
}

/** The keys in a variable of the environment, apart by spaces or commas, the newest first. Throws a StoreError. */
export function readKeyText({
  text,
  variable,
  lost = [],
}: {
  readonly text: string;
  readonly variable: string;
  readonly lost?: readonly string[];
}): KeyRing {
  const keys = parse(text, variable);
  const refuse = () => {
    throw new StoreError({
      code: 'vault.keys-are-given',
      message: `The keys come from ${variable}, which Koppel cannot change.`,
      remedy: `Change ${variable} and start Koppel again: a new key goes in front, an old one stays behind it for as long as it is in use.`,
    });
  };
  return ringOf(() => keys, { source: 'environment', place: variable, lost, reload() {}, save: refuse });
}

/** Keys that live as long as this process: for a store in memory. */
export function createMemoryKeys(): KeyRing {
  let keys = [keyOf(newKeyText())];
  return ringOf(() => keys, {
    source: 'memory',
    place: 'memory',
    lost: [],
    reload() {},
    save(wanted) {
      keys = [...wanted];
    },
  });
}

function ringOf(
  keys: () => readonly MasterKey[],
  {
    source,
    place,
    lost,
    reload,
    save,
  }: Pick<KeyRing, 'source' | 'place' | 'reload'> & {
    readonly lost: readonly string[];
    readonly save: (wanted: readonly MasterKey[]) => void;
  },
): KeyRing {
  return {
    source,
    place,
    get newest() {
      return keys()[0]!;
    },
    get ids() {
      return keys().map(({ id }) => id);
    },
    key: (id) => keys().find((key) => key.id === id),
    isLost: (id) => lost.includes(id),
    reload,
    add() {
      const key = keyOf(newKeyText());
      save([key, ...keys()]);
      return key;
    },
    remove(id) {
      save(keys().filter((key) => key.id !== id));
    },
  };
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
  write(descriptor, [keyOf(newKeyText())]);
  syncFolder(dirname(file));
}

/** At every moment the file is either as it was or as it shall be: a power failure must not take keys away. */
function replace(file: string, keys: readonly MasterKey[]): void {
  const beside = `${file}.new`;
  write(openSync(beside, 'w', 0o600), keys);
  renameSync(beside, file);
  syncFolder(dirname(file));
}

function write(descriptor: number, keys: readonly MasterKey[]): void {
  try {
    writeSync(descriptor, keys.map(({ bytes }) => `${word} ${bytes.toString('base64')}\n`).join(''));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
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

function noFile(file: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'vault.no-key-file',
    message: `There is no key file ${file}.`,
    remedy: `Correct KOPPEL_KEY_FILE. For a new Koppel make it: npm run -s koppel -- key new > ${file}; chmod 600 ${file}`,
    cause,
  });
}

function parse(text: string, where: string): readonly MasterKey[] {
  const words = text.split(/[\s,]+/).filter((one) => one !== '' && one !== word);
  if (words.length > 0 && words.every((one) => encodedKey.test(one))) return words.map(keyOf);
  throw new StoreError({
    code: 'vault.no-key',
    message: `There is no key in ${where}, or not only keys.`,
    remedy: 'Put it back from a backup, as `koppel key new` wrote it: 44 characters, one key a line.',
  });
}

function keyOf(encoded: string): MasterKey {
  const bytes = Buffer.from(encoded, 'base64');
  const id = createHash('sha256').update('koppel-key-id').update(bytes).digest('base64url').slice(0, 12);
  return { id, bytes };
}
