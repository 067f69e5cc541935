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

const partHead = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n';

/**
 * A batch of independent requests, outside change sets. Every line ends with CRLF, also the last: Dataverse answers a
 * body with plain line ends as if only one part were wrong. Throws a RangeError for a path or header with a line end.
 */
export function multipartBatch(requests: readonly MultipartRequest[]): { contentType: string; body: string } {
  const boundary = `batch_${randomUUID()}`;
  let body = '';
  for (const { method, path, headers, body: content } of requests) {
    body += `--${boundary}\r\n${partHead}${method} ${path} HTTP/1.1\r\n`;
    if (hasLineEnd(path)) throw new RangeError('A path in a batch may not have a line end.');
    for (const header of headers) {
      if (hasLineEnd(header)) throw new RangeError('A header in a batch may not have a line end.');
      body += `${header}\r\n`;
    }
    body += content === null ? '\r\n\r\n' : `\r\n${content}\r\n`;
  }
  return { contentType: `multipart/mixed;boundary="${boundary}"`, body: `${body}--${boundary}--\r\n` };
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
 * The answers of a multipart batch in their order, those of change sets in place. Takes what real servers send: quoted
 * boundaries, plain line ends, no final boundary. A part that is cut off is left out, so a batch that was cut short gives
 * fewer answers than it had requests. Gives null when the body is no multipart at all.
 */
export function readMultipartBatch(contentType: string, body: Uint8Array | string): BatchAnswer[] | null {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return null;
  const text = typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  const answers: BatchAnswer[] = [];
  readParts(text, 0, text.length, boundary, answers);
  return answers;
}

function readParts(text: string, from: number, to: number, boundary: string, answers: BatchAnswer[]): void {
  // A boundary stands at the beginning of a line. JSON has no line ends inside its texts, so none can be inside a body.
  const delimiter = `\n--${boundary}`;
  let at = text.startsWith(`--${boundary}`, from) ? from + delimiter.length - 1 : nextPart(text, from, to, delimiter);
  while (at !== -1 && at < to && !text.startsWith('--', at)) {
    const lineEnd = text.indexOf('\n', at);
    if (lineEnd === -1) return;
    const end = text.indexOf(delimiter, lineEnd - 1);
    // Without a boundary behind it nobody knows whether the part is complete.
    if (end === -1 || end >= to) return;
    readPart(text, lineEnd + 1, text.charCodeAt(end - 1) === 13 ? end - 1 : end, answers);
    at = end + delimiter.length;
  }
}

function nextPart(text: string, from: number, to: number, delimiter: string): number {
  const found = text.indexOf(delimiter, from);
  return found === -1 || found >= to ? -1 : found + delimiter.length;
}

const statusLine = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})/;

function readPart(text: string, from: number, to: number, answers: BatchAnswer[]): void {
  const outer = splitAtEmptyLine(text, from, to);
  const outerType = headerOf(text.slice(from, outer.headEnd), 'content-type') ?? '';
  const nested = boundaryOf(outerType);
  // The last boundary of a change set may have lost its line end to the boundary around it.
  if (nested !== null) {
    readParts(`${text.slice(outer.bodyStart, to)}\r\n`, 0, to - outer.bodyStart + 2, nested, answers);
    return;
  }
  const inner = splitAtEmptyLine(text, outer.bodyStart, to);
  const head = text.slice(outer.bodyStart, inner.headEnd);
  const status = statusLine.exec(head)?.[1];
  if (status === undefined) return;
  answers.push(new PartAnswer(Number(status), head, text.slice(inner.bodyStart, to).trim()));
}
