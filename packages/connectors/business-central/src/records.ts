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
import type { EntityDefinition } from './entities.ts';
import { fieldNamed, type BoundField, type FieldWorld } from './fields.ts';
import type { Lookups } from './lookups.ts';

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
  readonly client: BusinessCentralClient;
  readonly lookups: Lookups;
  readonly api: Readonly<Record<'main' | 'companion', Api>>;
  /** Whether the custom page is published. Asked once, until it is forgotten. */
  hasCompanion(signal: AbortSignal): Promise<boolean>;
  /** What was learned of the pages is asked anew when it is needed. */
  forget(): void;
  /** The address of the entity's page, below its API's root. */
  path(page: 'main' | 'companion', signal: AbortSignal): Promise<string>;
  /** Binds fields and loads the tables they need. Throws a RunError for a field that is not there. */
  plan(fields: readonly string[], signal: AbortSignal): Promise<ReadPlan>;
  /** The values of each row, in the order of the plan's fields. */
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
  binding,
  client,
  lookups,
  usesSalesApi,
}: {
  definition: EntityDefinition;
  binding: EntityBinding;
  client: BusinessCentralClient;
  lookups: Lookups;
  usesSalesApi: boolean;
}): EntityRecords {
  const api = { main: client.standard, companion: client.sales };
  const setOf = (page: 'main' | 'companion') => {
    if (page === 'main') return definition.set;
    if (definition.companion === null) throw new Defect(`${definition.entity} has no custom page`);
    return definition.companion.set;
  };
  let companionIsThere: boolean | undefined;

  const path: EntityRecords['path'] = async (page, signal) => `${await client.companyPath(signal)}/${setOf(page)}`;

  async function hasCompanion(signal: AbortSignal): Promise<boolean> {
    companionIsThere ??= usesSalesApi && definition.companion !== null && (await isPublished(signal));
    return companionIsThere;
  }

  async function isPublished(signal: AbortSignal): Promise<boolean> {
    const url = `${await path('companion', signal)}?$top=1&$select=id`;
    const { status } = await api.companion.odata.send({ method: 'GET', url, signal });
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
    const tables = bound.flatMap(({ reference }) => reference ?? []);
    await lookups.prepare(tables, signal);
    if (fields.some((field) => binding.fields[field]?.codec === 'currency')) await lookups.prepareLocalCurrency(signal);
    const mainColumns = new Set(['id', 'lastModifiedDateTime', ...bound.flatMap((one) => one.mainColumns)]);
    const companionColumns = new Set(bound.flatMap((one) => one.companionColumns));
    return {
      fields: bound,
      select: [...mainColumns].join(','),
      companionSelect: companionColumns.size === 0 ? null : ['id', ...companionColumns].join(','),
    };
  };

  const rowsMatching: EntityRecords['rowsMatching'] = async (filters, { page, select, signal }) => {
    const [first] = filters;
    if (first === undefined) return [];
    const address = await path(page, signal);
    const urlOf = (filter: string) => `${address}${queryOptions({ $select: select, $filter: filter })}`;
    const rows: Row[] = [];
    if (filters.length === 1) {
      for await (const { rows: some } of api[page].odata.pages({ method: 'GET', url: urlOf(first), signal }))
        rows.push(...some);
      return rows;
    }
    for (let from = 0; from < filters.length; from += maxBatchOperations) {
      const requests = filters
        .slice(from, from + maxBatchOperations)
        .map((filter) => ({ method: 'GET', url: urlOf(filter) }));
      const answers = await readBatch(api[page], requests, signal);
      for (const answer of answers) rows.push(...(await rowsOf(api[page], answer, signal)));
    }
    return rows;
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
    const byId = companionSelect === null || rows.length === 0 ? null : await companions(rows, companionSelect, signal);
    const convert = () =>
      rows.map((row) => {
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
    api,
    hasCompanion,
    forget() {
      companionIsThere = undefined;
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
