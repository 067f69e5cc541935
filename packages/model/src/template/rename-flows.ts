import type { FlowDocument } from '../flow-document.ts';
import { own } from './flow-cells.ts';
import type { TemplateContents } from './template-package.ts';

/** The contents with flows called otherwise, also where one waits for another. One that is not named keeps its name. */
export function renameFlows(contents: TemplateContents, flowIds: Readonly<Record<string, string>>): TemplateContents {
  const flows = Object.values(contents.flows).map((flow): [string, FlowDocument] => {
    const id = own(flowIds, flow.id) ?? flow.id;
    const nodes = Object.entries(flow.nodes).map(([nodeId, node]): [string, typeof node] => {
      const after = node.config['flow'];
      const named = typeof after === 'string' ? own(flowIds, after) : undefined;
      return [nodeId, named === undefined ? node : { ...node, config: { ...node.config, flow: named } }];
    });
    return [id, { ...flow, id, nodes: Object.fromEntries(nodes) }];
  });
  return { ...contents, flows: Object.fromEntries(flows) };
}
