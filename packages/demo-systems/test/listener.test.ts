import { startDemoCrm, type DemoSystem, type FaultSettings } from '@koppel/demo-systems';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserLimits } from '../src/listener/limits.ts';
import { startErp, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
let now = Date.UTC(2026, 5, 1, 12);
beforeEach(async () => {
  ({ erp, client } = await startErp({ customers: 20, now: () => new Date(now) }));
});
afterEach(() => erp.close());

describe('signing in', () => {
  test('gives a bearer token and how long it is good', async () => {
    const { status, body } = await client.token({});
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
  });

  test.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 7_000_215],
    [{ client_secret: '' }, 401, 'invalid_client', 7_000_218],
    [{ client_id: '11111111-2222-4333-8444-555555555555' }, 400, 'unauthorized_client', 700_016],
    [{ scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope', 70_011],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 70_003],
  ] as [Record<string, string>, number, string, number][])(
    'with %j is refused with %i %s',
    async (changes, status, error, code) => {
      const answer = await client.token(changes);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ error, error_codes: [code] });
      expect(answer.body.error_description).toMatch(new RegExp(`^AADSTS${code}: .*\\r\\nTrace ID: `));
    },
  );

  test('at another tenant is refused', async () => {
    expect((await client.token({}, 'elsewhere')).body).toMatchObject({
      error: 'invalid_request',
      error_codes: [90_002],
    });
  });

  test('is asked for again when the token has expired', async () => {
    expect((await client.get('companies')).status).toBe(200);
    now += 3600_000;
    const answer = await client.get('companies');
    expect([answer.status, answer.body.error.code]).toEqual([401, 'Authentication_InvalidCredentials']);
    await client.signIn();
    expect((await client.get('companies')).status).toBe(200);
  });

  test('is needed: no token, a strange one and a changed one do not open the service', async () => {
    const { body } = await client.token({});
    const [head, , signature] = body.access_token.split('.');
    const forged = Buffer.from(JSON.stringify({ appid: erp.settings['clientId'], exp: 9e12 })).toString('base64url');
    for (const authorization of ['', 'Bearer abc', `Bearer ${head}.${forged}.${signature}`]) {
      expect((await client.get('companies', { authorization })).status).toBe(401);
    }
  });
});

describe('limits', () => {
  const limits = { requests: 3, windowMs: 60_000, executionMs: 1000, atOnce: 2, queued: 1 };

  test('let a user do so many requests in a window that slides', () => {
    const user = new UserLimits(limits);
    expect([0, 10_000, 20_000].map((at) => user.admit(at).isAdmitted)).toEqual([true, true, true]);
    expect(user.admit(30_000)).toEqual({ isAdmitted: false, limit: 'requests', retryAfterMs: 30_000 });
    expect(user.admit(60_000).isAdmitted).toBe(true);
    expect(user.admit(60_001)).toMatchObject({ isAdmitted: false, retryAfterMs: 9999 });
  });

  test('sum up execution time', async () => {
    const user = new UserLimits(limits);
    user.admit(0);
    await user.enter();
    user.leave(500, 1200);
    expect(user.admit(1000)).toMatchObject({ isAdmitted: false, limit: 'execution-time' });
    expect(user.admit(62_000).isAdmitted).toBe(true);
  });

  test('let some wait for their turn and turn the others away', async () => {
    const user = new UserLimits({ ...limits, requests: 10 });
    await Promise.all([user.enter(), user.enter()]);
    expect(user.admit(0).isAdmitted).toBe(true);
    let isIn = false;
    const waiting = user.enter().then(() => (isIn = true));
    expect(user.admit(0)).toMatchObject({ isAdmitted: false, limit: 'concurrency' });
    expect(isIn).toBe(false);
    user.leave(0, 1);
    await waiting;
    expect(user.admit(0).isAdmitted).toBe(true);
  });
});

/** The city of a customer, as a client sees it that no fault befalls. */
async function cityOf(id: string): Promise<unknown> {
  const settings = erp.faults.get();
  erp.faults.reset();
  const { body } = await client.customers(`(${id})?$select=city`);
  erp.faults.set(settings);
  return body.city;
}

const change = (id: string, city: string, signal?: AbortSignal) =>
  client.send('PATCH', `${client.company}/customers(${id})`, {
    body: { city },
    headers: { 'if-match': '*' },
    ...(signal === undefined ? {} : { signal }),
  });

describe('faults', () => {
  let id: string;
  const switchOn = (some: Partial<FaultSettings>) => erp.faults.set(some);
  beforeEach(async () => {
    ({ id } = await client.customer('K10001'));
  });

  test('too many requests: each n-th answers 429 with Retry-After and is not executed', async () => {
    switchOn({ throttleEvery: 2, retryAfterSeconds: 3 });
    expect((await change(id, 'Een')).status).toBe(200);
    const refused = await change(id, 'Twee');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await cityOf(id)).toBe('Een');
    switchOn({ throttleEvery: 1, retryAfterSeconds: null });
    expect((await change(id, 'Drie')).headers.get('retry-after')).toBeNull();
  });

  test('server errors: not executed, and in HTML when something in front of the service answers', async () => {
    switchOn({ failEvery: 1, failStatus: 503 });
    const answer = await change(id, 'Nooit');
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('<html>');
    switchOn({ failStatus: 500 });
    expect((await change(id, 'Nooit')).body.error.code).toBe('Internal_ServerError');
    expect(await cityOf(id)).not.toBe('Nooit');
  });

  test('a lost reply: the write is committed, the client hears nothing', async () => {
    switchOn({ loseReplyEvery: 1 });
    await expect(change(id, 'Toch gedaan')).rejects.toThrow('fetch failed');
    expect(await cityOf(id)).toBe('Toch gedaan');
    expect((await client.customers(`(${id})`)).status).toBe(200);
  });

  test('a broken answer: executed, the body ends too early', async () => {
    switchOn({ resetMidBodyEvery: 1 });
    await expect(change(id, 'Half gehoord')).rejects.toThrow('terminated');
    expect(await cityOf(id)).toBe('Half gehoord');
  });

  test('late execution: cut off at once, executed some time after the client gave up', async () => {
    switchOn({ lateExecutionMs: 120 });
    await expect(change(id, 'Laat')).rejects.toThrow('fetch failed');
    expect(await cityOf(id)).not.toBe('Laat');
    await vi.waitFor(async () => expect(await cityOf(id)).toBe('Laat'), { timeout: 5000, interval: 20 });
  });

  test('late execution stays inside the time the settings declare', () => {
    const declared = Number(erp.settings['executionSeconds']) * 1000;
    switchOn({ lateExecutionMs: declared });
    expect(() => switchOn({ lateExecutionMs: declared + 1 })).toThrow();
  });

  test('latency: who gives up while waiting is not served later', async () => {
    switchOn({ latencyMs: 300 });
    await expect(change(id, 'Opgegeven', AbortSignal.timeout(30))).rejects.toThrow();
    switchOn({ latencyMs: 0 });
    // The request that gave up would by now have been executed before this one, had it not been dropped.
    const started = Date.now();
    await vi.waitFor(() => expect(Date.now() - started).toBeGreaterThan(350), { timeout: 5000, interval: 50 });
    expect(await cityOf(id)).not.toBe('Opgegeven');
  });

  test('a failed part of a batch: not executed, the others are', async () => {
    const other = await client.customer('K10002');
    switchOn({ failPartEvery: 2 });
    const answer = await client.batch(
      [client.change('a', id, { city: 'Goed' }), client.change('b', other.id, { city: 'Slecht' })],
      { prefer: 'odata.continue-on-error' },
    );
    expect(answer.body.responses.map(({ status }: { status: number }) => status)).toEqual([200, 500]);
    expect(await cityOf(id)).toBe('Goed');
    expect(await cityOf(other.id)).not.toBe('Slecht');
  });

  test('shorter tokens expire sooner', async () => {
    switchOn({ tokenLifeSeconds: 10 });
    await client.signIn();
    now += 10_000;
    expect((await client.get('companies')).status).toBe(401);
  });

  test('values outside their range are refused and change nothing', () => {
    expect(() => switchOn({ failStatus: 404 })).toThrow();
    expect(() => switchOn({ throttleEvery: -1 })).toThrow();
    expect(erp.faults.get()).toMatchObject({ failStatus: 503, throttleEvery: 0 });
  });
});

test('requests are counted once each, by kind, parts of batches apart', async () => {
  const { id } = await client.customer('K10003');
  erp.requests.reset();
  await client.get('companies');
  await client.get('$metadata');
  await change(id, 'Tel');
  await client.batch([client.change('a', id, { city: 'A' }), client.change('b', id, { city: 'B' })]);
  await client.token({});
  expect(erp.requests.read()).toEqual({
    total: 5,
    byKind: { read: 1, metadata: 1, update: 1, batch: 1, 'sign-in': 1 },
    parts: 2,
  });
});

test('closing lets a request in flight end', async () => {
  erp.faults.set({ latencyMs: 100 });
  const answer = client.get('companies');
  await vi.waitFor(() => expect(erp.requests.read().byKind['read']).toBeGreaterThan(1));
  await erp.close();
  expect((await answer).status).toBe(200);
  await expect(client.get('companies')).rejects.toThrow('fetch failed');
});

describe('the door of the CRM', () => {
  let crm: DemoSystem;
  let authorization: string;
  beforeEach(async () => {
    crm = await startDemoCrm({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 20, now: () => new Date(now) });
    const form = { grant_type: 'client_credentials', scope: `${crm.origin}/.default` };
    const secrets = { client_id: String(crm.settings['clientId']), client_secret: crm.secrets['clientSecret']! };
    const body = new URLSearchParams({ ...form, ...secrets });
    const token = await fetch(`${crm.origin}/demo-tenant/oauth2/v2.0/token`, { method: 'POST', body });
    authorization = `Bearer ${((await token.json()) as { access_token: string }).access_token}`;
  });
  afterEach(() => crm.close());
  const whoAmI = (headers: Record<string, string>) => fetch(`${crm.origin}/api/data/v9.2/WhoAmI()`, { headers });

  test('says in a header where to sign in', async () => {
    const answer = await whoAmI({});
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=http:.*, resource_id=http:/);
  });

  test('tells with each answer how much of the limits is left', async () => {
    const left = async () => {
      const { status, headers } = await whoAmI({ authorization });
      expect(status).toBe(200);
      return Number(headers.get('x-ms-ratelimit-burst-remaining-xrm-requests'));
    };
    expect([await left(), await left()]).toEqual([5999, 5998]);
    now += 301_000;
    expect(await left()).toBe(5999);
  });

  test('answers too many requests with the vendor’s code', async () => {
    crm.faults.set({ throttleEvery: 1, retryAfterSeconds: 7 });
    const answer = await whoAmI({ authorization });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await answer.json()).toMatchObject({ error: { code: '0x80072322' } });
  });
});

describe('other processes', () => {
  const asked = (path: string, init: RequestInit, token: string) =>
    fetch(`${erp.origin}/demo/${path}`, { ...init, headers: { 'x-demo-control': token } });

  test('switch faults and read counts with the control token', async () => {
    const set = await asked('faults', { method: 'PUT', body: '{"throttleEvery":5}' }, erp.controlToken);
    expect(await set.json()).toMatchObject({ throttleEvery: 5 });
    expect(erp.faults.get().throttleEvery).toBe(5);
    expect((await asked('faults', { method: 'PUT', body: '{"throttleEvery":"x"}' }, erp.controlToken)).status).toBe(
      400,
    );
    await asked('faults', { method: 'PUT', body: '{}' }, erp.controlToken);
    expect(erp.faults.get().throttleEvery).toBe(0);
    const before = await (await asked('requests', {}, erp.controlToken)).json();
    expect(before).toMatchObject({ total: expect.any(Number) });
    expect(await (await asked('requests', { method: 'DELETE' }, erp.controlToken)).json()).toEqual({
      total: 0,
      byKind: {},
      parts: 0,
    });
  });

  test('do nothing without it', async () => {
    expect((await asked('faults', { method: 'PUT', body: '{"throttleEvery":5}' }, 'guess')).status).toBe(401);
    expect((await asked('requests', { method: 'DELETE' }, '')).status).toBe(401);
    expect(erp.faults.get().throttleEvery).toBe(0);
  });
});
