import type { FlowEdge, Issue } from '@koppel/model';
import type { CheckedNode } from './check.ts';

/**
 * Two writers that one record reaches over two branches of the same output. Both would look for the record, find none, and
 * create it; and the later update would undo the earlier one. Branches by a condition leave by outputs of their own.
 */
export function doubleWriteIssues(nodes: ReadonlyMap<string, CheckedNode>, edges: readonly FlowEdge[]): Issue[] {
  const issues: Issue[] = [];
  const writers = writersBehind(nodes, edges);
  for (const branches of branchesOfOutputs(edges)) {
    const seen = new Map<string, string>();
    for (const branch of branches) {
      for (const id of writers(branch)) {
        const writer = nodes.get(id)!;
        const target = `${writer.node.slot} ${writer.node.entity}`;
        const other = seen.get(target);
        if (other === undefined || other === id) seen.set(target, id);
        else issues.push(issue(nodes.get(other)!, writer));
      }
    }
  }
  return issues;
}

/** The nodes that records of one output go to, where they go to several. */
function branchesOfOutputs(edges: readonly FlowEdge[]): string[][] {
  const outputs = Map.groupBy(edges, ({ from }) => `${from.nodeId}.${from.port}`);
  return [...outputs.values()]
    .filter((leaving) => leaving.length > 1)
    .map((leaving) => leaving.map(({ to }) => to.nodeId));
}

/** Writers that a record may reach from a node. What a writer itself passes on was written already. */
function writersBehind(nodes: ReadonlyMap<string, CheckedNode>, edges: readonly FlowEdge[]) {
  return (start: string): Set<string> => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const open = [start];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const node = nodes.get(id);
      if (seen.has(id) || !node || node.inputs['records']?.kind !== 'records') continue;
      seen.add(id);
      if (node.spec.role === 'sink' && !node.node.isDisabled) found.add(id);
      else for (const { from, to } of edges) if (from.nodeId === id) open.push(to.nodeId);
    }
    return found;
  };
}

function issue(first: CheckedNode, second: CheckedNode): Issue {
  const name = ({ node, spec }: CheckedNode) => `"${node.title ?? spec.title.en}"`;
  return {
    code: 'save.twice',
    severity: 'error',
    message: `${name(first)} and ${name(second)} would write the same record at once.`,
    remedy: 'Connect them one behind the other, or separate their records with a filter.',
    nodeId: second.id,
    path: [],
  };
}
