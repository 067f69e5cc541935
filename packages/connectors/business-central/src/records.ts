import { ConnectionError, Defect, type EntityBinding, type FieldValue } from '@koppel/sdk';
import {
  BatchRefused,
  kindOfEdmType,
  orFilters,
  queryOptions,
  type EdmProperty,
  type JsonBatchRequest,
  type Row,
} from '@koppel/connector-odata';
import { rowsOf, type Api, type BusinessCentralClient } from './client.ts';
import type { EntityDefinition, Shelf } from './entities.ts';
import { fieldNamed, type BoundField, type FieldWorld } from './fields.ts';
import { joinRows, type JoinName, type ReadRows } from './joins.ts';
import type { Lookups } from './lookups.ts';
import type { Items } from './order-lines.ts';
import { invoiceColumns, postedOrders } from './posted-orders.ts';

/** Business Central takes `or` between conditions on one field; a hundred ids stay well below any length limit. */
export const maxTermsPerFilter = 100;
/** Operations in one batch, by the vendor's limits. */
export const maxBatchOperations = 100;

/** Which columns to ask for, and how to make values of them. Made once per read. */
export interface ReadPlan {
  readonly fields: readonly BoundField[];
  /** `$select` of the record: always with its id and stamp. */
  readonly select: string;
  /** `$select` of the custom page, or null when nothing of it is wanted. */
  readonly companionSelect: string | null;
}

/** One entity of the company: addresses, columns and values. What reading, finding and writing have in common. */
export interface EntityRecords {
  readonly definition: EntityDefinition;
  readonly shelf: Shelf;
  /** The canonical fields that are bound. */
  readonly bound: readonly string[];
  readonly client: BusinessCentralClient;
  readonly lookups: Lookups;
  readonly items: Items;
  readonly api: Readonly<Record<'main' | 'companion', Api>>;
  /** Whether its set is published: those of the custom API are not everywhere. */
  isThere(signal: AbortSignal): Promise<boolean>;
  /** The column people call a record's number, as the first shelf names it; null where there is none. */
  readonly numberColumn: string | null;
  /** A condition on one column (`number eq 'X'`) as this set knows it; null where it has no such column. */
  termOf(term: string): string | null;
  /** Filters under the condition that always holds here. */
  narrowed(filter: string | undefined): string | undefined;
  /** Records of the entity, made of rows of this set: under the names of the first shelf. */
  adopt(rows: readonly Row[], signal: AbortSignal): Promise<readonly Row[]>;
  /** Whether the custom page is published. Asked once, until it is forgotten. */
  hasCompanion(signal: AbortSignal): Promise<boolean>;
  /** What was learned of the pages is asked anew when it is needed. */
  forget(): void;
  /**
   * Where records move from shelf to shelf: whether they stay on this one for good. Else they leave it one day, for the next
   * shelf or for nowhere. Null where they do not move.
   */
  readonly isLasting: boolean | null;
  /** The address of the entity's page, below its API's root. */
  path(page: 'main' | 'companion', signal: AbortSignal): Promise<string>;
  /** Binds fields and loads the tables they need. Throws a RunError for a field that is not there. */
  plan(fields: readonly string[], signal: AbortSignal): Promise<ReadPlan>;
  /** The values of each record, in the order of the plan's fields. */
  values(rows: readonly Row[], plan: ReadPlan, signal: AbortSignal): Promise<FieldValue[][]>;
  /** The rows with these ids, in no order, for a plan. */
  rowsByIds(ids: readonly string[], plan: ReadPlan, signal: AbortSignal): Promise<Row[]>;
  /** The rows that any of the filters lets through, read with one batch per hundred filters. */
  rowsMatching(
    filters: readonly string[],
    from: { readonly page: 'main' | 'companion'; readonly select: string; readonly signal: AbortSignal },
  ): Promise<Row[]>;
  /** The columns of a page by `$metadata`. */
  columns(page: 'main' | 'companion', signal: AbortSignal): Promise<readonly EdmProperty[]>;
}

/** The id of a row. Every record of Business Central has one. */
export function idOf(row: Row): string {
  const { id } = row;
  if (typeof id === 'string' && id !== '') return id.toLowerCase();
  throw new ConnectionError({
    code: 'business-central.record-without-id',
    message: 'Business Central sent a record without an id.',
    remedy: 'Check that the address in the connection is that of the API v2.0.',
    retry: 'never',
  });
}

export function versionOf(row: Row): string | null {
  const version = row['@odata.etag'];
  return typeof version === 'string' ? version : null;
}

export function createRecords({
  definition,
  shelf,
  binding,
  client,
  lookups,
  items,
  usesSalesApi,
}: {
  definition: EntityDefinition;
  shelf: Shelf;
  binding: EntityBinding;
  client: BusinessCentralClient;
  lookups: Lookups;
  items: Items;
  usesSalesApi: boolean;
}): EntityRecords {
  const companionApi = definition.companion?.api ?? 'sales';
  const api = { main: client[shelf.api], companion: client[companionApi] };
  const setOf = (page: 'main' | 'companion') => {
    if (page === 'main') return shelf.set;
    if (definition.companion === null) throw new Defect(`${definition.entity} has no custom page`);
    return definition.companion.set;
  };
  let companionIsThere: boolean | undefined;
  let salesApiIsThere: boolean | undefined;
  /** What this set calls a column of the first shelf. */
  const ownColumn = (column: string) => (Object.hasOwn(shelf.columns, column) ? shelf.columns[column]! : column);
  const renamed = Object.entries(shelf.columns).filter((pair): pair is [string, string] => pair[1] !== null);

  const mayUse = (of: Shelf['api']) => of === 'standard' || usesSalesApi;

  const path: EntityRecords['path'] = async (page, signal) => `${await client.companyPath(signal)}/${setOf(page)}`;

  async function hasCompanion(signal: AbortSignal): Promise<boolean> {
    companionIsThere ??=
      definition.companion !== null &&
      mayUse(companionApi) &&
      (await isPublished(companionApi, setOf('companion'), signal));
    return companionIsThere;
  }

  /** Whether the custom API is there at all, by a page of it that is not this entity's. */
  async function hasSalesApi(signal: AbortSignal): Promise<boolean> {
    salesApiIsThere ??= usesSalesApi && (await isPublished('sales', 'customerLedgerEntries', signal));
    return salesApiIsThere;
  }

  async function isPublished(of: Shelf['api'], set: string, signal: AbortSignal): Promise<boolean> {
    const url = `${await client.companyPath(signal)}/${set}?$top=1&$select=id`;
    const { status } = await client[of].odata.send({ method: 'GET', url, signal });
    if (status === 200) return true;
    // Unknown page, or no right to it: the standard columns have to do.
    if (status === 400 || status === 403 || status === 404 || status === 501) return false;
    throw new ConnectionError({
      code: 'business-central.sales-api-unclear',
      message: `${client.host} did not say whether the custom sales API is published (status ${status}).`,
      remedy: 'Koppel tries again by itself.',
    });
  }

  const columns: EntityRecords['columns'] = async (page, signal) =>
    (await api[page].metadata(signal)).sets.get(setOf(page))?.properties ?? [];

  async function world(fields: readonly string[], signal: AbortSignal): Promise<FieldWorld> {
    const declared = fields.map((field) => binding.fields[field]);
    const companionPrefix = `${definition.companion?.set ?? ''}/`;
    const mayNeedCompanion = declared.some(
      (one) =>
        one?.codec === 'vat-number' || (companionPrefix !== '/' && one?.path.startsWith(companionPrefix) === true),
    );
    const needsMetadata = fields.some((field) => field.startsWith('~'));
    const known = needsMetadata ? await columns('main', signal) : [];
    const types = new Map(
      known.map(({ name, type }) => [name, kindOfEdmType(type) ?? { kind: 'text' as const, isGuid: false }]),
    );
    return {
      definition,
      lookups,
      hasCompanion: mayNeedCompanion && (await hasCompanion(signal)),
      kindOfColumn: (column) => types.get(column) ?? null,
    };
  }

  const plan: EntityRecords['plan'] = async (fields, signal) => {
    const inWorld = await world(fields, signal);
    const bound = fields.map((field) => fieldNamed(field, binding, inWorld));
    if (bound.some(({ needsRates }) => needsRates)) {
      await lookups.prepareLocalCurrency(signal);
      await lookups.prepareRates(signal);
    }
    const tables = bound.flatMap(({ reference }) => reference ?? []);
    await lookups.prepare(tables, signal);
    if (fields.some((field) => binding.fields[field]?.codec === 'currency')) await lookups.prepareLocalCurrency(signal);
    const mainColumns = new Set(['id', 'lastModifiedDateTime', ...bound.flatMap((one) => one.mainColumns)]);
    const companionColumns = new Set(bound.flatMap((one) => one.companionColumns));
    const select = shelf.isOfOrders
      ? invoiceColumns
      : [...new Set([...mainColumns].flatMap((column) => ownColumn(column) ?? []))].join(',');
    return {
      fields: bound,
      select,
      companionSelect: companionColumns.size === 0 ? null : ['id', ...companionColumns].join(','),
    };
  };

  const rowsMatching: EntityRecords['rowsMatching'] = async (filters, { page, select, signal }) => {
    if (filters.length === 0) return [];
    const address = await path(page, signal);
    const narrow = page === 'main' ? narrowed : (filter: string) => filter;
    const urls = filters.map((filter) => `${address}${queryOptions({ $select: select, $filter: narrow(filter) })}`);
    return readUrls(api[page], urls, signal);
  };

  const narrowed = (filter: string | undefined): string | undefined => {
    if (shelf.condition === null) return filter;
    return filter === undefined ? shelf.condition : `${shelf.condition} and (${filter})`;
  };

  const reading = (signal: AbortSignal): ReadRows =>
    async (of, set, { filters, select, expand }) => {
      const company = await client.companyPath(signal);
      const urls = filters.map((filter) => `${company}/${set}${queryOptions({ $select: select, $filter: filter, $expand: expand })}`); // prettier-ignore
      return readUrls(client[of], urls, signal);
    }; // prettier-ignore

  const adopt: EntityRecords['adopt'] = async (rows, signal) => {
    if (shelf.isOfOrders) return postedOrders(rows, reading(signal));
    if (renamed.length === 0 && Object.keys(shelf.constants).length === 0) return rows;
    return rows.map((row) => ({
      ...row,
      ...Object.fromEntries(renamed.map(([column, own]) => [column, row[own]])),
      ...shelf.constants,
    }));
  };

  async function companions(
    rows: readonly Row[],
    select: string,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Row>> {
    const filters = orFilters(
      rows.map((row) => `id eq ${idOf(row)}`),
      { maxTerms: maxTermsPerFilter },
    );
    const found = await rowsMatching(filters, { page: 'companion', select, signal });
    return new Map(found.map((row) => [idOf(row), row]));
  }

  const values: EntityRecords['values'] = async (rows, { fields, companionSelect }, signal) => {
    const joins = new Set(fields.flatMap((field) => field.joins));
    const needsSalesApi = ['tracking', 'prices', 'ledger'].some((name) => joins.has(name as JoinName));
    const world = {
      definition,
      shelf,
      read: reading(signal),
      hasSalesApi: needsSalesApi && (await hasSalesApi(signal)),
    };
    const whole = await joinRows(rows, joins, world);
    const byId = companionSelect === null || rows.length === 0 ? null : await companions(rows, companionSelect, signal);
    const convert = () =>
      whole.map((row) => {
        const companion = byId?.get(idOf(row));
        if (byId !== null && companion === undefined) throw vanishedMeanwhile(client.host);
        const out: FieldValue[] = [];
        for (const field of fields) out.push(field.read(row, companion));
        return out;
      });
    lookups.takeUnknown();
    const converted = convert();
    const unknown = lookups.takeUnknown();
    if (unknown.size === 0) return converted;
    // A code made since the table was read: look again, once.
    await lookups.refresh(unknown, signal);
    return convert();
  };

  return {
    definition,
    client,
    lookups,
    items,
    api,
    hasCompanion,
    shelf,
    bound: Object.keys(binding.fields),
    numberColumn: binding.fields['number']?.path ?? null,
    isThere: async (signal) => shelf.api === 'standard' || (usesSalesApi && (await isPublished('sales', shelf.set, signal))), // prettier-ignore
    termOf(term) {
      const end = term.indexOf(' ');
      const own = ownColumn(term.slice(0, end));
      return own === null ? null : `${own}${term.slice(end)}`;
    },
    narrowed,
    adopt,
    isLasting: definition.shelves.some(({ isOfOrders }) => isOfOrders) ? shelf.isOfOrders : null,
    forget() {
      companionIsThere = undefined;
      salesApiIsThere = undefined;
      api.main.forget();
      api.companion.forget();
    },
    path,
    plan,
    values,
    rowsMatching,
    columns,
    async rowsByIds(ids, { select }, signal) {
      const terms = ids.map((id) => `id eq ${id}`);
      return rowsMatching(orFilters(terms, { maxTerms: maxTermsPerFilter }), { page: 'main', select, signal });
    },
  };
}

/** The rows behind these addresses: one by a plain request, several by batches. */
async function readUrls(api: Api, urls: readonly string[], signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  if (urls.length === 1) {
    for await (const { rows: some } of api.odata.pages({ method: 'GET', url: urls[0]!, signal })) rows.push(...some);
    return rows;
  }
  for (let from = 0; from < urls.length; from += maxBatchOperations) {
    const requests = urls.slice(from, from + maxBatchOperations).map((url) => ({ method: 'GET', url }));
    for (const answer of await readBatch(api, requests, signal)) rows.push(...(await rowsOf(api, answer, signal)));
  }
  return rows;
}

/** Reading has no outcome per part: the error of the whole batch is the error. */
async function readBatch(api: Api, requests: readonly JsonBatchRequest[], signal: AbortSignal) {
  try {
    return await api.batch(requests, { signal });
  } catch (error) {
    throw error instanceof BatchRefused ? error.error : error;
  }
}

/** A record that has one page and not the other was deleted in between: reading again tells. */
function vanishedMeanwhile(host: string): ConnectionError {
  return new ConnectionError({
    code: 'business-central.record-incomplete',
    message: `${host} gave a record without its part on the custom sales API.`,
    remedy: 'Koppel reads the page again by itself. If it lasts, check that both APIs show the same records.',
  });
}
