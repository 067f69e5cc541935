import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One timed pass of a contestant: how many records, in how many seconds. */
export interface Pass {
  readonly records: number;
  readonly seconds: number;
  /** Of what it made: both contestants must come to the same. */
  readonly checksum: string;
}

/** What a contestant's process used in all its passes. */
export interface Usage {
  readonly peakMemoryMb: number;
  readonly cpuSeconds: number;
}

/** A contestant in a process of its own, so that neither warms up, nor fills the memory of, the other. */
export interface Contestant {
  pass(): Promise<Pass>;
  /** Ends the process and tells what it used. */
  end(): Promise<Usage>;
}

/** Starts `file` (a URL of a module that calls `serveContestant`) under the same Node. */
export function startContestant(file: URL, args: readonly string[] = []): Contestant {
  const child = spawn(process.execPath, ['--expose-gc', file.pathname, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <T>(question: string): Promise<T> => {
    child.stdin.write(`${question}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file.pathname} ended before it answered.`);
    return JSON.parse(value as string) as T;
  };
  return {
    pass: () => ask<Pass>('pass'),
    async end() {
      const usage = await ask<Usage>('end');
      child.stdin.end();
      return usage;
    },
  };
}

/** The other end: answers each question with one line of JSON until it is told to end. */
export async function serveContestant(pass: () => Promise<Pass> | Pass): Promise<void> {
  for await (const question of createInterface({ input: process.stdin })) {
    if (question === 'end') {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      answer({ peakMemoryMb: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 } satisfies Usage);
      return;
    }
    globalThis.gc?.();
    answer(await pass());
  }
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
