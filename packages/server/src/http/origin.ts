import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.ts';
import { HttpProblem } from './problems.ts';

/** 403 for what another site's page sent. */
export function foreignOrigin(): HttpProblem {
  return new HttpProblem(403, {
    code: 'api.foreign-origin',
    message: 'This request did not come from a page of Koppel.',
    remedy: 'Open Koppel in this browser, reload the page, and try again.',
  });
}

/** Whether the request says that it comes from a page of ours. A request without an Origin comes from no page. */
export function isOwnOrigin(request: FastifyRequest, ownOrigins: ReadonlySet<string>): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || ownOrigins.has(origin);
}

/**
 * Refuses a change that another site's page may have made in a signed-in browser: its Origin and Sec-Fetch-Site must be
 * ours, its body JSON, and it must carry the session's token. The command line and
 * API tokens carry no cookie, which alone a foreign page could make a browser send.
 */
export function checkOrigin(
  request: FastifyRequest,
  principal: Principal | null,
  ownOrigins: ReadonlySet<string>,
): void {
  if (principal && principal.kind !== 'person') return;
  if (!isOwnOrigin(request, ownOrigins)) throw foreignOrigin();
  const type = request.headers['content-type'];
  if (type !== undefined && !type.startsWith('application/json')) throw foreignOrigin();
  if (!principal?.csrfToken) return;
  const token = request.headers['x-koppel-csrf'];
  if (typeof token !== 'string' || !isSame(token, principal.csrfToken)) throw foreignOrigin();
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
