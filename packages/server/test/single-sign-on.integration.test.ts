import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf } from './support/authenticator.ts';
import { Client, problemOf } from './support/client.ts';
import { ForgingProvider } from './support/forging-provider.ts';
import { application, IdentityProvider } from './support/identity-provider.ts';
import { ShiftedClock, startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const clock = new ShiftedClock();
const settingsOf = (issuer: string) => ({
  ...application,
  issuer: new URL(issuer),
  name: 'Verbeke ID',
  domains: new Map([
    ['open.example', 'main'],
    ['closed.example', 'nowhere'],
  ]),
});
let server: TestKoppel;
let karim: Client;

/** A browser that follows a provider's answer. */
class Browser extends Client {
  readonly jar = new Map<string, string>();

  override async send(...call: Parameters<Client['send']>) {
    this.cookie = [...this.jar].map((pair) => pair.join('=')).join('; ');
    const answer = await super.send(...call);
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.jar.delete(name!);
      else this.jar.set(name!, value!);
    }
    return answer;
  }

  async begin(next?: string): Promise<string> {
    return (await this.call('beginSingleSignOn', { body: next === undefined ? {} : { next } })).url;
  }

  /** Where Koppel sends it on to. */
  async follow(back: URL): Promise<string | null> {
    expect(`${back.origin}${back.pathname}`).toBe(`${server.url}/sign-in/return`);
    const answer = await this.send('GET', back.pathname + back.search);
    expect(answer.status).toBe(303);
    return answer.headers.get('location');
  }

  async account() {
    const answer = await this.ask('getAccount');
    return answer.status === 200 ? (answer.body as { user: { email: string; isInstanceAdmin: boolean } }).user : null;
  }
}

const browser = () => new Browser(server.url);

async function invited(email: string, role: 'analyst' | 'viewer' = 'analyst'): Promise<string> {
  return (await karim.call('inviteMember', { body: { email, role } })).member.id;
}

describe('at a real provider', () => {
  let identity: IdentityProvider;

  beforeAll(async () => {
    identity = await IdentityProvider.start();
    server = await startTestKoppel({
      clock,
      config: { singleSignOn: settingsOf(identity.origin), privateOrigins: [identity.origin] },
    });
    identity.serve({ redirect_uris: [`${server.url}/sign-in/return`] });
    karim = await server.administrator();
  });
  afterAll(async () => {
    await server.close();
    await identity.close();
  });
  // Thirty attempts a minute come from one address.
  afterEach(() => clock.forward(60_000));

  async function signOn(login: string, { at = browser(), next }: { at?: Browser; next?: string } = {}) {
    const location = await at.follow(await identity.signIn(await at.begin(next), login));
    return { at, location, account: await at.account() };
  }

  test('somebody who was let in signs in with PKCE, and comes to where the way led', async () => {
    await invited('lotte@example.com');
    expect((await browser().call('getSignInWays')).singleSignOn).toEqual({ name: 'Verbeke ID' });
    const { at, location, account } = await signOn('lotte@example.com', { next: '/w/main/runs?status=failed' });
    expect([location, account?.email]).toEqual(['/w/main/runs?status=failed', 'lotte@example.com']);
    expect(identity.tokenRequests.at(-1)!.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect((await at.call('getSession')).user.role).toBe('analyst');
    const { csrfToken } = await at.call('getAccount');
    at.csrfToken = csrfToken;
    await at.call('signOut');
    expect(await at.account()).toBeNull();
  });

  test.each([
    ['nobody@example.com', 'notInvited'],
    ['nobody@closed.example', 'notInvited'],
    ['nobody@sub.open.example', 'notInvited'],
    ['nobody@notopen.example', 'notInvited'],
  ])('%s does not come in', async (login, reason) => {
    expect(await signOn(login)).toMatchObject({ location: `/sign-in?refused=${reason}`, account: null });
  });

  test('the audit log tells who came in this way, and once who did not', async () => {
    const id = await invited('audited@example.com');
    await signOn('audited@example.com');
    for (let index = 0; index < 3; index += 1) await signOn('stranger@example.com');
    const { items } = await karim.call('listInstanceAudit', { query: { object: 'session', limit: 20 } });
    expect(items.filter(({ title }) => title === 'stranger@example.com')).toMatchObject([
      { actor: { kind: 'nobody' }, outcome: 'refused', code: 'sign-on.notInvited', address: '127.0.0.1' },
    ]);
    expect(items.filter(({ title }) => title === 'audited@example.com')).toMatchObject([
      { actor: { kind: 'person', id }, verb: 'signIn', outcome: 'done', reason: 'single sign-on' },
    ]);
  });

  test('people of an open domain become viewers of its workspace, and nothing more', async () => {
    const { account, at } = await signOn('sofie@open.example');
    expect(account).toMatchObject({ email: 'sofie@open.example', isInstanceAdmin: false });
    expect((await at.call('getSession')).user.role).toBe('viewer');
    expect((await karim.call('listMembers')).find(({ email }) => email === 'sofie@open.example')).toMatchObject({
      name: 'Name of sofie@open.example',
      role: 'viewer',
      isInstanceAdmin: false,
    });
  });

  test('an address that the provider did not verify is nobody’s', async () => {
    await invited('wim@example.com');
    identity.claims.set('wim@example.com', { email_verified: false });
    expect(await signOn('wim@example.com')).toMatchObject({ location: '/sign-in?refused=unverified', account: null });
  });

  test('the first sign-on binds: another e-mail is the same person, and another person with the e-mail is not', async () => {
    const id = await invited('ann@example.com');
    await signOn('ann@example.com');
    identity.claims.set('ann@example.com', { email: 'ann.married@example.com' });
    expect((await signOn('ann@example.com')).account?.email).toBe('ann@example.com');
    identity.claims.set('the next Ann', { email: 'ann@example.com' });
    const next = await signOn('the next Ann');
    expect(next).toMatchObject({ location: '/sign-in?refused=otherIdentity', account: null });
    await karim.call('unbindIdentities', { params: { id } });
    expect((await signOn('the next Ann')).account?.email).toBe('ann@example.com');
  });

  test('nobody takes the address of somebody who is yet to come', async () => {
    await invited('mallory@example.com');
    const { at } = await signOn('mallory@example.com');
    at.csrfToken = (await at.call('getAccount')).csrfToken;
    const body = { email: 'director@example.com', newPassword: 'a long password' };
    expect((await at.ask('setPassword', { body })).status).toBe(400);
    expect((await signOn('director@example.com')).location).toBe('/sign-in?refused=notInvited');
  });

  test('who is disabled stays out, whether bound or not', async () => {
    const id = await invited('jan@example.com');
    const disable = (isDisabled: boolean) => karim.call('disablePerson', { params: { id }, body: { isDisabled } });
    await disable(true);
    expect(await signOn('jan@example.com')).toMatchObject({ location: '/sign-in?refused=disabled', account: null });
    await disable(false);
    const { at } = await signOn('jan@example.com');
    await disable(true);
    expect(await at.account()).toBeNull();
    expect(await signOn('jan@example.com')).toMatchObject({ location: '/sign-in?refused=disabled', account: null });
  });

  test('whoever has a second factor here is asked for it', async () => {
    await invited('els@example.com');
    const { at: first } = await signOn('els@example.com');
    first.csrfToken = (await first.call('getAccount')).csrfToken;
    const { key } = await first.call('beginSecondFactor');
    await first.call('confirmSecondFactor', { body: { code: codeOf(key, clock.now()) } });
    clock.forward(60_000);
    const { at, location, account } = await signOn('els@example.com', { next: '/w/main/runs' });
    expect([location, account]).toEqual(['/sign-in?step=second-factor&next=%2Fw%2Fmain%2Fruns', null]);
    await at.call('finishSignIn', { body: { code: codeOf(key, clock.now()) } });
    expect((await at.account())?.email).toBe('els@example.com');
  });

  test('an answer counts once, in the browser that began, for ten minutes, and with its own state', async () => {
    await invited('piet@example.com');
    const at = browser();
    const back = await identity.signIn(await at.begin(), 'piet@example.com');
    const elsewhere = '/sign-in?refused=beganElsewhere';
    expect(await browser().follow(back)).toBe(elsewhere);
    const other = browser();
    await other.begin();
    expect(await other.follow(back)).toBe(elsewhere);
    const otherState = new URL(back);
    otherState.searchParams.set('state', 'x'.repeat(43));
    expect(await at.follow(otherState)).toBe(elsewhere);
    const cookies = new Map(at.jar);
    expect(await at.follow(back)).toBe('/');
    for (const [name, value] of cookies) at.jar.set(name, value);
    expect(await at.follow(back)).toBe(elsewhere);

    const late = browser();
    const tooLate = await identity.signIn(await late.begin(), 'piet@example.com');
    clock.forward(10 * 60_000 + 1_000);
    expect(await late.follow(tooLate)).toBe(elsewhere);
  });

  test('the session of before ends when somebody signs on', async () => {
    await invited('bea@example.com');
    const { at } = await signOn('bea@example.com');
    const before = at.jar.get('koppel')!;
    await signOn('bea@example.com', { at });
    expect(at.jar.get('koppel')).not.toBe(before);
    at.jar.set('koppel', before);
    expect(await at.account()).toBeNull();
  });

  test('what the person broke off there is told', async () => {
    const at = browser();
    const { searchParams } = new URL(await at.begin());
    const back = new URL(`${server.url}/sign-in/return`);
    const answer = { error: 'access_denied', state: searchParams.get('state')!, iss: identity.origin };
    for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value);
    expect(await at.follow(back)).toBe('/sign-in?refused=cancelled');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'flows', '/a\nb'])(
    'the way back never leads to %j',
    async (next) => {
      expect((await browser().ask('beginSingleSignOn', { body: { next } })).status).toBe(400);
    },
  );

  test('nothing of the provider’s secrets is in logs or the database', async () => {
    await invited('dirk@example.com');
    await signOn('dirk@example.com');
    const bytes = readFileSync(join(server.folder, 'instance.sqlite'), 'latin1');
    for (const secret of [application.clientSecret, ...identity.tokens])
      expect(bytes.includes(secret) || server.log.join('\n').includes(secret)).toBe(false);
  });
});

describe('at a provider that forges', () => {
  let provider: ForgingProvider;
  let stranger: ForgingProvider;

  beforeAll(async () => {
    provider = await ForgingProvider.start();
    stranger = await ForgingProvider.start();
    server = await startTestKoppel({
      clock,
      config: { singleSignOn: settingsOf(provider.origin), privateOrigins: [provider.origin, stranger.origin] },
    });
    karim = await server.administrator();
    await invited('lotte@example.com');
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
    await stranger.close();
  });
  beforeEach(() => provider.honest());
  afterEach(() => clock.forward(60_000));

  async function signOn(change: Record<string, string> = {}) {
    const at = browser();
    const location = await at.follow(provider.signIn(await at.begin(), change));
    return { location, account: await at.account() };
  }

  test('an honest token lets in', async () => {
    expect(await signOn()).toMatchObject({ location: '/', account: { email: 'lotte@example.com' } });
  });

  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => void]>([
    ['of another nonce', () => (provider.forge = (claims) => ({ ...claims, nonce: 'another' }))],
    ['without a nonce', () => (provider.forge = ({ nonce: _nonce, ...claims }) => claims)],
    ['for another application', () => (provider.forge = (claims) => ({ ...claims, aud: 'another' }))],
    [
      'for several, given to another',
      () => (provider.forge = (claims) => ({ ...claims, aud: ['koppel', 'another'], azp: 'another' })),
    ],
    ['of another issuer', () => (provider.forge = (claims) => ({ ...claims, iss: stranger.origin }))],
    ['that has run out', () => (provider.forge = (claims) => ({ ...claims, iat: now() - 7_200, exp: now() - 3_600 }))],
    ['that begins later', () => (provider.forge = (claims) => ({ ...claims, nbf: now() + 3_600 }))],
    ['without a subject', () => (provider.forge = ({ sub: _sub, ...claims }) => claims)],
    ['signed by somebody else', () => (provider.isSignedByStranger = true)],
    ['that is not signed', () => (provider.isUnsigned = true)],
  ])('a token %s lets nobody in', async (_what, forge) => {
    forge();
    expect(await signOn()).toEqual({ location: '/sign-in?refused=notProven', account: null });
  });

  test('an answer of another provider is not taken for one of this, and no code goes to either', async () => {
    const before = provider.tokenRequests.length;
    const { location, account } = await signOn({ iss: stranger.origin });
    expect([location, account]).toEqual(['/sign-in?refused=notProven', null]);
    expect([provider.tokenRequests.length - before, stranger.tokenRequests.length]).toEqual([0, 0]);
  });

  test.each<[string, unknown, string]>([
    ['verified, said elsewhere', { email: 'lotte@example.com', email_verified: true }, '/'],
    ['that its directory owns', { email: 'lotte@example.com', xms_edov: true }, '/'],
    ['not verified', { email: 'lotte@example.com' }, '/sign-in?refused=unverified'],
    ['verified in words', { email: 'lotte@example.com', email_verified: 'true' }, '/sign-in?refused=unverified'],
    [
      'of another person',
      { sub: 'karim', email: 'lotte@example.com', email_verified: true },
      '/sign-in?refused=notProven',
    ],
  ])('an address %s', async (_what, told, location) => {
    const { user } = (await karim.call('listMembers'))
      .map((user) => ({ user }))
      .find(({ user: { email } }) => email === 'lotte@example.com')!;
    await karim.call('unbindIdentities', { params: { id: user.id } });
    provider.forge = ({ email: _email, email_verified: _verified, ...claims }) => claims;
    provider.userInfo = told as Record<string, unknown>;
    expect((await signOn()).location).toBe(location);
  });
});

test('a provider that may not be reached is told, and nothing is sent to it', async () => {
  const provider = await ForgingProvider.start();
  server = await startTestKoppel({ clock, config: { singleSignOn: settingsOf(provider.origin) } });
  try {
    const answer = await browser().ask('beginSingleSignOn', { body: {} });
    expect([answer.status, problemOf(answer).code]).toEqual([502, 'session.provider-unreachable']);
  } finally {
    await server.close();
    await provider.close();
  }
});

test('without a provider there is no such way in', async () => {
  server = await startTestKoppel({ clock });
  try {
    expect((await browser().call('getSignInWays')).singleSignOn).toBeNull();
    expect((await browser().ask('beginSingleSignOn', { body: {} })).status).toBe(404);
    expect((await Client.byLink(server.url, tokenOf(server.koppel.signInLink))).cookie).not.toBe('');
  } finally {
    await server.close();
  }
});
