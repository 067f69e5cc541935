import type { CrmRequest } from '../session.ts';
import { problems } from './problem.ts';

/** One request inside a batch. */
export interface BatchPart extends CrmRequest {
  readonly contentId: string | undefined;
}

/** What stands between two boundaries: one request, or several that succeed or fail together. */
export type BatchItem =
  | { readonly kind: 'request'; readonly part: BatchPart }
  | { readonly kind: 'change-set'; readonly parts: readonly BatchPart[] };

/** The most requests the vendor takes in one batch. */
const mostParts = 1000;

/** The boundary in a content type, or undefined when it is no multipart. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^\s*multipart\/mixed\b/i.test(contentType)) return undefined;
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

/** A batch that cannot be read: the vendor answers it with one part, as if only that part were wrong. */
export function unreadable(): Error {
  return problems.payload('', 'Stream was not readable.');
}

/**
 * Reads the body of a batch. As strict as the vendor: every line ends with CRLF. One pass; nothing is copied but the
 * bodies of the parts.
 */
export function readBatch(text: string, boundary: string): BatchItem[] {
  const items: BatchItem[] = [];
  let count = 0;
  forEachPart(text, { from: 0, to: text.length, boundary }, (from, to) => {
    const { headers, bodyStart } = readHeaders(text, from, to);
    const nested = boundaryOf(headers['content-type']);
    if (nested === undefined) {
      items.push({ kind: 'request', part: readRequest(text, { from: bodyStart, to }, headers) });
      count++;
    } else {
      const parts: BatchPart[] = [];
      forEachPart(text, { from: bodyStart, to: Math.min(to + 2, text.length), boundary: nested }, (start, end) => {
        const inner = readHeaders(text, start, end);
        parts.push(readRequest(text, { from: inner.bodyStart, to: end }, inner.headers));
        count++;
      });
      items.push({ kind: 'change-set', parts });
    }
    if (count > mostParts) throw problems.query(`The maximum number of operations in a batch is ${mostParts}.`);
  });
  return items;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Calls back for what lies between each boundary and the next, without the line ends that belong to them. */
function forEachPart(
  text: string,
  { from, to, boundary }: Stretch & { readonly boundary: string },
  take: (from: number, to: number) => void,
): void {
  const delimiter = `--${boundary}`;
  let at = delimiterAt(text, from, to, delimiter);
  if (at === -1) throw unreadable();
  while (true) {
    const after = at + delimiter.length;
    if (text.startsWith('--', after)) return;
    if (!text.startsWith('\r\n', after)) throw unreadable();
    const next = delimiterAt(text, after + 2, to, delimiter);
    if (next === -1) throw unreadable();
    take(after + 2, next - 2);
    at = next;
  }
}

/** The next boundary at the beginning of a line. */
function delimiterAt(text: string, from: number, to: number, delimiter: string): number {
  let at = text.indexOf(delimiter, from);
  while (at !== -1 && at + delimiter.length <= to) {
    if (at === from || text.startsWith('\r\n', at - 2)) return at;
    if (text[at - 1] === '\n') throw unreadable();
    at = text.indexOf(delimiter, at + 1);
  }
  return -1;
}

/** Header lines up to an empty line or the end. Names come out in lower case. */
function readHeaders(text: string, from: number, to: number): { headers: Record<string, string>; bodyStart: number } {
  const headers: Record<string, string> = {};
  let at = from;
  while (at < to) {
    let end = text.indexOf('\r\n', at);
    if (end === -1 || end > to) end = to;
    if (end === at) return { headers, bodyStart: at + 2 };
    const colon = text.indexOf(':', at);
    if (colon === -1 || colon > end) throw unreadable();
    const name = text.slice(at, colon).trim().toLowerCase();
    if (name.includes('\n')) throw unreadable();
    headers[name] = text.slice(colon + 1, end).trim();
    at = end + 2;
  }
  return { headers, bodyStart: to };
}

/** `PATCH /api/data/v9.2/accounts(…) HTTP/1.1`, its headers and its body. */
function readRequest(text: string, { from, to }: Stretch, outer: Readonly<Record<string, string>>): BatchPart {
  // A client may leave empty lines in front.
  let start = from;
  while (start < to && text.startsWith('\r\n', start)) start += 2;
  let lineEnd = text.indexOf('\r\n', start);
  if (lineEnd === -1 || lineEnd > to) lineEnd = to;
  const first = text.indexOf(' ', start);
  const last = text.lastIndexOf(' ', lineEnd - 1);
  if (first === -1 || first >= last || last > lineEnd) throw unreadable();
  const url = text.slice(first + 1, last).trim();
  const { headers, bodyStart } = readHeaders(text, Math.min(lineEnd + 2, to), to);
  const mark = url.indexOf('?');
  return {
    method: text.slice(start, first).toUpperCase(),
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers,
    body: bodyStart < to ? text.slice(bodyStart, to) : '',
    contentId: headers['content-id'] ?? outer['content-id'],
  };
}
