import type { FastifyInstance } from 'fastify';
import { isOwnOrigin, foreignOrigin } from '../http/origin.ts';
import type { Authentication } from '../http/authentication.ts';
import { demand, may } from '../http/principal.ts';
import { HttpProblem } from '../http/problems.ts';
import { maxSocketsPerUser, type LiveSockets } from './live-sockets.ts';

export interface LiveRouteOptions {
  readonly sockets: LiveSockets;
  readonly authentication: Authentication;
  readonly ownOrigins: ReadonlySet<string>;
}

/** The websocket's address. Who may not listen is refused with an ordinary answer, before the connection is upgraded. */
export function registerLiveRoute(
  app: FastifyInstance,
  { sockets, authentication, ownOrigins }: LiveRouteOptions,
): void {
  app.route({
    method: 'GET',
    url: '/api/live',
    schema: { hide: true },
    onRequest: async (request) => {
      const principal = await authentication.principalOf(request);
      request.principal = principal;
      if (principal?.kind !== 'commandLine' && !isOwnOrigin(request, ownOrigins)) throw foreignOrigin();
      demand(principal, 'runs.read');
      if (sockets.count(principal!.userId) >= maxSocketsPerUser) {
        throw new HttpProblem(429, {
          code: 'live.too-many-sockets',
          message: `You have ${maxSocketsPerUser} live connections open.`,
          remedy: 'Close some tabs.',
        });
      }
    },
    handler: () => {
      throw new HttpProblem(426, {
        code: 'live.not-a-websocket',
        message: 'This address speaks the websocket protocol only.',
        remedy: 'Open it as a websocket.',
      });
    },
    wsHandler: (socket, request) => {
      const { userId } = request.principal!;
      sockets.serve({
        socket,
        userId,
        isSignedIn: async () => {
          const principal = await authentication.peek(request);
          return principal !== null && may(principal, 'runs.read');
        },
      });
    },
  });
}
