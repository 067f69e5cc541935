import type { LocalizedText } from '@koppel/model';
import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Checker } from '../check-worker/checker.ts';
import type { Guide } from './alignment.ts';
import type { Jumps } from './crossings.ts';
import type { NoteData } from './drawing.ts';
import type { Folds } from './folding.ts';
import type { NodeTypes } from './ports.ts';

/** What is written about a group. */
export interface GroupPart {
  readonly title: string;
  readonly description: string;
}

/** What one does right on the canvas. Absent where the flow is only shown. */
export interface CanvasActions {
  /** The plus of an open output was pressed. */
  readonly onAddAfter: (nodeId: string, portId: string) => void;
  /** The plus in the middle of an edge was pressed. */
  readonly onSplice: (edgeId: string) => void;
  readonly onRename: (nodeId: string, title: string) => void;
  readonly onNote: (noteId: string, text: string) => void;
  readonly onNoteColour: (noteId: string, colour: NoteData['colour']) => void;
  readonly onGroup: (groupId: string, part: GroupPart) => void;
}

/** What is going on at this moment with the pointer or the keyboard. Never part of the document. */
export interface CanvasMoment {
  /** While an edge is drawn: the port it comes from, and the ports of the other side (`node.port`) that take it. */
  readonly connecting: {
    readonly from: string;
    readonly side: 'in' | 'out';
    readonly fits: ReadonlySet<string>;
  } | null;
  /** The canvas id of what is being renamed or written. */
  readonly writing: string | null;
  /** Where one works, and so where that is written: on the canvas, or in the list of its nodes. */
  readonly hands: 'canvas' | 'outline';
  /** The edge that something held over it would be spliced into. */
  readonly dropEdge: string | null;
  /** Something on the canvas is being dragged. */
  readonly isDragging: boolean;
  /** The lines that what is being dragged stands on together with others. */
  readonly guides: readonly Guide[];
  /** Where edges jump over others. */
  readonly jumps: Jumps;
  /** The node that a problem or a search led to: marked once. */
  readonly pulse: string | null;
  /** What somebody else, who edits the flow, has selected. */
  readonly theirs: { readonly name: string; readonly nodes: ReadonlySet<string> } | null;
  /** Nodes that are not, or say something else, in the version that is live. */
  readonly differing: ReadonlySet<string>;
  /** Groups that are shown as one card here, or not, whatever the document says. */
  readonly folds: Folds;
}

/** A moment in which nothing is going on. */
export function createMoment(): StoreApi<CanvasMoment> {
  return createStore<CanvasMoment>(() => ({
    connecting: null,
    writing: null,
    hands: 'canvas',
    dropEdge: null,
    isDragging: false,
    guides: [],
    jumps: new Map(),
    pulse: null,
    theirs: null,
    differing: new Set(),
    folds: new Map(),
  }));
}

/** An edge, as overlays see it. */
export interface EdgeView {
  readonly id: string;
  readonly kind: 'signal' | 'records' | 'failures';
  /** Title of the output it leaves by, where that is not the first of its node. */
  readonly label: LocalizedText | null;
  /** Its path in the canvas's own coordinates, as SVG writes it. */
  readonly path: string;
}

/** What cards and edges need besides their own data. The same object as long as nothing of it changes. */
export interface CanvasSurroundings {
  readonly mode: 'edit' | 'view';
  readonly types: NodeTypes;
  /** Knows issues, second lines and port types. */
  readonly checker: Checker | null;
  readonly moment: StoreApi<CanvasMoment>;
  readonly actions: CanvasActions | null;
  /** Shows a group as one card, or what is in it. */
  readonly onFold: (groupId: string) => void;
  readonly nodeOverlay: ((nodeId: string) => ReactNode) | null;
  readonly edgeOverlay: ((edge: EdgeView) => ReactNode) | null;
  readonly edgeLayer: ((edge: EdgeView) => ReactNode) | null;
  /** The full accessible name of a node: what it is, where it stands and what is wrong. */
  readonly describe: (nodeId: string) => string;
  /** React Flow's id of this canvas. */
  readonly flowId: string;
  /** Prefix of element ids, so that two canvases can be on one page. */
  readonly idPrefix: string;
}

const CanvasContext = createContext<CanvasSurroundings | null>(null);

/** Gives cards and edges their surroundings. */
export const CanvasProvider = CanvasContext.Provider;

/** The surroundings of a card or an edge. */
export function useCanvas(): CanvasSurroundings {
  const surroundings = useContext(CanvasContext);
  if (!surroundings) throw new Error('This component belongs inside a FlowCanvas.');
  return surroundings;
}

/** Whether something is being renamed or written on the canvas itself. */
export function useIsWriting(canvasId: string): boolean {
  const { moment, actions } = useCanvas();
  return useStore(moment, ({ writing, hands }) => writing === canvasId && hands === 'canvas') && actions !== null;
}

/** How much is drawn at a zoom: all, no second lines and labels, or plain blocks and straight edges. */
export type Detail = 'near' | 'mid' | 'far';

/** The level of detail at a zoom factor. */
export function detailAt(zoom: number): Detail {
  return zoom < 0.35 ? 'far' : zoom < 0.6 ? 'mid' : 'near';
}

const DetailContext = createContext<Detail>('near');

/** Gives edges the level of detail. */
export const DetailProvider = DetailContext.Provider;

/** The level of detail at this zoom. */
export function useDetail(): Detail {
  return useContext(DetailContext);
}
