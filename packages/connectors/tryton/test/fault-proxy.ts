import type { SystemFaults } from '@koppel/sdk/testing';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The method of a call, and whether it changes anything. Signing in is neither read nor write. */
export function callOf(body: string): { readonly method: string; readonly isWrite: boolean; readonly isSignIn: boolean } {
  const method = /"method":"([^"]+)"/.exec(body)?.[1] ?? '';
  const verb = method.slice(method.lastIndexOf('.') + 1);
  return {
    method,
    isWrite: ['create', 'write', 'delete', 'quote', 'confirm', 'draft', 'cancel'].includes(verb),
    isSignIn: method.startsWith('common.db.'),
  };
} // prettier-ignore

type Handling = (request: { body: string; pass: () => Promise<Response>; response: ServerResponse }) => Promise<void>;

/** Stands in front of Tryton and lets things go wrong over the real network. */
export interface FaultProxy {
  readonly origin: string;
  readonly faults: SystemFaults;
  /** The methods that were called since it was last asked. */
  takeCalls(): string[];
  /** Tryton forgets its sessions, as it does after a restart or a while. */
  forgetSessions(): void;
  close(): Promise<void>;
}

export async function startFaultProxy(target: string, { cutsOnlyWrites = false } = {}): Promise<FaultProxy> {
  let handling: Handling | null = null;
  let calls: string[] = [];
  let sessionsGone = false;

  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { method, isSignIn } = callOf(body);
    calls.push(method);
    if (isSignIn) sessionsGone = false;
    if (sessionsGone) {
      response.writeHead(401).end();
      return;
    }
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (request.headers.authorization !== undefined) headers['authorization'] = request.headers.authorization;
    const pass = () => fetch(target + request.url, { method: request.method!, headers, ...(body === '' ? {} : { body }) }); // prettier-ignore
    if (handling !== null) return handling({ body, pass, response });
    const answer = await pass();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(await answer.text());
    return undefined;
  }
  const relay: Handling = async ({ pass, response }) => {
    const answer = await pass();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    forgetSessions() {
      sessionsGone = true;
    },
    faults: {
      throttle(seconds) {
        handling = async ({ response }) => {
          response.writeHead(429, seconds === null ? {} : { 'retry-after': String(seconds) }).end();
        };
      },
      fail(status) {
        handling = async ({ response }) => {
          response.writeHead(status).end('{}');
        };
      },
      loseReplies() {
        handling = async (parts) => {
          if (!callOf(parts.body).isWrite) return relay(parts);
          await (await parts.pass()).text();
          parts.response.destroy();
          return undefined;
        };
      },
      cutAnswers() {
        handling = async (parts) => {
          if (cutsOnlyWrites && !callOf(parts.body).isWrite) return relay(parts);
          const answer = await parts.pass();
          const text = await answer.text();
          parts.response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': String(text.length + 10) }); // prettier-ignore
          parts.response.write(text.slice(0, text.length / 2), () => parts.response.destroy());
          return undefined;
        };
      },
      failParts(every) {
        let count = 0;
        handling = async (parts) => {
          if (!callOf(parts.body).isWrite) return relay(parts);
          count += 1;
          if (count % every !== 0) return relay(parts);
          parts.response.writeHead(500).end('{}');
          return undefined;
        };
      },
      clear() {
        handling = null;
      },
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
