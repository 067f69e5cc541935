import { propertiesOf } from '../odata/evaluate.ts';
import { projector, type Shown } from '../odata/project.ts';
import {
  filterOf,
  parseCount,
  parseOrderBy,
  parseSelection,
  type OrderTerm,
  type QueryString,
  type Selection,
} from '../odata/query-options.ts';
import type { Filter } from '../odata/filter.ts';
import { countRecords, readPage } from '../odata/read-page.ts';
import type { Sliced } from '../odata/turns.ts';
import type { StoredRecord } from '../records/definition.ts';
import type { Crm, CrmEntity } from './crm.ts';
import { readCookie, writeCookie } from './protocol/paging-cookie.ts';
import { problems } from './protocol/problem.ts';
import { etagOf, renderingFor } from './protocol/rendering.ts';
import { allRights } from './security.ts';
import { empty, json, plainText, type Answer, type CrmRequest, type Session } from './session.ts';

/** The widest page, and the highest number `$count` gives. */
export const widestPage = 5000;

/** Records shown between two chances for other work to go on. */
const stride = 128;

/** A list that is asked for. `within` narrows it to what belongs to another record. */
export interface ListRequest {
  readonly entity: CrmEntity;
  readonly request: CrmRequest;
  readonly query: QueryString;
  readonly within?: Filter | undefined;
}

/** One page of a table. */
export function* readList(crm: Crm, session: Session, list: ListRequest): Sliced<Answer> {
  const { entity, query, request } = list;
  refuseUnsupported(query);
  const { preferences, dialect } = session;
  const selection = parseSelection(query);
  const show = projector(entity, selection, renderingFor(crm, session), crm.catalogue);
  const filter = both(filterOf(query), list.within);
  const orderBy = parseOrderBy(query.get('$orderby'));
  refuseSecured(session, entity, filter, orderBy);
  const top = parseCount(query.get('$top'), '$top');
  const token = query.get('$skiptoken');
  const cookie = token === undefined ? undefined : readCookie(token);
  // With a page size, $top is ignored.
  const isPaged = preferences.maxPageSize !== undefined || top === undefined;
  const limit = Math.min(isPaged ? (preferences.maxPageSize ?? widestPage) : top!, widestPage);
  const scope = { entity, catalogue: crm.catalogue, dialect };
  const page = yield* readPage({ filter, orderBy, limit, after: cookie?.mark }, scope);
  const rows = yield* shownRows(page.records, show);

  let head = `"@odata.context":${JSON.stringify(crm.addresses.context(listFragment(entity, selection)))}`;
  if (query.get('$count') === 'true') {
    const count = yield* countRecords(filter, widestPage + 1, scope);
    head += `,"@odata.count":${Math.min(count, widestPage)}`;
    if (preferences.includes('Microsoft.Dynamics.CRM.totalrecordcount'))
      head += `,"@Microsoft.Dynamics.CRM.totalrecordcount":${count > widestPage ? widestPage : count},"@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded":${count > widestPage}`;
  }
  let tail = '';
  if (page.next !== undefined && isPaged) {
    const next = { pageNumber: (cookie?.pageNumber ?? 1) + 1, isTracking: false, mark: page.next };
    tail = `,"@odata.nextLink":${JSON.stringify(nextLink(crm, request, writeCookie(next, entity.definition.key)))}`;
  }
  return json(200, `{${head},"value":[${rows}]${tail}}`, appliedHeader(session));
}

/** The number of records, at most 5000, as plain text. */
export function* readCount(crm: Crm, session: Session, { entity, query, within }: ListRequest): Sliced<Answer> {
  const scope = { entity, catalogue: crm.catalogue, dialect: session.dialect };
  const filter = both(filterOf(query), within);
  refuseSecured(session, entity, filter, []);
  return plainText(String(yield* countRecords(filter, widestPage, scope)));
}

/** Records as JSON, made in slices. */
export function* shownRows(records: readonly StoredRecord[], show: (record: StoredRecord) => Shown): Sliced<string> {
  let text = '';
  for (const [at, record] of records.entries()) {
    if (at > 0) text += ',';
    text += JSON.stringify(show(record));
    if ((at + 1) % stride === 0) yield;
  }
  return text;
}

/** One record, or 304 when the client has it already. */
export function readOne(
  crm: Crm,
  session: Session,
  {
    entity,
    record,
    query,
    request,
  }: { entity: CrmEntity; record: StoredRecord; query: QueryString; request: CrmRequest },
): Answer {
  const known = request.headers['if-none-match'];
  const canBeUnchanged = !query.has('$expand') && !session.preferences.includesAny;
  if (known !== undefined && canBeUnchanged && known === etagOf(record)) return empty(304, { ETag: known });
  return representation(crm, session, { entity, record, query, status: 200 });
}

/** A record as the body of an answer. */
export function representation(
  crm: Crm,
  session: Session,
  { entity, record, query, status }: { entity: CrmEntity; record: StoredRecord; query: QueryString; status: number },
): Answer {
  const selection = parseSelection(query);
  const show = projector(entity, selection, renderingFor(crm, session), crm.catalogue);
  const shown = {
    '@odata.context': crm.addresses.context(`${listFragment(entity, selection)}/$entity`),
    ...show(record),
  };
  return json(status, JSON.stringify(shown), { ETag: etagOf(record), ...appliedHeader(session) });
}

/** `accounts(name,primarycontactid(fullname))`, what a context says was selected. */
export function listFragment({ definition }: CrmEntity, selection: Selection): string {
  const inside = selected(selection);
  return inside === '' ? definition.set : `${definition.set}(${inside})`;
}

function selected({ columns = [], expand }: Selection): string {
  return [...columns, ...expand.map((each) => `${each.navigation}(${selected(each)})`)].join(',');
}

/** Names the preferences that were followed. */
export function appliedHeader({ preferences }: Session): Record<string, string> {
  const applied = [
    ...(preferences.returnsRepresentation ? ['return=representation'] : []),
    ...(preferences.maxPageSize === undefined
      ? []
      : [`odata.maxpagesize=${Math.min(preferences.maxPageSize, widestPage)}`]),
    ...(preferences.includesAny ? [`odata.include-annotations="${preferences.annotations}"`] : []),
    ...(preferences.tracksChanges ? ['odata.track-changes'] : []),
  ];
  return applied.length === 0 ? {} : { 'Preference-Applied': applied.join(',') };
}

/** The address of the request, with another `$skiptoken`. */
export function nextLink(crm: Crm, { path, query }: CrmRequest, token: string): string {
  const rest = query.split('&').filter((part) => part !== '' && !/^(?:\$|%24)skiptoken=/i.test(part));
  return crm.addresses.of(`${path}?${[...rest, `$skiptoken=${token}`].join('&')}`);
}

/** What may not be seen may not be asked about either. */
function refuseSecured(
  { rights }: Session,
  { definition: { type, columns } }: CrmEntity,
  filter: Filter | undefined,
  orderBy: readonly OrderTerm[],
): void {
  if (rights === allRights) return;
  const asked = new Set(orderBy.map(({ property }) => property));
  for (const name of filter === undefined ? [] : propertiesOf(filter)) asked.add(name);
  for (const { name, logicalName } of columns)
    if (asked.has(name) && !rights.mayRead(type, logicalName)) throw problems.securedInQuery();
}

function refuseUnsupported(query: QueryString): void {
  if (query.has('$skip')) throw problems.query('Skip Clause is not supported in CRM');
  for (const option of ['$apply', '$search', '$compute', 'fetchXml', 'savedQuery', 'userQuery'])
    if (query.has(option)) throw problems.notImplemented(`The query option '${option}' is not supported by this CRM.`);
}

export function both(first: Filter | undefined, second: Filter | undefined): Filter | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return { kind: 'and', terms: [second, first] };
}
