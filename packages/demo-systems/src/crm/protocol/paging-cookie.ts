import type { PageMark } from '../../odata/read-page.ts';
import { problems } from './problem.ts';

/** Where a reader is in a list, as the vendor wraps it into `$skiptoken`. */
export interface PagingCookie {
  readonly pageNumber: number;
  readonly isTracking: boolean;
  /** The last record of the page before. */
  readonly mark: PageMark;
  /** Change tracking: the version up to which this reading goes. */
  readonly upTo?: number;
  /** Reading changes: after which version to go on, and whether deletions have begun. */
  readonly after?: number;
  readonly isGone?: boolean;
}

/** The text behind `$skiptoken=`: XML whose inner cookie is percent-encoded twice, the whole encoded once more. */
export function writeCookie(cookie: PagingCookie, key: string): string {
  const { pageNumber, isTracking, mark, upTo, after, isGone } = cookie;
  const place = JSON.stringify({ values: mark.values, upTo, after, isGone });
  const inner = `<cookie page="${pageNumber - 1}"><${key} last="{${mark.id.toUpperCase()}}" /><place last="${encodeURIComponent(place)}" /></cookie>`;
  const twice = encodeURIComponent(encodeURIComponent(inner));
  const outer = `<cookie pagenumber="${pageNumber}" pagingcookie="${twice}" istracking="${isTracking ? 'True' : 'False'}" />`;
  return encodeURIComponent(outer);
}

/** Reads the decoded value of `$skiptoken`. */
export function readCookie(text: string): PagingCookie {
  const outer = /^<cookie pagenumber="(\d+)" pagingcookie="([^"]*)" istracking="(True|False)" \/>$/.exec(text);
  if (outer === null) throw malformed();
  try {
    const inner = decodeURIComponent(decodeURIComponent(outer[2]!));
    const id = /last="\{([0-9A-Fa-f-]*)\}"/.exec(inner)?.[1];
    const place = /<place last="([^"]*)"/.exec(inner)?.[1];
    if (id === undefined || place === undefined) throw malformed();
    const { values, ...rest } = JSON.parse(decodeURIComponent(place)) as Pick<PageMark, 'values'> &
      Pick<PagingCookie, 'upTo' | 'after' | 'isGone'>;
    if (!Array.isArray(values)) throw malformed();
    return {
      pageNumber: Number(outer[1]),
      isTracking: outer[3] === 'True',
      mark: { id: id.toLowerCase(), values },
      ...rest,
    };
  } catch {
    throw malformed();
  }
}

function malformed(): Error {
  return problems.query('Malformed XML in the Paging Cookie');
}
