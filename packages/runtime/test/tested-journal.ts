import type { DriftState, Run, RunFact, RunScope } from '@koppel/model';
import type { ClaimedRun, DriftFound, PlannedWrite, RunCheckpoint, RunJournal } from '../src/index.ts';
import type { Life } from './simulated-world.ts';

/** What a journal holds, as a test looks at it. */
export interface JournalView {
  readonly run: Run;
  readonly checkpoint: RunCheckpoint;
  /** Of the present run, in order. */
  readonly facts: readonly RunFact[];
  readonly links: readonly { readonly sourceKey: string; readonly targetKey: string }[];
  /** Keys of records that links say are gone. */
  readonly gone: readonly string[];
  /** Those that are open. */
  readonly failures: readonly { readonly id: string; readonly key: string; readonly code: string }[];
  readonly cursors: ReadonlyMap<string, string>;
  /** Of the present run. */
  readonly planned: readonly PlannedWrite[];
  /** Every departure that was ever found, the first one first. */
  readonly drift: readonly (Pick<
    DriftFound,
    'sourceKey' | 'field' | 'kind' | 'base' | 'present' | 'wanted' | 'changedBy' | 'changedAt'
  > & { readonly state: DriftState })[];
}

/** A journal with what a test needs around it: one flow, `customers`, and one run of it at a time. */
export interface TestedJournal {
  /** Begins a run; the one before it is over. */
  begin(scope?: RunScope, isDryRun?: boolean): Promise<void>;
  /** A worker takes the run, whoever had it. */
  take(): Promise<ClaimedRun>;
  /** The journal as one life of a process sees it. */
  forLife(life: Life): RunJournal;
  look(): Promise<JournalView>;
  close(): void;
}
