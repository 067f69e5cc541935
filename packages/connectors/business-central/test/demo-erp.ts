import { startDemoErp, type DemoSystem } from '@koppel/demo-systems';
import type { Clock, HttpClient } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import type { SinkUnderTest, SourceUnderTest, SystemFaults } from '@koppel/sdk/testing';
import { businessCentral, businessCentralSettings } from '../src/index.ts';

/** A plain client of the demo ERP: the hands inside it of which the connector knows nothing. */
class Hands {
  readonly #erp: DemoSystem;
  readonly #api: string;
  #token = '';
  #company = '';

  constructor(erp: DemoSystem) {
    const { baseUrl, tenant, environment } = erp.settings as Record<string, string>;
    this.#erp = erp;
    this.#api = `${baseUrl}/${tenant}/${environment}/api/v2.0`;
  }

  async #signIn(): Promise<void> {
    const { clientId, tokenUrl, tenant } = this.#erp.settings as Record<string, string>;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId!,
      client_secret: this.#erp.secrets['clientSecret']!,
      scope: 'https://api.businesscentral.dynamics.com/.default',
    });
    const response = await fetch(tokenUrl!.replace('{tenant}', tenant!), { method: 'POST', body: form });
    this.#token = ((await response.json()) as { access_token: string }).access_token;
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const attempt = () =>
      fetch(`${this.#api}/${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', 'if-match': '*' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    let response = await attempt();
    if (response.status === 401) {
      await this.#signIn();
      response = await attempt();
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async inCompany(method: string, path: string, body?: unknown): Promise<Response> {
    if (this.#company === '') {
      const { value } = (await (await this.send('GET', 'companies')).json()) as { value: [{ id: string }] };
      this.#company = `companies(${value[0].id})`;
    }
    return this.send(method, `${this.#company}/${path}`, body);
  }

  async ids(filter = ''): Promise<string[]> {
    const response = await this.inCompany('GET', `customers?$select=id${filter}`);
    return ((await response.json()) as { value: { id: string }[] }).value.map(({ id }) => id);
  }
}

function faultsOf({ faults }: DemoSystem): SystemFaults {
  return {
    throttle: (retryAfterSeconds) => faults.set({ throttleEvery: 1, retryAfterSeconds }),
    fail: (failStatus) => faults.set({ failEvery: 1, failStatus }),
    loseReplies: () => faults.set({ loseReplyEvery: 1 }),
    cutAnswers: () => faults.set({ resetMidBodyEvery: 1 }),
    failParts: (every) => faults.set({ failPartEvery: every }),
    clear: () => faults.reset(),
  };
}

export type ErpUnderTest = SourceUnderTest & SinkUnderTest & { readonly erp: DemoSystem; readonly hands: Hands };

/** A demo ERP with ten customers, and a connection to it. `settings` replace some of the connection's. */
export async function startErp({
  clock,
  intercept = (http) => http,
  settings = {},
}: {
  readonly clock: Clock;
  readonly intercept?: (http: HttpClient) => HttpClient;
  readonly settings?: Readonly<Record<string, unknown>>;
}): Promise<ErpUnderTest> {
  let nowMs = Date.UTC(2026, 5, 1, 12);
  const erp = await startDemoErp({
    erpPort: 0,
    crmPort: 0,
    dataFolder: null,
    customers: 10,
    hasLimits: false,
    now: () => new Date(nowMs),
  });
  const parsed = businessCentralSettings.parse({ ...erp.settings, ...erp.secrets, ...settings });
  const origins = businessCentral.origins(parsed);
  const { pace, spec } = businessCentral;
  const http = createHttpClient({ allowedOrigins: origins, loopbackOrigins: origins, pace, clock });
  const hands = new Hands(erp);
  return {
    erp,
    hands,
    system: businessCentral.open({ settings: parsed, bindings: spec.bindings, http: intercept(http), clock }),
    entity: 'account',
    fields: ['name', 'number', 'companyNumber', 'vatNumber', 'paymentTerms', 'currency', 'iban', 'blocked'],
    showsDeletions: false,
    keys: () => hands.ids(),
    named: (name) => hands.ids(`&$filter=displayName eq '${name}'`),
    async make(names) {
      const keys: string[] = [];
      for (const displayName of names) {
        const response = await hands.inCompany('POST', 'customers', { displayName });
        keys.push(((await response.json()) as { id: string }).id);
      }
      return keys;
    },
    async rename(key, displayName) {
      await hands.inCompany('PATCH', `customers(${key})`, { displayName });
    },
    async remove(key) {
      await hands.inCompany('DELETE', `customers(${key})`);
    },
    passTime(ms) {
      nowMs += ms;
    },
    record: (number) => ({
      name: `Contract ${number} BV`,
      'billingAddress.country': 'BE',
      'billingAddress.city': 'Gent  ',
      paymentTerms: '30EOM',
      creditLimit: `${number}00.50`,
      iban: 'BE68 5390 0754 7034',
      language: 'nl',
    }),
    refused: { name: 'Too long '.repeat(20) },
    change: { field: 'phone', value: '+32 9 225 00 00' },
    withoutIds: (body) => body.replaceAll(/"id":"[0-9a-f-]{36}",?/gi, ''),
    faults: faultsOf(erp),
    async close() {
      await http.close();
      await erp.close();
    },
  };
}
