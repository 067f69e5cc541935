import type { FieldValue } from '@koppel/model';
import { strict as assert } from 'node:assert';
import type { Clock } from '../clock.ts';
import type { System } from '../connector.ts';
import type { HttpClient } from '../http-client.ts';
import { interceptedHttp, type InterceptedHttp } from './intercepted-http.ts';
import { testClock, type TestClock } from './test-clock.ts';

/** One sentence of a contract and its proof. Give both to the test runner: `test(title, run)`. */
export interface ContractCase {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** What goes wrong at the system from now on, over the real network. */
export interface SystemFaults {
  /** Every request is answered 429 and not carried out. */
  throttle(retryAfterSeconds: number | null): void;
  /** Every request fails with this status and is not carried out. */
  fail(status: number): void;
  /** Writes are carried out, and the connection is cut without an answer. */
  loseReplies(): void;
  /** Requests are carried out, and the connection is cut in the middle of the answer. */
  cutAnswers(): void;
  /** Every n-th write of a bulk request is not carried out and answers a server error. */
  failParts(every: number): void;
  clear(): void;
}

/** A connector's system, running, with hands inside it of which the connector knows nothing. Records are of one entity. */
export interface SystemUnderTest {
  readonly system: System;
  readonly entity: string;
  /** What is read of records. `name` is among them, and is what `make` and `rename` set. */
  readonly fields: readonly string[];
  /** The keys of all records. */
  keys(): Promise<string[]>;
  /** Makes records with these names and gives their keys, in the order of the names. */
  make(names: readonly string[]): Promise<string[]>;
  rename(key: string, name: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** The keys of the records with exactly this name. */
  named(name: string): Promise<string[]>;
  /** Sets the system's clock by so much; back for a negative number. */
  passTime(ms: number): void;
  readonly faults: SystemFaults;
  close(): Promise<void>;
}

export type StartSystem<Subject extends SystemUnderTest> = (ports: {
  /** For the connection. */
  readonly clock: Clock;
  /** To be put around the connection's HTTP client. */
  readonly intercept: (http: HttpClient) => HttpClient;
}) => Promise<Subject>;

/** What a case works with. */
export interface Scene<Subject extends SystemUnderTest> {
  readonly subject: Subject;
  readonly clock: TestClock;
  readonly http: InterceptedHttp;
  readonly signal: AbortSignal;
}

/** A case that begins with a fresh system and closes it whatever happens. */
export function contractCase<Subject extends SystemUnderTest>(
  start: StartSystem<Subject>,
  title: string,
  prove: (scene: Scene<Subject>) => Promise<void>,
): ContractCase {
  return {
    title,
    async run() {
      const clock = testClock();
      const http = interceptedHttp();
      const subject = await start({ clock, intercept: (inner) => http.wrap(inner) });
      try {
        await prove({ subject, clock, http, signal: new AbortController().signal });
      } finally {
        http.clear();
        await subject.close();
      }
    },
  };
}

/** What it rejects with; fails when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('It should have been refused.');
}

export type Values = Readonly<Record<string, FieldValue>>;
