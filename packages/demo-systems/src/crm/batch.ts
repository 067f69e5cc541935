import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { finish, type Sliced } from '../odata/turns.ts';
import type { Crm } from './crm.ts';
import { boundaryOf, readBatch, unreadable, type BatchItem, type BatchPart } from './protocol/multipart.ts';
import { crmErrorOf, errorBody, problems, type CrmError } from './protocol/problem.ts';
import { resolved } from './protocol/record-address.ts';
import { json, type Answer, type CrmRequest, type Session } from './session.ts';

/** Answers one request that is not itself a batch. Refusals are thrown. */
export type Answering = (request: CrmRequest, session: Session) => Sliced<Answer>;

interface BatchPorts {
  readonly crm: Crm;
  readonly sessionFor: (headers: CrmRequest['headers']) => Session;
  readonly answering: Answering;
}

/** In a part of a batch, twice what it may be outside. */
const longestAddress = 64 * 1024;

/** How long writes of one batch hold the database and the process before others get their turn. */
const sliceMs = 25;

/**
 * Answers a batch. Requests outside change sets stand for themselves; those next to each other share a transaction of a
 * few milliseconds, which is for speed alone: each has checked everything before it writes.
 */
export function* answerBatch({ crm, sessionFor, answering }: BatchPorts, request: CrmRequest): Sliced<Answer> {
  const session = sessionFor(request.headers);
  const { continuesOnError } = session.preferences;
  const reply = new Reply(session.preferences.includesAll);
  const boundary = boundaryOf(request.headers['content-type']);
  if (boundary === undefined) throw unreadable();
  let items: BatchItem[];
  try {
    items = readBatch(request.body, boundary);
  } catch (thrown) {
    reply.refuse(crmErrorOf(thrown));
    return reply.finished(400);
  }
  const run = new PartRun({ crm, sessionFor, answering });
  let at = 0;
  while (at < items.length) {
    const item = items[at]!;
    if (item.kind === 'change-set') {
      at++;
      try {
        const answers = crm.database.transact(() => run.changeSet(item.parts));
        reply.changeSet(item.parts, answers);
      } catch (thrown) {
        // What was undone may have been a permission.
        crm.security.forget();
        reply.refuse(crmErrorOf(thrown));
        if (!continuesOnError) return reply.finished(400);
      }
    } else if (item.part.method === 'GET') {
      at++;
      try {
        reply.part(yield* run.part(item.part, undefined), item.part.contentId);
      } catch (thrown) {
        reply.refuse(crmErrorOf(thrown), item.part.contentId);
        if (!continuesOnError) return reply.finished(400);
      }
    } else {
      const until = performance.now() + sliceMs;
      const stopped = crm.database.transact(() => {
        while (at < items.length && performance.now() < until) {
          const next = items[at]!;
          if (next.kind !== 'request' || next.part.method === 'GET') return false;
          at++;
          try {
            reply.part(finish(run.part(next.part, undefined)), next.part.contentId);
          } catch (thrown) {
            reply.refuse(crmErrorOf(thrown), next.part.contentId);
            if (!continuesOnError) return true;
          }
        }
        return false;
      });
      if (stopped) return reply.finished(400);
    }
    yield;
  }
  return reply.finished(200);
}

/** Executes parts one after the other. */
class PartRun {
  readonly #ports: BatchPorts;
  #index = 0;

  constructor(ports: BatchPorts) {
    this.#ports = ports;
  }

  *part(part: BatchPart, references: ReadonlyMap<string, string> | undefined): Sliced<Answer> {
    const { crm, sessionFor, answering } = this.#ports;
    const isReference = references !== undefined || /^\/?\$\d/.test(part.path);
    const path = crm.addresses.pathIn(isReference ? resolved(part.path, references) : part.path);
    if (crm.faults.failPart({ index: this.#index++, key: keyIn(path) })) throw problems.injected();
    if (part.path.length + part.query.length > longestAddress) throw problems.addressTooLong();
    if (path === '$batch') throw problems.query('Nested batch requests are not supported.');
    const session = sessionFor(part.headers);
    return yield* answering({ ...part, path }, references === undefined ? session : { ...session, references });
  }

  /** Everything or, by an exception, nothing. */
  changeSet(parts: readonly BatchPart[]): Answer[] {
    const references = new Map<string, string>();
    const { crm } = this.#ports;
    return parts.map((part) => {
      if (part.method === 'GET') throw problems.query('A GET request is not allowed inside a change set.');
      if (part.contentId === undefined) throw problems.query('Every request inside a change set needs a Content-ID.');
      const answer = finish(this.part(part, references));
      const made = answer.headers['OData-EntityId'];
      if (made !== undefined) references.set(`$${part.contentId}`, crm.addresses.pathIn(made));
      return answer;
    });
  }
}

function keyIn(path: string): string | null {
  return /\(([^)]*)\)/.exec(path)?.[1] ?? null;
}

/** The body of the answer, part by part. */
class Reply {
  readonly #boundary = `batchresponse_${randomUUID()}`;
  readonly #isDetailed: boolean;
  #text = '';

  constructor(isDetailed: boolean) {
    this.#isDetailed = isDetailed;
  }

  part(answer: Answer, contentId: string | undefined): void {
    this.#text += `--${this.#boundary}\r\n${partText(answer, contentId)}`;
  }

  refuse(error: CrmError, contentId?: string): void {
    const answer = json(error.status, errorBody(error, this.#isDetailed));
    this.part({ ...answer, headers: { REQ_ID: randomUUID(), ...answer.headers } }, contentId);
  }

  changeSet(parts: readonly BatchPart[], answers: readonly Answer[]): void {
    const boundary = `changesetresponse_${randomUUID()}`;
    this.#text += `--${this.#boundary}\r\nContent-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`;
    for (const [at, answer] of answers.entries())
      this.#text += `--${boundary}\r\n${partText(answer, parts[at]!.contentId)}`;
    this.#text += `--${boundary}--\r\n`;
  }

  finished(status: number): Answer {
    return {
      status,
      headers: { 'Content-Type': `multipart/mixed; boundary=${this.#boundary}`, 'OData-Version': '4.0' },
      body: `${this.#text}--${this.#boundary}--\r\n`,
    };
  }
}

function partText({ status, headers, body }: Answer, contentId: string | undefined): string {
  let text = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n';
  if (contentId !== undefined) text += `Content-ID: ${contentId}\r\n`;
  text += `\r\nHTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  return `${text}\r\n${body}\r\n`;
}
