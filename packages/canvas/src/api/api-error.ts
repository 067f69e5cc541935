import type { Problem } from '@koppel/protocol';

/**
 * A call that did not succeed.
 *
 * - `problem`: the server refused it and says why in `problem`.
 * - `unreachable`: no answer came; nothing is known about what the server did.
 * - `unreadable`: an answer came that is not of this API (a proxy's page, a newer server).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: 'problem' | 'unreachable' | 'unreadable';
  /** 0 when no answer came. */
  readonly status: number;
  readonly problem: Problem | null;
  /** Finds the request in the server's log, where one was given. */
  readonly requestId: string | null;

  constructor(options: {
    kind: ApiError['kind'];
    status: number;
    message: string;
    problem?: Problem;
    requestId?: string | null;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.kind = options.kind;
    this.status = options.status;
    this.problem = options.problem ?? null;
    this.requestId = options.problem?.requestId ?? options.requestId ?? null;
  }

  /** Nobody is signed in, or not any more. */
  get isSignedOut(): boolean {
    return this.status === 401;
  }

  /** The person is signed in and lacks the permission. */
  get isForbidden(): boolean {
    return this.status === 403;
  }
}
