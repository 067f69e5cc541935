import type { FastifyInstance } from 'fastify';

/** For whoever watches over the process: 200 as long as it serves and its store answers, else 503. Tells nothing else. */
export function registerHealth(app: FastifyInstance, isWell: () => Promise<boolean>): void {
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) => {
    const isFine = await isWell().catch(() => false);
    void reply.code(isFine ? 200 : 503).header('cache-control', 'no-store');
    return { status: isFine ? 'ok' : 'unwell' };
  });
}
