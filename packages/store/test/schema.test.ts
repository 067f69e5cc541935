import Database from 'better-sqlite3';
import { getTableColumns } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { afterAll, describe, expect, test } from 'vitest';
import {
  accessRequest,
  apiToken,
  identity,
  membership,
  recoveryCode,
  session,
  signInLink,
  user,
} from '../src/instance/schema/people.ts';
import { auditEvent, auditKey } from '../src/instance/schema/audit.ts';
import { workspace } from '../src/instance/schema/workspaces.ts';
import { migrate, readMigrations } from '../src/migrate.ts';
import { connection, schemaCache } from '../src/schema/connections.ts';
import { drift } from '../src/schema/drift.ts';
import { flow, flowPin, flowRestorePoint, flowReview, flowTest, flowVersion } from '../src/schema/flows.ts';
import { connectionGrant } from '../src/schema/grants.ts';
import { inboxMessage, webhookSecret } from '../src/schema/inbox.ts';
import { linkEvent, linkJob, linkJobRow, linkRefusal, linkSuggestion } from '../src/schema/links.ts';
import { noticeSubscription } from '../src/schema/notices.ts';
import { effect, failure, failureEvent, link, linkPair } from '../src/schema/records.ts';
import { cursor, run, runEvent, runPlan, watchedRecord } from '../src/schema/runs.ts';
import { template, templatePackage, templateStep, templateWork } from '../src/schema/templates.ts';
import { savedView } from '../src/schema/views.ts';
import { document, documentRevision, setting } from '../src/schema/workspace.ts';

const records = [drift, effect, failure, failureEvent, link, linkPair];
const links = [linkEvent, linkJob, linkJobRow, linkRefusal, linkSuggestion];
const runs = [cursor, run, runEvent, runPlan, watchedRecord];
const inbox = [inboxMessage, webhookSecret];
const tables = [
  connection,
  schemaCache,
  connectionGrant,
  flow,
  flowPin,
  flowRestorePoint,
  flowReview,
  flowTest,
  flowVersion,
  ...records,
  ...links,
  ...runs,
  ...inbox,
  noticeSubscription,
  savedView,
  document,
  documentRevision,
  setting,
  template,
  templatePackage,
  templateStep,
  templateWork,
];

const instanceTables = [
  accessRequest,
  apiToken,
  auditEvent,
  auditKey,
  identity,
  membership,
  recoveryCode,
  session,
  signInLink,
  user,
  workspace,
];

function migrated(folder: string) {
  const database = new Database(':memory:');
  migrate(database, readMigrations(new URL(`../migrations/${folder}/`, import.meta.url)), {
    file: ':memory:',
    at: new Date(0),
  });
  return database;
}

describe.each([
  ['workspace', tables],
  ['instance', instanceTables],
] as const)('%s', (folder, its) => {
  const database = migrated(folder);
  const db = drizzle(database, { casing: 'snake_case' });
  afterAll(() => database.close());

  test.each(its.map((table) => [getTableConfig(table).name, table] as const))(
    'the migrations make the table %s as the code has it',
    (name, table) => {
      expect(db.select().from(table).all()).toEqual([]);
      const columns = database.prepare('select count(*) from pragma_table_info(?)').pluck().get(name);
      expect(columns).toBe(Object.keys(getTableColumns(table)).length);
      const indexes = database.prepare(`select name from pragma_index_list(?) where origin = 'c'`).pluck().all(name);
      expect(indexes.sort()).toEqual(
        getTableConfig(table)
          .indexes.map((index) => index.config.name)
          .sort(),
      );
    },
  );

  test('the migrations make no table that the code does not have', () => {
    const made = database
      .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
      .pluck()
      .all();
    expect(made).toEqual([...its.map((table) => getTableConfig(table).name), 'migration'].sort());
  });
});
