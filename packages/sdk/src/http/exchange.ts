import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { Deadline, Deadlines } from './deadlines.ts';
import { timedOut, tooLate, tooLong, transportFailure, unreadable, type FailureFacts } from './failure.ts';

/** A request that has been checked: where it goes is no longer a question. */
export interface CheckedRequest {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: string[];
  readonly body: string | Uint8Array | null;
  readonly host: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Asked right before the first byte leaves. */
  readonly isTooLate: () => boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

type Decompress = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
const inflateAny: Decompress = async (body, options) => {
  // "deflate" should be zlib's format; some servers send the bare one.
  const isZlib = body.length > 1 && (body[0]! & 0x0f) === 8 && ((body[0]! << 8) | body[1]!) % 31 === 0;
  return isZlib
    ? promisify<Buffer, object, Buffer>(inflate)(body, options)
    : promisify<Buffer, object, Buffer>(inflateRaw)(body, options);
};
const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  'x-gzip': promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
  deflate: inflateAny,
};

/** What the client can undo, for the request header. */
export const acceptedEncodings = 'gzip, deflate, br';

function joinedHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return joined;
}

/**
 * One request on its way: collects the answer within its bounds. It settles once, at the first of: complete answer,
 * deadline, abort, failure; whatever comes later is ignored.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: CheckedRequest;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #release: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #wasSent = false;
  #isSettled = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #received = 0;

  constructor(
    request: CheckedRequest,
    settle: { resolve: (answer: Answer) => void; reject: (reason: unknown) => void; release: () => void },
  ) {
    this.#request = request;
    this.#resolve = settle.resolve;
    this.#reject = settle.reject;
    this.#release = settle.release;
  }

  get facts(): FailureFacts {
    return { host: this.#request.host, wasSent: this.#wasSent };
  }

  /** Gives up: rejects with `reason` at once and lets go of the socket. */
  stop(reason: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#chunks = [];
    this.#release();
    this.#reject(reason);
    this.#controller?.abort(new Error('given up'));
  }

  /** Called when a socket is ready and the first byte is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isSettled) return controller.abort(new Error('given up before it was sent'));
    this.#controller = controller;
    if (this.#request.isTooLate()) return this.stop(tooLate(this.facts));
    this.#wasSent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200 || this.#isSettled) return;
    this.#status = status;
    this.#headers = joinedHeaders(headers);
    const announced = Number(this.#headers['content-length']);
    if (announced > this.#request.maxBytes) this.stop(tooLong(this.#request.maxBytes, this.facts));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#received += chunk.length;
    if (this.#received > this.#request.maxBytes) return this.stop(tooLong(this.#request.maxBytes, this.facts));
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#isSettled) return;
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 ? only! : Buffer.concat(this.#chunks, this.#received);
    this.#controller = undefined;
    const encoding = this.#headers['content-encoding'];
    if (encoding === undefined || body.length === 0) return this.#finish(body);
    this.#decompress(body, encoding).then(
      (plain) => this.#finish(plain),
      (error: unknown) => {
        const isTooLong = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
        this.stop(isTooLong ? tooLong(this.#request.maxBytes, this.facts) : unreadable(error, this.facts));
      },
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.stop(transportFailure(error, this.facts));
  }

  /** Undoes the encodings from the last to the first. The bound holds for every stage. */
  async #decompress(body: Buffer, encoding: string): Promise<Buffer> {
    const names = encoding
      .toLowerCase()
      .split(',')
      .map((name) => name.trim());
    if (names.length > 3) throw new Error('too many content encodings');
    let plain = body;
    for (const name of names.reverse()) {
      if (name === 'identity' || name === '') continue;
      const decompress = Object.hasOwn(decompressors, name) ? decompressors[name]! : undefined;
      if (decompress === undefined) throw new Error(`content encoding "${name}" was not asked for`);
      plain = await decompress(plain, { maxOutputLength: this.#request.maxBytes });
    }
    return plain;
  }

  #finish(body: Buffer): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#release();
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }
}

/** Sends a request and gives its complete answer, whatever the status. Throws a ConnectionError or the abort reason. */
export function exchange(request: CheckedRequest, deadlines: Deadlines, nowMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { signal, timeoutMs } = request;
    const onAbort = () => running.stop(signal.reason);
    const deadline: Deadline = {
      atMs: nowMs + timeoutMs,
      expire: () => running.stop(timedOut(timeoutMs, running.facts)),
    };
    const running = new Exchange(request, {
      resolve,
      reject,
      release() {
        deadlines.remove(deadline);
        signal.removeEventListener('abort', onAbort);
      },
    });
    signal.addEventListener('abort', onAbort, { once: true });
    deadlines.add(deadline);
    const { origin, path, method, headers, body } = request;
    request.dispatcher.dispatch({ origin, path, method, headers, body: body as string | Buffer | null }, running);
  });
}
