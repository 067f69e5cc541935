import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { HttpProblem } from './problems.ts';

/**
 * Serves the built screen. Files under `assets` carry a hash of their content in their name and never change; everything
 * else is asked for anew. An address that no route and no file has is one of the screen's own when a person opens it.
 */
export async function registerScreen(app: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      index: ['index.html'],
      setHeaders: (reply, path) => {
        const isHashed = path.slice(folder.length).startsWith(`${sep}assets${sep}`);
        void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const [path] = request.url.split('?', 1);
    const isForPerson = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (!isForPerson || path === '/api' || path!.startsWith('/api/') || path!.startsWith('/assets/')) {
      throw new HttpProblem(404, {
        code: 'api.no-such-route',
        message: `There is nothing at ${request.method} ${path}.`,
        remedy: 'The API is described at /api/docs.',
      });
    }
    if (isBuilt) return reply.sendFile('index.html');
    return reply.code(503).type('text/plain').send('The screen is not built. Start Koppel with: npm start\n');
  });
}
