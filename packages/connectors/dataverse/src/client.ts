import {
  createODataClient,
  createTokenProvider,
  type ODataClient,
  type Row,
  type TokenProvider,
} from '@koppel/connector-odata';
import { ConnectionError, type Clock, type HttpClient } from '@koppel/sdk';
import { explain } from './outcomes.ts';
import type { DataverseSettings } from './specs.ts';

/** Where the Web API is, below the environment's address. */
const apiPath = '/api/data/v9.2';
/** Rows in a page where nobody asks for fewer. */
const widestPage = 5000;

export function tokenAddress({ tokenUrl, tenant }: DataverseSettings): string {
  return tokenUrl.replaceAll('{tenant}', encodeURIComponent(tenant));
}

export interface DataverseClient {
  readonly host: string;
  readonly token: TokenProvider;
  readonly odata: ODataClient;
  /** The path of the API, as it stands before the address of every part of a batch. */
  readonly path: string;
  /** All rows that a query gives, in one list: for small tables and for look-ups whose size is bounded by the question. */
  rows(url: string, signal: AbortSignal): Promise<Row[]>;
}

export function createClient({
  settings,
  http,
  clock,
}: {
  settings: DataverseSettings;
  http: HttpClient;
  clock: Clock;
}): DataverseClient {
  const { orgUrl, clientId, clientSecret } = settings;
  const serviceRoot = `${orgUrl.replace(/\/+$/, '')}${apiPath}`;
  const token = createTokenProvider({
    http,
    clock,
    tokenUrl: tokenAddress(settings),
    clientId,
    clientSecret,
    scope: `${new URL(orgUrl).origin}/.default`,
  });
  const odata = createODataClient({ http, clock, token, serviceRoot, explain });
  return {
    host: odata.host,
    token,
    odata,
    path: new URL(serviceRoot).pathname,
    async rows(url, signal) {
      const all: Row[] = [];
      const prefer = [`odata.maxpagesize=${widestPage}`];
      for await (const { rows } of odata.pages({ method: 'GET', url, prefer, signal })) all.push(...rows);
      return all;
    },
  };
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
