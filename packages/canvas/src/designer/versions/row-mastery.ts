import { masterOf, mayWrite, parseEdge, splitFieldName, type FlowDocument, type MastershipTable } from '@koppel/model';
import type { NodeTypes } from '../../flow-canvas/ports.ts';

/** Who is master of the field that a row of a mapping fills, and what that means for its flow. */
export interface RowMastery {
  /** The role that is master; null where nobody decided. */
  readonly master: string | null;
  /** The flow may fill it only while the record is created. */
  readonly isSeed: boolean;
  readonly isLocked: boolean;
  readonly isKey: boolean;
}

/** Who is master of the field (its entity in front) that a row fills. `sourceRole`: of the system that the records come from. */
export function rowMastery(mastership: MastershipTable, sourceRole: string | null, name: string): RowMastery | null {
  const split = splitFieldName(name);
  if (!split) return null;
  const decided = masterOf(mastership, split.entity, split.field)?.master;
  const master = decided === undefined || decided === 'undecided' ? null : decided;
  const isLocked =
    master !== null && sourceRole !== null && !mayWrite(mastership, { ...split, sourceRole, isCreate: true });
  const isSeed = master !== null && sourceRole !== null && master !== sourceRole && !isLocked;
  return { master, isSeed, isLocked, isKey: split.field === 'number' };
}

/** The role of the system whose records come to a node; null where none can be told. */
export function sourceRoleOf(document: FlowDocument, types: NodeTypes, nodeId: string): string | null {
  const edges = document.edges.map(parseEdge);
  const open = [nodeId];
  const seen = new Set(open);
  for (const id of open) {
    const node = document.nodes[id];
    if (node?.slot && types.get(node.type)?.role === 'source') return document.slots[node.slot]?.role ?? null;
    for (const { from, to } of edges) {
      if (to.nodeId !== id || seen.has(from.nodeId)) continue;
      seen.add(from.nodeId);
      open.push(from.nodeId);
    }
  }
  return null;
}
