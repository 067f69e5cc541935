import {
  BatchRefused,
  createODataClient,
  createTokenProvider,
  multipartBatch,
  pauseAskedBy,
  problemError,
  problemOfParsed,
  readMultipartBatch,
  type BatchAnswer,
  type MultipartItem,
  type ODataClient,
  type Row,
} from '@koppel/connector-odata';
import { ConnectionError, type Authorization, type Clock, type HttpClient, type TokenProvider } from '@koppel/sdk';
import { explain } from './outcomes.ts';
import type { DataverseSettings } from './specs.ts';

/** Where the Web API is, below the environment's address. */
const apiPath = '/api/data/v9.2';
/** Rows in a page where nobody asks for fewer. */
const widestPage = 5000;
/** A batch takes as long as its writes one after another, and giving up early leaves all of them in doubt. */
const batchTimeoutMs = 300_000;

export function tokenAddress({ tokenUrl, tenant }: DataverseSettings): string {
  return tokenUrl.replaceAll('{tenant}', encodeURIComponent(tenant));
}

/** What a person allows: everything that this person may do in the environment. */
export function authorization(settings: DataverseSettings): Authorization | null {
  const { signIn, authorizationUrl, tenant, clientId, clientSecret, orgUrl } = settings;
  if (signIn !== 'person') return null;
  return {
    authorizationUrl: authorizationUrl.replaceAll('{tenant}', encodeURIComponent(tenant)),
    tokenUrl: tokenAddress(settings),
    clientId,
    clientSecret,
    scope: `${new URL(orgUrl).origin}/user_impersonation openid profile offline_access`,
  };
}

export interface DataverseClient {
  readonly host: string;
  readonly token: TokenProvider;
  readonly odata: ODataClient;
  /** The path of the API, as it stands before the address of every part of a batch. */
  readonly path: string;
  /** All rows that a query gives, in one list: for small tables and for look-ups whose size is bounded by the question. */
  rows(url: string, signal: AbortSignal, prefer?: readonly string[]): Promise<Row[]>;
  /**
   * Sends requests and change sets as one batch in which each stands for itself, and gives the answers of each in order: of a
   * change set all, or the one that refuses it. Throws BatchRefused when the batch as a whole was answered with something else
   * than one answer per item.
   */
  batch(items: readonly MultipartItem[], signal: AbortSignal): Promise<readonly (readonly BatchAnswer[])[]>;
}

export function createClient({
  settings,
  http,
  clock,
  signedIn,
}: {
  settings: DataverseSettings;
  http: HttpClient;
  clock: Clock;
  signedIn: TokenProvider | undefined;
}): DataverseClient {
  const { orgUrl, clientId, clientSecret } = settings;
  const serviceRoot = `${orgUrl.replace(/\/+$/, '')}${apiPath}`;
  const token =
    signedIn ??
    createTokenProvider({
      http,
      clock,
      tokenUrl: tokenAddress(settings),
      clientId,
      clientSecret,
      scope: `${new URL(orgUrl).origin}/.default`,
    });
  const odata = createODataClient({ http, clock, token, serviceRoot, explain });
  const { host } = odata;
  return {
    host,
    token,
    odata,
    path: new URL(serviceRoot).pathname,
    async batch(items, signal) {
      const { contentType, body } = multipartBatch(items);
      const response = await odata.send({
        method: 'POST',
        url: '$batch',
        headers: { 'content-type': contentType },
        // Without it the first refusal ends the batch, and nobody is told about the rest.
        prefer: ['odata.continue-on-error'],
        body,
        timeoutMs: batchTimeoutMs,
        onlyReads: items.flat().every(({ method }) => method === 'GET'),
        signal,
      });
      if (response.status !== 200) throw new BatchRefused(response.status, odata.refusal(response));
      const answers = readMultipartBatch(response.headers['content-type'] ?? '', response.body);
      // Answers carry no mark of their request: only when none is missing does their order tell.
      if (answers?.length !== items.length || answers.some((some) => some.length === 0))
        throw new BatchRefused(200, noBatchAnswer(host));
      return answers;
    },
    async rows(url, signal, asked = []) {
      const all: Row[] = [];
      const prefer = [`odata.maxpagesize=${widestPage}`, ...asked];
      for await (const { rows } of odata.pages({ method: 'GET', url, prefer, signal })) all.push(...rows);
      return all;
    },
  };
}

/** The rows of a read inside a batch, and those of its further pages. Throws what the answer says went wrong. */
export async function rowsOf(client: DataverseClient, answer: BatchAnswer, signal: AbortSignal): Promise<Row[]> {
  const { host, odata } = client;
  const body = answer.json() as { value?: unknown; '@odata.nextLink'?: unknown } | undefined;
  if (answer.status !== 200) {
    const { connectionId } = odata;
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
  for await (const page of odata.pages({ method: 'GET', url: next, signal })) all.push(...page.rows);
  return all;
}

function noBatchAnswer(host: string): ConnectionError {
  return new ConnectionError({
    code: 'dataverse.batch-unanswered',
    message: `${host} did not answer all requests of a batch.`,
    remedy: 'Koppel finds out by itself what was done and goes on.',
  });
}

/** The id of a row. Every row carries its primary key, asked for or not. */
export function idOf(row: Row, idColumn: string): string {
  const id = row[idColumn];
  if (typeof id === 'string' && id !== '') return id.toLowerCase();
  throw new ConnectionError({
    code: 'dataverse.record-without-id',
    message: 'Dataverse sent a record without an id.',
    remedy: 'Check that the address in the connection is that of the environment.',
    retry: 'never',
  });
}

export function versionOf(row: Row): string | null {
  const version = row['@odata.etag'];
  return typeof version === 'string' ? version : null;
}
