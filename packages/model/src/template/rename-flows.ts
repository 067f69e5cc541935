import type { FlowDocument } from '../flow-document.ts';
import { own } from './flow-cells.ts';
import type { TemplateContents } from './template-package.ts';

/** The contents with flows called otherwise, also where one waits for another or uses it. One that is not named keeps its name. */
export function renameFlows(contents: TemplateContents, flowIds: Readonly<Record<string, string>>): TemplateContents {
  const flows = Object.values(contents.flows).map((flow): [string, FlowDocument] => {
    const id = own(flowIds, flow.id) ?? flow.id;
    const nodes = Object.entries(flow.nodes).map(([nodeId, node]): [string, typeof node] => {
      const config = ['flow', 'subFlow'].reduce((current, setting) => {
        const other = current[setting];
        const named = typeof other === 'string' ? own(flowIds, other) : undefined;
        return named === undefined ? current : { ...current, [setting]: named };
      }, node.config);
      return [nodeId, config === node.config ? node : { ...node, config }];
    });
    return [id, { ...flow, id, nodes: Object.fromEntries(nodes) }];
  });
  return { ...contents, flows: Object.fromEntries(flows) };
}
