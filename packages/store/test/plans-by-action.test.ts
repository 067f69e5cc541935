import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { RunLog } from '../src/journal/run-log.ts';
import { migrate, readMigrations } from '../src/migrate.ts';

const database = new Database(':memory:');
afterAll(() => database.close());

test('a plan from before plans were kept by action reads the same afterwards', () => {
  const migrations = readMigrations(new URL('../migrations/workspace/', import.meta.url));
  const place = { file: ':memory:', at: new Date(0) };
  migrate(database, migrations.slice(0, 1), place);
  database.pragma('foreign_keys = off');
  const write = (key: string, action: string) => ({
    nodeId: 'save',
    key,
    name: key,
    action,
    changes: [],
    reason: null,
  });
  const insert = database.prepare('insert into run_plan (run_id, first, last, writes) values (?, ?, ?, ?)');
  insert.run('r1', 1, 2, JSON.stringify([write('a', 'create'), write('b', 'failed')]));
  insert.run('r1', 3, 3, JSON.stringify([write('c', 'create')]));
  database.exec(
    `insert into run (id, number, flow_id, flow_version, is_dry_run, scope, cause, status, state, attempt, read, created, updated,
       unchanged, filtered, skipped, failed, waiting, nodes, checkpoint, last_seq, log_lines_left, waits, fence, created_at, changed_at)
     values ('r1', 1, 'f', 1, 1, '{}', '{}', 'done', '{}', 1, 3, 2, 0, 0, 0, 0, 1, 0, '{}', '{}', 0, 0, 0, 0, 0, 0)`,
  );
  migrate(database, migrations, place);
  const log = new RunLog(database);
  const all = log.lookAtPlan('r1', { action: null, search: '', isInKeys: false, after: 0, limit: 9 });
  expect(all.records).toEqual([write('a', 'create'), write('b', 'failed'), write('c', 'create')]);
  const created = log.lookAtPlan('r1', { action: 'create', search: '', isInKeys: false, after: 1, limit: 9 });
  expect(created.records.map(({ key }) => key)).toEqual(['c']);
  expect(log.plannedCounts('r1')).toMatchObject({ create: 2, failed: 1 });
});
