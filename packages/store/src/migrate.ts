import type { Database } from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { StoreError } from './store-error.ts';

/** One step of the schema. Released ones are never edited; a further change is a further step. */
export interface Migration {
  /** Counts up from 0 without gaps. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
  /** Whether a server that does not know this step may still use the store. */
  readonly mayOlderRun: boolean;
}

const fileName = /^(\d{4})_(.+)\.sql$/;
const firstLine = /^-- An older server (may|must not) run on this\.\n/;

/** The migrations that ship, in order. Throws an Error when a file breaks the rules of README.md. */
export function readMigrations(folder: URL): Migration[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return files.sort().map((file, index) => {
    const sql = readFileSync(new URL(file, folder), 'utf8');
    const [, number, name] = fileName.exec(file) ?? [];
    const [, verb] = firstLine.exec(sql) ?? [];
    if (name === undefined || Number(number) !== index) throw new Error(`${file} is not migration ${index}.`);
    if (verb === undefined) throw new Error(`${file} does not say in its first line whether an older server may run.`);
    const hash = createHash('sha256').update(sql).digest('hex');
    return { number: index, name, sql, hash, mayOlderRun: verb === 'may' };
  });
}

interface Applied {
  readonly number: number;
  readonly hash: string;
  readonly may_older_run: number;
}

/**
 * Brings the schema to the newest step: each in a transaction of its own, so that a failing one leaves the store as it
 * was. Throws a StoreError when the store was made by a newer Koppel that this one must not work beside.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  options: { file: string; at: Date },
): void {
  database.exec(
    `create table if not exists migration (
      number integer primary key, name text not null, hash text not null, may_older_run integer not null, applied_at integer not null
    )`,
  );
  const applied = database
    .prepare<[], Applied>('select number, hash, may_older_run from migration order by number')
    .all();
  refuseNewer(applied, migrations.length, options.file);
  for (const { number, hash } of applied) {
    if (number < migrations.length && hash !== migrations[number]!.hash) throw edited(options.file, number);
  }
  for (const migration of migrations.slice(applied.length)) apply(database, migration, options);
}

function refuseNewer(applied: readonly Applied[], known: number, file: string): void {
  if (applied.every(({ number, may_older_run: mayOlderRun }) => number < known || mayOlderRun === 1)) return;
  throw new StoreError({
    code: 'store.newer-schema',
    message: `The store ${file} was made by a newer Koppel (schema ${applied.length}, this one knows ${known}).`,
    remedy: 'Start the newer Koppel again, or put back the backup from before it. Nothing was changed.',
  });
}

function edited(file: string, number: number): StoreError {
  return new StoreError({
    code: 'store.other-schema',
    message: `The store ${file} was made by another build of Koppel: its schema differs in step ${number}.`,
    remedy: 'Start the Koppel that made it, or choose another data folder. Nothing was changed.',
  });
}

function apply(database: Database, migration: Migration, { file, at }: { file: string; at: Date }): void {
  const { number, name, sql, hash, mayOlderRun } = migration;
  // A rebuilt table would otherwise take the rows that refer to it with it.
  database.pragma('foreign_keys = off');
  try {
    database
      .transaction(() => {
        database.exec(sql);
        if ((database.pragma('foreign_key_check') as unknown[]).length > 0)
          throw new Error('Rows would lose what they refer to.');
        database
          .prepare('insert into migration (number, name, hash, may_older_run, applied_at) values (?, ?, ?, ?, ?)')
          .run(number, name, hash, mayOlderRun ? 1 : 0, at.getTime());
      })
      .immediate();
  } catch (error) {
    throw new StoreError({
      code: 'store.migration-failed',
      message: `The store ${file} could not be brought to schema ${number + 1} ("${name}").`,
      remedy: 'Nothing was changed: the older Koppel still runs on it. Send this message to support.',
      cause: error,
    });
  } finally {
    database.pragma('foreign_keys = on');
  }
}
