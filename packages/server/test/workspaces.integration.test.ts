import { routes, isOfWorkspace, workspacePath, type RouteName } from '@koppel/protocol';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Client, fill, problemOf } from './support/client.ts';
import { startTestKoppel, temporaryFolder, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let folder: string;
let server: TestKoppel;
let karim: Client;

beforeEach(async () => {
  folder = await temporaryFolder();
  server = await startTestKoppel({ folder });
  karim = await server.administrator();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const verbeke = { slug: 'verbeke', name: 'Verbeke', timeZone: 'Europe/Amsterdam', language: 'nl' } as const;

/** The same person, working in another workspace. */
function inside(client: Client, workspace: string): Client {
  const other = new Client(client.url);
  Object.assign(other, { cookie: client.cookie, csrfToken: client.csrfToken, workspace });
  return other;
}

describe('a workspace', () => {
  test('is made with its maker as administrator, is renamed, and is there after a restart', async () => {
    const made = await karim.call('createWorkspace', { body: verbeke });
    expect(made).toMatchObject({ slug: 'verbeke', environment: 'production', members: 1, closedAt: null });
    expect(problemOf(await karim.ask('createWorkspace', { body: verbeke })).code).toBe('workspace.slug-taken');
    const at = inside(karim, 'verbeke');
    await at.call('saveWorkspace', {
      body: { name: 'Verbeke Industrie', environment: 'test', timeZone: 'UTC', language: 'fr', isOnBoard: false },
    });
    await server.close();
    server = await startTestKoppel({ folder });
    const session = await inside(await signedIn(), 'verbeke').call('getSession');
    expect(session.workspace).toMatchObject({ name: 'Verbeke Industrie', environment: 'test', timeZone: 'UTC' });
    expect(session.workspaces.map(({ slug }) => slug)).toEqual(['verbeke', 'main']);
    expect(session.user.role).toBe('administrator');
  });

  test('begins with the proposed mastership table, and offers the flows that ship', async () => {
    await karim.call('createWorkspace', { body: verbeke });
    const at = inside(karim, 'verbeke');
    expect(await at.call('getMastership')).toEqual({ ...(await karim.call('getMastership')), revision: 1 });
    expect(await at.call('listFlows')).toEqual([]);
    const offered = await at.call('listShippedFlows');
    expect(offered.map(({ id }) => id)).toContain('accounts-erp-to-crm');
    const ids = offered.map(({ id }) => id);
    expect((await at.call('addShippedFlows', { body: { add: ids } })).added.toSorted()).toEqual(ids.toSorted());
  });

  test('that is closed lets nobody in and keeps everything; its address answers as one that does not exist', async () => {
    await karim.call('createWorkspace', { body: verbeke });
    const at = inside(karim, 'verbeke');
    await at.call('addShippedFlows', { body: { add: ['accounts-erp-to-crm'] } });
    await karim.call('openWorkspace', { params: { slug: 'verbeke' }, body: { isOpen: false } });
    const closed = await at.ask('listFlows');
    const unknown = await inside(karim, 'nowhere').ask('listFlows');
    expect([closed.status, unknown.status]).toEqual([404, 404]);
    expect(problemOf(closed).code).toBe(problemOf(unknown).code);
    await server.close();
    server = await startTestKoppel({ folder });
    const again = await signedIn();
    expect((await inside(again, 'verbeke').ask('listFlows')).status).toBe(404);
    await again.call('openWorkspace', { params: { slug: 'verbeke' }, body: { isOpen: true } });
    expect((await inside(again, 'verbeke').call('listFlows')).map(({ id }) => id)).toEqual(['accounts-erp-to-crm']);
  });
});

describe('a workspace whose database cannot be opened', () => {
  const damaged = async () => {
    const { id } = await karim.call('createWorkspace', { body: verbeke });
    await server.close();
    const file = join(folder, 'workspaces', id, 'koppel.sqlite');
    const sound = await readFile(file);
    await writeFile(file, 'This is no database, and long enough to be looked at as one. '.repeat(40));
    for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
    server = await startTestKoppel({ folder });
    karim = await signedIn();
    return () => writeFile(file, sound);
  };

  test('keeps no other from working, is shown as such with what to do, and opens again once it is mended', async () => {
    const mend = await damaged();
    expect((await karim.call('getSession')).workspaces.map(({ slug }) => slug)).toEqual(['main']);
    const broken = await inside(karim, 'verbeke').ask('listFlows');
    expect([broken.status, problemOf(broken).code]).toEqual([503, 'workspace.broken']);
    // Whoever is no member learns nothing of it.
    const { link } = await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'viewer' } });
    const lotte = await Client.byLink(server.url, tokenOf(link!.url));
    expect((await inside(lotte, 'verbeke').ask('listFlows')).status).toBe(404);
    const find = async () => (await karim.call('listWorkspaces')).find(({ slug }) => slug === 'verbeke');
    expect((await find())?.problem).toEqual({
      message: expect.stringMatching(/\S/),
      remedy: expect.stringMatching(/\S/),
    });
    expect(server.log.join('\n')).toContain('The workspace "verbeke" cannot be opened');
    const again = { params: { slug: 'verbeke' }, body: { isOpen: true } };
    const refused = await karim.ask('openWorkspace', again);
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'workspace.cannot-open']);
    await mend();
    await karim.call('openWorkspace', again);
    expect((await find())?.problem).toBeNull();
    expect((await inside(karim, 'verbeke').ask('listFlows')).status).toBe(200);
  });

  test('keeps an old master key from being taken away: its credentials may be sealed with it', async () => {
    await damaged();
    const { keys } = await karim.call('rotateKeys');
    const old = keys.find(({ isNewest }) => !isNewest)!;
    const refused = await karim.ask('removeKey', { params: { id: old.id } });
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'keys.workspace-unreadable']);
  });
});

test('a change of the environment to a demo and back holds at once', async () => {
  await server.close();
  server = await startTestKoppel({ folder, config: { isDemoOn: true } });
  karim = await signedIn();
  await karim.call('createWorkspace', { body: verbeke });
  const at = inside(karim, 'verbeke');
  const { id: _id, slug: _slug, ...about } = await at.call('getWorkspace');
  await at.call('saveWorkspace', { body: { ...about, environment: 'demo' } });
  expect((await at.call('getSession')).isDemoOn).toBe(true);
  expect((await at.call('listConnections')).map(({ id }) => id).toSorted()).toEqual(['demo-crm', 'demo-erp']);
  await at.call('saveWorkspace', { body: { ...about, environment: 'test' } });
  expect((await at.call('getSession')).isDemoOn).toBe(false);
  const { isOk } = await at.call('testConnection', { params: { id: 'demo-erp' } });
  expect(isOk).toBe(false);
});

/** The administrator after a restart. */
async function signedIn(): Promise<Client> {
  const client = await server.administrator();
  return client;
}

describe('nothing crosses from one workspace to another', () => {
  const connection = {
    name: 'CRM',
    connectorId: 'dataverse',
    role: 'crm',
    settings: { orgUrl: 'https://crm.invalid', tenant: 'contoso', clientId: 'koppel' },
    secrets: { clientSecret: 'secret' },
  };

  test('whoever is no member meets 404 on every route and on the socket, as for one that does not exist', async () => {
    const { folder: own } = server;
    await karim.call('createWorkspace', { body: verbeke });
    const { url } = await karim.call('createSignInLink', { body: {} });
    expect(url).toContain(server.url);
    // Karim leaves the workspace that he made.
    await server.close();
    const { openInstance, openKeyFile } = await import('@koppel/store');
    const instance = openInstance({
      folder: own,
      keys: openKeyFile({ file: join(own, 'koppel.key'), isMade: false }),
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      newId: () => crypto.randomUUID(),
    });
    const { id } = (await instance.workspaces.list()).find(({ slug }) => slug === 'verbeke')!;
    const [person] = await instance.people.list();
    await instance.people.setMembership({ userId: person!.id, workspaceId: id, role: null });
    instance.close();
    server = await startTestKoppel({ folder: own });
    const client = await signedIn();
    const nothing = { slug: 'x', id: 'x', version: 1, nodeId: 'x' };
    for (const name of (Object.keys(routes) as RouteName[]).filter(isOfWorkspace)) {
      const { method, path, access } = routes[name];
      if (access === 'public') continue;
      const ask = (workspace: string) =>
        client.send(
          method,
          fill(path, { ...nothing, workspace }),
          method === 'GET' || method === 'DELETE' ? undefined : {},
        );
      const [foreign, unknown] = [await ask('verbeke'), await ask('nowhere')];
      expect([name, foreign.status, problemOf(foreign).code]).toEqual([name, 404, problemOf(unknown).code]);
      expect(problemOf(foreign).message.replace('verbeke', 'nowhere')).toBe(problemOf(unknown).message);
    }
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}${fill(`${workspacePath}live`, { workspace: 'verbeke' })}`,
      {
        headers: { cookie: client.cookie, origin: server.url },
      },
    );
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
    socket.on('error', () => {});
    socket.terminate();
  });

  test('the same names and ids stand beside each other; what is in one is not found from the other', async () => {
    await karim.call('createWorkspace', { body: verbeke });
    const at = inside(karim, 'verbeke');
    for (const client of [karim, at]) {
      const made = await client.ask('createConnection', { body: connection });
      expect([made.status, made.text.slice(0, 200)]).toEqual([200, expect.any(String) as string]);
    }
    const [ours] = await karim.call('listConnections');
    const [theirs] = await at.call('listConnections');
    expect(ours!.id).not.toBe(theirs!.id);
    expect((await at.ask('testConnection', { params: { id: ours!.id } })).status).toBe(404);
    await at.call('addShippedFlows', { body: { add: ['accounts-erp-to-crm'] } });
    await at.call('deleteFlow', { params: { id: 'accounts-erp-to-crm' } });
    expect((await karim.call('listFlows')).some(({ id }) => id === 'accounts-erp-to-crm')).toBe(true);
    expect(existsSync(`${folder}/workspaces`)).toBe(true);
  });
});
