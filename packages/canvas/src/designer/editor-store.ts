import { createStore, type StoreApi } from 'zustand/vanilla';

/** What stands beside the canvas. */
export type SidePanel = 'outline' | 'problems';

/**
 * What one looks at while drawing: never part of the document, never undone. `selection` holds ids of the canvas: of nodes as
 * the document has them, of notes and groups with `note/` and `group/` in front, of edges their text.
 */
export interface EditorState {
  readonly selection: readonly string[];
  /** Whether the inspector or the dock of the one selected node is open. */
  readonly isOpen: boolean;
  /** The tab of the inspector or dock. */
  readonly tab: 'settings' | 'input' | 'output' | 'notes';
  /** The field that a problem led to, as a path in the node; shown and marked once. */
  readonly focusPath: readonly (string | number)[] | null;
  readonly panel: SidePanel | null;
  readonly isPaletteOpen: boolean;
  /** Said to screen readers. The count makes the same sentence new. */
  readonly spoken: { readonly text: string; readonly count: number };
}

/** The editor's own state. */
export interface EditorStore extends StoreApi<EditorState> {
  select(ids: readonly string[]): void;
  say(text: string): void;
}

/** An editor in which nothing is selected. */
export function createEditorStore(selection: readonly string[] = []): EditorStore {
  const store = createStore<EditorState>(() => ({
    selection,
    isOpen: selection.length > 0,
    tab: 'settings',
    focusPath: null,
    panel: null,
    isPaletteOpen: true,
    spoken: { text: '', count: 0 },
  }));
  return {
    ...store,
    select(ids) {
      const { selection } = store.getState();
      if (ids.length === selection.length && ids.every((id, i) => id === selection[i])) return;
      store.setState({ selection: [...ids], focusPath: null });
    },
    say: (text) => store.setState(({ spoken }) => ({ spoken: { text, count: spoken.count + 1 } })),
  };
}
