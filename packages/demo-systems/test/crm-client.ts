import { startDemoCrm, type DemoOptions, type DemoSystem } from '@koppel/demo-systems';

/** What an answer of the CRM looks like to a test. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of many shapes
  readonly body: any;
}

type HeaderList = Readonly<Record<string, string>>;

/** A client of the demo CRM as simple as can be: what it sends and gets is the protocol itself. */
export class CrmClient {
  readonly root: string;
  #token: string | undefined;
  readonly #signIn: () => Promise<string>;

  constructor(origin: string, signIn: () => Promise<string>) {
    this.root = `${origin}/api/data/v9.2/`;
    this.#signIn = signIn;
  }

  get(path: string, headers: HeaderList = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers: HeaderList = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown, headers: HeaderList = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: HeaderList = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** Paths are relative to the API unless they are whole addresses. Signs in again when the token has expired. */
  async send(method: string, path: string, body?: unknown, headers: HeaderList = {}): Promise<Answer> {
    this.#token ??= await this.#signIn();
    const answer = await this.#send(method, path, body, headers);
    if (answer.status !== 401) return answer;
    this.#token = await this.#signIn();
    return this.#send(method, path, body, headers);
  }

  async #send(method: string, path: string, body: unknown, headers: HeaderList): Promise<Answer> {
    const answer = await fetch(path.startsWith('http') ? path : `${this.root}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Makes a record and gives its id. */
  async make(set: string, body: unknown): Promise<string> {
    const answer = await this.post(set, body);
    if (answer.status !== 204) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return /\(([^)]+)\)$/.exec(answer.headers.get('odata-entityid') ?? '')![1]!;
  }

  /** Sends a batch. Parts are written as in the protocol, with `\n` for the line ends. */
  async batch(
    parts: readonly string[],
    { prefer = 'odata.continue-on-error', raw }: { prefer?: string; raw?: (body: string) => string } = {},
  ): Promise<Answer & { readonly parts: readonly Part[] }> {
    const body = parts.map((part) => `--batch_x\n${part}\n`).join('');
    const text = `${body}--batch_x--\n`.replaceAll('\n', '\r\n');
    const answer = await this.post('$batch', (raw ?? ((same) => same))(text), {
      'content-type': 'multipart/mixed; boundary="batch_x"',
      ...(prefer === '' ? {} : { prefer }),
    });
    return { ...answer, parts: partsIn(answer.body) };
  }
}

/** One answer inside a batch. */
export interface Part {
  readonly status: number;
  readonly head: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of many shapes
  readonly body: any;
}

function partsIn(text: unknown): Part[] {
  if (typeof text !== 'string') return [];
  return text.split(/--(?:batch|changeset)response_[0-9a-f-]+/).flatMap((part) => {
    const status = /HTTP\/1\.1 (\d+)/.exec(part)?.[1];
    const json = part.indexOf('{');
    return status === undefined ? [] : [{ status: Number(status), head: part, body: json === -1 ? '' : JSON.parse(part.slice(json)) }]; // prettier-ignore
  });
}

/** A request as a part of a batch. */
export function part(method: string, path: string, body?: unknown, headers: readonly string[] = []): string {
  const lines = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', '', `${method} /api/data/v9.2/${path} HTTP/1.1`]; // prettier-ignore
  if (body !== undefined) lines.push('Content-Type: application/json');
  return [...lines, ...headers, '', body === undefined ? '' : JSON.stringify(body)].join('\n');
}

/** Requests that are carried out together or not at all. */
export function changeSet(requests: readonly { readonly id: string; readonly part: string }[]): string {
  const inside = requests.map(({ id, part: text }) => `--changeset_y\n${text.replace('binary\n', `binary\nContent-ID: ${id}\n`)}\n`); // prettier-ignore
  return `Content-Type: multipart/mixed; boundary="changeset_y"\n\n${inside.join('')}--changeset_y--\n`;
}

/** Starts a demo CRM in memory, on a free port, and signs in as everybody who may. */
export async function startCrm(options: Partial<DemoOptions> = {}): Promise<{
  readonly crm: DemoSystem;
  readonly client: CrmClient;
  readonly administrator: CrmClient;
  readonly salesperson: CrmClient;
}> {
  const crm = await startDemoCrm({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 100, seed: 7, ...options });
  const clients = new Map<string, CrmClient>();
  for (const { kind, clientId, clientSecret } of crm.credentials) {
    clients.set(kind, new CrmClient(crm.origin, () => signInTo(crm.origin, clientId, clientSecret)));
  }
  return {
    crm,
    client: clients.get('application')!,
    administrator: clients.get('administrator')!,
    salesperson: clients.get('salesperson')!,
  };
}

export async function signInTo(origin: string, clientId: string, clientSecret: string): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: `${origin}/.default` }; // prettier-ignore
  const answer = await fetch(`${origin}/demo-tenant/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }); // prettier-ignore
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}
