import { systemClock, type FieldValue, type WriteIntent } from '@koppel/sdk';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { httpSettings } from '../src/index.ts';
import { customers, startRest, type RestUnderTest } from './system-under-test.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const signal = new AbortController().signal;

async function open(parts: Omit<Parameters<typeof startRest>[0], 'clock'> = {}): Promise<RestUnderTest> {
  const subject = await startRest({ clock: systemClock, ...parts });
  closers.push(() => subject.close());
  return subject;
}

/** Another system, of which no request may be seen. */
async function canary(): Promise<{ origin: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(String(request.url));
    response.end('{"data":{"customers":[]}}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function readAll({ system }: RestUnderTest): Promise<unknown[]> {
  const records: unknown[] = [];
  const request = { fields: ['name'], scope: { kind: 'all' }, cursor: null, resume: 'watermark', batchSize: 100, signal } as const;
  for await (const batch of system.source('account')!.read(request)) records.push(...batch.records);
  return records;
} // prettier-ignore

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('It should have been refused.'),
    (error: { code: string; retry: unknown; message: string; answer?: string }) => error,
  );

const create = (values: Record<string, FieldValue>): WriteIntent => ({
  op: 'create',
  key: null,
  version: null,
  values,
});
const update = (key: string, version: string | null, values: Record<string, FieldValue>): WriteIntent => ({ op: 'update', key, version, values }); // prettier-ignore

describe('addresses', () => {
  test.each(['..', '.', '../admin', '..%2fadmin', 'a/b', 'a?b=c', 'a#b', 'a\\b', '%2e%2e', ' ', 'é€', '\r\nX-Evil: 1', '/../..', '{key}'])(
    'a key %j reaches no other address',
    async (key) => {
      const { system, rest } = await open();
      const sink = system.sink('account')!;
      const [found] = await sink.find([{ by: 'key', key }], { fields: ['name'], signal });
      expect(found).toEqual([]);
      const [outcome] = await sink.send([update(key, '"r1"', { phone: '1' })], { signal });
      expect(outcome).toMatchObject({ kind: 'rejected', reason: 'gone' });
      for (const { url, headers } of rest.requests) {
        expect(new URL(url, rest.origin).pathname).toMatch(/^\/api\/customers\/[^/]+$/);
        expect(headers).not.toHaveProperty('x-evil');
      }
    },
  ); // prettier-ignore

  test.each([
    '//evil.example/x',
    '/../x',
    '/a/./b',
    '/%2e%2e/x',
    '/a%2fb',
    '\\evil',
    'evil.example',
    '@evil.example/x',
    '/a b',
    '/a\r\nb',
    '/a#b',
  ])('a description with the address %j is refused', (path) => {
    const settings = { baseUrl: 'https://shop.example', signIn: 'none', resources: [customers({ get: { path } })] };
    expect(httpSettings.safeParse(settings).success).toBe(false);
  });

  test.each([
    'https://a.example/?x=1',
    'https://me:pw@a.example',
    'ftp://a.example',
    'file:///etc/passwd',
    'a.example',
  ])('a connection to %j is refused', (baseUrl) => {
    expect(httpSettings.safeParse({ baseUrl, signIn: 'none' }).success).toBe(false);
  });

  test('a value that is looked up stays one parameter', async () => {
    const { system, rest } = await open();
    const name = 'A&company_number=1#/../x?y=%00 é';
    await system.sink('account')!.find([{ by: 'fields', values: { name } }], { fields: ['name'], signal });
    const { searchParams, pathname } = new URL(rest.requests[0]!.url, rest.origin);
    expect([pathname, searchParams.get('name'), searchParams.get('company_number')]).toEqual(['/api/customers', name, null]);
  }); // prettier-ignore
});

describe('other hosts', () => {
  test.each([301, 302, 303, 307, 308])('a redirect %i is followed nowhere, and a read says so', async (status) => {
    const other = await canary();
    const subject = await open();
    subject.rest.canned.set('/api', (_request, response) => response.writeHead(status, { location: `${other.origin}/api/customers` }).end()); // prettier-ignore
    const error = await failure(readAll(subject));
    expect([error.code, error.retry]).toEqual(['http.redirected', 'never']);
    const [outcome] = await subject.system.sink('account')!.send([create({ name: 'A' })], { signal });
    // See Other comes after the fact; the others instead of it.
    expect(outcome!.kind).toBe(status === 303 ? 'unknown' : 'notExecuted');
    expect(other.requests).toEqual([]);
  });

  test.each(['absolute', 'without a scheme', 'with a sign-in'])('a next link to another host, %s, stops the read', async (how) => {
    const other = await canary();
    const { host } = new URL(other.origin);
    const next = { absolute: `${other.origin}/x`, 'without a scheme': `//${host}/x`, 'with a sign-in': `http://127.0.0.1@${host}/x` }[how]; // prettier-ignore
    const subject = await open({ resource: { list: { paging: 'nextLink', nextPath: 'next', query: [], isOrdered: false } } });
    subject.rest.canned.set('/api', (_request, response) => response.end(JSON.stringify({ data: { customers: [] }, next })));
    expect(await failure(readAll(subject))).toMatchObject({ code: 'http.link-elsewhere', retry: 'never' });
    expect(other.requests).toEqual([]);
  }); // prettier-ignore

  test('a next link below another folder of the same host may be followed, with the scheme of the connection', async () => {
    const subject = await open({
      resource: { list: { paging: 'nextLink', nextPath: 'next', query: [], isOrdered: false } },
    });
    const { host } = new URL(subject.rest.origin);
    subject.rest.canned.set('/api', (_request, response) => response.end(JSON.stringify({ data: { customers: [] }, next: `https://${host}/v2/more` }))); // prettier-ignore
    subject.rest.canned.set('/v2', (_request, response) => response.end('{"data":{"customers":[]}}'));
    expect(await readAll(subject)).toEqual([]);
    expect(subject.rest.requests.at(-1)!.url).toBe('/v2/more');
  });
});

describe('headers', () => {
  test.each([
    { headers: ['X-A: b\r\nX-Evil: 1'] },
    { headers: ['Host: evil.example'] },
    { headers: ['Content-Length: 3'] },
    { headers: ['no colon'] },
    { signIn: 'header', headerName: 'X-A: b\r\nY', headerKey: 'k' },
    { signIn: 'header', headerName: 'Host', headerKey: 'k' },
    { signIn: 'header', headerKey: 'a\r\nX-Evil: 1' },
    { signIn: 'header', headerPrefix: 'Bearer\r\nX', headerKey: 'k' },
    { signIn: 'header' },
    { signIn: 'basic', username: 'me' },
    { signIn: 'oauth2', clientId: 'me', clientSecret: 's' },
    { resources: [customers({ create: { path: '/c', idempotencyHeader: 'A: b' } })] },
  ])('settings %j are refused', (settings) => {
    expect(httpSettings.safeParse({ baseUrl: 'https://a.example', signIn: 'none', ...settings }).success).toBe(false);
  });

  test('a version that would break the header is refused for its record alone', async () => {
    const { system, rest } = await open({ resource: { version: { from: 'field', path: 'revision' } } });
    const { id } = rest.make({ name: 'A' });
    const outcomes = await system
      .sink('account')!
      .send([update(String(id), '1"\r\nX-Evil: 1', { phone: '1' }), update(String(id), 'r1', { phone: '2' })], { signal });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['rejected', 'confirmed']);
    expect(rest.requests.every(({ headers }) => !('x-evil' in headers))).toBe(true);
  }); // prettier-ignore

  test.each([
    [{ signIn: 'header', headerName: 'X-Api-Key', headerKey: 'k1' }, { 'x-api-key': 'k1' }],
    [{ signIn: 'header', headerPrefix: 'Bearer', headerKey: 'k2' }, { authorization: 'Bearer k2' }],
    [{ signIn: 'basic', username: 'mé', password: 'p:w' }, { authorization: `Basic ${Buffer.from('mé:p:w').toString('base64')}` }],
    [{ signIn: 'none', headers: ['X-Tenant: 7'] }, { 'x-tenant': '7' }],
  ])('signs in as %j says', async (settings, headers) => {
    const subject = await open({ settings });
    await readAll(subject);
    expect(subject.rest.requests[0]!.headers).toMatchObject(headers);
  }); // prettier-ignore

  test('a token that was withdrawn is asked for anew, once', async () => {
    const signIn = { signIn: 'oauth2', clientId: 'c', clientSecret: 'letmein' };
    const subject = await open({ settings: (rest) => ({ ...signIn, tokenUrl: `${rest.origin}/token` }) });
    const { rest } = subject;
    rest.make({ name: 'A' });
    rest.validToken = 'none yet';
    expect(await readAll(subject)).toHaveLength(1);
    rest.validToken = 'withdrawn';
    expect(await readAll(subject)).toHaveLength(1);
    expect(rest.tokens).toBe(2);
    rest.canned.set('/api', (_request, response) => response.writeHead(401).end('{}'));
    expect(await failure(readAll(subject))).toMatchObject({ code: 'http.sign-in-refused' });
    expect(rest.tokens).toBe(3);
    expect(rest.requests.find(({ url }) => url === '/token')!.body).not.toContain('scope');
  });
});

describe('credentials', () => {
  const secrets = ['s3cret-key', '"quoted"'];
  test.each(secrets)('a system that repeats the key %j does not get it shown', async (headerKey) => {
    const { system, rest } = await open({ settings: { signIn: 'header', headerKey } });
    rest.canned.set('/api', (request, response) => {
      const echo = String(request.headers.authorization);
      response.setHeader('etag', echo);
      if (request.method === 'GET') response.end(JSON.stringify([{ id: echo, name: echo, nested: { deep: [echo] } }]));
      else response.writeHead(422).end(JSON.stringify({ message: `You said ${echo}` }));
    });
    const draft = customers({ list: { records: '', paging: 'none', total: '', stampPath: '', isOrdered: false } });
    for (const key of [null, '1']) {
      const trial = await system.tryRead!(draft, { key, signal });
      expect(trial.status).toBe(200);
      expect(JSON.stringify(trial)).not.toContain(headerKey);
      expect(JSON.stringify(trial)).not.toContain(JSON.stringify(headerKey).slice(1, -1));
    }
    const [outcome] = await system.sink('account')!.send([create({ name: 'A' })], { signal });
    expect(outcome).toMatchObject({ kind: 'rejected', error: { answer: 'You said …' } });
  });

  test('a refused sign-in stops with its reason and does not quote the key', async () => {
    const subject = await open({ settings: { signIn: 'header', headerKey: 's3cret-key' } });
    subject.rest.canned.set('/api', (request, response) => response.writeHead(401).end(JSON.stringify({ message: `Bad key ${request.headers.authorization}` }))); // prettier-ignore
    const error = await failure(readAll(subject));
    expect([error.code, error.retry, error.answer]).toEqual(['http.sign-in-refused', 'never', 'Bad key …']);
  });
});

describe('hostile answers', () => {
  test.each([
    ['deeply nested', '['.repeat(200_000)],
    ['deeply nested and closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['with a prototype in it', '{"__proto__":{"polluted":true},"data":{"customers":[{"id":1,"name":"A","__proto__":{"x":1}}]}}'],
    ['not what was promised', '{"data":{"customers":{"length":3}}}'],
    ['with records that are none', '{"data":{"customers":[null,1,"x",[]]}}'],
    ['empty', ''],
    ['a web page', '<!doctype html><p>Hello'],
  ])('an answer that is %s harms nobody', async (_what, body) => {
    const subject = await open({ resource: { list: { isOrdered: false, stampPath: '', changedParameter: '', total: '', paging: 'none' } } });
    subject.rest.canned.set('/api', (_request, response) => response.end(body));
    const result = await readAll(subject).catch((error: { code: string }) => error.code);
    expect(typeof result === 'string' ? result : 'records').toMatch(/^(http\.(not-json|web-page|not-a-list|record-without-key)|records)$/);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const [outcome] = await subject.system.sink('account')!.send([create({ name: 'A' })], { signal });
    expect(outcome!.kind).toBe('unknown');
    const trial = await subject.system.tryRead!(customers(), { key: null, signal });
    expect(trial.body.length).toBeLessThanOrEqual(20_000);
  }); // prettier-ignore

  test('an answer of more than 32 MB is refused while it streams in', async () => {
    const subject = await open();
    subject.rest.canned.set('/api', (_request, response) => {
      const more = () => response.writable && response.write('x'.repeat(1_000_000), () => more());
      more();
    });
    expect((await failure(readAll(subject))).code).toBe('http.answer-too-long');
  });

  test.each([
    ['pages that never end', 'page'],
    ['a next link to itself', 'nextLink'],
    ['a cursor that goes round', 'cursor'],
  ])('%s stop the read', async (_what, paging) => {
    const subject = await open({
      resource: { list: { paging, nextPath: 'next', total: '', query: [], isOrdered: false, stampPath: '', changedParameter: '' } },
    });
    let round = 0;
    subject.rest.canned.set('/api', (_request, response) => {
      round += 1;
      const id = paging === 'page' ? 1 : round;
      response.end(JSON.stringify({ data: { customers: [{ id, name: 'A' }] }, next: paging === 'cursor' ? `c${round % 7}` : '/api/customers?again' }));
    });
    expect(await failure(readAll(subject))).toMatchObject({ code: 'http.same-page-again', retry: 'never' });
    expect(round).toBeLessThan(40);
  }); // prettier-ignore

  test('a list that is not in the order that was promised stops the read', async () => {
    const subject = await open({ resource: { list: { query: ['sort=-modified'], pageSize: 10 } } });
    subject.rest.make({ name: 'A' });
    subject.rest.nowMs += 1000;
    subject.rest.make({ name: 'B' });
    expect(await failure(readAll(subject))).toMatchObject({ code: 'http.not-in-order', retry: 'never' });
  });

  test('a look-up parameter that the system passes over is noticed', async () => {
    const { system, rest } = await open({ resource: { list: { paging: 'none', records: '' } }, traits: { paging: 'none' } });
    rest.canned.set('/api', (_request, response) => response.end(JSON.stringify(Array.from({ length: 5001 }, (_, id) => ({ id, name: 'A' })))));
    const found = system.sink('account')!.find([{ by: 'fields', values: { name: 'A' } }], { fields: ['name'], signal });
    expect((await failure(found)).code).toBe('http.look-up-too-wide');
  }); // prettier-ignore
});
