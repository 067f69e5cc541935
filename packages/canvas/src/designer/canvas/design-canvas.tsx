import type { FlowEdge } from '@koppel/model';
import { useReactFlow, useStore as useReactFlowStore } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ConnectEnd, ConnectFrom } from '../../flow-canvas/connect-handlers.ts';
import { selectedNodes } from '../../flow-canvas/drawing.ts';
import { FlowCanvas, type CanvasEditing } from '../../flow-canvas/flow-canvas.tsx';
import { distanceToEdge, nodeWidth, placesOf, snapped, type Spot } from '../../flow-canvas/geometry.ts';
import { edgesOf } from '../../flow-canvas/ports.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { createJudge, type Judge } from '../connecting/judge.ts';
import { splice } from '../connecting/operations.ts';
import { useDesignerServices, useEditor, useFlow } from '../designer-context.tsx';
import { paletteSections } from '../palette/entries.ts';
import { paletteDrag } from '../palette/palette.tsx';
import { CanvasOverlays } from './canvas-overlays.tsx';
import { CanvasTools } from './canvas-tools.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { Legend } from './legend.tsx';
import { SelectionTools } from './selection-tools.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import type { Editing } from './use-editing.ts';
import { ConnectHint } from './connect-hint.tsx';

/** Held over an edge at most this far away, a node is spliced into it. */
const dropReach = 26;

/** The canvas on which a flow is drawn. */
export function DesignCanvas({ editing }: { readonly editing: Editing }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const services = useDesignerServices();
  const { document: store, editor, checker, moment, pointer, catalog, context, derived, readOnlyReason } = services;
  const document = useFlow((flow) => flow);
  const selection = useEditor((state) => state.selection);
  const onKeyDown = useCanvasKeys(editing);
  const { screenToFlowPosition } = useReactFlow();
  const [judge, setJudge] = useState<Judge | null>(null);
  const { types } = derived;

  const edgeOf = useCallback((from: ConnectFrom, other: { nodeId: string; portId: string }): FlowEdge => {
    const here = { nodeId: from.nodeId, port: from.portId };
    const there = { nodeId: other.nodeId, port: other.portId };
    return from.side === 'out' ? { from: here, to: there } : { from: there, to: here };
  }, []);

  /** Judges a flow as it would be without the edge that is being taken elsewhere. */
  const judgeWithout = useCallback(
    (edgeId?: string) => {
      const flow = store.getState().document;
      const edges = edgeId === undefined ? flow.edges : flow.edges.filter((edge) => edge !== edgeId);
      return createJudge({ ...flow, edges }, types, checker.store.getState().nodes);
    },
    [store, types, checker],
  );

  const connecting = useMemo(
    () => ({
      onConnectStart(from: ConnectFrom) {
        const fresh = judgeWithout(from.rewires);
        setJudge(() => fresh);
        const port = { nodeId: from.nodeId, port: from.portId };
        const fits = from.side === 'out' ? fresh.fitting(port) : fresh.feeding(port);
        moment.setState({ connecting: { from: `${from.nodeId}.${from.portId}`, side: from.side, fits } });
        editor.close();
      },
      onConnectEnd(end: ConnectEnd) {
        moment.setState({ connecting: null });
        const { rewires } = end.from;
        const fresh = judgeWithout(rewires);
        if (end.to) {
          const edge = edgeOf(end.from, end.to);
          // Let go where it began: nothing was meant.
          if (end.to.nodeId === end.from.nodeId && end.to.portId === end.from.portId) return;
          if (rewires !== undefined) editing.rewire(rewires, edge, end.screen);
          else editing.draw(edge, end.screen);
          return;
        }
        if (end.overNode && end.overNode !== end.from.nodeId) {
          const here = { nodeId: end.from.nodeId, port: end.from.portId };
          const others = end.from.side === 'out' ? fresh.inputs : fresh.outputs;
          const candidates = others.filter(({ nodeId }) => nodeId === end.overNode);
          const edges = candidates.map((there): FlowEdge =>
            end.from.side === 'out' ? { from: here, to: there } : { from: there, to: here },
          );
          const edge = edges.find((candidate) => fresh(candidate) === null) ?? edges[0];
          if (edge && rewires !== undefined) editing.rewire(rewires, edge, end.screen);
          else if (edge) editing.draw(edge, end.screen);
          return;
        }
        // An end that is let go of in the open goes back to where it was.
        if (end.overNode || rewires !== undefined) return;
        const port = { nodeId: end.from.nodeId, port: end.from.portId };
        editing.quickAdd({
          at:
            end.from.side === 'out' ? { x: end.at.x, y: end.at.y - 33 } : { x: end.at.x - nodeWidth, y: end.at.y - 33 },
          screen: end.screen,
          ...(end.from.side === 'out' ? { after: port } : { before: port }),
        });
      },
    }),
    [judgeWithout, moment, editor, editing, edgeOf],
  );

  const dropTarget = useCallback(
    (event: DragEvent<HTMLElement>): { at: Spot; edgeId: string | null } => {
      const pointer = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const flow = store.getState().document;
      const places = placesOf(flow);
      const near = edgesOf(flow)
        .map(({ id, from, to }) => {
          const a = places[from.nodeId]!;
          const b = places[to.nodeId]!;
          return { id, away: distanceToEdge(pointer, { x: a.x + nodeWidth, y: a.y + 33 }, { x: b.x, y: b.y + 33 }) };
        })
        .toSorted((a, b) => a.away - b.away)[0];
      return {
        at: snapped({ x: pointer.x - 80, y: pointer.y - 33 }),
        edgeId: near && near.away < dropReach ? near.id : null,
      };
    },
    [screenToFlowPosition, store],
  );

  const canvasEditing = useMemo(
    (): CanvasEditing => ({
      ...connecting,
      onAddAfter: (nodeId, port) => editing.quickAddAfter(nodeId, port),
      onSplice: editing.quickSplice,
      onRename: editing.rename,
      onNote: editing.writeNote,
      onNoteColour: editing.colourNote,
      onGroup: editing.describeGroup,
      onFold: editing.fold,
      onMoved: ({ nodes, notes }) => editing.move(nodes, notes),
      isValidConnection: ({ source, sourceHandle, target, targetHandle }) => {
        const state = moment.getState().connecting;
        const asInput = `${target}.${targetHandle}`;
        const asOutput = `${source}.${sourceHandle}`;
        return state !== null && state.fits.has(state.side === 'out' ? asInput : asOutput);
      },
      onPaneDoubleClick: (at, screen) => editing.quickAdd({ at: snapped({ x: at.x - 80, y: at.y - 33 }), screen }),
      onNodeDoubleClick: (nodeId) => {
        if (!editing.openSubFlow(nodeId)) moment.setState({ writing: nodeId });
      },
      onDragOver(event) {
        if (!event.dataTransfer.types.includes(paletteDrag)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const { edgeId } = dropTarget(event);
        if (moment.getState().dropEdge !== edgeId) moment.setState({ dropEdge: edgeId });
      },
      onDragLeave: () => moment.setState({ dropEdge: null }),
      onDrop(event) {
        const id = event.dataTransfer.getData(paletteDrag);
        moment.setState({ dropEdge: null });
        const flow = store.getState().document;
        const entry = paletteSections(catalog, flow, context.subFlows)
          .flatMap(({ entries }) => entries)
          .find((candidate) => candidate.id === id);
        if (!entry) return;
        event.preventDefault();
        const { at, edgeId } = dropTarget(event);
        const fits = edgeId !== null && splice(flow, types, entry.descriptor, edgeId) !== null;
        editing.add(entry, {
          at,
          screen: { x: event.clientX, y: event.clientY },
          after: null,
          before: null,
          edgeId: fits ? edgeId : null,
        });
      },
    }),
    [connecting, editing, moment, dropTarget, store, catalog, context.subFlows, types],
  );

  useKeepInView(editing);
  const isEmpty = Object.keys(document.nodes).length === 0;
  return (
    <FlowCanvas
      document={document}
      types={types}
      mode="edit"
      label={text('canvas.label', { flow: localized(document.title) })}
      help={text('canvas.help')}
      selection={selection}
      onSelect={editor.select}
      checker={checker}
      moment={moment}
      editing={readOnlyReason === null ? canvasEditing : null}
      onKeyDown={onKeyDown}
      onPointerMove={({ clientX, clientY }) => pointer.setState({ at: { x: clientX, y: clientY } })}
    >
      <Legend />
      {isEmpty && <EmptyCanvas editing={editing} />}
      <CanvasTools onTidy={editing.tidy} onNote={() => editing.note()} reason={readOnlyReason} />
      <ConnectHint judge={judge} />
      {readOnlyReason === null && <SelectionTools editing={editing} />}
      <CanvasOverlays editing={editing} />
      <GrabBar />
    </FlowCanvas>
  );
}

/** When a panel opens over the selected node, or it was opened with the flow, the canvas pans just enough that it can be seen. */
function useKeepInView(editing: Editing): void {
  const { editor } = useDesignerServices();
  const element = useReactFlowStore(({ domNode }) => domNode);
  const isFitted = useReactFlowStore(({ fitViewQueued }) => !fitViewQueued);
  const wasFitted = useRef(false);
  const reveal = useCallback(() => {
    const nodes = selectedNodes(editor.getState().selection);
    if (nodes.length === 1) editing.reveal(nodes[0]!);
  }, [editor, editing]);
  useEffect(() => {
    // Only the first time: whoever asks for the whole flow later wants to see it.
    if (!isFitted || wasFitted.current) return;
    wasFitted.current = true;
    reveal();
  }, [isFitted, reveal]);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(reveal);
    observer.observe(element);
    // A card that is cut off can be clicked as well, while what it opens is open already. It is selected a moment later.
    const onClick = () => requestAnimationFrame(reveal);
    element.addEventListener('click', onClick);
    return () => {
      observer.disconnect();
      element.removeEventListener('click', onClick);
    };
  }, [element, reveal]);
}

/** Says that something is held by the keyboard, and how to let go. */
function GrabBar(): ReactElement | null {
  const text = useText();
  const { editor } = useDesignerServices();
  const isHolding = useStore(editor, ({ grab }) => grab !== null);
  if (!isHolding) return null;
  return (
    <p className="absolute top-3.5 left-1/2 z-dock -translate-x-1/2 rounded-2 bg-float px-3 py-1.5 text-20 text-on-float shadow-2">
      {text('canvas.grabbing')}
    </p>
  );
}
