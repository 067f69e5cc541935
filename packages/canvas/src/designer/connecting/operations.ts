import { parseEdge, type FlowDocument, type FlowEdge, type FlowNode } from '@koppel/model';
import type { NodeDescriptor } from '@koppel/protocol';
import { freeSpot, gridStep, nodeWidth, placesOf, snapped, type Spot } from '../../flow-canvas/geometry.ts';
import { descriptorOf, edgesOf, type NodeTypes, type PortEntities } from '../../flow-canvas/ports.ts';
import { streamOf } from '../../flow-canvas/walk.ts';
import { together, type Command } from '../document/command.ts';
import { addNode, addNodes, connect, moveNodes, removeNodes, type Point } from '../document/node-commands.ts';
import { freshId } from '../document/ids.ts';
import { groupNodes } from '../document/layout-commands.ts';
import { clipOfPreset, placeClip, roomFor } from '../clipboard/clip.ts';
import type { PaletteEntry } from '../palette/entries.ts';
import type { AddTarget } from '../editor-store.ts';
import type { Fix } from './judge.ts';

/** From one column of nodes to the next. */
export const columnStep = nodeWidth + 60;

type PortKind = 'signal' | 'records' | 'failures';

/** A new node, what adding it does, and the id it gets. */
export interface Addition {
  readonly nodeId: string;
  readonly command: Command;
}

function outputKind(document: FlowDocument, types: NodeTypes, nodeId: string, port: string): PortKind | undefined {
  return descriptorOf(types, document.nodes[nodeId])?.ports.out.find(({ id }) => id === port)?.kind;
}

function inputKind(document: FlowDocument, types: NodeTypes, nodeId: string, port: string): PortKind | undefined {
  return descriptorOf(types, document.nodes[nodeId])?.ports.in.find(({ id }) => id === port)?.kind;
}

const firstOf = (descriptor: NodeDescriptor, side: 'in' | 'out', kind: PortKind | undefined) =>
  descriptor.ports[side].find((port) => port.kind === kind)?.id;

/** An id for a node of this type: its verb. */
export function idFor(document: FlowDocument, type: string): string {
  const verb = type.split('.').at(-1)!.split('-');
  return freshId(
    new Set(Object.keys(document.nodes)),
    verb[0] === 'start' ? (verb.at(-1) ?? 'start') : (verb[0] ?? 'node'),
  );
}

/** The entity a node at this place works on: that of the output before it, of the input behind it, else the flow's most used. */
export function entityAt(
  document: FlowDocument,
  entities: PortEntities,
  target: Omit<AddTarget, 'at' | 'screen'>,
): string {
  const edge = target.edgeId ? parseEdge(target.edgeId) : null;
  const after = target.after ?? edge?.from ?? null;
  const before = target.before ?? edge?.to ?? null;
  const known =
    (after && entities[`${after.nodeId}.${after.port}>`]) ?? (before && entities[`>${before.nodeId}.${before.port}`]);
  if (known) return known;
  const used = Object.values(document.nodes).flatMap(({ entity }) => entity ?? []);
  const counts = Map.groupBy(used, (entity) => entity);
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 'account';
}

/** The slot a node works on that does not come with one: where the flow writes, else where it does not read. */
export function slotAt(document: FlowDocument, types: NodeTypes): string | null {
  const nodes = Object.values(document.nodes);
  const ofRole = (role: NodeDescriptor['role']) =>
    nodes.find(({ type, slot }) => slot && types.get(type)?.role === role)?.slot;
  const written = ofRole('sink');
  if (written) return written;
  const read = ofRole('source');
  const slots = Object.keys(document.slots);
  return slots.find((slot) => slot !== read) ?? slots[0] ?? null;
}

/** Whether no records come by at this place, only the signal that starts. */
export function carriesSignal(
  document: FlowDocument,
  types: NodeTypes,
  { after, before, edgeId }: Pick<AddTarget, 'after' | 'before' | 'edgeId'>,
): boolean {
  const edge = edgeId ? parseEdge(edgeId) : null;
  const from = after ?? edge?.from;
  const to = before ?? edge?.to;
  if (from) return outputKind(document, types, from.nodeId, from.port) === 'signal';
  return to ? inputKind(document, types, to.nodeId, to.port) === 'signal' : false;
}

/** Whether a node of this type can be joined at this place. */
export function fitsAt(
  document: FlowDocument,
  types: NodeTypes,
  descriptor: NodeDescriptor,
  target: Pick<AddTarget, 'after' | 'before' | 'edgeId'>,
): boolean {
  const edge = target.edgeId ? parseEdge(target.edgeId) : null;
  const after = target.after ?? edge?.from;
  const before = target.before ?? edge?.to;
  if (after && !firstOf(descriptor, 'in', outputKind(document, types, after.nodeId, after.port))) return false;
  return !before || Boolean(firstOf(descriptor, 'out', inputKind(document, types, before.nodeId, before.port)));
}

/** Adds a node where the target says, joined as far as its ports fit; nodes behind it make room where they have to. */
export function addAt(document: FlowDocument, types: NodeTypes, node: FlowNode, target: AddTarget): Addition {
  const descriptor = descriptorOf(types, node);
  const nodeId = idFor(document, node.type);
  if (!descriptor) return { nodeId, command: addNode(nodeId, node, [target.at.x, target.at.y]) };
  const spliced = target.edgeId ? splice(document, types, descriptor, target.edgeId) : null;
  if (spliced) return { nodeId, command: insertInto(document, types, nodeId, node, spliced) };
  const edges: FlowEdge[] = [];
  const { after, before } = target;
  if (after) {
    const port = firstOf(descriptor, 'in', outputKind(document, types, after.nodeId, after.port));
    if (port) edges.push({ from: after, to: { nodeId, port } });
  }
  if (before) {
    const port = firstOf(descriptor, 'out', inputKind(document, types, before.nodeId, before.port));
    if (port) edges.push({ from: { nodeId, port }, to: before });
  }
  const spot = freeSpot(target.at, Object.values(placesOf(document)));
  return { nodeId, command: addNode(nodeId, node, [spot.x, spot.y], { edges }) };
}

/**
 * Adds the nodes of a preset as a group of its title, at the first free spot. An output that it is added behind is joined to the
 * first of them that takes what comes there.
 */
export function addPreset(
  document: FlowDocument,
  types: NodeTypes,
  { body, title }: { readonly body: NonNullable<PaletteEntry['body']>; readonly title: string },
  { at, after }: Pick<AddTarget, 'at' | 'after'>,
): { readonly command: Command; readonly ids: readonly string[]; readonly lostSlots: readonly string[] } {
  const clip = clipOfPreset(body);
  const framed = { ...clip, groups: { group: { title, nodes: Object.keys(clip.nodes) } } };
  const { at: spot } = roomFor(framed, document, at);
  const { added, ids, lostSlots } = placeClip(clip, document, [spot.x, spot.y]);
  const kind = after && outputKind(document, types, after.nodeId, after.port);
  const entrance = ids
    .map((nodeId) => ({ nodeId, port: inputOf(types, added.nodes[nodeId]!.node, kind ?? undefined) }))
    .find(({ nodeId, port }) => port !== undefined && !(added.edges ?? []).some(({ to }) => to.nodeId === nodeId));
  const edges = [...(added.edges ?? [])];
  if (after && entrance?.port) edges.push({ from: after, to: { nodeId: entrance.nodeId, port: entrance.port } });
  const add = addNodes({ ...added, edges });
  const group = groupNodes(freshId(new Set(Object.keys(document.layout.groups)), 'group'), { title }, ids);
  return { command: together({ id: 'designer.intent.addOne', values: { node: title } }, [add, group]), ids, lostSlots };
}

function inputOf(types: NodeTypes, { type }: FlowNode, kind: PortKind | undefined): string | undefined {
  const descriptor = types.get(type);
  return descriptor && kind && firstOf(descriptor, 'in', kind);
}

interface Splice {
  readonly edgeId: string;
  readonly edge: FlowEdge;
  readonly into: string;
  readonly out: string;
}

/** How a node of this type would stand in an edge; null where it cannot. */
export function splice(
  document: FlowDocument,
  types: NodeTypes,
  descriptor: NodeDescriptor,
  edgeId: string,
): Splice | null {
  const edge = parseEdge(edgeId);
  const kind = outputKind(document, types, edge.from.nodeId, edge.from.port);
  const into = firstOf(descriptor, 'in', kind);
  const out = firstOf(descriptor, 'out', kind);
  return into && out ? { edgeId, edge, into, out } : null;
}

function insertInto(
  document: FlowDocument,
  types: NodeTypes,
  nodeId: string,
  node: FlowNode,
  { edgeId, edge, into, out }: Splice,
): Command {
  const places = placesOf(document);
  const source = places[edge.from.nodeId]!;
  const target = places[edge.to.nodeId]!;
  const gap = target.x - source.x;
  const hasRoom = gap >= 2 * columnStep - gridStep || gap < 0;
  const spot: Spot = hasRoom
    ? snapped({ x: source.x + gap / 2, y: (source.y + target.y) / 2 })
    : snapped({ x: source.x + columnStep, y: target.y });
  const add = addNode(nodeId, node, [spot.x, spot.y], {
    edges: [
      { from: edge.from, to: { nodeId, port: into } },
      { from: { nodeId, port: out }, to: edge.to },
    ],
    replacing: [edgeId],
  });
  if (hasRoom) return add;
  const stream = streamOf(edgesOf(document), [edge.to.nodeId], 'down');
  // A group moves as a whole, so that its frame takes in nothing else.
  const groups = Object.values(document.layout.groups).filter(({ nodes }) => nodes.some((id) => stream.includes(id)));
  const behind = [...new Set([...stream, ...groups.flatMap(({ nodes }) => nodes)])].filter(
    (id) => places[id] && places[id].x >= target.x,
  );
  const shift = spot.x + columnStep - target.x;
  const moved = Object.fromEntries(behind.map((id): [string, Point] => [id, [places[id]!.x + shift, places[id]!.y]]));
  return together(add.intent, [add, moveNodes(moved)]);
}

/** Where a node behind an output goes, before it has looked for room. */
export function spotAfter(document: FlowDocument, nodeId: string): Spot {
  const { x, y } = placesOf(document)[nodeId]!;
  return { x: x + columnStep, y };
}

/** Carries out a repair of a refused edge. `make` gives the node to insert. */
export function applyFix(
  document: FlowDocument,
  types: NodeTypes,
  edge: FlowEdge,
  fix: Fix,
  make: (descriptor: NodeDescriptor) => FlowNode,
): Command {
  if (fix.kind === 'replace') return connect(edge, [fix.edgeId]);
  if (fix.kind === 'instead') return connect(fix.edge);
  if (fix.kind === 'copy') {
    const node = document.nodes[fix.nodeId]!;
    const nodeId = idFor(document, node.type);
    const spot = freeSpot(spotAfter(document, edge.from.nodeId), Object.values(placesOf(document)));
    return addNode(nodeId, node, [spot.x, spot.y], {
      edges: [{ from: edge.from, to: { nodeId, port: edge.to.port } }],
    });
  }
  const descriptor = types.get(fix.nodeType)!;
  const places = placesOf(document);
  const from = places[edge.from.nodeId]!;
  const to = places[edge.to.nodeId]!;
  const nodeId = idFor(document, descriptor.type);
  const into = firstOf(descriptor, 'in', outputKind(document, types, edge.from.nodeId, edge.from.port));
  const out = firstOf(descriptor, 'out', inputKind(document, types, edge.to.nodeId, edge.to.port));
  const spot = freeSpot({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, Object.values(places));
  const inTheWay = edgesOf(document).filter(({ to }) => to.nodeId === edge.to.nodeId && to.port === edge.to.port);
  return addNode(nodeId, make(descriptor), [spot.x, spot.y], {
    edges: [
      ...(into ? [{ from: edge.from, to: { nodeId, port: into } }] : []),
      ...(out ? [{ from: { nodeId, port: out }, to: edge.to }] : []),
    ],
    replacing:
      out && inputKind(document, types, edge.to.nodeId, edge.to.port) === 'records' ? inTheWay.map(({ id }) => id) : [],
  });
}

/** Deletes nodes; those before and behind a single one are joined where that edge would hold. */
export function deleteNodes(
  document: FlowDocument,
  types: NodeTypes,
  entities: PortEntities,
  nodeIds: readonly string[],
): Command {
  return removeNodes(nodeIds, ({ from, to }) => {
    if (outputKind(document, types, from.nodeId, from.port) !== inputKind(document, types, to.nodeId, to.port))
      return false;
    const given = entities[`${from.nodeId}.${from.port}>`];
    const node = document.nodes[to.nodeId];
    const needed = node && descriptorOf(types, node)?.needs.entity ? node.entity : undefined;
    return !given || !needed || given === needed;
  });
}
