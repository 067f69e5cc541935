import {
  nodeCountersSchema,
  runCauseSchema,
  runScopeSchema,
  runStateSchema,
  type NodeCounters,
  type Run,
  type RunCounters,
  type RunSnapshot,
  type RunState,
} from '@koppel/model';
import type { StoredRun } from '@koppel/runtime';
import { z } from 'zod';
import { readJson } from '../json.ts';
import type { run } from '../schema/runs.ts';

/** A row of the table of runs, as the database library gives it. */
export type RunRow = typeof run.$inferSelect;

const checkpointSchema = z.record(z.string(), z.object({ cursor: z.string().nullable(), isDone: z.boolean() }));
const nodesSchema = z.record(z.string(), nodeCountersSchema);

export function runOf(row: RunRow): Run {
  const what = `run ${row.number}`;
  const { id, number, flowId, flowVersion, isDryRun, attempt, expected } = row;
  return {
    id,
    number,
    flowId,
    flowVersion,
    isDryRun,
    scope: readJson(runScopeSchema, row.scope, `the scope of ${what}`),
    cause: readJson(runCauseSchema, row.cause, `the cause of ${what}`),
    state: stateOf(row),
    attempt,
    counters: countersOf(row),
    expected,
    createdAt: row.createdAt.toISOString(),
  };
}

export function storedRunOf(row: RunRow): StoredRun {
  return {
    run: runOf(row),
    checkpoint: readJson(checkpointSchema, row.checkpoint, `the checkpoint of run ${row.number}`),
    nodes: nodesOf(row),
    lastSeq: row.lastSeq,
    logLinesLeft: row.logLinesLeft,
    waits: row.waits,
  };
}

export function snapshotOf(row: RunRow): RunSnapshot {
  return {
    seq: row.lastSeq,
    at: row.changedAt.toISOString(),
    state: stateOf(row),
    attempt: row.attempt,
    counters: countersOf(row),
    expected: row.expected,
    nodes: nodesOf(row),
  };
}

/** The columns that follow from a run's state. */
export function stateColumns(state: RunState) {
  return {
    status: state.status,
    state,
    startedAt: 'startedAt' in state && state.startedAt !== null ? new Date(state.startedAt) : null,
    endedAt: 'endedAt' in state ? new Date(state.endedAt) : null,
    dueAt: state.status === 'waiting' ? new Date(state.until) : null,
  };
}

function stateOf(row: RunRow): RunState {
  return readJson(runStateSchema, row.state, `the state of run ${row.number}`);
}

function countersOf(row: RunRow): RunCounters {
  const { read, created, updated, unchanged, filtered, skipped, failed, waiting } = row;
  return { read, created, updated, unchanged, filtered, skipped, failed, waiting };
}

function nodesOf(row: RunRow): Record<string, NodeCounters> {
  return readJson(nodesSchema, row.nodes, `the node counters of run ${row.number}`);
}
