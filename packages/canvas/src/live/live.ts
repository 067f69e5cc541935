import type { Run } from '@koppel/model';
import { liveVersion, type FlowEditor, type ServerMessage } from '@koppel/protocol';
import type { StoreApi } from 'zustand/vanilla';
import { createConnection, type ConnectionState } from './connection.ts';
import { createDraftChannel, type DraftChannel } from './draft-channel.ts';
import { createRunChannel, type FetchEvents, type RunChannel } from './run-channel.ts';
import type { RunLiveState } from './run-live-state.ts';
import type { LiveClock, LiveSocket } from './socket.ts';

export interface LivePorts {
  /** A new socket to `livePath`. */
  readonly open: () => LiveSocket;
  readonly fetchEvents: FetchEvents;
  readonly clock: LiveClock;
  /** Names this page among all others: 8 to 64 characters, anew each time it is loaded. */
  readonly tab: string;
}

/** Where the server listens for websockets about a workspace. */
export function livePath(workspace: string): string {
  return `/api/workspaces/${workspace}/live`;
}

/** What a list of runs listens to. */
export interface RunsListener {
  onRun(run: Run): void;
  /** Changes may have been missed: read the list again. */
  onMissed(): void;
}

/** The live data of the page: one socket, shared by everything on it. */
export interface Live {
  readonly connection: StoreApi<ConnectionState>;
  /** Names this page to the server. */
  readonly tab: string;
  /**
   * Watches a run from `afterSeq` on. Watchers of the same run share one view; the first one's `afterSeq` counts. Call
   * `close` when the screen goes.
   */
  watchRun(runId: string, afterSeq?: number): { readonly store: StoreApi<RunLiveState>; close(): void };
  /** Watches all changes on the list of runs. Gives the function that ends it. */
  watchRuns(listener: RunsListener): () => void;
  /** Takes a seat at a draft: as its editor where `wantsToEdit` and nobody else is. Call `close` when it is done. */
  openDraft(flowId: string, wantsToEdit: boolean): DraftChannel & { close(): void };
  /** Who edits which flow, now and with each change. Gives the function that ends it. */
  watchEditors(listener: (editors: Readonly<Record<string, FlowEditor>>) => void): () => void;
  tryNow(): void;
  /** Forgets everything, as on signing out. */
  stop(): void;
}

/** Live data over one websocket: opens with the first watch, comes back by itself, resumes each run where it was. */
export function createLive(ports: LivePorts): Live {
  const channels = new Map<string, { channel: RunChannel; watchers: number }>();
  const listeners = new Set<RunsListener>();
  const drafts = new Map<string, DraftChannel>();
  const editorListeners = new Set<(editors: Readonly<Record<string, FlowEditor>>) => void>();
  const connection = createConnection(ports, { onReady, onMessage });

  function onReady({ serverTime, awayMs }: { serverTime: string; awayMs: number | null }) {
    if (listeners.size > 0) connection.send({ v: liveVersion, type: 'watchRuns' });
    if (editorListeners.size > 0) connection.send({ v: liveVersion, type: 'watchEditors' });
    for (const draft of drafts.values()) draft.sit();
    for (const [runId, { channel }] of channels) {
      if (awayMs !== null) channel.dispatch({ type: 'reconnected', awayMs, serverTime });
      askFor(runId, channel);
    }
    if (awayMs !== null) for (const listener of listeners) listener.onMissed();
  }

  function onMessage(message: ServerMessage) {
    if (message.type === 'runChanged') {
      for (const listener of listeners) listener.onRun(message.run);
    } else if (message.type === 'events') {
      channels.get(message.runId)?.channel.dispatch({ type: 'events', events: message.events });
    } else if (message.type === 'snapshot') {
      channels.get(message.runId)?.channel.dispatch({ type: 'snapshot', snapshot: message.snapshot });
    } else if (message.type === 'missed') {
      channels.get(message.runId)?.channel.missed(message.toSeq);
    } else if (message.type === 'draft') {
      drafts.get(message.flowId)?.receive(message.stand);
    } else if (message.type === 'editors') {
      for (const listener of editorListeners) listener(message.editors);
    }
  }

  function askFor(runId: string, channel: RunChannel) {
    connection.send({ v: liveVersion, type: 'watchRun', runId, afterSeq: channel.current().seq });
  }

  return {
    connection: connection.state,
    watchRun(runId, afterSeq = 0) {
      let entry = channels.get(runId);
      if (!entry) {
        entry = { channel: createRunChannel(ports, runId, afterSeq), watchers: 0 };
        channels.set(runId, entry);
        askFor(runId, entry.channel);
      }
      const watched = entry;
      watched.watchers += 1;
      connection.start();
      let isOpen = true;
      return {
        store: watched.channel.store,
        close() {
          if (!isOpen) return;
          isOpen = false;
          watched.watchers -= 1;
          if (watched.watchers > 0 || channels.get(runId) !== watched) return;
          channels.delete(runId);
          watched.channel.close();
          connection.send({ v: liveVersion, type: 'unwatchRun', runId });
        },
      };
    },
    watchRuns(listener) {
      listeners.add(listener);
      if (listeners.size === 1) connection.send({ v: liveVersion, type: 'watchRuns' });
      connection.start();
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        connection.send({ v: liveVersion, type: 'unwatchRuns' });
      };
    },
    tab: ports.tab,
    openDraft(flowId, wantsToEdit) {
      const draft = createDraftChannel({ send: connection.send, tab: ports.tab }, flowId, wantsToEdit);
      drafts.set(flowId, draft);
      draft.sit();
      connection.start();
      return {
        ...draft,
        close() {
          if (drafts.get(flowId) !== draft) return;
          drafts.delete(flowId);
          connection.send({ v: liveVersion, type: 'closeDraft', flowId });
        },
      };
    },
    watchEditors(listener) {
      editorListeners.add(listener);
      connection.send({ v: liveVersion, type: 'watchEditors' });
      connection.start();
      return () => {
        if (!editorListeners.delete(listener) || editorListeners.size > 0) return;
        connection.send({ v: liveVersion, type: 'unwatchEditors' });
      };
    },
    tryNow: () => connection.tryNow(),
    stop() {
      drafts.clear();
      editorListeners.clear();
      for (const { channel } of channels.values()) channel.close();
      channels.clear();
      listeners.clear();
      connection.stop();
    },
  };
}
