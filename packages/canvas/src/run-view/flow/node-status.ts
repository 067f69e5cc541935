import { isFinal, type NodeCounters, type RunState } from '@koppel/model';
import type { Status } from '../../kit/status-pill.tsx';
import type { NodeLive } from '../../live/run-live-state.ts';
import type { RunNode } from '../run-nodes.ts';
import { isWaiting } from '../timeline/bars.ts';

/** How a node stands: the five statuses, and whether it waits for a system. */
export interface NodeStatus {
  readonly status: Status;
  readonly word: 'idle' | 'running' | 'waiting' | 'done' | 'attention' | 'paused' | 'ended' | 'failures';
}

const idle: NodeStatus = { status: 'idle', word: 'idle' };

/**
 * How a node stands. Triggers have done their work as soon as the run began; the node that keeps failures stands out when
 * it has any; a node with failed records needs attention once it is done.
 */
export function nodeStatus(
  node: Pick<RunNode, 'kind'>,
  known: {
    readonly live: NodeLive | undefined;
    readonly counters: NodeCounters | undefined;
    readonly run: RunState;
    /** Records of the run that failed, at whichever node: all of them are kept. */
    readonly failed: number;
    readonly nowMs: number;
  },
): NodeStatus {
  const { live, counters, run, failed, nowMs } = known;
  if (node.kind === 'trigger') return run.status === 'queued' ? idle : { status: 'ok', word: 'done' };
  if (node.kind === 'failures') {
    return failed > 0 ? { status: 'fail', word: 'failures' } : idle;
  }
  if (!live && !counters) return idle;
  if (!isFinal(run) && isWaiting(live, nowMs)) return { status: 'warn', word: 'waiting' };
  const isOver = isFinal(run);
  const phase = live?.phase ?? (isOver ? 'done' : 'running');
  if (phase === 'paused') return { status: 'idle', word: 'paused' };
  if (phase === 'ended' || (isOver && run.status !== 'done' && phase !== 'done'))
    return { status: 'idle', word: 'ended' };
  if (phase === 'done' || isOver) {
    return (counters?.failed ?? 0) > 0 ? { status: 'warn', word: 'attention' } : { status: 'ok', word: 'done' };
  }
  return { status: 'run', word: 'running' };
}

/** Records that passed a node: what a source gave, and what entered any other. */
export function handledOf(node: Pick<RunNode, 'kind'>, counters: NodeCounters | undefined): number {
  if (!counters) return 0;
  if (node.kind !== 'source') return counters.in;
  return Object.values(counters.out).reduce((sum, count) => sum + count, 0);
}

/** Records that passed an edge; null while its node has handled nothing. */
export function passedOf(
  counters: NodeCounters | undefined,
  port: string,
  kind: 'signal' | 'records' | 'failures',
): number | null {
  if (!counters || kind === 'signal') return null;
  return kind === 'failures' ? counters.failed : (counters.out[port] ?? 0);
}

/** Milliseconds of work per record, on average; null while nothing was handled. */
export function averageMs(counters: NodeCounters | undefined): number | null {
  return counters && counters.in > 0 && counters.busyMs > 0 ? counters.busyMs / counters.in : null;
}
