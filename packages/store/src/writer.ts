import type { Database, Statement } from 'better-sqlite3';
import { asStorageError, StoreError } from './store-error.ts';

interface Job {
  /** Makes its change; gives what to tell whoever asked, once it is durable. */
  run(): () => void;
  fail(error: unknown): void;
}

/** How long changes are gathered into one commit. A longer group would keep everything else of the process waiting. */
const groupMs = 20;

/**
 * The one writer of the store. Changes that are asked for in the same turn of the event loop are committed together,
 * with one wait for the disk; each is still a transaction of its own, which a failing neighbour does not touch.
 */
export class Writer {
  readonly #database: Database;
  readonly #monotonicMs: () => number;
  readonly #transaction: Record<'begin' | 'commit' | 'rollback', Statement<[]>>;
  readonly #savepoint: Record<'begin' | 'release' | 'rollback', Statement<[]>>;
  #jobs: Job[] = [];
  #isScheduled = false;
  #refusal: StoreError | null = null;

  constructor(database: Database, monotonicMs: () => number) {
    this.#database = database;
    this.#monotonicMs = monotonicMs;
    this.#transaction = {
      begin: database.prepare('begin immediate'),
      commit: database.prepare('commit'),
      rollback: database.prepare('rollback'),
    };
    this.#savepoint = {
      begin: database.prepare('savepoint job'),
      release: database.prepare('release job'),
      rollback: database.prepare('rollback to job'),
    };
  }

  /**
   * Makes a change. `change` is called once, inside a transaction, and must not wait for anything. Resolves when the
   * change is durable; rejects with what `change` threw, or with a StoreError, and then nothing of it is stored. `tell` is
   * called with what it gave as soon as that is durable, in the order of the changes.
   */
  write<T>(change: () => T, tell?: (value: T) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#refusal) {
        reject(this.#refusal);
        return;
      }
      this.#jobs.push({
        run() {
          const value = change();
          return () => {
            tell?.(value);
            resolve(value);
          };
        },
        fail: reject,
      });
      this.#schedule();
    });
  }

  /** Makes what was asked for durable and refuses everything after it. */
  close(): void {
    while (this.#jobs.length > 0) this.#commitGroup();
    this.#refusal ??= new StoreError({
      code: 'store.closed',
      message: 'The store was closed already.',
      remedy: 'Start Koppel again.',
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#jobs.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#commitGroup();
      this.#schedule();
    });
  }

  #commitGroup(): void {
    const jobs = this.#jobs;
    if (jobs.length === 0) return;
    const started = this.#monotonicMs();
    const done: { job: Job; tell: () => void }[] = [];
    let taken = 0;
    try {
      while (taken < jobs.length && (taken === 0 || this.#monotonicMs() - started < groupMs)) {
        if (!this.#database.inTransaction) this.#transaction.begin.run();
        const job = jobs[taken]!;
        taken += 1;
        const tell = done.length === 0 ? this.#runFirst(job) : this.#runBeside(job);
        if (tell) done.push({ job, tell });
      }
      if (this.#database.inTransaction) this.#transaction.commit.run();
    } catch (error) {
      // Where not even a transaction could begin, nobody needs to wait for the same refusal again.
      const lost = taken === 0 ? jobs : done.map(({ job }) => job);
      this.#jobs = taken === 0 ? [] : jobs.slice(taken);
      this.#giveUp(lost, error);
      return;
    }
    this.#jobs = jobs.slice(taken);
    for (const { tell } of done) tell();
  }

  /**
   * Runs a change with nothing before it in the transaction: its failure may undo the whole, so it needs no savepoint, for
   * which every page that it touches would be kept twice. Throws when the transaction ended by itself.
   */
  #runFirst(job: Job): (() => void) | null {
    try {
      return job.run();
    } catch (error) {
      job.fail(this.#failureOf(error));
      if (!this.#database.inTransaction) throw error;
      this.#transaction.rollback.run();
      return null;
    }
  }

  /** Runs a change so that its failure undoes it alone. Throws when the whole transaction is lost. */
  #runBeside(job: Job): (() => void) | null {
    try {
      this.#savepoint.begin.run();
      const tell = job.run();
      this.#savepoint.release.run();
      return tell;
    } catch (error) {
      job.fail(this.#failureOf(error));
      // A full or failing disk ends the transaction by itself: then nothing of the group holds.
      if (!this.#database.inTransaction) throw error;
      this.#savepoint.rollback.run();
      this.#savepoint.release.run();
      return null;
    }
  }

  #failureOf(error: unknown): unknown {
    return asStorageError(error, this.#database.name) ?? error;
  }

  #giveUp(jobs: readonly Job[], error: unknown): void {
    if (this.#database.inTransaction) this.#transaction.rollback.run();
    const failure = asStorageError(error, this.#database.name);
    for (const job of jobs) job.fail(failure ?? error);
    // After a failed write nobody knows what the disk holds: only opening the store anew finds out.
    if (failure?.code === 'store.io-failed') this.#refusal = failure;
    if (this.#refusal) for (const job of this.#jobs.splice(0)) job.fail(this.#refusal);
  }
}
