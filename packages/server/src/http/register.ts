import { isOfWorkspace, problemSchema, routes, type RouteName } from '@koppel/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actOf } from '../audit/acts.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { AuditNote } from '../audit/audit-note.ts';
import { addressOf } from './address.ts';
import { embedNotSigned } from '../insight/embed.ts';
import type { CookieJar, InstanceHandlers, WorkspaceHandlers } from './handlers.ts';
import { demand, demandPerson, may, type Principal } from './principal.ts';
import { callerGone, notFound, signInNeeded } from './problems.ts';
import { enter, refuseBroken, type ServedWorkspace } from './served-workspace.ts';

export interface RegisterOptions {
  readonly instance: InstanceHandlers;
  /** The open workspace of this slug; null where there is none. */
  readonly workspaceOf: (slug: string) => (ServedWorkspace & { readonly handlers: WorkspaceHandlers }) | null;
  /** The workspace of this slug that cannot be opened; null for every other. */
  readonly brokenOf: (slug: string) => Pick<ServedWorkspace, 'id'> | null;
  readonly principalOf: (request: FastifyRequest) => Promise<Principal | null>;
  readonly cookiesOf: (request: FastifyRequest, reply: FastifyReply) => CookieJar;
  /** Refuses a change that a foreign page could have made. */
  readonly checkOrigin: (request: FastifyRequest, principal: Principal | null) => void;
  readonly audit: AuditLog;
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
      request.principal = await options.principalOf(request);
      try {
        admit(name, request, options);
      } catch (error) {
        // Nobody is nobody's concern here: whoever is not signed in could fill the log.
        if (request.principal) await options.audit.refused({ ...callOf(name, request, options), route: name }, error);
        throw error;
      }
    },
    handler: async (request, reply) => {
      const gone = new AbortController();
      const onClose = () => gone.abort(callerGone());
      reply.raw.once('close', onClose);
      try {
        const act = actOf(name);
        const answer = (audit: AuditNote) => handlerOf(name, request, options)({ ...call, audit });
        const call = {
          params: request.params,
          query: request.query,
          body: request.body,
          principal: request.principal,
          address: request.ip,
          signal: gone.signal,
          cookies: options.cookiesOf(request, reply),
          afterwards: (act: () => void) => void reply.raw.once('close', act),
        };
        const result = await (act === null
          ? answer(new AuditNote())
          : options.audit.follow({ ...callOf(name, request, options), act }, answer));
        if (isEmpty) return await reply.code(204).send();
        return await shownTo(request, name, result, options);
      } finally {
        reply.raw.off('close', onClose);
      }
    },
  });
}

/** Finds out whether the caller may have this route at all, before its body is looked at. */
function admit(name: RouteName, request: FastifyRequest, options: RegisterOptions): void {
  const { method, access } = routes[name];
  const { principal } = request;
  // Whoever signs in need not have the token of an earlier session: the origin alone decides.
  if (method !== 'GET') options.checkOrigin(request, access === 'public' ? null : principal);
  if (isOfWorkspace(name)) {
    if (!principal && access !== 'public') throw signInNeeded();
    const slug = slugOf(request);
    refuseBroken(options.brokenOf(slug), principal);
    request.principal = enter(options.workspaceOf(slug), { slug, principal, isPublic: access === 'public' });
  }
  demand(request.principal, access);
  demandPerson(request.principal, access, method);
}

/** What the audit log knows of a call by itself. A workspace that the caller is no member of learns nothing. */
function callOf(name: RouteName, request: FastifyRequest, options: RegisterOptions) {
  const { workspace: slug, ...params } = request.params as Record<string, string>;
  const { principal } = request;
  const isInside = isOfWorkspace(name) && (principal === null || principal.role !== null);
  return {
    act: actOf(name),
    principal,
    address: addressOf(request),
    workspaceId: isInside ? (options.workspaceOf(slug ?? '')?.id ?? null) : null,
    objectId: Object.values(params).join('/') || null,
  };
}

function handlerOf(name: RouteName, request: FastifyRequest, options: RegisterOptions): AnyHandler {
  if (!isOfWorkspace(name)) return options.instance[name as keyof InstanceHandlers] as AnyHandler;
  const workspace = options.workspaceOf(slugOf(request));
  // Public, so that whoever asks must not learn that there is none; any other was closed while the body was on its way.
  if (!workspace) throw name === 'openEmbed' ? embedNotSigned() : notFound('workspace', slugOf(request));
  return workspace.handlers[name] as AnyHandler;
}

/** The result as this caller may see it: without personal data where the right to that is missing. */
async function shownTo(
  request: FastifyRequest,
  name: RouteName,
  result: unknown,
  options: RegisterOptions,
): Promise<unknown> {
  const { principal } = request;
  if (!isOfWorkspace(name) || !principal || may(principal, 'payloads.read')) return result;
  const workspace = options.workspaceOf(slugOf(request));
  if (!workspace) throw notFound('workspace', slugOf(request));
  const asked = { params: request.params as { id?: string }, query: request.query as { entity?: string } };
  return workspace.privacy.maskReply(name, result, asked);
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
