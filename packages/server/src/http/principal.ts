import type { Permission, RouteAccess, UserRole } from '@koppel/protocol';
import { permissionsOfRole } from '../auth/permissions.ts';
import { HttpProblem, signInNeeded } from './problems.ts';

/** Who makes a request: a person who signed in, or the command line of this machine. */
export interface Principal {
  readonly kind: 'person' | 'commandLine';
  readonly userId: string;
  readonly name: string;
  /** Makes workspaces and people. */
  readonly isInstanceAdmin: boolean;
  /** The role per workspace, by the workspace's id. The command line is an administrator everywhere. */
  readonly memberships: ReadonlyMap<string, UserRole>;
  /** In the workspace of the request; null outside of workspaces. */
  readonly role: UserRole | null;
  /** Of a person's session: to be sent back with every change. */
  readonly csrfToken: string | null;
}

/** Somebody as a member of this workspace; null for who is none. */
export function within(principal: Principal, workspaceId: string): Principal | null {
  const role = principal.kind === 'commandLine' ? 'administrator' : principal.memberships.get(workspaceId);
  return role === undefined ? null : { ...principal, role };
}

/** Whether somebody may do this in the workspace of the request. */
export function may({ role }: Principal, permission: Permission): boolean {
  return role !== null && permissionsOfRole[role].includes(permission);
}

/** Whether somebody may do this in some workspace. */
export function mayAnywhere({ kind, memberships }: Principal, permission: Permission): boolean {
  return (
    kind === 'commandLine' || [...memberships.values()].some((role) => permissionsOfRole[role].includes(permission))
  );
}

/** Refuses whoever may not do this: 401 when nobody is signed in, 403 without the permission. */
export function demand(principal: Principal | null, access: RouteAccess): void {
  if (access === 'public') return;
  if (!principal) throw signInNeeded();
  if (access === 'session') return;
  if (access === 'instanceAdmin') {
    if (principal.isInstanceAdmin) return;
    throw new HttpProblem(403, {
      code: 'api.not-allowed',
      message: 'Only an administrator of this Koppel may do this.',
      remedy: 'Ask one of them.',
    });
  }
  if (may(principal, access)) return;
  throw new HttpProblem(403, {
    code: 'api.not-allowed',
    message: `Your role does not have the right "${access}".`,
    remedy: 'Ask an administrator for it.',
  });
}
