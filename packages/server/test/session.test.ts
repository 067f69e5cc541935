import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, problemOf } from './support/client.ts';
import {
  addPeople,
  ShiftedClock,
  startTestKoppel,
  temporaryFolder,
  tokenOf,
  type TestKoppel,
} from './support/test-koppel.ts';

const minute = 60_000;
const password = 'correct horse battery';

describe('signing in', () => {
  const clock = new ShiftedClock();
  let server: TestKoppel;
  let tokens: string[];

  beforeAll(async () => {
    const folder = await temporaryFolder();
    tokens = await addPeople(folder, ['analyst', 'viewer', 'analyst', 'viewer', 'analyst', 'viewer', 'analyst']);
    server = await startTestKoppel({ clock, folder });
  });
  afterAll(() => server.close());

  test('a link signs in once, and a second use is refused', async () => {
    const token = tokens.pop()!;
    const first = await new Client(server.url).signInByLink(token);
    expect(first.status).toBe(200);
    const again = await new Client(server.url).signInByLink(token);
    expect(again.status).toBe(401);
    expect(problemOf(again).code).toBe('session.link-used-up');
  });

  test('of many who use a link at the same moment one gets in', async () => {
    const token = tokens.pop()!;
    const answers = await Promise.all(Array.from({ length: 8 }, () => new Client(server.url).signInByLink(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(401)]);
  });

  test('a link older than half an hour is refused', async () => {
    const token = tokens.pop()!;
    clock.forward(31 * minute);
    expect((await new Client(server.url).signInByLink(token)).status).toBe(401);
  });

  test('the first administrator gets a link, and a further one takes its place', async () => {
    const made = await server.koppel.call({ method: 'POST', path: '/api/sign-in-links', body: {} });
    const { url } = made.body as { url: string };
    expect((await new Client(server.url).signInByLink(tokenOf(server.koppel.signInLink))).status).toBe(401);
    const client = await Client.byLink(server.url, tokenOf(url));
    expect((await client.call('getSession')).user).toMatchObject({ role: 'administrator', hasPassword: false });
  });

  test('a session ends after an hour without a request, and after twelve hours in any case', async () => {
    const client = await signedIn(server);
    clock.forward(59 * minute);
    expect((await client.ask('getSession')).status).toBe(200);
    clock.forward(61 * minute);
    expect((await client.ask('getSession')).status).toBe(401);

    const busy = await signedIn(server);
    for (let halfHours = 0; halfHours < 24; halfHours += 1) {
      expect((await busy.ask('getSession')).status).toBe(200);
      clock.forward(30 * minute);
    }
    clock.forward(1_000);
    expect((await busy.ask('getSession')).status).toBe(401);
  });

  test('signing out ends the session on the server, not only in the browser', async () => {
    const client = await signedIn(server);
    const answer = await client.ask('signOut');
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^koppel=; .*Expires=Thu, 01 Jan 1970/);
    expect((await client.ask('getSession')).status).toBe(401);
  });

  test('a password signs in from then on, and setting it ends every other session of the person', async () => {
    const client = await signedIn(server);
    const elsewhere = await signedIn(server);
    const { user } = await client.call('setPassword', { body: { newPassword: password, email: 'Ann@Example.com' } });
    expect(user).toMatchObject({ email: 'ann@example.com', hasPassword: true });
    expect((await elsewhere.ask('getSession')).status).toBe(401);
    expect((await client.ask('getSession')).status).toBe(200);

    expect((await new Client(server.url).signIn(' ANN@example.com', password)).status).toBe(200);
    expect((await new Client(server.url).signIn('ann@example.com', `${password}!`)).status).toBe(401);
    const wrong = await client.ask('setPassword', { body: { newPassword: 'another password', currentPassword: 'x' } });
    expect(problemOf(wrong).fields).toHaveProperty('currentPassword');
  });

  test('five attempts a minute and account, then a wait; an unknown account answers the same', async () => {
    for (const email of ['ann@example.com', 'nobody@example.com']) {
      clock.forward(minute);
      const attempts: number[] = [];
      for (let index = 0; index < 6; index += 1) {
        attempts.push((await new Client(server.url).signIn(email, 'not the password')).status);
      }
      expect(attempts).toEqual([401, 401, 401, 401, 401, 429]);
    }
    // The right password has to wait as well, or the limit would tell when it was guessed.
    clock.forward(minute);
    expect((await new Client(server.url).signIn('ann@example.com', password)).status).toBe(200);
  });

  test('thirty attempts a minute from one address, over all accounts', async () => {
    clock.forward(minute);
    const answers = await Promise.all(
      Array.from({ length: 31 }, () => new Client(server.url).signInByLink('0123456789012345678901234567890')),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    clock.forward(minute);
  });

  describe('what another site could send', () => {
    const body = { title: 'From elsewhere' };
    test.each<[string, Record<string, string>]>([
      ['a foreign origin', { origin: 'https://evil.example' }],
      ['an origin that only begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
      ['a null origin', { origin: 'null' }],
      ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
      ['a same-site fetch of another host', { 'sec-fetch-site': 'same-site' }],
      ['no token', { 'x-koppel-csrf': '' }],
      ['another token', { 'x-koppel-csrf': 'x'.repeat(43) }],
      ['a form', { 'content-type': 'text/plain' }],
    ])('%s is refused, and nothing is changed', async (_what, headers) => {
      const client = await signedIn(server);
      const before = await client.call('listFlows');
      const answer = await client.send('POST', '/api/workspaces/main/flows', body, headers);
      expect([answer.status, problemOf(answer).code]).toEqual([403, 'api.foreign-origin']);
      expect(await client.call('listFlows')).toHaveLength(before.length);
      clock.forward(minute);
    });

    test('the machine’s other names are our own pages, too', async () => {
      const client = await signedIn(server);
      const origin = server.url.replace('127.0.0.1', 'localhost');
      expect((await client.send('POST', '/api/workspaces/main/flows', body, { origin })).status).toBe(200);
    });

    test('the same from our own page goes through', async () => {
      const client = await signedIn(server);
      expect(
        (await client.send('POST', '/api/workspaces/main/flows', body, { 'sec-fetch-site': 'same-origin' })).status,
      ).toBe(200);
    });

    test('a token of the command line that is not ours is nobody, even beside a good cookie', async () => {
      const client = await signedIn(server);
      const answer = await client.send('GET', '/api/session', undefined, { authorization: 'Bearer nonsense' });
      expect(answer.status).toBe(401);
    });
  });
});

test('over https the cookie is bound to this very host', async () => {
  const server = await startTestKoppel({ config: { publicUrl: 'https://koppel.example.com' } });
  try {
    const token = tokenOf(server.koppel.signInLink);
    expect(server.koppel.signInLink).toMatch(/^https:\/\/koppel\.example\.com\/sign-in\?token=/);
    const origin = { origin: 'https://koppel.example.com' };
    const answer = await new Client(server.url).send('POST', '/api/sign-in/link', { token }, origin);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-koppel=[\w-]{43}; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain('Domain');
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
  } finally {
    await server.close();
  }
});

async function signedIn(server: TestKoppel): Promise<Client> {
  const made = await server.koppel.call({ method: 'POST', path: '/api/sign-in-links', body: {} });
  return Client.byLink(server.url, tokenOf((made.body as { url: string }).url));
}
