import { z } from 'zod';
import type { FlowDocument, FlowNode } from './flow-document.ts';

/** The nodes by which a sub-flow is used, and those by which records enter and leave it. */
export const subFlowNodes = { use: 'use-sub-flow', input: 'receive-records', output: 'return-records' } as const;

/** Ports of a using node that are there whatever the sub-flow is; no input or output may be called so. */
export const reservedSubFlowPorts = ['start', 'rejected'] as const;

/** The settings of a node that uses a sub-flow. */
export const subFlowUseSchema = z.strictObject({
  subFlow: z.string().describe('The id of the sub-flow.'),
  version: z.int().positive().describe('The published version that is used. It stays until a newer one is taken.'),
  slots: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'The flow’s slot per slot of the sub-flow. One that is absent takes that of the same name, else of the same role.',
    ),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe(
      'Values of its parameters. One that is absent takes the flow’s parameter of that name, else its default.',
    ),
});

export type SubFlowUseConfig = z.output<typeof subFlowUseSchema>;

/** That a node of a flow uses a sub-flow. */
export interface SubFlowUse {
  readonly nodeId: string;
  readonly subFlow: string;
  readonly version: number;
}

/** Which sub-flow a node uses; undefined for a node that uses none, or does not say which. */
export function subFlowUsedBy({ type, config }: FlowNode): Omit<SubFlowUse, 'nodeId'> | undefined {
  const { subFlow, version } = config;
  if (type !== subFlowNodes.use || typeof subFlow !== 'string' || typeof version !== 'number') return undefined;
  return { subFlow, version };
}

/** Where a document uses sub-flows itself, in the order of its nodes; not where those use others. */
export function subFlowUsesOf({ nodes }: Pick<FlowDocument, 'nodes'>): SubFlowUse[] {
  return Object.entries(nodes).flatMap(([nodeId, node]) => {
    const used = subFlowUsedBy(node);
    return used ? [{ nodeId, ...used }] : [];
  });
}

/** The document with other versions of the sub-flows it uses: those that `versionOf` names, the others as they are. */
export function withSubFlowVersions(
  document: FlowDocument,
  versionOf: (use: SubFlowUse) => number | undefined,
): FlowDocument {
  const nodes = Object.entries(document.nodes).map(([nodeId, node]): [string, FlowNode] => {
    const used = subFlowUsedBy(node);
    const version = used && versionOf({ nodeId, ...used });
    return [nodeId, version === undefined ? node : { ...node, config: { ...node.config, version } }];
  });
  return { ...document, nodes: Object.fromEntries(nodes) };
}

/** The nodes of a sub-flow by which records enter or leave it, with their ids, from the top of the canvas to its bottom. */
export function boundaryNodes(
  { nodes, layout }: FlowDocument,
  type: typeof subFlowNodes.input | typeof subFlowNodes.output,
): (readonly [nodeId: string, node: FlowNode])[] {
  const height = (id: string) => layout.nodes[id]?.[1] ?? 0;
  return Object.entries(nodes)
    .filter(([, node]) => node.type === type)
    .toSorted(([a], [b]) => height(a) - height(b) || (a < b ? -1 : 1));
}

/** Whether a step is this node, or one inside the sub-flow that it uses. */
export function isWithin(nodeId: string, use: string): boolean {
  return nodeId === use || nodeId.startsWith(`${use}/`);
}

/** The node that is drawn in a flow for one of its own or for one inside a sub-flow: `address` for `address/map`. */
export function drawnNodeId(nodeId: string): string {
  const slash = nodeId.indexOf('/');
  return slash === -1 ? nodeId : nodeId.slice(0, slash);
}
