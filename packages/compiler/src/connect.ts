import { formatEdge, parseEdge, type FlowDocument, type FlowEdge } from '@koppel/model';
import { check } from './check.ts';
import type { CheckContext } from './context.ts';
import { portRefusal, type Refusal } from './edges.ts';
import { graphOf, reachableFrom } from './graph.ts';
import { readNodes } from './nodes.ts';

/** Repairs that the canvas can offer for a refused edge. */
export type ConnectionFix = 'replace' | 'insert-map' | 'use-match';

export type ConnectionAnswer = { ok: true } | ({ ok: false; fixes: readonly ConnectionFix[] } & Refusal);

/** Issue codes that a new edge must not bring in. */
const refusing = new Set(['edge.entity-differs']);

/**
 * Whether this edge may be drawn into the document, and if not why, in words for people. Asked while an edge is dragged:
 * what would only show after connecting (such as a mapping that does not fit) is left to the check.
 */
export function canConnect(document: FlowDocument, edge: FlowEdge, context: CheckContext): ConnectionAnswer {
  const { nodes } = readNodes(document, context);
  const refusal = portRefusal(edge, nodes);
  if (refusal) return { ok: false, fixes: [], ...refusal };
  const title = (id: string) => document.nodes[id]?.title ?? nodes.get(id)?.spec.title.en ?? id;
  if (edge.from.nodeId === edge.to.nodeId || reachableFrom(graphOf(document), [edge.to.nodeId]).has(edge.from.nodeId)) {
    return {
      ok: false,
      code: 'edge.loop',
      message: `"${title(edge.to.nodeId)}" comes before "${title(edge.from.nodeId)}": this edge would make a loop.`,
      remedy: 'Connect it to a node further on.',
      fixes: [],
    };
  }
  const text = formatEdge(edge);
  if (document.edges.includes(text)) {
    return {
      ok: false,
      code: 'edge.double',
      message: 'These two ports are connected already.',
      remedy: 'Nothing to do.',
      fixes: [],
    };
  }
  const port = nodes.get(edge.to.nodeId)?.spec.ports.in.find(({ id }) => id === edge.to.port);
  const occupant = document.edges
    .map(parseEdge)
    .find(({ to }) => to.nodeId === edge.to.nodeId && to.port === edge.to.port);
  if (occupant && port?.kind === 'records' && port.takesMany !== true) {
    return {
      ok: false,
      code: 'edge.input-occupied',
      message: `The input of "${title(edge.to.nodeId)}" has an edge already, from "${title(occupant.from.nodeId)}".`,
      remedy: 'Replace that edge.',
      fixes: ['replace'],
    };
  }
  // Of a node with several inputs only this one is asked about: another may have the same mistake already.
  const others = document.edges.filter((other) => parseEdge(other).to.nodeId !== edge.to.nodeId);
  const added = check({ ...document, edges: [...others, text].sort() }, context).issues.find(
    ({ code, nodeId }) => refusing.has(code) && nodeId === edge.to.nodeId,
  );
  if (added)
    return { ok: false, code: added.code, message: added.message, remedy: added.remedy, fixes: ['insert-map'] };
  return { ok: true };
}
