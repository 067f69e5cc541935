import type { DemoSystems } from '@koppel/demo-systems';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authentication } from './authentication.ts';
import { foreignOrigin, isOwnOrigin } from './origin.ts';
import { mayAnywhere } from './principal.ts';
import { HttpProblem, notFound, signInNeeded } from './problems.ts';

export interface DemoPagesOptions {
  readonly demo: DemoSystems;
  readonly authentication: Authentication;
  readonly ownOrigins: ReadonlySet<string>;
}

/** Headers of the page's answer that are ours to set. */
const ownHeaders = new Set([
  'content-security-policy',
  'content-length',
  'connection',
  'transfer-encoding',
  'set-cookie',
]);

/** Shows the demo systems' own pages under `/demo/erp` and `/demo/crm`, to administrators, also from a container. */
export async function registerDemoPages(app: FastifyInstance, options: DemoPagesOptions): Promise<void> {
  const { demo, authentication, ownOrigins } = options;
  await app.register((scope, _options, done) => {
    // Forms of a page are no business of ours: the body goes through as it came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.route<{ Params: { system: string; '*': string } }>({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/demo/:system/*',
      schema: { hide: true },
      onRequest: async (request) => {
        const principal = await authentication.principalOf(request);
        request.principal = principal;
        if (request.method !== 'GET' && principal?.kind !== 'commandLine' && !isFromOwnPage(request, ownOrigins))
          throw foreignOrigin();
        if (!principal) throw signInNeeded();
        if (!mayAnywhere(principal, 'demo.use')) {
          throw new HttpProblem(403, {
            code: 'api.not-allowed',
            message: 'Your role does not have the right "demo.use".',
            remedy: 'Ask an administrator for it.',
          });
        }
      },
      handler: async (request, reply) => {
        const { system, '*': rest } = request.params;
        if (system !== 'erp' && system !== 'crm') throw notFound('demo system', system);
        const basePath = `/demo/${system}`;
        const answer = await demo[system].page.handle({
          method: request.method,
          path: `/${rest}`,
          query: request.url.split('?').slice(1).join('?'),
          headers: plainHeaders(request),
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          basePath,
        });
        for (const [name, value] of Object.entries(answer.headers))
          if (!ownHeaders.has(name.toLowerCase())) void reply.header(name, value);
        return reply.code(answer.status).send(Buffer.from(answer.body));
      },
    });
    scope.get<{ Params: { system: string } }>('/demo/:system', { schema: { hide: true } }, (request, reply) =>
      reply.redirect(`/demo/${request.params.system === 'crm' ? 'crm' : 'erp'}/`),
    );
    done();
  });
}

/** A change by a form: unlike our own screen it sends no token, so its origin must be there and be ours. */
function isFromOwnPage(request: FastifyRequest, ownOrigins: ReadonlySet<string>): boolean {
  return request.headers.origin !== undefined && isOwnOrigin(request, ownOrigins);
}

/** Without the session's cookie: the demo system is another program. */
function plainHeaders({ headers }: FastifyRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name !== 'cookie' && name !== 'authorization');
  return Object.fromEntries(
    kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
