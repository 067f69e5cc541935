import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** A smaller body fits one packet either way. */
const minCharacters = 1200;

/**
 * Compresses what the API tells of a workspace, for whoever takes it so. Not the session: it holds a secret, whose length
 * must not depend on anything beside it.
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { method, url, headers } = request;
    const isLarge = typeof payload === 'string' && payload.length >= minCharacters;
    if (!isLarge || method !== 'GET' || !url.startsWith('/api/workspaces/') || /\/session(\?|$)/.test(url))
      return payload;
    void reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return payload;
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compress(payload);
  });
}
