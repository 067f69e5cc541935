import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditObject, AuditVerb } from '@koppel/protocol';
import Papa from 'papaparse';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client } from './support/client.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const password = 'a password that is long enough';

let folder: string;
let server: TestKoppel;
let karim: Client;
beforeEach(async () => {
  folder = await temporaryFolder();
  server = await startTestKoppel({ folder });
  karim = await server.administrator();
  await karim.call('setPassword', { body: { newPassword: password, name: 'Karim', email: 'karim@example.com' } });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts Koppel again after something was done to its files. */
async function restarted(meanwhile: () => void | Promise<void>): Promise<void> {
  await server.close();
  await meanwhile();
  server = await startTestKoppel({ folder });
  karim = new Client(server.url);
  await karim.signIn('karim@example.com', password);
}

function change(sql: string): void {
  const database = new DatabaseSync(join(folder, 'instance.sqlite'));
  database.exec(sql);
  database.close();
}

test('who did what, before and after, from where', async () => {
  const id = (await karim.call('getAccount')).user.id;
  await karim.call('inviteMember', { body: { email: 'lotte@example.com', name: 'Lotte', role: 'viewer' } });
  const { items, actors } = await karim.call('listAudit', { query: {} });
  expect(items[0]).toMatchObject({
    workspace: 'main',
    actor: { kind: 'person', id, name: 'Karim' },
    address: '127.0.0.1',
    object: 'person',
    verb: 'invite',
    title: 'Lotte',
    outcome: 'done',
    changes: [
      { path: 'email', before: null, after: 'lotte@example.com' },
      { path: 'role', before: null, after: 'viewer' },
    ],
  });
  expect(actors).toEqual([{ id, name: 'Karim' }]);
  const all = await karim.call('listInstanceAudit', { query: {} });
  expect(all.items.map(({ object, verb }) => `${object}.${verb}`)).toEqual(
    expect.arrayContaining(['person.invite', 'person.replaceSecret', 'session.signIn']),
  );
  await new Client(server.url).signIn('karim@example.com', 'not his password');
  const [failed] = (await karim.call('listInstanceAudit', { query: { outcome: 'refused' } })).items;
  expect(failed).toMatchObject({
    actor: { kind: 'nobody' },
    object: 'session',
    verb: 'signIn',
    title: 'karim@example.com',
    code: 'session.wrong-password',
  });
});

test('a file for a spreadsheet takes nothing for a formula, and keeps what separates its cells', async () => {
  const name = '=HYPERLINK("http://evil.example";"Click")';
  await karim.call('inviteMember', { body: { email: 'lotte@example.com', name, role: 'viewer' } });
  await karim.call('changeMember', {
    params: { id: (await karim.call('listMembers')).find(({ email }) => email === 'lotte@example.com')!.id },
    body: { role: 'analyst' },
  });
  const { content } = await karim.call('exportAudit', { query: { format: 'csv', object: 'person' } });
  expect(content.endsWith('\r\n')).toBe(true);
  const { data, meta } = Papa.parse<Record<string, string>>(content.trim(), { header: true });
  expect(meta.delimiter).toBe(';');
  expect(data[0]).toMatchObject({
    object: `'${name}`,
    what: 'person.change',
    field: 'role',
    before: 'viewer',
    after: 'analyst',
  });
  expect(data.flatMap((row) => Object.values(row)).filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
});

test('before and after are told of what decides about data, and never a secret', async () => {
  const latest = async (object: AuditObject, verb: AuditVerb) =>
    (await karim.call('listAudit', { query: { object, verb, limit: 1 } })).items[0]!;
  const { table, revision } = await karim.call('getMastership');
  const [row] = table.rows;
  const changed = {
    ...table,
    rows: [...table.rows.slice(1), { ...row!, maySeed: row!.maySeed.length ? [] : ['crm'] }],
  };
  await karim.call('saveMastership', { body: { table: changed as typeof table, revision } });
  const mastership = await latest('mastership', 'change');
  // The row that moved is told by what it is about, and no other one with it.
  expect(mastership.changes.every(({ path }) => path === 'revision' || path.includes('/maySeed'))).toBe(true);
  expect(mastership.changes.length).toBeGreaterThan(1);

  const list = (entries: Record<string, string>) =>
    ({ koppel: 'value-list', version: 1, id: 'terms', title: { en: 'Terms' }, entries }) as const;
  await karim.call('saveValueList', { params: { id: 'terms' }, body: list({ A: '1', B: '2' }) });
  await karim.call('saveValueList', { params: { id: 'terms' }, body: list({ A: '1', B: '3' }) });
  expect(await latest('valueList', 'change')).toMatchObject({
    title: 'Terms',
    changes: [{ path: 'entries/B', before: '2', after: '3' }],
  });

  const flow = await karim.call('createFlow', { body: { title: 'Nightly' } });
  await karim.call('deleteFlow', { params: { id: flow.summary.id } });
  expect(await latest('flow', 'delete')).toMatchObject({
    objectId: flow.summary.id,
    title: 'Nightly',
    changes: expect.arrayContaining([{ path: 'isOn', before: false, after: null }]),
  });

  const { token, text } = await karim.call('createApiToken', {
    body: { name: 'Report', permissions: ['flows.read', 'runs.read'], expiresInDays: 30 },
  });
  await karim.call('revokeApiToken', { params: { id: token.id } });
  expect((await latest('apiToken', 'create')).changes).toContainEqual({
    path: 'permissions',
    before: null,
    after: 'flows.read, runs.read',
  });
  expect(await latest('apiToken', 'withdraw')).toMatchObject({
    title: 'Report',
    changes: expect.arrayContaining([{ path: 'permissions', before: 'flows.read, runs.read', after: null }]),
  });
  expect((await karim.ask('exportAudit', { query: { format: 'json' } })).text).not.toContain(text);
});

test('the events of a workspace never show in another one', async () => {
  await karim.call('createWorkspace', { body: { slug: 'verbeke', name: 'Verbeke', environment: 'test' } as never });
  await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'viewer' } });
  karim.workspace = 'verbeke';
  await karim.call('inviteMember', { body: { email: 'jonas@example.com', role: 'viewer' } });
  for (const [workspace, own, other] of [
    ['verbeke', 'jonas@example.com', 'lotte@example.com'],
    ['main', 'lotte@example.com', 'jonas@example.com'],
  ] as const) {
    karim.workspace = workspace;
    for (const answer of [
      await karim.ask('listAudit'),
      await karim.ask('listAudit', { query: { search: 'example.com' } }),
      await karim.ask('exportAudit', { query: { format: 'csv' } }),
      await karim.ask('exportAudit', { query: { format: 'json' } }),
    ]) {
      expect(answer.text).toContain(own);
      expect(answer.text).not.toContain(other);
    }
  }
});

test('what was done to the log in its file is found, and told in plain words', async () => {
  await karim.call('inviteMember', { body: { email: 'lotte@example.com', name: 'Lotte', role: 'viewer' } });
  const sound = await karim.call('verifyAudit', { body: {} });
  expect(sound.findings).toEqual([]);
  expect(sound.anchors).toBeGreaterThan(0);
  const last = sound.checked;

  await restarted(() => change(`update audit_event set actor_name = 'Jonas' where seq = ${last}`));
  const changed = await karim.call('verifyAudit', { body: {} });
  expect(changed.findings).toMatchObject([{ kind: 'changed', from: last, to: last }]);
  expect(changed.findings[0]!.message).toContain(`Event ${last} was changed`);

  await restarted(() => change(`update audit_event set actor_name = 'Karim' where seq = ${last}`));
  expect((await karim.call('verifyAudit', { body: {} })).findings).toEqual([]);

  await restarted(() => change(`delete from audit_event where seq >= ${last}`));
  expect(server.log.join('\n')).toContain('does not go on from where it was anchored');
  const cut = await karim.call('verifyAudit', { body: {} });
  expect(cut.findings.map(({ kind }) => kind)).toContain('rewritten');
});

test('a log that was begun anew is found by the anchors, also by a copy of them alone', async () => {
  for (let index = 0; index < 5; index += 1) await karim.call('createSignInLink', { body: {} });
  await server.close();
  const copy = await readFile(join(folder, 'audit-anchors.log'), 'utf8');
  await restarted(async () => {
    change('delete from audit_event; delete from audit_key');
    await writeFile(join(folder, 'audit-anchors.log'), '');
  });
  expect((await karim.call('verifyAudit', { body: {} })).findings).toEqual([]);
  const anchors = copy
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as never);
  const { findings } = await karim.call('verifyAudit', { body: { anchors } });
  expect(findings.map(({ kind }) => kind)).toContain('cut');
});

test('the log is signed with the same key after the master key changed', async () => {
  await karim.call('rotateKeys');
  const { keys } = await karim.call('getKeys');
  await karim.call('removeKey', { params: { id: keys.find(({ isNewest }) => !isNewest)!.id } });
  await restarted(() => {});
  expect((await karim.call('verifyAudit', { body: {} })).findings).toEqual([]);
});
