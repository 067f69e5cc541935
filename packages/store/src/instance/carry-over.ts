import Database from 'better-sqlite3';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { takeDataLock } from '../data-lock.ts';

interface OldUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly password_hash: string | null;
  readonly is_disabled: number;
  readonly created_at: number;
}

/**
 * Carries over what was kept before there were several workspaces: one file with the people in it. Its people go into the
 * instance, and the file becomes that of the workspace `slug`. Goes on where it was interrupted; does nothing where there is
 * no such file.
 */
export function carryOver(
  instance: Database.Database,
  { oldFile, fileOf, slug, at }: { oldFile: string; fileOf: (workspaceId: string) => string; slug: string; at: Date },
): void {
  if (!existsSync(oldFile)) return;
  const lock = takeDataLock(oldFile);
  try {
    const old = new Database(oldFile);
    let id: string;
    try {
      id = settingOf(old, 'workspace.id') as string;
      const isKnown = instance.prepare('select 1 from workspace where id = ?').get(id) !== undefined;
      if (!isKnown) instance.transaction(() => copy(old, instance, { id, slug, at })).immediate();
      old.pragma('wal_checkpoint(truncate)');
    } finally {
      old.close();
    }
    const file = fileOf(id);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    renameSync(oldFile, file);
  } finally {
    lock.release();
  }
  for (const rest of ['-wal', '-shm', '.lock', '.lock-journal']) rmSync(oldFile + rest, { force: true });
}

function settingOf(old: Database.Database, name: string): unknown {
  const value = old.prepare<[string], string>('select value from setting where name = ?').pluck().get(name);
  return value === undefined ? undefined : JSON.parse(value);
}

function copy(
  old: Database.Database,
  instance: Database.Database,
  { id, slug, at }: { id: string; slug: string; at: Date },
): void {
  const known = (settingOf(old, 'workspace') ?? {}) as { name?: string; environment?: string; timeZone?: string };
  const isDemo = old.prepare(`select 1 from connection where id like 'demo-%'`).get() !== undefined;
  instance
    .prepare(
      `insert into workspace (id, slug, name, environment, time_zone, language, is_on_board, created_at)
       values (?, ?, ?, ?, ?, 'en', 1, ?)`,
    )
    .run(
      id,
      slug,
      known.name ?? (isDemo ? 'Demo workspace' : 'Workspace'),
      known.environment ?? (isDemo ? 'demo' : 'production'),
      known.timeZone ?? 'Europe/Brussels',
      at.getTime(),
    );
  const addUser = instance.prepare(
    `insert into user (id, email, name, password_hash, is_disabled, is_instance_admin, created_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const addMember = instance.prepare('insert into membership (user_id, workspace_id, role) values (?, ?, ?)');
  for (const user of old.prepare<[], OldUser>('select * from user').all()) {
    const isAdministrator = user.role === 'administrator' ? 1 : 0;
    const { email, name, password_hash: hash, is_disabled: isDisabled, created_at: createdAt } = user;
    addUser.run(user.id, email, name, hash, isDisabled, isAdministrator, createdAt);
    addMember.run(user.id, id, user.role);
  }
}
