import { formatEdge, type FlowDocument, type FlowEdge } from '@koppel/model';
import {
  descriptorOf,
  edgesOf,
  portEntities,
  type DrawnEdge,
  type NodeTypes,
  type PortEntities,
} from '../../flow-canvas/ports.ts';
import { streamOf } from '../../flow-canvas/walk.ts';
import type { NodeFacts } from '../../check-worker/messages.ts';

/** A port named from outside its node. */
export interface PortRef {
  readonly nodeId: string;
  readonly port: string;
}

/** Why two ports cannot be joined, and what would help. */
export interface Refusal {
  readonly reason: 'kind' | 'entity' | 'loop' | 'occupied' | 'double' | 'sameSide' | 'noPort';
  /** What each side carries, for the picture of the mismatch: an entity, or a kind of port. */
  readonly from: string;
  readonly to: string;
  readonly fixes: readonly Fix[];
}

/** A repair that the canvas offers. */
export type Fix =
  /** Put a node of this type between the two. */
  | { readonly kind: 'insert'; readonly nodeType: string }
  /** Take the edge away that is there, and draw this one. */
  | { readonly kind: 'replace'; readonly edgeId: string }
  /** Put another node like the one behind the edge there, and leave that one where it stands. */
  | { readonly kind: 'copy'; readonly nodeId: string }
  /** Draw another edge instead. */
  | { readonly kind: 'instead'; readonly edge: FlowEdge };

/** Null: it may be drawn. */
export type Judgement = Refusal | null;

/** Everything that judging edges needs, worked out once per drawn edge. */
export interface Judge {
  (edge: FlowEdge): Judgement;
  /** Inputs that an output may go to, as `node.port`. */
  fitting(from: PortRef): ReadonlySet<string>;
  /** Outputs that may go to an input, as `node.port`. */
  feeding(to: PortRef): ReadonlySet<string>;
  /** Every input or output of the flow, in the order of the document. */
  readonly inputs: readonly PortRef[];
  readonly outputs: readonly PortRef[];
}

interface Scene {
  readonly document: FlowDocument;
  readonly types: NodeTypes;
  readonly edges: readonly DrawnEdge[];
  readonly entities: PortEntities;
}

/**
 * Judges edges before they are drawn, by ports, entities and what is connected already: at once, while one drags. The same
 * rules as the compiler's; what only shows after connecting is left to the check.
 */
export function createJudge(
  document: FlowDocument,
  types: NodeTypes,
  facts: Readonly<Record<string, NodeFacts>>,
): Judge {
  const edges = edgesOf(document);
  const scene: Scene = { document, types, edges, entities: portEntities(document, types, edges, facts) };
  const upstream = new Map<string, ReadonlySet<string>>();
  const before = (nodeId: string) => {
    const known = upstream.get(nodeId) ?? new Set(streamOf(edges, [nodeId], 'up'));
    upstream.set(nodeId, known);
    return known;
  };
  const inputs = portsOf(scene, 'in');
  const outputs = portsOf(scene, 'out');
  const isFitting = (edge: FlowEdge) => refusalOf(edge, scene, before) === null;
  const judge = (edge: FlowEdge): Judgement => {
    const refusal = refusalOf(edge, scene, before);
    if (refusal === null) return null;
    return { ...refusal, fixes: fixesOf(edge, refusal.reason, { ...scene, outputs, isFitting }) };
  };
  const named = ({ nodeId, port }: PortRef) => `${nodeId}.${port}`;
  return Object.assign(judge, {
    inputs,
    outputs,
    fitting: (from: PortRef) => new Set(inputs.filter((to) => isFitting({ from, to })).map(named)),
    feeding: (to: PortRef) => new Set(outputs.filter((from) => isFitting({ from, to })).map(named)),
  });
}

function portsOf({ document, types }: Scene, side: 'in' | 'out'): PortRef[] {
  return Object.entries(document.nodes).flatMap(([nodeId, node]) =>
    (descriptorOf(types, node)?.ports[side] ?? []).map(({ id }) => ({ nodeId, port: id })),
  );
}

function kindOf({ document, types }: Scene, side: 'in' | 'out', { nodeId, port }: PortRef): string | undefined {
  return descriptorOf(types, document.nodes[nodeId])?.ports[side].find(({ id }) => id === port)?.kind;
}

/** The entity that an input insists on: that of a node which names one. */
function neededEntity({ document, types }: Scene, { nodeId }: PortRef): string | undefined {
  const node = document.nodes[nodeId];
  return node && descriptorOf(types, node)?.needs.entity ? node.entity : undefined;
}

function refusalOf(
  edge: FlowEdge,
  scene: Scene,
  before: (nodeId: string) => ReadonlySet<string>,
): Omit<Refusal, 'fixes'> | null {
  const { from, to } = edge;
  const out = kindOf(scene, 'out', from);
  const into = kindOf(scene, 'in', to);
  if (!out || !into) {
    const isSameSide = (out && kindOf(scene, 'out', to)) || (into && kindOf(scene, 'in', from));
    return { reason: isSameSide ? 'sameSide' : 'noPort', from: out ?? 'any', to: into ?? 'any' };
  }
  const entity = scene.entities[`${from.nodeId}.${from.port}>`];
  const needed = neededEntity(scene, to);
  const sides = {
    from: out === 'records' ? (entity ?? 'any') : out,
    to: into === 'records' ? (needed ?? 'any') : into,
  };
  if (out !== into) return { reason: 'kind', ...sides };
  if (from.nodeId === to.nodeId || before(from.nodeId).has(to.nodeId)) return { reason: 'loop', ...sides };
  const text = formatEdge(edge);
  if (scene.edges.some(({ id }) => id === text)) return { reason: 'double', ...sides };
  if (into === 'records') {
    if (!takesMany(scene, to) && occupant(scene, to)) return { reason: 'occupied', ...sides };
    if (entity && needed && entity !== needed) return { reason: 'entity', ...sides };
  }
  return null;
}

/** Whether another node like the one behind the edge would take what comes. */
function canFollow({ from, to }: FlowEdge, scene: Scene): boolean {
  const given = scene.entities[`${from.nodeId}.${from.port}>`];
  const needed = neededEntity(scene, to);
  return kindOf(scene, 'in', to) === 'records' && (!given || !needed || given === needed);
}

function takesMany({ document, types }: Scene, { nodeId, port }: PortRef): boolean {
  const inputs = descriptorOf(types, document.nodes[nodeId])?.ports.in;
  return inputs?.find(({ id }) => id === port)?.takesMany === true;
}

function occupant({ edges }: Scene, { nodeId, port }: PortRef): DrawnEdge | undefined {
  return edges.find(({ to }) => to.nodeId === nodeId && to.port === port);
}

const mostAlternatives = 2;

function fixesOf(
  edge: FlowEdge,
  reason: Refusal['reason'],
  scene: Scene & { readonly outputs: readonly PortRef[]; readonly isFitting: (edge: FlowEdge) => boolean },
): Fix[] {
  const { from, to } = edge;
  const { types, outputs, isFitting } = scene;
  const fixes: Fix[] = [];
  if (reason === 'occupied') {
    const there = occupant(scene, to);
    if (there) fixes.push({ kind: 'replace', edgeId: there.id });
  }
  if (reason === 'entity') {
    const converter = nodeTypeWithEditor(types, 'mapping');
    if (converter) fixes.push({ kind: 'insert', nodeType: converter });
  }
  if (reason === 'kind' && kindOf(scene, 'out', from) === 'signal' && kindOf(scene, 'in', to) === 'records') {
    const source = [...types.values()].find(({ role }) => role === 'source');
    if (source) fixes.push({ kind: 'insert', nodeType: source.type });
  }
  // Records never come back: what is to be done with them once more is a step of its own.
  if (reason === 'loop' && canFollow(edge, scene)) fixes.push({ kind: 'copy', nodeId: to.nodeId });
  if (reason === 'double') return fixes;
  const sameNode = outputs.filter(({ nodeId }) => nodeId === from.nodeId);
  const others = [...sameNode, ...outputs.filter(({ nodeId }) => nodeId !== from.nodeId)];
  const instead = others
    .filter((other) => other.nodeId !== to.nodeId && isFitting({ from: other, to }))
    .map((other): Fix => ({ kind: 'instead', edge: { from: other, to } }));
  return [...fixes, ...instead].slice(0, mostAlternatives);
}

/** The node type whose settings include this kind of editor: the catalog says what converts, not its names. */
export function nodeTypeWithEditor(types: NodeTypes, editor: string): string | undefined {
  return [...types.values()].find(({ configSchema }) => editorsOf(configSchema).some((hint) => hint === editor))?.type;
}

/** The special editors that a config schema asks for, by setting. */
export function editorsOf(configSchema: Readonly<Record<string, unknown>>): string[] {
  const properties = configSchema['properties'];
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.values(properties).flatMap((property) => {
    const editor = (property as { editor?: unknown } | null)?.editor;
    return typeof editor === 'string' ? [editor] : [];
  });
}
