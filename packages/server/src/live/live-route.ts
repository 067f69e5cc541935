import { closeCodes, workspacePath } from '@koppel/protocol';
import type { FastifyInstance } from 'fastify';
import { isOwnOrigin, foreignOrigin } from '../http/origin.ts';
import type { Authentication } from '../http/authentication.ts';
import { demand, may, within, type Principal } from '../http/principal.ts';
import { HttpProblem, signInNeeded } from '../http/problems.ts';
import { enter, type ServedWorkspace } from '../http/served-workspace.ts';
import { maxSocketsPerUser, type SocketRights } from './live-sockets.ts';

export interface LiveRouteOptions {
  readonly workspaceOf: (slug: string) => ServedWorkspace | null;
  readonly authentication: Authentication;
  readonly ownOrigins: ReadonlySet<string>;
}

function rightsOf(member: Principal): SocketRights {
  return {
    maySee: may(member, 'payloads.read'),
    may: (permission) => may(member, permission),
  };
}

/** The websocket's address. Who may not listen is refused with an ordinary answer, before the connection is upgraded. */
export function registerLiveRoute(
  app: FastifyInstance,
  { workspaceOf, authentication, ownOrigins }: LiveRouteOptions,
): void {
  app.route<{ Params: { workspace: string } }>({
    method: 'GET',
    url: `${workspacePath}live`,
    schema: { hide: true },
    onRequest: async (request) => {
      const { workspace: slug } = request.params;
      const principal = await authentication.principalOf(request);
      request.principal = principal;
      if (principal?.kind !== 'commandLine' && !isOwnOrigin(request, ownOrigins)) throw foreignOrigin();
      if (!principal) throw signInNeeded();
      const workspace = workspaceOf(slug);
      request.principal = enter(workspace, { slug, principal, isPublic: false });
      demand(request.principal, 'runs.read');
      if (workspace!.sockets.count(principal.userId) >= maxSocketsPerUser) {
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
      const { userId: id, name } = request.principal!;
      const workspace = workspaceOf(request.params.workspace);
      if (!workspace) return socket.close(closeCodes.goingAway, 'The workspace was closed.');
      workspace.sockets.serve({
        socket,
        person: { id, name },
        atFirst: rightsOf(request.principal!),
        rights: async () => {
          const principal = await authentication.peek(request);
          const member = principal && within(principal, workspace.id);
          if (!member || !may(member, 'runs.read')) return null;
          return rightsOf(member);
        },
      });
      return undefined;
    },
  });
}
