import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** A provider of sign-ins that says whatever a test wants: what no honest one would. */
export class ForgingProvider {
  readonly #server: Server;
  readonly #key: KeyPair;
  /** Not among its published keys. */
  readonly #foreignKey: KeyPair;
  /** Changes the claims of the next tokens. */
  forge: (honest: JWTPayload) => JWTPayload = (honest) => honest;
  isSignedByStranger = false;
  isUnsigned = false;
  /** Claims that `userinfo` answers with. */
  userInfo: Record<string, unknown> = {};
  nonce = '';
  readonly tokenRequests: URLSearchParams[] = [];

  private constructor(key: KeyPair, foreignKey: KeyPair) {
    this.#key = key;
    this.#foreignKey = foreignKey;
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').split('?')[0];
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        void this.#send(path!, body, response);
      });
    });
  }

  static async start(): Promise<ForgingProvider> {
    const provider = new ForgingProvider(await generateKeyPair('RS256'), await generateKeyPair('RS256'));
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    return provider;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  honest(): void {
    this.forge = (honest) => honest;
    this.isSignedByStranger = false;
    this.isUnsigned = false;
    this.userInfo = {};
  }

  /** Where a person who signed in is sent back to. */
  signIn(authorizationUrl: string, change: Record<string, string> = {}): URL {
    const asked = new URL(authorizationUrl).searchParams;
    this.nonce = asked.get('nonce')!;
    const back = new URL(asked.get('redirect_uri')!);
    const answer = { code: 'code', state: asked.get('state')!, iss: this.origin, ...change };
    for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value);
    return back;
  }

  async #send(path: string, body: string, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(path, body);
    response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  }

  async #answer(path: string, body: string): Promise<object | null> {
    const { origin } = this;
    if (path === '/.well-known/openid-configuration') {
      return {
        issuer: origin,
        authorization_endpoint: `${origin}/auth`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/jwks`,
        userinfo_endpoint: `${origin}/userinfo`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      };
    }
    if (path === '/jwks') return { keys: [{ ...(await exportJWK(this.#key.publicKey)), alg: 'RS256', use: 'sig' }] };
    if (path === '/userinfo') return { sub: 'lotte', ...this.userInfo };
    if (path !== '/token') return null;
    this.tokenRequests.push(new URLSearchParams(body));
    return { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: await this.#token() };
  }

  async #token(): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = this.forge({
      iss: this.origin,
      sub: 'lotte',
      aud: 'koppel',
      nonce: this.nonce,
      iat: now,
      exp: now + 300,
      email: 'lotte@example.com',
      email_verified: true,
    });
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    if (this.isUnsigned) return `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
    const { privateKey } = this.isSignedByStranger ? this.#foreignKey : this.#key;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  }
}
