import type { Permission, RouteAccess, UserRole } from '@koppel/protocol';
import { permissionsOfRole } from '../auth/permissions.ts';
import { HttpProblem, signInNeeded } from './problems.ts';

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

/** Refuses whoever may not do this: 401 when nobody is signed in, 403 without the permission. */
export function demand(principal: Principal | null, access: RouteAccess): void {
  if (access === 'public') return;
  if (!principal) throw signInNeeded();
  if (access === 'session' || may(principal, access)) return;
  throw new HttpProblem(403, {
    code: 'api.not-allowed',
    message: `Your role does not have the right "${access}".`,
    remedy: 'Ask an administrator for it.',
  });
}
