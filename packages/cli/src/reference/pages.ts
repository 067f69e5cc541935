import { accessOfMessage, permissions, routes, userRoles, type CatalogBody, type RouteAccess } from '@koppel/protocol';
import { otherAddresses, permissionsOfRole, type OtherAccess } from '@koppel/server';
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
      `## Other addresses\n\nNeither of the API nor of its description: the screen, what other programs call, and where other sites send people back to.\n\n${table(
        ['Address', 'Needs', ...userRoles],
        Object.entries(otherAddresses).map(([address, access]) => [
          address.replace(/ (.*)/, ' `$1`'),
          accessInWords(access),
          ...userRoles.map((role) => mark(access === 'signed' || allows(access, role))),
        ]),
      )}`,
      `## Messages of the live socket\n\nAsked again for each message; whoever may no longer send one is disconnected. Personal data in the answers needs \`payloads.read\`.\n\n${table(
        ['Message', 'Needs', ...userRoles],
        Object.entries(accessOfMessage).map(([type, access]) => [
          code(type),
          accessInWords(access),
          ...userRoles.map((role) => mark(allows(access, role))),
        ]),
      )}`,
    ],
  );
}

function accessInWords(access: RouteAccess | OtherAccess): string {
  if (access === 'signed') return 'a proof in what is sent';
  if (access === 'instanceAdmin') return 'administrators of the instance';
  if (access === 'public') return 'everybody (public)';
  return access === 'session' ? 'everybody signed in' : code(access);
}
