import { permissions, routes, userRoles, type CatalogBody, type RouteAccess } from '@koppel/protocol';
import { permissionsOfRole } from '@koppel/server';
import { code, page, table } from './markdown.ts';
import { settingsTable } from './nodes-page.ts';

export function connectorsPage({ connectors }: CatalogBody): string {
  const sections = connectors.map(({ id, title, summary, settingsSchema, secrets, bindings }) =>
    [
      `## ${title}`,
      `${code(id)}. ${summary.en}`,
      settingsTable(settingsSchema, secrets),
      ...bindings.map(
        ({ entity, systemEntity, fields }) =>
          `### ${entity}\n\nBound to ${code(systemEntity)}.\n\n${table(
            ['Field', 'In the system', 'Conversion'],
            Object.entries(fields).map(([field, { path, codec }]) => [code(field), code(path), codec ?? '']),
          )}`,
      ),
    ].join('\n\n'),
  );
  return page(
    'Connectors',
    'Kinds of systems that Koppel speaks with: their settings, and which of their fields is which canonical field.',
    sections,
  );
}

export function functionsPage({ functions }: CatalogBody): string {
  const rows = functions.map(({ signature, summary, example, result }) => [
    code(signature),
    summary.en,
    code(example),
    code(result),
  ]);
  return page('Functions', 'Everything that an expression may call. What is not here does not exist.', [
    table(['Function', 'What it gives', 'Example', 'Result'], rows),
  ]);
}

export function routesPage(): string {
  const rows = Object.entries(routes).map(([name, { method, path, access, summary }]) => [
    code(name),
    `${method} ${code(path)}`,
    accessInWords(access),
    summary,
  ]);
  return page('Routes', 'Every route of the API. Their bodies are described at `/api/docs` of a running Koppel.', [
    table(['Name', 'Route', 'Who', 'What it does'], rows),
  ]);
}

export function rolesPage(): string {
  const mark = (isAllowed: boolean) => (isAllowed ? 'yes' : '');
  const allows = (access: RouteAccess, role: (typeof userRoles)[number]) =>
    access === 'public' ||
    access === 'session' ||
    (access !== 'instanceAdmin' && permissionsOfRole[role].includes(access));
  return page(
    'Roles',
    'Who may do what. A role is that of a member in one workspace. Administrators of the instance make workspaces and people, whatever their roles are. Whoever is not signed in may only call the routes marked public.',
    [
      `## Permissions\n\n${table(
        ['Permission', ...userRoles],
        permissions.map((permission) => [
          code(permission),
          ...userRoles.map((role) => mark(permissionsOfRole[role].includes(permission))),
        ]),
      )}`,
      `## Routes\n\n${table(
        ['Route', 'Needs', ...userRoles],
        Object.values(routes).map(({ method, path, access }) => [
          `${method} ${code(path)}`,
          accessInWords(access),
          ...userRoles.map((role) => mark(allows(access, role))),
        ]),
      )}`,
    ],
  );
}

function accessInWords(access: RouteAccess): string {
  if (access === 'instanceAdmin') return 'administrators of the instance';
  if (access === 'public') return 'everybody (public)';
  return access === 'session' ? 'everybody signed in' : code(access);
}
