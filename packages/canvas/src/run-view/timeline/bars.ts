import type { NodeLive } from '../../live/run-live-state.ts';
import { shareAt, type TimeRange } from './range.ts';

/** A bar on the row of a node. `at` and `width` are shares of the axis, cut off at its ends. */
export interface Bar {
  readonly kind: 'done' | 'running' | 'waiting';
  readonly at: number;
  readonly width: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** 2 and up: the try that this work was, or that follows this wait. */
  readonly tryNumber: number;
}

/** Where the run is in time: `endMs` is null while it goes on. */
export interface RunClock {
  readonly nowMs: number;
  readonly endMs: number | null;
}

/** A wait that nothing was heard after: the node has been at work again since, which no event says. */
function withSilentWork(node: NodeLive, { nowMs, endMs }: RunClock): NodeLive['spans'] {
  const last = node.spans.at(-1);
  if (node.phase !== 'waiting' || last?.kind !== 'wait' || last.to === null || endMs !== null) return node.spans;
  if (Date.parse(last.to) >= nowMs) return node.spans;
  return [...node.spans, { kind: 'work', from: last.to, to: null, tryNumber: last.tryNumber }];
}

/** Whether a node waits at this moment, and not only by what was heard last. */
export function isWaiting(node: NodeLive | undefined, nowMs: number): boolean {
  return node?.phase === 'waiting' && node.wait !== null && Date.parse(node.wait.until) > nowMs;
}

/** The bars of a node that can be seen in the range, oldest first. */
export function barsOf(node: NodeLive | undefined, range: TimeRange, clock: RunClock): Bar[] {
  if (!node) return [];
  const nowMs = clock.endMs ?? clock.nowMs;
  return withSilentWork(node, clock).flatMap(({ kind, from, to, tryNumber }): Bar[] => {
    const fromMs = Date.parse(from);
    const isOpen = to === null || (kind === 'wait' && Date.parse(to) > nowMs);
    const toMs = Math.max(fromMs, isOpen ? nowMs : Date.parse(to));
    if (toMs < range.from || fromMs > range.to) return [];
    const start = Math.max(0, shareAt(range, fromMs));
    const end = Math.min(1, shareAt(range, toMs));
    return [
      {
        kind: kind === 'wait' ? 'waiting' : isOpen && clock.endMs === null ? 'running' : 'done',
        at: start,
        width: Math.max(0, end - start),
        fromMs,
        toMs,
        tryNumber,
      },
    ];
  });
}

/** How long a node was at work, waits left out, in milliseconds. */
export function workMs(node: NodeLive | undefined, clock: RunClock): number {
  if (!node) return 0;
  const nowMs = clock.endMs ?? clock.nowMs;
  return withSilentWork(node, clock)
    .filter(({ kind }) => kind === 'work')
    .reduce((sum, { from, to }) => sum + Math.max(0, (to === null ? nowMs : Date.parse(to)) - Date.parse(from)), 0);
}
