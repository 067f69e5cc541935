import { takeTurns, type Sliced } from '../odata/turns.ts';
import type { BrowsableService, ServicePorts, ServiceRequest, ServiceResponse } from '../odata-service.ts';
import { answerBatch } from './batch.ts';
import { companyId, companyName } from './company.ts';
import { erpDialect } from './dialect.ts';
import { badRequest, notAllowed, notFoundSegment } from './errors.ts';
import { publishPages } from './pages.ts';
import { erpPageSets } from './page-sets.ts';
import { erpRendering } from './rendering.ts';
import { ErpApi, refusalAnswer, type ErpAnswer, type ErpRequest } from './requests.ts';

const erpTenant = 'demo-tenant';
/** The environment in the addresses of the demo ERP. */
export const erpEnvironment = 'production';
/** The path in front of the APIs of the demo ERP. */
export const erpRoot = `/v2.0/${erpTenant}/${erpEnvironment}/`;

const apiPath = /^(api\/(?:v2\.0|[^/]+\/[^/]+\/v\d+\.\d+))(?:\/|$)/;

/** The demo ERP: Business Central's API v2.0 and a custom API page set over computed customers. */
export function createErp(ports: ServicePorts): BrowsableService {
  const { database, seed, now, origin, faults } = ports;
  const transact = <T>(work: () => T): T => database.transact(work);
  const pages = publishPages(ports);
  const dialect = erpDialect(now);
  const rendering = erpRendering(dialect);
  const company = { id: companyId(seed), name: companyName };
  const apis = new Map(
    Object.entries(pages.apis).map(([path, api]) => {
      const root = () => `${origin()}${erpRoot}${path}/`;
      return [path, new ErpApi({ api, pages, now, dialect, rendering, company, root, transact })] as const;
    }),
  );

  function* answer(request: ServiceRequest): Sliced<ErpAnswer> {
    const found = apiPath.exec(request.path);
    const api = found === null ? undefined : apis.get(found[1]!);
    if (found === null || api === undefined) {
      return refusalAnswer(notFoundSegment(request.path.split('/').slice(0, 2).join('/')));
    }
    const { method, query, headers } = request;
    // Some clients encode the dollar sign of `$batch` and `$metadata`.
    const path = request.path.slice(found[0].length).replace(/^%24/, '$');
    let body: unknown;
    try {
      body = request.body.length === 0 ? undefined : JSON.parse(decoder.decode(request.body));
    } catch {
      return refusalAnswer(badRequest('The request body is not valid JSON.'));
    }
    const inner: ErpRequest = { method, path, query, headers, body };
    if (path !== '$batch') {
      return yield* api.answer(inner);
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
    pages: erpPageSets(pages, ports),
    handle: async (request) => written(await takeTurns(answer(request))),
    close: () => database.close(),
  };
}

const decoder = new TextDecoder();

function written({ status, headers, json, text }: ErpAnswer): ServiceResponse {
  return { status, headers, body: text ?? (json === undefined ? '' : JSON.stringify(json)) };
}
