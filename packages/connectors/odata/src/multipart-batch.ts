import { randomUUID } from 'node:crypto';
import type { BatchAnswer } from './batch-answer.ts';

/** One request of a multipart batch. */
export interface MultipartRequest {
  readonly method: string;
  /** With the path of the service root in front: `/api/data/v9.2/accounts(…)`. */
  readonly path: string;
  /** `Name: value` each. The headers of the batch itself do not reach its parts. */
  readonly headers: readonly string[];
  readonly body: string | null;
}

const partHead = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n';

/** A request that stands for itself, or several that are carried out together or not at all: a change set. */
export type MultipartItem = MultipartRequest | readonly MultipartRequest[];

/**
 * A batch of requests and change sets. Every line ends with CRLF, also the last: Dataverse answers a body with plain line
 * ends as if only one part were wrong. Throws a RangeError for a path or header with a line end.
 */
export function multipartBatch(items: readonly MultipartItem[]): { contentType: string; body: string } {
  const boundary = `batch_${randomUUID()}`;
  let body = '';
  for (const item of items) {
    body += `--${boundary}\r\n`;
    if (!isChangeSet(item)) {
      body += `${partHead}\r\n${requestText(item)}`;
      continue;
    }
    const inner = `changeset_${randomUUID()}`;
    body += `Content-Type: multipart/mixed;boundary="${inner}"\r\n\r\n`;
    for (const [index, request] of item.entries())
      body += `--${inner}\r\n${partHead}Content-ID: ${index + 1}\r\n\r\n${requestText(request)}`;
    body += `--${inner}--\r\n`;
  }
  return { contentType: `multipart/mixed;boundary="${boundary}"`, body: `${body}--${boundary}--\r\n` };
}

function isChangeSet(item: MultipartItem): item is readonly MultipartRequest[] {
  return Array.isArray(item);
}

function requestText({ method, path, headers, body }: MultipartRequest): string {
  if (hasLineEnd(path)) throw new RangeError('A path in a batch may not have a line end.');
  let text = `${method} ${path} HTTP/1.1\r\n`;
  for (const header of headers) {
    if (hasLineEnd(header)) throw new RangeError('A header in a batch may not have a line end.');
    text += `${header}\r\n`;
  }
  return text + (body === null ? '\r\n\r\n' : `\r\n${body}\r\n`);
}

function hasLineEnd(text: string): boolean {
  return text.includes('\n') || text.includes('\r');
}

/** The boundary that a content type names, or null when it is no multipart. */
function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null;
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

class PartAnswer implements BatchAnswer {
  readonly status: number;
  readonly body: string;
  readonly #head: string;
  constructor(status: number, head: string, body: string) {
    this.status = status;
    this.#head = head;
    this.body = body;
  }
  header(name: string): string | undefined {
    return headerOf(this.#head, name);
  }
  json(): unknown {
    try {
      return JSON.parse(this.body);
    } catch {
      return undefined;
    }
  }
}

/** The value of a header in a block of header lines. Blocks are short and asked seldom, so they are searched each time. */
function headerOf(head: string, name: string): string | undefined {
  for (const line of head.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === name.length && line.slice(0, colon).toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return undefined;
}

/**
 * Where the text before an empty line ends and the one behind it begins, with either kind of line end. Goes from line to
 * line: heads are short, and a search for the kind that is not there would run through all other parts.
 */
function splitAtEmptyLine(text: string, from: number, to: number): { headEnd: number; bodyStart: number } {
  let lineStart = from;
  for (;;) {
    const lineEnd = text.indexOf('\n', lineStart);
    if (lineEnd === -1 || lineEnd >= to) return { headEnd: to, bodyStart: to };
    const isEmpty = lineEnd === lineStart || (lineEnd === lineStart + 1 && text.charCodeAt(lineStart) === 13);
    if (isEmpty) return { headEnd: lineStart, bodyStart: lineEnd + 1 };
    lineStart = lineEnd + 1;
  }
}

/**
 * The answers of a multipart batch, those of each item together: one of a request, all of a change set that was carried out, or
 * the one that refuses it as a whole. Takes what real servers send: quoted boundaries, plain line ends, no final boundary. A part
 * that is cut off is left out, so a batch that was cut short gives fewer answers than it had items. Gives null when the body is
 * no multipart at all.
 */
export function readMultipartBatch(contentType: string, body: Uint8Array | string): BatchAnswer[][] | null {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return null;
  const text = typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  const items: BatchAnswer[][] = [];
  readParts(text, 0, text.length, boundary, items);
  return items;
}

function readParts(text: string, from: number, to: number, boundary: string, items: BatchAnswer[][]): void {
  // A boundary stands at the beginning of a line. JSON has no line ends inside its texts, so none can be inside a body.
  const delimiter = `\n--${boundary}`;
  let at = text.startsWith(`--${boundary}`, from) ? from + delimiter.length - 1 : nextPart(text, from, to, delimiter);
  while (at !== -1 && at < to && !text.startsWith('--', at)) {
    const lineEnd = text.indexOf('\n', at);
    if (lineEnd === -1) return;
    const end = text.indexOf(delimiter, lineEnd - 1);
    // Without a boundary behind it nobody knows whether the part is complete.
    if (end === -1 || end >= to) return;
    readPart(text, lineEnd + 1, text.charCodeAt(end - 1) === 13 ? end - 1 : end, items);
    at = end + delimiter.length;
  }
}

function nextPart(text: string, from: number, to: number, delimiter: string): number {
  const found = text.indexOf(delimiter, from);
  return found === -1 || found >= to ? -1 : found + delimiter.length;
}

const statusLine = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})/;

function readPart(text: string, from: number, to: number, items: BatchAnswer[][]): void {
  const outer = splitAtEmptyLine(text, from, to);
  const outerType = headerOf(text.slice(from, outer.headEnd), 'content-type') ?? '';
  const nested = boundaryOf(outerType);
  // The last boundary of a change set may have lost its line end to the boundary around it.
  if (nested !== null) {
    const inside: BatchAnswer[][] = [];
    readParts(`${text.slice(outer.bodyStart, to)}\r\n`, 0, to - outer.bodyStart + 2, nested, inside);
    items.push(inside.flat());
    return;
  }
  const inner = splitAtEmptyLine(text, outer.bodyStart, to);
  const head = text.slice(outer.bodyStart, inner.headEnd);
  const status = statusLine.exec(head)?.[1];
  if (status === undefined) return;
  items.push([new PartAnswer(Number(status), head, text.slice(inner.bodyStart, to).trim())]);
}
