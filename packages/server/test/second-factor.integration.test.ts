import { isOfWorkspace, routes, type RouteName } from '@koppel/protocol';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeOf } from './support/authenticator.ts';
import { Client, fill, problemOf, type Answer } from './support/client.ts';
import { ShiftedClock, startTestKoppel, temporaryFolder, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const minute = 60_000;
const email = 'karim@example.com';
const password = 'a long password';
let clock: ShiftedClock;
let folder: string;
let server: TestKoppel;

const start = () => startTestKoppel({ folder, clock, config: { admin: { email, password } } });

beforeEach(async () => {
  clock = new ShiftedClock();
  folder = await temporaryFolder();
  server = await start();
});
afterEach(() => server.close());

async function signedIn(): Promise<Client> {
  const client = new Client(server.url);
  expect((await client.signIn(email, password)).status).toBe(200);
  return client;
}

/** An authenticator app that holds a person's key. */
function appOf(key: string) {
  return { code: (stepsAway = 0) => codeOf(key, new Date(clock.now().getTime() + stepsAway * 30_000)) };
}

async function enrolled(client: Client) {
  const { key } = await client.call('beginSecondFactor');
  const app = appOf(key);
  const confirmed = await client.keep(await client.ask('confirmSecondFactor', { body: { code: app.code() } }));
  expect(confirmed.status).toBe(200);
  const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };
  return { app, key, recoveryCodes };
}

const finish = async (client: Client, code: string): Promise<Answer> =>
  client.keep(await client.ask('finishSignIn', { body: { code } }));

test('a code is asked for once the first one came, and signs in; the sessions from before have ended', async () => {
  const elsewhere = await signedIn();
  const karim = await signedIn();
  const before = karim.cookie;
  const { key, uri } = await karim.call('beginSecondFactor');
  expect(uri).toContain(`secret=${key.replaceAll(' ', '')}`);
  expect((await karim.ask('confirmSecondFactor', { body: { code: '000 000' } })).status).toBe(400);
  expect((await karim.call('getSecondFactor')).since).toBeNull();

  const { app } = await enrolled(karim);
  expect(karim.cookie).not.toBe(before);
  expect(await karim.call('getSecondFactor')).toMatchObject({ since: expect.any(String), recoveryCodesLeft: 10 });
  expect((await elsewhere.ask('getAccount')).status).toBe(401);

  const again = new Client(server.url);
  const first = await again.signIn(email, password);
  expect([first.status, first.body]).toEqual([200, { wants: 'secondFactor' }]);
  expect((await again.ask('getAccount')).status).toBe(401);
  clock.forward(minute);
  expect((await finish(again, app.code())).status).toBe(200);
  expect((await again.call('getAccount')).user.email).toBe(email);
});

test('a one-time link asks for the code as well', async () => {
  await enrolled(await signedIn());
  const { body } = await server.koppel.call({ method: 'POST', path: '/api/sign-in-links', body: { email } });
  const client = new Client(server.url);
  expect((await client.signInByLink(tokenOf((body as { url: string }).url))).body).toEqual({ wants: 'secondFactor' });
  expect((await client.ask('getAccount')).status).toBe(401);
});

test('a code counts once: not for a second sign-in, not the one before it, and not out of its time', async () => {
  clock.hold();
  const { app } = await enrolled(await signedIn());
  const attempt = async (code: string) => {
    const client = new Client(server.url);
    await client.signIn(email, password);
    return (await finish(client, code)).status;
  };
  // The code that confirmed the app is used up as well.
  expect(await attempt(app.code())).toBe(400);
  clock.forward(5 * minute);
  expect(await attempt(app.code(2))).toBe(400);
  expect(await attempt(app.code(1))).toBe(200);
  expect(await attempt(app.code(1))).toBe(400);
  expect(await attempt(app.code(0))).toBe(400);
});

test('one of two sign-ins at the same moment gets in with a code, and one with a recovery code', async () => {
  const { app, recoveryCodes } = await enrolled(await signedIn());
  clock.forward(minute);
  for (const code of [app.code(), recoveryCodes[0]!]) {
    const clients = [new Client(server.url), new Client(server.url)];
    for (const client of clients) await client.signIn(email, password);
    const answers = await Promise.all(clients.map((client) => finish(client, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    clock.forward(minute);
  }
});

test('a recovery code lets in once, however it is typed; other ones replace all of them', async () => {
  const karim = await signedIn();
  const { app, recoveryCodes } = await enrolled(karim);
  expect(new Set(recoveryCodes).size).toBe(10);
  const attempt = async (code: string) => {
    const client = new Client(server.url);
    await client.signIn(email, password);
    return (await finish(client, code)).status;
  };
  const [first, second] = recoveryCodes as [string, string];
  expect(await attempt(first.toLowerCase().replaceAll('-', ' '))).toBe(200);
  expect(await attempt(first)).toBe(400);
  expect((await karim.call('getSecondFactor')).recoveryCodesLeft).toBe(9);
  clock.forward(minute);
  const { recoveryCodes: fresh } = await karim.call('renewRecoveryCodes', { body: { code: app.code() } });
  expect(await attempt(second)).toBe(400);
  expect(await attempt(fresh[0]!)).toBe(200);
});

test('after five tries, or five minutes, one begins again from the password', async () => {
  const { app } = await enrolled(await signedIn());
  clock.forward(minute);
  const client = new Client(server.url);
  await client.signIn(email, password);
  for (let index = 0; index < 5; index += 1) expect((await finish(client, '000000')).status).toBe(400);
  const sixth = await finish(client, app.code());
  expect([sixth.status, problemOf(sixth).code]).toEqual([401, 'session.begin-again']);
  // A new sign-in does not begin the count of the minute anew.
  await client.signIn(email, password);
  const limited = await finish(client, app.code());
  expect([limited.status, problemOf(limited).code]).toEqual([429, 'session.too-many-attempts']);
  clock.forward(6 * minute);
  expect((await finish(client, app.code())).status).toBe(401);
  await client.signIn(email, password);
  expect((await finish(client, app.code())).status).toBe(200);
});

test('turning it off needs a fresh code', async () => {
  const karim = await signedIn();
  const { app } = await enrolled(karim);
  for (const code of ['000000', app.code()]) {
    const refused = await karim.ask('removeSecondFactor', { body: { code } });
    expect([refused.status, problemOf(refused).code]).toEqual([400, 'second-factor.wrong-code']);
  }
  expect((await karim.ask('beginSecondFactor')).status).toBe(409);
  clock.forward(minute);
  await karim.call('removeSecondFactor', { body: { code: app.code() } });
  expect((await new Client(server.url).signIn(email, password)).body).toHaveProperty('csrfToken');
});

test('an administrator of Koppel takes the second factor of somebody away, not the own one; others may not', async () => {
  const karim = await signedIn();
  const { member, link } = await karim.call('inviteMember', {
    body: { email: 'lotte@example.com', role: 'administrator' },
  });
  const lotte = await Client.byLink(server.url, tokenOf(link!.url));
  await enrolled(lotte);
  expect((await karim.call('listMembers')).find(({ id }) => id === member.id)?.hasSecondFactor).toBe(true);
  const { user } = await karim.call('getAccount');
  expect((await lotte.ask('resetSecondFactor', { params: { id: user.id } })).status).toBe(403);
  const own = await karim.ask('resetSecondFactor', { params: { id: user.id } });
  expect([own.status, problemOf(own).code]).toEqual([409, 'second-factor.own']);
  await karim.call('resetSecondFactor', { params: { id: member.id } });
  expect((await lotte.ask('getAccount')).status).toBe(401);
  const again = await karim.call('createSignInLink', { body: { email: 'lotte@example.com' } });
  expect((await Client.byLink(server.url, tokenOf(again.url))).csrfToken).not.toBe('');
});

test('who is disabled after the password does not get in with the code', async () => {
  const karim = await signedIn();
  const { member, link } = await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'viewer' } });
  const lotte = await Client.byLink(server.url, tokenOf(link!.url));
  const { app } = await enrolled(lotte);
  const again = await karim.call('createSignInLink', { body: { email: 'lotte@example.com' } });
  clock.forward(minute);
  expect((await lotte.signInByLink(tokenOf(again.url))).body).toEqual({ wants: 'secondFactor' });
  await karim.call('disablePerson', { params: { id: member.id }, body: { isDisabled: true } });
  expect((await finish(lotte, app.code())).status).toBe(401);
});

test('a token cannot touch it; key and recovery codes are readable nowhere; it outlives a restart and a new master key', async () => {
  const karim = await signedIn();
  const { app, key, recoveryCodes } = await enrolled(karim);
  const made = await karim.call('createApiToken', {
    body: { name: 'CI', permissions: ['flows.read'], expiresInDays: 1 },
  });
  const program = new Client(server.url);
  program.bearer = made.text;
  for (const name of ['beginSecondFactor', 'confirmSecondFactor', 'removeSecondFactor', 'renewRecoveryCodes'] as const)
    expect(problemOf(await program.ask(name, { body: { code: app.code() } } as never)).code).toBe('api.not-by-token');

  const [newest] = (await karim.call('rotateKeys')).keys;
  expect(newest).toMatchObject({ isNewest: true, seals: expect.any(Number) });
  expect((await karim.call('getKeys')).keys.filter(({ seals }) => seals > 0)).toHaveLength(1);
  await server.close();
  const bytes = ['instance.sqlite', 'instance.sqlite-wal'].map((name) => {
    try {
      return readFileSync(join(folder, name), 'latin1');
    } catch {
      return '';
    }
  });
  for (const secret of [
    key.replaceAll(' ', ''),
    key,
    ...recoveryCodes,
    ...recoveryCodes.map((code) => code.replaceAll('-', '')),
  ])
    expect(bytes.join('').includes(secret)).toBe(false);
  expect(server.log.join('\n')).not.toContain(key.replaceAll(' ', ''));

  server = await start();
  clock.forward(minute);
  const again = new Client(server.url);
  expect((await again.signIn(email, password)).body).toEqual({ wants: 'secondFactor' });
  expect((await finish(again, app.code())).status).toBe(200);
});

describe('a workspace that wants a second factor', () => {
  const strict = async (client: Client, needsSecondFactor = true) => {
    const { id: _id, slug: _slug, ...about } = await client.call('getWorkspace');
    return client.ask('saveWorkspace', { body: { ...about, needsSecondFactor } });
  };

  test('lets in nobody without one: on no route, not by a token, not on the socket; and opens once there is one', async () => {
    const karim = await signedIn();
    const { link } = await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'consultant' } });
    const lotte = await Client.byLink(server.url, tokenOf(link!.url));
    const body = { name: 'CI', permissions: ['flows.read' as const], expiresInDays: 1 };
    const program = new Client(server.url);
    program.bearer = (await lotte.call('createApiToken', { body })).text;
    expect((await program.ask('listFlows')).status).toBe(200);
    await enrolled(karim);
    expect((await strict(karim)).status).toBe(200);

    const names = (Object.keys(routes) as RouteName[]).filter(
      (name) => isOfWorkspace(name) && routes[name].access !== 'public',
    );
    const others: string[] = [];
    for (const name of names) {
      const { method, path } = routes[name];
      const target = fill(path, { workspace: 'main', id: 'nothing', version: 1 });
      const answer = await lotte.send(method, target, method === 'POST' || method === 'PUT' ? {} : undefined);
      if (answer.status !== 403 || problemOf(answer).code !== 'session.second-factor-needed')
        others.push(`${name} answered ${answer.status}`);
    }
    expect([names.length > 100, others]).toEqual([true, []]);
    expect((await program.ask('listFlows')).status).toBe(403);
    expect((await lotte.send('GET', '/api/workspaces/main/live')).status).toBe(403);
    expect((await karim.ask('listFlows')).status).toBe(200);

    expect((await lotte.call('getAccount')).workspaces.map(({ slug }) => slug)).toEqual(['main']);
    const { app } = await enrolled(lotte);
    expect((await lotte.ask('listFlows')).status).toBe(200);
    expect((await program.ask('listFlows')).status).toBe(200);
    clock.forward(minute);
    await lotte.call('removeSecondFactor', { body: { code: app.code() } });
    expect((await lotte.ask('listFlows')).status).toBe(403);
  });

  test('is not made one by who would be shut out; whoever it shuts out does not administer Koppel', async () => {
    const karim = await signedIn();
    const own = await strict(karim);
    expect([own.status, problemOf(own).code]).toEqual([409, 'workspace.no-own-second-factor']);
    const { app } = await enrolled(karim);
    await strict(karim);
    clock.forward(minute);
    await karim.call('removeSecondFactor', { body: { code: app.code() } });
    const refused = await karim.ask('createSignInLink', { body: {} });
    expect([refused.status, problemOf(refused).code]).toEqual([403, 'session.second-factor-needed']);
  });
});

describe('whoever owes the second factor', () => {
  const closed = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].access !== 'public');
  let half: Client;
  beforeEach(async () => {
    const karim = await signedIn();
    await enrolled(karim);
    half = new Client(server.url);
    await half.signIn(email, password);
  });

  test(`has none of the ${closed.length} routes that are not for everybody, whatever its token is passed off as`, async () => {
    const [, token] = half.cookie.split('=') as [string, string];
    const disguises = [
      { cookie: half.cookie },
      { cookie: `koppel=${token}` },
      { cookie: `__Host-koppel=${token}` },
      { authorization: `Bearer ${token}` },
    ];
    const let_in: string[] = [];
    for (const name of closed) {
      const { method, path } = routes[name];
      const target = fill(path, { workspace: 'main', slug: 'main', id: 'nothing', version: 1 });
      for (const headers of disguises) {
        const body = method === 'POST' || method === 'PUT' ? {} : undefined;
        const { status } = await new Client(server.url).send(method, target, body, headers);
        if (status !== 401) let_in.push(`${name} answered ${status}`);
      }
    }
    expect(let_in).toEqual([]);
  });

  test('cannot listen to what happens', async () => {
    expect((await half.send('GET', '/api/workspaces/main/live')).status).toBe(401);
  });
});
