import { drizzle } from 'drizzle-orm/better-sqlite3';
import { join } from 'node:path';
import { openDatabase } from '../database.ts';
import { asStorageError } from '../store-error.ts';
import { Writer } from '../writer.ts';
import { carryOver } from './carry-over.ts';
import { createPeople, type PeopleRepository } from './people.ts';
import { createWorkspaces, type WorkspacesRepository } from './workspaces.ts';

export interface OpenInstanceOptions {
  /** The data folder. */
  readonly folder: string;
  readonly now: () => Date;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  readonly newId: () => string;
}

/** What belongs to no single workspace: which workspaces there are, and who may come in. */
export interface InstanceStore {
  readonly workspaces: WorkspacesRepository;
  readonly people: PeopleRepository;
  /** Where the database of a workspace lies. */
  fileOf(workspaceId: string): string;
  close(): void;
}

/** Of the workspace that a data folder from before there were several becomes, and of the first one of a new folder. */
export const firstSlug = 'main';

const migrationsFolder = new URL('../../migrations/instance/', import.meta.url);

/** Opens the store of the instance, or makes it, for this process alone. Throws a StoreError in plain words. */
export function openInstance({ folder, now, monotonicMs, newId }: OpenInstanceOptions): InstanceStore {
  const file = join(folder, 'instance.sqlite');
  const fileOf = (workspaceId: string) => join(folder, 'workspaces', workspaceId, 'koppel.sqlite');
  const { database, close } = openDatabase({ file, migrationsFolder, at: now() });
  try {
    carryOver(database, { oldFile: join(folder, 'koppel.sqlite'), fileOf, slug: firstSlug, at: now() });
  } catch (error) {
    close();
    throw asStorageError(error, file) ?? error;
  }
  const writer = new Writer(database, monotonicMs);
  const context = { db: drizzle(database, { casing: 'snake_case' }), writer, now, newId };
  return {
    workspaces: createWorkspaces(context),
    people: createPeople(context),
    fileOf,
    close() {
      writer.close();
      close();
    },
  };
}
