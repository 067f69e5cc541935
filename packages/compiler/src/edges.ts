import { parseEdge, type FlowDocument, type FlowEdge, type Issue } from '@koppel/model';
import type { PortSpec } from '@koppel/sdk';
import { reachableFrom, type FlowGraph } from './graph.ts';
import type { ReadNode } from './nodes.ts';

/** Why two ports cannot be joined. `fixes` are the ids of repairs the canvas offers. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const kindNames = { signal: 'a start signal', records: 'records', failures: 'failed records' };

export function portOf(node: ReadNode | undefined, direction: 'in' | 'out', id: string): PortSpec | undefined {
  return node?.spec.ports[direction].find((port) => port.id === id);
}

function titleOf(node: ReadNode): string {
  return node.node.title ?? node.spec.title.en;
}

/** Why this edge cannot be, judged by the ports alone; null when it can. */
export function portRefusal(edge: FlowEdge, nodes: ReadonlyMap<string, ReadNode>): Refusal | null {
  const from = nodes.get(edge.from.nodeId);
  const to = nodes.get(edge.to.nodeId);
  const out = portOf(from, 'out', edge.from.port);
  const into = portOf(to, 'in', edge.to.port);
  if (!from || !to || !out || !into) {
    const [side, node, port] = !from || !out ? ['start', from, edge.from] : ['end', to, edge.to];
    return {
      code: 'edge.no-port',
      message: node
        ? `"${titleOf(node)}" has no ${side === 'start' ? 'output' : 'input'} called "${port.port}".`
        : `The edge's ${side} is a node that is not there: "${port.nodeId}".`,
      remedy: 'Remove the edge and draw it again.',
    };
  }
  if (out.kind !== into.kind) {
    return {
      code: 'edge.kind-differs',
      message: `"${titleOf(to)}" needs ${kindNames[into.kind]}. This output of "${titleOf(from)}" gives ${kindNames[out.kind]}.`,
      remedy:
        into.kind === 'failures'
          ? 'Connect a "Failed" output to it.'
          : into.kind === 'signal'
            ? 'Connect a start, such as a schedule.'
            : 'Connect an output that gives records.',
    };
  }
  return null;
}

/** Mistakes of the edges: unknown ports, kinds that differ, occupied inputs, doubles and loops. */
export function edgeIssues(
  document: FlowDocument,
  graph: FlowGraph,
  nodes: ReadonlyMap<string, ReadNode>,
  inCycle: readonly string[],
): { issues: Issue[]; sound: FlowEdge[] } {
  const issues: Issue[] = [];
  const sound: FlowEdge[] = [];
  const occupied = new Map<string, string>();
  document.edges.forEach((text, index) => {
    const edge = parseEdge(text);
    const at = { severity: 'error' as const, path: ['edges', index] };
    // A node that could not be read has its own issue; its edges say nothing more.
    const unread = [edge.from.nodeId, edge.to.nodeId].some((id) => document.nodes[id] && !nodes.has(id));
    if (unread) return;
    const refusal = portRefusal(edge, nodes);
    if (refusal) {
      issues.push({ ...at, ...refusal, nodeId: nodes.has(edge.to.nodeId) ? edge.to.nodeId : edge.from.nodeId });
      return;
    }
    const port = portOf(nodes.get(edge.to.nodeId), 'in', edge.to.port)!;
    const input = port.takesMany === true ? text : `${edge.to.nodeId}.${edge.to.port}`;
    if (port.kind === 'records' && occupied.has(input)) {
      issues.push({
        ...at,
        code: occupied.get(input) === text ? 'edge.double' : 'edge.input-occupied',
        message: `The input of "${titleOf(nodes.get(edge.to.nodeId)!)}" has two edges.`,
        remedy: 'Remove one of them.',
        nodeId: edge.to.nodeId,
      });
      return;
    }
    occupied.set(input, text);
    sound.push(edge);
  });
  for (const id of inCycle) {
    if (!reachableFrom(graph, [id]).has(id)) continue;
    issues.push({
      code: 'edge.loop',
      severity: 'error',
      message: `"${nodes.has(id) ? titleOf(nodes.get(id)!) : id}" is part of a loop: its records would come back to it.`,
      remedy: 'Remove one edge of the loop.',
      nodeId: id,
      path: [],
    });
  }
  return { issues, sound };
}
