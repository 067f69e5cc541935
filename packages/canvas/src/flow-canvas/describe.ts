import { nodeTitleOf, type FlowDocument } from '@koppel/model';
import type { CheckState } from '../check-worker/checker.ts';
import type { Text } from '../i18n/locale.tsx';
import type { DrawnEdge, NodeTypes } from './ports.ts';
import { inFlowOrder } from './ports.ts';
import type { LocalizedText } from '@koppel/model';

/** How a node is called: its own title, else that of its type. */
export function nodeTitle(
  document: Pick<FlowDocument, 'nodes' | 'phrases'>,
  types: NodeTypes,
  localized: (text: LocalizedText) => string,
  nodeId: string,
): string {
  const node = document.nodes[nodeId];
  if (!node) return nodeId;
  const title = nodeTitleOf(document, nodeId) ?? types.get(node.type)?.title;
  return title ? localized(title) : node.type;
}

/**
 * The accessible name of a node: "Map to account, map fields, node 4 of 9, 1 error, input from Active customers, output to
 * Read-only mask".
 */
export function describeNode(
  nodeId: string,
  {
    document,
    types,
    edges,
    byNode,
    text,
    localized,
  }: {
    readonly document: FlowDocument;
    readonly types: NodeTypes;
    readonly edges: readonly DrawnEdge[];
    readonly byNode: CheckState['byNode'];
    readonly text: Text;
    readonly localized: (text: LocalizedText) => string;
  },
): string {
  const node = document.nodes[nodeId];
  if (!node) return nodeId;
  const title = (id: string) => nodeTitle(document, types, localized, id);
  const descriptor = types.get(node.type);
  const order = inFlowOrder(Object.keys(document.nodes), edges);
  const errors = (byNode[nodeId] ?? []).filter(({ severity }) => severity === 'error').length;
  const sources = edges.filter(({ to }) => to.nodeId === nodeId).map(({ from }) => title(from.nodeId));
  const targets = edges.filter(({ from }) => from.nodeId === nodeId).map(({ to }) => title(to.nodeId));
  return [
    title(nodeId),
    node.title && descriptor ? localized(descriptor.title) : null,
    text('canvas.nodeOf', { n: order.indexOf(nodeId) + 1, total: order.length }),
    errors > 0 ? text('canvas.errors', { n: errors }) : null,
    node.isDisabled ? text('canvas.disabled') : null,
    sources.length > 0 ? text('canvas.inputFrom', { nodes: sources.join(', ') }) : null,
    targets.length > 0 ? text('canvas.outputTo', { nodes: targets.join(', ') }) : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
