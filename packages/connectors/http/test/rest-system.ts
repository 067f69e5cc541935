import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the system gives its lists, and what else differs between systems. */
export interface RestTraits {
  readonly paging: 'none' | 'page' | 'offset' | 'nextLink' | 'linkHeader' | 'cursor' | 'cursorHeader';
  /** Deleted records stay in lists, marked. */
  readonly marksDeleted: boolean;
  /** Clients choose the key. */
  readonly takesKeys: boolean;
}

export interface Customer {
  id: string | number;
  name: string;
  company_number?: string | null;
  phone?: string | null;
  credit?: number | null;
  address?: { city?: string | null };
  modified: string;
  revision: number;
  deleted: boolean;
  [other: string]: unknown;
}

interface Faults {
  throttle?: number | null;
  fail?: number;
  loseReplies?: boolean;
  cutAnswers?: boolean;
  failPartEvery?: number;
}

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const pageSize = 3;
const etagOf = ({ revision }: Customer) => `"r${revision}"`;
const shown = (customer: Customer) => ({ ...customer, etag: etagOf(customer) });

/** A small REST system with customers, over real HTTP: every style of pages, batches, versions and what can go wrong. */
export class RestSystem {
  readonly customers = new Map<string, Customer>();
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  /** Answers by idempotency key, as such systems keep them. */
  readonly #done = new Map<string, Answer>();
  /** Replaces the answer of the next requests whose path begins so. */
  readonly canned = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  faults: Faults = {};
  /** What befalls single requests. */
  disturb: ((request: { method: string; url: string }) => 'busy' | 'break' | 'loseReply' | null) | null = null;
  tokens = 0;
  validToken: string | null = null;
  nowMs = Date.UTC(2026, 5, 1, 12);
  readonly #traits: RestTraits;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #writes = 0;
  #nextId = 1000;

  private constructor(traits: RestTraits) {
    this.#traits = traits;
  }

  static async start(traits: Partial<RestTraits> = {}): Promise<RestSystem> {
    const system = new RestSystem({ paging: 'offset', marksDeleted: false, takesKeys: false, ...traits });
    await new Promise<void>((resolve) => {
      system.#server.listen(0, '127.0.0.1', resolve);
    });
    return system;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  make(values: Partial<Customer> & { name: string }): Customer {
    this.#nextId += 1;
    const customer: Customer = { id: this.#nextId, ...values, modified: this.#now(), revision: 1, deleted: false };
    this.customers.set(String(customer.id), customer);
    return customer;
  }

  change(key: string, values: Partial<Customer>): Customer {
    const customer = this.customers.get(key)!;
    Object.assign(customer, values, { modified: this.#now(), revision: customer.revision + 1 });
    return customer;
  }

  remove(key: string): void {
    if (this.#traits.marksDeleted) this.change(key, { deleted: true });
    else this.customers.delete(key);
  }

  #now(): string {
    return new Date(this.nowMs).toISOString();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks).toString();
    const { method = 'GET', url = '/' } = request;
    this.requests.push({ method, url, headers: request.headers, body });
    const canned = [...this.canned].find(([path]) => url.startsWith(path));
    if (canned !== undefined) return canned[1](request, response);
    if (url === '/token') return this.#token(body, response);
    const { throttle, fail, loseReplies, cutAnswers } = this.faults;
    if (throttle !== undefined) return send(response, { status: 429, body: { message: 'Slow down' }, headers: throttle === null ? {} : { 'retry-after': String(throttle) } }); // prettier-ignore
    if (fail !== undefined) return send(response, { status: fail, body: {} });
    if (this.validToken !== null && request.headers.authorization !== `Bearer ${this.validToken}`) return send(response, { status: 401, body: { message: 'Sign in' } }); // prettier-ignore
    const trouble = this.disturb?.({ method, url }) ?? null;
    if (trouble === 'busy') return send(response, { status: 429, headers: { 'retry-after': '0' } });
    if (trouble === 'break') return send(response, { status: 503, headers: { 'retry-after': '0' } });
    const answer = this.#answer(method, new URL(url, this.origin), request.headers, body);
    if (trouble === 'loseReply' || (loseReplies === true && method !== 'GET')) return void response.destroy();
    if (cutAnswers === true) return cut(response, answer);
    return send(response, answer);
  }

  #token(body: string, response: ServerResponse): void {
    const form = new URLSearchParams(body);
    if (form.get('client_secret') !== 'letmein') return send(response, { status: 401, body: { error: 'invalid_client' } });
    this.tokens += 1;
    this.validToken = `token-${this.tokens}`;
    return send(response, { status: 200, body: { access_token: this.validToken, expires_in: 3600, token_type: 'bearer' } });
  } // prettier-ignore

  #answer(method: string, url: URL, headers: IncomingMessage['headers'], body: string): Answer {
    if (url.pathname === '/api/customers' && method === 'GET') return this.#list(url);
    if (url.pathname === '/api/customers/batch') return this.#batch(JSON.parse(body) as { items: BatchItem[] });
    if (method !== 'GET' && this.#fails()) return { status: 500, body: {} };
    if (url.pathname === '/api/customers') return this.#once(headers, () => this.#create(JSON.parse(body) as Data));
    const key = decodeURIComponent(url.pathname.slice('/api/customers/'.length));
    if (method === 'PUT' && this.#traits.takesKeys) {
      if (this.customers.has(key) && headers['if-none-match'] === '*') return { status: 412, body: { message: 'It is there already' } };
      return this.#create({ ...(JSON.parse(body) as Data), id: key });
    }
    const customer = this.customers.get(key);
    if (customer === undefined) return { status: 404, body: { message: 'Not found' } };
    if (method === 'GET') return answered(200, customer);
    return this.#update(customer, JSON.parse(body) as Data, headers['if-match']);
  } // prettier-ignore

  #fails(): boolean {
    this.#writes += 1;
    const { failPartEvery } = this.faults;
    return failPartEvery !== undefined && this.#writes % failPartEvery === 0;
  }

  countFaultsAnew(): void {
    this.#writes = 0;
  }

  #once(headers: IncomingMessage['headers'], carryOut: () => Answer): Answer {
    const key = headers['idempotency-key'];
    if (typeof key !== 'string') return carryOut();
    const answer = this.#done.get(key) ?? carryOut();
    this.#done.set(key, answer);
    return answer;
  }

  #create(data: Data): Answer {
    const refused = refusal(data);
    if (refused !== null) return refused;
    if (this.#traits.takesKeys && data.id !== undefined && this.customers.has(String(data.id))) {
      return { status: 409, body: { message: 'It is there already', code: 'duplicate' } };
    }
    return answered(201, this.make(data));
  }

  #update(customer: Customer, data: Data & { version?: unknown }, match: string | undefined): Answer {
    const refused = refusal(data);
    if (refused !== null) return refused;
    const { version = data.revision, revision: _old, ...values } = data;
    const isStale = match !== undefined && match !== '*' && match !== etagOf(customer);
    if (isStale || (version !== undefined && String(version) !== String(customer.revision))) {
      return { status: 409, body: { message: 'Changed meanwhile', code: 'stale' } };
    }
    return answered(200, this.change(String(customer.id), values));
  }

  #batch({ items }: { items: BatchItem[] }): Answer {
    const results = items.map((item) => {
      const { op, id, version, ref, data } = item;
      const customer = id === undefined ? undefined : this.customers.get(id);
      const answer: Answer = this.#fails()
        ? { status: 500, body: { message: 'Broke' } }
        : op === 'create'
          ? this.#create({ ...data, ...(this.#traits.takesKeys ? { id } : {}) })
          : customer === undefined
            ? { status: 404, body: { message: 'Not found' } }
            : this.#update(customer, { ...data, ...(version === undefined ? {} : { version }) }, undefined);
      const isDone = answer.status < 300;
      return { ref, status: answer.status, ...(isDone ? { data: answer.body } : { error: answer.body }) };
    });
    // Those who read outcomes by their number may get them in any order.
    if (items[0]?.ref !== undefined) results.reverse();
    return { status: 200, body: { results } };
  }

  #list(url: URL): Answer {
    const { paging, marksDeleted } = this.#traits;
    const since = url.searchParams.get('modified_since');
    const name = url.searchParams.get('name')?.toLowerCase();
    const number = url.searchParams.get('company_number');
    const sort = url.searchParams.get('sort');
    const all = [...this.customers.values()]
      .filter((one) => marksDeleted || !one.deleted)
      .filter((one) => since === null || one.modified >= new Date(since).toISOString())
      .filter((one) => name === undefined || one.name.toLowerCase() === name)
      .filter((one) => number === null || one.company_number === number);
    const byId = (a: Customer, b: Customer) => (String(a.id) < String(b.id) ? -1 : 1);
    const byTime = (a: Customer, b: Customer) => (a.modified === b.modified ? byId(a, b) : a.modified < b.modified ? -1 : 1);
    all.sort(sort === 'modified' ? byTime : sort === '-modified' ? (a, b) => -byTime(a, b) : byId);
    if (paging === 'none') return { status: 200, body: all.map(shown) };
    const size = Math.min(Number(url.searchParams.get('limit') ?? pageSize), 100);
    const page = Number(url.searchParams.get('page') ?? 1);
    const offset = paging === 'page' ? (page - 1) * size : Number(url.searchParams.get('offset') ?? url.searchParams.get('after') ?? 0);
    const some = all.slice(offset, offset + size).map(shown);
    const end = offset + some.length;
    const hasMore = end < all.length;
    const next = new URL(url);
    next.searchParams.set('offset', String(end));
    return {
      status: 200,
      headers: {
        ...(paging === 'linkHeader' && hasMore ? { link: `<${next.href}>; rel="next", <${url.href}>; rel="self"` } : {}),
        ...(paging === 'cursorHeader' && hasMore ? { 'x-next': String(end) } : {}),
      },
      body: {
        data: {
          customers: some,
          ...(paging === 'page' ? {} : { total: all.length }),
          ...(paging === 'cursor' && hasMore ? { next: end } : {}),
          ...(paging === 'nextLink' && hasMore ? { next: `${next.pathname}${next.search}` } : {}),
        },
      },
    };
  } // prettier-ignore
}

type Data = Partial<Customer> & { name: string };
interface BatchItem {
  readonly op: 'create' | 'update';
  readonly id?: string;
  readonly version?: string;
  readonly ref?: string;
  readonly data: Data;
}

function refusal({ name }: { name?: string }): Answer | null {
  if (name === undefined || name.length <= 100) return null;
  return { status: 422, body: { message: 'name is too long', code: 'invalid' } };
}

function answered(status: number, customer: Customer): Answer {
  return { status, body: shown(customer), headers: { etag: etagOf(customer), location: `/api/customers/${customer.id}` } };
} // prettier-ignore

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

function cut(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(text.length) });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}
