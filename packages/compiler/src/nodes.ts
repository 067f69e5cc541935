import { misfitOf, type FlowDocument, type FlowNode, type Issue } from '@koppel/model';
import { canonicalEntity, wordsOfSetting, type NodeSpec } from '@koppel/sdk';
import type { CheckContext } from './context.ts';
import { nearestName } from './nearest-name.ts';

/** A node whose type is known and whose config is of the newest version and valid. */
export interface ReadNode {
  readonly id: string;
  readonly node: FlowNode;
  readonly spec: NodeSpec;
  /** Parsed by the spec's schema, defaults filled in. */
  readonly config: unknown;
}

/** Reads the nodes of a document: finds their specs, migrates and parses their configs. */
export function readNodes(
  document: FlowDocument,
  context: CheckContext,
): { nodes: Map<string, ReadNode>; issues: Issue[] } {
  const nodes = new Map<string, ReadNode>();
  const issues: Issue[] = [];
  for (const [id, node] of Object.entries(document.nodes)) {
    const read = readNode(id, node, document, context);
    issues.push(...read.issues);
    if (read.node) nodes.set(id, read.node);
  }
  return { nodes, issues };
}

function readNode(
  id: string,
  node: FlowNode,
  document: FlowDocument,
  context: CheckContext,
): { node?: ReadNode; issues: Issue[] } {
  const at = { nodeId: id, severity: 'error' as const };
  const spec = context.catalog.nodes.get(node.type);
  if (!spec) {
    const near = nearestName(node.type, context.catalog.nodes.keys());
    return {
      issues: [
        {
          ...at,
          code: 'node.unknown-type',
          message: `This Koppel has no node of type "${node.type}".`,
          remedy: near
            ? `Did you mean "${near}"? Otherwise update Koppel, or replace the node.`
            : 'Update Koppel, or replace the node.',
          path: ['type'],
        },
      ],
    };
  }
  if (node.v > spec.version) {
    return {
      issues: [
        {
          ...at,
          code: 'node.from-the-future',
          message: `This node was made with version ${node.v} of "${spec.title.en}"; this Koppel has version ${spec.version}.`,
          remedy: 'Update Koppel, then open the flow again.',
          path: ['v'],
        },
      ],
    };
  }
  let config = node.config;
  for (let v = node.v; v < spec.version; v += 1) config = spec.migrations?.[v]?.(config) ?? config;
  const issues = slotIssues(node, spec, document).map((issue): Issue => ({ ...at, ...issue }));
  const parsed = spec.config.safeParse(config);
  if (!parsed.success) {
    for (const problem of parsed.error.issues) {
      const path = problem.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
      const place = { ...at, path: ['config', ...path] };
      if (problem.code === 'unrecognized_keys') {
        issues.push({
          ...place,
          code: 'node.unknown-setting',
          message: `"${spec.title.en}" has no setting "${problem.keys.join('", "')}".`,
          remedy: 'Remove it, or correct its spelling.',
        });
        continue;
      }
      const words = wordsOfSetting(spec.config, path);
      const name = words?.en ?? path.join('.');
      issues.push({
        ...place,
        code: 'node.bad-setting',
        message:
          name === ''
            ? `The setting of this node does not fit: ${misfitOf(problem)}`
            : `The setting "${name}" does not fit: ${misfitOf(problem)}`,
        remedy: 'Correct the setting.',
        ...(words && { names: [words] }),
      });
    }
    return { issues };
  }
  if (issues.length > 0) return { issues };
  return { node: { id, node, spec, config: parsed.data }, issues };
}

type PlaceIssue = Pick<Issue, 'code' | 'message' | 'remedy' | 'path'>;

function slotIssues(node: FlowNode, spec: NodeSpec, document: FlowDocument): PlaceIssue[] {
  const issues: PlaceIssue[] = [];
  if (spec.needs.slot && (!node.slot || !document.slots[node.slot])) {
    issues.push({
      code: 'node.no-slot',
      message: node.slot
        ? `The flow has no connection slot "${node.slot}".`
        : `"${spec.title.en}" does not say which system it works on.`,
      remedy: `Choose one of the flow's slots: ${Object.keys(document.slots).join(', ') || 'none yet'}.`,
      path: ['slot'],
    });
  }
  if (spec.needs.entity && (!node.entity || !canonicalEntity(node.entity))) {
    issues.push({
      code: 'node.no-entity',
      message: node.entity
        ? `There is no entity "${node.entity}".`
        : `"${spec.title.en}" does not say which entity it works on.`,
      remedy: 'Choose an entity, such as account.',
      path: ['entity'],
    });
  }
  return issues;
}
