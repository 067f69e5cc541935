import { ConnectionError, type HttpClient, type HttpResponse } from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';
import { refusalOf } from './outcomes.ts';
import type { TrytonSettings } from './specs.ts';

/** A session of the connection's user, shared by all calls and begun anew when Tryton no longer knows it. */
export interface Session {
  /** The header for a call; signs in where nobody has. */
  authorization(signal: AbortSignal): Promise<string>;
  /** Tryton refused a call with this header: the next one signs in again. */
  refuse(authorization: string): void;
}

const timeoutMs = 30_000;

/** Sessions and not the password with each call: Tryton checks a password slowly, by design. */
export function createSession({ settings, http, url }: { settings: TrytonSettings; http: HttpClient; url: string }): Session {
  let current: string | undefined;
  let signingIn: Promise<string> | undefined;

  async function signIn(): Promise<string> {
    // Others may wait for it: it is not given up with whoever began it.
    const { signal } = new AbortController();
    const params = [settings.user, { password: settings.password.reveal() }, 'en'];
    const body = JSON.stringify({ id: 0, method: 'common.db.login', params });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    let response: HttpResponse;
    try {
      response = await http.request({ method: 'POST', url, headers, body, timeoutMs, maxBytes: 256 * 1024, signal });
    } catch (error) {
      if (error instanceof ConnectionError) throw unreachable(error);
      throw error;
    }
    const { host } = new URL(url);
    const answer = response.status === 200 ? (response.json() as { result?: unknown; error?: unknown } | null) : null;
    if (answer === null || answer.error !== undefined) throw refused(response, answer?.error, { host, connectionId: http.connectionId });
    const [userId, token] = Array.isArray(answer.result) ? (answer.result as unknown[]) : [];
    if (typeof userId !== 'number' || typeof token !== 'string') throw refused(response, undefined, { host, connectionId: http.connectionId });
    return `Session ${Buffer.from(`${settings.user}:${userId}:${token}`).toString('base64')}`;
  }

  return {
    async authorization(signal) {
      signal.throwIfAborted();
      if (current !== undefined) return current;
      signingIn ??= signIn().finally(() => {
        signingIn = undefined;
      });
      const shared = signingIn;
      let onAbort = () => {};
      const aborted = new Promise<never>((_resolve, reject) => {
        onAbort = () => reject(signal.reason as Error);
        signal.addEventListener('abort', onAbort, { once: true });
      });
      try {
        current = await Promise.race([shared, aborted]);
        return current;
      } finally {
        signal.removeEventListener('abort', onAbort);
        shared.catch(() => undefined);
      }
    },
    refuse(authorization) {
      if (current === authorization) current = undefined;
    },
  };
} // prettier-ignore

/** Nothing of the call that needed the session was sent, whatever happened to the sign-in. */
function unreachable(cause: ConnectionError): ConnectionError {
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

/** The error of a sign-in, or of a call, that Tryton did not accept. */
export function refused(
  response: HttpResponse,
  error: unknown,
  { host, connectionId }: { readonly host: string; readonly connectionId: string | undefined },
): ConnectionError {
  const { status } = response;
  const isPassing = status === 408 || status === 429 || status >= 500;
  const askedMs = retryAfterMs(response);
  const said = error === undefined ? undefined : refusalOf(error);
  const isUnknownPlace = status === 404;
  return new ConnectionError({
    code: isPassing ? 'tryton.sign-in-unavailable' : isUnknownPlace ? 'tryton.no-such-database' : 'tryton.sign-in-refused',
    message: isPassing
      ? `${host} could not sign in at the moment (status ${status}).`
      : isUnknownPlace
        ? `${host} has no such database.`
        : `${host} refused the sign-in of this connection.`,
    remedy: isPassing
      ? 'Koppel tries again by itself.'
      : isUnknownPlace
        ? 'Check the address and the database of the connection.'
        : said?.kind === 'LoginException'
          ? 'Tryton asks for more than a password, such as a code. Give Koppel a user that signs in with a password.'
          : 'Check the database, the user and the password of the connection.',
    retry: !isPassing ? 'never' : askedMs === undefined ? 'backoff' : { afterMs: askedMs },
    ...(said?.message ? { answer: said.message } : {}),
    details: { host, status },
    wasSent: false,
    signInOf: isPassing ? undefined : connectionId,
  });
} // prettier-ignore

/** Something answers, and it is not Tryton. */
export function notTryton(host: string, status: number): ConnectionError {
  return new ConnectionError({
    code: 'tryton.not-tryton',
    message: `${host} answers, but not as Tryton does (status ${status}).`,
    remedy: 'Check the address in the connection: it must be that of Tryton itself, with nothing in between.',
    retry: 'never',
    wasSent: false,
  });
}
