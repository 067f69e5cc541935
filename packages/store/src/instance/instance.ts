import { drizzle } from 'drizzle-orm/better-sqlite3';
import { join } from 'node:path';
import { openDatabase } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { createSeals, refuseWrongKey, type SealedText, type SealRepository } from '../seals.ts';
import { asStorageError } from '../store-error.ts';
import { createVault } from '../vault.ts';
import { Writer } from '../writer.ts';
import { createAudit, sealedAuditKeys, type AuditRepository } from './audit.ts';
import { carryOver } from './carry-over.ts';
import type { InstanceContext } from './context.ts';
import { createPeople, type PeopleRepository } from './people.ts';
import { sealedSecondFactors } from './second-factors.ts';
import { createWorkspaces, type WorkspacesRepository } from './workspaces.ts';

export interface OpenInstanceOptions {
  /** The data folder. */
  readonly folder: string;
  /** Open and seal what may not be read in the database. */
  readonly keys: KeyRing;
  readonly now: () => Date;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  readonly newId: () => string;
}

/** What belongs to no single workspace: which workspaces there are, and who may come in. */
export interface InstanceStore {
  readonly workspaces: WorkspacesRepository;
  readonly people: PeopleRepository;
  readonly audit: AuditRepository;
  readonly seals: SealRepository;
  /** Where the database of a workspace lies. */
  fileOf(workspaceId: string): string;
  close(): void;
}

/** Of the workspace that a data folder from before there were several becomes, and of the first one of a new folder. */
export const firstSlug = 'main';

const migrationsFolder = new URL('../../migrations/instance/', import.meta.url);

/** Opens the store of the instance, or makes it, for this process alone. Throws a StoreError in plain words. */
export function openInstance({ folder, keys, now, monotonicMs, newId }: OpenInstanceOptions): InstanceStore {
  const file = join(folder, 'instance.sqlite');
  const fileOf = (workspaceId: string) => join(folder, 'workspaces', workspaceId, 'koppel.sqlite');
  const { database, close } = openDatabase({ file, migrationsFolder, at: now() });
  try {
    carryOver(database, { oldFile: join(folder, 'koppel.sqlite'), fileOf, slug: firstSlug, at: now() });
    const writer = new Writer(database, monotonicMs);
    const db = drizzle(database, { casing: 'snake_case' });
    const context: InstanceContext = { db, writer, vault: createVault(keys), now, newId };
    refuseWrongKey(sealedTexts(context), keys, file);
    return {
      workspaces: createWorkspaces(context),
      people: createPeople(context),
      audit: createAudit(context),
      seals: createSeals({ ...context, texts: () => sealedTexts(context) }),
      fileOf,
      close() {
        writer.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw asStorageError(error, file) ?? error;
  }
}

/** Everything that is sealed in the instance. What is not here is forgotten when the master key changes. */
function sealedTexts(context: InstanceContext): SealedText[] {
  return [...sealedSecondFactors(context), ...sealedAuditKeys(context)];
}
