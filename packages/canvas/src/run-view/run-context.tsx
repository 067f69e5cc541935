import type { FlowDocument, Run } from '@koppel/model';
import type { RunDetail } from '@koppel/protocol';
import { createContext, useContext, useMemo } from 'react';
import type { StoreApi } from 'zustand';
import { useStore } from 'zustand';
import { isFinal, type RunCounters, type RunState } from '@koppel/model';
import type { NodeCounters } from '@koppel/model';
import { useNow } from '../kit/timing.ts';
import type { RunLiveState } from '../live/run-live-state.ts';
import type { RunNode } from './run-nodes.ts';
import { withUses } from './sub-flow-counters.ts';
import type { RunSearch } from './search.ts';
import type { RunClock } from './timeline/bars.ts';

/** What the parts of the run view share. */
export interface RunView {
  readonly detail: RunDetail;
  readonly document: FlowDocument;
  readonly nodes: readonly RunNode[];
  readonly live: StoreApi<RunLiveState>;
  readonly search: RunSearch;
  /** Changes the address; Back does not go through every filter. */
  change(part: { readonly [Key in keyof RunSearch]?: RunSearch[Key] | undefined }): void;
}

const RunViewContext = createContext<RunView | null>(null);

/** Gives the components inside it the run that is looked at. */
export const RunViewProvider = RunViewContext.Provider;

/** The run that is looked at. */
export function useRunView(): RunView {
  const view = useContext(RunViewContext);
  if (!view) throw new Error('This component needs a RunViewProvider around it.');
  return view;
}

/** The figures of a run: of the newest snapshot, whether it came with the page or over the socket. */
export interface RunFigures {
  readonly state: RunState;
  readonly attempt: number;
  readonly counters: RunCounters;
  readonly expected: number | null;
  readonly nodes: Readonly<Record<string, NodeCounters>>;
}

/** The newer of what was read with the page and what came over the socket since. */
export function newestFigures({ run, snapshot }: Pick<RunDetail, 'run' | 'snapshot'>, live: RunLiveState): RunFigures {
  const isLiveNewer = live.countersSeq >= snapshot.seq;
  const figures = isLiveNewer
    ? { counters: live.counters, expected: live.expected ?? run.expected, nodes: live.nodeCounters }
    : { counters: snapshot.counters, expected: snapshot.expected, nodes: snapshot.nodes };
  const isStateNewer = live.state !== null && live.stateSeq >= snapshot.seq;
  return isStateNewer
    ? { ...figures, state: live.state!, attempt: live.attempt }
    : { ...figures, state: snapshot.state, attempt: snapshot.attempt };
}

/** The figures of the run that is looked at, following what happens. */
export function useFigures(): RunFigures {
  const { detail, document, live } = useRunView();
  const state = useStore(live);
  return useMemo(() => {
    const figures = newestFigures(detail, state);
    return { ...figures, nodes: withUses(figures.nodes, document, detail.subFlows) };
  }, [detail, document, state]);
}

/** When a run began and ended; null while it has not. */
export function timesOf(state: RunState): { readonly startMs: number | null; readonly endMs: number | null } {
  const startedAt = 'startedAt' in state ? state.startedAt : null;
  const endedAt = 'endedAt' in state ? state.endedAt : null;
  return { startMs: startedAt ? Date.parse(startedAt) : null, endMs: endedAt ? Date.parse(endedAt) : null };
}

/** Where the run is in time; ticks while it goes on. */
export function useRunClock(state: RunState, everyMs: number): RunClock & { readonly startMs: number | null } {
  const now = useNow(everyMs, !isFinal(state));
  const { startMs, endMs } = timesOf(state);
  return useMemo(() => ({ nowMs: now, startMs, endMs }), [now, startMs, endMs]);
}

/** Whether a run of this kind of state can still be stopped. */
export function isStoppable({ state }: Pick<Run, 'state'>): boolean {
  return state.status === 'queued' || state.status === 'running' || state.status === 'waiting';
}
