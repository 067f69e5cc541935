import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';

/** What a test's server saw of one request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that answers as the test says, and a client that may reach it. Close it. */
export async function serve(
  answer: (seen: Seen, response: ServerResponse) => void,
  { clock = systemClock }: { clock?: Clock } = {},
) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttpClient({
    allowedOrigins: [origin],
    loopbackOrigins: [origin],
    pace: { maxConcurrent: 8, maxRequests: 1000, windowMs: 1000 },
    clock,
  });
  return {
    origin,
    http,
    seen,
    async close() {
      await http.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
