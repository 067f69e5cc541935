import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Caller, Service, ServiceRequest, ServiceResponse } from '../odata-service.ts';
import type { Faults, Fate } from './faults.ts';
import { UserLimits } from './limits.ts';
import { kindOfRequest, type RequestCounter } from './request-counts.ts';
import type { SignIn } from './sign-in.ts';
import type { Vendor } from './vendor.ts';

/** Room for the longest address a vendor takes (32 KB) beside the headers. */
const maxHeaderSize = 64 * 1024;

/** Longer bodies are refused. */
const mostBodyBytes = 64 * 1024 * 1024;
/** How long requests in flight may take when the listener closes. */
const closingMs = 5000;

/** A path of its own on the listener, beside the service: the small page and its switches. */
export interface SideDoor {
  /** With a slash in front and none at the end. */
  readonly path: string;
  handle(request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly headers: Record<string, string>;
    readonly body: Uint8Array;
  }): Promise<ServiceResponse>;
}

export interface ListenerPorts {
  readonly vendor: Vendor;
  readonly service: Service;
  readonly signIn: SignIn;
  readonly faults: Faults;
  readonly counter: RequestCounter;
  readonly hasLimits: boolean;
  readonly now: () => Date;
  readonly origin: () => string;
  readonly door: SideDoor;
}

/** What stands between the network and a service: sign-in, limits, faults, counting. */
export class Listener {
  readonly #ports: ListenerPorts;
  readonly #server: Server;
  readonly #users = new Map<string, UserLimits>();
  /** Executions whose clients have gone. */
  readonly #late = new Set<NodeJS.Timeout>();
  readonly #sockets = new Set<Socket>();
  readonly #inFlight = new Set<ServerResponse>();
  #isClosing = false;

  constructor(ports: ListenerPorts) {
    this.#ports = ports;
    this.#server = createServer({ keepAliveTimeout: 65_000, noDelay: true, maxHeaderSize }, (request, response) => {
      this.#inFlight.add(response);
      response.once('close', () => this.#inFlight.delete(response));
      if (this.#isClosing) response.shouldKeepAlive = false;
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Gives the port. Rejects when it is taken. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Takes no more requests, lets those in flight end, and then ends. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const timer of this.#late) clearTimeout(timer);
    this.#late.clear();
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // Connections that wait for a request, a first or a further one, would keep the server open.
    const busy = new Set([...this.#inFlight].map((response) => response.socket));
    for (const socket of this.#sockets) if (!busy.has(socket)) socket.destroy();
    for (const response of this.#inFlight) response.shouldKeepAlive = false;
    const impatience = setTimeout(() => this.#server.closeAllConnections(), closingMs);
    await closed;
    clearTimeout(impatience);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const question = url.indexOf('?');
    const path = question === -1 ? url : url.slice(0, question);
    const query = question === -1 ? '' : url.slice(question + 1);
    const headers = request.headers as Record<string, string>;
    const { vendor, signIn, faults, counter, origin, door } = this.#ports;
    const body = await readBody(request);
    if (body === undefined) {
      send(response, vendor.tooLarge());
      return;
    }
    if (path === door.path || path.startsWith(`${door.path}/`)) {
      send(response, await door.handle({ method, path: path.slice(door.path.length), query, headers, body }));
      return;
    }
    if (path.endsWith('/oauth2/v2.0/token')) {
      counter.count('sign-in');
      const takesScope = (scope: string) => vendor.takesScope(scope, origin());
      const lifeSeconds = faults.get().tokenLifeSeconds;
      send(response, signIn.answer({ method, path, headers, body }, { takesScope, lifeSeconds }));
      return;
    }
    if (!path.startsWith(vendor.serviceRoot)) {
      send(response, notHere);
      return;
    }
    const inner = path.slice(vendor.serviceRoot.length);
    counter.count(kindOfRequest(method, inner));
    const user = signIn.caller(headers['authorization']);
    if (user === undefined) {
      send(response, vendor.unauthorized(origin()));
      return;
    }
    const asked: ServiceRequest = { method, path: inner, query, headers, body, caller: user.caller };
    if (this.#ports.hasLimits) await this.#withinLimits(asked, user, response);
    else await this.#befall(asked, response, {});
  }

  async #withinLimits(
    asked: ServiceRequest,
    { clientId }: { readonly clientId: string; readonly caller: Caller },
    response: ServerResponse,
  ): Promise<void> {
    const { vendor, now } = this.#ports;
    let user = this.#users.get(clientId);
    if (user === undefined) this.#users.set(clientId, (user = new UserLimits(vendor.limits)));
    const admission = user.admit(now().getTime());
    if (!admission.isAdmitted) {
      send(response, vendor.throttled(admission.limit, Math.ceil(admission.retryAfterMs / 1000)));
      return;
    }
    await user.enter();
    const started = performance.now();
    try {
      if (!response.destroyed) await this.#befall(asked, response, vendor.limitHeaders(admission));
    } finally {
      user.leave(now().getTime(), performance.now() - started);
    }
  }

  /** Lets happen what the fault switches say, and otherwise what was asked. */
  async #befall(
    asked: ServiceRequest,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { vendor, faults } = this.#ports;
    const fate = faults.fate(asked.method !== 'GET' && asked.method !== 'HEAD');
    if (fate.latencyMs > 0) {
      await delay(fate.latencyMs, response);
      // Who gave up while waiting is not served: nothing may happen later than the times this system declares.
      if (response.destroyed) return;
    }
    if (fate.isThrottled) {
      send(response, vendor.throttled('requests', faults.get().retryAfterSeconds));
      return;
    }
    if (fate.isFailed) {
      send(response, vendor.failed(faults.get().failStatus));
      return;
    }
    if (fate.lateMs > 0) {
      this.#executeLater(asked, fate.lateMs);
      response.destroy();
      return;
    }
    answerAs(fate, response, await this.#execute(asked), headers);
  }

  /** A service answers what it refuses. What it throws is a mistake in it: said on stderr, and answered with a 500. */
  async #execute(asked: ServiceRequest): Promise<ServiceResponse> {
    const { vendor, service } = this.#ports;
    try {
      return await service.handle(asked);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : new Error(String(error)));
      return vendor.failed(500);
    }
  }

  #executeLater(asked: ServiceRequest, afterMs: number): void {
    const timer = setTimeout(() => {
      this.#late.delete(timer);
      void this.#execute(asked);
    }, afterMs);
    this.#late.add(timer);
  }
}

const notHere: ServiceResponse = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found.' };

const noBody = new Uint8Array(0);

/** The whole body, or undefined when it is too long. Rejects when the connection ends before the body does. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> | Uint8Array {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return noBody;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBodyBytes) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

/** Ends early when the connection does. */
function delay(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once('close', done);
  });
}

function answerAs(
  fate: Fate,
  response: ServerResponse,
  answer: ServiceResponse,
  headers: Readonly<Record<string, string>>,
): void {
  if (fate.isReplyLost) {
    response.destroy();
    return;
  }
  if (!fate.isResetMidBody) {
    send(response, answer, headers);
    return;
  }
  const bytes = bytesOf(answer);
  response.writeHead(answer.status, { ...answer.headers, ...headers, 'content-length': Math.max(bytes.length, 2) });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

function send(response: ServerResponse, answer: ServiceResponse, more?: Readonly<Record<string, string>>): void {
  if (response.destroyed) return;
  const { status, headers } = answer;
  const bytes = bytesOf(answer);
  const length = status === 204 || status === 304 ? undefined : { 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...more, ...length });
  response.end(bytes);
}

function bytesOf({ body }: ServiceResponse): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}
