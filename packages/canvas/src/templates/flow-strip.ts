import type { FlowDocument, FlowEdge } from '@koppel/model';
import { inFlowOrder, edgesOf, type DrawnEdge } from '../flow-canvas/ports.ts';

/** A node of a flow drawn small: its column along the course of the records, and its row among those beside it. */
export interface StripNode {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

export interface Strip {
  /** In the order in which records go. */
  readonly nodes: readonly StripNode[];
  readonly edges: readonly DrawnEdge[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * Lays a flow out by its edges alone: each node one column further than the furthest that leads to it. Nodes that stand above
 * each other on the canvas keep that order.
 */
export function stripOf(document: FlowDocument): Strip {
  const edges = edgesOf(document);
  const order = inFlowOrder(Object.keys(document.nodes), edges);
  const columns = columnsOf(order, edges);
  const heightOf = (id: string) => document.layout.nodes[id]?.[1] ?? 0;
  const taken = Map.groupBy(order, (id) => columns.get(id)!);
  for (const ids of taken.values()) ids.sort((one, other) => heightOf(one) - heightOf(other));
  return {
    nodes: order.map((id) => ({ id, column: columns.get(id)!, row: taken.get(columns.get(id)!)!.indexOf(id) })),
    edges,
    columns: taken.size,
    rows: Math.max(0, ...[...taken.values()].map(({ length }) => length)),
  };
}

function columnsOf(order: readonly string[], edges: readonly FlowEdge[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  const entering = Map.groupBy(edges, ({ to }) => to.nodeId);
  for (const id of order) {
    // Edges that lead back come from nodes that have no column yet.
    const before = (entering.get(id) ?? []).map(({ from }) => columns.get(from.nodeId) ?? -1);
    columns.set(id, Math.max(-1, ...before) + 1);
  }
  return columns;
}
