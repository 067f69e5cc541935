import type { FlowError } from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';

/** What a batch answered to one of its requests. */
export interface BatchAnswer {
  readonly status: number;
  /** Header names in lower case. */
  header(name: string): string | undefined;
  /** The body as text; empty where there is none. */
  readonly body: string;
  /** The body as JSON, or undefined where it is none or cannot be read. */
  json(): unknown;
}

/** Statuses of a whole batch that say that nothing in it was carried out: it was turned away at the door. */
const turnedAway = new Set([401, 403, 404, 405, 413, 415, 429]);

/** Whether a batch that was answered with this status certainly did nothing. */
export function isBatchTurnedAway(status: number): boolean {
  return turnedAway.has(status);
}

/** A batch that was answered as a whole with something else than its parts: `error` says what. */
export class BatchRefused extends Error {
  readonly status: number;
  readonly error: FlowError;
  constructor(status: number, error: FlowError) {
    super(error.message, { cause: error });
    this.name = 'BatchRefused';
    this.status = status;
    this.error = error;
  }
}

/** The pause that one part of a batch asks for, in milliseconds. */
export function pauseAskedBy(answer: BatchAnswer): number | undefined {
  const asked = answer.header('retry-after');
  return asked === undefined ? undefined : retryAfterMs({ headers: { 'retry-after': asked } });
}
