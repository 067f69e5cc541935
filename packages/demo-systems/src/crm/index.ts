import { takeTurns, type Sliced } from '../odata/turns.ts';
import type { BrowsableService, ServicePorts, ServiceRequest, ServiceResponse } from '../odata-service.ts';
import { answerBatch } from './batch.ts';
import { openCrm } from './crm.ts';
import { pagesOf } from './pages.ts';
import { crmErrorOf, errorBody, problems } from './protocol/problem.ts';
import { parsePreferences } from './protocol/preferences.ts';
import { CrmResources } from './resources.ts';
import { json, sessions, type Answer, type CrmRequest } from './session.ts';
import { Writing } from './writing.ts';

/** Outside a batch; inside one twice as much. */
const longestAddress = 32 * 1024;

/** The demo CRM: the Dataverse Web API v9.2 over seeded accounts and contacts. */
export function createCrm(ports: ServicePorts): BrowsableService {
  const crm = openCrm(ports);
  const writing = new Writing(crm);
  const resources = new CrmResources(crm, writing);
  const decoder = new TextDecoder();

  function* answer(request: ServiceRequest): Sliced<Answer> {
    const own: CrmRequest = { ...request, body: decoder.decode(request.body) };
    try {
      if (own.path.length + own.query.length > longestAddress) throw problems.addressTooLong();
      const sessionFor = sessions(crm, request.caller);
      if (own.path === '$batch' && own.method === 'POST') {
        const answering = resources.answer.bind(resources);
        return yield* answerBatch({ crm, sessionFor, answering }, own);
      }
      return yield* resources.answer(own, sessionFor(own.headers));
    } catch (thrown) {
      const error = crmErrorOf(thrown);
      const { includesAll } = parsePreferences(own.headers['prefer']);
      return json(error.status, errorBody(error, includesAll));
    }
  }

  return {
    async handle(request: ServiceRequest): Promise<ServiceResponse> {
      return await takeTurns(answer(request));
    },
    close: () => crm.database.close(),
    catalogue: crm.catalogue as unknown as BrowsableService['catalogue'],
    dialect: crm.dialectFor(crm.organisation.administratorId),
    pages: pagesOf(crm, writing),
  };
}
