import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyFile, openStore, type KeyRing, type Store } from '../src/index.ts';

/** A store in a folder of its own, with a clock that stands still until a test moves it. */
export interface TestStore {
  readonly store: Store;
  readonly folder: string;
  readonly file: string;
  readonly keyFile: string;
  readonly keys: KeyRing;
  now(): Date;
  /** Lets time pass. */
  pass(ms: number): void;
  /** Closes the store and opens it again, as a restart does. `lost`: keys that are said to be gone. */
  reopen(lost?: readonly string[]): Store;
  /** Closes the store and removes the folder. */
  remove(): void;
}

export function openTestStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-store-'));
  const file = join(folder, 'koppel.db');
  const keyFile = join(folder, 'koppel.key');
  let time = Date.parse('2026-11-23T09:00:00Z');
  let ids = 0;
  const now = () => new Date(time);
  let keys = openKeyFile({ file: keyFile, isMade: true });
  const open = () => openStore({ file, keys, now, monotonicMs: () => time, newId: () => `id-${(ids += 1)}` });
  let store = open();
  return {
    get store() {
      return store;
    },
    folder,
    file,
    keyFile,
    get keys() {
      return keys;
    },
    now,
    pass(ms) {
      time += ms;
    },
    reopen(lost = []) {
      store.close();
      keys = openKeyFile({ file: keyFile, isMade: true, lost });
      store = open();
      return store;
    },
    remove() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
