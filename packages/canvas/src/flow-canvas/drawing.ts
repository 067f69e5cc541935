import { parseEdge, type FlowDocument } from '@koppel/model';
import type { Edge, Node, NodeHandle } from '@xyflow/react';
import { Position } from '@xyflow/react';
import { bankOf } from '../kit/system-badge.tsx';
import { foldedEdges, foldedSpot, groupId, type Folding } from './folding.ts';
import { groupRect, nodeHeights, nodeWidth, placesOf, type Rect, type Spot } from './geometry.ts';
import {
  descriptorOf,
  connectedPorts,
  portsOf,
  type DrawnEdge,
  type NodeTypes,
  type PortDrawing,
  type PortEntities,
} from './ports.ts';

/** What a node's card shows of the document. What checks and runs know of it, the card reads by its id. */
export interface CardData extends Record<string, unknown> {
  readonly type: string;
  /** Its own title; null shows that of its type. */
  readonly title: string | null;
  /** That title in other languages, where the flow knows it. */
  readonly phrase: NonNullable<FlowDocument['phrases']>[string] | undefined;
  /** Role of the system it works on. */
  readonly role: string | null;
  readonly isDisabled: boolean;
  readonly ports: readonly PortDrawing[];
  readonly height: number;
  /** Nothing but it is selected. */
  readonly isAlone: boolean;
}
export type CardNode = Node<CardData, 'card'>;

export interface NoteData extends Record<string, unknown> {
  readonly text: string;
  readonly colour: FlowDocument['layout']['notes'][string]['colour'];
}
export type NoteNode = Node<NoteData, 'note'>;

export interface GroupData extends Record<string, unknown> {
  readonly title: string;
  readonly description: string | null;
  readonly members: readonly string[];
}
/** A group: a frame around its nodes, or one card in their place. */
export type GroupNode = Node<GroupData, 'frame' | 'folded'>;

/** Anything with a place on the canvas. */
export type CanvasNode = CardNode | NoteNode | GroupNode;

/** What an edge shows. */
export interface WireData extends Record<string, unknown> {
  readonly kind: PortDrawing['kind'];
  readonly entity: string | null;
  /** Title of the output it leaves by, where the node has others. */
  readonly label: PortDrawing['title'] | null;
}
export type WireEdge = Edge<WireData, 'wire'>;

/** Ids on the canvas: nodes keep theirs, which have no slash in them. */
export const noteId = (id: string) => `note/${id}`;

/** What a canvas id stands for. */
export function readCanvasId(id: string): { kind: 'node' | 'note' | 'group' | 'edge'; id: string } {
  if (id.startsWith('note/')) return { kind: 'note', id: id.slice(5) };
  if (id.startsWith('group/')) return { kind: 'group', id: id.slice(6) };
  return { kind: id.includes(' -> ') ? 'edge' : 'node', id };
}

/** The nodes among selected ids. */
export function selectedNodes(selection: readonly string[]): string[] {
  return selection.filter((id) => readCanvasId(id).kind === 'node');
}

/** The selected nodes, and those of the selected groups. */
export function chosenNodes(selection: readonly string[], { groups }: FlowDocument['layout']): string[] {
  const inside = selection
    .map(readCanvasId)
    .flatMap(({ kind, id }) => (kind === 'group' ? (groups[id]?.nodes ?? []) : []));
  return [...new Set([...selectedNodes(selection), ...inside])];
}

export interface DrawOptions {
  readonly document: FlowDocument;
  readonly types: NodeTypes;
  readonly edges: readonly DrawnEdge[];
  readonly entities: PortEntities;
  readonly mode: 'edit' | 'view';
  /** Nodes that do not show, because their group is one card. */
  readonly folding: Folding;
}

/** The cards of a document. Those that look the same as before are the same objects, so that they are not drawn again. */
export function drawCards(
  { document, types, edges, entities, mode, folding }: DrawOptions,
  before: ReadonlyMap<string, CardNode>,
): CardNode[] {
  const connected = connectedPorts(edges);
  const places = placesOf(document);
  const height = nodeHeights[mode];
  const shown = Object.entries(document.nodes).filter(([id]) => !folding.has(id));
  return shown.map(([id, node]) => {
    const ports = portsOf(id, descriptorOf(types, node), connected, entities);
    const data: CardData = {
      type: node.type,
      title: node.title ?? null,
      phrase: node.title === undefined ? undefined : document.phrases?.[node.title],
      role: node.slot ? (document.slots[node.slot]?.role ?? node.slot) : null,
      isDisabled: node.isDisabled ?? false,
      ports,
      height,
      isAlone: false,
    };
    const known = before.get(id);
    const isSame = known !== undefined && isSameCard(known.data, data);
    const position = places[id]!;
    if (isSame && known.position.x === position.x && known.position.y === position.y) return known;
    return {
      ...sized({ width: nodeWidth, height }),
      id,
      type: 'card',
      position,
      data: isSame ? known.data : data,
      handles: isSame && known.handles ? known.handles : ports.map(handleOf),
      zIndex: 1,
    };
  });
}

function isSameCard(a: CardData, b: CardData): boolean {
  return (
    a.type === b.type &&
    a.title === b.title &&
    a.phrase === b.phrase &&
    a.role === b.role &&
    a.isDisabled === b.isDisabled &&
    a.height === b.height &&
    a.ports.length === b.ports.length &&
    a.ports.every((port, index) => isSamePort(port, b.ports[index]!))
  );
}

function isSamePort(a: PortDrawing, b: PortDrawing): boolean {
  return (
    a.id === b.id &&
    a.side === b.side &&
    a.entity === b.entity &&
    a.isConnected === b.isConnected &&
    a.isLesser === b.isLesser &&
    a.y === b.y
  );
}

function handleOf({ id, side, y }: PortDrawing): NodeHandle {
  return {
    id,
    type: side === 'in' ? 'target' : 'source',
    position: side === 'in' ? Position.Left : Position.Right,
    // A handle without width, at the border: edges begin in its middle.
    x: side === 'in' ? 0 : nodeWidth,
    y,
    width: 0,
    height: 0,
  };
}

function sized({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height, measured: { width, height } };
}

/** The notes of a document. Their height follows their text and is measured. */
export function drawNotes({ document }: DrawOptions, before: ReadonlyMap<string, NoteNode>): NoteNode[] {
  return Object.entries(document.layout.notes).map(([id, { text, colour, at }]) => {
    const known = before.get(noteId(id));
    const position = { x: at[0], y: at[1] };
    const isSame = known?.data.text === text && known.data.colour === colour;
    if (isSame && known.position.x === position.x && known.position.y === position.y) return known;
    return {
      id: noteId(id),
      type: 'note',
      position,
      data: isSame ? known.data : { text, colour },
      zIndex: 0,
      ...(known?.measured ? { measured: known.measured } : {}),
    };
  });
}

/** The groups of a document, around where their nodes are now; a folded one is a card where they begin. */
export function drawGroups(
  { document, mode, folding }: Pick<DrawOptions, 'document' | 'mode' | 'folding'>,
  places: Readonly<Record<string, Spot>>,
  before: ReadonlyMap<string, GroupNode>,
): GroupNode[] {
  const folded = new Set(folding.values());
  return Object.entries(document.layout.groups).flatMap(([id, { title, description = null, nodes }]): GroupNode[] => {
    const isFolded = folded.has(groupId(id));
    const rect = isFolded ? foldedRect(nodes, places, mode) : frameRect(nodes, places, mode);
    if (!rect) return [];
    const known = before.get(groupId(id));
    const isSame =
      known?.data.title === title &&
      known.data.description === description &&
      known.data.members.join() === nodes.join();
    const type = isFolded ? 'folded' : 'frame';
    if (
      isSame &&
      known.type === type &&
      known.position.x === rect.x &&
      known.position.y === rect.y &&
      known.width === rect.width &&
      known.height === rect.height
    ) {
      return [known];
    }
    return [
      {
        ...sized(rect),
        id: groupId(id),
        type,
        position: { x: rect.x, y: rect.y },
        data: isSame ? known.data : { title, description, members: nodes },
        ...(isFolded ? { zIndex: 1, handles: foldedHandles } : { zIndex: -1 }),
      },
    ];
  });
}

type Places = Readonly<Record<string, Spot>>;

function frameRect(members: readonly string[], places: Places, mode: DrawOptions['mode']): Rect | null {
  return groupRect(
    members.flatMap((member): Rect[] => {
      const place = places[member];
      return place ? [{ ...place, width: nodeWidth, height: nodeHeights[mode] }] : [];
    }),
  );
}

function foldedRect(members: readonly string[], places: Places, mode: DrawOptions['mode']): Rect | null {
  const spot = foldedSpot(members, places);
  return spot && { ...spot, width: nodeWidth, height: nodeHeights[mode] };
}

/** From the top of the card of a folded group to where its edges begin and end. */
export const foldedPortY = 33;
const foldedHandles: NodeHandle[] = [
  { id: 'in', type: 'target', position: Position.Left, x: 0, y: foldedPortY, width: 0, height: 0 },
  { id: 'out', type: 'source', position: Position.Right, x: nodeWidth, y: foldedPortY, width: 0, height: 0 },
];

/** The edges of a document. Those that look the same as before are the same objects. */
export function drawWires(
  { document, types, edges, entities, folding }: DrawOptions,
  before: ReadonlyMap<string, WireEdge>,
): WireEdge[] {
  return foldedEdges(edges, folding).map(({ id, from: drawnFrom, to }) => {
    const { from } = parseEdge(id);
    const outputs = descriptorOf(types, document.nodes[from.nodeId]!)?.ports.out ?? [];
    const port = outputs.find((output) => output.id === from.port);
    const data: WireData = {
      kind: port?.kind ?? 'records',
      entity: entities[`${from.nodeId}.${from.port}>`] ?? null,
      label: port && outputs.indexOf(port) > 0 ? port.title : null,
    };
    const known = before.get(id);
    const isSame = known?.data && isSameWire(known.data, data);
    if (isSame && known.source === drawnFrom.nodeId && known.target === to.nodeId) return known;
    return {
      id,
      type: 'wire',
      source: drawnFrom.nodeId,
      sourceHandle: drawnFrom.nodeId === from.nodeId ? from.port : 'out',
      target: to.nodeId,
      targetHandle: folding.size > 0 && to.nodeId.startsWith('group/') ? 'in' : to.port,
      data,
      zIndex: 0,
    };
  });
}

function isSameWire(a: WireData, b: WireData): boolean {
  return a.kind === b.kind && a.entity === b.entity && a.label === b.label;
}

/** The fill of a card on the minimap. */
export function minimapClass({ type, data, selected }: CanvasNode): string {
  if (type === 'folded') return selected ? 'fill-accent' : 'fill-line-strong';
  if (type !== 'card') return 'fill-transparent stroke-none';
  if (selected) return 'fill-accent';
  const bank = data.role ? bankOf(data.role) : 'other';
  return bank === 'erp' ? 'fill-erp' : bank === 'crm' ? 'fill-crm' : 'fill-line-strong';
}
