import type { RecordPlace } from '@koppel/sdk';

/** Pages of the web client that list one kind of record. */
const pages: Readonly<Record<string, { page: number; table: string }>> = { account: { page: 22, table: 'Customer' } };

interface Place {
  readonly baseUrl: string;
  readonly tenant: string;
  readonly environment: string;
  readonly company?: string | undefined;
}

/**
 * Where people see the record in the web client: a list filtered by its number, because the client knows no record by the
 * API's id. Vendor's page "Web Client URL", read on 26 Nov 2026. Null on premises, whose web client may be anywhere.
 */
export function recordAddress(
  { baseUrl, tenant, environment, company }: Place,
  { entity, number }: RecordPlace,
): string | null {
  const shown = pages[entity];
  if (!shown || number === '' || !URL.canParse(baseUrl)) return null;
  if (new URL(baseUrl).hostname !== 'api.businesscentral.dynamics.com') return null;
  const place = [tenant, environment].map(encodeURIComponent).join('/');
  const query = [
    ...(company ? [`company=${encodeURIComponent(company)}`] : []),
    `page=${shown.page}`,
    // A quotation mark inside a value is doubled.
    `filter=${encodeURIComponent(`'${shown.table}'.'No.' IS '${number.replaceAll("'", "''")}'`)}`,
  ];
  return `https://businesscentral.dynamics.com/${place}/?${query.join('&')}`;
}
