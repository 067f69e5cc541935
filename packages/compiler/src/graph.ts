import { parseEdge, type FlowDocument, type FlowEdge } from '@koppel/model';

/** The edges of a document by node, for walking. Edges whose nodes do not exist are left out. */
export interface FlowGraph {
  readonly edges: readonly { readonly text: string; readonly edge: FlowEdge }[];
  /** Edges that leave a node. */
  readonly out: ReadonlyMap<string, readonly FlowEdge[]>;
  /** Edges that enter a node. */
  readonly in: ReadonlyMap<string, readonly FlowEdge[]>;
}

export function graphOf(document: FlowDocument): FlowGraph {
  const edges = document.edges.map((text) => ({ text, edge: parseEdge(text) }));
  const out = new Map<string, FlowEdge[]>(Object.keys(document.nodes).map((id) => [id, []]));
  const into = new Map<string, FlowEdge[]>(Object.keys(document.nodes).map((id) => [id, []]));
  for (const { edge } of edges) {
    const leaving = out.get(edge.from.nodeId);
    const entering = into.get(edge.to.nodeId);
    if (!leaving || !entering) continue;
    leaving.push(edge);
    entering.push(edge);
  }
  return { edges, out, in: into };
}

/** The nodes in an order in which every edge points forward. `inCycle`: those for which there is no such order. */
export function topologicalOrder(graph: FlowGraph): { order: string[]; inCycle: string[] } {
  const waitingFor = new Map([...graph.in].map(([id, edges]) => [id, edges.length]));
  const ready = [...waitingFor].filter(([, count]) => count === 0).map(([id]) => id);
  const order: string[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    for (const { to } of graph.out.get(id)!) {
      const left = waitingFor.get(to.nodeId)! - 1;
      waitingFor.set(to.nodeId, left);
      if (left === 0) ready.push(to.nodeId);
    }
  }
  const reached = new Set(order);
  return { order, inCycle: [...graph.out.keys()].filter((id) => !reached.has(id)) };
}

/** All nodes that can be reached from `start` along the edges, without `start` itself unless there is a loop. */
export function reachableFrom(graph: FlowGraph, start: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const open = [...start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { to } of graph.out.get(id) ?? []) {
      if (seen.has(to.nodeId)) continue;
      seen.add(to.nodeId);
      open.push(to.nodeId);
    }
  }
  return seen;
}

/** The nearest node for which `accept` holds, breadth first along the edges. */
export function nearest(graph: FlowGraph, start: string, accept: (id: string) => boolean): string | undefined {
  const seen = new Set([start]);
  let ring = [start];
  while (ring.length > 0) {
    const next: string[] = [];
    for (const id of ring) {
      for (const { to } of graph.out.get(id) ?? []) {
        if (seen.has(to.nodeId)) continue;
        seen.add(to.nodeId);
        if (accept(to.nodeId)) return to.nodeId;
        next.push(to.nodeId);
      }
    }
    ring = next;
  }
  return undefined;
}
