import {
  boundaryNodes,
  nodeTitleOf,
  parseEdge,
  subFlowNodes,
  subFlowUsedBy,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type LocalizedText,
  type SubFlowUse,
} from '@koppel/model';
import type { CatalogBody, CheckContextBody, NodeDescriptor } from '@koppel/protocol';
import type { NodeFacts } from '../check-worker/messages.ts';
import { failurePortY, lesserPortHeights, portHeights } from './geometry.ts';

/** A port as it is drawn. */
export interface PortDrawing {
  readonly id: string;
  readonly side: 'in' | 'out';
  readonly kind: 'signal' | 'records' | 'failures';
  readonly title: LocalizedText;
  /** Of the records it carries; null while nobody can tell. */
  readonly entity: string | null;
  readonly isConnected: boolean;
  /** Shown only on approach: an output that need not lead anywhere and does not. */
  readonly isLesser: boolean;
  /** From the top of the node. */
  readonly y: number;
}

/** What nodes there are, by type. */
export type NodeTypes = ReadonlyMap<string, NodeDescriptor>;

/** The nodes of a catalog, by type, and those that use each version of a sub-flow. */
export function nodeTypesOf(catalog: CatalogBody, subFlows: CheckContextBody['subFlows'] = []): NodeTypes {
  const types = new Map(catalog.nodes.map((node) => [node.type, node]));
  for (const { version, document } of subFlows) {
    const descriptor = types.get(subFlowNodes.use);
    if (!descriptor) continue;
    const title = document.title;
    types.set(useType({ subFlow: document.id, version }), {
      ...descriptor,
      title,
      ports: subFlowPorts(document, types, subFlows),
    });
  }
  return types;
}

const useType = ({ subFlow, version }: Omit<SubFlowUse, 'nodeId'>) => `${subFlowNodes.use} ${subFlow} ${version}`;

/** What a node is: by its type, and of one that uses a sub-flow with the ports of that version. */
export function descriptorOf(types: NodeTypes, node: FlowNode | undefined): NodeDescriptor | undefined {
  const used = node && subFlowUsedBy(node);
  return (used && types.get(useType(used))) ?? types.get(node?.type ?? '');
}

/** The ports of a node that uses this sub-flow: its inputs and outputs, a start where it reads by itself, and what failed in it. */
function subFlowPorts(
  document: FlowDocument,
  types: NodeTypes,
  subFlows: CheckContextBody['subFlows'],
): NodeDescriptor['ports'] {
  const ports = (type: typeof subFlowNodes.input | typeof subFlowNodes.output) =>
    boundaryNodes(document, type).map(([id, { type: own }]) => ({
      id,
      kind: 'records' as const,
      title: nodeTitleOf(document, id) ?? types.get(own)!.title,
      isOptional: false,
      takesMany: false,
    }));
  const find = (type: string, side: 'in' | 'out', id: string) =>
    types.get(type)?.ports[side].find((port) => port.id === id);
  const start = find('read-records', 'in', 'start');
  const rejected = find(subFlowNodes.output, 'out', 'rejected');
  return {
    in: [...(start && waitsForStart(document, subFlows) ? [start] : []), ...ports(subFlowNodes.input)],
    out: [...ports(subFlowNodes.output), ...(rejected ? [rejected] : [])],
  };
}

/** Whether something in a sub-flow reads by itself and nothing in it starts that. */
function waitsForStart({ nodes, edges }: FlowDocument, subFlows: CheckContextBody['subFlows']): boolean {
  const started = new Set(edges.map(parseEdge).flatMap(({ to }) => (to.port === 'start' ? [to.nodeId] : [])));
  return Object.entries(nodes).some(([id, node]) => {
    if (started.has(id)) return false;
    const inner = usedIn(node, subFlows);
    return inner ? waitsForStart(inner, subFlows) : node.type === 'read-records';
  });
}

/** Whether something in a flow, or in a sub-flow that it uses, writes. */
export function doesWrite(document: FlowDocument, types: NodeTypes, subFlows: CheckContextBody['subFlows']): boolean {
  return Object.values(document.nodes).some((node) => {
    const inner = usedIn(node, subFlows);
    if (inner) return doesWrite(inner, types, subFlows);
    const role = descriptorOf(types, node)?.role;
    return role === 'sink' || role === 'sync';
  });
}

/** The sub-flow that a node stands for, where it is known. */
function usedIn(node: FlowNode, subFlows: CheckContextBody['subFlows']): FlowDocument | undefined {
  const used = subFlowUsedBy(node);
  return subFlows.find(({ version, document }) => document.id === used?.subFlow && version === used.version)?.document;
}

/** The edges of a document, read once. Ids are their texts. */
export interface DrawnEdge extends FlowEdge {
  readonly id: string;
}

/** The edges whose ends exist. */
export function edgesOf(document: Pick<FlowDocument, 'nodes' | 'edges'>): DrawnEdge[] {
  return document.edges
    .map((id) => ({ id, ...parseEdge(id) }))
    .filter(({ from, to }) => document.nodes[from.nodeId] && document.nodes[to.nodeId]);
}

/** Ports with an edge, as `node.port` with `>` behind outputs and in front of inputs. */
export function connectedPorts(edges: readonly FlowEdge[]): ReadonlySet<string> {
  const ports = new Set<string>();
  for (const { from, to } of edges) {
    ports.add(`${from.nodeId}.${from.port}>`);
    ports.add(`>${to.nodeId}.${to.port}`);
  }
  return ports;
}

/** The ports of a node, where they stand and what they carry. */
export function portsOf(
  nodeId: string,
  descriptor: NodeDescriptor | undefined,
  connected: ReadonlySet<string>,
  entities: PortEntities,
): PortDrawing[] {
  if (!descriptor) return [];
  const inputs = descriptor.ports.in;
  const inHeights = portHeights(inputs.length);
  const drawnIn = inputs.map((port, index): PortDrawing => ({
    ...port,
    side: 'in',
    entity: entities[`>${nodeId}.${port.id}`] ?? null,
    isConnected: connected.has(`>${nodeId}.${port.id}`),
    isLesser: false,
    y: inHeights[index] ?? 33,
  }));
  const isThere = (id: string) => connected.has(`${nodeId}.${id}>`);
  const outputs = descriptor.ports.out;
  const shown = outputs.filter(({ id, kind, isOptional }) => kind !== 'failures' && (!isOptional || isThere(id)));
  const lesser = outputs.filter((port) => port.kind !== 'failures' && !shown.includes(port));
  const heights = portHeights(shown.length);
  const lesserHeights = lesserPortHeights(heights, lesser.length);
  const drawnOut = outputs.map((port): PortDrawing => {
    const isLesser = port.kind === 'failures' ? !isThere(port.id) : lesser.includes(port);
    const y =
      port.kind === 'failures'
        ? failurePortY
        : isLesser
          ? lesserHeights[lesser.indexOf(port)]!
          : heights[shown.indexOf(port)]!;
    return {
      ...port,
      side: 'out',
      entity: entities[`${nodeId}.${port.id}>`] ?? null,
      isConnected: isThere(port.id),
      isLesser,
      y,
    };
  });
  return [...drawnIn, ...drawnOut];
}

/** Entity of the records at a port, by `node.port>` for outputs and `>node.port` for inputs. */
export type PortEntities = Readonly<Record<string, string>>;

/**
 * What each port carries: as the check found it, and where it has not looked yet by what the document says (the entity of a
 * node that names one, the target of a mapping), carried along the edges.
 */
export function portEntities(
  document: Pick<FlowDocument, 'nodes'>,
  types: NodeTypes,
  edges: readonly FlowEdge[],
  facts: Readonly<Record<string, NodeFacts>>,
): PortEntities {
  const entities: Record<string, string> = {};
  const entering = Map.groupBy(edges, ({ to }) => to.nodeId);
  for (const nodeId of inFlowOrder(Object.keys(document.nodes), edges)) {
    const node = document.nodes[nodeId]!;
    const ports = descriptorOf(types, node)?.ports;
    if (!ports) continue;
    const known = facts[nodeId];
    let passed: string | undefined;
    for (const { id, kind } of ports.in) {
      if (kind !== 'records') continue;
      const type = known?.inputs[id];
      const edge = entering.get(nodeId)?.find(({ to }) => to.port === id);
      const carried = edge && entities[`${edge.from.nodeId}.${edge.from.port}>`];
      const entity = type?.kind === 'records' ? type.shape.entity : (carried ?? node.entity);
      if (entity) entities[`>${nodeId}.${id}`] = entity;
      passed ??= carried;
    }
    for (const { id, kind } of ports.out) {
      if (kind !== 'records') continue;
      const type = known?.outputs[id];
      const guess = mappedEntity(node.config) ?? node.entity ?? passed;
      const entity = type?.kind === 'records' ? type.shape.entity : guess;
      if (entity) entities[`${nodeId}.${id}>`] = entity;
    }
  }
  return entities;
}

/** Node ids so that edges point forward; those of a loop come last. */
export function inFlowOrder(nodeIds: readonly string[], edges: readonly FlowEdge[]): string[] {
  const waits = new Map(nodeIds.map((id) => [id, 0]));
  for (const { to } of edges) waits.set(to.nodeId, (waits.get(to.nodeId) ?? 0) + 1);
  const leaving = Map.groupBy(edges, ({ from }) => from.nodeId);
  const ordered = nodeIds.filter((id) => waits.get(id) === 0);
  for (let at = 0; at < ordered.length; at += 1) {
    for (const { to } of leaving.get(ordered[at]!) ?? []) {
      const left = waits.get(to.nodeId)! - 1;
      waits.set(to.nodeId, left);
      if (left === 0) ordered.push(to.nodeId);
    }
  }
  const placed = new Set(ordered);
  return [...ordered, ...nodeIds.filter((id) => !placed.has(id))];
}

/** The entity that a mapping fills: a mapping names its rows by the fields of its target. */
function mappedEntity(config: Readonly<Record<string, unknown>>): string | undefined {
  const rows = config['rows'];
  if (typeof rows !== 'object' || rows === null) return undefined;
  return Object.keys(rows)[0]?.split('.')[0];
}
