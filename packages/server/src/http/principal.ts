import type { Permission, UserRole } from '@koppel/protocol';
import { permissionsOfRole } from '../auth/permissions.ts';

/** Who makes a request: a person who signed in, or the command line of this machine. */
export interface Principal {
  readonly kind: 'person' | 'commandLine';
  readonly userId: string;
  readonly name: string;
  readonly role: UserRole;
  /** Of a person's session: to be sent back with every change. */
  readonly csrfToken: string | null;
}

/** Whether somebody may do this. */
export function may(principal: Principal, permission: Permission): boolean {
  return permissionsOfRole[principal.role].includes(permission);
}
