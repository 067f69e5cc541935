import { routes, type RouteName } from '@koppel/protocol';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { customers } from '../../connectors/http/test/system-under-test.ts';
import { Canaries } from './support/canaries.ts';
import { Client, fill } from './support/client.ts';
import { EchoSystem } from './support/echo-system.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const canaries = new Canaries();
let echo: EchoSystem;
let foreign: EchoSystem;
let server: TestKoppel;
let client: Client;
let socket: WebSocket;
const connections: { id: string; erpLike: boolean }[] = [];

/** A connection of each connector and each way to sign in, at a system that answers in this way. */
function candidates(origin: string, mode: string) {
  const at = `${origin}/${mode}`;
  const resources = [customers()];
  const secret = (what: string) => canaries.of(`${what}-${mode}`);
  const http = { baseUrl: `${at}/api`, resources };
  return [
    ['business-central', { baseUrl: at, clientId: 'x', tokenUrl: `${at}/token` }, { clientSecret: secret('bc') }],
    ['dataverse', { orgUrl: at, clientId: 'x', tokenUrl: `${at}/token` }, { clientSecret: secret('dv') }],
    ['tryton', { baseUrl: at, database: 'db', user: 'koppel' }, { password: secret('tryton') }],
    ['http', { ...http, signIn: 'header', headerName: 'X-Api-Key' }, { headerKey: header(secret('key')) }],
    ['http', { ...http, signIn: 'header', headerPrefix: 'Bearer' }, { headerKey: header(secret('bearer')) }],
    ['http', { ...http, signIn: 'basic', username: 'koppel' }, { password: secret('basic') }],
    ['http', { ...http, signIn: 'oauth2', clientId: 'x', tokenUrl: `${at}/token` }, { clientSecret: secret('oauth') }],
  ] as const;
}

/** Headers hold no letters with accents: such a key is sent nowhere. */
function header(canary: string): string {
  return canaries.know(canary, canary.replace('é', ''));
}

beforeAll(async () => {
  echo = await EchoSystem.start();
  foreign = await EchoSystem.start();
  echo.redirectTo = foreign.origin;
  echo.token = canaries.know('access token', `eyJ-canary-${crypto.randomUUID()}`);
  server = await startTestKoppel({ config: { privateOrigins: [echo.origin] } });
  client = await server.administrator();
  canaries.know('session cookie', client.cookie.split('=')[1]!);
  const password = canaries.of('password');
  await client.call('setPassword', { body: { newPassword: password, email: 'karim@example.com' } });
  const other = new Client(server.url);
  canaries.look('a sign-in that failed', (await other.signIn('karim@example.com', `${password}x`)).text);
  canaries.look('a sign-in', (await other.signIn('karim@example.com', password)).text);
  canaries.know('another session cookie', other.cookie.split('=')[1]!);

  socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/workspaces/main/live`, {
    headers: { cookie: client.cookie, origin: server.url },
  });
  socket.on('message', (raw: Buffer) => canaries.look('the live socket', raw));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  socket.send(JSON.stringify({ v: 1, type: 'hello' }));
  socket.send(JSON.stringify({ v: 1, type: 'watchRuns' }));

  // As the command line: people may ask only so often.
  const file = JSON.parse(await readFile(join(server.folder, 'server.json'), 'utf8')) as { token: string };
  client = new Client(server.url);
  client.bearer = canaries.know('token of the command line', file.token);
  await rm(join(server.folder, 'server.json'));

  for (const mode of ['400', '401', 'text', 'rpc', 'redirect', 'token-ok-400', 'token-ok-401']) {
    for (const [connectorId, settings, secrets] of candidates(echo.origin, mode)) {
      const body = {
        name: `${connectorId} ${mode} ${connections.length}`,
        connectorId,
        role: 'erp',
        settings,
        secrets,
      };
      const answer = await client.ask('createConnection', { body });
      canaries.look(`createConnection ${connectorId} ${mode}`, answer.text);
      expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
      const { id } = answer.body as { id: string };
      connections.push({ id, erpLike: connectorId !== 'dataverse' });
    }
  }
}, 240_000);
afterAll(async () => {
  socket.close();
  await server.close();
  await echo.close();
  await foreign.close();
});

describe('a secret that systems repeat', () => {
  test('is sent to them at all', async () => {
    // All at once: those that are asked to wait do so together.
    await Promise.all(
      connections.flatMap(({ id }) =>
        (['testConnection', 'discoverConnection', 'tryConnectionRead'] as const).map(async (name) => {
          const body = name === 'tryConnectionRead' ? { draft: customers(), key: null } : undefined;
          canaries.look(name, (await client.ask(name, { params: { id }, ...(body && { body }) })).text);
        }),
      ),
    );
    expect(echo.requests.length).toBeGreaterThan(connections.length);
    expect(echo.requests.join('\n')).toContain('canary-bc-400');
    expect(echo.requests.join('\n')).toContain(echo.token);
  });

  test('and its redirects lead nowhere else', () => {
    expect(foreign.requests).toEqual([]);
  });

  test('comes back in no run, event, failure, preview or plan', async () => {
    const flowId = 'accounts-erp-to-crm';
    const { draft: document } = await client.call('getFlow', { params: { id: flowId } });
    for (const [index, { id }] of connections.entries()) {
      if (index % 4 > 0) continue;
      const crm = connections[(index + 1) % connections.length]!.id;
      await client.call('bindFlow', { params: { id: flowId }, body: { slots: { erp: id, crm } } });
      for (const isDryRun of [false, true]) {
        const started = await client.ask('startRun', { params: { id: flowId }, body: { isDryRun } });
        canaries.look('startRun', started.text);
        if (started.status !== 200) continue;
        const { id: runId } = started.body as { id: string };
        socket.send(JSON.stringify({ v: 1, type: 'watchRun', runId, afterSeq: 0 }));
        await settled(runId);
        await client.ask('stopRun', { params: { id: runId }, body: {} });
        for (const name of ['getRun', 'getRunEvents', 'getRunPlan'] as const)
          canaries.look(name, (await client.send('GET', fill(routes[name].path, { id: runId }))).text);
      }
      canaries.look(
        'preview',
        (await client.send('POST', fill(routes.previewFlow.path, { id: flowId }), { document, nodeId: 'read' })).text,
      );
      canaries.look(
        'tryFlow',
        (await client.send('POST', fill(routes.tryFlow.path, { id: flowId }), { document })).text,
      );
    }
  }, 280_000);

  test('comes back from no route', async () => {
    const { id } = connections[0]!;
    for (const name of Object.keys(routes) as RouteName[]) {
      const { method, path } = routes[name];
      if (['signOut', 'deleteConnection', 'createSignInLink', 'signIn', 'signInByLink'].includes(name)) continue;
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      canaries.look(name, (await client.send(method, fill(path, { id, version: 1 }), body)).text);
    }
    const canary = canaries.of('in wrong places');
    const wrong = [
      { name: canary.slice(0, 0), connectorId: 'http', role: 'erp', settings: {}, secrets: { [`x`]: canary } },
      { name: 'x', connectorId: 'http', role: 'erp', settings: { headerKey: canary }, secrets: {} },
      {
        name: 'x',
        connectorId: 'http',
        role: 'erp',
        settings: {},
        secrets: { headerKey: canary, password: { canary } },
      },
    ];
    for (const body of wrong)
      canaries.look('a wrong entry', (await client.send('POST', '/api/workspaces/main/connections', body)).text);
    canaries.look(
      'no JSON',
      (await client.send('POST', '/api/workspaces/main/connections', `{"secrets": "${canary}`)).text,
    );
  });

  test('is made for a webhook, and shown once', async () => {
    const flow = { params: { id: 'orders-crm-to-erp', nodeId: 'start' } };
    const answer = await client.ask('makeWebhookSecret', flow);
    if (answer.status === 200) canaries.know('webhook secret', (answer.body as { secret: string }).secret);
    canaries.look('listWebhooks', (await client.ask('listWebhooks', { params: { id: 'orders-crm-to-erp' } })).text);
  });
});

test('no secret is in anything that left the server, nor in its log, nor in any file', async () => {
  canaries.look('the log', server.log.join('\n'));
  await canaries.lookAtFolder(server.folder);
  expect(canaries.looks).toBeGreaterThan(200);
  expect(canaries.hits()).toEqual([]);
});

/** Until the run has said why it does not go on. */
async function settled(runId: string): Promise<void> {
  for (;;) {
    const { run } = await client.call('getRun', { params: { id: runId } });
    if (!['queued', 'running', 'stopping'].includes(run.state.status)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
