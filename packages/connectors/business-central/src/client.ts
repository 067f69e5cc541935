import { ConnectionError, type Authorization, type Clock, type HttpClient, type TokenProvider } from '@koppel/sdk';
import {
  BatchRefused,
  createODataClient,
  createTokenProvider,
  jsonBatch,
  parseMetadata,
  pauseAskedBy,
  problemError,
  problemOfParsed,
  readJsonBatch,
  type BatchAnswer,
  type EdmModel,
  type JsonBatchRequest,
  type ODataClient,
  type Row,
} from '@koppel/connector-odata';
import { explain } from './outcomes.ts';
import type { BusinessCentralSettings } from './specs.ts';

const scope = 'https://api.businesscentral.dynamics.com/.default';
/** Messages, captions and date formats come in the language of the request: always the same one. */
const headers = { 'accept-language': 'en-US' };
/** The vendor ends a request after 10 minutes; giving up earlier leaves all writes of a batch in doubt. */
const batchTimeoutMs = 600_000;

/** The address below which a tenant's APIs are. Tenant and environment are left out on premises. */
export function environmentRoot({ baseUrl, tenant, environment }: BusinessCentralSettings): string {
  return [baseUrl.replace(/\/+$/, ''), tenant, environment]
    .filter((segment) => segment !== '')
    .map((segment, index) => (index === 0 ? segment : encodeURIComponent(segment)))
    .join('/');
}

export function tokenAddress({ tokenUrl, tenant }: BusinessCentralSettings): string {
  return tokenUrl.replaceAll('{tenant}', encodeURIComponent(tenant));
}

/** What a person allows: everything that this person may do in the environment. */
export function authorization(settings: BusinessCentralSettings): Authorization | null {
  const { signIn, authorizationUrl, tenant, clientId, clientSecret } = settings;
  if (signIn !== 'person') return null;
  return {
    authorizationUrl: authorizationUrl.replaceAll('{tenant}', encodeURIComponent(tenant)),
    tokenUrl: tokenAddress(settings),
    clientId,
    clientSecret,
    scope: `${scope} openid profile offline_access`,
  };
}

/** One of the two sets of pages: the standard API, or the custom one. */
export interface Api {
  readonly odata: ODataClient;
  /**
   * Sends requests as one batch in which each stands for itself. Gives the answers by place, missing ones undefined.
   * `startBy`: the last moment at which it may leave.
   */
  batch(
    requests: readonly JsonBatchRequest[],
    options: { readonly signal: AbortSignal; readonly startBy?: number | undefined },
  ): Promise<(BatchAnswer | undefined)[]>;
  /** Asked once, until it is forgotten. */
  metadata(signal: AbortSignal): Promise<EdmModel>;
  forget(): void;
}

export interface BusinessCentralClient {
  readonly host: string;
  readonly token: TokenProvider;
  readonly standard: Api;
  readonly sales: Api;
  /** The company in the settings is looked for anew when it is needed. */
  forgetCompany(): void;
  /** `companies(…)` of the company in the settings. Asked once, until it is forgotten. */
  companyPath(signal: AbortSignal): Promise<string>;
  company(signal: AbortSignal): Promise<{ readonly id: string; readonly name: string }>;
}

export function createClient({
  settings,
  http,
  clock,
  signedIn,
}: {
  settings: BusinessCentralSettings;
  http: HttpClient;
  clock: Clock;
  signedIn: TokenProvider | undefined;
}): BusinessCentralClient {
  const root = environmentRoot(settings);
  const { clientId, clientSecret } = settings;
  const token =
    signedIn ?? createTokenProvider({ http, clock, tokenUrl: tokenAddress(settings), clientId, clientSecret, scope });
  const apiAt = (path: string): Api => {
    const odata = createODataClient({ http, clock, token, headers, explain, serviceRoot: `${root}/${path}` });
    return createApi(odata);
  };
  const standard = apiAt('api/v2.0');
  let found: { readonly id: string; readonly name: string } | undefined;

  async function company(signal: AbortSignal) {
    found ??= await findCompany(standard.odata, settings.company, signal);
    return found;
  }

  return {
    host: standard.odata.host,
    token,
    standard,
    sales: apiAt('api/koppel/sales/v1.0'),
    company,
    forgetCompany() {
      found = undefined;
    },
    companyPath: async (signal) => `companies(${(await company(signal)).id})`,
  };
}

function createApi(odata: ODataClient): Api {
  let model: EdmModel | undefined;
  return {
    odata,
    async batch(requests, { signal, startBy }) {
      const response = await odata.send({
        method: 'POST',
        url: '$batch',
        body: jsonBatch(requests),
        // Without it the first refusal ends the batch, and nobody is told about the rest.
        prefer: ['odata.continue-on-error'],
        timeoutMs: batchTimeoutMs,
        onlyReads: requests.every(({ method }) => method === 'GET'),
        startBy,
        signal,
      });
      const { status } = response;
      if (status !== 200) {
        throw new BatchRefused(status, odata.refusal(response));
      }
      const answers = readJsonBatch(response.json(), requests.length);
      if (answers === null) throw new BatchRefused(status, noBatchAnswer(odata.host));
      return answers;
    },
    async metadata(signal) {
      model ??= await readMetadata(odata, signal);
      return model;
    },
    forget() {
      model = undefined;
    },
  };
}

async function readMetadata(odata: ODataClient, signal: AbortSignal): Promise<EdmModel> {
  const response = await odata.send({
    method: 'GET',
    url: '$metadata',
    headers: { accept: 'application/xml' },
    signal,
  });
  if (response.status !== 200) throw odata.refusal(response);
  return parseMetadata(response.text(), odata.host);
}

/** The rows of a read inside a batch, and those of its further pages. Throws what the answer says went wrong. */
export async function rowsOf(api: Api, answer: BatchAnswer | undefined, signal: AbortSignal): Promise<readonly Row[]> {
  const { host, connectionId } = api.odata;
  if (answer === undefined) throw noBatchAnswer(host);
  const body = answer.json() as { value?: unknown; '@odata.nextLink'?: unknown } | undefined;
  if (answer.status !== 200) {
    throw problemError(problemOfParsed(answer.status, body), {
      host,
      connectionId,
      askedMs: pauseAskedBy(answer),
      explain,
    });
  }
  if (!Array.isArray(body?.value)) throw noBatchAnswer(host);
  const rows = body.value as Row[];
  const next = body['@odata.nextLink'];
  if (typeof next !== 'string' || next === '') return rows;
  const all = [...rows];
  for await (const page of api.odata.pages({ method: 'GET', url: next, signal })) all.push(...page.rows);
  return all;
}

function noBatchAnswer(host: string): ConnectionError {
  return new ConnectionError({
    code: 'business-central.batch-unanswered',
    message: `${host} did not answer all requests of a batch.`,
    remedy: 'Koppel finds out by itself what was done and goes on.',
  });
}

async function findCompany(odata: ODataClient, wanted: string, signal: AbortSignal) {
  const { rows } = await odata.page({ method: 'GET', url: 'companies?$select=id,name,displayName', signal });
  const name = wanted.toLowerCase();
  const isWanted = (value: unknown) => typeof value === 'string' && value.trim().toLowerCase() === name;
  const row = name === '' ? rows[0] : rows.find((one) => [one['id'], one['name'], one['displayName']].some(isWanted));
  const id = row?.['id'];
  if (typeof id === 'string') return { id, name: String(row?.['name'] ?? id) };
  throw new ConnectionError({
    code: 'business-central.company-unknown',
    message:
      wanted === ''
        ? `${odata.host} has no company that this connection may see.`
        : `${odata.host} has no company "${wanted}" that this connection may see.`,
    remedy: 'Check the name of the company, and that the application has permission in it.',
    retry: 'never',
  });
}
