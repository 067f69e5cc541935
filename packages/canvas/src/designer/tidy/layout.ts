import dagre from '@dagrejs/dagre';
import { gridStep, nodeHeights, nodeWidth, type Spot } from '../../flow-canvas/geometry.ts';

/** What is to be put in order: nodes with where they are now, edges between them, and groups that stay together. */
export interface LayoutInput {
  readonly nodes: Readonly<Record<string, readonly [number, number]>>;
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Places on the grid, left to right along the edges. The node that was first keeps its place, so that nothing jumps away. */
export function layOut({ nodes, edges, groups }: LayoutInput): Record<string, [number, number]> {
  const ids = Object.keys(nodes);
  if (ids.length === 0) return {};
  const graph = new dagre.graphlib.Graph({ compound: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 54, ranksep: 60, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Lanes stay in their order: dagre takes nodes as they come where nothing else decides.
  const byLane = ids.toSorted((a, b) => nodes[a]![1] - nodes[b]![1] || nodes[a]![0] - nodes[b]![0]);
  for (const id of byLane) graph.setNode(id, { width: nodeWidth, height: nodeHeights.edit });
  for (const [group, members] of Object.entries(groups)) {
    const present = members.filter((id) => nodes[id]);
    if (present.length === 0) continue;
    graph.setNode(`group/${group}`, {});
    for (const id of present) graph.setParent(id, `group/${group}`);
  }
  for (const [from, to] of edges) if (nodes[from] && nodes[to] && from !== to) graph.setEdge(from, to);
  dagre.layout(graph);
  const found = Object.fromEntries(
    ids.map((id) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: x - nodeWidth / 2, y: y - nodeHeights.edit / 2 }];
    }),
  );
  const raw = isUpsideDown(found, nodes) ? mirrored(found) : found;
  const anchor = byLane.toSorted((a, b) => nodes[a]![0] - nodes[b]![0])[0]!;
  const dx = nodes[anchor]![0] - raw[anchor]!.x;
  const dy = nodes[anchor]![1] - raw[anchor]!.y;
  const onGrid = (value: number) => Math.round(value / gridStep) * gridStep;
  return Object.fromEntries(ids.map((id) => [id, [onGrid(raw[id]!.x + dx), onGrid(raw[id]!.y + dy)]]));
}

type Spots = Readonly<Record<string, Spot>>;

/** Whether more of what stands over one another in a column did so the other way round. */
function isUpsideDown(found: Spots, nodes: LayoutInput['nodes']): boolean {
  let turned = 0;
  for (const column of Map.groupBy(Object.keys(found), (id) => found[id]!.x).values()) {
    for (const [index, a] of column.entries()) {
      for (const b of column.slice(index + 1)) {
        turned -= Math.sign(found[a]!.y - found[b]!.y) * Math.sign(nodes[a]![1] - nodes[b]![1]);
      }
    }
  }
  return turned > 0;
}

/** The same drawing with what is above below: its edges cross as often. */
function mirrored(spots: Spots): Spots {
  return Object.fromEntries(Object.entries(spots).map(([id, { x, y }]) => [id, { x, y: -y }]));
}
