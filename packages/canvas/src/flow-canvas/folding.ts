import type { FlowDocument } from '@koppel/model';
import { placesOf, type Spot } from './geometry.ts';
import type { DrawnEdge } from './ports.ts';

/** The canvas id of a group. */
export const groupId = (id: string) => `group/${id}`;

/** The nodes that do not show because their group is one card: the canvas id of that card, by node. */
export type Folding = ReadonlyMap<string, string>;

/** Nothing is folded. */
export const noFolding: Folding = new Map();

/** Groups that are shown as one card here, or not, whatever the document says: by their ids. */
export type Folds = ReadonlyMap<string, boolean>;

/** Whether a group shows as one card. */
export function isFolded(groups: FlowDocument['layout']['groups'], folds: Folds, id: string): boolean {
  return folds.get(id) ?? groups[id]?.isCollapsed ?? false;
}

/** Which nodes are folded away. */
export function foldingOf(
  nodes: FlowDocument['nodes'],
  groups: FlowDocument['layout']['groups'],
  folds: Folds = new Map(),
): Folding {
  const folding = new Map<string, string>();
  for (const [id, group] of Object.entries(groups)) {
    if (!isFolded(groups, folds, id)) continue;
    for (const member of group.nodes) if (nodes[member]) folding.set(member, groupId(id));
  }
  return folding.size === 0 ? noFolding : folding;
}

/** Where the card of a folded group stands: at the corner of its nodes. Null where it has none. */
export function foldedSpot(members: readonly string[], places: Readonly<Record<string, Spot>>): Spot | null {
  const spots = members.flatMap((id) => places[id] ?? []);
  if (spots.length === 0) return null;
  return { x: Math.min(...spots.map(({ x }) => x)), y: Math.min(...spots.map(({ y }) => y)) };
}

/** The edges as they show: those inside a folded group are gone, those across its border begin or end at its card. */
export function foldedEdges(edges: readonly DrawnEdge[], folding: Folding): readonly DrawnEdge[] {
  if (folding.size === 0) return edges;
  return edges.flatMap((edge): DrawnEdge[] => {
    const from = folding.get(edge.from.nodeId);
    const to = folding.get(edge.to.nodeId);
    if (from === undefined && to === undefined) return [edge];
    if (from === to) return [];
    return [
      {
        id: edge.id,
        from: from === undefined ? edge.from : { ...edge.from, nodeId: from },
        to: to === undefined ? edge.to : { ...edge.to, nodeId: to },
      },
    ];
  });
}

/** Where everything that shows stands, folded groups by their canvas ids: what arrow keys walk over. */
export function foldedPlaces(document: FlowDocument, folding: Folding): Readonly<Record<string, Spot>> {
  const places = placesOf(document);
  if (folding.size === 0) return places;
  const shown: Record<string, Spot> = {};
  for (const [id, spot] of Object.entries(places)) {
    const card = folding.get(id);
    if (card === undefined) shown[id] = spot;
    else if (!shown[card])
      shown[card] = foldedSpot(
        [...folding.keys()].filter((at) => folding.get(at) === card),
        places,
      )!;
  }
  return shown;
}
