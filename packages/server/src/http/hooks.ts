import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noSuchAnswer, notSigned, type WebhookAnswer, type Webhooks } from '../workspace/webhooks.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { addressOf } from './address.ts';
import { HttpProblem } from './problems.ts';
import type { ServedWorkspace } from './served-workspace.ts';

const bodyLimitBytes = 1024 * 1024;
const callsPerMinute = 60_000;

/** Calls of one webhook: what floods one leaves the others alone, whoever sends it. */
const rateLimit = {
  max: callsPerMinute,
  timeWindow: 60_000,
  allowList: [],
  keyGenerator: ({ params }: FastifyRequest) => {
    const { workspace, flowId, nodeId } = params as Record<'workspace' | 'flowId' | 'nodeId', string>;
    return `webhook ${workspace}/${flowId}/${nodeId}`;
  },
};

/**
 * Where other programs call a flow. Who they are is told by the signature of what they send, not by a session: the body is
 * taken as it came, because the signature is over its bytes.
 */
export async function registerHooks(
  app: FastifyInstance,
  workspaceOf: (slug: string) => ServedWorkspace | null,
  audit: AuditLog,
): Promise<void> {
  // Whoever cannot sign learns from no address which workspaces there are.
  const webhooksOf = (slug: string, otherwise: () => Error): Webhooks => {
    const workspace = workspaceOf(slug);
    if (!workspace) throw otherwise();
    return workspace.webhooks;
  };
  /** Only what exists is told apart: addresses that a caller made up are all one. */
  const refused = async (request: FastifyRequest, error: unknown): Promise<void> => {
    if (!(error instanceof HttpProblem) || error.status !== 401) return;
    const { workspace: slug, flowId, nodeId } = request.params as Record<'workspace' | 'flowId' | 'nodeId', string>;
    const workspace = workspaceOf(slug);
    const isThere = (await workspace?.webhooks.has({ flowId, nodeId })) ?? false;
    await audit.knocked({
      act: 'webhook.use',
      workspaceId: isThere ? (workspace?.id ?? null) : null,
      address: addressOf(request),
      objectId: isThere ? `${flowId}/${nodeId}` : null,
      code: error.code,
    });
  };
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    scope.route<{ Params: { workspace: string; flowId: string; nodeId: string } }>({
      method: 'POST',
      url: '/hooks/:workspace/:flowId/:nodeId',
      bodyLimit: bodyLimitBytes,
      schema: {
        operationId: 'callWebhook',
        tags: ['hooks'],
        summary: 'Call the webhook of a flow',
        description:
          'Signed as Standard Webhooks 1.0 describes (`webhook-id`, `webhook-timestamp`, `webhook-signature`), with the secret that the flow shows. The message is kept before it is answered, and a repeated `webhook-id` is handled once.',
        params: z.object({ workspace: z.string().max(100), flowId: z.string().max(100), nodeId: z.string().max(100) }),
      },
      config: { rateLimit },
      handler: async (request, reply) => {
        const gone = new AbortController();
        const onClose = () => gone.abort(new Error('The caller went away.'));
        reply.raw.once('close', onClose);
        try {
          const { workspace, flowId, nodeId } = request.params;
          const answer = await webhooksOf(workspace, notSigned).receive({
            flowId,
            nodeId,
            headers: Object.fromEntries(
              Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]),
            ),
            body: typeof request.body === 'string' ? request.body : '',
            signal: gone.signal,
          });
          const at = `/hooks/${encodeURIComponent(workspace)}/${encodeURIComponent(flowId)}/${encodeURIComponent(nodeId)}/answers/${answer.answerAt ?? ''}`;
          return await give(reply, answer, answer.answerAt === undefined ? null : at);
        } catch (error) {
          await refused(request, error);
          throw error;
        } finally {
          reply.raw.off('close', onClose);
        }
      },
    });
    scope.route<{ Params: { workspace: string; flowId: string; nodeId: string; token: string } }>({
      method: 'GET',
      url: '/hooks/:workspace/:flowId/:nodeId/answers/:token',
      schema: {
        operationId: 'getWebhookAnswer',
        tags: ['hooks'],
        summary: 'The answer to a call that was answered with 202',
        description:
          'The address stands in the header `location` of that answer; nobody can guess it. 202 again while the run has not ended.',
        params: z.object({
          workspace: z.string().max(100),
          flowId: z.string().max(100),
          nodeId: z.string().max(100),
          token: z.string().max(100),
        }),
      },
      config: { rateLimit },
      handler: async (request, reply) =>
        give(reply, await webhooksOf(request.params.workspace, noSuchAnswer).answerOf(request.params), request.url),
    });
    done();
  });
}

/** `at`: where it can be asked for again while it is not there yet. */
function give(reply: FastifyReply, { status, body }: WebhookAnswer, at: string | null): FastifyReply {
  if (status === 202) {
    void reply.header('retry-after', '5');
    if (at !== null) void reply.header('location', at);
  }
  return reply.code(status).send(body);
}
