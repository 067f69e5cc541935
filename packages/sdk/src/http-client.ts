/** One outgoing request. `url` is absolute and must be on a host that the connection may reach. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** That it changes nothing, so that it may be sent again: true for a GET, and for a batch of them. Default: it is a GET. */
  readonly onlyReads?: boolean | undefined;
  readonly signal: AbortSignal;
  /** Default 100,000 ms from sending to the last byte of the body. */
  readonly timeoutMs?: number;
  /**
   * The last moment, by `Clock.monotonicMs`, at which the first byte may leave. A request that waited longer for its turn or
   * its socket is not sent: it ends with a ConnectionError whose `wasSent` is false.
   */
  readonly startBy?: number | undefined;
  /** Default 64 MiB; a longer body is refused while it streams in. */
  readonly maxBytes?: number;
}

/** Whether a request that must start by a moment of `Clock.monotonicMs` may no longer be sent now. */
export function isTooLate(startBy: number, monotonicMs: number): boolean {
  return monotonicMs > startBy;
}

/** A complete answer. Header names are lower case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  text(): string;
  /** The body as JSON. Throws a ConnectionError that quotes the beginning of the body when it is not JSON. */
  json(): unknown;
}

/**
 * The one way out. It reaches only the hosts of its connection, follows no redirect, keeps the connection's pace
 * (concurrency, requests per window) over all runs that share it, and after an answer 429 lets nobody through until its
 * time is up. It never repeats a request that may write: whether that is safe is decided by who knows what the request does.
 * Throws a ConnectionError when no complete answer came; `wasSent` is false when certainly nothing left.
 */
export interface HttpClient {
  /** The connection it belongs to, for the errors that concern all who use it; undefined where nobody keeps it. */
  readonly connectionId?: string | undefined;
  request(request: HttpRequest): Promise<HttpResponse>;
}
