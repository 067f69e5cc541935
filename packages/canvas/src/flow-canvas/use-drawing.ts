import type { FlowDocument } from '@koppel/model';
import { useStoreApi, type NodeChange } from '@xyflow/react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { StoreApi } from 'zustand';
import { alignmentOf, type Guide } from './alignment.ts';
import type { CanvasMoment } from './canvas-context.ts';
import { createCrossings, type Course } from './crossings.ts';
import {
  drawCards,
  drawGroups,
  drawNotes,
  drawWires,
  readCanvasId,
  type CanvasNode,
  type CardNode,
  type DrawOptions,
  type GroupNode,
  type NoteNode,
  type WireEdge,
} from './drawing.ts';
import { glideMs } from '../kit/motion.ts';
import { foldedSpot } from './folding.ts';
import { departuresOf, underway } from './glide.ts';
import { boundsOf, groupRect, gridStep, nodeHeights, nodeWidth, placesOf, type Spot } from './geometry.ts';

/** Where things were dragged to, by their ids in the document. */
export interface Moved {
  readonly nodes: Readonly<Record<string, readonly [number, number]>>;
  readonly notes: Readonly<Record<string, readonly [number, number]>>;
}

type Places = Readonly<Record<string, Spot>>;
type Sizes = Readonly<Record<string, { readonly width: number; readonly height: number }>>;

/**
 * The things on the canvas: as the document has them, but for where they are being dragged. What looks the same as before is
 * the same object, so that a drag draws only what moves.
 */
export function useDrawnNodes(
  options: DrawOptions,
  selection: readonly string[],
  /** `isFree`: what is dragged stays where it is put, instead of going into line with others. */
  { moment, isFree }: { readonly moment: StoreApi<CanvasMoment>; readonly isFree: boolean },
): {
  readonly nodes: CanvasNode[];
  readonly changeNodes: (changes: readonly NodeChange<CanvasNode>[]) => void;
  /** Where things were dragged to since the last call; null where nothing was. */
  readonly takeMoved: () => Moved | null;
} {
  const { document, types, edges, entities, mode, folding } = options;
  const [drawer] = useState(createNodeDrawer);
  const [placer] = useState(createNodePlacer);
  const [moving, setMoving] = useState<Places>({});
  const [sizes, setSizes] = useState<Sizes>({});
  const inMotion = useRef<Places>({});
  const stopGlide = useGlide(document, moving, setMoving);
  // Apart: a drag changes where things are sixty times a second, and not what they look like.
  const drawn = useMemo(
    () => drawer({ document, types, edges, entities, mode, folding }),
    [drawer, document, types, edges, entities, mode, folding],
  );
  const nodes = useMemo(
    () => placer(drawn, { document, mode, folding }, { selection: new Set(selection), moving, sizes }),
    [placer, drawn, document, mode, folding, selection, moving, sizes],
  );

  const changeNodes = useCallback(
    (changes: readonly NodeChange<CanvasNode>[]) => {
      const measured = changes.flatMap((change) =>
        change.type === 'dimensions' && change.dimensions ? [[change.id, change.dimensions] as const] : [],
      );
      if (measured.length > 0) setSizes((before) => ({ ...before, ...Object.fromEntries(measured) }));
      const moved = changes.flatMap((change) =>
        change.type === 'position' && change.position
          ? movesOf(change.id, change.position, { document, mode, folding })
          : [],
      );
      if (moved.length === 0) return;
      const { places, guides } = isFree ? freely(moved) : inLine(moved, { document, mode });
      moment.setState({ guides });
      stopGlide();
      inMotion.current = { ...inMotion.current, ...places };
      setMoving(inMotion.current);
    },
    [document, mode, folding, moment, isFree, stopGlide],
  );

  const takeMoved = useCallback((): Moved | null => {
    const moved = Object.entries(inMotion.current);
    inMotion.current = {};
    setMoving({});
    moment.setState({ guides: [] });
    if (moved.length === 0) return null;
    const of = (kind: 'node' | 'note') =>
      Object.fromEntries(
        moved
          .filter(([id]) => readCanvasId(id).kind === kind)
          .map(([id, { x, y }]): [string, [number, number]] => [readCanvasId(id).id, [x, y]]),
      );
    return { nodes: of('node'), notes: of('note') };
  }, [moment]);

  return { nodes, changeNodes, takeMoved };
}

/**
 * Lets nodes that the document puts elsewhere (made room for another one, tidied, undone) go there instead of being there at
 * once. Gives the function that stops it, for what is taken hold of on its way.
 */
function useGlide(document: FlowDocument, moving: Places, setMoving: (moving: Places) => void): () => void {
  const seen = useRef<{ flow: string; places: Places; moving: Places } | null>(null);
  const stop = useRef(() => {});
  useLayoutEffect(() => {
    const places = placesOf(document);
    const before = seen.current;
    seen.current = { flow: document.id, places, moving: before?.moving ?? {} };
    const from = before?.flow === document.id ? departuresOf({ ...before.places, ...before.moving }, places) : null;
    const lasts = glideMs();
    if (!from || lasts === 0) return;
    const start = performance.now();
    let frame = 0;
    const step = (now: number) => {
      const share = Math.min(Math.max((now - start) / lasts, 0), 1);
      setMoving(share < 1 ? underway(from, places, share) : {});
      if (share < 1) frame = requestAnimationFrame(step);
    };
    // Before anything is painted where it goes.
    step(start);
    stop.current = () => cancelAnimationFrame(frame);
    return () => {
      cancelAnimationFrame(frame);
      setMoving({});
    };
  }, [document, setMoving]);
  useLayoutEffect(() => {
    if (seen.current) seen.current.moving = moving;
  }, [moving]);
  return useCallback(() => stop.current(), []);
}

type Placed = { readonly places: Places; readonly guides: readonly Guide[] };

function freely(moved: readonly (readonly [string, Spot])[]): Placed {
  const places = moved.map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const);
  return { places: Object.fromEntries(places), guides: [] };
}

/** What is dragged, together, goes into line with the nodes that stay. */
function inLine(
  moved: readonly (readonly [string, Spot])[],
  { document, mode }: Pick<DrawOptions, 'document' | 'mode'>,
): Placed {
  const size = { width: nodeWidth, height: nodeHeights[mode] };
  const dragged = new Set(moved.map(([id]) => id));
  const bounds = boundsOf(moved.filter(([id]) => document.nodes[id]).map(([, spot]) => ({ ...spot, ...size })));
  if (!bounds) return { places: Object.fromEntries(moved), guides: [] };
  const others = Object.entries(placesOf(document)).filter(([id]) => !dragged.has(id));
  const { dx, dy, guides } = alignmentOf(
    bounds,
    others.map(([, spot]) => ({ ...spot, ...size })),
  );
  return { places: Object.fromEntries(moved.map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }])), guides };
}

/** A group moves by moving its nodes, in steps of the grid. */
function movesOf(
  id: string,
  position: Spot,
  { document, mode, folding }: Pick<DrawOptions, 'document' | 'mode' | 'folding'>,
): (readonly [string, Spot])[] {
  const { kind, id: own } = readCanvasId(id);
  if (kind !== 'group') return [[id, position]];
  const group = document.layout.groups[own];
  if (!group) return [];
  const places = placesOf(document);
  const members = group.nodes.filter((member) => places[member]);
  const isFolded = members.some((member) => folding.has(member));
  const from = isFolded
    ? foldedSpot(members, places)
    : groupRect(members.map((member) => ({ ...places[member]!, width: nodeWidth, height: nodeHeights[mode] })));
  if (!from) return [];
  const dx = Math.round((position.x - from.x) / gridStep) * gridStep;
  const dy = Math.round((position.y - from.y) / gridStep) * gridStep;
  return members.map((member) => [member, { x: places[member]!.x + dx, y: places[member]!.y + dy }]);
}

interface Moment {
  readonly selection: ReadonlySet<string>;
  readonly moving: Places;
  readonly sizes: Sizes;
}

/** Cards and notes as they look, wherever they are being dragged. */
function createNodeDrawer(): (options: DrawOptions) => readonly (CardNode | NoteNode)[] {
  let cards = new Map<string, CardNode>();
  let notes = new Map<string, NoteNode>();
  return (options) => {
    const drawnCards = drawCards(options, cards);
    cards = new Map(drawnCards.map((card) => [card.id, card]));
    const drawnNotes = drawNotes(options, notes);
    notes = new Map(drawnNotes.map((note) => [note.id, note]));
    return [...drawnNotes, ...drawnCards];
  };
}

type Placer = (
  drawn: readonly (CardNode | NoteNode)[],
  options: Pick<DrawOptions, 'document' | 'mode' | 'folding'>,
  moment: Moment,
) => CanvasNode[];

/** Puts what was drawn where it is at this moment, with the frames of groups around it. */
function createNodePlacer(): Placer {
  let groups = new Map<string, GroupNode>();
  let shown = new Map<string, { of: CanvasNode; as: CanvasNode; isAlone: boolean }>();
  return (drawn, options, { selection, moving, sizes }) => {
    const isAlone = selection.size === 1;
    const hasGroups = Object.keys(options.document.layout.groups).length > 0;
    const frames = hasGroups ? drawGroups(options, { ...placesOf(options.document), ...moving }, groups) : [];
    groups = new Map(frames.map((group) => [group.id, group]));
    const before = shown;
    shown = new Map();
    return [...frames, ...drawn].map((node) => {
      const position = moving[node.id] ?? node.position;
      const selected = selection.has(node.id);
      const measured = node.type === 'note' ? sizes[node.id] : node.measured;
      const known = before.get(node.id);
      const isSame =
        known?.of === node &&
        known.as.position === position &&
        known.as.selected === selected &&
        known.as.measured === measured &&
        (!selected || known.isAlone === isAlone);
      const as = isSame
        ? known.as
        : ({
            ...node,
            position,
            selected,
            ...(measured ? { measured } : {}),
            // What a selected card shows beside itself lies over its neighbours.
            ...(node.type === 'card' && selected ? { zIndex: 2, data: { ...node.data, isAlone } } : {}),
            ...(node.type === 'folded' && selected ? { zIndex: 2 } : {}),
            ...(node.type === 'frame' ? { dragHandle: '.group-title' } : {}),
          } as CanvasNode);
      shown.set(node.id, { of: node, as, isAlone });
      return as;
    });
  };
}

/** The edges on the canvas. Those that look the same as before are the same objects. */
export function useDrawnWires(options: DrawOptions, selection: readonly string[]): WireEdge[] {
  const { document, types, edges, entities, mode, folding } = options;
  const [drawer] = useState(createWireDrawer);
  return useMemo(
    () => drawer({ document, types, edges, entities, mode, folding }, new Set(selection)),
    [drawer, document, types, edges, entities, mode, folding, selection],
  );
}

function createWireDrawer(): (options: DrawOptions, selection: ReadonlySet<string>) => WireEdge[] {
  let wires = new Map<string, WireEdge>();
  let shown = new Map<string, { of: WireEdge; as: WireEdge }>();
  return (options, selection) => {
    const drawn = drawWires(options, wires);
    wires = new Map(drawn.map((wire) => [wire.id, wire]));
    const before = shown;
    shown = new Map();
    return drawn.map((wire) => {
      const selected = selection.has(wire.id);
      const known = before.get(wire.id);
      // The ends of an edge of a group that shows as one card are not where they are drawn.
      const reconnectable = selected && selection.size === 1 && options.folding.size === 0;
      const isSame = known?.of === wire && known.as.selected === selected && known.as.reconnectable === reconnectable;
      const as = isSame ? known.as : { ...wire, selected, reconnectable };
      shown.set(wire.id, { of: wire, as });
      return as;
    });
  };
}

/** Where edges run, between the ports of what is drawn. */
export function coursesOf(nodes: readonly CanvasNode[], wires: readonly WireEdge[]): Course[] {
  const ends = new Map(
    nodes.flatMap(({ id, position, handles }) =>
      (handles ?? []).map((handle) => [
        `${handle.type} ${id} ${handle.id}`,
        { x: position.x + handle.x, y: position.y + handle.y },
      ]),
    ),
  );
  return wires.flatMap(({ id, source, sourceHandle, target, targetHandle }) => {
    const from = ends.get(`source ${source} ${sourceHandle}`);
    const to = ends.get(`target ${target} ${targetHandle}`);
    return from && to ? [{ id, from, to }] : [];
  });
}

/** With more edges than this, where they jump is looked for once they and the view stay where they are: no gesture waits for it. */
const fewWires = 150;
const pauseMs = 120;

/** Keeps where edges jump over others, while edges are drawn in full. */
export function useJumps(
  nodes: readonly CanvasNode[],
  wires: readonly WireEdge[],
  { moment, isOn }: { readonly moment: StoreApi<CanvasMoment>; readonly isOn: boolean },
): void {
  const [crossingsOf] = useState(createCrossings);
  const view = useStoreApi();
  useLayoutEffect(() => {
    if (!isOn) return;
    const find = () => {
      const before = moment.getState().jumps;
      // Edges whose jumps stay where they are are not drawn anew.
      const kept = (id: string, at: readonly number[]) => (before.get(id)?.join() === at.join() ? before.get(id)! : at);
      moment.setState({
        jumps: new Map([...crossingsOf(coursesOf(nodes, wires))].map(([id, at]) => [id, kept(id, at)])),
      });
    };
    if (wires.length <= fewWires) return find();
    let timer: ReturnType<typeof setTimeout>;
    const findOnceStill = () => {
      const { transform } = view.getState();
      timer = setTimeout(() => (view.getState().transform === transform ? find() : findOnceStill()), pauseMs);
    };
    findOnceStill();
    return () => clearTimeout(timer);
  }, [nodes, wires, moment, view, isOn, crossingsOf]);
}
