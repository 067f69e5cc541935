import { startDemoErp, type DemoOptions, type DemoSystem } from '@koppel/demo-systems';

/** What an answer of the ERP looks like to a test. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of many shapes
  readonly body: any;
}

/** A client of the demo ERP as simple as can be: what it sends and gets is the protocol itself. */
export class ErpClient {
  readonly origin: string;
  readonly root: string;
  readonly sales: string;
  /** `companies(…)`. */
  company = '';
  #authorization = '';
  readonly #system: Pick<DemoSystem, 'settings' | 'secrets' | 'origin'>;

  constructor(system: Pick<DemoSystem, 'settings' | 'secrets' | 'origin'>) {
    const { baseUrl, tenant, environment } = system.settings as Record<string, string>;
    this.#system = system;
    this.origin = system.origin;
    this.root = `${baseUrl}/${tenant}/${environment}/api/v2.0/`;
    this.sales = `${baseUrl}/${tenant}/${environment}/api/koppel/sales/v1.0/`;
  }

  async signIn(): Promise<this> {
    const answer = await this.token({});
    this.#authorization = `Bearer ${answer.body.access_token}`;
    const companies = await this.get('companies');
    this.company = `companies(${companies.body.value[0].id})`;
    return this;
  }

  /** Asks for a token; `changes` replace what the form holds. */
  token(changes: Readonly<Record<string, string>>, tenant = 'demo-tenant'): Promise<Answer> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: String(this.#system.settings['clientId']),
      client_secret: this.#system.secrets['clientSecret']!,
      scope: 'https://api.businesscentral.dynamics.com/.default',
      ...changes,
    });
    return sent(`${this.origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form });
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  /** `customers…` of the company. */
  customers(rest = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.get(`${this.company}/customers${rest}`, headers);
  }

  async customer(number: string): Promise<Record<string, unknown> & { id: string; '@odata.etag': string }> {
    const { body } = await this.customers(`?$filter=number eq '${number}'`);
    return body.value[0];
  }

  /** Paths are relative to the standard API unless they are whole addresses. */
  send(
    method: string,
    path: string,
    {
      body,
      headers = {},
      signal,
    }: { body?: unknown; headers?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
  ): Promise<Answer> {
    const content: RequestInit =
      body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return sent(path.startsWith('http') ? path : `${this.root}${path}`, {
      ...content,
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/json', ...headers },
      ...(signal === undefined ? {} : { signal }),
    });
  }

  batch(
    requests: readonly unknown[],
    headers: Readonly<Record<string, string>> = {},
    root = this.root,
  ): Promise<Answer> {
    return this.send('POST', `${root}$batch`, { body: { requests }, headers });
  }

  /** A part of a batch that changes a customer. */
  change(id: string, key: string, body: unknown, ifMatch = '*') {
    return { id, method: 'PATCH', url: `${this.company}/customers(${key})`, headers: { 'If-Match': ifMatch }, body };
  }
}

async function sent(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Starts a demo ERP in memory, on a free port, and signs in. */
export async function startErp(options: Partial<DemoOptions> = {}): Promise<{ erp: DemoSystem; client: ErpClient }> {
  const erp = await startDemoErp({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 100, seed: 7, ...options });
  return { erp, client: await new ErpClient(erp).signIn() };
}
