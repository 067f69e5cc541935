import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { customers } from '../../../../connectors/http/test/system-under-test.ts';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import { withConnection } from '../connections.ts';
import { canaries } from '../lab.ts';

const ok = (body: string | Buffer, head = '') =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n${head}\r\n`),
    Buffer.from(body),
  ]);
const packed = (encoding: string, pack: (content: Buffer) => Buffer) =>
  ok(pack(Buffer.alloc(40_000_000, '[')), `content-encoding: ${encoding}\r\n`);
const says = (bytes: () => string | Buffer) => (socket: Socket) => void socket.end(bytes());

/** Writes on as long as somebody reads, and no longer than a second: what nothing else bounds, the time of a request does. */
const endless = (head: string, more: string) => (socket: Socket) => {
  socket.write(head);
  setTimeout(() => socket.destroy(), 1_000).unref();
  const go = () => {
    while (socket.writable && socket.write(more));
  };
  socket.on('drain', go);
  go();
};

const answers: Variant[] = each<(socket: Socket) => void>(
  [
    ['without end', endless('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n', 'x'.repeat(65_536))],
    ['without end, in parts', endless('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', `10000\r\n${'x'.repeat(65_536)}\r\n`)],
    ['with a header without end', endless('HTTP/1.1 200 OK\r\nx-a: ', 'x'.repeat(65_536))],
    ['with headers without end', endless('HTTP/1.1 200 OK\r\n', 'x-a: b\r\n'.repeat(1_000))],
    ['with provisional answers without end', endless('', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'.repeat(100))],
    ['with a status line without end', endless('HTTP/1.1 200 ', 'x'.repeat(65_536))],
    ['with a part size without end', endless('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '0'.repeat(65_536))],
    ['a gzip bomb', says(() => packed('gzip', gzipSync))],
    ['a deflate bomb', says(() => packed('deflate', deflateSync))],
    ['a brotli bomb', says(() => packed('br', brotliCompressSync))],
    ['a gzip bomb in a gzip', says(() => packed('gzip, gzip', (content) => gzipSync(gzipSync(content))))],
    ['a packing that is none', says(() => ok('nonsense', 'content-encoding: gzip\r\n'))],
    ['an unknown packing', says(() => ok('{}', 'content-encoding: zstd\r\n'))],
    ['deeply nested', says(() => ok('['.repeat(1_000_000)))],
    ['deeply nested and closed', says(() => ok(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))],
    ['deep objects', says(() => ok(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`))],
    ['with a prototype', says(() => ok('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"data":{"customers":[{"id":"1","__proto__":{"polluted":1}}]}}'))],
    ['with a prototype as its key', says(() => ok('{"data":{"customers":[{"id":"__proto__","name":"constructor"}]}}'))],
    ['with a prototype among the headers', says(() => ok('{}', '__proto__: x\r\nconstructor: y\r\n'))],
    ['that is no JSON', says(() => ok('{"data":'))],
    ['that is a number of a million digits', says(() => ok('9'.repeat(1_000_000)))],
    ['a page', says(() => ok('<script>alert(1)</script>'))],
    ['with a longer length than it has', says(() => 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{}')],
    ['with a shorter length than it has', says(() => 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}{"more":1}HTTP/1.1 200 OK\r\n\r\n')],
    ['with two lengths', says(() => 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x')],
    ['with a length and parts', says(() => 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')],
    ['with a negative length', says(() => 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}')],
    ['with a length beyond numbers', says(() => `HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(40)}\r\n\r\n{}`)],
    ['with a part size beyond numbers', says(() => 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}')],
    ['with a status beyond numbers', says(() => 'HTTP/1.1 99999999999 OK\r\n\r\n')],
    ['with ten thousand headers', says(() => `HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(10_000)}\r\n{}`)],
    ['of another protocol', says(() => 'SSH-2.0-OpenSSH_9.6\r\n')],
    ['of HTTP 2', says(() => Buffer.from('00001204000000000000', 'hex'))],
    ['an upgrade nobody asked for', says(() => 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n')],
    ['nothing', (socket) => void socket.end()],
    ['a broken connection', (socket) => void socket.destroy()],
    ['with a credential that was sent', (socket) => void socket.end(ok(JSON.stringify({ error: { message: `You said ${canaries.credential}` } })))],
    ['a refusal that repeats the credential', (socket) => void socket.end(`HTTP/1.1 401 No\r\ncontent-length: ${canaries.credential.length}\r\nwww-authenticate: ${canaries.credential}\r\n\r\n${canaries.credential}`)],
    ['a mistake that repeats the credential', (socket) => void socket.end(`HTTP/1.1 500 ${canaries.credential}\r\ncontent-length: ${canaries.credential.length}\r\n\r\n${canaries.credential}`)],
  ],
  async (lab, answer) => {
    const settings = { baseUrl: lab.raw.answerWith(answer), signIn: 'header', headerName: 'X-Key', resources: [] };
    await withConnection(lab, { settings, secrets: { headerKey: canaries.credential } }, async ({ id }) => {
      const { status, text } = await lab.send({
        method: 'POST',
        path: lab.path('tryConnectionRead', { id }),
        as: 'commandLine',
        json: { draft: customers() },
      });
      insist(status === 200 || status === 422, `It answered ${status}: ${text.slice(0, 300)}`);
      insist(text.length < 200_000, `It passed on ${text.length} characters`);
    });
  },
); // prettier-ignore

export const hostileAnswers: AttackClass = {
  name: 'hostile answers',
  summary:
    'Systems whose answers are endless, packed to burst, nested without end, cut, contradictory, or repeat a credential.',
  // Most of them are tried again after a pause, which is what takes time.
  atOnce: 13,
  variants: answers,
};
