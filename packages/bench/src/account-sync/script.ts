// The hand-written counterpart: what a good developer would write for speed. It streams pages of 500, has four of them in
// flight, looks accounts up by company number, VAT number and customer number, and writes batches of 100, each record with
// its own precondition. No journal, links or logs, and no code of Koppel. Prints one line of JSON.
import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import type { SystemAddress } from './systems.ts';

const pageSize = 500;
const pagesInFlight = 4;
const termsPerFilter = 100;
const writesPerBatch = 100;

type Row = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

const [erp, crm] = JSON.parse(process.argv[2]!) as [SystemAddress, SystemAddress];
const agent = new Agent({ connections: 8, pipelining: 1 });

async function send(
  url: string,
  init: { method?: string; headers: Record<string, string>; body?: string },
): Promise<string> {
  const { origin, pathname, search } = new URL(url);
  const { statusCode, body } = await agent.request({
    origin,
    path: pathname + search,
    method: (init.method ?? 'GET') as 'GET',
    headers: init.headers,
    body: init.body ?? null,
  });
  const answer = await body.text();
  if (statusCode > 299) throw new Error(`${url}: ${statusCode} ${answer.slice(0, 500)}`);
  return answer;
}

async function signIn({ settings, secrets }: SystemAddress, scope: string): Promise<string> {
  const { tokenUrl, tenant, clientId } = settings as Record<string, string>;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId!,
    client_secret: secrets['clientSecret']!,
    scope,
  });
  const answer = await send(tokenUrl!.replace('{tenant}', tenant!), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  return `Bearer ${(JSON.parse(answer) as { access_token: string }).access_token}`;
}

// Opened before the clock starts, as Koppel's connections are: sign-in, the company, the tables of codes.
const erpHeaders = {
  authorization: await signIn(erp, 'https://api.businesscentral.dynamics.com/.default'),
  accept: 'application/json',
};
const crmHeaders = { authorization: await signIn(crm, `${crm.origin}/.default`), accept: 'application/json' };
const { baseUrl, tenant, environment } = erp.settings as Record<string, string>;
const api = `${baseUrl}/${tenant}/${environment}/api`;
const rowsOf = async (url: string) => (JSON.parse(await send(url, { headers: erpHeaders })) as { value: Row[] }).value;
const company = `companies(${String((await rowsOf(`${api}/v2.0/companies`))[0]!['id'])})`;
const codes = async (set: string) =>
  new Map((await rowsOf(`${api}/v2.0/${company}/${set}`)).map((row) => [row['id'] as string, row['code'] as string]));
const [paymentTermsOf, deliveryTermsOf] = [await codes('paymentTerms'), await codes('shipmentMethods')];
const paymentTerms: Record<string, number> = {
  '8D': 692_970_000,
  '14D': 692_970_001,
  '30D': 1,
  '30EOM': 692_970_002,
  '60D': 4,
  '60EOM': 692_970_003,
  COD: 692_970_004,
};
const deliveryTerms: Record<string, number> = { CIP: 4, CPT: 3, DAP: 5, DDP: 6, EXW: 1, FCA: 2 };
const languages: Record<string, number> = { NLB: 1, NLD: 1, FRB: 2, FRA: 2, DEU: 3, DEA: 3, ENU: 4, ENG: 4 };

const counts = { read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, failed: 0 };

const mainColumns =
  'id,displayName,number,taxRegistrationNumber,country,addressLine1,addressLine2,postalCode,city,paymentTermsId,shipmentMethodId,creditLimit,blocked,phoneNumber,email,website';
const detailColumns =
  'id,legalForm,vatNumber,deliveryName,deliveryAddressLine1,deliveryPostalCode,deliveryCity,deliveryCountry,insuredAmount,iban,language';

async function detailsOf(rows: readonly Row[]): Promise<Map<string, Row>> {
  const requests: Row[] = [];
  for (let from = 0; from < rows.length; from += termsPerFilter) {
    const filter = rows.slice(from, from + termsPerFilter).map((row) => `id eq ${String(row['id'])}`);
    const url = `${company}/customerDetails?$select=${detailColumns}&$filter=${encodeURIComponent(filter.join(' or '))}`;
    requests.push({ id: String(from), method: 'GET', url });
  }
  const answer = await send(`${api}/koppel/sales/v1.0/$batch`, {
    method: 'POST',
    headers: { ...erpHeaders, 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
  const { responses } = JSON.parse(answer) as { responses: { body: { value: Row[] } }[] };
  return new Map(responses.flatMap(({ body }) => body.value.map((row) => [row['id'] as string, row])));
}

function phoneOf(raw: string | null): string | null {
  if (raw === null) return null;
  const isForeign = /^\+(?!32)/.test(raw);
  if (isForeign) return `+${raw.slice(1).replace(/\D+/g, ' ').trim()}`;
  const digits = raw.replace(/\D/g, '').replace(/^(?:32|0)0?/, '');
  let groups: number[];
  if (digits.length === 9) groups = [3, 2, 2, 2];
  else if (digits.length === 8) groups = /^(?:[239]|4[23])/.test(digits) ? [1, 3, 2, 2] : [2, 2, 2, 2];
  else throw new Error(`${raw} is not a phone number.`);
  let at = 0;
  return `+32 ${groups.map((length) => digits.slice(at, (at += length))).join(' ')}`;
}

const dotted = (digits: string) => `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;

/** The Belgian enterprise number of a customer, ten digits. */
function companyDigits(row: Row): string | null {
  const compact = (text(row['taxRegistrationNumber']) ?? '').toUpperCase().replace(/[^0-9A-Z]/g, '');
  const digits = /^(?:BE)?(\d{9,10})$/.exec(compact)?.[1];
  return digits === undefined || row['country'] !== 'BE' ? null : digits.padStart(10, '0');
}

function translate(list: Record<string, number>, code: string | undefined): number | null {
  if (code === undefined) return null;
  const found = list[code];
  if (found === undefined) throw new Error(`There is no translation of ${code}.`);
  return found;
}

/** The account that a customer becomes. Throws for one that cannot be mapped. */
function accountOf(row: Row, details: Row): Row {
  const digits = companyDigits(row);
  const limit = row['creditLimit'] as number;
  const insured = (details['insuredAmount'] as number) || null;
  return {
    name: text(row['displayName']),
    accountnumber: text(row['number']),
    kop_companynumber: digits === null ? null : dotted(digits),
    kop_vatnumber:
      text(details['vatNumber'])
        ?.toUpperCase()
        .replace(/[^0-9A-Z]/g, '') ?? null,
    kop_legalform: text(details['legalForm']),
    address1_line1: text(row['addressLine1']),
    address1_line2: text(row['addressLine2']),
    address1_postalcode: text(row['postalCode']),
    address1_city: text(row['city']),
    address1_country: text(row['country']),
    address2_name: text(details['deliveryName']),
    address2_line1: text(details['deliveryAddressLine1']),
    address2_postalcode: text(details['deliveryPostalCode']),
    address2_city: text(details['deliveryCity']),
    address2_country: text(details['deliveryCountry']),
    paymenttermscode: translate(paymentTerms, paymentTermsOf.get(row['paymentTermsId'] as string)),
    kop_deliveryterms: translate(deliveryTerms, deliveryTermsOf.get(row['shipmentMethodId'] as string)),
    creditlimit: Math.min(limit, insured ?? limit),
    kop_insuredamount: insured,
    kop_iban: text(details['iban'])?.replaceAll(' ', '') ?? null,
    kop_language: languages[text(details['language']) ?? ''] ?? null,
    telephone1: phoneOf(text(row['phoneNumber'])),
    emailaddress1: text(row['email'])?.toLowerCase() ?? null,
    websiteurl: text(row['website']),
  };
}

const columns = ['accountid', 'statecode', ...Object.keys(accountOf({ creditLimit: 0 }, {}))];

interface Part {
  readonly status: number;
  readonly body: Row;
}

/** Sends a multipart batch outside change sets; one answer per request, in order. */
async function batch(requests: readonly string[]): Promise<Part[]> {
  const boundary = `batch_${randomUUID()}`;
  const parts = requests.map(
    (request) =>
      `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${request}\r\n`,
  );
  const answer = await send(`${crm.origin}/api/data/v9.2/$batch`, {
    method: 'POST',
    headers: {
      ...crmHeaders,
      'content-type': `multipart/mixed; boundary="${boundary}"`,
      prefer: 'odata.continue-on-error',
    },
    body: `${parts.join('')}--${boundary}--\r\n`,
  });
  const delimiter = answer.slice(0, answer.indexOf('\r\n'));
  return answer
    .split(`${delimiter}\r\n`)
    .slice(1)
    .map((part) => {
      const status = Number(/HTTP\/1\.1 (\d{3})/.exec(part)?.[1]);
      const body = part.slice(part.indexOf('\r\n\r\n', part.indexOf('HTTP/1.1')) + 4).split(`\r\n${delimiter}`)[0]!;
      return { status, body: JSON.parse(body.trim() || '{}') as Row };
    });
}

interface Candidate {
  readonly account: Row;
  present: Row | null;
}

/** Looks for accounts whose column has one of the forms of the customer's value, and notes what was found. */
async function match(
  candidates: readonly Candidate[],
  column: string,
  formsOf: (value: string) => string[],
): Promise<void> {
  const wanted = candidates.filter(({ account, present }) => present === null && account[column] !== null);
  if (wanted.length === 0) return;
  const terms = [
    ...new Set(
      wanted.flatMap(({ account }) => formsOf(account[column] as string).map((form) => `${column} eq '${form}'`)),
    ),
  ];
  const requests: string[] = [];
  for (let from = 0; from < terms.length; from += termsPerFilter) {
    const filter = encodeURIComponent(terms.slice(from, from + termsPerFilter).join(' or '));
    requests.push(
      `GET /api/data/v9.2/accounts?$select=${columns.join(',')}&$filter=${filter} HTTP/1.1\r\nAccept: application/json\r\n`,
    );
  }
  const compact = (value: unknown) =>
    String(value)
      .replace(/[^0-9A-Z]/gi, '')
      .replace(/^BE(?=\d{10}$)/, '');
  const found = new Map<string, Row>();
  for (const { body } of await batch(requests)) {
    for (const row of body['value'] as Row[]) found.set(compact(row[column]), row);
  }
  for (const candidate of wanted) candidate.present = found.get(compact(candidate.account[column])) ?? null;
}

/** A write with its precondition: create only, or on the version that was read. Null when nothing changes. */
function patchOf({ account, present }: Candidate): string | null {
  const body: Row = {};
  for (const [column, value] of Object.entries(account)) {
    if (present === null ? value !== null : (present[column] ?? null) !== value) body[column] = value;
  }
  if (present !== null && Object.keys(body).length === 0) return null;
  const id = present === null ? randomUUID() : (present['accountid'] as string);
  const precondition = present === null ? 'If-None-Match: *' : `If-Match: ${String(present['@odata.etag'])}`;
  return `PATCH /api/data/v9.2/accounts(${id})?$select=${columns.join(',')} HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/json\r\nPrefer: return=representation\r\n${precondition}\r\n\r\n${JSON.stringify(body)}`;
}

async function handle(rows: readonly Row[], details: ReadonlyMap<string, Row>): Promise<void> {
  const candidates: Candidate[] = [];
  for (const row of rows) {
    counts.read += 1;
    if (row['blocked'] === 'All') {
      counts.filtered += 1;
      continue;
    }
    try {
      candidates.push({ account: accountOf(row, details.get(row['id'] as string)!), present: null });
    } catch {
      counts.failed += 1;
    }
  }
  await match(candidates, 'kop_companynumber', (number) => {
    const digits = number.replaceAll('.', '');
    return [number, digits, `BE${digits}`, `BE ${number}`];
  });
  await match(candidates, 'kop_vatnumber', (number) => {
    const digits = number.slice(2);
    const isBelgian = number.startsWith('BE');
    return [number, `${number.slice(0, 2)} ${digits}`, ...(isBelgian ? [`BE ${dotted(digits)}`] : [])];
  });
  await match(candidates, 'accountnumber', (number) => [number]);
  const writes = candidates.flatMap((candidate) => {
    const patch = patchOf(candidate);
    if (patch === null) counts.unchanged += 1;
    return patch === null ? [] : [{ patch, isNew: candidate.present === null }];
  });
  for (let from = 0; from < writes.length; from += writesPerBatch) {
    const some = writes.slice(from, from + writesPerBatch);
    const answers = await batch(some.map(({ patch }) => patch));
    some.forEach(({ isNew }, index) => {
      if (answers[index]!.status > 299) counts.failed += 1;
      else counts[isNew ? 'created' : 'updated'] += 1;
    });
  }
}

async function synchronise(): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  let url: string | undefined =
    `${api}/v2.0/${company}/customers?$select=${mainColumns}&$orderby=lastModifiedDateTime&$count=true`;
  while (url) {
    const answer = await send(url, { headers: { ...erpHeaders, prefer: `odata.maxpagesize=${pageSize}` } });
    const page = JSON.parse(answer) as { value: Row[]; '@odata.nextLink'?: string };
    const details = await detailsOf(page.value);
    const work: Promise<void> = handle(page.value, details).finally(() => inFlight.delete(work));
    inFlight.add(work);
    while (inFlight.size >= pagesInFlight) await Promise.race(inFlight);
    url = page['@odata.nextLink'];
  }
  await Promise.all(inFlight);
}

const control = (system: SystemAddress, method: string) =>
  fetch(`${system.origin}/demo/requests`, { method, headers: { 'x-demo-control': system.controlToken } });
await Promise.all([control(erp, 'DELETE'), control(crm, 'DELETE')]);

const started = performance.now();
await synchronise();
const seconds = (performance.now() - started) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(
  JSON.stringify({
    seconds,
    outcome: counts,
    peakMemoryMb: maxRSS / 1024,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  }),
);
await agent.close();
