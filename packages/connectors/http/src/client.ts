import { createTokenProvider } from '@koppel/connector-odata';
import {
  ConnectionError,
  type Clock,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type TokenProvider,
} from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';
import { wordsOf } from './answers.ts';
import type { HttpSettings } from './specs.ts';

/** No page of records is longer; a system that sends more is asked for smaller pages. */
const maxBytes = 32 * 1024 * 1024;

/** Look-ups are tried so often before the run has to wait as a whole. */
const maxLookUps = 4;
const firstPauseMs = 100;
const longestPauseMs = 5000;

export type QueryParameters = readonly (readonly [name: string, value: string])[];

export interface RestRequest {
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
  readonly startBy?: number | undefined;
}

export interface RestClient {
  readonly host: string;
  readonly token: TokenProvider | null;
  /** An address below the connection's, with `{key}` filled in. Null for a key that can stand in no address. */
  address(path: string, parts?: { readonly key?: string; readonly query?: QueryParameters }): string | null;
  /** A link that the system gave, as an address of this connection. Throws for one that leads elsewhere. */
  follow(link: string, from: string): string;
  /** Whatever it answers. Throws a ConnectionError when no answer came. */
  send(request: RestRequest): Promise<HttpResponse>;
  /** An answer of 2xx. Throws a ConnectionError for any other. */
  read(request: Omit<RestRequest, 'method' | 'startBy' | 'body'>): Promise<HttpResponse>;
  /**
   * Does a look-up again that failed for a passing reason, a few times: one of hundreds that fails must not undo the others.
   * Only for what reads.
   */
  patiently<Result>(lookUp: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** A text of the system without the credentials of this connection: some systems repeat what they were sent. */
  redact(text: string): string;
  /** The error that an answer other than 2xx stands for. */
  problem(response: HttpResponse): ConnectionError;
}

export function createClient(parts: {
  readonly settings: HttpSettings;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signedIn?: TokenProvider | undefined;
}): RestClient {
  const { settings, http, clock } = parts;
  const base = new URL(settings.baseUrl);
  const root = base.origin + base.pathname.replace(/\/+$/, '');
  const { host } = base;
  const token = parts.signedIn ?? tokenOf(parts);
  const fixed = { accept: 'application/json', ...furtherHeaders(settings.headers) };

  let bearer = '';

  async function signIn(signal: AbortSignal): Promise<Record<string, string>> {
    switch (settings.signIn) {
      case 'none':
        return {};
      case 'header': {
        const key = settings.headerKey?.reveal() ?? '';
        return {
          [settings.headerName.toLowerCase()]: settings.headerPrefix === '' ? key : `${settings.headerPrefix} ${key}`,
        };
      }
      case 'basic': {
        const pair = `${settings.username}:${settings.password?.reveal() ?? ''}`;
        return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
      }
      case 'oauth2':
      case 'person':
        return { authorization: (bearer = await token!.authorization(signal)) };
    }
  }

  async function sendOnce({ method, url, headers, body, signal, startBy }: RestRequest) {
    const signedIn = await signIn(signal);
    const response = await http.request({
      method,
      url,
      headers: {
        ...fixed,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
        ...signedIn,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      maxBytes,
      startBy,
      signal,
    });
    return { response, authorization: signedIn['authorization'] };
  }

  async function send(request: RestRequest): Promise<HttpResponse> {
    const first = await sendOnce(request);
    if (first.response.status !== 401 || token === null || first.authorization === undefined) return first.response;
    // A token may be withdrawn before its time. What is refused for it was not carried out.
    token.refuse(first.authorization);
    return (await sendOnce(request)).response;
  }

  const redact = (text: string) => withoutSecrets(text, [...secretsOf(settings), bearer.replace(/^Bearer /, '')]);
  const problem = (response: HttpResponse) =>
    systemProblem(response, redact(wordsOf(response)), { host, connectionId: http.connectionId, now: clock.now() });

  return {
    host,
    token,
    address(path, { key, query = [] } = {}) {
      // Encoding leaves these two as they are, and a server takes them for a step up.
      if (key !== undefined && (key === '' || key === '.' || key === '..')) return null;
      const filled = key === undefined ? path : path.replaceAll('{key}', encodeURIComponent(key));
      const parameters = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
      if (parameters.length === 0) return root + filled;
      return `${root}${filled}${filled.includes('?') ? '&' : '?'}${parameters.join('&')}`;
    },
    follow(link, from) {
      const url = URL.canParse(link, from) ? new URL(link, from) : null;
      // Behind a proxy systems name themselves with the scheme that they see: only the host decides.
      if (url === null || url.host !== host) {
        throw new ConnectionError({
          code: 'http.link-elsewhere',
          message: `${host} gave a next link that leads to another system: "${link.slice(0, 200)}".`,
          remedy: 'Check the settings of the pages. Koppel sends its sign-in only to the address of the connection.',
          retry: 'never',
        });
      }
      return base.origin + url.pathname + url.search;
    },
    send,
    async read(request) {
      const response = await send({ ...request, method: 'GET' });
      if (response.status >= 200 && response.status < 300) return response;
      throw problem(response);
    },
    async patiently(lookUp, signal) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await lookUp();
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof ConnectionError) || error.retry === 'never' || tries === maxLookUps) throw error;
          const pauseMs = error.retry === 'backoff' ? firstPauseMs * 2 ** tries : error.retry.afterMs;
          if (pauseMs > longestPauseMs) throw error;
          await clock.sleep(pauseMs, { signal });
        }
      }
    },
    redact,
    problem,
  };
}

function secretsOf({ headerKey, username, password, clientSecret }: HttpSettings): string[] {
  const texts = [headerKey, password, clientSecret].flatMap((secret) => secret?.reveal() ?? []);
  const pair =
    password === undefined ? [] : [Buffer.from(`${username}:${password.reveal()}`, 'utf8').toString('base64')];
  return [...texts, ...pair];
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 3)
    .reduce(
      (before, secret) => before.replaceAll(secret, '…').replaceAll(JSON.stringify(secret).slice(1, -1), '…'),
      text,
    );
}

function tokenOf({
  settings,
  http,
  clock,
}: {
  readonly settings: HttpSettings;
  readonly http: HttpClient;
  readonly clock: Clock;
}): TokenProvider | null {
  const { signIn, tokenUrl, clientId, clientSecret, scope } = settings;
  if (signIn !== 'oauth2' || clientSecret === undefined) return null;
  return createTokenProvider({ http, clock, tokenUrl, clientId, clientSecret, scope });
}

function furtherHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** What a refused request says of the system as a whole. */
function systemProblem(
  response: HttpResponse,
  said: string,
  { host, connectionId, now }: { readonly host: string; readonly connectionId: string | undefined; readonly now: Date },
): ConnectionError {
  const { status } = response;
  const common = { ...(said === '' ? {} : { answer: said }), details: { host, status } };
  if (status >= 300 && status < 400) {
    return new ConnectionError({
      ...common,
      code: 'http.redirected',
      message: `${host} sends requests on to another address (status ${status}).`,
      remedy: 'Enter the address itself in the connection. Koppel follows no redirect, so that its sign-in goes nowhere else.', // prettier-ignore
      retry: 'never',
      wasSent: false,
    });
  }
  if (status === 401) {
    return new ConnectionError({
      ...common,
      code: 'http.sign-in-refused',
      message: `${host} refused the sign-in of this connection.`,
      remedy: 'Enter a key or password that is valid in the connection. It may have expired.',
      retry: 'never',
      wasSent: false,
      signInOf: connectionId,
    });
  }
  if (status === 403) {
    return new ConnectionError({
      ...common,
      code: 'http.no-permission',
      message: `${host} does not let this connection do that.`,
      remedy: 'Give the user or key of the connection permission for these records.',
      retry: 'never',
    });
  }
  if (status === 429 || status === 503) {
    const askedMs = retryAfterMs(response, now);
    return new ConnectionError({
      ...common,
      code: 'http.too-busy',
      message: `${host} is too busy (status ${status}).`,
      remedy: 'Koppel goes on by itself.',
      retry: askedMs === undefined ? 'backoff' : { afterMs: askedMs },
      wasSent: status !== 429,
    });
  }
  if (status >= 500 || status === 408) {
    return new ConnectionError({
      ...common,
      code: 'http.server-error',
      message: `${host} answers, but not well (status ${status}).`,
      remedy: 'Koppel tries again by itself. If it lasts, ask whoever runs that system.',
    });
  }
  return new ConnectionError({
    ...common,
    code: 'http.request-refused',
    message: `${host} refused the request (status ${status}).`,
    remedy: 'Check the addresses and parameters that the connection has for these records.',
    retry: 'never',
  });
}
