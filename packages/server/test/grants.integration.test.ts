import { routes, type RouteName } from '@koppel/protocol';
import { Redaction } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import { createMemoryKeys, openStore, type GrantRepository, type Store } from '@koppel/store';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customers } from '../../connectors/http/test/system-under-test.ts';
import { Grants, audienceOf, type GrantedConnection } from '../src/secrets/grants.ts';
import { Canaries } from './support/canaries.ts';
import { Client, fill, problemOf } from './support/client.ts';
import { EchoSystem } from './support/echo-system.ts';
import { application, IdentityProvider } from './support/identity-provider.ts';
import { ShiftedClock, startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const clock = new ShiftedClock();
let identity: IdentityProvider;
let foreign: EchoSystem;
let server: TestKoppel;
let client: Client;
let id: string;
let person = 0;

const settings = () => ({
  baseUrl: `${identity.origin}/api`,
  signIn: 'person',
  authorizationUrl: `${identity.origin}/auth`,
  tokenUrl: `${identity.origin}/token`,
  clientId: application.clientId,
  scope: 'openid profile offline_access',
  resources: [customers()],
});
/** Tokens have to be renewed, and the session goes on. */
const almostAnHourMs = 59 * 60_000;
const secrets = { clientSecret: application.clientSecret };

beforeAll(async () => {
  identity = await IdentityProvider.start();
  foreign = await EchoSystem.start();
  server = await startTestKoppel({ clock, config: { privateOrigins: [identity.origin, foreign.origin] } });
  identity.serve({ redirect_uris: [`${server.url}/oauth/callback`] });
});
afterAll(async () => {
  await server.close();
  await identity.close();
  await foreign.close();
});
beforeEach(async () => {
  identity.tokenRequests.length = 0;
  client = await anotherSession();
  const body = { name: `CRM ${(person += 1)}`, connectorId: 'http', role: 'crm', settings: settings(), secrets };
  ({ id } = await client.call('createConnection', { body }));
});

const viewOf = async () => (await client.call('listConnections')).find((one) => one.id === id)!;
const tested = () => client.call('testConnection', { params: { id } });

/** Goes to the provider and comes back, as a browser does. */
async function connect(): Promise<{ status: number; location: string | null; text: string }> {
  const { url } = await client.call('connectConnection', { params: { id } });
  const back = await identity.signIn(url, 'lotte@example.com');
  expect(back.href).toContain(`${server.url}/oauth/callback?`);
  const answer = await client.send('GET', back.pathname + back.search);
  return { status: answer.status, location: answer.headers.get('location'), text: answer.text };
}

describe('a person signs a connection in', () => {
  test('at the provider, and the connection then works in the name of that person', async () => {
    expect((await viewOf()).grant).toMatchObject({ state: 'open', redirectUri: `${server.url}/oauth/callback` });
    const before = await tested();
    expect([before.isOk, before.steps.at(-1)!.remedy]).toEqual([false, 'Open the connection and choose "Connect".']);
    expect(await connect()).toMatchObject({ status: 303, location: `/w/main/connections/${id}?tab=settings` });
    expect((await viewOf()).grant).toMatchObject({ state: 'connected', account: 'lotte@example.com', problem: null });
    expect((await viewOf()).lastTest!.isOk).toBe(true);
    expect((await tested()).isOk).toBe(true);
    const [code] = identity.tokenRequests;
    expect(code!.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  test('and the audit log tells who went there, and how the way back ended', async () => {
    await connect();
    const { url } = await client.call('connectConnection', { params: { id } });
    const state = new URL(url).searchParams.get('state')!;
    await client.send('GET', `/oauth/callback?error=access_denied&state=${state}`);
    const { items } = await client.call('listAudit', { query: { objectId: id, verb: 'connect' } });
    expect(items.map(({ outcome, code, reason }) => [outcome, code, reason])).toEqual([
      ['failed', 'grant.not-allowed', 'back from the provider'],
      ['done', null, 'sent to the provider'],
      ['done', null, 'back from the provider'],
      ['done', null, 'sent to the provider'],
    ]);
    const [created] = (await client.call('listAudit', { query: { objectId: id, verb: 'create' } })).items;
    expect(created!.changes).toContainEqual({ path: 'secretsSet', before: null, after: 'clientSecret' });
    expect(JSON.stringify(created)).not.toContain(application.clientSecret);
  });

  test('with a state that is good once, in the session that began it, for ten minutes', async () => {
    const { url } = await client.call('connectConnection', { params: { id } });
    const asked = new URL(url).searchParams;
    expect([asked.get('code_challenge_method'), asked.get('redirect_uri')]).toEqual([
      'S256',
      `${server.url}/oauth/callback`,
    ]);
    const back = await identity.signIn(url, 'lotte@example.com');
    const other = await anotherSession();
    const stolen = await other.send('GET', back.pathname + back.search);
    expect([stolen.status, problemOf(stolen).code]).toEqual([400, 'grant.unknown-state']);
    expect((await client.send('GET', back.pathname + back.search)).status).toBe(303);
    const again = await client.send('GET', back.pathname + back.search);
    expect([again.status, problemOf(again).code]).toEqual([400, 'grant.unknown-state']);
    expect((await client.send('GET', '/oauth/callback?code=x&state=y')).status).toBe(400);

    const late = await identity.signIn(
      (await client.call('connectConnection', { params: { id } })).url,
      'wim@example.com',
    );
    clock.forward(10 * 60_000 + 1);
    expect((await client.send('GET', late.pathname + late.search)).status).toBe(400);
    expect((await viewOf()).grant).toMatchObject({ account: 'lotte@example.com' });
  });

  test('and what the provider refuses is said on the connection', async () => {
    const { url } = await client.call('connectConnection', { params: { id } });
    const state = new URL(url).searchParams.get('state')!;
    const path = `/oauth/callback?error=access_denied&error_description=The+person+said+no&state=${state}`;
    expect((await client.send('GET', path)).status).toBe(303);
    expect((await viewOf()).grant).toMatchObject({
      state: 'open',
      problem: { code: 'grant.not-allowed', answer: 'The person said no' },
    });
  });

  test('only where the connection asks for it, and only in a browser', async () => {
    const answer = await server.koppel.call({
      method: 'POST',
      path: `/api/workspaces/main/connections/${id}/connect`,
      body: undefined,
    });
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'grant.needs-a-browser' }]);
    const itself = { ...settings(), signIn: 'oauth2' };
    await client.call('saveConnection', {
      params: { id },
      body: { name: `x ${person}`, connectorId: 'http', role: 'crm', settings: itself },
    });
    expect((await viewOf()).grant).toBeNull();
    expect(problemOf(await client.ask('connectConnection', { params: { id } })).code).toBe('grant.not-needed');
  });
});

describe('a sign-in', () => {
  test('is renewed once, however many ask at once, and each refresh token is used once', async () => {
    await connect();
    clock.forward(almostAnHourMs);
    const results = await Promise.all(Array.from({ length: 6 }, tested));
    expect(results.map(({ isOk }) => isOk)).toEqual(Array.from({ length: 6 }, () => true));
    clock.forward(almostAnHourMs);
    expect((await tested()).isOk).toBe(true);
    const refreshes = identity.tokenRequests.filter((form) => form.get('grant_type') === 'refresh_token');
    expect(refreshes).toHaveLength(2);
    expect(new Set(refreshes.map((form) => form.get('refresh_token'))).size).toBe(2);
  });

  test('that was withdrawn says so, and works after connecting again', async () => {
    await connect();
    clock.forward(almostAnHourMs);
    expect((await tested()).isOk).toBe(true);
    const used = identity.tokenRequests.at(-1)!.get('refresh_token')!;
    await identity.withdraw(used);
    clock.forward(almostAnHourMs);
    const last = (await tested()).steps.at(-1)!;
    expect([last.outcome, last.detail]).toEqual([
      'failed',
      'The sign-in of lotte@example.com was withdrawn, or has run out.',
    ]);
    expect(last.remedy).toContain('"Connect again"');
    expect((await viewOf()).grant).toMatchObject({ state: 'ended', problem: { code: 'grant.ended' } });
    await connect();
    expect((await viewOf()).grant).toMatchObject({ state: 'connected', problem: null });
    expect((await tested()).isOk).toBe(true);
  });

  test('is forgotten by disconnecting', async () => {
    await connect();
    expect((await client.call('disconnectConnection', { params: { id } })).grant).toMatchObject({ state: 'open' });
    expect((await tested()).isOk).toBe(false);
  });

  test('does not follow the connection to another address or sign-in address, not even with the client secret', async () => {
    for (const change of [
      { baseUrl: `${foreign.origin}/400/api` },
      { tokenUrl: `${foreign.origin}/400/token` },
      { clientId: 'other' },
    ]) {
      await connect();
      const body = { name: `x ${person}`, connectorId: 'http', role: 'crm', settings: { ...settings(), ...change } };
      if (!('clientId' in change)) {
        const refused = await client.ask('saveConnection', { params: { id }, body });
        expect([refused.status, problemOf(refused).code]).toEqual([400, 'connection.credentials-needed']);
        expect((await viewOf()).grant).toMatchObject({ state: 'connected' });
      }
      await client.call('saveConnection', { params: { id }, body: { ...body, secrets } });
      expect((await viewOf()).grant).toMatchObject({ state: 'open' });
      await tested();
      await client.call('saveConnection', { params: { id }, body: { ...body, settings: settings(), secrets } });
    }
    expect(foreign.requests.join('\n')).not.toMatch(/Bearer|refresh_token|authorization_code/);
  });
});

test('no token is in any answer, log or file', async () => {
  await connect();
  clock.forward(almostAnHourMs);
  await tested();
  const canaries = new Canaries();
  expect(identity.tokens.length).toBeGreaterThan(20);
  for (const [index, token] of identity.tokens.entries()) canaries.know(`token ${index}`, token);
  canaries.know('client secret', application.clientSecret);
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    if (method === 'GET') canaries.look(name, (await client.send(method, fill(path, { id, version: 1 }))).text);
  }
  canaries.look('the log', server.log.join('\n'));
  await canaries.lookAtFolder(server.folder);
  expect(canaries.hits()).toEqual([]);
});

describe('a refresh that Koppel did not outlive', () => {
  let store: Store;
  let connection: GrantedConnection;
  beforeEach(() => {
    store = openStore({
      file: ':memory:',
      keys: createMemoryKeys(),
      now: clock.now,
      monotonicMs: clock.monotonicMs,
      newId: () => crypto.randomUUID(),
    });
    const http = createHttpClient({
      allowedOrigins: [identity.origin],
      loopbackOrigins: [identity.origin],
      pace: { maxConcurrent: 4, maxRequests: 1000, windowMs: 1000 },
      clock,
    });
    const [authorizationUrl, tokenUrl] = [`${identity.origin}/auth`, `${identity.origin}/token`];
    const authorization = { authorizationUrl, tokenUrl, clientId: 'koppel', clientSecret: undefined, scope: '' };
    connection = { id: 'crm', name: 'CRM', authorization, origins: [identity.origin], http };
  });

  test('says that the new sign-in was lost with it, and what to do', async () => {
    await store.connections.create({
      id: 'crm',
      name: 'CRM',
      connectorId: 'http',
      role: 'crm',
      settings: {},
      secrets: {},
      by: 'Karim',
    });
    // The provider knows this token no longer: its successor was in the answer that nobody kept.
    const tokens = { accessToken: 'a', accessExpiresAt: new Date(0), refreshToken: 'used before' };
    await store.grants.connect('crm', {
      audience: audienceOf(connection),
      account: 'lotte',
      by: 'Karim',
      expiresAt: null,
      tokens,
    });
    const secret = { ...connection.authorization, clientSecret: undefined };
    const stopped: GrantRepository = { ...store.grants, refreshed: () => new Promise(() => {}) };
    const redaction = new Redaction();
    const first = new Grants({ grants: stopped, clock, redaction });
    const answers = {
      ...connection,
      authorization: secret,
      http: answering({ access_token: 'b', refresh_token: 'lost', expires_in: 3600 }),
    };
    void Promise.resolve(first.providerFor(answers).authorization(AbortSignal.timeout(5_000))).catch(() => {});
    while ((await store.grants.get('crm'))!.refreshingSince === null)
      await new Promise((resolve) => setImmediate(resolve));

    const next = new Grants({ grants: store.grants, clock, redaction });
    const refuses = { ...connection, http: answering({ error: 'invalid_grant' }, 400) };
    await expect(next.providerFor(refuses).authorization(AbortSignal.timeout(5_000))).rejects.toMatchObject({
      code: 'grant.ended',
      message:
        'The sign-in of lotte was being renewed when Koppel was stopped, and what the provider gave was lost with it.',
      remedy: expect.stringContaining('"Connect again"') as string,
    });
  });

  test('goes on where the provider takes the old token once more', async () => {
    await store.connections.create({
      id: 'crm',
      name: 'CRM',
      connectorId: 'http',
      role: 'crm',
      settings: {},
      secrets: {},
      by: 'Karim',
    });
    const tokens = { accessToken: 'a', accessExpiresAt: new Date(0), refreshToken: 'r' };
    await store.grants.connect('crm', {
      audience: audienceOf(connection),
      account: '',
      by: 'Karim',
      expiresAt: null,
      tokens,
    });
    await store.grants.refreshing('crm');
    const takes = { ...connection, http: answering({ access_token: 'b', expires_in: 3600 }) };
    const provider = new Grants({ grants: store.grants, clock, redaction: new Redaction() }).providerFor(takes);
    expect(await provider.authorization(AbortSignal.timeout(5_000))).toBe('Bearer b');
    expect(await store.grants.get('crm')).toMatchObject({ refreshingSince: null, endedAt: null });
  });

  test('and tokens open for no other addresses', async () => {
    await store.connections.create({
      id: 'crm',
      name: 'CRM',
      connectorId: 'http',
      role: 'crm',
      settings: {},
      secrets: {},
      by: 'Karim',
    });
    const tokens = { accessToken: 'a', accessExpiresAt: new Date(0), refreshToken: 'r' };
    await store.grants.connect('crm', {
      audience: audienceOf(connection),
      account: '',
      by: 'Karim',
      expiresAt: null,
      tokens,
    });
    const elsewhere = audienceOf({ ...connection, origins: [identity.origin, foreign.origin] });
    await expect(store.grants.tokens('crm', elsewhere)).rejects.toMatchObject({ code: 'vault.altered' });
  });
});

/** A token address that gives this answer. */
function answering(body: object, status = 200): GrantedConnection['http'] {
  const text = JSON.stringify(body);
  return {
    request: () =>
      Promise.resolve({
        status,
        headers: {},
        body: Buffer.from(text),
        text: () => text,
        json: () => JSON.parse(text) as unknown,
      }),
  };
}

async function anotherSession(): Promise<Client> {
  const { method, path } = routes.createSignInLink;
  const { body } = await server.koppel.call({ method, path, body: {} });
  return Client.byLink(server.url, tokenOf((body as { url: string }).url));
}
