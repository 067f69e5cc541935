import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../src/database.ts';
import { migrate, readMigrations } from '../src/migrate.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';

const migrationsFolder = new URL('../migrations/workspace/', import.meta.url);

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
  opened.store.close();
});
afterEach(() => opened.remove());

const shipped = () => readMigrations(new URL('../migrations/workspace/', import.meta.url));
const at = new Date('2026-11-23T09:00:00Z');

function change(sql: string): void {
  const database = new Database(opened.file);
  database.exec(sql);
  database.close();
}

test('syncs every commit to the disk and holds references', () => {
  const { database, close } = openDatabase({ file: opened.file, migrationsFolder, at });
  const setting = (name: string) => database.pragma(name, { simple: true });
  // 2 is FULL.
  expect([setting('journal_mode'), setting('synchronous'), setting('foreign_keys')]).toEqual(['wal', 2, 1]);
  close();
});

test.skipIf(process.platform === 'win32')('lets nobody else read what it keeps', () => {
  opened.reopen();
  const names = readdirSync(opened.folder).filter((name) => !name.includes('.lock'));
  expect(names.sort()).toEqual(['koppel.db', 'koppel.db-shm', 'koppel.db-wal', 'koppel.key']);
  for (const name of names) expect(statSync(join(opened.folder, name)).mode & 0o077, name).toBe(0);
});

test('refuses a store of a newer Koppel that an older one must not touch, and changes nothing', () => {
  const next = shipped().length;
  change(`insert into migration values (${next}, 'later', 'x', 0, 0)`);
  expect(() => opened.reopen()).toThrow(
    `The store ${opened.file} was made by a newer Koppel (schema ${next + 1}, this one knows ${next}).`,
  );
  change(`update migration set may_older_run = 1 where number = ${next}`);
  opened.reopen();
});

test('refuses a store whose schema was made by another build', () => {
  change(`update migration set hash = 'other' where number = 0`);
  expect(() => opened.reopen()).toThrow(/was made by another build of Koppel: its schema differs in step 0/);
});

test('refuses the database of another program and leaves it as it was', () => {
  const file = join(opened.folder, 'other.db');
  const other = new Database(file);
  other.exec('create table customer (name text)');
  other.close();
  expect(() => openDatabase({ file: file, migrationsFolder, at })).toThrow(
    `The file ${file} is a database of another program.`,
  );
  const again = new Database(file);
  expect(again.prepare('select name from sqlite_schema').pluck().all()).toEqual(['customer']);
  again.close();
});

test('refuses a file that is no database', () => {
  const file = join(opened.folder, 'notes.txt');
  writeFileSync(
    file,
    'Not a database at all, but long enough to look like something that was written by hand.\n'.repeat(9),
  );
  expect(() => openDatabase({ file: file, migrationsFolder, at })).toThrow(`The file ${file} is not a database.`);
});

test('says plainly that a folder cannot be used', () => {
  writeFileSync(join(opened.folder, 'file'), '');
  const file = join(opened.folder, 'file', 'koppel.db');
  expect(() => openDatabase({ file: file, migrationsFolder, at })).toThrow(`The store ${file} cannot be written.`);
});

test('is one store per file: a second one is refused until the first is closed', () => {
  const first = openDatabase({ file: opened.file, migrationsFolder, at });
  expect(() => openDatabase({ file: opened.file, migrationsFolder, at })).toThrow(
    `The store ${opened.file} is in use by another Koppel.`,
  );
  first.close();
  openDatabase({ file: opened.file, migrationsFolder, at }).close();
});

test('leaves the store as it was when a migration fails half-way', () => {
  const database = new Database(':memory:');
  const [first] = shipped();
  const options = { file: 'koppel.db', at };
  migrate(database, [first!], options);
  const broken = {
    ...first!,
    number: 1,
    name: 'broken',
    sql: 'create table extra (id integer); create table run (id text);',
  };
  expect(() => migrate(database, [first!, broken], options)).toThrow(
    'The store koppel.db could not be brought to schema 2 ("broken").',
  );
  expect(database.prepare(`select count(*) from sqlite_schema where name = 'extra'`).pluck().get()).toBe(0);
  migrate(database, [first!, { ...broken, sql: 'create table extra (id integer);' }], options);
  expect(database.prepare('select name from migration order by number').pluck().all()).toEqual(['initial', 'broken']);
  database.close();
});

test('every migration counts on and says in its first line whether an older server may run', () => {
  expect(shipped().map(({ number }) => number)).toEqual(shipped().map((_, index) => index));
  const folder = join(opened.folder, 'migrations');
  mkdirSync(folder);
  writeFileSync(join(folder, '0000_silent.sql'), 'create table x (id integer);');
  const url = pathToFileURL(`${folder}/`);
  expect(() => readMigrations(url)).toThrow('0000_silent.sql does not say in its first line');
  writeFileSync(join(folder, '0002_gap.sql'), '-- An older server may run on this.\n');
  writeFileSync(join(folder, '0000_silent.sql'), '-- An older server may run on this.\n');
  expect(() => readMigrations(url)).toThrow('0002_gap.sql is not migration 1');
});
