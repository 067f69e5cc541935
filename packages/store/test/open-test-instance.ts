import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryKeys, openInstance, type InstanceStore } from '../src/index.ts';

/** The store of an instance in a folder of its own, with a clock that stands still until a test moves it. */
export interface TestInstance {
  readonly instance: InstanceStore;
  readonly folder: string;
  now(): Date;
  /** Lets time pass. */
  pass(ms: number): void;
  /** Closes the store and opens it again, as a restart does. */
  reopen(): InstanceStore;
  /** Closes the store and removes the folder. */
  remove(): void;
}

export function openTestInstance(folder = mkdtempSync(join(tmpdir(), 'koppel-instance-'))): TestInstance {
  let time = Date.parse('2026-11-23T09:00:00Z');
  let ids = 0;
  const now = () => new Date(time);
  const keys = createMemoryKeys();
  const open = () => openInstance({ folder, keys, now, monotonicMs: () => time, newId: () => `id-${(ids += 1)}` });
  let instance = open();
  return {
    get instance() {
      return instance;
    },
    folder,
    now,
    pass(ms) {
      time += ms;
    },
    reopen() {
      instance.close();
      instance = open();
      return instance;
    },
    remove() {
      instance.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
