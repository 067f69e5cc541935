import type { Client as Row, UserRole } from '@koppel/protocol';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from './support/client.ts';
import { startTestKoppel, temporaryFolder, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const flow = 'products-erp-to-crm';
let folder: string;
let server: TestKoppel;
/** Administrator of the instance, and of every workspace but `hidden`. */
let karim: Client;
/** A consultant at some of them. */
let sofie: Client;

/** The first workspace publishes a template; Verbeke has it, and changed what the next version changes too. */
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startTestKoppel({ folder, config: { isDemoOn: true } });
  karim = await server.administrator();
  for (const [slug, environment] of [
    ['verbeke', 'demo'],
    ['delvaux', 'production'],
    ['lacroix', 'production'],
    ['nijs', 'production'],
    ['foreign', 'production'],
  ] as const) {
    await karim.call('createWorkspace', { body: { slug, name: `Name of ${slug}`, environment } });
  }
  const { link } = await karim.call('inviteMember', { body: { email: 'sofie@example.com', role: 'consultant' } });
  sofie = await Client.byLink(server.url, tokenOf(link!.url));
  for (const [slug, role] of [
    ['verbeke', 'consultant'],
    ['delvaux', 'viewer'],
    ['lacroix', 'consultant'],
    ['nijs', 'consultant'],
  ] as const) {
    await at(slug).call('inviteMember', { body: { email: 'sofie@example.com', role } });
  }
  await install();
  await retitle(at('verbeke'), 'Value as Verbeke says it');
  await retitle(karim, 'Value as the publisher says it');
  await karim.call('exportTemplate', { body: { id: 'value', title: { en: 'Value' }, flows: [flow] } });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody in a workspace. */
function at(workspace: string, who: Client = karim): Client {
  const { url, cookie, csrfToken } = who;
  return Object.assign(new Client(url), { cookie, csrfToken, workspace });
}

async function install(): Promise<void> {
  await karim.call('exportTemplate', { body: { id: 'value', title: { en: 'Value' }, flows: [flow] } });
  const params = { id: 'value', version: '1.0.0' };
  const { content } = await karim.call('downloadTemplate', { params });
  const verbeke = at('verbeke');
  for (const { id } of await verbeke.call('listConnections'))
    await verbeke.call('discoverConnection', { params: { id } });
  await verbeke.call('uploadTemplate', { body: { content } });
  const { id } = await verbeke.call('beginInstallation', { body: params });
  const slots = { erp: 'demo-erp', crm: 'demo-crm' };
  const work = await verbeke.call('changeInstallation', { params: { id }, body: { slots } });
  expect(work.blockers).toEqual([]);
  await verbeke.call('finishInstallation', { params: { id }, body: { as: 'drafts' } });
}

async function retitle(who: Client, title: string): Promise<void> {
  // In a demo workspace the flow that ships is there too, and the template's has a number.
  const { id } = (await who.call('listFlows')).findLast((one) => one.id.startsWith(flow))!;
  const { draft, revision } = await who.call('getFlow', { params: { id } });
  await who.call('saveDraft', { params: { id }, body: { document: { ...draft, title: { en: title } }, revision } });
}

const board = async (who: Client = sofie): Promise<Map<string, Row>> =>
  new Map((await who.call('listClients')).map((row) => [row.slug, row]));

test('of each workspace that one is a member of: version, what the client changed, what would be asked, and health', async () => {
  const rows = await board();
  expect([...rows.keys()].toSorted()).toEqual(['delvaux', 'lacroix', 'main', 'nijs', 'verbeke']);
  const verbeke = rows.get('verbeke')!;
  expect(verbeke).toMatchObject({ state: 'open', role: 'consultant', canUpgrade: true, environment: 'demo' });
  expect(verbeke.systems.map(({ role }) => role).toSorted()).toEqual(['crm', 'erp']);
  expect(verbeke.templates).toMatchObject([
    { id: 'value', version: '1.0.0', upgrade: { version: '1.1.0', from: 'main' }, localChanges: 1, questions: 1 },
  ]);
  expect(verbeke.templates![0]!.changes).toMatchObject([{ kind: 'flowText', isQuestion: true }]);
  expect(verbeke.health).toMatchObject({ openFailures: 0, flowsOn: 0 });
  // Of templates a viewer sees nothing, and upgrades nothing.
  expect(rows.get('delvaux')).toMatchObject({ templates: null, canUpgrade: false, health: { status: 'ok' } });
});

test('of a workspace that one is no member of nothing is there, nor a version that only its library has', async () => {
  const params = { id: 'value', version: '1.1.0' };
  const { content } = await karim.call('downloadTemplate', { params });
  await at('foreign').call('uploadTemplate', { body: { content } });
  await karim.call('removeTemplate', { params });
  expect((await board()).get('verbeke')!.templates).toMatchObject([{ upgrade: null, questions: 0 }]);
  expect(JSON.stringify([...(await board()).values()])).not.toContain('foreign');
  expect((await board(karim)).get('verbeke')!.templates).toMatchObject([{ upgrade: { from: 'foreign' } }]);
  await karim.call('uploadTemplate', { body: { content } });
});

test('a template of the same name by another publisher is no upgrade', async () => {
  await karim.call('createWorkspace', { body: { slug: 'rival', name: 'Rival', environment: 'demo' } });
  const rival = at('rival');
  await rival.call('addShippedFlows', { body: { add: [flow] } });
  const body = { id: 'value', title: { en: 'Value' }, flows: [flow], version: '9.0.0' };
  await rival.call('exportTemplate', { body });
  expect((await board(karim)).get('verbeke')!.templates).toMatchObject([{ upgrade: { version: '1.1.0' } }]);
});

test('a workspace takes itself off the board, and sales see nothing of it', async () => {
  const { id: _id, slug: _slug, ...about } = await at('delvaux').call('getWorkspace');
  await at('delvaux').call('saveWorkspace', { body: { ...about, isOnBoard: false } });
  expect((await board()).has('delvaux')).toBe(false);
  await at('delvaux').call('saveWorkspace', { body: { ...about, isOnBoard: true } });
  const sales: UserRole = 'sales';
  await at('delvaux').call('inviteMember', { body: { email: 'wim@example.com', role: sales } });
  const { url } = await karim.call('createSignInLink', { body: { email: 'wim@example.com' } });
  expect(await (await Client.byLink(server.url, tokenOf(url))).call('listClients')).toEqual([]);
});

test('a token sees the workspace it is for', async () => {
  const { text } = await at('verbeke', sofie).call('createApiToken', {
    body: { name: 'Board', permissions: ['templates.read', 'runs.read'], expiresInDays: 1 },
  });
  const program = Object.assign(new Client(server.url), { bearer: text });
  const rows = await board(program);
  expect([...rows.keys()]).toEqual(['verbeke']);
  expect(rows.get('verbeke')).toMatchObject({ canUpgrade: false, health: null, systems: [] });
});

test('one that is closed and one that cannot be opened show as such; where its database lies is for the instance', async () => {
  await karim.call('openWorkspace', { params: { slug: 'lacroix' }, body: { isOpen: false } });
  const { id } = (await karim.call('listWorkspaces')).find(({ slug }) => slug === 'nijs')!;
  await server.close();
  const file = join(folder, 'workspaces', id, 'koppel.sqlite');
  await writeFile(file, 'This is no database, and long enough to be looked at as one. '.repeat(40));
  for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
  server = await startTestKoppel({ folder, config: { isDemoOn: true } });
  karim = await server.administrator();
  const { url } = await karim.call('createSignInLink', { body: { email: 'sofie@example.com' } });
  sofie = await Client.byLink(server.url, tokenOf(url));
  const rows = await board();
  expect(rows.get('lacroix')).toMatchObject({ state: 'closed', templates: null, health: null });
  expect(rows.get('nijs')).toMatchObject({ state: 'broken', problem: { remedy: expect.stringContaining('Ask') } });
  expect(JSON.stringify(rows.get('nijs'))).not.toContain(folder);
  expect(rows.get('verbeke')).toMatchObject({ state: 'open' });
  expect((await board(karim)).get('nijs')!.problem!.message).toContain(file);
});
