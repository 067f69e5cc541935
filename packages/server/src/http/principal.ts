import type { Permission, RouteAccess, UserRole } from '@koppel/protocol';
import { permissionsOfRole } from '../auth/permissions.ts';
import { HttpProblem, secondFactorNeeded, signInNeeded } from './problems.ts';

/** Who makes a request: a person who signed in, a person's token, or the command line of this machine. */
export interface Principal {
  readonly kind: 'person' | 'apiToken' | 'commandLine';
  readonly userId: string;
  readonly name: string;
  /** Makes workspaces and people. */
  readonly isInstanceAdmin: boolean;
  /** The role per workspace, by the workspace's id. The command line is an administrator everywhere. */
  readonly memberships: ReadonlyMap<string, UserRole>;
  /** Likewise, of workspaces that want a second factor which this person has not got: there it counts for nothing. */
  readonly heldBack: ReadonlyMap<string, UserRole>;
  /** In the workspace of the request; null outside of workspaces. */
  readonly role: UserRole | null;
  /** All that a token may do, whatever the role; null where the role alone decides. */
  readonly scope: readonly Permission[] | null;
  /** Of a person's session: to be sent back with every change. */
  readonly csrfToken: string | null;
}

/** Somebody as a member of this workspace; null for who is none. */
export function within(principal: Principal, workspaceId: string): Principal | null {
  const role = principal.kind === 'commandLine' ? 'administrator' : principal.memberships.get(workspaceId);
  return role === undefined ? null : { ...principal, role };
}

/** As whose doing a run is noted: what a token starts, its maker starts. */
export function causeOf({ kind, name }: Principal): { readonly kind: 'person' | 'commandLine'; readonly name: string } {
  return { kind: kind === 'commandLine' ? kind : 'person', name };
}

/** The person whose doing it is; null for the command line, which is nobody in particular. */
export function personIdOf({ kind, userId }: Principal): string | null {
  return kind === 'commandLine' ? null : userId;
}

/** Whether somebody may do this in the workspace of the request. */
export function may({ role, scope }: Pick<Principal, 'role' | 'scope'>, permission: Permission): boolean {
  return role !== null && permissionsOfRole[role].includes(permission) && (scope?.includes(permission) ?? true);
}

/** Whether somebody may do this in some workspace. */
export function mayAnywhere(principal: Principal, permission: Permission): boolean {
  if (principal.kind === 'commandLine') return true;
  return [...principal.memberships.values()].some((role) => may({ ...principal, role }, permission));
}

/** Refuses whoever may not do this: 401 when nobody is signed in, 403 without the permission. */
export function demand(principal: Principal | null, access: RouteAccess): void {
  if (access === 'public') return;
  if (!principal) throw signInNeeded();
  if (access === 'session') return;
  if (access === 'instanceAdmin') {
    if (principal.heldBack.size > 0) throw secondFactorNeeded();
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
    message: `Your ${principal.kind === 'apiToken' ? 'token' : 'role'} does not have the right "${access}".`,
    remedy: 'Ask an administrator for it.',
  });
}

/**
 * Refuses a token what changes its maker's own account: with it, whoever stole a token could set a password or make
 * further tokens, and have more than the token.
 */
export function demandPerson(principal: Principal | null, access: RouteAccess, method: string): void {
  if (principal?.kind !== 'apiToken' || access !== 'session' || method === 'GET') return;
  throw new HttpProblem(403, {
    code: 'api.not-by-token',
    message: 'A token cannot change the account of the person who made it.',
    remedy: 'Sign in on the screen and do it there.',
  });
}
