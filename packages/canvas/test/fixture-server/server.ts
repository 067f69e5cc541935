import { z } from 'zod';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { routes, userRoles, type RouteName, type UserRole, type RouteAccess, type Session } from '@koppel/protocol';
import { handlers, Refusal } from './handlers.ts';
import { serveLive } from './live.ts';
import { makeWorkspace, scenarios, type Scenario, type Workspace } from './workspace.ts';

/** The policy of the real server: what breaks it must break here, too. */
const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const slowMs = 12_000;

/** What the shell needs around a screen that cannot be read, or not yet. */
const alwaysRead = new Set<RouteName>(['getSession', 'getAccount', 'getSignInWays']);

interface Match {
  readonly name: RouteName;
  readonly params: Record<string, string>;
}

function matchRoute(method: string, path: string): Match | null {
  const parts = path.split('/');
  // A word wins over a parameter: `/api/failures/open-count` is not the failure "open-count".
  const found = Object.entries(routes)
    .filter(([, route]) => route.method === method)
    .toSorted(([, a], [, b]) => a.path.split(':').length - b.path.split(':').length)
    .find(([, route]) => fits(route.path.split('/'), parts));
  if (!found) return null;
  const [name, route] = found;
  const params = route.path
    .split('/')
    .flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), decodeURIComponent(parts[index]!)]] : []));
  return { name: name as RouteName, params: Object.fromEntries(params) as Record<string, string> };
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length && pattern.every((part, index) => part.startsWith(':') || part === parts[index])
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, problem: object): void {
  send(response, status, { requestId: '7f3a-22c1', ...problem });
}

function mayCall(access: RouteAccess, session: Session | null): boolean {
  if (access === 'public' || access === 'session') return true;
  return access === 'instanceAdmin'
    ? session?.user.isInstanceAdmin === true
    : session?.permissions.includes(access) === true;
}

async function answerApi(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const match = matchRoute(request.method ?? 'GET', url.pathname);
  if (!match) {
    return refuse(response, 404, {
      code: 'fixture.no-route',
      message: 'There is no such route.',
      remedy: 'Look at the API page.',
    });
  }
  const route = routes[match.name];
  const { session, scenario } = workspace;
  if (!session && route.access !== 'public') {
    return refuse(response, 401, { code: 'auth.signed-out', message: 'Nobody is signed in.', remedy: 'Sign in.' });
  }
  if (!mayCall(route.access, session)) {
    return refuse(response, 403, {
      code: 'auth.forbidden',
      message: 'You may not do this.',
      remedy: 'Ask an administrator.',
    });
  }
  if (route.method !== 'GET' && route.access !== 'public' && request.headers['x-koppel-csrf'] !== session?.csrfToken) {
    return refuse(response, 403, {
      code: 'auth.csrf',
      message: 'The page is of another session.',
      remedy: 'Reload the page.',
    });
  }
  if (scenario === 'slow' && !alwaysRead.has(match.name)) await new Promise((resolve) => setTimeout(resolve, slowMs));
  if (scenario === 'broken' && route.method === 'GET' && !alwaysRead.has(match.name)) {
    return refuse(response, 500, {
      code: 'fixture.broken',
      message: 'This could not be read from the database',
      remedy: 'Try again. If it stays so, give the request number to your administrator.',
    });
  }
  const { workspace: _, ...own } = match.params;
  const params = route.params.safeParse(Object.keys(own).length > 0 ? own : undefined);
  const hasQuery = !(route.query instanceof z.ZodUndefined);
  const query = route.query.safeParse(hasQuery ? Object.fromEntries(url.searchParams) : undefined);
  const body = route.body.safeParse(await readBody(request));
  for (const part of [params, query, body]) {
    if (!part.success) {
      return refuse(response, 400, {
        code: 'fixture.invalid',
        message: part.error.message,
        remedy: 'Correct the request.',
      });
    }
  }
  const handle = handlers[match.name] as (call: object) => unknown;
  const reply = handle({ params: params.data, query: query.data, body: body.data, workspace, now: Date.now() });
  send(response, reply === null ? 204 : 200, reply === null ? null : route.reply.parse(reply));
}

function serveFile(root: string, path: string, response: ServerResponse): void {
  const asked = join(root, normalize(path));
  const isFile = path !== '/' && extname(path) !== '' && existsSync(asked);
  if (!isFile && path.startsWith('/assets/')) {
    response.writeHead(404).end();
    return;
  }
  const file = isFile ? asked : join(root, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file).pipe(response);
}

export interface FixtureServer {
  readonly url: string;
  /** Begins anew with another scenario, seen by a person with this role. */
  pretend(scenario: Scenario, role: UserRole | null): void;
  /** Breaks every open socket without a closing message, as a network does. */
  breakSockets(): void;
  close(): Promise<void>;
}

/**
 * The canvas's counterpart for trying it without a runtime: the built files under the real security policy, every route of
 * the protocol over fixtures (bodies and replies held against its schemas), and the live socket.
 */
export async function startFixtureServer(options: { port: number; root: string }): Promise<FixtureServer> {
  let workspace = makeWorkspace('normal', 'administrator', Date.now());
  const pretend = (scenario: Scenario, role: UserRole | null) => {
    workspace = makeWorkspace(scenario, role, Date.now());
  };
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer = async () => {
      if (url.pathname === '/fixture' && request.method === 'PUT') {
        const { scenario = 'normal', role = 'administrator' } = (await readBody(request)) as {
          scenario?: string;
          role?: string | null;
        };
        pretend(
          scenarios.find((name) => name === scenario) ?? 'normal',
          role === null ? null : (userRoles.find((name) => name === role) ?? 'administrator'),
        );
        send(response, 204, null);
      } else if (url.pathname === '/fixture/break' && request.method === 'PUT') {
        live.breakSockets();
        send(response, 204, null);
      } else if (url.pathname.startsWith('/api/')) {
        await answerApi(workspace, request, response, url);
      } else {
        serveFile(options.root, url.pathname, response);
      }
    };
    answer().catch((error: unknown) => {
      if (error instanceof Refusal) return refuse(response, error.status, error.body);
      return refuse(response, 500, { code: 'fixture.defect', message: String(error), remedy: 'Correct the fixture.' });
    });
  });
  const live = serveLive(server, () => workspace);
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    pretend,
    breakSockets: live.breakSockets,
    async close() {
      live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
