import { permissions, type Permission, type UserRole } from '@koppel/protocol';

const analyst: readonly Permission[] = [
  'flows.read',
  'flows.edit',
  'runs.read',
  'failures.read',
  'payloads.read',
  'connections.read',
  'mastership.read',
  'valueLists.edit',
  'links.read',
  'revenue.read',
  'revenue.all',
  'templates.read',
];

const administratorsOnly: ReadonlySet<Permission> = new Set<Permission>([
  'people.edit',
  'workspace.edit',
  'privacy.edit',
  'publishing.approve',
  'demo.use',
  'audit.read',
]);

/** What each role may do. One table: routes name a permission, never a role. */
export const permissionsOfRole: Readonly<Record<UserRole, readonly Permission[]>> = {
  administrator: permissions,
  consultant: permissions.filter((permission) => !administratorsOnly.has(permission)),
  analyst,
  viewer: [
    'flows.read',
    'runs.read',
    'failures.read',
    'connections.read',
    'mastership.read',
    'links.read',
    'revenue.read',
    'revenue.all',
  ],
  // Their own customers only.
  sales: ['revenue.read'],
};
