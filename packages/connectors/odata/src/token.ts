import {
  ConnectionError,
  type Clock,
  type HttpClient,
  type HttpResponse,
  type Secret,
  type TokenProvider,
} from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';

export interface ClientCredentials {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope: string;
}

/** A token is renewed this long before it expires, so that it does not expire on the way. */
const renewBeforeMs = 120_000;
const tokenTimeoutMs = 30_000;
/** The shortest life that is believed, so that a clock that is wrong does not ask for a token per request. */
const shortestLifeMs = 30_000;

interface Token {
  readonly authorization: string;
  readonly renewAtMs: number;
}

/**
 * Signs in with OAuth2 client credentials: one request for a token at a time, shared by all who wait for it, and a new one
 * a little before the old one expires.
 */
export function createTokenProvider(credentials: ClientCredentials): TokenProvider {
  const { clock } = credentials;
  let token: Token | undefined;
  let fetching: { readonly result: Promise<Token>; readonly abort: AbortController; waiting: number } | undefined;

  function fetchShared(): NonNullable<typeof fetching> {
    if (fetching !== undefined) return fetching;
    const abort = new AbortController();
    const result = fetchToken(credentials, abort.signal).then(
      (fresh) => {
        token = fresh;
        if (fetching === shared) fetching = undefined;
        return fresh;
      },
      (error: unknown) => {
        if (fetching === shared) fetching = undefined;
        throw error;
      },
    );
    const shared = { result, abort, waiting: 0 };
    fetching = shared;
    return shared;
  }

  /** Waits for the shared request; it goes on for the others when this one is given up, and ends with the last. */
  async function join(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const shared = fetchShared();
    shared.waiting += 1;
    let onAbort = () => {};
    const aborted = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return (await Promise.race([shared.result, aborted])).authorization;
    } finally {
      signal.removeEventListener('abort', onAbort);
      shared.waiting -= 1;
      if (shared.waiting === 0 && fetching === shared) {
        fetching = undefined;
        shared.result.catch(() => undefined);
        shared.abort.abort(new Error('nobody waits for the token any more'));
      }
    }
  }

  return {
    authorization(signal) {
      if (token !== undefined && clock.monotonicMs() < token.renewAtMs) return token.authorization;
      return join(signal);
    },
    refuse(authorization) {
      if (token?.authorization === authorization) token = undefined;
    },
  };
}

async function fetchToken(credentials: ClientCredentials, signal: AbortSignal): Promise<Token> {
  const { http, clock, tokenUrl, clientId, clientSecret, scope } = credentials;
  const askedAtMs = clock.monotonicMs();
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret.reveal(),
    ...(scope === '' ? {} : { scope }),
  });
  let response: HttpResponse;
  try {
    response = await http.request({
      method: 'POST',
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: tokenTimeoutMs,
      maxBytes: 256 * 1024,
      signal,
    });
  } catch (error) {
    if (signal.aborted || !(error instanceof ConnectionError)) throw error;
    throw signInUnreachable(error);
  }
  if (response.status !== 200) {
    const host = new URL(tokenUrl).host;
    throw signInRefused(response, {
      host,
      askedMs: retryAfterMs(response, clock.now()),
      connectionId: http.connectionId,
    });
  }
  const answer = response.json() as { access_token?: unknown; expires_in?: unknown } | null;
  const value = answer?.access_token;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw noToken(new URL(tokenUrl).host);
  const lifeMs = Math.max(Number(answer?.expires_in ?? 3600) * 1000 || 0, shortestLifeMs);
  const renewAtMs = askedAtMs + Math.max(lifeMs - renewBeforeMs, lifeMs / 2);
  return { authorization: `Bearer ${value}`, renewAtMs };
}

/** Nothing of the request that needed the token was sent, whatever happened to the one that asked for it. */
function signInUnreachable(cause: ConnectionError): ConnectionError {
  const { code, message, remedy, retry, details } = cause;
  return new ConnectionError({
    code,
    message: `The sign-in did not work: ${message}`,
    remedy,
    retry,
    details,
    cause,
    wasSent: false,
  });
}

function noToken(host: string): ConnectionError {
  return new ConnectionError({
    code: 'odata.sign-in-unreadable',
    message: `${host} took the sign-in but gave no token.`,
    remedy: 'Check the token address in the connection.',
    retry: 'never',
    wasSent: false,
  });
}

/** What to do, by the error names of RFC 6749 section 5.2; other texts may change at any time and are only shown. */
const remedies: Readonly<Record<string, string>> = {
  invalid_client: 'Enter a client secret that is valid. It may have expired.',
  unauthorized_client: 'Check the client id and the tenant: this tenant does not know the application.',
  invalid_scope: 'Check the address of the system: the sign-in service does not know it.',
  invalid_request: 'Check the tenant, the client id and the client secret.',
};

interface SignInAnswer {
  readonly error?: unknown;
  readonly error_description?: unknown;
}

function signInAnswer(response: HttpResponse): SignInAnswer | null {
  try {
    return response.json() as SignInAnswer | null;
  } catch {
    return null; // Not JSON: the status alone has to tell.
  }
}

function signInRefused(
  response: HttpResponse,
  {
    host,
    askedMs,
    connectionId,
  }: { readonly host: string; readonly askedMs: number | undefined; readonly connectionId: string | undefined },
): ConnectionError {
  const answer = signInAnswer(response);
  const name = typeof answer?.error === 'string' ? answer.error : '';
  const isPassing = response.status === 408 || response.status === 429 || response.status >= 500;
  // Everything after the first line is numbers that identify one request.
  const said =
    typeof answer?.error_description === 'string' ? answer.error_description.split(/\r?\n/, 1)[0] : undefined;
  const remedy = Object.hasOwn(remedies, name)
    ? remedies[name]!
    : 'Check tenant, client id and client secret of the connection.';
  return new ConnectionError({
    code: isPassing ? 'odata.sign-in-unavailable' : 'odata.sign-in-refused',
    message: isPassing
      ? `${host} could not sign in at the moment (status ${response.status}).`
      : `${host} refused the sign-in of this connection.`,
    remedy: isPassing ? 'Koppel tries again by itself.' : remedy,
    retry: !isPassing ? 'never' : askedMs === undefined ? 'backoff' : { afterMs: askedMs },
    ...(said === undefined ? {} : { answer: said.slice(0, 500) }),
    details: { host, status: response.status, error: name.slice(0, 100) },
    wasSent: false,
    signInOf: isPassing ? undefined : connectionId,
  });
}
