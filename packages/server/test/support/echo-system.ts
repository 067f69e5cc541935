import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A system that repeats everything it is sent, headers and body, in what it answers. The first part of the path says how:
 * a status, `text` (no JSON), `rpc` (an error in an answer of 200), `redirect`. Below `token-ok` its token address gives a token.
 */
export class EchoSystem {
  readonly #server: Server;
  readonly requests: string[] = [];
  token = 'no-token-yet';
  redirectTo = '';

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
    });
  }

  static async start(): Promise<EchoSystem> {
    const system = new EchoSystem();
    system.#server.listen(0, '127.0.0.1');
    await once(system.#server, 'listening');
    return system;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks).toString('utf8');
    const { url = '/', headers } = request;
    const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
    const said = [
      request.method,
      url,
      JSON.stringify(headers),
      sent,
      new URLSearchParams(sent).toString(),
      ...new URLSearchParams(sent).values(),
      basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8'),
      Buffer.from(headers.authorization ?? '').toString('hex'),
    ].join(' | ');
    this.requests.push(said);
    const json = { 'content-type': 'application/json' };
    const [, mode = '400'] = url.split('/');
    if (url.split('?')[0]!.endsWith('/token')) {
      if (mode.startsWith('token-ok')) {
        const body = JSON.stringify({ access_token: this.token, token_type: 'Bearer', expires_in: 3600 });
        return { status: 200, headers: json, body };
      }
      if (mode !== 'redirect') {
        const body = JSON.stringify({ error: 'invalid_client', error_description: said });
        return { status: 401, headers: json, body };
      }
    }
    if (mode === 'redirect') return { status: 302, headers: { location: `${this.redirectTo}${url}` }, body: '' };
    if (mode === 'text') return { status: 200, headers: { 'content-type': 'text/plain' }, body: `Hello ${said}` };
    if (mode === 'rpc') {
      return {
        status: 200,
        headers: json,
        body: JSON.stringify({ id: 1, error: ['UserError', [said, said]], result: null }),
      };
    }
    const status = Number(/\d+/.exec(mode)?.[0] ?? 400);
    const body = { error: { code: 'Echo', message: said }, message: said, detail: said, code: 400 };
    return { status, headers: json, body: JSON.stringify(body) };
  }
}
