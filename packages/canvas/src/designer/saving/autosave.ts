import type { FlowDocument } from '@koppel/model';
import { createStore, type StoreApi } from 'zustand/vanilla';

/**
 * Where saving stands.
 *
 * - `saved`: the server has the draft.
 * - `waiting`: changes are about to be sent.
 * - `saving`: changes are on their way.
 * - `failed`: they could not be sent; tried again by itself when `isRetrying`. The draft is kept in this browser.
 * - `conflict`: somebody else saved meanwhile; nothing is sent until a person chooses.
 * - `taken`: somebody else edits the draft now; what was changed here and not sent is kept, and not sent.
 */
export type SaveState =
  | { readonly status: 'saved'; readonly at: string }
  | { readonly status: 'waiting' }
  | { readonly status: 'saving' }
  | { readonly status: 'failed'; readonly error: unknown; readonly isRetrying: boolean }
  | { readonly status: 'conflict' }
  | { readonly status: 'taken' };

export interface AutosavePorts {
  /** Sends the draft. `isLeaving`: the page is going away, nobody waits for the answer. */
  save(
    document: FlowDocument,
    revision: number,
    options: { readonly isLeaving: boolean },
  ): Promise<{ readonly revision: number; readonly savedAt: string }>;
  /** What a failed sending means. */
  judge(error: unknown): 'conflict' | 'taken' | 'unreachable' | 'refused';
  /** Keeps the draft in this browser until the server has it. */
  keep(document: FlowDocument, revision: number): void;
  drop(): void;
  /** A timer; what it gives cancels it. */
  later(ms: number, act: () => void): () => void;
}

/** Saves a draft by itself. */
export interface Autosave extends StoreApi<SaveState> {
  /** The document changed. */
  changed(document: FlowDocument): void;
  /** Sends what is waiting now. Resolves when the server has everything, or when it cannot be sent. */
  flush(): Promise<void>;
  /** The page is going away: keeps the draft here and sends it without waiting. */
  leave(): void;
  /** After a conflict: goes on from the other's revision, with our document or with theirs (then nothing is sent). */
  resolve(choice: { readonly revision: number; readonly savedAt: string; readonly isOurs: boolean }): void;
  /** Somebody else edits from here on: sends nothing more, and keeps what it could not send. */
  yield(): void;
  /** The draft is ours again: sends what was kept. */
  goOn(): void;
  /** What was changed here and not sent is given up. */
  letGo(): void;
  /** Goes along with what somebody else saved. Only while nothing of ours waits. */
  follow(saved: { readonly document: FlowDocument; readonly revision: number; readonly savedAt: string }): void;
  readonly hasUnsaved: () => boolean;
  readonly revision: () => number;
}

/**
 * Sends what waits, before something is done with the draft that the server has. False: a person has to choose first, which is
 * asked elsewhere. Throws why it could not be sent.
 */
export async function sendAll(autosave: Autosave): Promise<boolean> {
  await autosave.flush();
  const state = autosave.getState();
  if (state.status === 'failed') throw state.error;
  return state.status === 'saved';
}

const pauseMs = 600;
const retryMs = [2_000, 5_000, 10_000, 30_000];

/** Saves 600 ms after the last change, one sending at a time, with the revision that the server gave last. */
export function createAutosave(
  ports: AutosavePorts,
  start: {
    readonly document: FlowDocument;
    readonly revision: number;
    readonly savedAt: string;
    readonly isDirty?: boolean;
  },
): Autosave {
  const store = createStore<SaveState>(() => ({ status: 'saved', at: start.savedAt }));
  let { revision, savedAt: lastSavedAt } = start;
  let newest = start.document;
  let saved: FlowDocument | null = start.isDirty ? null : start.document;
  let going: Promise<void> | null = null;
  let cancel = () => {};
  let tries = 0;

  const isBlocked = () => ['conflict', 'taken'].includes(store.getState().status);

  function schedule(ms: number): void {
    cancel();
    cancel = ports.later(ms, () => void send());
  }

  function changed(document: FlowDocument): void {
    if (document === newest && saved === newest) return;
    newest = document;
    if (isBlocked()) {
      ports.keep(newest, revision);
      return;
    }
    if (newest === saved) {
      // Taken back before it was sent.
      cancel();
      if (!going) store.setState({ status: 'saved', at: lastSavedAt }, true);
      return;
    }
    tries = 0;
    if (!going) store.setState({ status: 'waiting' }, true);
    schedule(pauseMs);
  }

  async function send(): Promise<void> {
    cancel();
    if (going) return going;
    if (newest === saved || isBlocked()) return;
    const document = newest;
    store.setState({ status: 'saving' }, true);
    going = attempt(document).finally(() => {
      going = null;
    });
    await going;
    // Changed while it was being sent.
    if (newest !== saved && (store.getState().status === 'saving' || store.getState().status === 'waiting')) {
      store.setState({ status: 'waiting' }, true);
      schedule(pauseMs);
    }
  }

  async function attempt(document: FlowDocument): Promise<void> {
    try {
      const reply = await ports.save(document, revision, { isLeaving: false });
      revision = reply.revision;
      saved = document;
      lastSavedAt = reply.savedAt;
      tries = 0;
    } catch (error) {
      onFailure(error);
      return;
    }
    if (newest !== saved) return;
    ports.drop();
    store.setState({ status: 'saved', at: lastSavedAt }, true);
  }

  function onFailure(error: unknown): void {
    ports.keep(newest, revision);
    // Taken while it was on its way: whatever it failed for, it is not sent again.
    if (store.getState().status === 'taken') return;
    const meaning = ports.judge(error);
    if (meaning === 'conflict' || meaning === 'taken') {
      store.setState({ status: meaning }, true);
      return;
    }
    const isRetrying = meaning === 'unreachable';
    store.setState({ status: 'failed', error, isRetrying }, true);
    if (!isRetrying) return;
    schedule(retryMs[Math.min(tries, retryMs.length - 1)]!);
    tries += 1;
  }

  if (start.isDirty) {
    store.setState({ status: 'waiting' }, true);
    schedule(pauseMs);
  }

  return {
    ...store,
    changed,
    async flush() {
      // Twice: what was being sent, and what changed meanwhile.
      await send();
      await send();
    },
    leave() {
      if (newest === saved) return;
      ports.keep(newest, revision);
      if (isBlocked()) return;
      ports.save(newest, revision, { isLeaving: true }).catch(() => {});
    },
    resolve({ revision: theirs, savedAt, isOurs }) {
      revision = theirs;
      lastSavedAt = savedAt;
      if (isOurs) {
        store.setState({ status: 'waiting' }, true);
        void send();
      } else {
        saved = newest;
        ports.drop();
        store.setState({ status: 'saved', at: savedAt }, true);
      }
    },
    yield() {
      cancel();
      if (newest === saved || store.getState().status === 'conflict') return;
      ports.keep(newest, revision);
      store.setState({ status: 'taken' }, true);
    },
    goOn() {
      if (store.getState().status !== 'taken') return;
      store.setState({ status: 'waiting' }, true);
      void send();
    },
    letGo() {
      saved = newest;
      ports.drop();
      store.setState({ status: 'saved', at: lastSavedAt }, true);
    },
    follow(theirs) {
      newest = theirs.document;
      saved = newest;
      revision = theirs.revision;
      lastSavedAt = theirs.savedAt;
      store.setState({ status: 'saved', at: lastSavedAt }, true);
    },
    hasUnsaved: () => newest !== saved,
    revision: () => revision,
  };
}
