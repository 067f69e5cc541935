import type { CodeAnswer, CodeBatch, CodeProblem, CodeRunner } from '@koppel/sdk';
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Done, Job, Limits } from './messages.ts';

const child = fileURLToPath(new URL('child.ts', import.meta.url));
const usual: Limits = { batchMs: 2_000, recordMs: 200, memoryMb: 64, answerChars: 64_000 };
/** After so many records of a batch that had to be stopped the rest is not tried. */
const mostStopped = 3;
/** Beyond what the isolate allows itself: then it is not the code that hangs but the process. */
const graceMs = 2_000;

/** What one runner asked for, in its order. */
type Lane = Waiting[];

interface Waiting {
  readonly job: Job;
  readonly lane: Lane;
  /** Whether a process ended on it before: then it may have been the code. */
  isAgain: boolean;
  readonly resolve: (answers: readonly CodeAnswer[]) => void;
}

/**
 * Runs code that people wrote for nodes. It has no credential, no environment, no network, no file and no clock; its time, memory
 * and answers are bounded. There are two walls: an isolate, and a process of its own that the server outlives.
 */
export class Sandbox {
  readonly #limits: Limits;
  /** The lanes in which something waits, the next one first. */
  readonly #turns: Lane[] = [];
  #process: ChildProcess | null = null;
  #current: Waiting | null = null;
  #watch: NodeJS.Timeout | null = null;
  #next = 1;
  #isClosed = false;

  readonly #fork: () => ChildProcess;

  constructor(limits: Partial<Limits> = {}, fork: () => ChildProcess = forkChild) {
    this.#limits = { ...usual, ...limits };
    this.#fork = fork;
  }

  /** A runner of its own for each workspace: they take turns, so that code of one does not keep another waiting for all of it. */
  runner(): CodeRunner {
    const lane: Lane = [];
    return {
      run: (batch) => this.#runParts(lane, batch, { stopped: 0 }),
      problemIn: async (code) => {
        const [answer] = await this.#ask(lane, { code, fields: [], records: [[]], run: { today: '' } }, true);
        return answer && !answer.ok ? answer.problem : null;
      },
    };
  }

  /**
   * Where records had to be stopped together they are run in smaller parts, so that one costs no other: first as many as may take
   * their time one after the other, then each by itself.
   */
  async #runParts(lane: Lane, batch: CodeBatch, tally: { stopped: number }): Promise<readonly CodeAnswer[]> {
    const { records } = batch;
    if (tally.stopped >= mostStopped) return records.map(() => notRun);
    const answers = await this.#ask(lane, batch, false);
    if (!answers.every(isStop)) return answers;
    if (records.length === 1) tally.stopped += 1;
    if (records.length <= 1 || this.#isClosed) return answers;
    const { batchMs, recordMs } = this.#limits;
    const inTurn = Math.max(1, Math.floor(batchMs / recordMs));
    const size = records.length > inTurn ? inTurn : 1;
    const parts: CodeAnswer[] = [];
    for (let at = 0; at < records.length; at += size) {
      parts.push(...(await this.#runParts(lane, { ...batch, records: records.slice(at, at + size) }, tally)));
    }
    return parts;
  }

  #ask(lane: Lane, batch: CodeBatch, isTrial: boolean): Promise<readonly CodeAnswer[]> {
    if (this.#isClosed) return Promise.reject(new Error('The sandbox is closed.'));
    if (batch.records.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const { code, fields, records, run } = batch;
      const job = { id: this.#next, code, fields, records, run, isTrial, limits: this.#limits };
      lane.push({ job, lane, isAgain: false, resolve });
      if (lane.length === 1) this.#turns.push(lane);
      this.#next += 1;
      this.#proceed();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
    const waiting = this.#turns.splice(0).flatMap((lane) => lane.splice(0));
    for (const { job, resolve } of [this.#current, ...waiting].filter((one) => one !== null))
      resolve(job.records.map(() => gone));
    this.#current = null;
  }

  #proceed(): void {
    if (this.#current || this.#isClosed) return;
    const lane = this.#turns.shift();
    const next = lane?.shift();
    if (!lane || !next) return;
    if (lane.length > 0) this.#turns.push(lane);
    this.#current = next;
    this.#process ??= this.#start();
    this.#watch = setTimeout(() => this.#process?.kill('SIGKILL'), this.#limits.batchMs + graceMs);
    this.#process.send(next.job);
  }

  #start(): ChildProcess {
    const started = this.#fork();
    started.unref();
    started.channel?.unref();
    started.on('message', (done: Done) => this.#finish(done.id, done.answers));
    started.on('exit', () => this.#ended(started, stopped));
    // It could not be started, or had ended without having been heard of.
    started.on('error', () => {
      started.kill('SIGKILL');
      this.#ended(started, notStarted);
    });
    return started;
  }

  #ended(process: ChildProcess, problem: CodeAnswer): void {
    if (this.#process !== process) return;
    this.#process = null;
    const waiting = this.#current;
    if (!waiting) return;
    this.#forget();
    if (!waiting.isAgain) this.#goAgain(waiting);
    else waiting.resolve(waiting.job.records.map(() => problem));
    this.#proceed();
  }

  #goAgain(waiting: Waiting): void {
    const { lane } = waiting;
    if (lane.length > 0) this.#turns.splice(this.#turns.indexOf(lane), 1);
    lane.unshift({ ...waiting, isAgain: true });
    this.#turns.unshift(lane);
  }

  #finish(id: number, answers: readonly CodeAnswer[]): void {
    if (this.#current?.job.id !== id) return;
    const { resolve } = this.#current;
    this.#forget();
    resolve(answers);
    this.#proceed();
  }

  #forget(): void {
    if (this.#watch) clearTimeout(this.#watch);
    this.#watch = null;
    this.#current = null;
  }

  #end(): void {
    if (this.#watch) clearTimeout(this.#watch);
    this.#process?.kill('SIGKILL');
    this.#process = null;
  }
}

/** The process in which code runs, with nothing of what the server knows. */
export function forkChild(): ChildProcess {
  return fork(child, [], {
    // The first flag is what isolates need.
    env: {},
    execArgv: ['--no-node-snapshot', '--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
    cwd: '/',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  });
}

const failed = (kind: CodeProblem['kind'], message: string): CodeAnswer => ({
  ok: false,
  problem: { kind, message, line: null, column: null },
});
const stopped = failed('tooMuchMemory', 'The code took more memory than it may for this record.');
const notRun = failed(
  'tooSlow',
  `The code was not run: it had to be stopped for ${mostStopped} records before this one.`,
);
const notStarted = failed('threw', 'The code was not run: its process could not be started.');
const gone = failed('threw', 'The code was not run: Koppel is being stopped.');

const isStop = (answer: CodeAnswer) =>
  !answer.ok && (answer.problem.kind === 'tooSlow' || answer.problem.kind === 'tooMuchMemory');
