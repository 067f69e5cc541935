import { problemSchema, routes, type RouteName } from '@koppel/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CookieJar, Handlers } from './handlers.ts';
import { demand, type Principal } from './principal.ts';

export interface RegisterOptions {
  readonly handlers: Handlers;
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
      ...(route.params instanceof z.ZodUndefined ? {} : { params: route.params }),
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
      demand(principal, route.access);
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
        const result = await (options.handlers[name] as AnyHandler)(call);
        if (isEmpty) return await reply.code(204).send();
        return result;
      } finally {
        reply.raw.off('close', onClose);
      }
    },
  });
}

function accessInWords(access: string): string {
  if (access === 'public') return 'For everybody.';
  if (access === 'session') return 'For everybody who is signed in.';
  return `Needs the permission \`${access}\`.`;
}
