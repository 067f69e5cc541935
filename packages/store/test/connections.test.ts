import Database from 'better-sqlite3';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryKeys, openStore } from '../src/index.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';

const canary = 'canary-7f3a-not-to-be-found';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const create = (change: { name?: string; secrets?: Record<string, string>; id?: string } = {}) =>
  opened.store.connections.create({
    name: 'Koppel ERP',
    connectorId: 'business-central',
    role: 'erp',
    settings: { baseUrl: 'https://erp.example', company: 'CRONUS' },
    secrets: {},
    by: 'Lotte',
    ...change,
  });

async function created(change: Parameters<typeof create>[0] = {}) {
  const connection = await create(change);
  if (connection === 'nameTaken') throw new Error('The name is taken.');
  return connection;
}

/** Changes the database as somebody would who has the file. */
function outside<T>(change: (database: Database.Database) => T): T {
  const database = new Database(opened.file);
  try {
    return change(database);
  } finally {
    database.close();
  }
}

test('keeps settings in sight and says of credentials only when they were set and by whom', async () => {
  const connection = await created({ secrets: { clientSecret: canary } });
  expect(connection).toMatchObject({
    settings: { baseUrl: 'https://erp.example', company: 'CRONUS' },
    bindings: null,
    lastTest: null,
    secrets: { clientSecret: { setAt: opened.now(), setBy: 'Lotte' } },
  });
  expect(JSON.stringify(connection)).not.toContain(canary);
  expect(await opened.reopen().connections.get(connection.id)).toEqual(connection);
  expect(await opened.store.connections.credentials(connection.id)).toEqual({ clientSecret: canary });
  expect(await opened.store.connections.get('nothing')).toBeNull();
  expect(await opened.store.connections.credentials('nothing')).toEqual({});
});

test('leaves no trace of a credential in any file', async () => {
  const { id } = await created({ secrets: { clientSecret: canary } });
  await opened.store.connections.save(id, {
    name: 'ERP',
    role: 'erp',
    settings: {},
    by: 'Wim',
    secrets: { password: `${canary}-2` },
  });
  const traces = () =>
    readdirSync(opened.folder).filter((name) => readFileSync(join(opened.folder, name)).includes(canary));
  expect(traces()).toEqual([]);
  opened.reopen();
  expect(traces()).toEqual([]);
  expect(await opened.store.connections.credentials(id)).toEqual({ clientSecret: canary, password: `${canary}-2` });
});

test('changes only the credentials that are given, and removes the ones that are taken away', async () => {
  const { id } = await created({ secrets: { user: 'koppel', password: 'old' } });
  const { connections } = opened.store;
  const save = (secrets: Record<string, string | null>) =>
    connections.save(id, { name: 'ERP', role: 'erp', settings: {}, secrets, by: 'Wim' });
  opened.pass(1_000);
  expect(await save({ password: 'new' })).toMatchObject({
    name: 'ERP',
    changedAt: opened.now(),
    secrets: { user: { setBy: 'Lotte' }, password: { setAt: opened.now(), setBy: 'Wim' } },
  });
  expect(await connections.credentials(id)).toEqual({ user: 'koppel', password: 'new' });
  await save({});
  expect(await connections.credentials(id)).toEqual({ user: 'koppel', password: 'new' });
  expect(await save({ user: null, password: null })).toMatchObject({ secrets: {} });
  expect(await connections.credentials(id)).toEqual({});
});

test('refuses credentials that were moved from another connection, another time or another store', async () => {
  const erp = await created({ secrets: { password: 'of the ERP' } });
  const crm = await created({ name: 'Koppel CRM', secrets: { password: 'of the CRM' } });
  const sealed = (id: string) =>
    outside((database) => database.prepare('select credentials from connection where id = ?').pluck().get(id));
  const put = (id: string, text: unknown) =>
    outside((database) => database.prepare('update connection set credentials = ? where id = ?').run(text, id));
  const { connections } = opened.store;
  const own = sealed(crm.id);
  put(crm.id, sealed(erp.id));
  await expect(connections.credentials(crm.id)).rejects.toMatchObject({ code: 'vault.altered' });
  put(crm.id, own);
  expect(await connections.credentials(crm.id)).toEqual({ password: 'of the CRM' });
  const change = { name: 'Koppel CRM', role: 'crm', settings: {}, secrets: { password: 'newer' }, by: 'Wim' };
  await connections.save(crm.id, change);
  put(crm.id, own);
  await expect(connections.credentials(crm.id)).rejects.toMatchObject({ code: 'vault.altered' });
  const other = openTestStore();
  try {
    await other.store.connections.create({ id: erp.id, ...change, connectorId: 'x', secrets: { password: 'theirs' } });
    outside((database) =>
      database.exec(`attach '${other.file}' as other; update connection set (credentials, credential_version) =
      (select credentials, credential_version from other.connection where id = connection.id) where id = '${erp.id}'`),
    );
    await expect(connections.credentials(erp.id)).rejects.toMatchObject({ code: 'vault.other-key' });
  } finally {
    other.remove();
  }
});

test('refuses a credential that was moved to another field, workspace or kind of secret, under the same key', async () => {
  const secrets = { user: 'koppel', password: 'of the ERP' };
  const { id } = await created({ secrets });
  const { connections, inbox } = opened.store;
  const column = 'select credentials from connection where id = ?';
  const own = outside((database) => database.prepare<[string], string>(column).pluck().get(id))!;
  const put = (text: string) =>
    outside((database) => database.prepare('update connection set credentials = ? where id = ?').run(text, id));
  const sealed = JSON.parse(own) as { fields: Record<string, string> };
  const { user, password } = sealed.fields as { user: string; password: string };
  for (const fields of [{ user: password, password: user }, { user }, { user, password, admin: user }]) {
    put(JSON.stringify({ ...sealed, fields }));
    await expect(connections.credentials(id)).rejects.toMatchObject({ code: 'vault.altered' });
  }

  const place = { flowId: 'f', nodeId: 'hook' };
  await inbox.makeSecret(place, 'Wim');
  put(outside((database) => database.prepare<[], string>('select sealed from webhook_secret').pluck().get())!);
  await expect(connections.credentials(id)).rejects.toMatchObject({ code: 'vault.altered' });
  outside((database) => database.prepare('update webhook_secret set sealed = ?').run(own));
  await expect(inbox.secretOf(place)).rejects.toMatchObject({ code: 'vault.altered' });

  const { now, keys } = opened;
  const file = join(opened.folder, 'other.db');
  const other = openStore({ file, keys, now, monotonicMs: () => 0, newId: () => crypto.randomUUID() });
  const theirs = { id, name: 'ERP', connectorId: 'x', role: 'erp', settings: {}, secrets, by: 'Wim' };
  await other.connections.create(theirs);
  other.close();
  const database = new Database(file);
  put(database.prepare<[string], string>(column).pluck().get(id)!);
  database.close();
  await expect(connections.credentials(id)).rejects.toMatchObject({ code: 'vault.altered' });
  put(own);
  expect(await connections.credentials(id)).toEqual(secrets);
});

test('keeps with credentials the addresses they are for, and until when each holds', async () => {
  const { connections } = opened.store;
  const fields = { name: 'ERP', role: 'erp', settings: {}, by: 'Wim' };
  const [a, b] = ['https://a.example', 'https://b.example'];
  const { id } = await created({ secrets: { user: 'koppel', password: 'old' } });
  const save = (change: Partial<Parameters<typeof connections.save>[1]>) =>
    connections.save(id, { ...fields, secrets: {}, ...change });
  expect(await connections.openCredentials(id)).toMatchObject({ origins: null });
  await save({ origins: [a, b] });
  await save({});
  expect(await connections.openCredentials(id)).toEqual({
    values: { user: 'koppel', password: 'old' },
    origins: [a, b],
  });
  expect(await save({ expiries: { password: '2027-01-31', nothing: '2027-01-31' } })).toMatchObject({
    secrets: { user: {}, password: { expiresOn: '2027-01-31' } },
  });
  const replaced = await save({ secrets: { password: 'new' }, origins: [a] });
  expect(replaced).toMatchObject({ secrets: { password: { setBy: 'Wim' } } });
  expect(JSON.stringify(replaced)).not.toContain('2027');
  expect(await connections.openCredentials(id)).toEqual({ values: { user: 'koppel', password: 'new' }, origins: [a] });
});

test('asks for all credentials again when their key is gone, and takes them', async () => {
  const { id } = await created({ secrets: { user: 'koppel', password: 'old' } });
  opened.store.close();
  const [lost] = opened.keys.ids;
  rmSync(opened.keyFile);
  expect(() => opened.reopen()).toThrow(`What is sealed in ${opened.file} needs the key ${lost}.`);
  const { connections } = opened.reopen([lost!]);
  const save = (secrets: Record<string, string>) =>
    connections.save(id, { name: 'ERP', role: 'erp', settings: {}, secrets, by: 'Wim' });
  await expect(save({ password: 'new' })).rejects.toMatchObject({
    code: 'vault.other-key',
    remedy: 'Enter all credentials of this connection again: user, password.',
  });
  await save({});
  await save({ user: 'koppel', password: 'new' });
  expect(await connections.credentials(id)).toEqual({ user: 'koppel', password: 'new' });
});

test.skipIf(process.platform === 'win32')('does not start with a key that others can read', () => {
  opened.store.close();
  chmodSync(opened.keyFile, 0o644);
  expect(() => opened.reopen()).toThrow(/can be read by others/);
  chmodSync(opened.keyFile, 0o600);
  opened.reopen();
});

test('takes a name once, and lists by name', async () => {
  const erp = await created();
  const crm = await created({ name: 'A CRM' });
  expect(await create()).toBe('nameTaken');
  const fields = { role: 'crm', settings: {}, secrets: {}, by: 'Wim' };
  expect(await opened.store.connections.save(crm.id, { name: 'Koppel ERP', ...fields })).toBe('nameTaken');
  expect(await opened.store.connections.save('nothing', { name: 'X', ...fields })).toBe('missing');
  expect((await opened.store.connections.list()).map(({ id }) => id)).toEqual([crm.id, erp.id]);
});

test('keeps the last test, bindings and schemas until the connection is deleted', async () => {
  const { id } = await created();
  const { connections } = opened.store;
  const bindings = [{ entity: 'account', systemEntity: 'customers', fields: { name: { path: 'displayName' } } }];
  const schema = (entity: string, hash: string) => ({
    entity,
    systemEntity: `${entity}s`,
    label: entity,
    fields: [],
    hash,
  });
  await connections.saveTest(id, { isOk: true });
  await connections.saveBindings(id, bindings);
  expect(await connections.schemas(id)).toBeNull();
  await connections.saveSchemas(id, [schema('order', '1'), schema('account', '1')]);
  opened.pass(1_000);
  await connections.saveSchemas(id, [schema('account', '2')]);
  expect(await connections.schemas(id)).toEqual({ discoveredAt: opened.now(), entities: [schema('account', '2')] });
  expect(await connections.get(id)).toMatchObject({ lastTest: { isOk: true }, bindings });
  await connections.saveBindings(id, null);
  expect(await connections.get(id)).toMatchObject({ bindings: null });
  expect(await connections.delete(id)).toBe('deleted');
  expect(await connections.delete(id)).toBe('missing');
  expect(await connections.schemas(id)).toBeNull();
});

test('remembers since when a field of a system is gone, also after a restart', async () => {
  const { id } = await created();
  const field = (name: string) => ({
    field: name,
    systemField: name,
    label: name,
    type: { kind: 'text' as const },
    isRequired: false,
    canCreate: true,
    canUpdate: true,
  });
  const schema = (...names: string[]) => [
    { entity: 'account', systemEntity: 'customers', label: 'Customer', fields: names.map(field), hash: names.join() },
  ];
  await opened.store.connections.saveSchemas(id, schema('name', 'fax'));
  opened.pass(1_000);
  const goneSince = opened.now().toISOString();
  const saved = await opened.store.connections.saveSchemas(id, schema('name'));
  expect(saved.entities[0]!.gone).toMatchObject([{ field: 'fax', goneSince }]);
  opened.pass(1_000);
  await opened.reopen().connections.saveSchemas(id, schema('name'));
  expect((await opened.store.connections.schemas(id))!.entities[0]!.gone).toMatchObject([{ field: 'fax', goneSince }]);
});

test('opens in memory with a key of its own when there is no file', async () => {
  let ids = 0;
  const { now } = opened;
  const store = openStore({
    file: ':memory:',
    keys: createMemoryKeys(),
    now,
    monotonicMs: () => 0,
    newId: () => `${(ids += 1)}`,
  });
  const secrets = { password: canary };
  await store.connections.create({
    id: 'x',
    name: 'X',
    connectorId: 'x',
    role: 'erp',
    settings: {},
    secrets,
    by: 'me',
  });
  expect(await store.connections.credentials('x')).toEqual(secrets);
  store.close();
});
