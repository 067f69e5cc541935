import { stringifyFlow, type FlowDocument } from '@koppel/model';
import type { FlowDetail } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { keyOf, useApi } from '../../api/use-api.tsx';
import { whenOpen } from '../../live/connection.ts';
import { useLive } from '../../live/use-live.tsx';
import type { DocumentStore } from '../document/document-store.ts';
import { keepHistory } from '../document/kept-history.ts';
import { createAutosave, type Autosave } from './autosave.ts';
import { dropCopy, keepCopy } from './local-copy.ts';

const historyPauseMs = 1_000;
/** What browsers send after a page is gone is bounded; a larger draft waits in this browser. */
const mostKeepaliveBytes = 60_000;

/** Whether two drafts are the same, whatever the order of their keys. */
export function isSameFlow(a: FlowDocument, b: FlowDocument): boolean {
  return stringifyFlow(a) === stringifyFlow(b);
}

/** What saves the draft of an opened flow: at the server, and in this browser until the server has it. */
export function useAutosave(
  detail: FlowDetail,
  document: DocumentStore,
  { place, isDirty }: { readonly place: string; readonly isDirty: boolean },
): Autosave {
  const api = useApi();
  const client = useQueryClient();
  const { tab } = useLive();
  const flowId = detail.summary.id;
  const [autosave] = useState(() =>
    createAutosave(
      {
        async save(draft, revision, { isLeaving }) {
          const body = { document: draft, revision, tab };
          const isSmall = isLeaving && JSON.stringify(body).length < mostKeepaliveBytes;
          const saved = await api.saveDraft({ params: { id: flowId }, body }, { keepsAlive: isSmall });
          // Whoever opens the flow next, on this page, begins with this draft.
          client.setQueryData<FlowDetail>(keyOf('getFlow', { params: { id: flowId } }), (before) =>
            before ? { ...before, draft, ...saved, summary: { ...before.summary, hasUnpublishedDraft: true } } : before,
          );
          return saved;
        },
        judge(error) {
          if (!(error instanceof ApiError)) return 'refused';
          if (error.problem?.code === 'flow.edited-elsewhere') return 'taken';
          if (error.status === 409) return 'conflict';
          return error.kind === 'unreachable' || error.status >= 500 ? 'unreachable' : 'refused';
        },
        keep: (draft, revision) => void keepCopy(localStorage, place, { at: Date.now(), revision, document: draft }),
        drop: () => dropCopy(localStorage, place),
        later(ms, act) {
          const timer = setTimeout(act, ms);
          return () => clearTimeout(timer);
        },
      },
      { document: document.getState().document, revision: detail.revision, savedAt: detail.savedAt, isDirty },
    ),
  );
  return autosave;
}

/** Saves by itself while `canSave`, and keeps in this browser what can be undone. */
export function useSaving(
  autosave: Autosave,
  document: DocumentStore,
  { place, canSave }: { readonly place: string; readonly canSave: boolean },
): void {
  const { connection } = useLive();
  useEffect(() => {
    if (!canSave) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const keep = () => keepHistory(localStorage, place, document.getState(), Date.now());
    const stop = document.subscribe((drawing, before) => {
      if (drawing.document !== before.document) autosave.changed(drawing.document);
      timer ??= setTimeout(() => {
        timer = null;
        keep();
      }, historyPauseMs);
    });
    const leave = () => {
      autosave.leave();
      keep();
    };
    const onHidden = () => {
      if (globalThis.document.visibilityState === 'hidden') void autosave.flush();
    };
    const onOnline = () => void autosave.flush();
    // The page hears sooner that the server is back than its next try would.
    const stopWaiting = whenOpen(connection, onOnline);
    addEventListener('pagehide', leave);
    addEventListener('online', onOnline);
    globalThis.document.addEventListener('visibilitychange', onHidden);
    return () => {
      stop();
      if (timer) clearTimeout(timer);
      stopWaiting();
      removeEventListener('pagehide', leave);
      removeEventListener('online', onOnline);
      globalThis.document.removeEventListener('visibilitychange', onHidden);
      keep();
      void autosave.flush();
    };
  }, [autosave, connection, document, place, canSave]);
}
