import type { FlowDocument } from '@koppel/model';
import {
  MiniMap,
  ReactFlow,
  useKeyPress,
  useReactFlow,
  useStore as useReactFlowStore,
  type Connection as DrawnConnection,
  type EdgeChange,
  type NodeChange,
  type ReactFlowState,
} from '@xyflow/react';
import {
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
import { useStore, type StoreApi } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Checker, CheckState } from '../check-worker/checker.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import {
  CanvasProvider,
  createMoment,
  detailAt,
  DetailProvider,
  type CanvasActions,
  type CanvasMoment,
  type CanvasSurroundings,
  type Detail,
  type EdgeView,
} from './canvas-context.ts';
import { Card } from './card.tsx';
import { describeNode } from './describe.ts';
import { ConnectLine } from './connect-line.tsx';
import { connectHandlers, type ConnectEnd, type ConnectFrom } from './connect-handlers.ts';
import { minimapClass, readCanvasId, type CanvasNode, type WireEdge } from './drawing.ts';
import { coursesOf, useDrawnNodes, useDrawnWires, useJumps, type Moved } from './use-drawing.ts';
import { foldingOf, isFolded } from './folding.ts';
import { Dots } from './dots.tsx';
import { FarWires, farWireAt } from './far-wires.tsx';
import { FoldedGroup } from './folded-group.tsx';
import { GroupFrame } from './group.tsx';
import { Guides } from './guides.tsx';
import { useKnownSizes } from './known-sizes.ts';
import { boundsOf, gridStep, nodeHeights, nodeWidth, placesOf, type Spot } from './geometry.ts';
import { NoteCard } from './note.tsx';
import { edgesOf, portEntities, type DrawnEdge, type NodeTypes } from './ports.ts';
import { Wire } from './wire.tsx';
import './flow-canvas.css';

// Defined once: React Flow would take every card anew for new objects.
const cardTypes = { card: Card, note: NoteCard, frame: GroupFrame, folded: FoldedGroup };
const wireTypes = { wire: Wire };
const noWires: WireEdge[] = [];
const additive = ['Shift', 'Control', 'Meta'];
const isAdding = ({ shiftKey, ctrlKey, metaKey }: MouseEvent) => shiftKey || ctrlKey || metaKey;
const fewerThanMinimap = 12;
/** How far from its port the end of a selected edge is taken hold of: beyond where a new one begins. */
const rewireReach = 18;
/** What an edge becomes is decided where it ends, as for a new one. */
const nothing = () => {};
/** So near to an edge, in pixels of the screen, a click from afar means it. */
const farReach = 8;
/** With more cards than this, those out of sight are left out: drawing them costs more than drawing them anew. */
const mostDrawnUnseen = 100;
/** Whoever comes for one node can read it, even where the whole flow would not fit. */
const legibleZoom = 0.75;
const farthestZoom = 0.1;

/** What editing needs of the canvas. */
export interface CanvasEditing extends CanvasActions {
  readonly onMoved: (moved: Moved) => void;
  readonly onFold: (groupId: string) => void;
  readonly onConnectStart: (from: ConnectFrom) => void;
  /** The edge was dropped: on a port that takes it or refuses it, on a node, or on empty canvas. */
  readonly onConnectEnd: (end: ConnectEnd) => void;
  readonly isValidConnection: (connection: DrawnConnection | WireEdge) => boolean;
  readonly onPaneDoubleClick: (at: Spot, screen: Spot) => void;
  readonly onNodeDoubleClick: (nodeId: string) => void;
  readonly onDragOver?: (event: DragEvent<HTMLDivElement>) => void;
  readonly onDragLeave?: (event: DragEvent<HTMLDivElement>) => void;
  readonly onDrop?: (event: DragEvent<HTMLDivElement>) => void;
}

export interface FlowCanvasProps {
  readonly document: FlowDocument;
  /** What nodes there are, those that use a sub-flow among them. Give the same map while they are the same. */
  readonly types: NodeTypes;
  /** `edit`: 66 px cards with their second line; `view`: 82 px cards with room for a footer, nothing can be changed. */
  readonly mode: 'edit' | 'view';
  /** The accessible name of the canvas. */
  readonly label: string;
  /** Ids of the canvas: nodes by their id, `note/…`, `group/…`, and edges by their text. */
  readonly selection: readonly string[];
  readonly onSelect: (ids: readonly string[]) => void;
  /** Knows issues, second lines and port types; without one, port types are guessed from the document. */
  readonly checker?: Checker | null;
  /** Drawn inside each card: see `NodeRing`, `NodeMark` and `NodeFooter`. Give the same function while nothing else changed. */
  readonly nodeOverlay?: (nodeId: string) => ReactNode;
  /** Drawn in the place of an edge's label: see `EdgeCount`. */
  readonly edgeOverlay?: (edge: EdgeView) => ReactNode;
  /** Drawn over an edge's path, as SVG: see `MovingWire`. */
  readonly edgeLayer?: (edge: EdgeView) => ReactNode;
  readonly editing?: CanvasEditing | null;
  readonly moment?: StoreApi<CanvasMoment>;
  /** Keys while the canvas has the focus. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Explains the keys to screen readers. */
  readonly help?: string;
  /** Where the pointer is over the canvas. Called often. */
  readonly onPointerMove?: (event: PointerEvent<HTMLDivElement>) => void;
  /** Panels over the canvas, such as tools. */
  readonly children?: ReactNode;
}

interface Latest extends Pick<FlowCanvasProps, 'document' | 'selection'> {
  readonly edges: readonly DrawnEdge[];
  readonly editing: CanvasEditing | null;
  /** The edge one of whose ends is being taken elsewhere. */
  readonly rewired: string | null;
}

const nothingKnown = createStore<Pick<CheckState, 'nodes' | 'byNode'>>(() => ({ nodes: {}, byNode: {} }));

/** Ids of elements in this canvas: `aria-activedescendant` and focus need them. */
export const canvasElementId = (prefix: string, id: string) => `${prefix}${id}`;

/**
 * A flow, drawn: cards with typed ports, edges, notes and groups. It must be inside a `ReactFlowProvider`, so that what is
 * beside it can move the view. One tab stop: arrows are the business of `onKeyDown`.
 */
export function FlowCanvas({
  document,
  types,
  mode,
  label,
  selection,
  onSelect,
  checker = null,
  nodeOverlay,
  edgeOverlay,
  edgeLayer,
  editing = null,
  moment: givenMoment,
  onKeyDown,
  onPointerMove,
  help,
  children,
}: FlowCanvasProps): ReactElement {
  useKnownSizes();
  const text = useText();
  const localized = useLocalized();
  const flowId = useId();
  const idPrefix = `${flowId}-`;
  const [ownMoment] = useState(createMoment);
  const moment = givenMoment ?? ownMoment;
  const facts = useStore(checker?.store ?? nothingKnown, ({ nodes }) => nodes);
  const { nodes: flowNodes, edges: flowEdges } = document;
  const edges = useMemo(() => edgesOf({ nodes: flowNodes, edges: flowEdges }), [flowNodes, flowEdges]);
  const entities = useMemo(
    () => portEntities({ nodes: flowNodes }, types, edges, facts),
    [flowNodes, types, edges, facts],
  );
  // Deferred: all edges are drawn anew where the level changes, and zooming must not wait for that.
  const [readDetail] = useState(() => createDetailReader(document));
  const detail = useDeferredValue(useReactFlowStore(readDetail));
  const isDrawingEdge = useStore(moment, ({ connecting }) => connecting !== null);
  const folds = useStore(moment, (state) => state.folds);
  const { groups } = document.layout;
  const folding = useMemo(() => foldingOf(flowNodes, groups, folds), [flowNodes, groups, folds]);
  // Held down, nothing snaps.
  const isFree = useKeyPress('Alt');
  const drawing = { document, types, edges, entities, mode, folding };
  const { nodes, changeNodes, takeMoved } = useDrawnNodes(drawing, selection, { moment, isFree });
  const wires = useDrawnWires(drawing, selection);
  // Once: React Flow takes other options for whatever is fitted next.
  const [firstFit] = useState(() => ({
    maxZoom: 1,
    minZoom: mode === 'edit' && selection.length === 1 ? legibleZoom : farthestZoom,
    padding: 0.12,
  }));
  useJumps(nodes, wires, { moment, isOn: detail === 'near' });

  // What functions that stay the same need to know when they are called.
  const [latest] = useState(() => createStore<Latest>(() => ({ document, edges, editing, selection, rewired: null })));
  useLayoutEffect(() => latest.setState({ document, edges, editing, selection }));

  const isFar = detail === 'far';
  const courses = useMemo(() => (isFar ? coursesOf(nodes, wires) : []), [isFar, nodes, wires]);
  const canAct = editing !== null;
  const surroundings = useMemo(
    (): CanvasSurroundings => ({
      mode,
      types,
      checker,
      moment,
      actions: canAct ? actionsOf(() => latest.getState().editing) : null,
      // Where nothing can be changed, it is folded and unfolded for whoever looks.
      onFold: (group) => {
        const { editing: hands, document: shown } = latest.getState();
        if (hands) return hands.onFold(group);
        moment.setState(({ folds: before }) => ({
          folds: new Map(before).set(group, !isFolded(shown.layout.groups, before, group)),
        }));
      },
      nodeOverlay: nodeOverlay ?? null,
      edgeOverlay: edgeOverlay ?? null,
      edgeLayer: edgeLayer ?? null,
      describe: (nodeId) =>
        describeNode(nodeId, {
          document: latest.getState().document,
          edges: latest.getState().edges,
          types,
          byNode: (checker?.store ?? nothingKnown).getState().byNode,
          text,
          localized,
        }),
      flowId,
      idPrefix,
    }),
    [
      mode,
      types,
      checker,
      moment,
      canAct,
      nodeOverlay,
      edgeOverlay,
      edgeLayer,
      text,
      localized,
      flowId,
      idPrefix,
      latest,
    ],
  );

  const selectOnly = (ids: readonly string[]) => {
    latest.setState({ selection: ids });
    onSelect(ids);
  };
  const selectBy = (changes: readonly { id: string; selected: boolean }[]) => {
    if (changes.length === 0) return;
    const next = new Set(latest.getState().selection);
    for (const { id, selected } of changes) {
      if (selected) next.add(id);
      else next.delete(id);
    }
    selectOnly([...next]);
  };
  const onNodesChange = (changes: NodeChange<CanvasNode>[]) => {
    selectBy(changes.filter((change) => change.type === 'select'));
    changeNodes(changes);
  };
  const onEdgesChange = (changes: EdgeChange<WireEdge>[]) =>
    selectBy(changes.filter((change) => change.type === 'select'));

  const { screenToFlowPosition, getZoom } = useReactFlow();
  const connect = connectHandlers(editing, screenToFlowPosition, () => latest.getState().rewired);
  // React Flow does not know the edges that are drawn together.
  const onPaneClick = (event: MouseEvent) => {
    if (!isFar) return;
    const spot = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const hit = farWireAt(spot, courses, farReach / getZoom());
    selectOnly([...(isAdding(event) ? latest.getState().selection : []), ...(hit === null ? [] : [hit])]);
  };
  // One of several that are selected was clicked: it is meant, and React Flow would leave them all selected.
  const onNodeClick = (event: MouseEvent, { id }: CanvasNode) => {
    const { selection: before } = latest.getState();
    if (!isAdding(event) && before.length > 1 && before.includes(id)) selectOnly([id]);
  };
  const onDragStart = () => moment.setState({ isDragging: true });
  const onDragStop = () => {
    moment.setState({ isDragging: false });
    const moved = takeMoved();
    if (moved) editing?.onMoved(moved);
  };
  const frame = useRef<HTMLDivElement>(null);
  const onMove = useShifting(frame, getZoom);
  const active = selection.at(-1);
  const cards = Object.keys(document.nodes).length;
  const helpId = `${idPrefix}help`;

  return (
    <CanvasProvider value={surroundings}>
      <DetailProvider value={detail}>
        <div
          ref={frame}
          role="application"
          aria-label={label}
          aria-describedby={help ? helpId : undefined}
          aria-activedescendant={active && hasElement(document, active) ? canvasElementId(idPrefix, active) : undefined}
          tabIndex={0}
          data-canvas
          data-detail={detail}
          data-drawing={isDrawingEdge || undefined}
          onKeyDown={onKeyDown}
          onFocus={({ target, currentTarget }) => target === currentTarget && moment.setState({ hands: 'canvas' })}
          onPointerMove={onPointerMove}
          onDragOver={editing?.onDragOver}
          onDragLeave={editing?.onDragLeave}
          onDrop={editing?.onDrop}
          className="relative min-h-0 min-w-0 flex-1 overflow-hidden outline-none after:pointer-events-none after:absolute after:inset-0 focus-visible:after:focus-ring-inner"
        >
          {help && (
            <p id={helpId} className="sr-only">
              {help}
            </p>
          )}
          <ReactFlow<CanvasNode, WireEdge>
            id={flowId}
            nodes={nodes}
            edges={isFar ? noWires : wires}
            nodeTypes={cardTypes}
            edgeTypes={wireTypes}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            onPaneClick={onPaneClick}
            onNodeClick={onNodeClick}
            onMoveStart={onMove.start}
            onMove={onMove.move}
            onMoveEnd={onMove.end}
            onNodeDragStart={onDragStart}
            onSelectionDragStart={onDragStart}
            onNodeDragStop={onDragStop}
            onSelectionDragStop={onDragStop}
            onConnectStart={connect.onStart}
            onConnectEnd={connect.onEnd}
            onClickConnectStart={connect.onStart}
            onClickConnectEnd={connect.onEnd}
            connectionLineComponent={ConnectLine}
            isValidConnection={editing?.isValidConnection ?? never}
            onNodeDoubleClick={(_event, node) => node.type === 'card' && editing?.onNodeDoubleClick(node.id)}
            nodesDraggable={canAct}
            nodesConnectable={canAct}
            edgesReconnectable={false}
            reconnectRadius={rewireReach}
            {...(canAct ? { onReconnect: nothing } : {})}
            onReconnectStart={(_event, { id }) => latest.setState({ rewired: id })}
            onReconnectEnd={() => latest.setState({ rewired: null })}
            nodesFocusable={false}
            edgesFocusable={false}
            onlyRenderVisibleElements={cards > mostDrawnUnseen}
            disableKeyboardA11y
            deleteKeyCode={null}
            multiSelectionKeyCode={additive}
            selectionKeyCode="Shift"
            elevateNodesOnSelect={false}
            elevateEdgesOnSelect={false}
            connectionRadius={28}
            nodeDragThreshold={3}
            snapToGrid={!isFree}
            snapGrid={[gridStep, gridStep]}
            minZoom={farthestZoom}
            maxZoom={2}
            panOnScroll
            zoomOnDoubleClick={false}
            fitView
            fitViewOptions={firstFit}
            proOptions={{ hideAttribution: true }}
          >
            <Dots />
            {isFar && <FarWires wires={wires} courses={courses} />}
            {cards >= fewerThanMinimap && (
              <MiniMap<CanvasNode>
                pannable
                zoomable
                nodeClassName={minimapClass}
                nodeBorderRadius={6}
                ariaLabel={text('canvas.minimap')}
                style={{ width: 148, height: 84 }}
              />
            )}
            <Guides />
            <DoubleClick editing={editing} />
          </ReactFlow>
          {children}
        </div>
      </DetailProvider>
    </CanvasProvider>
  );
}

/**
 * Marks the canvas while its view is shifted and not scaled: then it is shifted as it was painted. Straight on the element, so
 * that nothing is drawn anew for it.
 */
function useShifting(frame: RefObject<HTMLElement | null>, getZoom: () => number) {
  const [handlers] = useState(() => {
    let zoom = 0;
    const mark = (isOn: boolean) => frame.current?.toggleAttribute('data-shifting', isOn);
    return {
      start: () => {
        zoom = getZoom();
      },
      move: (_event: unknown, view: { readonly zoom: number }) => mark(view.zoom === zoom),
      end: () => mark(false),
    };
  });
  return handlers;
}

const never = () => false;

/**
 * Reads the level of detail from React Flow's store. Until the whole flow was fitted into the view it is the one that this
 * will most likely give: a large flow is not drawn in full only to be drawn as blocks a moment later.
 */
function createDetailReader(document: FlowDocument): (state: ReactFlowState) => Detail {
  const bounds = boundsOf(
    Object.values(placesOf(document)).map((at) => ({ ...at, width: nodeWidth, height: nodeHeights.edit })),
  );
  const zoom = bounds ? Math.min(globalThis.innerWidth / bounds.width, globalThis.innerHeight / bounds.height) : 1;
  let isFitted = false;
  return ({ transform, width, fitViewQueued }) => {
    isFitted ||= width > 0 && !fitViewQueued;
    return detailAt(isFitted ? transform[2] : zoom * 0.75);
  };
}

/** Hears double clicks on empty canvas: React Flow itself has no word for them. */
function DoubleClick({ editing }: { readonly editing: CanvasEditing | null }): null {
  const { screenToFlowPosition } = useReactFlow();
  const dom = useReactFlowStore(({ domNode }) => domNode);
  useEffect(() => {
    if (!dom || !editing) return;
    const onDouble = (event: globalThis.MouseEvent) => {
      if (!(event.target as Element).classList.contains('react-flow__pane')) return;
      const screen = { x: event.clientX, y: event.clientY };
      editing.onPaneDoubleClick(screenToFlowPosition(screen), screen);
    };
    dom.addEventListener('dblclick', onDouble);
    return () => dom.removeEventListener('dblclick', onDouble);
  }, [dom, editing, screenToFlowPosition]);
  return null;
}

/** Nodes, notes and groups have an element by which screen readers know them; edges have none. */
function hasElement({ nodes, layout }: FlowDocument, canvasId: string): boolean {
  const { kind, id } = readCanvasId(canvasId);
  return kind === 'node'
    ? Boolean(nodes[id])
    : kind === 'group'
      ? Boolean(layout.groups[id])
      : kind === 'note' && Boolean(layout.notes[id]);
}

/** The actions as they are at the moment of acting, behind functions that stay the same. */
function actionsOf(editing: () => CanvasEditing | null): CanvasActions {
  return {
    onAddAfter: (nodeId, portId) => editing()?.onAddAfter(nodeId, portId),
    onSplice: (edgeId) => editing()?.onSplice(edgeId),
    onRename: (nodeId, title) => editing()?.onRename(nodeId, title),
    onNote: (noteId, text) => editing()?.onNote(noteId, text),
    onNoteColour: (noteId, colour) => editing()?.onNoteColour(noteId, colour),
    onGroup: (groupId, part) => editing()?.onGroup(groupId, part),
  };
}
