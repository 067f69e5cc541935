import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What befalls a request on its way: an answer in place of the system's, or another body. */
export type Tamper = (request: {
  method: string;
  path: string;
  body: string;
}) => { readonly status: number; readonly type: string; readonly body: string } | { readonly body: string } | null;

/** Stands in front of a system and can be told to get in the way. Tokens are asked for the system's own address. */
export class Proxy {
  tamper: Tamper = () => null;
  #address = '';
  readonly #server: Server;
  readonly #target: URL;

  constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#address = `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
    return this.#address;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks).toString('utf8');
    const told = this.tamper({ method: request.method ?? '', path: request.url ?? '', body: sent });
    if (told && 'status' in told) {
      response.writeHead(told.status, { 'content-type': told.type }).end(told.body);
      return;
    }
    const own = this.#target.origin;
    const text = (told?.body ?? sent).replaceAll(encodeURIComponent(this.#address), encodeURIComponent(own));
    const body = Buffer.from(text);
    const headers = { ...request.headers, host: this.#target.host, 'content-length': String(body.length) };
    const { hostname, port } = this.#target;
    const passed = forward({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    passed.end(body);
  }
}
