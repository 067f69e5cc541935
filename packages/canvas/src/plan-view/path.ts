import { parseEdge, type FlowDocument } from '@koppel/model';
import type { PlannedRecord, TryResult } from '@koppel/protocol';

type Left = TryResult['paths'][string];

/** A node on the way of a record. */
export interface PathStep {
  readonly nodeId: string;
  /** The output by which it left; null at its end. */
  readonly port: string | null;
}

/** Of a step inside a sub-flow, the node of the flow itself. */
const ownNode = (nodeId: string) => nodeId.split('/')[0]!;

/**
 * The way of a record to the node it ends at, along the edges over which it went: a record may take several, and ends at one
 * node of each. Inside a sub-flow nobody looks.
 */
export function pathOf(
  { nodeId }: Pick<PlannedRecord, 'nodeId'>,
  left: Left,
  { edges }: Pick<FlowDocument, 'edges'>,
): PathStep[] {
  const inside = new Set(left.filter((step) => step.nodeId.includes('/')).map((step) => ownNode(step.nodeId)));
  const took = new Set(left.map((step) => `${step.nodeId}.${step.port}`));
  const parsed = edges.map(parseEdge);
  const path: PathStep[] = [{ nodeId: ownNode(nodeId), port: null }];
  const seen = new Set<string>();
  for (;;) {
    const { nodeId: at } = path[0]!;
    if (seen.has(at)) return path;
    seen.add(at);
    const edge = parsed.find(
      ({ from, to }) => to.nodeId === at && (took.has(`${from.nodeId}.${from.port}`) || inside.has(from.nodeId)),
    );
    if (!edge) return path;
    path.unshift({ nodeId: edge.from.nodeId, port: edge.from.port });
  }
}
