import { finish, takeTurns, type Sliced } from '../odata/turns.ts';
import type { BrowsableService, ServicePorts, ServiceRequest, ServiceResponse } from '../odata-service.ts';
import { answerBatch } from './batch.ts';
import { companyId, companyName } from './company.ts';
import { erpDialect } from './dialect.ts';
import { badRequest, notAllowed, notFoundSegment } from './errors.ts';
import { publishPages } from './pages.ts';
import { erpPageSets } from './page-sets.ts';
import { erpRendering } from './rendering.ts';
import { Notices } from './notices.ts';
import { Subscriptions, subscriptionTable } from './subscriptions.ts';
import type { RecordDatabase } from '../records/database.ts';
import { ErpApi, refusalAnswer, type ErpAnswer, type ErpRequest } from './requests.ts';

const erpTenant = 'demo-tenant';
/** The environment in the addresses of the demo ERP. */
export const erpEnvironment = 'production';
/** The path in front of the APIs of the demo ERP. */
export const erpRoot = `/v2.0/${erpTenant}/${erpEnvironment}/`;

const apiPath = /^(api\/(?:v2\.0|[^/]+\/[^/]+\/v\d+\.\d+))(?:\/|$)/;

/** The demo ERP: Business Central's API v2.0 and a custom API page set over computed customers. */
export function createErp(ports: ServicePorts): BrowsableService {
  const { seed, now, origin, faults, noticeDelayMs = 30_000 } = ports;
  const pages = publishPages(ports);
  const kept = pages.store.ports.table(subscriptionTable.name);
  const notices = new Notices({
    table: kept,
    now,
    delayMs: noticeDelayMs,
    remove: (one) => ports.database.transact(() => kept.remove(one.id, pages.nextVersion(), now().getTime())),
  });
  pages.listeners.add((change) => notices.add(change));
  // Nobody is told of what was undone.
  const transact = <T>(work: () => T): T => {
    const mark = notices.mark();
    try {
      return ports.database.transact(work);
    } catch (error) {
      notices.undo(mark);
      throw error;
    }
  };
  const database: RecordDatabase = { ...ports.database, transact };
  const dialect = erpDialect(now);
  const rendering = erpRendering(dialect);
  const company = { id: companyId(seed), name: companyName };
  const apis = new Map(
    Object.entries(pages.apis).map(([path, api]) => {
      const root = () => `${origin()}${erpRoot}${path}/`;
      return [path, new ErpApi({ api, pages, now, dialect, rendering, company, root, transact })] as const;
    }),
  );

  const subscriptions = new Subscriptions({
    pages,
    now,
    companyId: company.id,
    rootOf: (path) => `${origin()}${erpRoot}${path}/`,
    notices,
    transact,
  });

  /** Subscriptions are of an API and not of a company, and making one asks its receiver first. */
  async function handle(request: ServiceRequest): Promise<ErpAnswer> {
    const found = apiPath.exec(request.path);
    const path = found === null ? '' : request.path.slice(found[0].length);
    if (found === null || !apis.has(found[1]!) || !path.startsWith('subscriptions')) return takeTurns(answer(request));
    const body = parsed(request.body);
    return 'problem' in body ? body.problem : subscriptions.answer(found[1]!, { ...request, path, body: body.value });
  }

  function* answer(request: ServiceRequest): Sliced<ErpAnswer> {
    const found = apiPath.exec(request.path);
    const api = found === null ? undefined : apis.get(found[1]!);
    if (found === null || api === undefined) {
      return refusalAnswer(notFoundSegment(request.path.split('/').slice(0, 2).join('/')));
    }
    const { method, query, headers } = request;
    // Some clients encode the dollar sign of `$batch` and `$metadata`.
    const path = request.path.slice(found[0].length).replace(/^%24/, '$');
    const body = parsed(request.body);
    if ('problem' in body) return body.problem;
    const inner: ErpRequest = { method, path, query, headers, body: body.value };
    if (path !== '$batch') {
      // A refusal is an answer: what may leave something behind is undone by itself.
      return method === 'GET' ? yield* api.answer(inner) : transact(() => finish(api.answer(inner)));
    }
    if (method !== 'POST') return refusalAnswer(notAllowed(method));
    if (!/json/i.test(headers['content-type'] ?? '')) {
      return refusalAnswer(badRequest('The demo ERP takes batches in JSON only.'));
    }
    return yield* answerBatch(inner, { api, database, faults });
  }

  return {
    catalogue: pages.standard.catalogue,
    dialect,
    pages: erpPageSets(pages, { ...ports, database }),
    handle: async (request) => written(await handle(request)),
    close() {
      notices.close();
      database.close();
    },
  };
}

const decoder = new TextDecoder();

function parsed(body: Uint8Array): { readonly value: unknown } | { readonly problem: ErpAnswer } {
  try {
    return { value: body.length === 0 ? undefined : JSON.parse(decoder.decode(body)) };
  } catch {
    return { problem: refusalAnswer(badRequest('The request body is not valid JSON.')) };
  }
}

function written({ status, headers, json, text }: ErpAnswer): ServiceResponse {
  return { status, headers, body: text ?? (json === undefined ? '' : JSON.stringify(json)) };
}
