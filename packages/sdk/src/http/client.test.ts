import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../clock.ts';
import type { ConnectionPace } from '../connector.ts';
import { ConnectionError } from '../errors.ts';
import type { HttpClient, HttpRequest } from '../http-client.ts';
import { testClock } from '../testing/index.ts';
import { createHttpClient, type HttpClientOptions } from './index.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const wide: ConnectionPace = { maxConcurrent: 8, maxRequests: 1000, windowMs: 1000 };
const signal = new AbortController().signal;

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (handler: RequestListener) => listen(createServer(handler));

/** A server that speaks raw bytes; `answer` gets the socket when a request's head has come. */
async function serveRaw(answer: (socket: Socket, head: string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
  });
  return listen(
    createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      let head = '';
      socket.on('data', (chunk) => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        const complete = head;
        head = '';
        answer(socket, complete);
      });
    }),
  );
}

function client(origin: string, options: Partial<HttpClientOptions> & { clock?: Clock } = {}) {
  const created = createHttpClient({
    allowedOrigins: [origin],
    loopbackOrigins: [origin],
    pace: wide,
    clock: systemClock,
    ...options,
  });
  closers.push(() => created.close());
  return created;
}

async function failureOf(http: HttpClient, request: Omit<HttpRequest, 'signal' | 'method'> & Partial<HttpRequest>) {
  try {
    await http.request({ method: 'GET', signal, ...request });
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error('The request succeeded.');
}

describe('an answer', () => {
  test('comes with status, lower case headers and body, whatever the status', async () => {
    const origin = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(422, { 'X-Thing': 'yes', 'Content-Type': 'application/json', 'Set-Cookie': ['a', 'b'] });
        response.end(
          JSON.stringify({ method: request.method, url: request.url, body: Buffer.concat(chunks).toString() }),
        );
      });
    });
    const answer = await client(origin).request({ method: 'POST', url: `${origin}/a%20b?c=d`, body: 'é', signal });
    expect(answer.status).toBe(422);
    expect(answer.headers['x-thing']).toBe('yes');
    expect(answer.headers['set-cookie']).toBe('a, b');
    expect(answer.json()).toEqual({ method: 'POST', url: '/a%20b?c=d', body: 'é' });
  });

  test('is not followed when it is a redirect', async () => {
    const origin = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    const answer = await client(origin).request({ method: 'GET', url: `${origin}/`, signal });
    expect([answer.status, answer.headers['location']]).toEqual([302, '/elsewhere']);
  });

  test('may carry any header name without harm', async () => {
    const origin = await serveRaw((socket) =>
      socket.end('HTTP/1.1 200 OK\r\n__proto__: x\r\nconstructor: y\r\ncontent-length: 2\r\n\r\n{}'),
    );
    const answer = await client(origin).request({ method: 'GET', url: `${origin}/`, signal });
    expect(answer.json()).toEqual({});
    expect(Object.getPrototypeOf(answer.headers)).toBeNull();
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('is read when it is packed with %s', async (encoding, pack) => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(pack('{"city":"Liège"}')),
    );
    const answer = await client(origin).request({ method: 'GET', url: `${origin}/`, signal });
    expect(answer.json()).toEqual({ city: 'Liège' });
  });

  test('of a web page is named as such and quotes no credential', async () => {
    const origin = await serve((_request, response) => response.end('<!DOCTYPE html><p>Bearer abc.def-ghi</p>'));
    const answer = await client(origin).request({ method: 'GET', url: `${origin}/`, signal });
    expect(() => answer.json()).toThrow(/answered with a web page instead of data/);
    const error = await Promise.resolve()
      .then(() => answer.json())
      .catch((error: unknown) => error as ConnectionError);
    expect((error as ConnectionError).answer).toContain('Bearer …');
  });

  test('that is cut off or empty is not data', async () => {
    const origin = await serve((request, response) => response.end(request.url === '/empty' ? '' : '{"value":[{"a":'));
    const http = client(origin);
    const cut = await http.request({ method: 'GET', url: `${origin}/cut`, signal });
    expect(() => cut.json()).toThrow(/not complete data/);
    const empty = await http.request({ method: 'GET', url: `${origin}/empty`, signal });
    expect(() => empty.json()).toThrow(/empty answer/);
  });
});

describe('bounds', () => {
  test('an answer that says it is too long is refused before it is read', async () => {
    let sent = 0;
    const origin = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n');
      const timer = setInterval(() => {
        sent += 1;
        socket.write('x');
      }, 5);
      socket.on('close', () => clearInterval(timer));
    });
    const error = await failureOf(client(origin), { url: `${origin}/`, maxBytes: 1024 });
    expect(error.code).toBe('http.answer-too-long');
    expect(sent).toBeLessThan(5);
  });

  test('an answer that does not say how long it is is refused while it streams in', async () => {
    const origin = await serve((_request, response) => {
      const more = () => response.writable && response.write('x'.repeat(10_000), () => more());
      more();
    });
    const error = await failureOf(client(origin), { url: `${origin}/`, maxBytes: 100_000 });
    expect([error.code, error.retry]).toEqual(['http.answer-too-long', 'never']);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('a small %s answer that unpacks to too much is refused', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(5_000_000));
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
    );
    const error = await failureOf(client(origin), { url: `${origin}/`, maxBytes: 1_000_000 });
    expect(error.code).toBe('http.answer-too-long');
  });

  test('a broken or unknown packing is an unreadable answer', async () => {
    const origin = await serve((request, response) =>
      response.writeHead(200, { 'content-encoding': request.url === '/known' ? 'gzip' : 'zstd' }).end('nonsense'),
    );
    const http = client(origin);
    expect((await failureOf(http, { url: `${origin}/known` })).code).toBe('http.answer-unreadable');
    expect((await failureOf(http, { url: `${origin}/unknown` })).code).toBe('http.answer-unreadable');
  });

  test('an answer that does not come in time is given up, and its socket with it', async () => {
    const clock = testClock();
    let closed = () => {};
    const wasClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const origin = await serveRaw((socket) => {
      socket.on('close', closed);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
      asked();
    });
    const failed = failureOf(client(origin, { clock }), { url: `${origin}/` });
    await wasAsked;
    await clock.advance(100_000);
    const error = await failed;
    expect(error.message).toBe(`${new URL(origin).host} did not answer within 100 s.`);
    expect([error.code, error.wasSent, error.retry]).toEqual(['http.timeout', true, 'backoff']);
    await wasClosed;
  });

  test('a server that never finishes the secure handshake is given up before anything is sent', async () => {
    const origin = await serveRaw(() => undefined);
    const secure = origin.replace('http:', 'https:');
    const error = await failureOf(client(secure, { connectTimeoutMs: 50 }), { url: `${secure}/` });
    expect([error.code, error.wasSent]).toEqual(['http.unreachable', false]);
  });
});

describe('stopping', () => {
  test.each(['before the answer', 'inside the body'])('an abort %s passes its reason', async (when) => {
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const origin = await serveRaw((socket) => {
      if (when === 'inside the body') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
      asked();
    });
    const stop = new AbortController();
    const reason = new Error('the run was stopped');
    const request = client(origin).request({ method: 'GET', url: `${origin}/`, signal: stop.signal });
    await wasAsked;
    stop.abort(reason);
    await expect(request).rejects.toBe(reason);
  });

  test('a request whose signal has already fired is not sent', async () => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const reason = new Error('too late');
    const request = client(origin).request({ method: 'GET', url: `${origin}/`, signal: AbortSignal.abort(reason) });
    await expect(request).rejects.toBe(reason);
    expect(requests).toBe(0);
  });

  test('closing ends what is under way and what comes', async () => {
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const origin = await serveRaw(() => asked());
    const http = client(origin);
    const running = failureOf(http, { url: `${origin}/` });
    await wasAsked;
    await http.close();
    const error = await running;
    expect([error.code, error.wasSent]).toEqual(['http.closed', true]);
    expect((await failureOf(http, { url: `${origin}/` })).wasSent).toBe(false);
  });
});

describe('was it sent?', () => {
  test('not when the connection was refused', async () => {
    const origin = await serve(() => undefined);
    await closers.pop()!();
    const error = await failureOf(client(origin), { url: `${origin}/` });
    expect([error.code, error.wasSent]).toEqual(['http.unreachable', false]);
  });

  test('not when the name does not exist', async () => {
    const error = await failureOf(client('https://no-such-host.invalid'), { url: 'https://no-such-host.invalid/' });
    expect([error.code, error.wasSent]).toEqual(['http.name-unknown', false]);
  });

  test('not when the other side does not speak TLS', async () => {
    const tcp = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n'))),
    );
    const plain = tcp.replace('http:', 'https:');
    const error = await failureOf(client(plain), { url: `${plain}/` });
    expect([error.code, error.wasSent]).toEqual(['http.certificate', false]);
  });

  test('yes when the connection is dropped after the request', async () => {
    const origin = await serveRaw((socket) => socket.destroy());
    const error = await failureOf(client(origin), { url: `${origin}/`, method: 'POST', body: '{}' });
    expect([error.code, error.wasSent]).toEqual(['http.dropped', true]);
  });

  test('yes when the connection is dropped in mid answer, and the request is not repeated', async () => {
    let requests = 0;
    const origin = await serveRaw((socket) => {
      requests += 1;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
    });
    const error = await failureOf(client(origin), { url: `${origin}/` });
    expect([error.code, error.wasSent, requests]).toEqual(['http.dropped', true, 1]);
  });

  test('a socket that the server closed while idle is not used again', async () => {
    let requests = 0;
    const sockets: Socket[] = [];
    const origin = await serveRaw((socket) => {
      requests += 1;
      sockets.push(socket);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
    const http = client(origin);
    for (let round = 0; round < 5; round += 1) {
      await http.request({ method: 'POST', url: `${origin}/`, body: '{}', signal });
      await new Promise<void>((resolve) => {
        sockets.at(-1)!.end(resolve);
      });
    }
    expect(requests).toBe(5);
  });

  test('an answer that is not HTTP is unreadable', async () => {
    const origin = await serveRaw((socket) => socket.end('what?\r\n\r\n'));
    const error = await failureOf(client(origin), { url: `${origin}/` });
    expect([error.code, error.wasSent]).toEqual(['http.answer-unreadable', true]);
  });
});

describe('egress', () => {
  test('another host, port or scheme is not contacted, in any notation', async () => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      response.end('{}');
    });
    const { port } = new URL(origin);
    const http = client('https://erp.example.com');
    for (const url of [
      `${origin}/`,
      `http://localhost:${port}/`,
      `http://2130706433:${port}/`,
      `http://0x7f000001:${port}/`,
      `http://127.1:${port}/`,
      `http://[::1]:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      `https://erp.example.com@127.0.0.1:${port}/`,
      `https://erp.example.com.evil.example/`,
      'https://erp.example.com:8443/',
      'http://erp.example.com/',
      'file:///etc/passwd',
      'data:text/plain,hello',
      'not an address',
      '//erp.example.com/',
    ]) {
      const error = await failureOf(http, { url });
      expect([url, error.code, error.wasSent, error.retry]).toEqual([url, 'http.request-not-allowed', false, 'never']);
    }
    expect(requests).toBe(0);
  });

  test('a sign-in inside an address is refused and not repeated in the message', async () => {
    const origin = await serve((_request, response) => response.end());
    const error = await failureOf(client(origin), { url: origin.replace('://', '://me:hunter2@') });
    expect(error.message).not.toContain('hunter2');
    expect(error.code).toBe('http.request-not-allowed');
  });

  test('an allowed name that leads to this machine is not contacted unless the configuration opened it', async () => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const named = origin.replace('127.0.0.1', 'localhost');
    for (const options of [{ loopbackOrigins: [] }, { loopbackOrigins: [], privateOrigins: [named] }]) {
      const error = await failureOf(client(named, options), { url: `${named}/` });
      expect([error.code, error.wasSent, error.retry]).toEqual(['http.address-not-allowed', false, 'never']);
      const literal = await failureOf(client(origin, options), { url: `${origin}/` });
      expect(literal.code).toBe('http.address-not-allowed');
    }
    expect(requests).toBe(0);
  });

  test('opening an origin does not add it to the connection', async () => {
    const origin = await serve((_request, response) => response.end());
    const http = client('https://erp.example.com', { loopbackOrigins: [origin] });
    expect((await failureOf(http, { url: `${origin}/` })).code).toBe('http.request-not-allowed');
  });

  test.each([
    ['a line break in a value', { 'x-one': 'a\r\nx-two: b' }],
    ['a line break in a name', { 'x-one: a\r\nx-two': 'b' }],
    ['a second host', { Host: 'other.example' }],
    ['an own length', { 'content-length': '0' }],
    ['an own framing', { 'transfer-encoding': 'chunked' }],
  ])('headers with %s are refused', async (_what, headers) => {
    const origin = await serve((_request, response) => response.end());
    const error = await failureOf(client(origin), { url: `${origin}/`, headers });
    expect([error.code, error.wasSent]).toEqual(['http.request-not-allowed', false]);
  });

  test('a line break in a path cannot begin another request', async () => {
    const seen: string[] = [];
    const origin = await serveRaw((socket, head) => {
      seen.push(head.split('\r\n', 1)[0]!);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    await client(origin).request({ method: 'GET', url: `${origin}/a\r\nGET /b HTTP/1.1\r\n#c`, signal });
    expect(seen).toEqual(['GET /aGET%20/b%20HTTP/1.1 HTTP/1.1']);
  });

  test('a next link is sent as it came', async () => {
    const seen: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      seen.push(request.url);
      response.end();
    });
    const path = `/customers?$skiptoken='10000'&$filter=a%20eq%20%271%27&x="y"`;
    await client(origin).request({ method: 'GET', url: `${origin}${path}`, signal });
    expect(seen).toEqual([path]);
  });
});

describe('pace', () => {
  test('after an answer 429 nobody goes until its time is over', async () => {
    const clock = testClock();
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(429, { 'retry-after': '30' }).end();
      else response.end('{}');
    });
    const http = client(origin, { clock });
    const first = await http.request({ method: 'GET', url: `${origin}/`, signal });
    expect(first.status).toBe(429);
    const rest = Promise.all([1, 2].map(() => http.request({ method: 'GET', url: `${origin}/`, signal })));
    await clock.advance(29_000);
    expect(requests).toBe(1);
    await clock.advance(1000);
    await rest;
    expect(requests).toBe(3);
  });

  test('what waited longer for its turn than it may is not sent', async () => {
    const clock = testClock();
    const seen: string[] = [];
    const origin = await serve(({ url = '' }, response) => {
      seen.push(url);
      if (url === '/busy') response.writeHead(429, { 'retry-after': '900' }).end();
      else response.end('{}');
    });
    const http = client(origin, { clock });
    await http.request({ method: 'GET', url: `${origin}/busy`, signal });
    const startBy = clock.monotonicMs() + 60_000;
    const late = failureOf(http, { url: `${origin}/late`, startBy });
    const inTime = http.request({ method: 'GET', url: `${origin}/in-time`, startBy: startBy + 900_000, signal });
    await clock.advance(900_000);
    const error = await late;
    expect([error.code, error.wasSent, error.retry]).toEqual(['http.sent-too-late', false, 'backoff']);
    await inTime;
    expect(seen).toEqual(['/busy', '/in-time']);
  });

  test('503 is a pause only when it says how long', async () => {
    const clock = testClock();
    const origin = await serve((_request, response) => response.writeHead(503).end());
    const http = client(origin, { clock });
    for (let round = 0; round < 3; round += 1) await http.request({ method: 'GET', url: `${origin}/`, signal });
  });

  test('never more at once than allowed, and every place is given back', async () => {
    const held: (() => void)[] = [];
    let most = 0;
    const origin = await serve((request, response) => {
      held.push(() => (request.url === '/drop' ? response.destroy() : response.end('{}')));
      if (held.length < 3) return;
      // A fourth one would have come by then.
      setTimeout(() => {
        most = Math.max(most, held.length);
        for (const release of held.splice(0)) release();
      }, 2);
    });
    const http = client(origin, { pace: { ...wide, maxConcurrent: 3 } });
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        http.request({ method: 'GET', url: `${origin}/${index % 5 === 0 ? 'drop' : 'ok'}`, signal }),
      ),
    );
    expect(most).toBe(3);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(48);
  });
});
