import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/audit-log.ts';
import { addressOf } from './address.ts';
import { z } from 'zod';
import { grantCallbackPath, type GrantRequests } from '../secrets/grant-requests.ts';
import type { Authentication } from './authentication.ts';
import { demand, within } from './principal.ts';
import { HttpProblem } from './problems.ts';
import type { SessionCookie } from './session-cookie.ts';

/**
 * Where a provider sends a person back to, with a code or with why there is none. A state that this session did not begin
 * changes nothing.
 */
export function registerGrantCallback(
  app: FastifyInstance,
  ports: {
    readonly requests: GrantRequests;
    readonly authentication: Authentication;
    readonly cookie: SessionCookie;
    readonly audit: AuditLog;
  },
): void {
  const { requests, authentication, cookie, audit } = ports;
  app.route<{ Querystring: { state?: string; code?: string; error?: string; error_description?: string } }>({
    method: 'GET',
    url: grantCallbackPath,
    schema: {
      hide: true,
      querystring: z.object({
        state: z.string().max(200).optional(),
        code: z.string().max(4000).optional(),
        error: z.string().max(200).optional(),
        error_description: z.string().max(2000).optional(),
      }),
    },
    onRequest: async (request, reply) => {
      void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
      request.principal = await authentication.principalOf(request);
      demand(request.principal, 'session');
    },
    handler: async (request, reply) => {
      const { state = '', code, error, error_description: said } = request.query;
      const known = requests.take(state, cookie.read(request));
      if (known === null) {
        throw new HttpProblem(400, {
          code: 'grant.unknown-state',
          message: 'This sign-in was not begun in this browser, was finished before, or took longer than ten minutes.',
          remedy: 'Go back to the connection in Koppel and choose "Connect" again.',
        });
      }
      const { workspaceId, connection } = known;
      const principal = within(request.principal!, workspaceId);
      demand(principal, 'connections.edit');
      const problem = await known.finish(code === undefined ? { error: said ?? error ?? 'no code' } : { code }, known);
      await audit.record(
        {
          act: 'connection.connect',
          workspaceId,
          principal,
          address: addressOf(request),
          objectId: connection.id,
          code: problem,
        },
        (note) => note.about({ title: connection.name }).because('back from the provider'),
      );
      return reply.redirect(known.returnTo, 303);
    },
  });
}
