import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The page of the narrow view, the only one that another site's page may frame: those of the given origins. It holds no
 * data, needs no cookie and sets none; what it shows it asks for with its signed link.
 */
export function registerEmbedPage(
  app: FastifyInstance,
  { folder, origins }: { readonly folder: string; readonly origins: () => Promise<readonly string[]> },
): void {
  if (!existsSync(join(folder, 'embed.html'))) return;
  app.get('/embed', { schema: { hide: true } }, async (_request, reply) => {
    const allowed = await origins();
    const policy = String(reply.getHeader('content-security-policy') ?? '');
    const ancestors = allowed.length === 0 ? "'none'" : allowed.join(' ');
    void reply.header(
      'content-security-policy',
      policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${ancestors}`),
    );
    // The older header knows no list of addresses, and would forbid what the policy allows.
    if (allowed.length > 0) void reply.removeHeader('x-frame-options');
    void reply.header('referrer-policy', 'no-referrer');
    void reply.header('cross-origin-resource-policy', 'cross-origin');
    return reply.header('cache-control', 'no-cache').sendFile('embed.html', { cacheControl: false });
  });
}
