import { boundaryNodes, reservedSubFlowPorts, subFlowNodes, type FlowDocument, type Issue } from '@koppel/model';
import type { CheckedNode } from './check.ts';
import type { DrawnUse } from './sub-flows.ts';

/** What is wrong with a document as a sub-flow, or with how it uses others; also where a newer version can be taken. */
export function subFlowIssues(
  document: FlowDocument,
  uses: ReadonlyMap<string, DrawnUse>,
  nodes: ReadonlyMap<string, CheckedNode>,
): Issue[] {
  return [...(document.isSubFlow ? ofSubFlow(document, nodes) : outsideSubFlow(document)), ...newerVersions(uses)];
}

function ofSubFlow(document: FlowDocument, nodes: ReadonlyMap<string, CheckedNode>): Issue[] {
  const triggers = [...nodes.values()].filter(({ spec }) => spec.role === 'trigger');
  const boundary = [...boundaryNodes(document, subFlowNodes.input), ...boundaryNodes(document, subFlowNodes.output)];
  const reserved: readonly string[] = reservedSubFlowPorts;
  return [
    ...triggers.map(({ id, node, spec }): Issue => ({
      code: 'sub-flow.has-trigger',
      severity: 'error',
      message: `"${node.title ?? spec.title.en}" starts runs; a sub-flow has none of its own.`,
      remedy: 'Put it in the flow that uses the sub-flow.',
      nodeId: id,
      path: [],
    })),
    ...boundary
      .filter(([id]) => reserved.includes(id))
      .map(([id]): Issue => ({
        code: 'sub-flow.reserved-name',
        severity: 'error',
        message: `An input or output cannot have the id "${id}": every sub-flow has a port of that name.`,
        remedy: 'Remove it and add it anew.',
        nodeId: id,
        path: [],
      })),
  ];
}

function outsideSubFlow(document: FlowDocument): Issue[] {
  return [...boundaryNodes(document, subFlowNodes.input), ...boundaryNodes(document, subFlowNodes.output)].map(
    ([nodeId]): Issue => ({
      code: 'sub-flow.boundary-outside',
      severity: 'error',
      message: 'Inputs and outputs are for sub-flows; this is a flow that runs by itself.',
      remedy: 'Remove the node, or make a sub-flow of the part it belongs to.',
      nodeId,
      path: [],
    }),
  );
}

function newerVersions(uses: ReadonlyMap<string, DrawnUse>): Issue[] {
  return [...uses]
    .filter(([, { version, newest }]) => newest > version)
    .map(([nodeId, { document, newest }]): Issue => ({
      code: 'sub-flow.newer',
      severity: 'hint',
      message: `Version ${newest} of "${document.title.en}" is available.`,
      remedy: 'Take it on the node, or leave the version that is used.',
      nodeId,
      path: ['config', 'version'],
    }));
}
