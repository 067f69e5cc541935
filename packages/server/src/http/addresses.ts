import { routes, workspacePath, type Permission } from '@koppel/protocol';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { signOnReturnPath } from '../auth/single-sign-on.ts';
import { grantCallbackPath } from '../secrets/grant-requests.ts';

/**
 * Who may call an address that is not in the protocol's table of routes. `public`: everybody · `session`: whoever is signed in ·
 * `signed`: whoever proves it by what is sent, without a session · else whoever has that permission.
 */
export type OtherAccess = 'public' | 'session' | 'signed' | Permission;

/** Every address outside of the table of routes. One that stands in neither keeps the server from starting. */
export const otherAddresses: Readonly<Record<string, OtherAccess>> = {
  [`GET ${workspacePath}live`]: 'runs.read',
  'POST /hooks/:workspace/:flowId/:nodeId': 'signed',
  'GET /hooks/:workspace/:flowId/:nodeId/answers/:token': 'signed',
  'GET /notices/:workspace/:id': 'signed',
  'POST /notices/:workspace/:id': 'signed',
  [`GET ${grantCallbackPath}`]: 'session',
  [`GET ${signOnReturnPath}`]: 'signed',
  ...Object.fromEntries(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [`${method} /demo/:system/*`, 'demo.use'] as const),
  ),
  // They hold no data: the screen, the narrow view, the description of the API, and whether the server serves.
  'GET /demo/:system': 'public',
  'GET /*': 'public',
  'GET /embed/:workspace': 'public',
  'GET /healthz': 'public',
  'GET /api/docs': 'public',
  'GET /api/docs/': 'public',
  'GET /api/docs/json': 'public',
  'GET /api/docs/yaml': 'public',
  'GET /api/docs/static/*': 'public',
  'GET /api/docs/static/index.html': 'public',
  'GET /api/docs/static/swagger-initializer.js': 'public',
};

/** Demands of every address that is registered from here on that somebody said who may call it. */
export function demandDeclaredAccess(app: FastifyInstance): void {
  const undeclared = new Set<string>();
  const ofTable = new Map(Object.values(routes).map(({ method, path, access }) => [`${method} ${path}`, access]));
  app.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    for (const one of [method].flat()) {
      const address = `${one === 'HEAD' ? 'GET' : one} ${url}`;
      const declared = (config as { access?: unknown } | undefined)?.access;
      const isDeclared = ofTable.has(address) ? declared === ofTable.get(address) : Object.hasOwn(otherAddresses, address);
      if (!isDeclared) undeclared.add(address);
    }
  });
  app.addHook('onReady', async () => {
    if (undeclared.size > 0) throw new Error(`Nobody said who may call ${[...undeclared].join(', ')}.`);
  });
} // prettier-ignore
