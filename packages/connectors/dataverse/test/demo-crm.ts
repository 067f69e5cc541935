import { startDemoCrm, type DemoCredentials, type DemoSystem } from '@koppel/demo-systems';
import type { Clock, HttpClient } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import type { SinkUnderTest, SourceUnderTest, SystemFaults } from '@koppel/sdk/testing';
import { dataverse, dataverseSettings } from '../src/index.ts';

/** A plain client of the demo CRM: the hands inside it of which the connector knows nothing. */
export class Hands {
  readonly #crm: DemoSystem;
  readonly #as: DemoCredentials;
  #token = '';

  constructor(crm: DemoSystem, kind: DemoCredentials['kind']) {
    this.#crm = crm;
    this.#as = crm.credentials.find((one) => one.kind === kind)!;
  }

  async #signIn(): Promise<void> {
    const { tokenUrl, tenant } = this.#crm.settings as Record<string, string>;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: this.#as.clientId,
      client_secret: this.#as.clientSecret,
      scope: `${this.#crm.origin}/.default`,
    });
    const response = await fetch(tokenUrl!.replace('{tenant}', tenant!), { method: 'POST', body: form });
    this.#token = ((await response.json()) as { access_token: string }).access_token;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.answer(method, path, body, headers);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  /** The answer, whatever it is. */
  async answer(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const attempt = () =>
      fetch(`${this.#crm.origin}/api/data/v9.2/${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    let response = await attempt();
    if (response.status === 401) {
      await this.#signIn();
      response = await attempt();
    }
    return response;
  }

  async rows(path: string): Promise<Readonly<Record<string, unknown>>[]> {
    const response = await this.send('GET', path);
    return ((await response.json()) as { value: Record<string, unknown>[] }).value;
  }

  async ids({ set, idColumn }: Pick<EntityUnderTest, 'set' | 'idColumn'>, filter = ''): Promise<string[]> {
    return (await this.rows(`${set}?$select=${idColumn}${filter}`)).map((row) => String(row[idColumn]));
  }
}

/** What differs between the entities of the demo CRM for the contract suites. */
export interface EntityUnderTest {
  readonly entity: string;
  readonly set: string;
  readonly idColumn: string;
  /** The column that `name` is bound to. */
  readonly nameColumn: string;
  readonly fields: readonly string[];
  /** The body with which a person makes a record. */
  body(name: string, hands: Hands): Promise<object>;
  readonly record: SinkUnderTest['record'];
  readonly refused: SinkUnderTest['refused'];
  readonly change: SinkUnderTest['change'];
  /** How a person renames a record, where one change does not do it. */
  rename?(key: string, name: string, hands: Hands): Promise<void>;
  /** How many requests a record of `record` takes. */
  readonly parts?: number;
  /** Other bindings, where the entity has no field called `name`. */
  readonly name?: string;
}

const accountUnderTest: EntityUnderTest = {
  entity: 'account',
  set: 'accounts',
  idColumn: 'accountid',
  nameColumn: 'name',
  fields: ['name', 'number', 'companyNumber', 'vatNumber', 'paymentTerms', 'currency', 'owner', 'blocked'],
  body: async (name) => ({ name }),
  record: (number) => ({
    name: `Contract ${number} BV`,
    number: `C-${number}`,
    'billingAddress.city': 'Gent  ',
    paymentTerms: '1',
    creditLimit: `${number}00.50`,
    currency: 'EUR',
    language: 'nl',
    blocked: 'no',
  }),
  refused: { name: 'Too long '.repeat(20) },
  change: { field: 'phone', value: '+32 9 225 00 00' },
};

function faultsOf({ faults }: DemoSystem, parts: number): SystemFaults {
  return {
    throttle: (retryAfterSeconds) => faults.set({ throttleEvery: 1, retryAfterSeconds }),
    fail: (failStatus) => faults.set({ failEvery: 1, failStatus }),
    loseReplies: () => faults.set({ loseReplyEvery: 1 }),
    cutAnswers: () => faults.set({ resetMidBodyEvery: 1 }),
    failParts: (every) => faults.set({ failPartEvery: every * parts }),
    clear: () => faults.reset(),
  };
}

export type CrmUnderTest = SourceUnderTest &
  SinkUnderTest & {
    readonly crm: DemoSystem;
    readonly hands: Hands;
    handsOf(kind: DemoCredentials['kind']): Hands;
  };

/** A demo CRM with a few accounts, and a connection to it. `settings` replace some of the connection's. */
export async function startCrm({
  clock,
  intercept = (http) => http,
  settings = {},
  under = accountUnderTest,
}: {
  readonly clock: Clock;
  readonly intercept?: (http: HttpClient) => HttpClient;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly under?: EntityUnderTest;
}): Promise<CrmUnderTest> {
  let nowMs = Date.UTC(2026, 5, 1, 12);
  const crm = await startDemoCrm({
    erpPort: 0,
    crmPort: 0,
    dataFolder: null,
    customers: 10,
    hasLimits: false,
    now: () => new Date(nowMs),
  });
  const parsed = dataverseSettings.parse({ ...crm.settings, ...crm.secrets, ...settings });
  const origins = dataverse.origins(parsed);
  const { pace, spec } = dataverse;
  const http = createHttpClient({ allowedOrigins: origins, loopbackOrigins: origins, pace, clock });
  const hands = new Hands(crm, 'administrator');
  const { entity, set, nameColumn } = under;
  const bindings = spec.bindings.map((binding) =>
    binding.entity === entity && under.name !== undefined
      ? { ...binding, fields: { ...binding.fields, name: { path: under.name } } }
      : binding,
  );
  return {
    crm,
    hands,
    handsOf: (kind) => new Hands(crm, kind),
    system: dataverse.open({ settings: parsed, bindings, http: intercept(http), clock }),
    entity,
    fields: under.fields,
    showsDeletions: true,
    keys: () => hands.ids(under),
    named: (name) => hands.ids(under, `&$filter=${nameColumn} eq '${name}'`),
    async make(names) {
      const keys: string[] = [];
      for (const name of names) {
        const response = await hands.send('POST', set, await under.body(name, hands));
        keys.push(/\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid')!)![1]!);
      }
      return keys;
    },
    async rename(key, name) {
      if (under.rename !== undefined) return under.rename(key, name, hands);
      await hands.send('PATCH', `${set}(${key})`, { [nameColumn]: name }, { 'if-match': '*' });
    },
    async remove(key) {
      await hands.send('DELETE', `${set}(${key})`);
    },
    passTime(ms) {
      nowMs += ms;
    },
    record: under.record,
    refused: under.refused,
    change: under.change,
    withoutIds: (body) => body.replaceAll(new RegExp(`"${under.idColumn}":"[0-9a-f-]{36}",?`, 'gi'), ''),
    faults: faultsOf(crm, under.parts ?? 1),
    async close() {
      await http.close();
      await crm.close();
    },
  };
}
