import { liveVersion, mostSelected, type ClientMessage, type DraftStand } from '@koppel/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** An open draft: who edits it, and what one does about that. */
export interface DraftChannel {
  /** Null until the server has told, and for as long as there is no connection from the start. */
  readonly stand: StoreApi<{ readonly stand: DraftStand | null }>;
  takeOver(): void;
  withdraw(): void;
  answer(isGiven: boolean): void;
  select(nodes: readonly string[]): void;
  /** The server told how it stands. */
  receive(stand: DraftStand): void;
  /** Takes the seat, anew after each loss of the connection: as the editor only where one was that, or begins. */
  sit(): void;
}

/** What a page says about one open draft. `tab`: names this page to the server. */
export function createDraftChannel(
  { send, tab }: { readonly send: (message: ClientMessage) => void; readonly tab: string },
  flowId: string,
  wantsToEditAtFirst: boolean,
): DraftChannel {
  const stand = createStore<{ stand: DraftStand | null }>(() => ({ stand: null }));
  let wantsToEdit = wantsToEditAtFirst;
  return {
    stand,
    sit: () => send({ v: liveVersion, type: 'openDraft', flowId, tab, wantsToEdit }),
    takeOver: () => send({ v: liveVersion, type: 'takeOver', flowId }),
    withdraw: () => send({ v: liveVersion, type: 'withdraw', flowId }),
    answer: (isGiven) => send({ v: liveVersion, type: 'answer', flowId, isGiven }),
    select: (nodes) => send({ v: liveVersion, type: 'select', flowId, nodes: nodes.slice(0, mostSelected) }),
    receive(told) {
      wantsToEdit = told.editor?.isHere === true;
      stand.setState({ stand: told });
    },
  };
}
