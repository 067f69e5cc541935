import { timingSafeEqual } from 'node:crypto';
import { ZodError } from 'zod';
import type { ServiceResponse } from '../odata-service.ts';
import type { DemoPage } from '../page/page.ts';
import { isKnownHost, isLoopback } from '../page/same-site.ts';
import type { FaultSettings, FaultSwitches } from './faults.ts';
import type { SideDoor } from './listener.ts';
import type { RequestCounter } from './request-counts.ts';

/** Where the small page and the switches are on a listener. */
const controlPath = '/demo';

interface ControlPorts {
  readonly page: DemoPage;
  readonly faults: FaultSwitches;
  readonly counter: RequestCounter;
  readonly token: string;
  /** The names the listener is known by, without ports. */
  readonly hosts: readonly string[];
}

/**
 * The small page and, for other processes, its switches in JSON: `/demo/faults` (GET, PUT) and `/demo/requests` (GET,
 * DELETE) with the header `x-demo-control`. The page itself is for people at this machine: other hosts get it through
 * Koppel, which knows who they are.
 */
export function controlDoor({ page, faults, counter, token, hosts }: ControlPorts): SideDoor {
  const isPageHere = hosts.every(isLoopback);
  return {
    path: controlPath,
    async handle(request) {
      const { method, path, headers, body } = request;
      if (!isKnownHost(headers, hosts)) return text(403, 'This listener is not known by that name.');
      if (path === '/faults' || path === '/requests') {
        if (!isToken(headers['x-demo-control'], token))
          return text(401, 'The header x-demo-control is missing or wrong.');
        if (path === '/requests') return answerCounts(method, counter);
        return answerFaults(method, body, faults);
      }
      if (!isPageHere) return text(403, 'Open this page in Koppel.');
      return page.handle({ ...request, basePath: controlPath });
    },
  };
}

function answerCounts(method: string, counter: RequestCounter): ServiceResponse {
  if (method === 'DELETE') counter.reset();
  else if (method !== 'GET') return text(405, 'GET reads the counts, DELETE begins at zero.');
  return json(200, counter.read());
}

function answerFaults(method: string, body: Uint8Array, faults: FaultSwitches): ServiceResponse {
  if (method === 'PUT') {
    try {
      const some = JSON.parse(Buffer.from(body).toString()) as Partial<FaultSettings>;
      if (Object.keys(some).length === 0) faults.reset();
      else faults.set(some);
    } catch (error) {
      const issues =
        error instanceof ZodError ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) : [];
      return json(400, { error: issues.length > 0 ? issues.join('; ') : 'The body is not valid JSON.' });
    }
  } else if (method !== 'GET')
    return text(405, 'GET reads the faults, PUT changes some; an empty object switches all off.');
  return json(200, faults.get());
}

function isToken(given: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const json = (status: number, body: unknown): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const text = (status: number, body: string): ServiceResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
