import { projector } from '../odata/project.ts';
import { parseSelection } from '../odata/query-options.ts';
import { readPage } from '../odata/read-page.ts';
import type { Sliced } from '../odata/turns.ts';
import { tableOf, type Crm } from './crm.ts';
import { readCookie, writeCookie, type PagingCookie } from './protocol/paging-cookie.ts';
import { problems } from './protocol/problem.ts';
import { renderingFor } from './protocol/rendering.ts';
import { appliedHeader, listFragment, nextLink, shownRows, widestPage, type ListRequest } from './reading.ts';
import { json, plainText, type Answer, type Session } from './session.ts';

const day = 86_400_000;

/** Whether a list is asked for with its changes. */
export function isTracked(session: Session, { query }: ListRequest): boolean {
  return session.preferences.tracksChanges || query.has('$deltatoken');
}

/** All records with a link to later changes, or the changes behind such a link. */
export function* readTracked(crm: Crm, session: Session, list: ListRequest): Sliced<Answer> {
  const { entity, query } = list;
  for (const option of ['$filter', '$orderby', '$expand', '$top', '$apply'])
    if (query.has(option)) throw problems.trackingOption(option);
  const { isChangeTracked, type } = tableOf(entity);
  if (!isChangeTracked) throw problems.refused(`Entity: ${type} isn't enabled for change tracking.`);
  const token = query.get('$deltatoken');
  return token === undefined
    ? yield* readEverything(crm, session, list)
    : yield* readChanges(crm, session, list, token);
}

/** The number of changes behind a token, as plain text. */
export function countChanges(crm: Crm, { entity }: ListRequest, token: string): Answer {
  const after = versionIn(crm, token);
  const upTo = crm.versions.current();
  const { table } = entity;
  const count = table.changedAfter(after, upTo, widestPage).length + table.goneAfter(after, upTo, widestPage).length;
  return plainText(String(Math.min(count, widestPage)));
}

function* readEverything(crm: Crm, session: Session, list: ListRequest): Sliced<Answer> {
  const { entity, query } = list;
  const cookie = cookieOf(list);
  // Changes made while the pages are read come again behind the link: it begins where the reading began.
  const upTo = cookie?.upTo ?? crm.versions.current();
  const scope = { entity, catalogue: crm.catalogue, dialect: session.dialect };
  const limit = pageSize(session);
  const page = yield* readPage({ orderBy: [], limit, after: cookie?.mark }, scope);
  const selection = parseSelection(query);
  const show = projector(entity, selection, renderingFor(crm, session), crm.catalogue);
  const rows = yield* shownRows(page.records, show);
  const next =
    page.next === undefined
      ? undefined
      : { pageNumber: (cookie?.pageNumber ?? 1) + 1, isTracking: true, mark: page.next, upTo };
  return answer(crm, session, list, { rows, next, upTo, suffix: '' });
}

function* readChanges(crm: Crm, session: Session, list: ListRequest, token: string): Sliced<Answer> {
  const { entity, query } = list;
  const { table, definition } = entity;
  const cookie = cookieOf(list);
  const start = versionIn(crm, token);
  const upTo = cookie?.upTo ?? crm.versions.current();
  const limit = pageSize(session);
  let after = cookie?.after ?? start;
  let isGone = cookie?.isGone ?? false;

  const show = projector(entity, parseSelection(query), renderingFor(crm, session), crm.catalogue);
  const changed = isGone ? [] : table.changedAfter(after, upTo, limit + 1);
  const taken = changed.slice(0, limit);
  const rows = [yield* shownRows(taken, show)];
  let hasMore = changed.length > limit;
  after = taken.at(-1)?.version ?? after;
  // Deletions come last.
  if (!hasMore) {
    if (!isGone) after = start;
    isGone = true;
    const room = limit - taken.length;
    const gone = table.goneAfter(after, upTo, room + 1);
    hasMore = gone.length > room;
    const context = crm.addresses.context(`${definition.set}/$deletedEntity`);
    for (const { id, version } of gone.slice(0, room)) {
      rows.push(JSON.stringify({ '@odata.context': context, id, reason: 'deleted' }));
      after = version;
    }
  }
  const next = hasMore
    ? { pageNumber: (cookie?.pageNumber ?? 1) + 1, isTracking: true, mark: { id: '', values: [] }, upTo, after, isGone }
    : undefined;
  return answer(crm, session, list, {
    rows: rows.filter((row) => row !== '').join(','),
    next,
    upTo,
    suffix: '/$delta',
  });
}

interface Part {
  readonly rows: string;
  readonly next: PagingCookie | undefined;
  readonly upTo: number;
  readonly suffix: string;
}

function answer(crm: Crm, session: Session, { entity, query, request }: ListRequest, part: Part): Answer {
  const context = crm.addresses.context(`${listFragment(entity, parseSelection(query))}${part.suffix}`);
  const link =
    part.next === undefined
      ? `"@odata.deltaLink":${JSON.stringify(deltaLink(crm, request, part.upTo))}`
      : `"@odata.nextLink":${JSON.stringify(nextLink(crm, request, writeCookie(part.next, entity.definition.key)))}`;
  return json(
    200,
    `{"@odata.context":${JSON.stringify(context)},${link},"value":[${part.rows}]}`,
    appliedHeader(session),
  );
}

function cookieOf({ query }: ListRequest): PagingCookie | undefined {
  const token = query.get('$skiptoken');
  return token === undefined ? undefined : readCookie(token);
}

function pageSize({ preferences }: Session): number {
  return Math.min(preferences.maxPageSize ?? widestPage, widestPage);
}

/** A version and a moment: `919042!08/22/2017 08:10:44`. */
function deltaLink(crm: Crm, { path, query }: ListRequest['request'], version: number): string {
  const [year, month, date, time] = crm.now().toISOString().slice(0, 19).split(/[-T]/);
  const token = encodeURIComponent(`${version}!${month}/${date}/${year} ${time}`).replaceAll('!', '%21');
  const rest = query.split('&').filter((part) => part !== '' && !/^(?:\$|%24)(?:skip|delta)token=/i.test(part));
  return crm.addresses.of(`${path}?${[...rest, `$deltatoken=${token}`].join('&')}`);
}

/** The version in a token. The token dies with the deletions it would need, after the days the organisation keeps them. */
function versionIn(crm: Crm, token: string): number {
  const parts = /^(\d+)!(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(token);
  if (parts === null) throw problems.trackingExpired();
  const [, version, month, date, year, time] = parts;
  const made = Date.parse(`${year}-${month}-${date}T${time}Z`);
  const settings = crm.entity('organizations').table.get(crm.organisation.organizationId);
  const days = Number(settings?.values['expirechangetrackingindays'] ?? 7);
  if (!(crm.now().getTime() - made <= days * day)) throw problems.trackingExpired();
  return Number(version);
}
