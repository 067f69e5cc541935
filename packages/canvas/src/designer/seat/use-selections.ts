import type { StoreApi } from 'zustand/vanilla';
import { useEffect } from 'react';
import type { CanvasMoment } from '../../flow-canvas/canvas-context.ts';
import { selectedNodes } from '../../flow-canvas/drawing.ts';
import type { EditorStore } from '../editor-store.ts';
import { isWatching, type Seat } from './use-seat.ts';

const pauseMs = 200;

/** Tells those who look on which nodes are selected here, and shows what the editor of the draft selected. */
export function useSelections(
  { stand, select }: Seat,
  { editor, moment }: { readonly editor: EditorStore; readonly moment: StoreApi<CanvasMoment> },
): void {
  const hasWatchers = stand?.editor?.isHere === true && stand.watchers.length > 0;
  useEffect(() => {
    if (!hasWatchers) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = () => {
      timer = null;
      select(selectedNodes(editor.getState().selection));
    };
    const stop = editor.subscribe(({ selection }, before) => {
      if (selection !== before.selection) timer ??= setTimeout(tell, pauseMs);
    });
    tell();
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
    // `select` is another function with each thing told, and always the same seat.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hasWatchers, editor]);

  useEffect(() => {
    const name = isWatching(stand) ? (stand?.editor?.name ?? null) : null;
    const theirs = name === null ? null : { name, nodes: new Set(stand?.selection) };
    moment.setState({ theirs });
  }, [stand, moment]);
}
