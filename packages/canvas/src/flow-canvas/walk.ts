import type { FlowDocument } from '@koppel/model';
import { foldedEdges, foldedPlaces, noFolding, type Folding } from './folding.ts';
import { inFlowOrder, type DrawnEdge } from './ports.ts';

/** Where an arrow key leads. */
export type Step = 'next' | 'previous' | 'below' | 'above';

/**
 * The node an arrow key leads to: along an edge to the right or left, or to the sibling branch below or above. Without a
 * node to start from, the first of the flow. Null where there is nothing further. A folded group is one stop, by its canvas id.
 */
export function stepFrom(
  document: FlowDocument,
  allEdges: readonly DrawnEdge[],
  nodeId: string | null,
  step: Step,
  folding: Folding = noFolding,
): string | null {
  const places = foldedPlaces(document, folding);
  const edges = foldedEdges(allEdges, folding);
  const ids = Object.keys(places);
  const here = nodeId === null ? undefined : places[nodeId];
  if (nodeId === null || !here) return inFlowOrder(ids, edges)[0] ?? null;
  const nearest = (candidates: readonly string[]) =>
    candidates.toSorted((a, b) => Math.abs(places[a]!.y - here.y) - Math.abs(places[b]!.y - here.y))[0] ?? null;
  if (step === 'next') return nearest(edges.filter(({ from }) => from.nodeId === nodeId).map(({ to }) => to.nodeId));
  if (step === 'previous')
    return nearest(edges.filter(({ to }) => to.nodeId === nodeId).map(({ from }) => from.nodeId));
  const sign = step === 'below' ? 1 : -1;
  const siblings = siblingsOf(edges, nodeId);
  const others = siblings.length > 0 ? siblings : ids.filter((id) => id !== nodeId);
  const towards = others.filter((id) => {
    const dy = (places[id]!.y - here.y) * sign;
    return dy > 0 || (dy === 0 && (places[id]!.x - here.x) * sign > 0);
  });
  return (
    towards.toSorted((a, b) => distance(places[a]!, here) - distance(places[b]!, here))[0] ??
    // No sibling that way: whatever is there.
    ids
      .filter((id) => (places[id]!.y - here.y) * sign > 0)
      .toSorted((a, b) => distance(places[a]!, here) - distance(places[b]!, here))[0] ??
    null
  );
}

/** Nodes fed by, or feeding, the same node. */
function siblingsOf(edges: readonly DrawnEdge[], nodeId: string): string[] {
  const parents = new Set(edges.filter(({ to }) => to.nodeId === nodeId).map(({ from }) => from.nodeId));
  const children = new Set(edges.filter(({ from }) => from.nodeId === nodeId).map(({ to }) => to.nodeId));
  const found = edges.flatMap(({ from, to }) => [
    ...(parents.has(from.nodeId) ? [to.nodeId] : []),
    ...(children.has(to.nodeId) ? [from.nodeId] : []),
  ]);
  return [...new Set(found)].filter((id) => id !== nodeId);
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  // Rows are nearer than columns: an arrow down stays in its column where it can.
  return Math.hypot((a.x - b.x) * 1.5, a.y - b.y);
}

/** All nodes before or behind some nodes, along the edges; the nodes themselves included. */
export function streamOf(edges: readonly DrawnEdge[], nodeIds: readonly string[], way: 'up' | 'down'): string[] {
  const seen = new Set(nodeIds);
  const open = [...nodeIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { from, to } of edges) {
      const [here, there] = way === 'down' ? [from.nodeId, to.nodeId] : [to.nodeId, from.nodeId];
      if (here !== id || seen.has(there)) continue;
      seen.add(there);
      open.push(there);
    }
  }
  return [...seen];
}
