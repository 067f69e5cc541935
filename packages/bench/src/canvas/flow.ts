import { parseEdge, parseFlow, formatEdge, type FlowDocument } from '@koppel/model';
import { readFileSync } from 'node:fs';

const copies = 56;
const columns = 7;
export const nodeCount = 500;
export const edgeCount = 700;

/**
 * A flow of 500 nodes and 700 edges: the one that ships, side by side many times, with its mappings. Further edges lead failed
 * records to the failures of each copy.
 */
export function largeFlow(): FlowDocument {
  const shipped = parseFlow(
    readFileSync(new URL('../../../../flows/accounts-erp-to-crm.json', import.meta.url), 'utf8'),
  );
  if (!shipped.ok) throw new Error('The flow that ships cannot be read.');
  const { document } = shipped;
  const places = Object.values(document.layout.nodes);
  const width = Math.max(...places.map(([x]) => x)) + 300;
  const height = Math.max(...places.map(([, y]) => y)) + 200;
  const nodes: FlowDocument['nodes'] = {};
  const layout: FlowDocument['layout'] = { nodes: {}, groups: {}, notes: {} };
  const edges: string[] = [];
  const further: string[] = [];
  for (let copy = 0; copy < copies; copy += 1) {
    const name = (id: string) => `${id}-${copy}`;
    for (const [id, node] of Object.entries(document.nodes)) {
      if (Object.keys(nodes).length === nodeCount) break;
      nodes[name(id)] = node;
      const [x, y] = document.layout.nodes[id]!;
      layout.nodes[name(id)] = [x + (copy % columns) * width, y + Math.floor(copy / columns) * height];
    }
    const write = (from: string, port: string, to: string, input: string) =>
      formatEdge({ from: { nodeId: name(from), port }, to: { nodeId: name(to), port: input } });
    for (const text of document.edges) {
      const { from, to } = parseEdge(text);
      edges.push(write(from.nodeId, from.port, to.nodeId, to.port));
    }
    const failing = ['active', 'map', 'mask', 'block', 'deactivate'];
    further.push(...failing.map((from) => write(from, 'rejected', 'failures', 'failures')));
  }
  const isThere = (text: string) => {
    const { from, to } = parseEdge(text);
    return nodes[from.nodeId] !== undefined && nodes[to.nodeId] !== undefined;
  };
  const all = [...edges.filter(isThere), ...further.filter(isThere)].slice(0, edgeCount);
  return { ...document, id: 'large-flow', title: { en: 'Large flow' }, nodes, edges: all.toSorted(), layout };
}
