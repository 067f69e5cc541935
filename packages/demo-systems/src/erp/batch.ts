import { finish, type Sliced } from '../odata/turns.ts';
import type { ServiceFaults } from '../odata-service.ts';
import type { RecordDatabase } from '../records/database.ts';
import { badRequest, internalError, refusalOf } from './errors.ts';
import { json, refusalAnswer, type ErpAnswer, type ErpApi, type ErpRequest } from './requests.ts';

/** Operations in one batch, by the vendor's limits. */
const mostOperations = 100;

interface Part {
  readonly id: string | null;
  readonly request: ErpRequest;
  readonly dependsOn: readonly string[];
}

/** What became of a part, in the shape of the answer. */
interface PartAnswer {
  readonly id: string | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** How a batch is executed, by its headers. */
interface Mode {
  /** `Prefer: odata.continue-on-error`: a failure does not end the batch. */
  readonly continues: boolean;
  /** `Isolation: snapshot`: one transaction. */
  readonly isAtomic: boolean;
}

export interface BatchPorts {
  readonly api: ErpApi;
  readonly database: RecordDatabase;
  readonly faults: ServiceFaults;
}

/**
 * Answers a JSON batch. Writes that follow each other are one commit, reads stand between commits. Each part stands for
 * itself, except with `Isolation: snapshot`: then any failure undoes all, also what was answered with success.
 */
export function* answerBatch(request: ErpRequest, ports: BatchPorts): Sliced<ErpAnswer> {
  let parts: readonly Part[];
  try {
    parts = readParts(request.body, ports.api.root);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusalAnswer(refusal);
  }
  const mode = {
    continues: /odata\.continue-on-error(?!\s*=\s*false)/i.test(request.headers['prefer'] ?? ''),
    isAtomic: /^snapshot$/i.test(request.headers['isolation']?.trim() ?? ''),
  };
  const run = new BatchRun(mode, ports);
  if (mode.isAtomic) run.atomically(parts);
  else yield* run.onePartAfterAnother(parts);
  return json(200, { responses: run.answers });
}

/** Thrown to undo an atomic batch; never leaves this file. */
class Undo extends Error {}

class BatchRun {
  readonly answers: PartAnswer[] = [];
  readonly #failed = new Set<string>();
  readonly #mode: Mode;
  readonly #ports: BatchPorts;
  #index = 0;

  constructor(mode: Mode, ports: BatchPorts) {
    this.#mode = mode;
    this.#ports = ports;
  }

  atomically(parts: readonly Part[]): void {
    try {
      this.#ports.database.transact(() => {
        let failed = false;
        for (const part of parts) {
          const isDone = finish(this.#run(part));
          failed ||= !isDone;
          if (!isDone && !this.#mode.continues) break;
        }
        if (failed) throw new Undo();
      });
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
    }
  }

  *onePartAfterAnother(parts: readonly Part[]): Sliced<void> {
    let at = 0;
    while (at < parts.length) {
      if (parts[at]!.request.method === 'GET') {
        const isDone = yield* this.#run(parts[at]!);
        if (!isDone && !this.#mode.continues) return;
        at++;
        continue;
      }
      const end = this.#endOfWrites(parts, at);
      const stopped = this.#ports.database.transact(() => {
        for (; at < end; at++) if (!finish(this.#run(parts[at]!)) && !this.#mode.continues) return true;
        return false;
      });
      if (stopped) return;
      yield;
    }
  }

  #endOfWrites(parts: readonly Part[], from: number): number {
    let end = from;
    while (end < parts.length && parts[end]!.request.method !== 'GET') end++;
    return end;
  }

  /** Executes a part and notes its answer; false when it failed. */
  *#run({ id, request, dependsOn }: Part): Sliced<boolean> {
    const { api, faults } = this.#ports;
    const index = this.#index++;
    let answer: ErpAnswer;
    if (dependsOn.some((other) => this.#failed.has(other))) {
      answer = json(424, { error: { code: 'BadRequest', message: 'A request that this one depends on has failed.' } });
    } else if (faults.failPart({ index, key: keyIn(request.path) })) {
      answer = refusalAnswer(internalError());
    } else {
      answer = yield* api.answer(request);
    }
    const { status, headers } = answer;
    const body = answer.text ?? answer.json;
    this.answers.push(body === undefined ? { id, status, headers } : { id, status, headers, body });
    const isDone = status < 400;
    if (!isDone && id !== null) this.#failed.add(id);
    return isDone;
  }
}

/** The last key of a path. */
function keyIn(path: string): string | null {
  const open = path.lastIndexOf('(');
  const close = path.indexOf(')', open);
  return open === -1 || close === -1 ? null : path.slice(open + 1, close);
}

interface RawPart {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly url?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly dependsOn?: unknown;
  readonly atomicityGroup?: unknown;
}

function readParts(body: unknown, root: string): Part[] {
  const requests = (body as { requests?: unknown } | null | undefined)?.requests;
  if (!Array.isArray(requests)) throw badRequest("The batch request body must have the property 'requests'.");
  if (requests.length > mostOperations) {
    throw badRequest(
      `The batch has ${requests.length} operations. The maximum number of operations is ${mostOperations}.`,
    );
  }
  const seen = new Set<string>();
  return requests.map((raw: RawPart | null) => {
    const { id, method, url, headers, body: content, dependsOn, atomicityGroup } = raw ?? {};
    if (typeof method !== 'string' || typeof url !== 'string')
      throw badRequest('A batch request needs a method and a url.');
    if (atomicityGroup !== undefined) throw badRequest('Atomicity groups are not supported. Use the Isolation header.');
    const name = id === undefined || id === null ? null : String(id);
    if (name !== null && seen.has(name)) throw badRequest(`The request id '${name}' is used twice.`);
    const needed = Array.isArray(dependsOn) ? dependsOn.map(String) : [];
    const unknown = needed.find((other) => !seen.has(other));
    if (unknown !== undefined) throw badRequest(`The request '${unknown}' in dependsOn does not come before.`);
    if (name !== null) seen.add(name);
    const address = belowRoot(url, root);
    const question = address.indexOf('?');
    return {
      id: name,
      dependsOn: needed,
      request: {
        method: method.toUpperCase(),
        path: question === -1 ? address : address.slice(0, question),
        query: question === -1 ? '' : address.slice(question + 1),
        headers: lowerCaseNames(headers),
        body: content,
      },
    };
  });
}

/** Addresses of parts are relative to the API, begin with its path, or are absolute. */
function belowRoot(url: string, root: string): string {
  if (url.startsWith(root)) return url.slice(root.length);
  const path = new URL(root).pathname;
  if (url.startsWith(path)) return url.slice(path.length);
  return url.startsWith('/') ? url.slice(1) : url;
}

function lowerCaseNames(headers: unknown): Record<string, string> {
  const named: Record<string, string> = {};
  if (typeof headers !== 'object' || headers === null) return named;
  for (const [name, value] of Object.entries(headers)) named[name.toLowerCase()] = String(value);
  return named;
}
