import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Caller, ServiceResponse } from '../odata-service.ts';
import type { Client } from './vendor.ts';

/** The tenant in the address of the token endpoint. */
export const demoTenant = 'demo-tenant';
/** The token endpoint of every demo system, on its own listener. */
const tokenPath = `/${demoTenant}/oauth2/v2.0/token`;

/** Gives and checks tokens. They are signed and not kept, so they outlive a restart as a cloud's tokens do. */
export class SignIn {
  readonly #clients: readonly Client[];
  readonly #key: string;
  readonly #now: () => Date;
  readonly #known = new Map<
    string,
    { readonly caller: Caller; readonly clientId: string; readonly expiresAtMs: number }
  >();

  constructor({
    clients,
    key,
    now,
  }: {
    readonly clients: readonly Client[];
    readonly key: string;
    readonly now: () => Date;
  }) {
    this.#clients = clients;
    this.#key = key;
    this.#now = now;
  }

  /** Who an `Authorization` header speaks for; undefined when it is missing, not ours, or expired. */
  caller(authorization: string | undefined): { readonly caller: Caller; readonly clientId: string } | undefined {
    if (authorization === undefined || !/^Bearer /i.test(authorization)) return undefined;
    const token = authorization.slice(7).trim();
    let found = this.#known.get(token);
    if (found === undefined) {
      found = this.#read(token);
      if (found === undefined) return undefined;
      if (this.#known.size >= 1000) this.#known.clear();
      this.#known.set(token, found);
    }
    return found.expiresAtMs > this.#now().getTime() ? found : undefined;
  }

  /** Answers the token endpoint (RFC 6749 section 4.4, in Entra's words). */
  answer(
    request: {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    },
    { takesScope, lifeSeconds }: { readonly takesScope: (scope: string) => boolean; readonly lifeSeconds: number },
  ): ServiceResponse {
    const refuse = (problem: Problem) => refusal(problem, this.#now());
    if (request.method !== 'POST') return refuse(problems.notPost);
    if (request.path !== tokenPath) return refuse(problems.tenant(request.path.split('/')[1] ?? ''));
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    const { clientId, clientSecret } = credentials(form, request.headers['authorization']);
    if (form.get('grant_type') !== 'client_credentials') return refuse(problems.grant(form.get('grant_type')));
    const client = this.#clients.find((one) => one.clientId === clientId.toLowerCase());
    if (client === undefined) return refuse(problems.client(clientId));
    if (clientSecret === '') return refuse(problems.noSecret);
    if (!isEqual(clientSecret, client.clientSecret)) return refuse(problems.secret(clientId));
    const scope = form.get('scope') ?? '';
    if (!scope.endsWith('/.default') || /\s/.test(scope) || !takesScope(scope)) return refuse(problems.scope(scope));
    const expiresAtMs = this.#now().getTime() + lifeSeconds * 1000;
    const token = {
      token_type: 'Bearer',
      expires_in: lifeSeconds,
      ext_expires_in: lifeSeconds,
      access_token: this.#write(client.clientId, expiresAtMs),
    };
    return { status: 200, headers: jsonHeaders, body: JSON.stringify(token) };
  }

  #write(clientId: string, expiresAtMs: number): string {
    const head = base64url({ typ: 'JWT', alg: 'HS256' });
    const content = `${head}.${base64url({ appid: clientId, exp: expiresAtMs / 1000, uti: randomUUID() })}`;
    return `${content}.${this.#sign(content)}`;
  }

  #sign(content: string): string {
    return createHmac('sha256', this.#key).update(content).digest('base64url');
  }

  #read(token: string) {
    const [head, payload, signature, ...more] = token.split('.');
    if (head === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined;
    if (!isEqual(signature, this.#sign(`${head}.${payload}`))) return undefined;
    const { appid, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { appid: string; exp: number };
    const client = this.#clients.find((one) => one.clientId === appid);
    return client === undefined ? undefined : { caller: client.caller, clientId: appid, expiresAtMs: exp * 1000 };
  }
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function credentials(form: URLSearchParams, authorization: string | undefined) {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined)
    return { clientId: form.get('client_id') ?? '', clientSecret: form.get('client_secret') ?? '' };
  const [clientId = '', clientSecret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  return { clientId, clientSecret };
}

interface Problem {
  readonly status: number;
  readonly error: string;
  readonly code: number;
  readonly text: string;
}

const problem = (status: number, error: string, code: number, text: string): Problem => ({ status, error, code, text });

/** Entra's refusals of client credentials. */
const problems = {
  notPost: problem(400, 'invalid_request', 900_561, 'The endpoint only accepts POST requests.'),
  tenant: (tenant: string) =>
    problem(
      400,
      'invalid_request',
      90_002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
    ),
  grant: (grant: string | null) =>
    problem(400, 'unsupported_grant_type', 70_003, `The app requested an unsupported grant type '${grant ?? ''}'.`),
  client: (clientId: string) =>
    problem(
      400,
      'unauthorized_client',
      700_016,
      `Application with identifier '${clientId}' was not found in the directory 'Demo'.`,
    ),
  noSecret: problem(
    401,
    'invalid_client',
    7_000_218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ),
  secret: (clientId: string) =>
    problem(
      401,
      'invalid_client',
      7_000_215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    ),
  scope: (scope: string) =>
    problem(
      400,
      'invalid_scope',
      70_011,
      `The provided request must include a 'scope' input parameter. The scope '${scope}' is not valid.`,
    ),
};

function refusal({ status, error, code, text }: Problem, now: Date): ServiceResponse {
  const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const body = {
    error,
    error_description: `AADSTS${code}: ${text}\r\nTrace ID: ${trace}\r\nCorrelation ID: ${correlation}\r\nTimestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  };
  return { status, headers: jsonHeaders, body: JSON.stringify(body) };
}
