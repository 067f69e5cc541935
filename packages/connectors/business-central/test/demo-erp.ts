import { startDemoErp, type DemoSystem } from '@koppel/demo-systems';
import type { Clock, HttpClient } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import type { SinkUnderTest, SourceUnderTest, SystemFaults } from '@koppel/sdk/testing';
import { businessCentral, businessCentralSettings } from '../src/index.ts';

/** A plain client of the demo ERP: the hands inside it of which the connector knows nothing. */
export class Hands {
  readonly #erp: DemoSystem;
  readonly #api: string;
  #token = '';
  #company = '';

  constructor(erp: DemoSystem, api = 'api/v2.0') {
    const { baseUrl, tenant, environment } = erp.settings as Record<string, string>;
    this.#erp = erp;
    this.#api = `${baseUrl}/${tenant}/${environment}/${api}`;
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

  async rows(path: string): Promise<Record<string, unknown>[]> {
    const response = await this.inCompany('GET', path);
    return ((await response.json()) as { value: Record<string, unknown>[] }).value;
  }

  async ids(path: string): Promise<string[]> {
    return (await this.rows(path)).map(({ id }) => String(id));
  }

  /** Reads and writes the custom API instead of the standard one. */
  get custom(): Hands {
    const other = new Hands(this.#erp, 'api/koppel/sales/v1.0');
    return other;
  }

  /** A customer who may buy, and two items that are sold by the piece. */
  async shop(): Promise<Shop> {
    const [customer] = await this.ids("customers?$top=1&$filter=blocked eq ' '");
    const sold = await this.rows("items?$top=2&$filter=blocked eq false and baseUnitOfMeasureCode eq 'PCS'");
    return { customer: customer!, items: sold.map(({ id, number, displayName }) => ({ id: String(id), number: String(number), name: String(displayName) })) }; // prettier-ignore
  }
}

/** What documents are made of. */
export interface Shop {
  readonly customer: string;
  readonly items: readonly { readonly id: string; readonly number: string; readonly name: string }[];
}

/** An entity that keeps the contract, and the hands' way to it. */
export interface EntityUnderTest {
  readonly entity: string;
  readonly set: string;
  readonly isCustom?: boolean;
  /** The column that stands for `name` where Business Central has no such field. */
  readonly nameColumn: string;
  readonly fields: readonly string[];
  /** Keys of records that are in other sets. */
  readonly more?: (hands: Hands) => Promise<string[]>;
  readonly body: (shop: Shop) => Record<string, unknown>;
  readonly record: (number: number, shop: Shop) => SinkUnderTest['refused'];
  readonly refused: (shop: Shop) => SinkUnderTest['refused'];
  readonly change: SinkUnderTest['change'];
}

const accounts: EntityUnderTest = {
  entity: 'account',
  set: 'customers',
  nameColumn: 'displayName',
  fields: ['name', 'number', 'companyNumber', 'vatNumber', 'paymentTerms', 'currency', 'iban', 'blocked'],
  body: () => ({}),
  record: (number) => ({
    name: `Contract ${number} BV`,
    'billingAddress.country': 'BE',
    'billingAddress.city': 'Gent  ',
    paymentTerms: '30EOM',
    creditLimit: `${number}00.50`,
    iban: 'BE68 5390 0754 7034',
    language: 'nl',
  }),
  refused: () => ({ name: 'Too long '.repeat(20) }),
  change: { field: 'phone', value: '+32 9 225 00 00' },
};

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

export type ErpUnderTest = SourceUnderTest &
  SinkUnderTest & { readonly erp: DemoSystem; readonly hands: Hands; readonly shop: Shop };

/** A demo ERP with ten customers, and a connection to it. `settings` replace some of the connection's. */
export async function startErp({
  clock,
  intercept = (http) => http,
  settings = {},
  under = accounts,
}: {
  readonly clock: Clock;
  readonly intercept?: (http: HttpClient) => HttpClient;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly under?: EntityUnderTest;
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
  const own = under.isCustom === true ? hands.custom : hands;
  const shop = await hands.shop();
  const { entity, set, nameColumn, fields, change } = under;
  const bindings = spec.bindings.map((binding) =>
    binding.entity === entity && entity !== 'account'
      ? { ...binding, fields: { ...binding.fields, name: { path: nameColumn } } }
      : binding,
  );
  return {
    erp,
    hands,
    shop,
    system: businessCentral.open({ settings: parsed, bindings, http: intercept(http), clock }),
    entity,
    fields,
    showsDeletions: false,
    keys: async () => [...(await own.ids(`${set}?$select=id`)), ...((await under.more?.(hands)) ?? [])],
    named: (name) => own.ids(`${set}?$select=id&$filter=${nameColumn} eq '${name}'`),
    async make(names) {
      const keys: string[] = [];
      for (const name of names) {
        const response = await own.inCompany('POST', set, { ...under.body(shop), [nameColumn]: name });
        keys.push(((await response.json()) as { id: string }).id);
      }
      return keys;
    },
    async rename(key, name) {
      await own.inCompany('PATCH', `${set}(${key})`, { [nameColumn]: name });
    },
    async remove(key) {
      await own.inCompany('DELETE', `${set}(${key})`);
    },
    passTime(ms) {
      nowMs += ms;
    },
    record: (number) => under.record(number, shop),
    refused: under.refused(shop),
    change,
    withoutIds: (body) => body.replaceAll(/"id":"[0-9a-f-]{36}",?/gi, ''),
    faults: faultsOf(erp),
    async close() {
      await http.close();
      await erp.close();
    },
  };
}
