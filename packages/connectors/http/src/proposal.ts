import { canonicalEntity, type PlainFieldKind, type ReadTrial } from '@koppel/sdk';
import { parsePath, textAt, valueAt } from './json-path.ts';

type Proposal = ReadTrial['proposal'];
type ProposedField = Proposal['fields'][number];

const deepest = 4;
const mostFields = 200;
const longestExample = 80;

const escaped = (name: string): string => name.replaceAll('.', '\\.');
const joined = (path: string, name: string): string => (path === '' ? escaped(name) : `${path}.${escaped(name)}`);
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the list of records is in an answer: the answer itself, else the longest list of objects near its top. */
export function findList(body: unknown, path = '', depth = 0): string | null {
  if (Array.isArray(body)) return path;
  if (!isObject(body) || depth === deepest) return null;
  let best: { path: string; length: number } | null = null;
  for (const [name, inner] of Object.entries(body).slice(0, mostFields)) {
    const found = findList(inner, joined(path, name), depth + 1);
    if (found === null) continue;
    const list = valueAt(body, relative(found, path)) as unknown[];
    if (best === null || list.length > best.length) best = { path: found, length: list.length };
  }
  return best?.path ?? null;
}

function relative(path: string, root: string): readonly string[] {
  return parsePath(path).slice(parsePath(root).length);
}

/** Plain values of an answer besides its records, by path: where next links, cursors and totals are. */
function plainValues(body: unknown, path = '', depth = 0): [path: string, value: string | number][] {
  if (!isObject(body) || depth === deepest) return [];
  return Object.entries(body)
    .slice(0, mostFields)
    .flatMap(([name, value]): [string, string | number][] => {
      const here = joined(path, name);
      if (typeof value === 'string' || typeof value === 'number') return [[here, value]];
      return plainValues(value, here, depth + 1);
    });
}

function lastName(path: string): string {
  return plain(parsePath(path).at(-1) ?? '');
}

/** How the answer seems to page, from where it says what comes next. */
function pagingOf(body: unknown, headers: Readonly<Record<string, string>>): Proposal['list'] {
  const values = plainValues(body);
  const total = values.find(([path, value]) => /^(total|totalcount|totalitems|totalresults|count)$/.test(lastName(path)) && Number.isSafeInteger(Number(value))); // prettier-ignore
  const more = total === undefined ? {} : { total: total[0] };
  if (/rel\s*=\s*"?[^"]*next/i.test(headers['link'] ?? '')) return { paging: 'linkHeader', ...more };
  const isNext = (path: string) => /next/.test(plain(path));
  const link = values.find(
    ([path, value]) => isNext(path) && typeof value === 'string' && /^(https?:\/)?\//.test(value),
  );
  if (link !== undefined) return { paging: 'nextLink', nextPath: link[0], ...more };
  const cursor = values.find(([path, value]) => (isNext(path) || /cursor/.test(plain(path))) && String(value) !== '');
  if (cursor !== undefined) return { paging: 'cursor', nextPath: cursor[0], ...more };
  return more;
}

const stamps = /^(updatedat|updated|modifiedat|modified|lastmodified|lastmodifieddate|lastupdated|changedat|writedate|datemodified|updatetime|lastmodifieddatetime)$/; // prettier-ignore

function kindOf(values: readonly unknown[]): PlainFieldKind {
  const filled = values.filter((value) => value !== null && value !== '');
  if (filled.length === 0) return 'text';
  if (filled.every((value) => typeof value === 'boolean')) return 'boolean';
  if (filled.every((value) => typeof value === 'number')) return filled.every(Number.isSafeInteger) ? 'integer' : 'decimal'; // prettier-ignore
  if (filled.every((value) => /^\d{4}-\d\d-\d\d$/.test(String(value)))) return 'date';
  if (filled.every((value) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(String(value)))) return 'dateTime';
  return 'text';
}

/** Names that systems use for what Koppel calls otherwise. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  name: ['companyname', 'displayname', 'company', 'title', 'customername', 'fullname'],
  number: ['customernumber', 'code', 'sku', 'customerno', 'no', 'ordernumber'],
  vatNumber: ['vat', 'vatid', 'taxid', 'taxnumber', 'btw', 'tva', 'vatno'],
  companyNumber: ['companynumber', 'registrationnumber', 'enterprisenumber', 'kbo', 'bce'],
  email: ['emailaddress', 'mail'],
  phone: ['phonenumber', 'telephone', 'tel', 'mobile'],
  website: ['url', 'homepage', 'web'],
  creditLimit: ['credit', 'creditlimitamount'],
  'billingAddress.street': ['addressstreet', 'street', 'addressline1', 'address1', 'billingstreet'],
  'billingAddress.city': ['addresscity', 'city', 'town', 'billingcity'],
  'billingAddress.postalCode': ['addresspostalcode', 'postalcode', 'zip', 'postcode', 'addresszip'],
  'billingAddress.country': ['addresscountry', 'country', 'countrycode', 'addresscountrycode'],
  listPrice: ['price', 'unitprice'],
};

/** The field of an entity that a path seems to be; null where none does. */
function canonicalOf(entity: string, path: string): string | null {
  const name = plain(path);
  const fields = canonicalEntity(entity)?.fields ?? [];
  const own = fields.find(({ field, title }) => plain(field) === name || plain(title.en) === name);
  return own?.field ?? fields.find(({ field }) => synonyms[field]?.includes(name))?.field ?? null;
}

function leaves(record: unknown, path = '', depth = 0): [path: string, value: unknown][] {
  if (!isObject(record) || depth === deepest) return [];
  return Object.entries(record)
    .slice(0, mostFields)
    .flatMap(([name, value]): [string, unknown][] => {
      const here = joined(path, name);
      if (Array.isArray(value)) return [];
      return isObject(value) ? leaves(value, here, depth + 1) : [[here, value]];
    });
}

/** What the records of an answer seem to hold. A canonical field is proposed once. */
function fieldsOf(entity: string, rows: readonly unknown[]): ProposedField[] {
  const byPath = new Map<string, unknown[]>();
  for (const row of rows.slice(0, 50)) {
    for (const [path, value] of leaves(row)) {
      const known = byPath.get(path);
      if (known !== undefined) known.push(value);
      else if (byPath.size < mostFields) byPath.set(path, [value]);
    }
  }
  const taken = new Set<string>();
  return [...byPath].map(([path, values]) => {
    const proposed = canonicalOf(entity, path);
    const field = proposed !== null && !taken.has(proposed) ? proposed : null;
    if (field !== null) taken.add(field);
    const canonical = canonicalEntity(entity)?.fields.find((one) => one.field === field);
    const found = kindOf(values);
    // An amount is an amount, whether this page has cents or not.
    const kind = canonical !== undefined && /^(money|decimal|choice)$/.test(canonical.kind) ? (canonical.kind as PlainFieldKind) : found; // prettier-ignore
    const example = values.find((value) => value !== null && value !== '');
    return { path, kind, field, example: example === undefined ? '' : String(example).slice(0, longestExample) };
  });
}

/** What an answer tells of how it is to be read. `recordsPath`: where its records are, when that is known. */
export function proposalOf(
  body: unknown,
  headers: Readonly<Record<string, string>>,
  { entity, recordsPath }: { readonly entity: string; readonly recordsPath: string },
): Proposal {
  const known = valueAt(body, parsePath(recordsPath));
  const path = Array.isArray(known) ? recordsPath : findList(body);
  const rows = path === null ? [] : (valueAt(body, parsePath(path)) as unknown[]);
  const [first] = rows;
  const fields = fieldsOf(entity, rows);
  const named = (pattern: RegExp) => fields.find(({ path: one }) => pattern.test(plain(one)))?.path;
  const key = first === undefined ? undefined : ['id', 'uuid', 'key', 'guid', '_id'].find((name) => textAt(first, [name]) !== ''); // prettier-ignore
  const stampPath = named(stamps);
  return {
    ...(key === undefined ? {} : { key }),
    list: {
      ...(path === null ? {} : { records: path }),
      ...(stampPath === undefined ? {} : { stampPath }),
      ...(Array.isArray(body) ? pagingOf(undefined, headers) : pagingOf(body, headers)),
    },
    fields,
  };
}
