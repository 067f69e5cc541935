import { canonicalEntity, type RecordShape } from '@koppel/sdk';

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
