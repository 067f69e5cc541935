import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedWorkspace } from './served-workspace.ts';

/**
 * The page of the narrow view, the only one that another site's page may frame: those that its workspace allows. It holds no
 * data, needs no cookie and sets none; what it shows it asks for with its signed link.
 */
export function registerEmbedPage(
  app: FastifyInstance,
  { folder, workspaceOf }: { readonly folder: string; readonly workspaceOf: (slug: string) => ServedWorkspace | null },
): void {
  if (!existsSync(join(folder, 'embed.html'))) return;
  app.get<{ Params: { workspace: string } }>(
    '/embed/:workspace',
    { schema: { hide: true } },
    async (request, reply) => {
      const allowed = (await workspaceOf(request.params.workspace)?.embed.origins()) ?? [];
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
    },
  );
}
