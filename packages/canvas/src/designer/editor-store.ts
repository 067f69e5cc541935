import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Refusal } from './connecting/judge.ts';
import type { FlowEdge } from '@koppel/model';
import type { Spot } from '../flow-canvas/geometry.ts';

/** Where a node that is about to be added goes, and what it is joined to. */
export interface AddTarget {
  /** On the canvas. */
  readonly at: Spot;
  /** On the screen: where the list opens. */
  readonly screen: Spot;
  /** Behind this output. */
  readonly after: { readonly nodeId: string; readonly port: string } | null;
  /** In front of this input. */
  readonly before: { readonly nodeId: string; readonly port: string } | null;
  /** Into this edge. */
  readonly edgeId: string | null;
}

/** What is open over the canvas, one at a time. */
export type Overlay =
  | { readonly kind: 'add'; readonly target: AddTarget }
  /** Why an edge cannot be. `replaced`: the edge whose end was being taken there. */
  | {
      readonly kind: 'refused';
      readonly edge: FlowEdge;
      readonly refusal: Refusal;
      readonly screen: Spot;
      readonly replaced: readonly string[];
    }
  /** The list of inputs, for connecting by keys. `port`: the output, once chosen. */
  | { readonly kind: 'connect'; readonly nodeId: string; readonly port: string | null }
  /** The list of a node's edges, for removing one by keys. */
  | { readonly kind: 'edges'; readonly nodeId: string }
  | { readonly kind: 'search' }
  /** What is better known about what was just done, with the nodes that it is about. */
  | {
      readonly kind: 'notice';
      readonly text: string;
      readonly items: readonly { readonly nodeId: string; readonly text: string }[];
    }
  | { readonly kind: 'shortcuts' }
  /** `note`: what is proposed as the note of the version. */
  | { readonly kind: 'publish'; readonly note?: string }
  | { readonly kind: 'makeSubFlow' }
  | { readonly kind: 'conflict' };

/**
 * What one looks at while drawing: never part of the document, never undone. `selection` holds ids of the canvas: of nodes as
 * the document has them, of notes and groups with `note/` and `group/` in front, of edges their text.
 */
export interface EditorState {
  readonly selection: readonly string[];
  /** The tab of the inspector or dock. */
  readonly tab: 'settings' | 'input' | 'output' | 'notes';
  /** The field that a problem led to, as a path in the node's settings; marked once. */
  readonly focusPath: readonly (string | number)[] | null;
  readonly overlay: Overlay | null;
  /** What is held by the keyboard until Enter or Escape: names one grab. */
  readonly grab: string | null;
  /** Said to screen readers. The count makes the same sentence new. */
  readonly spoken: { readonly text: string; readonly count: number };
}

/** The editor's own state. */
export interface EditorStore extends StoreApi<EditorState> {
  select(ids: readonly string[]): void;
  open(overlay: Overlay): void;
  close(): void;
  say(text: string): void;
}

/** An editor with a selection, nothing open. */
export function createEditorStore(selection: readonly string[] = []): EditorStore {
  const store = createStore<EditorState>(() => ({
    selection,
    tab: 'settings',
    focusPath: null,
    overlay: null,
    grab: null,
    spoken: { text: '', count: 0 },
  }));
  return {
    ...store,
    select(ids) {
      const { selection } = store.getState();
      if (ids.length === selection.length && ids.every((id, index) => id === selection[index])) return;
      store.setState({ selection: [...ids], focusPath: null, tab: 'settings' });
    },
    open: (overlay) => store.setState({ overlay }),
    close: () => store.setState({ overlay: null }),
    say: (text) => store.setState(({ spoken }) => ({ spoken: { text, count: spoken.count + 1 } })),
  };
}
