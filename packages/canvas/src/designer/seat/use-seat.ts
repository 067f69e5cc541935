import type { DraftStand, FlowDetail } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { keyOf } from '../../api/use-api.tsx';
import type { DraftChannel } from '../../live/draft-channel.ts';
import { useLive } from '../../live/use-live.tsx';
import type { DocumentStore } from '../document/document-store.ts';
import type { Autosave } from '../saving/autosave.ts';

/** Our place at an open draft. */
export interface Seat {
  /** Null until the server has told: without a socket one edits, and the revision of the draft alone guards it. */
  readonly stand: DraftStand | null;
  /** When that was told, in milliseconds since 1970. */
  readonly toldAt: number;
  /** Somebody asked to take over and was refused: who kept the draft. */
  readonly keptBy: string | null;
  readonly takeOver: () => void;
  readonly withdraw: () => void;
  readonly answer: (isGiven: boolean) => void;
  readonly select: (nodes: readonly string[]) => void;
}

interface Told {
  readonly stand: DraftStand | null;
  readonly toldAt: number;
  readonly keptBy: string | null;
}

/** Takes a seat at a draft for as long as it is open here, and gives it back when all of ours is saved. */
export function useSeat(flowId: string, mayEdit: boolean, autosave: Autosave): Seat {
  const live = useLive();
  const [told, setTold] = useState<Told>({ stand: null, toldAt: 0, keptBy: null });
  const channel = useRef<DraftChannel | null>(null);
  const hasWithdrawn = useRef(false);
  useEffect(() => {
    const opened = live.openDraft(flowId, mayEdit);
    channel.current = opened;
    const stop = opened.stand.subscribe(({ stand }) => {
      const isWithdrawn = hasWithdrawn.current;
      hasWithdrawn.current = false;
      setTold((before) => ({ stand, toldAt: Date.now(), keptBy: keptBy(before, stand, isWithdrawn) }));
    });
    return () => {
      stop();
      void autosave.flush().finally(opened.close);
    };
  }, [live, flowId, mayEdit, autosave]);
  return useMemo(
    () => ({
      ...told,
      takeOver: () => channel.current?.takeOver(),
      withdraw() {
        hasWithdrawn.current = true;
        channel.current?.withdraw();
      },
      answer: (isGiven) => channel.current?.answer(isGiven),
      select: (nodes) => channel.current?.select(nodes),
    }),
    [told],
  );
}

function keptBy(before: Told, stand: DraftStand | null, isWithdrawn: boolean): string | null {
  if (!stand?.editor || stand.editor.isHere || stand.request?.isHere) return null;
  const isRefused = before.stand?.request?.isHere === true && !isWithdrawn;
  return isRefused ? stand.editor.name : before.keptBy;
}

/** Whether the draft is somebody else's, or nobody's, at this moment. */
export function isWatching(stand: DraftStand | null): boolean {
  return stand !== null && stand.editor?.isHere !== true;
}

/**
 * Follows what others save while one looks on; what was drawn here and not saved stays instead. False while a draft that has
 * just become ours is not the newest yet: nothing may be drawn on it.
 */
export function useFollowing(
  { stand }: Seat,
  {
    detail,
    document,
    autosave,
  }: { readonly detail: FlowDetail; readonly document: DocumentStore; readonly autosave: Autosave },
): boolean {
  const client = useQueryClient();
  const flowId = detail.summary.id;
  const isOthers = isWatching(stand);
  const revision = stand?.revision ?? 0;
  const [isNewest, setIsNewest] = useState(true);
  const isEditor = !isOthers && isNewest;
  const isHere = stand?.editor?.isHere === true;
  const isTaken = useStore(autosave, ({ status }) => status === 'taken');

  useEffect(() => {
    // Saved by somebody between our reading it and our taking the seat. Later on, what is newer is what we saved ourselves.
    if (isHere && revision > autosave.revision() && !autosave.hasUnsaved()) setIsNewest(false);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isHere]);

  useEffect(() => {
    if (!isOthers) return;
    setIsNewest(false);
    autosave.yield();
  }, [isOthers, autosave]);

  useEffect(() => {
    if (isEditor || revision <= detail.revision) return;
    void client.invalidateQueries({ queryKey: keyOf('getFlow', { params: { id: flowId } }) });
  }, [client, flowId, isEditor, revision, detail.revision]);

  useEffect(() => {
    if (isEditor) return;
    if (detail.revision > autosave.revision() && !autosave.hasUnsaved()) {
      document.follow(detail.draft);
      autosave.follow({ ...detail, document: document.getState().document });
    }
    if (isOthers || (autosave.revision() < revision && !autosave.hasUnsaved())) return;
    setIsNewest(true);
    autosave.goOn();
  }, [isEditor, isOthers, isTaken, revision, detail, document, autosave]);

  return isNewest || isOthers;
}
