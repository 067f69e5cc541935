import { ConnectionError, Secret } from '@koppel/sdk';
import { testClock } from '@koppel/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { createTokenProvider } from '../src/index.ts';
import { serve, type Seen } from './server.ts';

const signal = new AbortController().signal;
let server: Awaited<ReturnType<typeof serve>>;
afterEach(() => server.close());

async function provider(
  answer: (seen: Seen, count: number) => { status?: number; headers?: Record<string, string>; body: unknown } | null,
) {
  const clock = testClock();
  let count = 0;
  server = await serve(
    (seen, response) => {
      count += 1;
      const given = answer(seen, count);
      if (given === null) return response.destroy();
      const { status = 200, headers = {}, body } = given;
      return response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    },
    { clock },
  );
  const tokens = createTokenProvider({
    http: server.http,
    clock,
    tokenUrl: `${server.origin}/demo/oauth2/v2.0/token`,
    clientId: 'koppel',
    clientSecret: new Secret('s3cret&='),
    scope: 'https://erp.example/.default',
  });
  return { tokens, clock };
}

const token = (count: number) => ({ body: { token_type: 'Bearer', expires_in: 3599, access_token: `t${count}` } });

async function refusal(promise: Promise<unknown> | unknown): Promise<ConnectionError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

test('asks as a form, once, and keeps the token', async () => {
  const { tokens } = await provider((_seen, count) => token(count));
  expect(await tokens.authorization(signal)).toBe('Bearer t1');
  expect(await tokens.authorization(signal)).toBe('Bearer t1');
  expect(server.seen).toHaveLength(1);
  expect(Object.fromEntries(new URLSearchParams(server.seen[0]!.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'koppel',
    client_secret: 's3cret&=',
    scope: 'https://erp.example/.default',
  });
});

test('many who need a token at once make one request', async () => {
  const { tokens } = await provider((_seen, count) => token(count));
  const all = await Promise.all(Array.from({ length: 20 }, () => tokens.authorization(signal)));
  expect(new Set(all)).toEqual(new Set(['Bearer t1']));
  expect(server.seen).toHaveLength(1);
});

test('is renewed a little before it expires', async () => {
  const { tokens, clock } = await provider((_seen, count) => token(count));
  await tokens.authorization(signal);
  await clock.advance(3_400_000);
  expect(await tokens.authorization(signal)).toBe('Bearer t1');
  await clock.advance(100_000);
  expect(await tokens.authorization(signal)).toBe('Bearer t2');
});

test('a short life is renewed half way and never for each request', async () => {
  const { tokens, clock } = await provider((_seen, count) => ({ body: { ...token(count).body, expires_in: 0 } }));
  await tokens.authorization(signal);
  await clock.advance(10_000);
  expect(await tokens.authorization(signal)).toBe('Bearer t1');
  await clock.advance(10_000);
  expect(await tokens.authorization(signal)).toBe('Bearer t2');
});

test('a refused token is replaced once, however many report it', async () => {
  const { tokens } = await provider((_seen, count) => token(count));
  const old = await tokens.authorization(signal);
  tokens.refuse(old);
  expect(await tokens.authorization(signal)).toBe('Bearer t2');
  tokens.refuse(old);
  expect(await tokens.authorization(signal)).toBe('Bearer t2');
});

test('one who gives up waiting does not take the token from the others', async () => {
  const { tokens } = await provider((_seen, count) => token(count));
  const stop = new AbortController();
  const given = Promise.resolve(tokens.authorization(stop.signal));
  const other = tokens.authorization(signal);
  stop.abort(new Error('stopped'));
  await expect(given).rejects.toThrow('stopped');
  expect(await other).toBe('Bearer t1');
});

test.each([
  [401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.', /client secret/],
  [400, 'unauthorized_client', 'AADSTS700016: Application was not found.', /client id/],
  [400, 'invalid_request', 'AADSTS90002: Tenant not found.', /tenant/],
])('a refusal %i %s names the remedy and hides the secret', async (status, error, said, remedy) => {
  const { tokens } = await provider(() => ({
    status,
    body: { error, error_description: `${said}\r\nTrace ID: 1\r\nTimestamp: 2026-11-23` },
  }));
  const refused = await refusal(tokens.authorization(signal));
  expect([refused.code, refused.retry, refused.wasSent]).toEqual(['odata.sign-in-refused', 'never', false]);
  expect(refused.remedy).toMatch(remedy);
  expect(refused.answer).toBe(said);
  expect(JSON.stringify([refused.view(), refused.details])).not.toContain('s3cret');
});

test('a sign-in service that is down is tried again, and by the next caller', async () => {
  const { tokens } = await provider((_seen, count) => (count === 1 ? { status: 503, body: 'down' } : token(count)));
  const refused = await refusal(tokens.authorization(signal));
  expect([refused.code, refused.retry, refused.wasSent]).toEqual(['odata.sign-in-unavailable', 'backoff', false]);
  expect(await tokens.authorization(signal)).toBe('Bearer t2');
});

test('a sign-in service that is too busy says how long to wait', async () => {
  const { tokens } = await provider(() => ({ status: 429, headers: { 'retry-after': '9' }, body: 'later' }));
  expect((await refusal(tokens.authorization(signal))).retry).toEqual({ afterMs: 9000 });
});

test('a sign-in that broke off says that nothing of the request itself was sent', async () => {
  const { tokens } = await provider(() => null);
  expect((await refusal(tokens.authorization(signal))).wasSent).toBe(false);
});

test('an answer without a token is refused', async () => {
  const { tokens } = await provider(() => ({ body: { access_token: 'bad\r\nheader' } }));
  expect((await refusal(tokens.authorization(signal))).code).toBe('odata.sign-in-unreadable');
});
