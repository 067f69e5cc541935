import type { FlowDocument } from '@koppel/model';
import { freeSpot, placesOf } from '../../flow-canvas/geometry.ts';
import type { FlowDifference, NodeDifference } from './compare.ts';

/** What became of a node from one version to another. */
export type NodeMark = NodeDifference['kind'] | 'moved' | 'same';

/** Both versions drawn on top of each other: the later one, and what is gone where it was, or beside what stands there now. */
export function overlaid(before: FlowDocument, after: FlowDocument): FlowDocument {
  const gone = Object.fromEntries(Object.entries(before.nodes).filter(([id]) => !after.nodes[id]));
  const former = placesOf(before);
  const places = { ...placesOf(after) };
  for (const id of Object.keys(gone)) places[id] = freeSpot(former[id]!, Object.values(places));
  return {
    ...after,
    nodes: { ...after.nodes, ...gone },
    edges: [...new Set([...after.edges, ...before.edges])],
    slots: { ...before.slots, ...after.slots },
    layout: {
      ...after.layout,
      nodes: Object.fromEntries(Object.entries(places).map(([id, { x, y }]) => [id, [x, y]])),
    },
  };
}

/** The mark of every node of both versions. Where a node stands counts only where nothing else of it differs. */
export function marksOf(
  { nodes }: FlowDifference,
  before: FlowDocument,
  after: FlowDocument,
): ReadonlyMap<string, NodeMark> {
  const [former, present] = [placesOf(before), placesOf(after)];
  const isMoved = (id: string) => former[id]?.x !== present[id]?.x || former[id]?.y !== present[id]?.y;
  return new Map<string, NodeMark>([
    ...Object.keys(after.nodes).map((id): [string, NodeMark] => [id, isMoved(id) ? 'moved' : 'same']),
    ...nodes.map(({ nodeId, kind }): [string, NodeMark] => [nodeId, kind]),
  ]);
}
