import type { UserRole } from '@koppel/protocol';
import type { MessageId } from '../i18n/texts.ts';

/** What each role is called. */
export const roleNames = {
  administrator: 'role.administrator',
  consultant: 'role.consultant',
  analyst: 'role.analyst',
  viewer: 'role.viewer',
  sales: 'role.sales',
} as const satisfies Record<UserRole, MessageId>;
