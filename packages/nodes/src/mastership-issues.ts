import { canonicalEntity, masterOf, mayWrite, type NodeContext, type NodeIssue, type RecordShape } from '@koppel/sdk';

const roleNames: Record<string, string> = { erp: 'ERP', crm: 'CRM' };

/** How people call a system of this role. */
export function roleName(role: string): string {
  return roleNames[role] ?? role;
}

/** The label of a field for messages: as the shape has it, else the canonical title, else its name. */
export function fieldLabel(shape: RecordShape, field: string): string {
  return (
    canonicalEntity(shape.entity)?.fields.find((candidate) => candidate.field === field)?.title.en ??
    shape.fields.find((candidate) => candidate.field === field)?.label ??
    field
  );
}

/**
 * The fields of `input` that this node would write although their master is somebody else, or nobody decided. Each
 * issue belongs to the node and row that fills the field. `isCreate`: seeding counts.
 */
export function mastershipIssues(
  input: RecordShape,
  context: NodeContext,
  options: { isCreate: boolean },
): NodeIssue[] {
  const issues: NodeIssue[] = [];
  for (const { field, madeBy } of input.fields) {
    const request = { entity: input.entity, field, sourceRole: input.sourceRole, isCreate: options.isCreate };
    if (mayWrite(context.mastership, request)) continue;
    const row = masterOf(context.mastership, input.entity, field);
    const label = fieldLabel(input, field);
    const entity = canonicalEntity(input.entity)?.title.en ?? input.entity;
    const at = madeBy ? { nodeId: madeBy.nodeId, path: [...madeBy.path] } : { path: [] };
    if (!row || row.master === 'undecided') {
      issues.push({
        code: 'mastership.undecided',
        severity: 'error',
        message: `Nobody has decided who is master of ${entity} ${label}, so this flow cannot write it.`,
        remedy: `Decide it on the mastership table, or take the row out of the mapping. Proposed: ${roleName(input.sourceRole)} is master.`,
        ...at,
      });
    } else {
      issues.push({
        code: 'mastership.violation',
        severity: 'error',
        message: `${roleName(row.master)} is master of ${entity} ${label}, so this flow cannot write it.`,
        remedy: `Take the row out of the mapping, put a read-only field mask before the save, or change the master of ${label} on the mastership table.`,
        ...at,
      });
    }
  }
  return issues;
}
