import type { Clock, Redaction } from '@koppel/sdk';
import { createHttpClient, type ClosableHttpClient } from '@koppel/sdk/http';
import * as oidc from 'openid-client';
import { isLoopback, type SingleSignOnSettings } from '../config.ts';
import { hashToken, newToken } from './tokens.ts';

/** How long a person may stay at the provider. */
export const signOnLifetimeMs = 10 * 60_000;
const mostAtOnce = 1_000;
const timeoutMs = 10_000;
const maxBytes = 1024 * 1024;

/** Where the provider sends people back to: it stands on its list of exact addresses. */
export const signOnReturnPath = '/sign-in/return';

/** Whom the provider says it signed in. */
export interface SignedOn {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** Whether the provider says that the address is this person's. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
}

/** Why nobody was signed on. The screen has words for each. */
export type SignOnRefusal = 'unreachable' | 'cancelled' | 'beganElsewhere' | 'notProven';

export class SignOnRefused extends Error {
  readonly reason: SignOnRefusal;
  constructor(reason: SignOnRefusal, cause?: unknown) {
    super(`Single sign-on was refused: ${reason}`, { cause });
    this.name = 'SignOnRefused';
    this.reason = reason;
  }
}

interface Begun {
  readonly browser: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly next: string | null;
  readonly untilMs: number;
}

/**
 * Sign-ins at the company's own provider: OpenID Connect, authorization code with PKCE. State and nonce are random, good once and
 * for ten minutes, and only in the browser that began. The token's signature, issuer, audience, times and nonce are checked, and
 * that the answer came from this provider and no other.
 */
export class SingleSignOn {
  readonly #settings: SingleSignOnSettings;
  readonly #clock: Clock;
  readonly #redirectUri: string;
  readonly #privateOrigins: readonly string[];
  readonly #clients: ClosableHttpClient[] = [];
  /** By the hash of the state. */
  readonly #begun = new Map<string, Begun>();
  #provider: Promise<oidc.Configuration> | null = null;

  constructor(ports: {
    settings: SingleSignOnSettings;
    clock: Clock;
    redaction: Redaction;
    publicUrl: string;
    /** Addresses in private networks that were opened. */
    privateOrigins: readonly string[];
  }) {
    this.#settings = ports.settings;
    this.#clock = ports.clock;
    this.#redirectUri = `${ports.publicUrl}${signOnReturnPath}`;
    this.#privateOrigins = ports.privateOrigins;
    ports.redaction.learn('single-sign-on', [ports.settings.clientSecret]);
  }

  /** What the button says. */
  get name(): string {
    return this.#settings.name;
  }

  /** The workspace that people of this address's domain see as viewers without being let in; null for all others. */
  workspaceFor(email: string): string | null {
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
    return this.#settings.domains.get(domain) ?? null;
  }

  /** Where to send the person, and what binds the sign-in to this browser. Throws a SignOnRefused. */
  async begin(next: string | null): Promise<{ readonly url: string; readonly browser: string }> {
    const provider = await this.#discovered();
    const [state, verifier, nonce, browser] = [newToken(), newToken(), newToken(), newToken()];
    const untilMs = this.#clock.monotonicMs() + signOnLifetimeMs;
    if (this.#begun.size >= mostAtOnce) this.#begun.delete(this.#begun.keys().next().value!);
    this.#begun.set(hashToken(state), { browser: hashToken(browser), verifier, nonce, next, untilMs });
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.#redirectUri,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, browser };
  }

  /** What the provider sent back, by way of the browser. Throws a SignOnRefused. */
  async finish({
    query,
    browser,
  }: {
    readonly query: string;
    readonly browser: string | undefined;
  }): Promise<{ readonly who: SignedOn; readonly next: string | null }> {
    const url = new URL(`${this.#redirectUri}?${query}`);
    const state = url.searchParams.get('state') ?? '';
    const begun = this.#take(state, browser);
    if (!begun) throw new SignOnRefused('beganElsewhere');
    const provider = await this.#discovered();
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, url, {
        pkceCodeVerifier: begun.verifier,
        expectedState: state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const told = typeof claims['email'] === 'string' ? claims : await this.#userInfo(provider, tokens, claims);
      return { who: whoOf(claims, told), next: begun.next };
    } catch (error) {
      const isAnswer = error instanceof oidc.AuthorizationResponseError;
      throw new SignOnRefused(isAnswer ? 'cancelled' : 'notProven', error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  /** Takes a state once; null for one that is unknown, used, too old, or of another browser. */
  #take(state: string, browser: string | undefined): Begun | null {
    const hash = hashToken(state);
    const begun = this.#begun.get(hash);
    if (!begun || browser === undefined || begun.browser !== hashToken(browser)) return null;
    this.#begun.delete(hash);
    return begun.untilMs < this.#clock.monotonicMs() ? null : begun;
  }

  /** Some providers tell the address to whoever asks with the token, and not in the token that says who it is. */
  async #userInfo(
    provider: oidc.Configuration,
    { access_token }: { readonly access_token: string },
    claims: oidc.IDToken,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (provider.serverMetadata().userinfo_endpoint === undefined) return claims;
    return oidc.fetchUserInfo(provider, access_token, claims.sub);
  }

  /** The provider by what it says of itself; asked again after it could not be reached. */
  #discovered(): Promise<oidc.Configuration> {
    this.#provider ??= this.#discover().catch((error: unknown) => {
      this.#provider = null;
      throw new SignOnRefused('unreachable', error);
    });
    return this.#provider;
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const isInsecure = issuer.protocol === 'http:';
    const provider = await oidc.discovery(issuer, clientId, clientSecret, undefined, {
      [oidc.customFetch]: this.#fetchFrom([issuer.origin]),
      // Without it the signature of the token is not looked at, because it came straight from the provider.
      execute: [oidc.enableNonRepudiationChecks, ...(isInsecure ? [oidc.allowInsecureRequests] : [])],
    });
    const { token_endpoint, jwks_uri, userinfo_endpoint } = provider.serverMetadata();
    const addresses = [token_endpoint, jwks_uri, userinfo_endpoint].filter((one) => one !== undefined);
    provider[oidc.customFetch] = this.#fetchFrom([...new Set(addresses.map((one) => new URL(one).origin))]);
    return provider;
  }

  /** The one way out, open to these addresses alone. */
  #fetchFrom(allowedOrigins: readonly string[]): oidc.CustomFetch {
    const isHere = (origin: string) => isLoopback(new URL(origin).hostname);
    const client = createHttpClient({
      allowedOrigins,
      privateOrigins: this.#privateOrigins.filter((origin) => !isHere(origin)),
      loopbackOrigins: this.#privateOrigins.filter(isHere),
      pace: { maxConcurrent: 8, maxRequests: 600, windowMs: 60_000 },
      clock: this.#clock,
    });
    this.#clients.push(client);
    return async (url, { method, headers, body, signal }) => {
      const answer = await client.request({
        method: method as 'GET' | 'POST',
        url,
        headers: headers as Record<string, string>,
        ...(body === undefined || body === null ? {} : { body: String(body) }),
        signal: signal ?? AbortSignal.timeout(timeoutMs),
        timeoutMs,
        maxBytes,
      });
      return new Response(Uint8Array.from(answer.body), { status: answer.status, headers: answer.headers });
    };
  }
}

function whoOf({ iss, sub }: oidc.IDToken, told: Readonly<Record<string, unknown>>): SignedOn {
  const { email, email_verified: verified, xms_edov: ownedDomain, name } = told;
  return {
    issuer: iss,
    subject: sub,
    email: typeof email === 'string' ? email.trim().toLowerCase() : null,
    // Microsoft Entra ID says it by a claim of its own: that the domain of the address is its tenant's.
    isEmailVerified: verified === true || ownedDomain === true || ownedDomain === 1 || ownedDomain === '1',
    name: typeof name === 'string' ? name : null,
  };
}
