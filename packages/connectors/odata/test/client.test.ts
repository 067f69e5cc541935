import { ConnectionError, systemClock, type TokenProvider } from '@koppel/sdk';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createODataClient } from '../src/index.ts';
import { serve, type Seen } from './server.ts';

const signal = new AbortController().signal;
let server: Awaited<ReturnType<typeof serve>>;
afterEach(() => server.close());

async function client(answer: (seen: Seen, response: ServerResponse, count: number) => void) {
  let count = 0;
  server = await serve((seen, response) => {
    count += 1;
    answer(seen, response, count);
  });
  let tokens = 1;
  const token: TokenProvider = {
    authorization: () => `Bearer t${tokens}`,
    refuse: (authorization) => {
      if (authorization === `Bearer t${tokens}`) tokens += 1;
    },
  };
  return createODataClient({ http: server.http, clock: systemClock, serviceRoot: `${server.origin}/api/v2.0/`, token });
}

const reply = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) =>
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

async function everything<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function failure(promise: Promise<unknown>): Promise<ConnectionError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error('It succeeded.');
}

test('sends the protocol headers, the token and one Prefer header', async () => {
  const odata = await client((_seen, response) => reply(response, { value: [] }));
  await odata.page({ method: 'GET', url: 'customers', prefer: ['odata.maxpagesize=2', 'odata.track-changes'], signal });
  const { url, headers } = server.seen[0]!;
  expect(url).toBe('/api/v2.0/customers');
  expect(headers).toMatchObject({
    accept: 'application/json',
    'odata-version': '4.0',
    authorization: 'Bearer t1',
    prefer: 'odata.maxpagesize=2,odata.track-changes',
  });
});

describe('pages', () => {
  const absolute = () => `${server.origin}/api/v2.0/customers?$skiptoken='b'`;
  test.each([
    ['absolute', absolute],
    ['relative to the host', () => `/api/v2.0/customers?$skiptoken='b'`],
    ['relative to the service root', () => `customers?$skiptoken='b'`],
  ])('follows a next link that is %s as it came, with the same Prefer', async (_what, link) => {
    const odata = await client((seen, response) =>
      seen.url.includes('skiptoken')
        ? reply(response, { value: [{ n: 3 }] })
        : reply(response, { '@odata.count': 3, value: [{ n: 1 }, { n: 2 }], '@odata.nextLink': link() }),
    );
    const pages = await everything(
      odata.pages({ method: 'GET', url: 'customers', prefer: ['odata.maxpagesize=2'], signal }),
    );
    expect(pages.map(({ rows }) => rows)).toEqual([[{ n: 1 }, { n: 2 }], [{ n: 3 }]]);
    expect(pages[0]!.count).toBe(3);
    expect(server.seen.map(({ url }) => url)).toEqual(['/api/v2.0/customers', `/api/v2.0/customers?$skiptoken='b'`]);
    expect(server.seen[1]!.headers['prefer']).toBe('odata.maxpagesize=2');
  });

  test('a page is asked for only when it is wanted', async () => {
    const odata = await client((_seen, response) => reply(response, { value: [], '@odata.nextLink': 'customers?x' }));
    for await (const page of odata.pages({ method: 'GET', url: 'customers', signal })) {
      expect(page.rows).toEqual([]);
      break;
    }
    expect(server.seen).toHaveLength(1);
  });

  test('a next link to another host gets no credentials', async () => {
    const odata = await client((_seen, response) =>
      reply(response, { value: [], '@odata.nextLink': 'https://elsewhere.example/customers' }),
    );
    const error = await failure(everything(odata.pages({ method: 'GET', url: 'customers', signal })));
    expect(error.code).toBe('http.request-not-allowed');
  });

  test('a page that names itself as the next one ends in an error, not in a loop', async () => {
    const odata = await client((_seen, response) =>
      reply(response, { value: [], '@odata.nextLink': `${server.origin}/api/v2.0/customers?again` }),
    );
    const error = await failure(everything(odata.pages({ method: 'GET', url: 'customers', signal })));
    expect(error.code).toBe('odata.circular-link');
  });

  test('something else than a list is an error', async () => {
    const odata = await client((_seen, response) => reply(response, { id: 1 }));
    expect((await failure(odata.page({ method: 'GET', url: 'customers', signal }))).code).toBe('odata.not-a-list');
  });
});

test('a refused token is renewed and the request sent once more', async () => {
  const odata = await client((seen, response) =>
    seen.headers.authorization === 'Bearer t1' ? reply(response, '', 401) : reply(response, { value: [{ ok: true }] }),
  );
  expect((await odata.page({ method: 'GET', url: 'customers', signal })).rows).toEqual([{ ok: true }]);
  expect(server.seen).toHaveLength(2);
});

test('a second refusal is an answer', async () => {
  const odata = await client((_seen, response) => reply(response, '', 401));
  const error = await failure(odata.json({ method: 'GET', url: 'customers', signal }));
  expect([error.code, error.retry, error.wasSent]).toEqual(['odata.sign-in-refused', 'never', false]);
  expect(server.seen).toHaveLength(2);
});

test.each([
  [403, {}, 'odata.no-permission', 'never'],
  [404, {}, 'odata.not-found', 'never'],
  [400, {}, 'odata.refused', 'never'],
  [302, { location: 'https://login.example' }, 'odata.redirected', 'never'],
  [408, {}, 'odata.server-error', 'backoff'],
  [500, {}, 'odata.server-error', 'backoff'],
  [503, {}, 'odata.too-busy', 'backoff'],
  [429, { 'retry-after': '3' }, 'odata.too-busy', { afterMs: 3000 }],
])('status %i is %s', async (status, headers, code, retry) => {
  const odata = await client((_seen, response) =>
    reply(response, { error: { code: 'X', message: 'Said so.' } }, status, headers as Record<string, string>),
  );
  const error = await failure(odata.json({ method: 'GET', url: 'customers', signal }));
  expect([error.code, error.retry, error.answer]).toEqual([code, retry, 'Said so.']);
});

test('a web page instead of data is named as such', async () => {
  const odata = await client((_seen, response) => reply(response, '<html><title>Sign in</title></html>'));
  const error = await failure(odata.page({ method: 'GET', url: 'customers', signal }));
  expect(error.message).toMatch(/answered with a web page instead of data/);
});
