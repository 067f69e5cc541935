import type { Clock } from '@koppel/sdk';
import { createHash } from 'node:crypto';
import { hashToken, newToken } from '../auth/tokens.ts';
import type { GrantedConnection } from './grants.ts';

/** How long a person may stay at the provider. */
const lifetimeMs = 10 * 60_000;
const mostAtOnce = 1_000;

/** A person on the way to a provider and back. */
export interface GrantRequest {
  /** Where the person comes from and goes back to: a path of the screen. */
  readonly returnTo: string;
  /** Whose connection it is. */
  readonly workspaceId: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The connection that is signed in. */
  readonly connection: { readonly id: string; readonly name: string };
  /** Takes what the provider answered: a code, or why there is none. Never rejects: gives the code of what went wrong. */
  readonly finish: (answer: GrantAnswer, request: GrantRequest) => Promise<string | null>;
}

export type GrantAnswer = { readonly code: string } | { readonly error: string };

/**
 * Sign-ins at providers that are under way. The state is random, good once and for ten minutes, and only in the session that
 * began it: whoever lures a person to the address with a code of their own achieves nothing.
 */
export class GrantRequests {
  readonly #clock: Clock;
  readonly #redirectUri: string;
  readonly #open = new Map<string, GrantRequest & { readonly session: string; readonly begunAtMs: number }>();

  constructor({ clock, publicUrl }: { clock: Clock; publicUrl: string }) {
    this.#clock = clock;
    this.#redirectUri = `${publicUrl}${grantCallbackPath}`;
  }

  /** The exact address that providers must have on their list. */
  get redirectUri(): string {
    return this.#redirectUri;
  }

  /** Gives the address to send the person to. `session`: the token of the session that begins it. */
  begin(
    { authorization }: Pick<GrantedConnection, 'authorization'>,
    {
      session,
      returnTo,
      workspaceId,
      connection,
      finish,
    }: Pick<GrantRequest, 'returnTo' | 'workspaceId' | 'connection' | 'finish'> & { readonly session: string },
  ): string {
    const state = newToken();
    const verifier = newToken();
    const nonce = newToken();
    if (this.#open.size >= mostAtOnce) this.#open.delete(this.#open.keys().next().value!);
    this.#open.set(hashToken(state), {
      returnTo,
      workspaceId,
      connection,
      redirectUri: this.#redirectUri,
      nonce,
      verifier,
      finish,
      session: hashToken(session),
      begunAtMs: this.#clock.monotonicMs(),
    });
    const url = new URL(authorization.authorizationUrl);
    const parameters = {
      response_type: 'code',
      client_id: authorization.clientId,
      redirect_uri: this.#redirectUri,
      scope: authorization.scope,
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      // Otherwise some providers give no token that outlives the hour.
      ...(authorization.scope.includes('offline_access') ? { prompt: 'consent' } : {}),
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value);
    return url.href;
  }

  /** Takes a state once; null for one that is unknown, used, too old, or of another session. */
  take(state: string, session: string | undefined): GrantRequest | null {
    const hash = hashToken(state);
    const request = this.#open.get(hash);
    if (!request || session === undefined || request.session !== hashToken(session)) return null;
    this.#open.delete(hash);
    return this.#clock.monotonicMs() - request.begunAtMs > lifetimeMs ? null : request;
  }
}

/** Where providers send people back to. One for all connections: it stands on the provider's list of exact addresses. */
export const grantCallbackPath = '/oauth/callback';
