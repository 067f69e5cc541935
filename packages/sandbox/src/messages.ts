import type { CodeAnswer, CodeBatch } from '@koppel/sdk';

export interface Job extends CodeBatch {
  readonly id: number;
  /** Only whether the code can be read and has a function, which is not called. */
  readonly isTrial: boolean;
  readonly limits: Limits;
}

export interface Limits {
  /** Wall time of some records together, and of one that comes by itself; in milliseconds. */
  readonly batchMs: number;
  readonly recordMs: number;
  /** Of an isolate, in MB. */
  readonly memoryMb: number;
  /** Of the answer for one record, in characters of its JSON. */
  readonly answerChars: number;
}

export interface Done {
  readonly id: number;
  readonly answers: readonly CodeAnswer[];
}
