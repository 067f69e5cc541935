import type { Usage } from './contestant.ts';

/** What one side did: its fastest-to-slowest passes in the order they ran, and what its process used. */
export interface Side extends Usage {
  /** Records per second, one per pass. */
  readonly rates: readonly number[];
  /** HTTP requests of one pass; null where there are none. */
  readonly requests: number | null;
  /** CPU seconds of other processes that worked for this side, by name. */
  readonly others: Readonly<Record<string, number>>;
}

/** A benchmark's result: Koppel beside the hand-written script that does the same work. */
export interface Result {
  readonly name: string;
  readonly koppel: Side;
  readonly script: Side;
}

export interface Benchmark {
  /** As the command takes it: `transform`, `account-sync:10k`. */
  readonly name: string;
  readonly summary: string;
  run(report: (line: string) => void): Promise<Result>;
}

/** The middle one: one disturbed pass does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
