import {
  ConnectionError,
  type Clock,
  type FlowError,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type TokenProvider,
} from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';
import { problemOfResponse, type ODataProblem } from './problem.ts';

/** A record as it came. */
export type Row = Readonly<Record<string, unknown>>;

export interface ODataRequest {
  readonly method: HttpRequest['method'];
  /** Relative to the service root (`customers?$top=1`), or absolute as a next link is. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Joined into one `Prefer` header. */
  readonly prefer?: readonly string[];
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** See `HttpRequest.onlyReads`. */
  readonly onlyReads?: boolean;
  /** See `HttpRequest.startBy`. */
  readonly startBy?: number | undefined;
}

export interface ODataPage {
  readonly rows: readonly Row[];
  /** `@odata.count`, where it was asked for and given. */
  readonly count: number | null;
  readonly nextLink: string | null;
  readonly deltaLink: string | null;
  /** The `Preference-Applied` header, lower case. */
  readonly applied: string;
}

/** Speaks OData v4 with one service root. Knows no vendor and no flow. */
export interface ODataClient {
  readonly serviceRoot: string;
  readonly host: string;
  /** See `HttpClient.connectionId`. */
  readonly connectionId: string | undefined;
  /** The answer, whatever its status. A token that has expired is renewed and the request sent once more. */
  send(request: ODataRequest): Promise<HttpResponse>;
  /** The error of the whole system that an answer other than a success stands for, with the pause it asks for. */
  refusal(response: HttpResponse): FlowError;
  /** The body of a successful answer as JSON; anything else is thrown as the error of the whole system. */
  json(request: ODataRequest): Promise<unknown>;
  /** One page of a collection. */
  page(request: ODataRequest): Promise<ODataPage>;
  /** Page after page, each asked for when it is wanted. Next links are followed as they come. */
  pages(request: ODataRequest): AsyncGenerator<ODataPage, void, undefined>;
}

export interface ODataClientOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** With or without the slash at its end. */
  readonly serviceRoot: string;
  readonly token: TokenProvider;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Lets the vendor's connector explain a problem that it understands better. */
  readonly explain?: (problem: ODataProblem, host: string) => FlowError | undefined;
}

const jsonHeaders = { accept: 'application/json', 'odata-version': '4.0', 'odata-maxversion': '4.0' };

export function createODataClient(options: ODataClientOptions): ODataClient {
  const { http, token, clock, explain } = options;
  const { connectionId } = http;
  const serviceRoot = options.serviceRoot.replace(/\/+$/, '');
  const { origin, host } = new URL(serviceRoot);
  const common = { ...jsonHeaders, ...options.headers };

  function resolve(url: string): string {
    if (/^https?:\/\//i.test(url)) return url;
    // Some servers give next links without host, some relative to the service root.
    return url.startsWith('/') ? `${origin}${url}` : `${serviceRoot}/${url}`;
  }

  async function attempt(request: ODataRequest): Promise<{ response: HttpResponse; authorization: string }> {
    const { method, body, prefer, signal, timeoutMs, onlyReads, startBy } = request;
    const given = token.authorization(signal);
    const authorization = typeof given === 'string' ? given : await given;
    const response = await http.request({
      method,
      url: resolve(request.url),
      headers: {
        ...common,
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...(prefer === undefined || prefer.length === 0 ? {} : { prefer: prefer.join(',') }),
        ...request.headers,
        authorization,
      },
      ...(body === undefined ? {} : { body }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      onlyReads,
      startBy,
      signal,
    });
    return { response, authorization };
  }

  async function send(request: ODataRequest): Promise<HttpResponse> {
    const first = await attempt(request);
    if (first.response.status !== 401) return first.response;
    // Refused before anything was done, so sending again is safe. Once: a second refusal is an answer.
    token.refuse(first.authorization);
    return (await attempt(request)).response;
  }

  function refusal(response: HttpResponse): FlowError {
    const askedMs = retryAfterMs(response, clock.now());
    return problemError(problemOfResponse(response), { host, connectionId, askedMs, explain });
  }

  async function json(request: ODataRequest): Promise<unknown> {
    const response = await send(request);
    if (response.status >= 200 && response.status < 300) return response.json();
    throw refusal(response);
  }

  async function page(request: ODataRequest): Promise<ODataPage> {
    const response = await send(request);
    if (response.status < 200 || response.status >= 300) throw refusal(response);
    const body = response.json() as Record<string, unknown> | null;
    const rows = body?.['value'];
    if (!Array.isArray(rows)) throw notACollection(host);
    const nextLink = linkOf(body!['@odata.nextLink'] ?? body!['@nextLink']);
    if (nextLink !== null && nextLink === request.url) throw circularLink(host);
    return {
      rows: rows as Row[],
      count: numberOf(body!['@odata.count'] ?? body!['@count']),
      nextLink,
      deltaLink: linkOf(body!['@odata.deltaLink'] ?? body!['@deltaLink']),
      applied: (response.headers['preference-applied'] ?? '').toLowerCase(),
    };
  }

  async function* pages(request: ODataRequest): AsyncGenerator<ODataPage, void, undefined> {
    let next: ODataRequest | null = request;
    while (next !== null) {
      const current: ODataPage = await page(next);
      yield current;
      const { nextLink } = current;
      next = nextLink === null ? null : { ...request, url: nextLink };
    }
  }

  return { serviceRoot, host, connectionId, send, refusal, json, page, pages };
}

function linkOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function notACollection(host: string): ConnectionError {
  return new ConnectionError({
    code: 'odata.not-a-list',
    message: `${host} sent something else than a list of records.`,
    remedy: 'Check that the address in the connection is that of the API.',
    retry: 'never',
  });
}

function circularLink(host: string): ConnectionError {
  return new ConnectionError({
    code: 'odata.circular-link',
    message: `${host} sent a page that names itself as the next one.`,
    remedy: 'Report this to whoever runs that system: its pages cannot be read to the end.',
    retry: 'never',
  });
}

/** The error of the whole system that a refused request stands for, by its status. */
export function problemError(
  problem: ODataProblem,
  context: {
    readonly host: string;
    readonly connectionId: string | undefined;
    readonly askedMs?: number | undefined;
    readonly explain?: ODataClientOptions['explain'];
  },
): FlowError {
  const { status, code, message } = problem;
  const { host, connectionId, askedMs } = context;
  const explained = context.explain?.(problem, host);
  if (explained !== undefined) return explained;
  const common = {
    ...(message === '' ? {} : { answer: message }),
    details: { host, status, systemCode: code },
  };
  if (status === 401) {
    return new ConnectionError({
      ...common,
      code: 'odata.sign-in-refused',
      message: `${host} no longer accepts the sign-in of this connection.`,
      remedy: 'Check that the application is registered in that system and sign in again.',
      retry: 'never',
      wasSent: false,
      signInOf: connectionId,
    });
  }
  if (status === 403) {
    return new ConnectionError({
      ...common,
      code: 'odata.no-permission',
      message: `${host} does not let this connection do that.`,
      remedy: 'Give the application the permission for these records in that system.',
      retry: 'never',
      wasSent: false,
    });
  }
  if (status === 429 || status === 503) {
    return new ConnectionError({
      ...common,
      code: 'odata.too-busy',
      message: `${host} is too busy and asked to wait.`,
      remedy: 'Koppel waits and goes on by itself.',
      retry: askedMs === undefined ? 'backoff' : { afterMs: askedMs },
      wasSent: status !== 429,
    });
  }
  if (status === 404) {
    return new ConnectionError({
      ...common,
      code: 'odata.not-found',
      message: `${host} has nothing at the address that was asked for.`,
      remedy: 'Check the address, the environment and the company in the connection.',
      retry: 'never',
    });
  }
  if (status >= 500 || status === 408) {
    return new ConnectionError({
      ...common,
      code: 'odata.server-error',
      message: `${host} could not handle the request (status ${status}).`,
      remedy: 'Koppel tries again by itself. If it lasts, ask whoever runs that system.',
    });
  }
  if (status >= 300 && status < 400) {
    return new ConnectionError({
      ...common,
      code: 'odata.redirected',
      message: `${host} sent the request on to another address.`,
      remedy: 'Enter the address of the API itself in the connection. Koppel does not follow to other addresses.',
      retry: 'never',
    });
  }
  return new ConnectionError({
    ...common,
    code: 'odata.refused',
    message: `${host} refused the request (status ${status}).`,
    remedy: 'Look at what it answered. If its fields have changed, look at its fields again and check the flow.',
    retry: 'never',
  });
}
