import { routes, userRoles, type RouteName, type UserRole } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permissionsOfRole } from '../src/auth/permissions.ts';
import { Client, fill, problemOf, type Answer } from './support/client.ts';
import { addPeople, startTestKoppel, temporaryFolder, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const names = Object.keys(routes) as RouteName[];
const nothing = { workspace: 'main', slug: 'nothing', id: 'nothing', version: 1 };

let server: TestKoppel;
const clients = new Map<UserRole, Client>();

beforeAll(async () => {
  const folder = await temporaryFolder();
  const others = userRoles.filter((role) => role !== 'administrator');
  const tokens = await addPeople(folder, others);
  server = await startTestKoppel({ folder });
  clients.set('administrator', await server.administrator());
  for (const [index, role] of others.entries()) clients.set(role, await Client.byLink(server.url, tokens[index]!));
});
afterAll(() => server.close());

/** A call that is harmless where it is allowed: of a thing that is not there, with an empty body. */
function call(client: Client, name: RouteName, method: string = routes[name].method): Promise<Answer> {
  const hasBody = method === 'POST' || method === 'PUT';
  return client.send(method, fill(routes[name].path, nothing), hasBody ? {} : undefined);
}

function isAllowed(role: UserRole, name: RouteName): boolean {
  const { access } = routes[name];
  if (access === 'public' || access === 'session') return true;
  return access === 'instanceAdmin' ? role === 'administrator' : permissionsOfRole[role].includes(access);
}

describe.each(userRoles)('the role %s', (role) => {
  // Signing out is tried last, because after it the role has nobody left.
  test.each(names.toSorted((a) => (a === 'signOut' ? 1 : -1)))('%s', async (name) => {
    const { access } = routes[name];
    const answer = await call(clients.get(role)!, name);
    if (isAllowed(role, name)) {
      expect([401, 403].includes(answer.status) && access !== 'public').toBe(false);
    } else {
      expect([answer.status, problemOf(answer).code]).toEqual([403, 'api.not-allowed']);
      expect(problemOf(answer).message).toContain(access === 'instanceAdmin' ? 'administrator of this Koppel' : access);
    }
  });
});

describe('nobody', () => {
  test.each(names.filter((name) => routes[name].access !== 'public'))('%s answers 401', async (name) => {
    const answer = await call(new Client(server.url), name);
    expect([answer.status, problemOf(answer).code]).toEqual([401, 'api.sign-in-needed']);
  });

  test.each(names.filter((name) => routes[name].method === 'GET' && routes[name].access !== 'public'))(
    'HEAD of %s answers 401',
    async (name) => {
      expect((await call(new Client(server.url), name, 'HEAD')).status).toBe(401);
    },
  );

  test.each([
    '/api/workspaces/main/flows/',
    '/api//flows',
    '/API/flows',
    '/api/workspaces/main/flows/%2e%2e/runs',
    '/api/./flows',
  ])('%s is no way round', async (path) => {
    const answer = await new Client(server.url).send('GET', path);
    expect([401, 403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('accounts-erp-to-crm');
  });

  test('a method that a route does not have is not there', async () => {
    expect((await new Client(server.url).send('PATCH', '/api/workspaces/main/flows')).status).toBe(404);
  });
});

test('a body cannot give more than its schema names', async () => {
  const client = await again();
  const body = { newPassword: 'long enough to be one', role: 'administrator', isDisabled: false };
  const answer = await client.send('PUT', '/api/me/password', body);
  expect(answer.status).toBe(400);
});

test.each(['{"__proto__":{"isAdmin":true},"title":"x"}', '{"title":"x","constructor":{"prototype":{"a":1}}}'])(
  'a body that reaches for prototypes is refused: %s',
  async (body) => {
    const client = await again();
    expect((await client.send('POST', '/api/workspaces/main/flows', body)).status).toBe(400);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  },
);

/** An administrator, after the one above signed out. */
async function again(): Promise<Client> {
  const made = await server.koppel.call({ method: 'POST', path: '/api/sign-in-links', body: {} });
  return Client.byLink(server.url, tokenOf((made.body as { url: string }).url));
}
