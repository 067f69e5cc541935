import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditLog } from '../audit/audit-log.ts';
import { addressOf } from './address.ts';
import type { ServedWorkspace } from './served-workspace.ts';

/** Notices carry no data that is used: what is larger is not read. */
const bodyLimitBytes = 1024 * 1024;
const callsPerMinute = 6_000;

/** A handshake may come with either method; what is told always comes as POST. */
const calls = [
  { method: 'POST', operationId: 'tellOfChange', summary: 'A system tells that something of it changed' },
  { method: 'GET', operationId: 'shakeHands', summary: 'A system asks whether its notices are wanted' },
] as const;

/**
 * Where systems tell that something of them changed. Who they are is told by the address, which nobody can guess, and by a
 * secret in what they send. A body is only looked at for that secret.
 */
export async function registerNotices(
  app: FastifyInstance,
  workspaceOf: (slug: string) => ServedWorkspace | null,
  audit: AuditLog,
): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    for (const { method, operationId, summary } of calls) {
      scope.route<{ Params: { workspace: string; id: string }; Querystring: Record<string, string | string[]> }>({
        method,
        url: '/notices/:workspace/:id',
        bodyLimit: bodyLimitBytes,
        schema: {
          operationId,
          tags: ['notices'],
          summary,
          description:
            'The address that Koppel subscribes with. Answers the handshake of a subscription, and keeps a notice before it is answered. 429 and 5xx ask to tell it again later.',
          params: z.object({ workspace: z.string().max(100), id: z.string().max(100) }),
        },
        config: {
          rateLimit: {
            max: callsPerMinute,
            timeWindow: 60_000,
            allowList: [],
            keyGenerator: (request) => `notices ${(request.params as { id: string }).id}`,
          },
        },
        handler: async (request, reply) => {
          const workspace = workspaceOf(request.params.workspace);
          const reading = await workspace?.hints.receive({
            id: request.params.id,
            query: Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, String(value)])),
            headers: Object.fromEntries(
              Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]),
            ),
            body: typeof request.body === 'string' ? request.body : '',
          });
          void reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8');
          switch (reading?.kind) {
            case 'handshake':
              return reply.code(200).send(reading.answer);
            case 'notice':
              return reply.code(200).send('');
            case 'refused':
              await audit.knocked({
                act: 'notice.use',
                workspaceId: workspace?.id ?? null,
                address: addressOf(request),
                objectId: request.params.id,
                code: 'notice.not-signed',
              });
              return reply.code(401).send('');
            case 'unreadable':
              return reply.code(400).send('');
            case undefined:
              return reply.code(404).send('');
          }
        },
      });
    }
    done();
  });
}
