import { routes, type RouteName } from '@koppel/protocol';
import { dayOf } from '@koppel/runtime';

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fill, problemOf, type Client } from './support/client.ts';
import { EchoSystem } from './support/echo-system.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const canary = 'canary-8f31c07e-must-not-be-seen';
const crm = {
  name: 'Our CRM',
  connectorId: 'dataverse',
  role: 'crm',
  settings: { orgUrl: 'https://crm.invalid', tenant: 'contoso', clientId: 'koppel' },
};

let server: TestKoppel;
let client: Client;
let id: string;

beforeAll(async () => {
  server = await startTestKoppel();
  client = await server.administrator();
  ({ id } = await client.call('createConnection', { body: { ...crm, secrets: { clientSecret: canary } } }));
});
afterAll(() => server.close());

describe('a credential', () => {
  test('is seen only as set, when and by whom', async () => {
    const [connection] = await client.call('listConnections');
    expect(connection!.secrets).toEqual({
      clientSecret: { setAt: expect.any(String) as string, setBy: 'Administrator', expiresOn: null },
    });
    expect(connection!.settings).not.toHaveProperty('clientSecret');
  });

  test('is in no answer of any route, nor in the log, nor readable in a file', async () => {
    const answers: string[] = [];
    for (const name of Object.keys(routes) as RouteName[]) {
      const { method, path } = routes[name];
      if (name === 'signOut' || name === 'deleteConnection') continue;
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await client.send(
        method,
        fill(path, { workspace: 'main', slug: 'nothing', id, version: 1 }),
        body,
      );
      answers.push(answer.text);
    }
    // What a wrong entry answers must not repeat it either.
    const wrong = { ...crm, settings: { ...crm.settings, clientSecret: canary }, secrets: { other: canary } };
    answers.push((await client.send('PUT', `/api/workspaces/main/connections/${id}`, wrong)).text);
    answers.push(
      (
        await client.send('POST', '/api/workspaces/main/connections', {
          ...crm,
          secrets: { clientSecret: 1, x: canary },
        })
      ).text,
    );
    expect(answers.join('\n')).not.toContain(canary);
    expect(server.log.join('\n')).not.toContain(canary);
    for (const file of await readdir(server.folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || file.parentPath.includes('demo')) continue;
      expect((await readFile(join(file.parentPath, file.name))).includes(canary), file.name).toBe(false);
    }
  });

  test('stays when a save does not name it, and does not follow the connection to another address', async () => {
    const renamed = { ...crm, name: 'The CRM' };
    const saved = await client.call('saveConnection', { params: { id }, body: renamed });
    expect(saved).toMatchObject({ name: 'The CRM', secrets: { clientSecret: { setBy: 'Administrator' } } });

    const moved = { ...renamed, settings: { ...crm.settings, orgUrl: 'https://collector.invalid' } };
    const answer = await client.ask('saveConnection', { params: { id }, body: moved });
    expect([answer.status, problemOf(answer).code]).toEqual([400, 'connection.credentials-needed']);
    expect(Object.keys(problemOf(answer).fields!)).toEqual(['secrets.clientSecret']);
    const withNew = { ...moved, secrets: { clientSecret: 'another one' } };
    expect((await client.ask('saveConnection', { params: { id }, body: withNew })).status).toBe(200);
  });
});

test('a setting that does not fit is called as its form calls it, in every language', async () => {
  const body = { ...crm, name: 'Wrong', settings: { ...crm.settings, orgUrl: 'crm.example' }, secrets: {} };
  const answer = await client.ask('createConnection', { body });
  expect([answer.status, answer.body]).toMatchObject([
    400,
    {
      message: '"Address" does not fit: An address is needed, such as https://example.com.',
      names: [{ en: 'Address', nl: 'Adres', fr: 'Adresse' }],
      fields: { 'settings.orgUrl': 'An address is needed, such as https://example.com.' },
    },
  ]);
  // Of what the form does not have there is no word but its own, also where JavaScript knows the name.
  const unknown = await client.ask('createConnection', {
    body: { ...body, secrets: { clientSecret: 'x' }, settings: { ...crm.settings, constructor: 1 } },
  });
  expect([unknown.status, problemOf(unknown).message]).toEqual([
    400,
    '"constructor" does not fit: The connector knows no such setting.',
  ]);
});

test('what runs out is said 14 days before, also of what only the person who entered it knows', async () => {
  const inDays = (days: number) => dayOf(new Date(Date.now() + days * 86_400_000));
  const body = { ...crm, name: 'Runs out', secrets: { clientSecret: 'x' } };
  const { id } = await client.call('createConnection', { body: { ...body, expiries: { clientSecret: inDays(30) } } });
  const after = async (expiries: Record<string, string | null>) =>
    (await client.call('saveConnection', { params: { id }, body: { ...body, secrets: {}, expiries } })).expiring;
  expect(await after({})).toEqual([]);
  for (const [days, state] of [
    [13, 'soon'],
    [2, 'urgent'],
    [-2, 'expired'],
  ] as const) {
    const on = inDays(days);
    expect(await after({ clientSecret: on })).toEqual([
      { credential: 'clientSecret', title: expect.objectContaining({ en: 'Client secret' }) as object, on, state },
    ]);
  }
  expect(await after({ clientSecret: null })).toEqual([]);
});

test('a credential is not sent where it was not entered for, not even when the database says so', async () => {
  const echo = await EchoSystem.start();
  const foreign = await EchoSystem.start();
  const folder = await temporaryFolder();
  const config = { privateOrigins: [echo.origin, foreign.origin] };
  let koppel = await startTestKoppel({ folder, config });
  const settings = { baseUrl: `${echo.origin}/401/api`, signIn: 'header', headerName: 'x-key' };
  const person = await koppel.administrator();
  const secrets = { headerKey: canary };
  const body = { name: 'Shop', connectorId: 'http', role: 'shop', settings, secrets };
  const { id: shop } = await person.call('createConnection', { body });
  await person.call('testConnection', { params: { id: shop } });
  await koppel.close();
  const [workspace] = await readdir(join(folder, 'workspaces'));
  const database = new DatabaseSync(join(folder, 'workspaces', workspace!, 'koppel.sqlite'));
  database
    .prepare('update connection set settings = replace(settings, ?, ?) where id = ?')
    .run(echo.origin, foreign.origin, shop);
  database.close();
  koppel = await startTestKoppel({ folder, config });
  try {
    const { steps } = await (await koppel.administrator()).call('testConnection', { params: { id: shop } });
    expect(steps.at(-1)!.detail).toBe(
      `The credentials of "Shop" were not entered for ${foreign.origin}, so they are not sent there.`,
    );
    expect(echo.requests.length).toBeGreaterThan(0);
    expect(foreign.requests).toEqual([]);
  } finally {
    await koppel.close();
    await echo.close();
    await foreign.close();
    await rm(folder, { recursive: true, force: true });
  }
});

describe('a connection', () => {
  test.each<[string, object, string[]]>([
    ['an unknown connector', { connectorId: 'teapot' }, ['connectorId']],
    ['no address', { settings: { clientId: 'x' } }, ['settings.orgUrl']],
    ['an unknown setting', { settings: { ...crm.settings, teapot: 1 } }, ['settings.teapot']],
    [
      'a credential among the settings',
      { settings: { ...crm.settings, clientSecret: 'x' } },
      ['settings.clientSecret'],
    ],
    ['an unknown credential', { secrets: { clientSecret: 'x', password: 'y' } }, ['secrets.password']],
    ['no credential', { secrets: {} }, ['secrets.clientSecret']],
  ])('with %s is refused at its field', async (_what, change, fields) => {
    const body = { ...crm, name: 'Wrong', secrets: { clientSecret: 'x' }, ...change };
    const answer = await client.send('POST', '/api/workspaces/main/connections', body);
    expect(answer.status).toBe(400);
    expect(Object.keys(problemOf(answer).fields!)).toEqual(fields);
  });

  test('needs a name of its own', async () => {
    const body = { ...crm, name: 'The CRM', secrets: { clientSecret: 'x' } };
    expect((await client.ask('createConnection', { body })).status).toBe(409);
  });

  test('that flows use is not removed', async () => {
    await client.call('bindFlow', { params: { id: 'accounts-erp-to-crm' }, body: { slots: { crm: id } } });
    const answer = await client.ask('deleteConnection', { params: { id } });
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'connection.in-use']);
    expect(problemOf(answer).message).toContain('Customers ERP → CRM');
    await client.call('bindFlow', { params: { id: 'accounts-erp-to-crm' }, body: { slots: { crm: null } } });
    expect((await client.ask('deleteConnection', { params: { id } })).status).toBe(204);
  });

  test.each([
    'http://127.0.0.1:1',
    'http://localhost:1',
    'http://10.0.0.1',
    'http://169.254.169.254',
    'http://[::ffff:10.0.0.1]',
  ])('to %s is not opened: nobody allowed this address', async (orgUrl) => {
    const settings = { orgUrl, clientId: 'x', tokenUrl: `${orgUrl}/token` };
    const body = { ...crm, name: orgUrl, settings, secrets: { clientSecret: 'x' } };
    const { id } = await client.call('createConnection', { body });
    const { isOk, steps } = await client.call('testConnection', { params: { id } });
    expect(isOk).toBe(false);
    expect(steps.at(-1)).toMatchObject({ outcome: 'failed' });
    expect(steps.at(-1)!.detail).toMatch(/address/);
  });
});
