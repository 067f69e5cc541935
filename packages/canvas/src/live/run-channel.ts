import type { RunEvent } from '@koppel/model';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { firstGap, initialRun, reduceRun, type RunAction, type RunLiveState } from './run-live-state.ts';
import type { LiveClock } from './socket.ts';

/** Reads events of a run over HTTP: those after a seq, in order, as many as the server gives at once. */
export type FetchEvents = (
  runId: string,
  after: number,
  signal: AbortSignal,
) => Promise<{ events: readonly RunEvent[]; lastSeq: number }>;

/** The view of one run: takes what arrives, fetches what is missing, and shows it at most four times a second. */
export interface RunChannel {
  /** What the screens see. */
  readonly store: StoreApi<RunLiveState>;
  /** What is known, ahead of what is shown. */
  current(): RunLiveState;
  dispatch(action: RunAction): void;
  /** The server spared us the events up to here: fetch them. */
  missed(toSeq: number): void;
  close(): void;
}

const showEveryMs = 250;
const fetchAgainMs = 2_000;

/** A channel for one run, beginning after `afterSeq`. */
export function createRunChannel(
  ports: { readonly clock: LiveClock; readonly fetchEvents: FetchEvents },
  runId: string,
  afterSeq: number,
): RunChannel {
  const store = createStore<RunLiveState>(() => initialRun(runId, afterSeq));
  const closing = new AbortController();
  let known = store.getState();
  let neededTo = 0;
  let isFetching = false;
  let cancelShow: (() => void) | null = null;
  let cancelRetry = () => {};
  let shownAt = -Infinity;

  function show() {
    cancelShow = null;
    shownAt = ports.clock.now();
    store.setState(known, true);
  }

  function dispatch(action: RunAction) {
    if (closing.signal.aborted) return;
    const before = known;
    known = reduceRun(known, action);
    if (known !== before && cancelShow === null) {
      const waitMs = Math.max(0, shownAt + showEveryMs - ports.clock.now());
      if (waitMs === 0) show();
      else cancelShow = ports.clock.after(waitMs, show);
    }
    if (firstGap(known)) void fill();
  }

  const missingTo = () => Math.max(neededTo, firstGap(known)?.toSeq ?? 0);

  async function fill() {
    if (isFetching || closing.signal.aborted) return;
    isFetching = true;
    try {
      while (missingTo() > known.seq) await fillOnce(missingTo());
    } catch {
      // No answer: the socket will repeat what it can when it is back; ask again in case it was not the socket.
      if (!closing.signal.aborted) cancelRetry = ports.clock.after(fetchAgainMs, () => void fill());
    } finally {
      isFetching = false;
    }
  }

  async function fillOnce(toSeq: number) {
    const after = known.seq;
    const { events } = await ports.fetchEvents(runId, after, closing.signal);
    if (closing.signal.aborted) return;
    const oldest = events[0];
    // The server answered and does not have them (any more): say so, and go on behind the gap.
    if (!oldest) dispatch({ type: 'lost', toSeq });
    else if (oldest.seq > after + 1) dispatch({ type: 'lost', toSeq: oldest.seq - 1 });
    if (oldest) dispatch({ type: 'events', events });
    // An answer that brings nothing new would be asked for again and again.
    if (known.seq === after) dispatch({ type: 'lost', toSeq });
  }

  return {
    store,
    current: () => known,
    dispatch,
    missed(toSeq) {
      neededTo = Math.max(neededTo, toSeq);
      void fill();
    },
    close() {
      closing.abort();
      cancelShow?.();
      cancelRetry();
    },
  };
}
