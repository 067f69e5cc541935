import { routes, type RouteName, type UserRole } from '@koppel/protocol';
import { z } from 'zod';
import { permissionsOfRole } from '../../../src/auth/permissions.ts';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';

const names = Object.keys(routes) as RouteName[];
const filled = (lab: Lab, name: RouteName) => lab.path(name, { id: 'x', nodeId: 'x', version: 1 });

/** Every route that a role may not call, called by that role. */
const roles: Variant[] = (['consultant', 'analyst', 'viewer', 'sales'] as const satisfies UserRole[]).flatMap((role) =>
  each(
    names
      .filter((name) => {
        const { access } = routes[name];
        if (access === 'public' || access === 'session') return false;
        return access === 'instanceAdmin' || !permissionsOfRole[role].includes(access);
      })
      .map((name) => [`${role}: ${name}`, name] as const),
    async (lab, name) => {
      const { method } = routes[name];
      const answer = await lab.send({ method, path: filled(lab, name), as: role, ...(method === 'GET' ? {} : { json: {} }) });
      insist(answer.status === 403, `It answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    },
  ),
); // prettier-ignore

/** `{}` stands for the address of a route that a viewer may not call. */
const pathTricks = [
  '{}/',
  '/{}',
  '//{}',
  '{}//',
  '{}/.',
  '{}/x/..',
  '/x/..{}',
  '/./{}',
  '/healthz/..{}',
  '/%2e{}',
  '/%2e%2e{}',
  '{}%2f',
  '{}%5c',
  '{}%00',
  '{}%20',
  '{}%09',
  '{}%0d%0a',
  '{}.',
  '{}..',
  '{}.json',
  '{};a=b',
  '{}?',
  '{}??',
  '{}#',
  '{}%23',
  '{}%3f',
  '{}?role=administrator',
  '{}?access=public',
  '{}&x',
  '{}\\',
  '{}~',
  '{}*',
  '{}:80',
  'http://127.0.0.1{}',
  'http://evil.example{}',
] as const;

const asWritten: Variant[] = [
  ...each(
    [
      ...pathTricks.map((trick) => [`the address as ${trick}`, (path: string) => trick.replace('{}', path)] as const),
      ['the address in capitals', (path: string) => path.toUpperCase()],
      ['the address in mixed letters', (path: string) => path.replace('api', 'Api')],
      ['the address in codes', (path: string) => path.replace('a', '%61')],
      ['the address in codes of codes', (path: string) => path.replace('a', '%2561')],
      ['its slashes in codes', (path: string) => `/${path.slice(1).replaceAll('/', '%2f')}`],
      ['its slashes doubled', (path: string) => path.replaceAll('/', '//')],
      ['its slashes the other way', (path: string) => `/${path.slice(1).replaceAll('/', '\\')}`],
      ['in letters that look alike', (path: string) => path.replace('k', '%E2%84%AA')],
    ] as const,
    async (lab, write) => {
      for (const name of ['getKeys', 'getTemplatePublishers'] as const) {
        const path = write(lab.path(name));
        const { status, text } = await lab.send({ method: 'GET', path, as: 'sales' });
        insist([301, 400, 403, 404].includes(status), `${path} answered ${status}: ${text.slice(0, 200)}`);
      }
    },
  ),
  ...each(
    ['HEAD', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'TRACE', 'PROPFIND', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'SEARCH', 'QUERY', 'get'].map(
      (method) => [`the verb ${method}`, method] as const,
    ),
    async (lab, method) => {
      const { status, text } = await lab.send({ method, path: lab.path('getKeys'), as: 'viewer' });
      insist(status >= 400 && status < 500 && !text.includes('sealed'), `It answered ${status}: ${text}`);
    },
  ),
  ...each<Record<string, string>>(
    [
      ['x-http-method-override', { 'x-http-method-override': 'POST' }],
      ['x-http-method', { 'x-http-method': 'POST' }],
      ['x-method-override', { 'x-method-override': 'POST' }],
    ],
    async (lab, headers) => {
      const before = (await lab.commandLine.call('listFlows')).length;
      const answer = await lab.send({ method: 'GET', path: `${lab.path('listFlows')}?_method=POST&title=x`, as: 'administrator', headers });
      insist(answer.status === 200 && (await lab.commandLine.call('listFlows')).length === before, 'A GET made a flow');
    },
  ).map(({ name, attack }) => ({ name: `another verb by ${name}`, attack })),
]; // prettier-ignore

const further = {
  role: 'administrator',
  permissions: ['keys.edit'],
  isInstanceAdmin: true,
  isAdmin: true,
  userId: 'x',
  workspaceId: 'x',
  createdBy: 'x',
  passwordHash: 'x',
};

/** Properties that a body has not got: each is named, and nothing of it is taken. */
const bodies: Variant[] = each(
  names
    .filter((name) => !(routes[name].body instanceof z.ZodUndefined))
    .map((name) => [`more in the body of ${name} than it has`, name] as const),
  async (lab, name) => {
    const answer = await lab.send({ method: routes[name].method, path: filled(lab, name), as: 'commandLine', json: further });
    insist(answer.status === 400, `It answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    const { success, error } = routes[name].body.safeParse(further);
    const isNamed = !success && error.issues.some(({ code }) => ['unrecognized_keys', 'invalid_union'].includes(code));
    insist(isNamed, `What it has not got is passed over: ${answer.text.slice(0, 200)}`);
  },
); // prettier-ignore

export const authorisation: AttackClass = {
  name: 'authorisation',
  summary:
    'Doing what the role may not: every route, addresses and verbs written otherwise, and bodies with more in them than they have.',
  variants: [...roles, ...asWritten, ...bodies],
};
