import type { LinkPairView } from '@koppel/protocol';

/** A pair as calls of the API name it. */
export function pairKeys({ entity, left, right }: LinkPairView): { entity: string; left: string; right: string } {
  return { entity, left: left.connectionId, right: right.connectionId };
}

/** How people call a system: by its role where that tells the two apart, else by its name. */
export function systemName(pair: LinkPairView, side: 'left' | 'right'): string {
  const { role, name } = pair[side];
  return pair.left.role !== pair.right.role && (role === 'erp' || role === 'crm') ? role.toUpperCase() : name;
}
