import type { ErrorView } from '@koppel/model';
import {
  ConnectionError,
  type Authorization,
  type Clock,
  type HttpClient,
  type HttpResponse,
  type Redaction,
  type TokenProvider,
} from '@koppel/sdk';
import type { GrantRepository, GrantTokens, StoredGrant } from '@koppel/store';
import { createHash } from 'node:crypto';

/** A token is renewed this long before it expires, so that it does not expire on the way. */
const renewBeforeMs = 120_000;
const tokenTimeoutMs = 30_000;
const usualLifeSeconds = 3600;

/** A connection whose sign-in is a person's. */
export interface GrantedConnection {
  readonly id: string;
  readonly name: string;
  readonly authorization: Authorization;
  /** The addresses that it reaches. */
  readonly origins: readonly string[];
  readonly http: HttpClient;
}

/** For which addresses and which application a grant is: with others its tokens do not open. */
export function audienceOf({ authorization, origins }: Pick<GrantedConnection, 'authorization' | 'origins'>): string {
  const { tokenUrl, clientId } = authorization;
  const text = JSON.stringify([origins.toSorted(), tokenUrl, clientId]);
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * The tokens that people's sign-ins gave. A refresh token is often good for one use: a connection is refreshed by one at a time,
 * whoever waits gets the same token, and that a refresh was sent is stored before it leaves, what it gave before it is used.
 */
export class Grants {
  readonly #grants: GrantRepository;
  readonly #clock: Clock;
  readonly #redaction: Redaction;
  readonly #refreshing = new Map<string, Promise<GrantTokens>>();
  /** Why the last attempt to connect did not work, by connection, until somebody tries again. */
  readonly problems = new Map<string, ErrorView>();

  constructor({ grants, clock, redaction }: { grants: GrantRepository; clock: Clock; redaction: Redaction }) {
    this.#grants = grants;
    this.#clock = clock;
    this.#redaction = redaction;
  }

  /** Signs the requests of a connection in. */
  providerFor(connection: GrantedConnection): TokenProvider {
    let tokens: GrantTokens | undefined;
    let refused = '';
    const isFresh = ({ accessToken, accessExpiresAt }: GrantTokens) =>
      `Bearer ${accessToken}` !== refused && accessExpiresAt.getTime() - renewBeforeMs > this.#clock.now().getTime();
    return {
      authorization: async (signal) => {
        if (tokens === undefined || !isFresh(tokens)) {
          const stored = await this.#stored(connection);
          tokens = isFresh(stored) ? stored : await waitFor(this.#refreshOnce(connection, stored), signal);
        }
        return `Bearer ${tokens.accessToken}`;
      },
      refuse(authorization) {
        refused = authorization;
      },
    };
  }

  /** Exchanges the code of a sign-in and keeps what it gives. Throws a ConnectionError. */
  async connect(
    connection: GrantedConnection,
    {
      code,
      verifier,
      redirectUri,
      nonce,
      by,
    }: { code: string; verifier: string; redirectUri: string; nonce: string; by: string },
  ): Promise<void> {
    const response = await this.#ask(connection, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    if (response.status !== 200) throw refusedBy(connection, response);
    const answer = tokenAnswer(response, connection);
    const claims = claimsOf(answer.idToken);
    if (claims !== null && (claims.nonce !== nonce || ![claims.aud].flat().includes(connection.authorization.clientId)))
      throw notForUs(connection);
    const tokens = this.#tokensOf(answer);
    this.#learn(connection, tokens);
    await this.#grants.connect(connection.id, {
      audience: audienceOf(connection),
      account: claims?.preferred_username ?? claims?.email ?? claims?.name ?? claims?.sub ?? '',
      by,
      expiresAt: this.#lastsUntil(answer),
      tokens,
    });
  }

  async #stored(connection: GrantedConnection): Promise<GrantTokens> {
    const grant = await this.#grants.get(connection.id);
    if (grant === null || grant.audience !== audienceOf(connection)) throw notConnected(connection);
    if (grant.endedAt !== null) throw grantEnded(grant);
    const tokens = await this.#grants.tokens(connection.id, audienceOf(connection));
    if (tokens === null) throw notConnected(connection);
    this.#learn(connection, tokens);
    return tokens;
  }

  /** `old` was looked at before: somebody else may have refreshed it meanwhile. */
  #refreshOnce(connection: GrantedConnection, old: GrantTokens): Promise<GrantTokens> {
    const { id } = connection;
    let refreshing = this.#refreshing.get(id);
    if (refreshing === undefined) {
      refreshing = this.#refresh(connection, old).finally(() => this.#refreshing.delete(id));
      this.#refreshing.set(id, refreshing);
    }
    return refreshing;
  }

  async #refresh(connection: GrantedConnection, old: GrantTokens): Promise<GrantTokens> {
    const { id } = connection;
    const current = await this.#stored(connection);
    if (current.accessToken !== old.accessToken) return current;
    const grant = (await this.#grants.get(id))!;
    if (current.refreshToken === null) return this.#end(connection, 'expired');
    await this.#grants.refreshing(id);
    let response: HttpResponse;
    try {
      response = await this.#ask(connection, { grant_type: 'refresh_token', refresh_token: current.refreshToken });
    } catch (error) {
      if (error instanceof ConnectionError && !error.wasSent) await this.#grants.notRefreshed(id);
      throw error instanceof ConnectionError ? unreachable(error) : error;
    }
    if (response.status === 200) {
      const answer = tokenAnswer(response, connection);
      const tokens = this.#tokensOf(answer, current.refreshToken);
      this.#learn(connection, tokens);
      await this.#grants.refreshed(id, tokens, this.#lastsUntil(answer));
      return tokens;
    }
    if (errorOf(response)?.error === 'invalid_grant')
      return this.#end(connection, grant.refreshingSince === null ? 'withdrawn' : 'interrupted');
    await this.#grants.notRefreshed(id);
    throw refusedBy(connection, response);
  }

  async #end(connection: GrantedConnection, reason: EndReason): Promise<never> {
    await this.#grants.ended(connection.id, reason);
    throw grantEnded((await this.#grants.get(connection.id))!);
  }

  #ask({ http, authorization }: GrantedConnection, fields: Record<string, string>): Promise<HttpResponse> {
    const { tokenUrl, clientId, clientSecret } = authorization;
    const form = new URLSearchParams({
      ...fields,
      client_id: clientId,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret.reveal() }),
    });
    // Nobody's own: whoever asked first may go away, and the answer still has to be kept.
    const signal = AbortSignal.timeout(tokenTimeoutMs * 2);
    return http.request({
      method: 'POST',
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: tokenTimeoutMs,
      maxBytes: 256 * 1024,
      signal,
    });
  }

  #tokensOf(answer: TokenAnswer, refreshToken: string | null = null): GrantTokens {
    const life = answer.lifeSeconds ?? usualLifeSeconds;
    return {
      accessToken: answer.accessToken,
      accessExpiresAt: new Date(this.#clock.now().getTime() + life * 1000),
      refreshToken: answer.refreshToken ?? refreshToken,
    };
  }

  /** Some providers tell how long the refresh token lasts, and without one the sign-in ends with the access token. */
  #lastsUntil({ refreshToken, refreshLifeSeconds, lifeSeconds }: TokenAnswer): Date | null {
    const seconds = refreshLifeSeconds ?? (refreshToken === null ? (lifeSeconds ?? usualLifeSeconds) : null);
    return seconds === null ? null : new Date(this.#clock.now().getTime() + seconds * 1000);
  }

  #learn({ id }: GrantedConnection, { accessToken, refreshToken }: GrantTokens): void {
    this.#redaction.learn(`grant/${id}`, refreshToken === null ? [accessToken] : [accessToken, refreshToken]);
  }
}

type EndReason = 'withdrawn' | 'interrupted' | 'expired';

async function waitFor<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason as Error);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

interface TokenAnswer {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly lifeSeconds: number | null;
  readonly refreshLifeSeconds: number | null;
}

function tokenAnswer(response: HttpResponse, connection: GrantedConnection): TokenAnswer {
  const answer = (response.json() ?? {}) as Record<string, unknown>;
  const text = (name: string) => {
    const value = answer[name];
    return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : null;
  };
  const seconds = (name: string) => {
    const value = Number(answer[name]);
    return Number.isFinite(value) && value > 0 ? value : null;
  };
  const accessToken = text('access_token');
  if (accessToken === null) throw noToken(connection);
  return {
    accessToken,
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    lifeSeconds: seconds('expires_in'),
    refreshLifeSeconds: seconds('refresh_token_expires_in') ?? seconds('refresh_expires_in'),
  };
}

interface Claims {
  readonly aud?: string | readonly string[];
  readonly nonce?: string;
  readonly sub?: string;
  readonly name?: string;
  readonly email?: string;
  readonly preferred_username?: string;
}

/** Who signed in. It came from the provider itself over its own connection, so its signature adds nothing. */
function claimsOf(idToken: string | null): Claims | null {
  if (idToken === null) return null;
  try {
    return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;
  } catch {
    return null;
  }
}

function errorOf(response: HttpResponse): { readonly error?: string; readonly error_description?: string } | null {
  try {
    return response.json() as { error?: string; error_description?: string } | null;
  } catch {
    return null; // Not JSON: the status alone has to tell.
  }
}

const hostOf = ({ authorization }: GrantedConnection) => new URL(authorization.tokenUrl).host;

function notConnected({ id, name }: GrantedConnection): ConnectionError {
  return new ConnectionError({
    code: 'grant.not-connected',
    message: `Nobody has signed the connection "${name}" in, or its addresses changed since.`,
    remedy: 'Open the connection and choose "Connect".',
    retry: 'never',
    wasSent: false,
    signInOf: id,
  });
}

function endInWords({ account, endedReason }: Pick<StoredGrant, 'account' | 'endedReason'>): string {
  const who = account === '' ? 'The sign-in' : `The sign-in of ${account}`;
  if (endedReason === 'interrupted')
    return `${who} was being renewed when Koppel was stopped, and what the provider gave was lost with it.`;
  if (endedReason === 'expired') return `${who} has run out, and the provider gives none that lasts longer.`;
  return `${who} was withdrawn, or has run out.`;
}

/** The provider does not take a sign-in any more. */
export function grantEnded(grant: Pick<StoredGrant, 'connectionId' | 'account' | 'endedReason'>): ConnectionError {
  return new ConnectionError({
    code: 'grant.ended',
    message: endInWords(grant),
    remedy: 'Open the connection and choose "Connect again". Nothing was lost: flows go on from where they were.',
    retry: 'never',
    wasSent: false,
    signInOf: grant.connectionId,
  });
}

function refusedBy(connection: GrantedConnection, response: HttpResponse): ConnectionError {
  const isPassing = response.status === 408 || response.status === 429 || response.status >= 500;
  const said = errorOf(response);
  const host = hostOf(connection);
  return new ConnectionError({
    code: isPassing ? 'grant.unavailable' : 'grant.refused',
    message: isPassing
      ? `${host} could not sign "${connection.name}" in at the moment (status ${response.status}).`
      : `${host} refused the sign-in of "${connection.name}".`,
    remedy: isPassing
      ? 'Koppel tries again by itself.'
      : 'Check client id, client secret and addresses of the connection, then choose "Connect again".',
    retry: isPassing ? 'backoff' : 'never',
    ...(typeof said?.error_description === 'string' ? { answer: said.error_description.slice(0, 500) } : {}),
    details: { host, status: response.status, error: String(said?.error ?? '').slice(0, 100) },
    wasSent: false,
    signInOf: isPassing ? undefined : connection.id,
  });
}

/** Nothing of the request that needed the token was sent, whatever happened to the one that asked for it. */
function unreachable(cause: ConnectionError): ConnectionError {
  const { code, message, remedy, retry, details } = cause;
  return new ConnectionError({
    code,
    message: `The sign-in could not be renewed: ${message}`,
    remedy,
    retry,
    details,
    cause,
    wasSent: false,
  });
}

function noToken(connection: GrantedConnection): ConnectionError {
  return new ConnectionError({
    code: 'grant.no-token',
    message: `${hostOf(connection)} took the sign-in but gave no token.`,
    remedy: 'Check the sign-in address in the connection.',
    retry: 'never',
    wasSent: false,
  });
}

function notForUs(connection: GrantedConnection): ConnectionError {
  return new ConnectionError({
    code: 'grant.not-for-us',
    message: `What ${hostOf(connection)} gave belongs to another sign-in.`,
    remedy: 'Choose "Connect" again. If it happens again, check who can change the sign-in address.',
    retry: 'never',
    wasSent: false,
  });
}
