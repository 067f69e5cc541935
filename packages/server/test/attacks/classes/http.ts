import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';
import { converse, statusesIn } from '../wire.ts';

const host = 'host: 127.0.0.1\r\n';
const next = `GET /healthz HTTP/1.1\r\n${host}connection: close\r\n\r\n`;
const post = (head: string, body = '') => `POST /api/sign-in HTTP/1.1\r\n${host}content-type: application/json\r\n${head}\r\n${body}`; // prettier-ignore

/** Requests that two programs may take for different numbers of requests. What stands behind them must not be answered. */
const smuggled: Variant[] = each(
  [
    ['a length and parts', post('content-length: 4\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${next}`)],
    ['parts and a length', post('transfer-encoding: chunked\r\ncontent-length: 4\r\n', `0\r\n\r\n${next}`)],
    ['two lengths that differ', post('content-length: 2\r\ncontent-length: 0\r\n', `{}${next}`)],
    ['two lengths in one', post('content-length: 2, 0\r\n', `{}${next}`)],
    ['a length with a sign', post('content-length: +2\r\n', `{}${next}`)],
    ['a negative length', post('content-length: -2\r\n', `{}${next}`)],
    ['a length in hexadecimal', post('content-length: 0x2\r\n', `{}${next}`)],
    ['a length beyond numbers', post(`content-length: ${'9'.repeat(40)}\r\n`, `{}${next}`)],
    ['a length with letters', post('content-length: 2a\r\n', `{}${next}`)],
    ['an empty length', post('content-length: \r\n', `{}${next}`)],
    ['a length with a blank inside', post('content-length: 1 0\r\n', `{}${next}`)],
    ['parts that are not the last coding', post('transfer-encoding: chunked, identity\r\n', `0\r\n\r\n${next}`)],
    ['parts with another name', post('transfer-encoding: xchunked\r\n', `0\r\n\r\n${next}`)],
    ['parts in quotes', post('transfer-encoding: "chunked"\r\n', `0\r\n\r\n${next}`)],
    ['parts with a tab', post('transfer-encoding: \x0bchunked\r\n', `0\r\n\r\n${next}`)],
    ['parts twice', post('transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n', `0\r\n\r\n${next}`)],
    ['a blank before the colon', post('transfer-encoding : chunked\r\n', `0\r\n\r\n${next}`)],
    ['a blank before the name', post(' transfer-encoding: chunked\r\n', `0\r\n\r\n${next}`)],
    ['a folded header', post('x-a: b\r\n transfer-encoding: chunked\r\n', `0\r\n\r\n${next}`)],
    ['a line feed alone', post('x-a: b\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${next}`)],
    ['a carriage return alone', post('x-a: b\rtransfer-encoding: chunked\r\n', `0\r\n\r\n${next}`)],
    ['a NUL in a header', post('x-a: b\0\r\n', next)],
    ['a NUL in a name', post('x-a\0: b\r\n', next)],
    ['a part size with a sign', post('transfer-encoding: chunked\r\n', `+0\r\n\r\n${next}`)],
    ['a part size in C', post('transfer-encoding: chunked\r\n', `0x0\r\n\r\n${next}`)],
    ['a part size beyond numbers', post('transfer-encoding: chunked\r\n', `fffffffffffffffff\r\n${next}`)],
    ['a part size with a line feed alone', post('transfer-encoding: chunked\r\n', `0\n\n${next}`)],
    ['an endless note on a part', post('transfer-encoding: chunked\r\n', `0;${'a'.repeat(70_000)}\r\n\r\n${next}`)],
    ['a part that is longer than it says', post('transfer-encoding: chunked\r\n', `2\r\n{}xx\r\n0\r\n\r\n${next}`)],
  ],
  async (lab, bytes) => {
    const statuses = statusesIn(await converse(lab.url, bytes));
    insist(!statuses.includes(200), `What stood behind it was answered: ${statuses.join()}`);
    insist(statuses.length <= 1 && (statuses[0] ?? 400) >= 400, `It was answered with ${statuses.join()}`);
  },
);

/** Requests that are none, or too large: an answer of 4xx, or none. */
const malformed: Variant[] = each<string | Buffer>(
  [
    ['nothing but line ends', '\r\n\r\n\r\n'],
    ['noise', Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 97) % 256))],
    ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex')],
    ['the preface of HTTP 2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP 0.9', 'GET /healthz\r\n'],
    ['HTTP of no version', `GET /healthz HTTP/9.9\r\n${host}\r\n`],
    ['no host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['an unknown method', `HACK /healthz HTTP/1.1\r\n${host}connection: close\r\n\r\n`],
    ['a tunnel', `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}\r\n`],
    ['a trace', `TRACE / HTTP/1.1\r\n${host}connection: close\r\n\r\n`],
    ['an address of 100 kB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n`],
    ['a header of 100 kB', `GET / HTTP/1.1\r\n${host}x-a: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['a header name of 100 kB', `GET / HTTP/1.1\r\n${host}${'a'.repeat(100_000)}: b\r\n\r\n`],
    ['a cookie of 100 kB', `GET / HTTP/1.1\r\n${host}cookie: koppel=${'a'.repeat(100_000)}\r\n\r\n`],
    ['ten thousand headers', `GET / HTTP/1.1\r\n${host}${'x-a: b\r\n'.repeat(10_000)}\r\n`],
    ['an address that is not encoded', `GET /a b\0c HTTP/1.1\r\n${host}\r\n`],
    ['an address that is encoded wrongly', `GET /api/workspaces/main/flows/%zz HTTP/1.1\r\n${host}connection: close\r\n\r\n`],
    ['an address in overlong UTF-8', `GET /api/workspaces/main/flows/%c0%ae%c0%ae HTTP/1.1\r\n${host}connection: close\r\n\r\n`],
    ['an address of half a letter', `GET /api/workspaces/main/flows/%e4 HTTP/1.1\r\n${host}connection: close\r\n\r\n`],
    ['an upgrade to HTTP 2', `GET /api/keys HTTP/1.1\r\n${host}connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`],
    ['an expectation of nothing known', `POST /api/sign-in HTTP/1.1\r\n${host}expect: everything\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`],
  ],
  async (lab, bytes) => {
    const statuses = statusesIn(await converse(lab.url, bytes));
    insist(statuses.every((status) => status >= 400 && status < 500), `It was answered with ${statuses.join()}`);
  },
); // prettier-ignore

/** Names of headers and parameters that are names of something else inside the server. */
const names: Variant[] = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__'].flatMap(
  (name) =>
    each<string>(
      [
        [`a header ${name}`, `GET /api/session HTTP/1.1\r\n${host}${name}: polluted\r\nconnection: close\r\n\r\n`],
        [`a header ${name}, twice`, `GET /api/session HTTP/1.1\r\n${host}${name}: a\r\n${name}: b\r\nconnection: close\r\n\r\n`],
        [`a header ${name} of an upgrade`, `GET /api/workspaces/main/live HTTP/1.1\r\n${host}${name}: polluted\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`],
        [`a trailer ${name}`, `POST /api/sign-in HTTP/1.1\r\n${host}content-type: application/json\r\ntransfer-encoding: chunked\r\ntrailer: ${name}\r\nconnection: close\r\n\r\n2\r\n{}\r\n0\r\n${name}: polluted\r\n\r\n`],
        [`a parameter ${name}`, `GET /api/session?${name}=polluted&${name}[polluted]=1&${name}.polluted=1 HTTP/1.1\r\n${host}connection: close\r\n\r\n`],
        [`a cookie ${name}`, `GET /api/session HTTP/1.1\r\n${host}cookie: ${name}=polluted; ${name}=1\r\nconnection: close\r\n\r\n`],
      ],
      async (lab, bytes) => {
        const statuses = statusesIn(await converse(lab.url, bytes));
        insist(statuses.length === 1 && statuses[0]! >= 400 && statuses[0]! < 500, `It was answered with ${statuses.join()}`);
      },
    ),
); // prettier-ignore

const noSetter: Variant = {
  name: 'the server has no __proto__ that could be set',
  attack: async (lab) => insist(!(await lab.observe()).hasProto, 'Objects have a __proto__ that can be set'),
};

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const inside = (content: string) => `{"document":${content}}`;

/** Bodies that no parser should swallow: 4xx and nothing else. */
const bodies: Variant[] = each<{ body: string | Buffer; type?: string; headers?: Record<string, string> }>(
  [
    ['nothing', { body: '' }],
    ['half of it', { body: '{"document":' }],
    ['a byte order mark alone', { body: '\ufeff' }],
    ['a NUL', { body: '\0' }],
    ['bytes that are no UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }],
    ['UTF-16', { body: Buffer.from('{"document":{}}', 'utf16le') }],
    ['two values', { body: '{}{}' }],
    ['a comment', { body: '{/* x */}' }],
    ['a number alone', { body: '1' }],
    ['null', { body: 'null' }],
    ['a list', { body: '[]' }],
    ['5 MB', { body: inside(`"${'a'.repeat(5_000_000)}"`) }],
    ['a hundred thousand levels', { body: inside(nested(100_000)) }],
    ['a million levels', { body: inside(nested(1_000_000)) }],
    ['a hundred thousand levels of objects', { body: inside(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) }],
    ['a million keys', { body: inside(`{${Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join()}}`) }],
    ['a number of a million digits', { body: inside('9'.repeat(1_000_000)) }],
    ['__proto__', { body: '{"__proto__":{"polluted":1},"document":{}}' }],
    ['__proto__, written otherwise', { body: '{"\\u005f\\u005fproto__":{"polluted":1},"document":{}}' }],
    ['__proto__, deep inside', { body: inside('{"nodes":{"a":{"config":{"__proto__":{"polluted":1}}}}}') }],
    ['constructor.prototype', { body: inside('{"constructor":{"prototype":{"polluted":1}}}') }],
    ['a form', { body: 'document=x', type: 'application/x-www-form-urlencoded' }],
    ['a form with files', { body: '--x\r\ncontent-disposition: form-data; name="document"; filename="../../x"\r\n\r\nx\r\n--x--', type: 'multipart/form-data; boundary=x' }],
    ['text', { body: inside('{}'), type: 'text/plain' }],
    ['XML', { body: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', type: 'application/xml' }],
    ['YAML', { body: '!!js/function "function(){}"', type: 'application/yaml' }],
    ['JSON of another kind', { body: inside('{}'), type: 'application/json-patch+json' }],
    ['a type that begins alike', { body: inside('{}'), type: 'application/jsonx' }],
    ['no type', { body: inside('{}'), type: '' }],
    ['two types', { body: inside('{}'), type: 'text/plain, application/json' }],
    ['a packed body', { body: gzipSync(inside('{}')), headers: { 'content-encoding': 'gzip' } }],
    ['a packed bomb', { body: gzipSync(Buffer.alloc(50_000_000, '[')), headers: { 'content-encoding': 'gzip' } }],
  ],
  async (lab, { body, type = 'application/json', headers = {} }) => {
    const answer = await lab.send({
      method: 'POST',
      path: lab.path('importFlow'),
      as: 'commandLine',
      body,
      headers: { ...(type === '' ? {} : { 'content-type': type }), ...headers },
    });
    insist(
      answer.status === 0 || (answer.status >= 400 && answer.status < 500),
      `It answered ${answer.status}: ${answer.text.slice(0, 200)}`,
    );
  },
).map(({ name, attack }) => ({ name: `a body that is ${name}`, attack })); // prettier-ignore

/** How long the server leaves a socket that says too little too slowly, in milliseconds, and a little more. */
const patienceMs = 40_000;

/** Opens two hundred sockets that send a little each second. Gives how long the longest of them was let in. */
function drip(lab: Lab, [head, more]: readonly [head: string, more: string]): Promise<number> {
  const { hostname, port } = new URL(lab.url);
  const startedMs = performance.now();
  return Promise.all(
    Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), hostname);
      socket.write(head);
      const timer = setInterval(() => socket.writable && socket.write(more), 1_000);
      return new Promise<number>((resolve) => {
        const end = () => {
          clearInterval(timer);
          socket.destroy();
          resolve(performance.now() - startedMs);
        };
        socket.on('close', end);
        socket.on('error', end);
        socket.resume();
        setTimeout(end, patienceMs + 5_000).unref();
      });
    }),
  ).then((times) => Math.max(...times));
}

const slowWays = {
  'a head that never ends': [`GET / HTTP/1.1\r\n${host}`, 'x-a: b\r\n'],
  'a body that never ends': [post('content-length: 100000\r\n', '{'), ' '],
  'parts that never end': [post('transfer-encoding: chunked\r\n'), '1\r\n \r\n'],
} as const;
type SlowWay = keyof typeof slowWays;

const dripping = (lab: Lab, way: SlowWay) => lab.once(way, () => drip(lab, slowWays[way]));

const slow: Variant[] = each(
  (Object.keys(slowWays) as SlowWay[]).map((way) => [way, way] as const),
  async (lab, way) => {
    const longestMs = await dripping(lab, way);
    insist(longestMs < patienceMs, `A socket was let in for ${Math.round(longestMs)} ms`);
  },
);

const servedMeanwhile: Variant = {
  name: 'everybody else is served while a thousand sockets say nothing',
  attack: async (lab) => {
    const { hostname, port } = new URL(lab.url);
    const sockets = Array.from({ length: 1_000 }, () => connect(Number(port), hostname).on('error', () => undefined));
    for (let round = 0; round < 20; round += 1) {
      const { status } = await lab.send({ method: 'GET', path: '/healthz' });
      insist(status === 200, `Somebody else got ${status}`);
    }
    for (const socket of sockets) socket.destroy();
  },
};

export const slowRequests: AttackClass = {
  name: 'slow requests',
  summary: 'Two hundred sockets at a time that send a byte a second, to use up what the server has for others.',
  begin: (lab) => {
    for (const way of Object.keys(slowWays) as SlowWay[]) void dripping(lab, way);
  },
  variants: [...slow, servedMeanwhile],
};

export const http: AttackClass = {
  name: 'HTTP itself',
  summary:
    'Requests that are two, that are none, that are too large, or whose headers are named like parts of objects.',
  variants: [...smuggled, ...malformed, ...names, ...bodies, noSetter],
};
