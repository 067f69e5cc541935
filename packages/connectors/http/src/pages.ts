import { ConnectionError } from '@koppel/sdk';
import { z } from 'zod';
import type { QueryParameters } from './client.ts';
import { parsePath, textAt, valueAt } from './json-path.ts';
import type { Records } from './records.ts';

/** Where a page of a list begins, in the way that the system has. Kept in cursors. */
export const positionSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('start') }),
  z.object({ by: z.literal('page'), page: z.int(), seen: z.int() }),
  /** `lastKey`: the record right before it, which is asked for again to notice that the list has moved. */
  z.object({ by: z.literal('offset'), offset: z.int().min(0), lastKey: z.string() }),
  z.object({ by: z.literal('link'), url: z.string() }),
  z.object({ by: z.literal('cursor'), cursor: z.string() }),
]);
export type Position = z.infer<typeof positionSchema>;

export const start: Position = { by: 'start' };

export interface Page {
  /** Where it begins. */
  readonly at: Position;
  readonly rows: readonly unknown[];
  /** Null behind the last page. */
  readonly next: Position | null;
  /** The number of all records, where the system tells it. */
  readonly total: number | null;
}

const mostRestarts = 3;

/** `name=value` lines as parameters. */
export function parametersOf(lines: readonly string[]): QueryParameters {
  return lines.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1).trim()];
  });
}

/**
 * Reads the pages of a list, each when it is needed. Ends behind the last page; throws a ConnectionError where the system
 * gives the same page again, because going on would never end and stopping could lose records.
 */
export async function* pagesOf(
  records: Records,
  query: QueryParameters,
  { from, signal }: { readonly from: Position; readonly signal: AbortSignal },
): AsyncGenerator<Page> {
  let position: Position | null = from;
  let restarts = 0;
  let before = '';
  let trail = { mark: '', steps: 0, limit: 1 };
  while (position !== null) {
    const page: Page | null = await pageAt(records, query, position, signal);
    if (page === null) {
      // A record before this place has gone and all behind it moved up: what was given already may come again, which harms
      // nobody. Where that goes on and on, a page is all that is gone back.
      restarts += 1;
      const back: number = position.by === 'offset' ? Math.max(position.offset - records.resource.list.pageSize, 0) : 0;
      position = restarts > mostRestarts && back > 0 ? { by: 'offset', offset: back, lastKey: '' } : start;
      before = '';
      continue;
    }
    const here = marksOf(records, page.rows);
    if (here !== '' && here === before) throw samePageAgain(records, position);
    before = here;
    // A ring of next links is noticed, whatever its length, by looking back at a place ever further away.
    const mark = JSON.stringify(page.next);
    if (page.next !== null && (page.next.by === 'link' || page.next.by === 'cursor')) {
      if (mark === trail.mark) throw samePageAgain(records, position);
      trail.steps += 1;
      if (trail.steps >= trail.limit) trail = { mark, steps: 0, limit: trail.limit * 2 };
    }
    yield page;
    position = page.next;
  }
}

function marksOf(records: Records, rows: readonly unknown[]): string {
  if (rows.length === 0) return '';
  return JSON.stringify([rows.length, records.keyOf(rows[0]), records.keyOf(rows.at(-1))]);
}

/** One page; null where the list is no longer as it was when this place was reached. */
async function pageAt(
  records: Records,
  query: QueryParameters,
  position: Position,
  signal: AbortSignal,
): Promise<Page | null> {
  const { client, resource } = records;
  const { list } = resource;
  const isLink = position.by === 'link';
  const url = isLink ? position.url : client.address(list.path, { query: [...query, ...pageQuery(records, position)] })!;
  const response = await client.send({ method: 'GET', url, signal });
  const isOverlapping = position.by === 'offset' && position.lastKey !== '';
  // Behind the last page some systems say that there is no such page.
  const isBehindAll = response.status === 404 && (position.by === 'page' || position.by === 'offset');
  if (isBehindAll || response.status === 204) return isOverlapping ? null : { at: position, rows: [], next: null, total: null };
  if (response.status < 200 || response.status > 299) throw client.problem(response);
  const body = response.json();
  const found = valueAt(body, parsePath(list.records));
  if (!Array.isArray(found)) throw notAList(records);
  let rows = found as readonly unknown[];
  if (isOverlapping) {
    if (rows.length === 0 || records.keyOf(rows[0]) !== position.lastKey) return null;
    rows = rows.slice(1);
  }
  const told = list.total === '' ? '' : textAt(body, parsePath(list.total));
  const total = /^\d{1,15}$/.test(told) ? Number(told) : null;
  const next = nextOf(records, { position, rows, body, total, url, headers: response.headers });
  return { at: position, rows, total, next };
} // prettier-ignore

function pageQuery({ resource: { list } }: Records, position: Position): QueryParameters {
  const size: QueryParameters = list.paging === 'none' || list.sizeParameter === '' ? [] : [[list.sizeParameter, String(list.pageSize)]]; // prettier-ignore
  switch (list.paging) {
    case 'page':
      return [[list.pageParameter, String(position.by === 'page' ? position.page : list.firstPage)], ...size];
    case 'offset':
      return [[list.offsetParameter, String(position.by === 'offset' ? position.offset : 0)], ...size];
    case 'cursor':
    case 'cursorHeader':
      return position.by === 'cursor' ? [[list.cursorParameter, position.cursor], ...size] : size;
    default:
      return size;
  }
}

interface ReadPage {
  readonly position: Position;
  readonly rows: readonly unknown[];
  readonly body: unknown;
  readonly total: number | null;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

function nextOf(records: Records, { position, rows, body, total, url, headers }: ReadPage): Position | null {
  const { client, resource } = records;
  const { list } = resource;
  switch (list.paging) {
    case 'none':
      return null;
    case 'page': {
      const seen = (position.by === 'page' ? position.seen : 0) + rows.length;
      // A shorter page proves nothing: systems give less than they are asked for. Only an empty one, or the total, does.
      if (rows.length === 0 || (total !== null && seen >= total)) return null;
      return { by: 'page', page: (position.by === 'page' ? position.page : list.firstPage) + 1, seen };
    }
    case 'offset': {
      const last = rows.at(-1);
      if (last === undefined) return null;
      const isOverlapping = position.by === 'offset' && position.lastKey !== '';
      const end = (position.by === 'offset' ? position.offset : 0) + (isOverlapping ? 1 : 0) + rows.length;
      if (total !== null && end >= total) return null;
      return { by: 'offset', offset: end - 1, lastKey: records.keyOf(last) };
    }
    case 'nextLink': {
      const link = textAt(body, parsePath(list.nextPath));
      return link === '' ? null : { by: 'link', url: client.follow(link, url) };
    }
    case 'linkHeader': {
      const link = nextInHeader(headers['link'] ?? '');
      return link === null ? null : { by: 'link', url: client.follow(link, url) };
    }
    case 'cursor':
    case 'cursorHeader': {
      const cursor =
        list.paging === 'cursor'
          ? textAt(body, parsePath(list.nextPath))
          : (headers[list.nextHeader.toLowerCase()] ?? '');
      return cursor === '' ? null : { by: 'cursor', cursor };
    }
  }
}

/** The target of `rel=next` in a Link header (RFC 8288). */
function nextInHeader(header: string): string | null {
  for (const [, target, parameters] of header.slice(0, 8000).matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters!)) return target!;
  }
  return null;
}

function notAList({ resource: { label, list }, client: { host } }: Records): ConnectionError {
  return new ConnectionError({
    code: 'http.not-a-list',
    message: `${host} did not send a list of ${label}${list.records === '' ? '' : ` in "${list.records}"`}.`,
    remedy: 'Check where the records are in the answer, in the records of the connection.',
    retry: 'never',
  });
}

function samePageAgain({ resource: { label }, client: { host } }: Records, position: Position): ConnectionError {
  return new ConnectionError({
    code: 'http.same-page-again',
    message: `${host} gave the same page of ${label} twice.`,
    remedy:
      position.by === 'page' || position.by === 'offset'
        ? 'Check the parameters of the pages, or name where the answer has the total, so that Koppel knows the last page.'
        : 'Check where the next link or cursor is, in the records of the connection.',
    retry: 'never',
  });
}
