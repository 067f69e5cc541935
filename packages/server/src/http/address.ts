import type { FastifyRequest } from 'fastify';

/** Where a call came from, for the audit log. A proxy says for whom it calls; anybody could. */
export function addressOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): string {
  const forwarded = headers['x-forwarded-for'];
  return forwarded === undefined ? ip : `${ip} (for ${String(forwarded).slice(0, 100)})`;
}
