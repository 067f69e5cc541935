import { boundaryNodes, subFlowNodes, subFlowUsesOf, type FlowDocument, type NodeCounters } from '@koppel/model';
import type { RunDetail } from '@koppel/protocol';
import { edgesOf } from '../flow-canvas/ports.ts';

export type CountersByNode = Readonly<Record<string, NodeCounters>>;
type SubFlows = RunDetail['subFlows'];

/** The published sub-flow that a node uses; undefined where it is not known. */
export function innerOf(use: { readonly subFlow: string; readonly version: number }, subFlows: SubFlows) {
  return subFlows.find(({ version, document }) => document.id === use.subFlow && version === use.version)?.document;
}

/** Counters by node, with those of nodes that use a sub-flow summed from the steps inside, however deep. */
export function withUses(
  counters: CountersByNode,
  document: FlowDocument,
  subFlows: SubFlows,
  prefix = '',
): CountersByNode {
  return subFlowUsesOf(document).reduce((known, use) => {
    const inner = innerOf(use, subFlows);
    if (!inner) return known;
    const id = `${prefix}${use.nodeId}`;
    const inside = withUses(known, inner, subFlows, `${id}/`);
    const sum = sumOf(inner, (nodeId) => inside[`${id}/${nodeId}`]);
    return sum ? { ...inside, [id]: sum } : inside;
  }, counters);
}

/** What went into a sub-flow, what left it by each output, and what failed in it; null while nothing came. */
function sumOf(inner: FlowDocument, of: (nodeId: string) => NodeCounters | undefined): NodeCounters | null {
  const ids = Object.keys(inner.nodes);
  const known = ids.flatMap((id) => of(id) ?? []);
  if (known.length === 0) return null;
  const edges = edgesOf(inner);
  const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  const inputs = boundaryNodes(inner, subFlowNodes.input);
  // An input that leads to several steps counts its records once.
  const came = inputs.map(([id]) =>
    Math.max(0, ...edges.filter(({ from }) => from.nodeId === id).map(({ to }) => of(to.nodeId)?.in ?? 0)),
  );
  const out = boundaryNodes(inner, subFlowNodes.output).map(
    ([id]) =>
      [
        id,
        total(edges.filter(({ to }) => to.nodeId === id).map(({ from }) => of(from.nodeId)?.out[from.port] ?? 0)),
      ] as const,
  );
  const readInside = known
    .filter((counters) => counters.in === 0)
    .map((counters) => total(Object.values(counters.out)));
  return {
    in: total(inputs.length > 0 ? came : readInside),
    out: Object.fromEntries(out),
    failed: total(known.map(({ failed }) => failed)),
    busyMs: total(known.map(({ busyMs }) => busyMs)),
  };
}
