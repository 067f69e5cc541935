import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata } from 'oidc-provider';

export const application = { clientId: 'koppel', clientSecret: 'secret-of-the-application-koppel' } as const;

/**
 * A real provider of sign-ins over HTTP (OpenID Connect, OAuth2 with PKCE, refresh tokens that are good for one use), and below
 * `/api` a system that its access tokens open. `redirectUri` is the one address that it sends people back to.
 */
export class IdentityProvider {
  readonly #server: Server;
  #provider: Provider | null = null;
  /** Requests for tokens, as they were sent. */
  readonly tokenRequests: URLSearchParams[] = [];
  /** Every token that it gave. */
  readonly tokens: string[] = [];
  /** What it says of an account besides the usual, or instead of it. By login. */
  readonly claims = new Map<string, { readonly sub?: string; readonly [claim: string]: unknown }>();

  private constructor() {
    this.#server = createServer();
  }

  static async start(): Promise<IdentityProvider> {
    const identity = new IdentityProvider();
    identity.#server.listen(0, '127.0.0.1');
    await once(identity.#server, 'listening');
    return identity;
  }

  /** Makes the application known to it. */
  serve(client: Partial<ClientMetadata> & { readonly redirect_uris: string[] }, { accessSeconds = 3600 } = {}): void {
    const provider = new Provider(this.origin, {
      clients: [
        {
          client_id: application.clientId,
          client_secret: application.clientSecret,
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          token_endpoint_auth_method: 'client_secret_post',
          ...client,
        },
      ],
      pkce: { required: () => true },
      cookies: { keys: ['key of the test'] },
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
      rotateRefreshToken: true,
      ttl: {
        AccessToken: accessSeconds,
        RefreshToken: 86_400 * 90,
        Grant: 86_400 * 90,
        IdToken: 3600,
        Interaction: 600,
        Session: 86_400,
      },
      features: { revocation: { enabled: true } },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({
          sub,
          email: sub,
          email_verified: true,
          name: `Name of ${sub}`,
          preferred_username: sub,
          ...this.claims.get(sub),
        }),
      }),
    });
    this.#provider = provider;
    provider.on('grant.success', ({ body }) => {
      const { access_token, refresh_token, id_token } = body as Record<string, string | undefined>;
      this.tokens.push(...[access_token, refresh_token, id_token].filter((token) => token !== undefined));
    });
    const answer = provider.callback();
    this.#server.removeAllListeners('request');
    this.#server.on('request', (request, response) => {
      const path = (request.url ?? '/').split('?')[0]!;
      if (path === '/token') {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
        request.on('end', () => this.tokenRequests.push(new URLSearchParams(body)));
      }
      if (path.startsWith('/api/')) void this.#answerAsSystem(request, response);
      else void answer(request, response);
    });
  }

  async #answerAsSystem({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const found = await this.#provider!.AccessToken.find(token);
    response.writeHead(found ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ? { data: { customers: [], total: 0 } } : { error: 'no token' }));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What a person does in a browser at the provider: signs in and allows. Gives the address the person is sent back to. */
  async signIn(authorizationUrl: string, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    const go = async (url: URL, body?: URLSearchParams): Promise<URL> => {
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body ? { body } : {}),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        cookies.set(name!, value!);
      }
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${url.href} answered ${response.status}: ${await response.text()}`);
      return new URL(location, url);
    };
    let at = await go(new URL(authorizationUrl));
    let prompt = 'login';
    while (at.origin === this.origin) {
      if (!at.pathname.startsWith('/interaction/')) {
        at = await go(at);
        continue;
      }
      at = await go(at, new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt }));
      prompt = 'consent';
    }
    return at;
  }

  /** Forgets every sign-in of an account, as an administrator of the provider does. */
  async withdraw(refreshToken: string): Promise<void> {
    const token = await this.#provider!.RefreshToken.find(refreshToken);
    await this.#provider!.RefreshToken.revokeByGrantId(token!.grantId!);
    await this.#provider!.AccessToken.revokeByGrantId(token!.grantId!);
  }
}
