import {
  emptyCounters,
  isFinal,
  type ErrorView,
  type NodeCounters,
  type RunCounters,
  type RunEvent,
  type RunFact,
  type RunSnapshot,
  type RunState,
} from '@koppel/model';

/** A stretch of a node's time: at work, or waiting for a system (a further try follows). `to` is null while it lasts. */
export interface NodeSpan {
  readonly kind: 'work' | 'wait';
  readonly from: string;
  readonly to: string | null;
  /** The try that follows a wait; 1 for work that had no wait before it. */
  readonly tryNumber: number;
}

/**
 * running → waiting (a system answered "not now") · done (all its records have passed) · paused (the run waits) · ended
 * (the run is over and the node was not done)
 */
export type NodePhase = 'running' | 'waiting' | 'done' | 'paused' | 'ended';

/** What is known of one node while its run goes on. */
export interface NodeLive {
  readonly phase: NodePhase;
  /** Oldest first. */
  readonly spans: readonly NodeSpan[];
  /** Why and until when it waits; null unless `phase` is `waiting`. */
  readonly wait: { until: string; reason: ErrorView; tryNumber: number; maxTries: number } | null;
}

/** The counters at one moment, as far as speed needs them. */
export interface PaceSample {
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
  readonly read: number;
  readonly nodes: Readonly<Record<string, NodeCounters>>;
}

/** One line of the log: an event, or a remark on what the reader could not see. */
export type LogLine =
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** The socket was away for `awayMs`; `missed` events followed that had happened meanwhile. */
  | { readonly kind: 'reconnected'; readonly awayMs: number; readonly missed: number; readonly lost: number }
  /** The server no longer has these events. */
  | { readonly kind: 'lost'; readonly fromSeq: number; readonly toSeq: number };

/**
 * Everything the screens show of a run that goes on, made from its events and snapshots by `reduceRun` alone. Immutable:
 * a part that did not change keeps its identity, so that selectors are cheap.
 */
export interface RunLiveState {
  readonly runId: string;
  /** Every event up to here is in, or known to be lost. */
  readonly seq: number;
  /** Events that arrived ahead of a gap, by seq. Empty unless something is missing. */
  readonly held: ReadonlyMap<number, RunEvent>;
  readonly state: RunState | null;
  readonly attempt: number;
  readonly counters: RunCounters;
  readonly expected: number | null;
  /** By node id; only nodes that have handled something. */
  readonly nodeCounters: Readonly<Record<string, NodeCounters>>;
  readonly nodes: Readonly<Record<string, NodeLive>>;
  /** The newest `maxLogLines` lines, oldest first. */
  readonly log: readonly LogLine[];
  /** How many lines were dropped from the front of `log`. */
  readonly forgotten: number;
  /** After so many lines the run stopped writing lines about single records; null while it has not. */
  readonly budgetSpentAfter: number | null;
  /** When the counters were right. */
  readonly countersAt: string | null;
  /** When the newest event happened, and the attempt that the newest change of state was of. */
  readonly lastAt: string | null;
  readonly lastAttempt: number;
  /** The counters of the last `paceMs`, oldest first: what speeds and the remaining time are made of. */
  readonly pace: readonly PaceSample[];
  /** The seq that `state` is of, and that the counters include. */
  readonly stateSeq: number;
  readonly countersSeq: number;
  /** The mark of the last reconnection while late events may still come: see `LogLine`. */
  readonly catchingUp: { readonly line: number; readonly until: string } | null;
}

/** The buffer of UX.md section 8. Older lines are asked for when somebody looks. */
export const maxLogLines = 20_000;
/** How far back `pace` goes. */
const paceMs = 30_000;
/** More than this many events ahead of a gap are not kept: they are fetched with it. */
const maxHeld = 5_000;

/** What can happen to the view of a run. */
export type RunAction =
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'snapshot'; readonly snapshot: RunSnapshot }
  /** The socket is back; events with a time up to `serverTime` are those that were missed. */
  | { readonly type: 'reconnected'; readonly awayMs: number; readonly serverTime: string }
  /** The server no longer has the events up to here. */
  | { readonly type: 'lost'; readonly toSeq: number };

/** A run nothing is known of yet. Events up to `afterSeq` will not be asked for. */
export function initialRun(runId: string, afterSeq = 0): RunLiveState {
  return {
    runId,
    seq: afterSeq,
    held: new Map(),
    state: null,
    attempt: 0,
    counters: emptyCounters(),
    expected: null,
    nodeCounters: {},
    nodes: {},
    log: [],
    forgotten: 0,
    budgetSpentAfter: null,
    countersAt: null,
    lastAt: null,
    lastAttempt: 0,
    pace: [],
    stateSeq: -1,
    countersSeq: -1,
    catchingUp: null,
  };
}

/**
 * The one place where a view of a run changes. Events may come twice, in any order and with gaps: each is applied once
 * and in order of `seq`; what comes ahead of a gap is held until the gap is filled or declared lost.
 */
export function reduceRun(state: RunLiveState, action: RunAction): RunLiveState {
  switch (action.type) {
    case 'events':
      return applyEvents(state, action.events);
    case 'snapshot':
      return applySnapshot(state, action.snapshot);
    case 'reconnected':
      return addLines(
        { ...state, catchingUp: { line: state.forgotten + state.log.length, until: action.serverTime } },
        [{ kind: 'reconnected', awayMs: action.awayMs, missed: 0, lost: 0 }],
      );
    case 'lost':
      return applyLoss(state, action.toSeq);
  }
}

/** The first event that is missing before one that is held; null when nothing is missing. */
export function firstGap(state: RunLiveState): { fromSeq: number; toSeq: number } | null {
  if (state.held.size === 0) return null;
  return { fromSeq: state.seq + 1, toSeq: Math.min(...state.held.keys()) - 1 };
}

function applyEvents(state: RunLiveState, events: readonly RunEvent[]): RunLiveState {
  const held = new Map(state.held);
  for (const event of events) {
    if (event.seq > state.seq && (held.size < maxHeld || event.seq === state.seq + 1)) held.set(event.seq, event);
  }
  const ready: RunEvent[] = [];
  let { seq } = state;
  for (let next = held.get(seq + 1); next; next = held.get(seq + 1)) {
    held.delete(next.seq);
    ready.push(next);
    seq = next.seq;
  }
  if (ready.length === 0) return held.size === state.held.size ? state : { ...state, held };
  let after: RunLiveState = { ...state, seq, held };
  for (const event of ready) after = { ...applyFact(after, event), lastAt: event.at };
  return countCaughtUp(
    addLines(
      after,
      ready.map((event) => ({ kind: 'event', event })),
    ),
    ready,
  );
}

function applyFact(state: RunLiveState, { seq, at, fact }: RunEvent): RunLiveState {
  switch (fact.type) {
    case 'run.stateChanged':
      return {
        ...interrupted(state, fact, at),
        lastAttempt: fact.attempt,
        ...(seq < state.stateSeq ? {} : { state: fact.state, attempt: fact.attempt, stateSeq: seq }),
      };
    case 'node.started':
      return withNode(state, fact.nodeId, (node) => atWork(node, at));
    case 'node.finished':
      return withNode(state, fact.nodeId, (node) => ({ phase: 'done', wait: null, spans: closed(node, at) }));
    case 'node.waited': {
      const { until, reason, tryNumber, maxTries } = fact;
      return withNode(state, fact.nodeId, (node) => ({
        phase: 'waiting',
        wait: { until, reason, tryNumber, maxTries },
        spans: [...closed(node, at), { kind: 'wait', from: at, to: until, tryNumber }],
      }));
    }
    case 'log.budgetSpent':
      return { ...state, budgetSpentAfter: fact.lines };
    default:
      // A line about a record: the node is at work again.
      return withNode(state, fact.nodeId, (node) => atWork(node, at));
  }
}

/**
 * What a change of the run's state means for its nodes. A run that ends, or waits for a system, has no node at work. One
 * that goes on has them all at work again: each is said to have started only once per run. After a crash, which nobody
 * could report, the work before it ended with the last that was heard of the run.
 */
function interrupted(
  state: RunLiveState,
  fact: Extract<RunFact, { type: 'run.stateChanged' }>,
  at: string,
): RunLiveState {
  const isResumed = fact.attempt > state.lastAttempt && state.lastAttempt > 0;
  const isGoingOn = fact.state.status === 'running';
  if (!isResumed && !isGoingOn && !isFinal(fact.state) && fact.state.status !== 'waiting') return state;
  const end = isResumed ? (state.lastAt ?? at) : at;
  const change = (node: NodeLive): NodeLive => {
    if (node.phase === 'done') return node;
    if (isGoingOn && !isResumed && node.phase !== 'paused') return node;
    const stopped = { ...node, spans: closed(node, end) };
    if (isGoingOn) return { phase: 'running', wait: null, spans: work(stopped, at) };
    return { phase: isFinal(fact.state) ? 'ended' : 'paused', wait: null, spans: stopped.spans };
  };
  const nodes = Object.entries(state.nodes).map(([id, node]): [string, NodeLive] => [id, change(node)]);
  return { ...state, nodes: Object.fromEntries(nodes) };
}

function withNode(state: RunLiveState, nodeId: string, change: (node: NodeLive | undefined) => NodeLive): RunLiveState {
  const before = state.nodes[nodeId];
  const after = change(before);
  return after === before ? state : { ...state, nodes: { ...state.nodes, [nodeId]: after } };
}

function atWork(node: NodeLive | undefined, at: string): NodeLive {
  return node?.phase === 'running' ? node : { phase: 'running', wait: null, spans: work(node, at) };
}

function closed(node: NodeLive | undefined, at: string): NodeSpan[] {
  return (node?.spans ?? []).map((span) =>
    span.to === null || (span.kind === 'wait' && span.to > at && span.from <= at) ? { ...span, to: at } : span,
  );
}

function work(node: NodeLive | undefined, at: string): NodeSpan[] {
  const spans = closed(node, at);
  const last = spans.at(-1);
  return [...spans, { kind: 'work', from: at, to: null, tryNumber: last?.kind === 'wait' ? last.tryNumber : 1 }];
}

function applySnapshot(state: RunLiveState, snapshot: RunSnapshot): RunLiveState {
  const isOlder =
    snapshot.seq < state.countersSeq ||
    (snapshot.seq === state.countersSeq && state.countersAt !== null && snapshot.at < state.countersAt);
  if (isOlder) return state;
  const isNewState = snapshot.seq >= state.stateSeq;
  return {
    ...state,
    counters: snapshot.counters,
    expected: snapshot.expected,
    nodeCounters: snapshot.nodes,
    countersAt: snapshot.at,
    countersSeq: snapshot.seq,
    pace: withSample(state.pace, snapshot),
    ...(isNewState ? { state: snapshot.state, attempt: snapshot.attempt, stateSeq: snapshot.seq } : {}),
  };
}

function withSample(pace: readonly PaceSample[], { at, counters, nodes }: RunSnapshot): PaceSample[] {
  const sample = { at: Date.parse(at), read: counters.read, nodes };
  return [...pace.filter((other) => other.at > sample.at - paceMs && other.at < sample.at), sample];
}

function applyLoss(state: RunLiveState, toSeq: number): RunLiveState {
  if (toSeq <= state.seq) return state;
  const lost = { kind: 'lost', fromSeq: state.seq + 1, toSeq } as const;
  const held = new Map([...state.held].filter(([seq]) => seq > toSeq));
  const marked = changeMark(state, (mark) => ({ ...mark, lost: mark.lost + toSeq - state.seq }));
  return applyEvents(addLines({ ...marked, seq: toSeq, held }, [lost]), []);
}

function addLines(state: RunLiveState, lines: readonly LogLine[]): RunLiveState {
  const all = [...state.log, ...lines];
  const surplus = Math.max(0, all.length - maxLogLines);
  return { ...state, log: surplus > 0 ? all.slice(surplus) : all, forgotten: state.forgotten + surplus };
}

/** Counts what was missed in the mark of the reconnection, until the first event that happened after it. */
function countCaughtUp(state: RunLiveState, events: readonly RunEvent[]): RunLiveState {
  const { catchingUp } = state;
  if (!catchingUp) return state;
  const missed = events.filter((event) => event.at <= catchingUp.until).length;
  const counted = missed > 0 ? changeMark(state, (mark) => ({ ...mark, missed: mark.missed + missed })) : state;
  return missed < events.length ? { ...counted, catchingUp: null } : counted;
}

type ReconnectedLine = Extract<LogLine, { kind: 'reconnected' }>;

function changeMark(state: RunLiveState, change: (mark: ReconnectedLine) => ReconnectedLine): RunLiveState {
  const index = state.catchingUp ? state.catchingUp.line - state.forgotten : -1;
  const mark = state.log[index];
  if (mark?.kind !== 'reconnected') return state;
  return { ...state, log: state.log.with(index, change(mark)) };
}
