import Database from 'better-sqlite3';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKeyFile, openStore } from '../src/index.ts';
import { migrate, readMigrations } from '../src/migrate.ts';
import { openTestInstance } from './open-test-instance.ts';

const migrations = readMigrations(new URL('../migrations/workspace/', import.meta.url));

/** A data folder as Koppel left it while it knew one workspace, with one file that had the people in it. */
function oldFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-old-'));
  const file = join(folder, 'koppel.sqlite');
  const old = new Database(file);
  old.pragma(`application_id = ${0x4b_6f_70_70}`);
  migrate(old, migrations.slice(0, 10), { file, at: new Date(0) });
  old.exec(`
    insert into setting (name, value, saved_at) values ('workspace.id', '"w-1"', 0), ('known', '7', 0);
    insert into user (id, email, name, role, password_hash, is_disabled, created_at) values
      ('u-1', 'karim@example.com', 'Karim', 'administrator', 'hash', 0, 5), ('u-2', 'lotte@example.com', 'Lotte', 'analyst', null, 1, 6)`);
  old.close();
  return folder;
}

test('a data folder from before there were several workspaces becomes the first one, people and all', async () => {
  const folder = oldFolder();
  const opened = openTestInstance(folder);
  const check = async () => {
    const { people, workspaces, fileOf } = opened.instance;
    expect(await workspaces.list()).toMatchObject([{ id: 'w-1', slug: 'main', environment: 'production' }]);
    expect(await people.membersOf('w-1')).toMatchObject([
      { role: 'administrator', user: { id: 'u-1', passwordHash: 'hash', isInstanceAdmin: true, isDisabled: false } },
      { role: 'analyst', user: { id: 'u-2', passwordHash: null, isInstanceAdmin: false, isDisabled: true } },
    ]);
    expect(existsSync(join(folder, 'koppel.sqlite'))).toBe(false);
    const store = openStore({
      file: fileOf('w-1'),
      keys: openKeyFile({ file: join(folder, 'koppel.key'), isMade: true }),
      now: opened.now,
      monotonicMs: () => 0,
      newId: () => 'other',
    });
    expect(await store.workspace.id()).toBe('w-1');
    store.close();
  };
  await check();
  opened.reopen();
  await check();
  opened.remove();
});

test('goes on where it was interrupted: the people were copied, the file was not moved', async () => {
  const folder = oldFolder();
  // The move fails where a folder is in its way.
  const file = join(folder, 'workspaces', 'w-1', 'koppel.sqlite');
  mkdirSync(join(file, 'in the way'), { recursive: true });
  expect(() => openTestInstance(folder)).toThrow();
  const { rmSync } = await import('node:fs');
  rmSync(file, { recursive: true });
  const opened = openTestInstance(folder);
  expect(await opened.instance.people.membersOf('w-1')).toHaveLength(2);
  expect([existsSync(file), existsSync(join(folder, 'koppel.sqlite'))]).toEqual([true, false]);
  opened.remove();
});
