import type { Run } from '@koppel/model';
import type { FlowEditor } from '@koppel/protocol';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useStore, type StoreApi } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConnectionState } from './connection.ts';
import type { Live } from './live.ts';
import { initialRun, type RunLiveState } from './run-live-state.ts';

const LiveContext = createContext<Live | null>(null);

/** Gives the components inside it the live data of the page. */
export const LiveProvider = LiveContext.Provider;

/** The live data of the page. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('This component needs a LiveProvider around it.');
  return live;
}

/** Where the socket stands. */
export function useLiveConnection(): ConnectionState {
  return useStore(useLive().connection);
}

/** Calls back for each changed run while the component is on the screen. The callbacks may change between renders. */
export function useRunChanges(onRun: (run: Run) => void, onMissed: () => void): void {
  const live = useLive();
  const latest = useRef({ onRun, onMissed });
  useEffect(() => {
    latest.current = { onRun, onMissed };
  });
  useEffect(
    () =>
      live.watchRuns({
        onRun: (run) => latest.current.onRun(run),
        onMissed: () => latest.current.onMissed(),
      }),
    [live],
  );
}

/** Who edits which flow, while the component is on the screen; null until the server has told. */
export function useEditors(): Readonly<Record<string, FlowEditor>> | null {
  const live = useLive();
  const [editors, setEditors] = useState<Readonly<Record<string, FlowEditor>> | null>(null);
  useEffect(() => live.watchEditors(setEditors), [live]);
  return editors;
}

/**
 * The view of a run, watched while the component is on the screen. Read it with `useStore(store, selector)`, so that a
 * component renders only for what it shows.
 */
export function useRunStore(runId: string, afterSeq = 0): StoreApi<RunLiveState> {
  const live = useLive();
  const [store] = useState(() => createStore(() => initialRun(runId, afterSeq)));
  useEffect(() => {
    const watch = live.watchRun(runId, afterSeq);
    store.setState(watch.store.getState(), true);
    const stop = watch.store.subscribe((state) => store.setState(state, true));
    return () => {
      stop();
      watch.close();
    };
  }, [live, store, runId, afterSeq]);
  return store;
}
