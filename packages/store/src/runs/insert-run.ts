import type { Run, RunCause, RunScope } from '@koppel/model';
import { logBudget } from '@koppel/runtime';
import { max } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { run } from '../schema/runs.ts';
import { runOf, stateColumns } from './run-row.ts';

/** A run to be queued. */
export interface WantedRun {
  readonly flowId: string;
  readonly flowVersion: number;
  readonly isDryRun: boolean;
  readonly scope: RunScope;
  readonly cause: RunCause;
}

/** Queues a run, within a change of the writer. */
export function insertRun({ db, now, newId }: StoreContext, wanted: WantedRun): Run {
  const at = now();
  const last = db
    .select({ number: max(run.number) })
    .from(run)
    .get();
  const row = db
    .insert(run)
    .values({
      ...wanted,
      id: newId(),
      number: (last?.number ?? 0) + 1,
      ...stateColumns({ status: 'queued' }),
      attempt: 0,
      read: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      filtered: 0,
      skipped: 0,
      failed: 0,
      waiting: 0,
      nodes: {},
      checkpoint: {},
      lastSeq: 0,
      logLinesLeft: logBudget,
      waits: 0,
      fence: 0,
      createdAt: at,
      changedAt: at,
    })
    .returning()
    .get();
  return runOf(row);
}
