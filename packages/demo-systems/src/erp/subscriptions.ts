import { randomBytes, randomUUID } from 'node:crypto';
import type { ServiceRequest } from '../odata-service.ts';
import type { StoredRecord, TableDefinition, Values } from '../records/definition.ts';
import type { RecordTable } from '../records/record-table.ts';
import { badRequest, ErpError, invalidToken, notAllowed, notFoundSegment, refusalOf, refused } from './errors.ts';
import { dueNotices, type Notices } from './notices.ts';
import type { ErpPages, PublishedApi } from './pages.ts';
import { etagOf } from './rendering.ts';
import { json, refusalAnswer, type ErpAnswer } from './requests.ts';
import { checkMatch } from './writing.ts';

/** Where subscriptions are kept. */
export const subscriptionTable: TableDefinition = { name: 'subscriptions', indexes: [] };

const lifeMs = 3 * 86_400_000;
const mostSubscriptions = 200;
const longestClientState = 2048;
/** A receiver has so long to answer the handshake. */
const handshakeMs = 5000;

/** The sets of the standard API that can be subscribed to; of a custom one all can. */
const supported = new Set([
  'companyInformation', 'countriesRegions', 'currencies', 'customers', 'itemCategories', 'items', 'paymentMethods', 'paymentTerms',
  'salesCreditMemos', 'salesInvoices', 'salesOrders', 'salesQuotes', 'shipmentMethods', 'unitsOfMeasure',
]); // prettier-ignore

export interface SubscriptionPorts {
  readonly pages: ErpPages;
  readonly now: () => Date;
  readonly companyId: string;
  /** Address of an API, with a slash at the end. */
  readonly rootOf: (apiPath: string) => string;
  readonly notices: Notices;
  readonly transact: <T>(work: () => T) => T;
}

/** The subscriptions of an API: who is told of changes, and for how long. */
export class Subscriptions {
  readonly #ports: SubscriptionPorts;
  readonly #table: RecordTable;

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
    this.#table = ports.pages.store.ports.table(subscriptionTable.name);
  }

  /** `path` begins with `subscriptions`. */
  async answer(apiPath: string, request: Omit<ServiceRequest, 'caller' | 'body'> & { readonly body: unknown }): Promise<ErpAnswer> {
    try {
      return await this.#answer(apiPath, request);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusalAnswer(refusal);
    }
  } // prettier-ignore

  async #answer(apiPath: string, { method, path, headers, body }: Omit<ServiceRequest, 'caller' | 'body'> & { readonly body: unknown }): Promise<ErpAnswer> {
    const [, id] = /^subscriptions(?:\((?:'|%27)([0-9a-f]+)(?:'|%27)\))?$/i.exec(path) ?? [undefined, null];
    if (id === null) throw notFoundSegment(path);
    if (id === undefined) {
      if (method === 'POST') return this.#create(apiPath, body);
      if (method !== 'GET') throw notAllowed(method);
      const value = this.#all(apiPath).map(shownOf);
      return json(200, { '@odata.context': this.#context(apiPath), value });
    }
    const record = this.#all(apiPath).find(({ values }) => values['subscriptionId'] === id.toLowerCase());
    if (record === undefined) throw new ErpError(404, 'Internal_RecordNotFound', `The Subscription does not exist. Identification fields and values: Subscription ID='${id}'`);
    if (method === 'GET') return this.#shown(apiPath, record, 200);
    if (method === 'DELETE') {
      checkMatch(record, headers['if-match']);
      this.#ports.transact(() => this.#remove(record));
      return { status: 204, headers: { 'odata-version': '4.0' } };
    }
    if (method !== 'PATCH') throw notAllowed(method);
    if (!checkMatch(record, headers['if-match'])) throw invalidToken();
    const wanted = bodyOf(body);
    const notificationUrl = wanted['notificationUrl'] === undefined ? String(record.values['notificationUrl']) : urlOf(wanted['notificationUrl']);
    const clientState = wanted['clientState'] === undefined ? String(record.values['clientState']) : clientStateOf(wanted['clientState']);
    await shakeHands(notificationUrl);
    return this.#shown(apiPath, this.#write(record, { ...record.values, notificationUrl, clientState }), 200);
  } // prettier-ignore

  async #create(apiPath: string, body: unknown): Promise<ErpAnswer> {
    const wanted = bodyOf(body);
    const notificationUrl = urlOf(wanted['notificationUrl']);
    const clientState = clientStateOf(wanted['clientState']);
    const { pages, companyId } = this.#ports;
    const set = setOf(String(wanted['resource'] ?? ''), pages.apis[apiPath]!, { isStandard: apiPath === 'api/v2.0', companyId }); // prettier-ignore
    if (this.#all().length >= mostSubscriptions) {
      throw refused(`The number of subscriptions must not be more than ${mostSubscriptions}.`);
    }
    await shakeHands(notificationUrl);
    const record = this.#write(undefined, {
      subscriptionId: randomUUID().replaceAll('-', ''),
      api: apiPath,
      set,
      table: pages.apis[apiPath]!.page(set)!.page.definition.table,
      notificationUrl,
      resource: `/${apiPath}/companies(${companyId})/${set}`,
      clientState,
      createdAt: this.#ports.now().getTime(),
    });
    return this.#shown(apiPath, record, 201);
  }

  #write(before: StoredRecord | undefined, values: Values): StoredRecord {
    const { now, pages, transact, notices } = this.#ports;
    const stamp = now().getTime();
    const record = {
      id: before?.id ?? randomUUID(),
      version: pages.nextVersion(),
      stamp,
      values: { ...values, expiresAt: stamp + lifeMs },
    };
    transact(() => this.#table.put(record));
    notices.forget();
    return record;
  }

  #remove(record: StoredRecord): void {
    this.#table.remove(record.id, this.#ports.pages.nextVersion(), this.#ports.now().getTime());
    this.#ports.notices.forget();
  }

  #all(apiPath?: string): StoredRecord[] {
    return dueNotices(this.#table, this.#ports.now()).filter(({ values }) => apiPath === undefined || values['api'] === apiPath); // prettier-ignore
  }

  #context(apiPath: string): string {
    return `${this.#ports.rootOf(apiPath)}$metadata#subscriptions`;
  }

  #shown(apiPath: string, record: StoredRecord, status: number): ErpAnswer {
    const headers = { etag: etagOf(record) };
    return json(status, { '@odata.context': `${this.#context(apiPath)}/$entity`, ...shownOf(record) }, headers);
  }
}

const nobody = '00000000-0000-0000-0000-000000000001';

function shownOf(record: StoredRecord): Record<string, unknown> {
  const { values, stamp, version } = record;
  const at = (moment: unknown) => new Date(Number(moment)).toISOString();
  return {
    '@odata.etag': etagOf(record),
    subscriptionId: values['subscriptionId'],
    notificationUrl: values['notificationUrl'],
    resource: values['resource'],
    timestamp: version,
    userId: nobody,
    lastModifiedDateTime: at(stamp),
    clientState: values['clientState'],
    expirationDateTime: at(values['expiresAt']),
    systemCreatedAt: at(values['createdAt']),
    systemCreatedBy: nobody,
    systemModifiedAt: at(stamp),
    systemModifiedBy: nobody,
  };
}

function bodyOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badRequest('The request body is not valid.');
}

function urlOf(given: unknown): string {
  const url = typeof given === 'string' ? URL.parse(given) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href;
  throw badRequest('The notificationUrl must be an absolute address.');
}

function clientStateOf(given: unknown): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'string' && given.length <= longestClientState) return given;
  throw badRequest(`The clientState must be a text of at most ${longestClientState} characters.`);
}

/** The set that a resource names: absolute, from the root, or below the company. */
function setOf(resource: string, api: PublishedApi, { isStandard, companyId }: { readonly isStandard: boolean; readonly companyId: string }): string {
  const [, company, set = ''] = /(?:^|\/)(?:companies\(([^)]*)\)\/)?(\w+)$/.exec(resource) ?? [];
  const isOurs = company === undefined || company.toLowerCase() === companyId;
  if (isOurs && api.page(set) !== undefined && set !== 'companies' && (!isStandard || supported.has(set))) return set;
  throw badRequest(`The resource '${resource}' cannot be subscribed to.`);
} // prettier-ignore

/** Asks the receiver to say back a token, as at the start so with each renewal. */
async function shakeHands(notificationUrl: string): Promise<void> {
  const token = randomBytes(24).toString('hex');
  const url = new URL(notificationUrl);
  url.searchParams.set('validationToken', token);
  try {
    const answer = await fetch(url, { method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(handshakeMs) });
    if (answer.status === 200 && (await answer.text()).trim() === token) return;
  } catch {
    // no answer is no consent
  }
  throw badRequest('Subscription validation request failed. Please make sure the notification url answers with the validation token.'); // prettier-ignore
}
