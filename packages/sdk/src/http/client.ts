import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { Clock } from '../clock.ts';
import type { ConnectionPace } from '../connector.ts';
import { isTooLate, type HttpClient, type HttpRequest, type HttpResponse } from '../http-client.ts';
import { demandOpenEgress } from './closed-egress.ts';
import { createDeadlines } from './deadlines.ts';
import { EgressRefused, egressObstacle, guardedLookup, type EgressReach } from './egress.ts';
import { acceptedEncodings, exchange } from './exchange.ts';
import { clientClosed, notAllowed } from './failure.ts';
import { createGate } from './pace.ts';
import type { Redaction } from '../redaction.ts';
import { ReceivedResponse } from './response.ts';
import { retryAfterMs } from './retry-after.ts';

const defaultTimeoutMs = 100_000;
const defaultMaxBytes = 64 * 1024 * 1024;
/** Shorter than the idle time of common servers and load balancers, so that a socket is not reused as it dies. */
const idleSocketMs = 10_000;

export interface HttpClientOptions {
  /** See `HttpClient.connectionId`. */
  readonly connectionId?: string;
  /** The origins of the connection (`https://api.example.com`), exactly. Everything else is refused. */
  readonly allowedOrigins: readonly string[];
  readonly pace: ConnectionPace;
  readonly clock: Clock;
  /** Those of `allowedOrigins` that an administrator opened in a private network. */
  readonly privateOrigins?: readonly string[];
  /** Those of `allowedOrigins` that may be this machine itself: the demo systems. */
  readonly loopbackOrigins?: readonly string[];
  /** Learns what signs the requests in, and takes secrets out of answers that refuse: systems repeat what they were sent. */
  readonly redaction?: Redaction;
  /** Default 10,000 ms for name, connection and certificate. */
  readonly connectTimeoutMs?: number;
}

/** The client of one connection. Whoever creates it closes it. */
export interface ClosableHttpClient extends HttpClient {
  /** Breaks off what is under way, turns away what waits and lets go of all sockets. */
  close(): Promise<void>;
}

interface Target {
  readonly origin: string;
  readonly host: string;
  readonly reach: EgressReach;
}

function targetOf(address: string, reach: EgressReach): Target {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw notAllowed('its address does not begin with https:// or http://', { host: 'the system', wasSent: false });
  return { origin: url.origin, host: url.host, reach };
}

function targetsOf({
  allowedOrigins,
  privateOrigins = [],
  loopbackOrigins = [],
}: HttpClientOptions): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const address of allowedOrigins) {
    const target = targetOf(address, 'public');
    targets.set(target.origin, target);
  }
  // Opening an origin says how far it may reach, not that the connection has it: it must be among the allowed ones.
  for (const [addresses, reach] of [
    [privateOrigins, 'private'],
    [loopbackOrigins, 'loopback'],
  ] as const) {
    for (const address of addresses) {
      const target = targetOf(address, reach);
      if (targets.has(target.origin)) targets.set(target.origin, target);
    }
  }
  return targets;
}

/** Opens sockets only to addresses that this target may have, and checks again what was really reached. */
function guardedConnector(targets: ReadonlyMap<string, Target>, timeoutMs: number): buildConnector.connector {
  const connectors = new Map<EgressReach, buildConnector.connector>();
  for (const reach of ['public', 'private', 'loopback'] as const) {
    // Undici's options name only part of what it hands on to the socket; `lookup` is handed on too.
    const options: buildConnector.BuildOptions & { lookup: ReturnType<typeof guardedLookup> } = {
      timeout: timeoutMs,
      allowH2: false,
      lookup: guardedLookup(reach),
    };
    connectors.set(reach, buildConnector(options));
  }
  return (options, done) => {
    const { hostname, protocol, port } = options;
    const named = hostname.includes(':') ? `[${hostname}]` : hostname;
    const origin = new URL(`${protocol}//${named}${port === '' ? '' : `:${port}`}`).origin;
    const target = targets.get(origin);
    if (target === undefined)
      return done(new EgressRefused(hostname, origin, 'not an address of this connection'), null);
    if (isIP(hostname) !== 0) {
      const obstacle = egressObstacle(hostname, target.reach);
      if (obstacle !== null) return done(new EgressRefused(hostname, hostname, obstacle), null);
    }
    connectors.get(target.reach)!(options, (...result) => {
      const [error, socket] = result;
      if (error !== null) return done(error, null);
      const reached = socket.remoteAddress ?? '';
      const obstacle = egressObstacle(reached, target.reach);
      if (obstacle === null) return done(null, socket);
      socket.destroy();
      return done(new EgressRefused(hostname, reached, obstacle), null);
    });
  };
}

const plainPath = /^\/[\x21\x22\x24-\x7e]*$/;
/** Set by the client itself or by nobody: with them a request could pretend to be two, or to be for another host. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function checkedHeaders(request: HttpRequest, host: string): string[] {
  const list = ['accept-encoding', acceptedEncodings];
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!headerName.test(name) || !headerValue.test(value) || ownHeaders.has(name.toLowerCase()))
      throw notAllowed(`the header "${name.slice(0, 60)}" may not be sent like this`, { host, wasSent: false });
    if (name.toLowerCase() !== 'accept-encoding') list.push(name, value);
  }
  return list;
}

/** The way out for one connection: see `HttpClient` for what it promises. */
export function createHttpClient(options: HttpClientOptions): ClosableHttpClient {
  const { clock, pace, redaction, connectTimeoutMs = 10_000 } = options;
  const signInSlot = `sign-in/${options.connectionId ?? ''}`;
  const targets = targetsOf(options);
  const gate = createGate({ pace, clock });
  const deadlines = createDeadlines(clock);
  const agent = new Agent({
    connections: pace.maxConcurrent,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: idleSocketMs,
    // Its own timers see only parts of an exchange; ours bound the whole.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: guardedConnector(targets, connectTimeoutMs),
  });
  let isClosed = false;

  /** Where a request goes. A path that can be sent as it is stays as it is: next links must not be altered. */
  function locate(address: string): { target: Target; path: string } {
    const pathStart = address.indexOf('/', 8);
    const target = targets.get(pathStart === -1 ? address : address.slice(0, pathStart));
    if (target !== undefined && pathStart !== -1) {
      const path = address.slice(pathStart);
      if (plainPath.test(path)) return { target, path };
    }
    const url = URL.canParse(address) ? new URL(address) : null;
    const facts = { host: url?.host || 'the system', wasSent: false };
    if (url === null) throw notAllowed('its address is not one', facts);
    if (url.username !== '' || url.password !== '') throw notAllowed('its address contains a sign-in', facts);
    const known = targets.get(url.origin);
    if (known === undefined) throw notAllowed('this connection may not reach that address', facts);
    return { target: known, path: url.pathname + url.search };
  }

  async function request(request: HttpRequest): Promise<HttpResponse> {
    const { target, path } = locate(request.url);
    const { origin, host } = target;
    demandOpenEgress(host);
    const headers = checkedHeaders(request, host);
    const authorization = request.headers?.['authorization'];
    if (authorization !== undefined) redaction?.learn(signInSlot, [authorization.replace(/^\w+ /, '')]);
    if (isClosed) throw clientClosed({ host, wasSent: false });
    const entered = gate.enter(request.signal);
    const pass = typeof entered === 'number' ? entered : await entered;
    try {
      const {
        method,
        body = null,
        signal,
        startBy = Number.POSITIVE_INFINITY,
        timeoutMs = defaultTimeoutMs,
        maxBytes = defaultMaxBytes,
      } = request;
      const answer = await exchange(
        {
          dispatcher: agent,
          origin,
          path,
          method,
          headers,
          body,
          host,
          signal,
          timeoutMs,
          maxBytes,
          isTooLate: () => isTooLate(startBy, clock.monotonicMs()),
        },
        deadlines,
        clock.monotonicMs(),
      );
      const askedMs = retryAfterMs(answer, clock.now());
      if (answer.status === 429 || (answer.status === 503 && askedMs !== undefined)) gate.throttled(pass, askedMs);
      else gate.answered(pass);
      if (redaction === undefined || answer.status < 400) return new ReceivedResponse({ ...answer, host });
      const said = answer.body.toString('utf8');
      const clean = redaction.text(said);
      return new ReceivedResponse({ ...answer, body: clean === said ? answer.body : Buffer.from(clean), host });
    } finally {
      gate.done();
    }
  }

  return {
    connectionId: options.connectionId,
    request,
    async close() {
      if (isClosed) return;
      isClosed = true;
      gate.close(clientClosed({ host: [...targets.values()].map(({ host }) => host).join(', '), wasSent: false }));
      await agent.destroy();
      deadlines.close();
    },
  };
}
