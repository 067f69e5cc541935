import type { Client } from './client.ts';

/** How to reach a demo system from outside: as a connection has it. */
export interface DemoSide {
  readonly origin: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface DemoSides {
  readonly erp: DemoSide;
  readonly crm: DemoSide;
}

export const flowId = 'accounts-erp-to-crm';

/** Connects both systems. Gives the ids of the connections. */
export async function connectSystems(client: Client, sides: DemoSides): Promise<{ erp: string; crm: string }> {
  const make = async (side: 'erp' | 'crm', connectorId: string) => {
    const { settings, secrets } = sides[side];
    const body = { name: `The ${side}`, connectorId, role: side, settings, secrets };
    const { id } = await client.call('createConnection', { body });
    return id;
  };
  return { erp: await make('erp', 'business-central'), crm: await make('crm', 'dataverse') };
}

/** Connects both systems and binds the shipped flow to them. Gives the ids of the connections. */
export async function connect(client: Client, sides: DemoSides): Promise<{ erp: string; crm: string }> {
  const slots = await connectSystems(client, sides);
  await client.call('bindFlow', { params: { id: flowId }, body: { slots } });
  return slots;
}

type Row = Readonly<Record<string, unknown>>;

/** Reads a system through its own API, with nothing of Koppel in between. */
class Reader {
  readonly #side: DemoSide;
  readonly #resource: string;
  #token: string | null = null;

  /** `resource`: what the token is for, where it is not the system's own address. */
  constructor(side: DemoSide, resource: string = side.origin) {
    this.#side = side;
    this.#resource = resource;
  }

  async #signIn(): Promise<string> {
    const { tokenUrl, tenant, clientId } = this.#side.settings as Record<string, string>;
    const response = await fetch(tokenUrl!.replace('{tenant}', tenant!), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId!,
        client_secret: this.#side.secrets['clientSecret']!,
        scope: `${this.#resource}/.default`,
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** Changes a record, as somebody at that system's own screen would. */
  async change(path: string, values: Row): Promise<void> {
    this.#token ??= await this.#signIn();
    const response = await fetch(this.#side.origin + path, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify(values),
    });
    if (!response.ok) throw new Error(`Changing ${path} answered ${response.status}: ${await response.text()}`);
  }

  /** Makes a record, or calls an action. Gives what the system answers, and the id it names in a header. */
  async post(path: string, body: unknown = {}): Promise<{ readonly id: string | null; readonly body: Row }> {
    this.#token ??= await this.#signIn();
    const response = await fetch(this.#side.origin + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    const id = /\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid') ?? '')?.[1] ?? null;
    return { id, body: text === '' ? {} : (JSON.parse(text) as Row) };
  }

  async remove(path: string): Promise<void> {
    this.#token ??= await this.#signIn();
    const response = await fetch(this.#side.origin + path, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${this.#token}`, 'if-match': '*' },
    });
    if (!response.ok) throw new Error(`Removing ${path} answered ${response.status}: ${await response.text()}`);
  }

  async one(path: string): Promise<Row> {
    this.#token ??= await this.#signIn();
    const response = await fetch(this.#side.origin + path, { headers: { authorization: `Bearer ${this.#token}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Row;
  }

  async all(path: string): Promise<Row[]> {
    this.#token ??= await this.#signIn();
    const rows: Row[] = [];
    let next: string | undefined = this.#side.origin + path;
    while (next !== undefined) {
      const response = await fetch(next, { headers: { authorization: `Bearer ${this.#token}` } });
      const page = (await response.json()) as { value?: Row[]; '@odata.nextLink'?: string };
      if (!page.value) throw new Error(`${next} answered ${response.status}: ${JSON.stringify(page)}`);
      rows.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return rows;
  }
}

/** The standard API of the ERP: `root` is the address above its companies. */
export function erpRoot({ erp }: Pick<DemoSides, 'erp'>) {
  const { tenant, environment } = erp.settings as Record<string, string>;
  const reader = new Reader(erp, 'https://api.businesscentral.dynamics.com');
  return { reader, root: `/v2.0/${tenant}/${environment}/api/v2.0` };
}

async function customersIn(erp: DemoSide): Promise<{ reader: Reader; path: string }> {
  const { company } = erp.settings as Record<string, string>;
  const { reader, root } = erpRoot({ erp });
  const companies = await reader.all(`${root}/companies`);
  const { id } = companies.find(({ name }) => name === company) ?? companies[0]!;
  return { reader, path: `${root}/companies(${id as string})/customers` };
}

/** All customers of the ERP. */
export async function customersOf({ erp }: DemoSides): Promise<Row[]> {
  const { reader, path } = await customersIn(erp);
  return reader.all(path);
}

/** Somebody changes a customer in the ERP. */
export async function changeCustomer({ erp }: DemoSides, id: string, values: Row): Promise<void> {
  const { reader, path } = await customersIn(erp);
  await reader.change(`${path}(${id})`, values);
}

/** Somebody changes an account in the CRM. */
export function changeAccount({ crm }: DemoSides, id: string, values: Row): Promise<void> {
  return new Reader(crm).change(`/api/data/v9.2/accounts(${id})`, values);
}

/** All accounts of the CRM, with all their columns. */
export function accountsOf({ crm }: DemoSides): Promise<Row[]> {
  return new Reader(crm).all('/api/data/v9.2/accounts');
}

/** What the CRM is master of: the run must leave it alone, and fill it in nowhere. */
const ownedByCrm = [
  'industrycode',
  'kop_expertise',
  'kop_interests',
  'kop_relations',
  'kop_salestarget',
  'kop_strengths',
  'kop_weaknesses',
  'kop_opportunities',
  'kop_threats',
  'kop_segment',
  '_ownerid_value',
  '_territoryid_value',
] as const;

export interface Comparison {
  /** How many customers should be in the CRM. */
  readonly wanted: number;
  /** Customers that should be in the CRM and are not. */
  readonly missing: string[];
  /** Customer numbers that more than one account has. */
  readonly doubled: string[];
  /** Customers whose account says something else. */
  readonly different: string[];
  /** Accounts of which a field that the CRM owns was changed, or filled in for a new one: `key column`. */
  readonly overwritten: string[];
}

/**
 * Holds both systems against each other after a run. `before`: the accounts as they were. `failed`: keys of customers that
 * were set aside as failures.
 */
export async function compare(
  sides: DemoSides,
  { before, failed }: { before: readonly Row[]; failed: ReadonlySet<string> },
): Promise<Comparison> {
  const [customers, accounts] = await Promise.all([customersOf(sides), accountsOf(sides)]);
  const byNumber = Map.groupBy(
    accounts.filter(({ accountnumber }) => accountnumber !== null && accountnumber !== undefined),
    ({ accountnumber }) => accountnumber as string,
  );
  const wanted = customers.filter(({ id, blocked }) => blocked !== 'All' && !failed.has(id as string));
  const earlier = new Map(before.map((account) => [account['accountid'], account]));
  const touched = accounts.map((account) => [account, earlier.get(account['accountid'])] as const);
  return {
    wanted: wanted.length,
    missing: wanted.flatMap(({ number }) => (byNumber.has(number as string) ? [] : [number as string])),
    doubled: [...byNumber].flatMap(([number, found]) => (found.length > 1 ? [number] : [])),
    different: wanted.flatMap((customer) => {
      const [account] = byNumber.get(customer['number'] as string) ?? [];
      return account && !isSame(customer, account) ? [customer['number'] as string] : [];
    }),
    overwritten: touched.flatMap(([account, old]) =>
      ownedByCrm
        // Every account has an owner: who creates it, when nobody says otherwise.
        .filter((column) =>
          old
            ? account[column] !== old[column]
            : column !== '_ownerid_value' && account[column] !== null && account[column] !== undefined,
        )
        .map((column) => `${account['accountid'] as string} ${column}`),
    ),
  };
}

function isSame(customer: Row, account: Row): boolean {
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
  return (
    text(customer['displayName']) === text(account['name']) &&
    text(customer['city']) === text(account['address1_city']) &&
    text(customer['postalCode']) === text(account['address1_postalcode']) &&
    text(customer['email']).toLowerCase() === text(account['emailaddress1'])
  );
}

/** Waits until a run has ended, and gives it. */
export async function ended(client: Client, runId: string) {
  for (;;) {
    const detail = await client.call('getRun', { params: { id: runId } });
    if (['done', 'stopped', 'failed'].includes(detail.run.state.status)) return detail.run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Starts the shipped flow and waits for its end. */
export async function runFlow(client: Client, kind: 'changes' | 'all' = 'changes') {
  const { id } = await client.call('startRun', { params: { id: flowId }, body: { scope: { kind } } });
  return ended(client, id);
}

/** Every record is counted once, under what became of it. */
export function sumOf(counters: Readonly<Record<string, number>>): number {
  return Object.entries(counters).reduce((sum, [name, count]) => (name === 'read' ? sum : sum + count), 0);
}

/** The keys of everything that was set aside. */
export async function failedKeys(client: Client): Promise<Set<string>> {
  const keys = new Set<string>();
  let before: string | undefined;
  for (;;) {
    const page = await client.call('listFailures', { query: { limit: 500, ...(before ? { before } : {}) } });
    for (const { key } of page.items) keys.add(key);
    before = page.items.at(-1)?.id;
    if (!page.hasMore || before === undefined) return keys;
  }
}

/** Connects both systems and binds every shipped flow to them. */
export async function bindAll(client: Client, sides: DemoSides): Promise<{ erp: string; crm: string }> {
  const connections = await connect(client, sides);
  for (const { id } of await client.call('listFlows', {})) {
    const { draft } = await client.call('getFlow', { params: { id } });
    const slots = Object.fromEntries(
      Object.entries(draft.slots).map(([slot, { role }]) => [slot, connections[role as 'erp' | 'crm']]),
    );
    await client.call('bindFlow', { params: { id }, body: { slots } });
  }
  return connections;
}

/** Runs a flow to its end. */
export async function run(client: Client, id: string, kind: 'changes' | 'all' = 'changes') {
  const started = await client.call('startRun', { params: { id }, body: { scope: { kind } } });
  return ended(client, started.id);
}

/** Reads and changes the CRM through its own API. */
export function crmReader({ crm }: Pick<DemoSides, 'crm'>): Pick<Reader, 'all' | 'one' | 'change' | 'post' | 'remove'> {
  return new Reader(crm);
}

/** The company of the ERP, through its own API: `of('salesOrders')` is the address of that set, `custom` of one of the custom API. */
export async function erpCompany(sides: DemoSides) {
  const { reader, path } = await customersIn(sides.erp);
  const of = (rest: string) => path.replace(/customers$/, rest);
  return {
    reader,
    of,
    custom: (rest: string) => of(rest).replace('/api/v2.0/', '/api/koppel/sales/v1.0/'),
  };
}

/** Says which system makes quotes, which publishes the flow for that. Its schedule stays off: tests start runs themselves. */
export async function decideQuotes(client: Client, master: 'erp' | 'crm'): Promise<void> {
  const { table, revision } = await client.call('getMastership');
  const rows = table.rows.map((row) => (row.entity === 'quote' ? { ...row, master } : row));
  const { switched } = await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
  for (const { flowId: id, isOn } of switched) {
    if (isOn) await client.call('switchFlow', { params: { id }, body: { isOn: false } });
  }
}
