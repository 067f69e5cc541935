import { isOfWorkspace, problemSchema, routes, type RouteName } from '@koppel/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CookieJar, InstanceHandlers, WorkspaceHandlers } from './handlers.ts';
import { demand, demandPerson, type Principal } from './principal.ts';
import { notFound, signInNeeded } from './problems.ts';
import { enter, type ServedWorkspace } from './served-workspace.ts';

export interface RegisterOptions {
  readonly instance: InstanceHandlers;
  /** The open workspace of this slug; null where there is none. */
  readonly workspaceOf: (slug: string) => (ServedWorkspace & { readonly handlers: WorkspaceHandlers }) | null;
  readonly principalOf: (request: FastifyRequest) => Promise<Principal | null>;
  readonly cookiesOf: (request: FastifyRequest, reply: FastifyReply) => CookieJar;
  /** Refuses a change that a foreign page could have made. */
  readonly checkOrigin: (request: FastifyRequest, principal: Principal | null) => void;
}

/** What a handler is once its route has parsed the call by the same schemas that type it. */
type AnyHandler = (call: object) => Promise<unknown>;

/**
 * Registers every route of the protocol's table, and nothing else. The permission is part of the route, checked before its
 * body is looked at; there is no way to add a route without one.
 */
export function registerRoutes(app: FastifyInstance, options: RegisterOptions): void {
  for (const name of Object.keys(routes) as RouteName[]) registerRoute(app, name, options);
}

function registerRoute(app: FastifyInstance, name: RouteName, options: RegisterOptions): void {
  const route = routes[name];
  const isEmpty = route.reply instanceof z.ZodNull;
  app.route({
    method: route.method,
    url: route.path,
    ...(route.maxBytes === undefined ? {} : { bodyLimit: route.maxBytes }),
    schema: {
      operationId: name,
      summary: route.summary,
      description: accessInWords(route.access),
      tags: [route.path.split('/')[2] ?? 'api'],
      ...paramsOf(name),
      ...(route.query instanceof z.ZodUndefined ? {} : { querystring: route.query }),
      ...(route.body instanceof z.ZodUndefined ? {} : { body: route.body }),
      response: { ...(isEmpty ? { 204: z.null() } : { 200: route.reply }), '4xx': problemSchema, '5xx': problemSchema },
    },
    config: { access: route.access },
    onRequest: async (request) => {
      const principal = await options.principalOf(request);
      request.principal = principal;
      // Whoever signs in need not have the token of an earlier session: the origin alone decides.
      if (route.method !== 'GET') options.checkOrigin(request, route.access === 'public' ? null : principal);
      if (isOfWorkspace(name)) {
        if (!principal && route.access !== 'public') throw signInNeeded();
        request.principal = enter(options.workspaceOf(slugOf(request)), {
          slug: slugOf(request),
          principal,
          isPublic: route.access === 'public',
        });
      }
      demand(request.principal, route.access);
      demandPerson(request.principal, route.access, route.method);
    },
    handler: async (request, reply) => {
      const gone = new AbortController();
      const onClose = () => gone.abort(new Error('The caller went away.'));
      reply.raw.once('close', onClose);
      try {
        const call = {
          params: request.params,
          query: request.query,
          body: request.body,
          principal: request.principal,
          address: request.ip,
          signal: gone.signal,
          cookies: options.cookiesOf(request, reply),
        };
        const result = await handlerOf(name, request, options)(call);
        if (isEmpty) return await reply.code(204).send();
        return result;
      } finally {
        reply.raw.off('close', onClose);
      }
    },
  });
}

function handlerOf(name: RouteName, request: FastifyRequest, options: RegisterOptions): AnyHandler {
  if (!isOfWorkspace(name)) return options.instance[name as keyof InstanceHandlers] as AnyHandler;
  const workspace = options.workspaceOf(slugOf(request));
  // It was closed while the body was on its way.
  if (!workspace) throw notFound('workspace', slugOf(request));
  return workspace.handlers[name] as AnyHandler;
}

function slugOf({ params }: FastifyRequest): string {
  return String((params as { workspace?: unknown }).workspace ?? '');
}

function paramsOf(name: RouteName): { params?: z.ZodType } {
  const { params } = routes[name] as { params: z.ZodType };
  if (isOfWorkspace(name)) {
    const own = params instanceof z.ZodObject ? params.shape : {};
    return { params: z.object({ workspace: z.string().min(1).max(100), ...own }) };
  }
  return params instanceof z.ZodUndefined ? {} : { params };
}

function accessInWords(access: string): string {
  if (access === 'public') return 'For everybody.';
  if (access === 'session') return 'For everybody who is signed in.';
  if (access === 'instanceAdmin') return 'For administrators of this Koppel.';
  return `Needs the permission \`${access}\`.`;
}
