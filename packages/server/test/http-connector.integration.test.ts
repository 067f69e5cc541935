import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { parseFlow, type FlowDocument } from '@koppel/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RestSystem } from '../../connectors/http/test/rest-system.ts';
import { customers } from '../../connectors/http/test/system-under-test.ts';
import type { Client } from './support/client.ts';
import { accountsOf, connect, ended } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const clock = new ShiftedClock();
let demo: DemoSystems;
let rest: RestSystem;
let keyed: RestSystem;
let server: TestKoppel;
let client: Client;
let demoIds: { erp: string; crm: string };

const settings = () => ({
  baseUrl: `${rest.origin}/api`,
  signIn: 'oauth2',
  tokenUrl: `${rest.origin}/token`,
  clientId: 'koppel',
  requestsPerMinute: 100_000,
  // The system answers at once or never: what is not there a moment later was not made.
  executionSeconds: 1,
  visibilitySeconds: 0,
  pauseSeconds: 1,
  resources: [customers({ list: { pageSize: 50 } })],
});

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60, hasLimits: false });
  rest = await RestSystem.start();
  rest.validToken = 'none yet';
  keyed = await RestSystem.start();
  server = await startTestKoppel({
    clock,
    config: { privateOrigins: [demo.erp.origin, demo.crm.origin, rest.origin, keyed.origin] },
  });
  client = await server.administrator();
  demoIds = await connect(client, demo);
  for (const id of Object.values(demoIds)) await client.call('discoverConnection', { params: { id } });
});
afterAll(async () => {
  await server.close();
  await rest.close();
  await keyed.close();
  await demo.close();
});

const fields = ['name', 'companyNumber', 'creditLimit', 'billingAddress.city'];

/** Accounts of one slot saved in another one. */
function flow(id: string, from: string, to: string): FlowDocument {
  const parsed = parseFlow({
    koppel: 'flow',
    version: 1,
    id,
    title: { en: id },
    slots: { [from]: { role: from }, [to]: { role: to } },
    parameters: {},
    nodes: {
      start: { type: 'start-by-hand', v: 1, config: {} },
      read: { type: 'read-records', v: 1, slot: from, entity: 'account', config: {} },
      map: {
        type: 'map-fields',
        v: 1,
        config: { rows: Object.fromEntries(fields.map((field) => [`account.${field}`, { from: `account.${field}` }])) },
      },
      save: { type: 'save-record', v: 1, slot: to, entity: 'account', config: { match: ['companyNumber', 'name'] } },
    },
    edges: ['map.records -> save.records', 'read.records -> map.records', 'start.start -> read.start'],
    layout: { nodes: {}, groups: {}, notes: {} },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.document;
} // prettier-ignore

async function install(document: FlowDocument, slots: Record<string, string>): Promise<void> {
  const { summary: { id } } = await client.call('importFlow', { body: { document } }); // prettier-ignore
  await client.call('bindFlow', { params: { id }, body: { slots } });
  const { revision } = await client.call('getFlow', { params: { id } });
  await client.call('publishFlow', { params: { id }, body: { revision, note: 'First version' } });
}

async function run(flowId: string) {
  const { id } = await client.call('startRun', { params: { id: flowId }, body: { scope: { kind: 'changes' } } });
  return (await ended(client, id)).counters;
}

describe('a system that somebody described on the screen', () => {
  let connectionId = '';

  test('is connected, tested and looked at like any other', async () => {
    const body = {
      name: 'Webshop',
      connectorId: 'http',
      role: 'shop',
      settings: settings(),
      secrets: { clientSecret: 'letmein' },
    };
    ({ id: connectionId } = await client.call('createConnection', { body }));
    const { isOk, steps } = await client.call('testConnection', { params: { id: connectionId } });
    expect([isOk, steps.map(({ id }) => id)]).toEqual([
      true,
      ['name', 'connect', 'address', 'sign-in', 'sample-account', 'create-account'],
    ]);
    const { entities } = await client.call('getConnectionSchema', { params: { id: connectionId } });
    expect(entities.map(({ entity, fields }) => [entity, fields.length])).toEqual([['account', 5]]);
    const [stored] = (await client.call('listConnections')).filter(({ id }) => id === connectionId);
    expect(JSON.stringify(stored)).not.toContain('letmein');
  });

  test('gets the customers of the ERP, once each, through everything that goes wrong', async () => {
    await install(flow('erp-to-shop', 'erp', 'shop'), { erp: demoIds.erp, shop: connectionId });
    // Its token is withdrawn, the system is too busy, breaks, and loses replies of what it has done.
    let requests = 0;
    rest.disturb = ({ method }) => {
      requests += 1;
      if (requests === 40) rest.validToken = 'withdrawn';
      if (requests % 17 === 0) return 'busy';
      if (requests % 13 === 0) return method === 'GET' ? 'break' : 'loseReply';
      return null;
    };
    const first = await run('erp-to-shop');
    expect(first.read).toBe(60);
    // What got no answer waits for the end of the quiet period, is looked up then, and made where it is not there.
    for (let again = 0; again < 10; again += 1) {
      const { items } = await client.call('listFailures', { query: { limit: 500 } });
      if (items.length === 0) break;
      clock.forward(10_000);
      const { runs } = await client.call('retryFailures', { body: { ids: items.map(({ id }) => id) } });
      for (const { runId } of runs) await ended(client, runId);
    }
    rest.disturb = null;
    const names = [...rest.customers.values()].map(({ name }) => name);
    expect(names).toHaveLength(60);
    expect(new Set(names).size).toBe(60);
    expect((await client.call('listFailures', { query: { limit: 500 } })).items).toEqual([]);
    expect(await run('erp-to-shop')).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  test('gives its customers to the CRM, and later only what changed', async () => {
    const ours = { name: 'Bakkerij Van den Steen', company_number: '0762.747.721', credit: 1250.5 };
    const made = rest.make({ ...ours, address: { city: 'Aalst' } });
    await install(flow('shop-to-crm', 'erp', 'crm'), { erp: connectionId, crm: demoIds.crm });
    expect(await run('shop-to-crm')).toMatchObject({ read: 61, failed: 0 });
    const inCrm = async () => (await accountsOf(demo)).filter(({ name }) => String(name).startsWith(ours.name));
    expect(await inCrm()).toMatchObject([{ name: ours.name, address1_city: 'Aalst', creditlimit: 1250.5 }]);
    expect(await run('shop-to-crm')).toMatchObject({ created: 0, updated: 0, failed: 0 });
    rest.nowMs += 3_600_000;
    rest.change(String(made.id), { name: `${ours.name} BV` });
    expect(await run('shop-to-crm')).toMatchObject({ updated: 1, created: 0, failed: 0 });
    expect(await inCrm()).toMatchObject([{ name: `${ours.name} BV` }]);
  });

  test('that recognises repeated requests gets each record once, within one run, though replies are lost', async () => {
    const create = { path: '/customers', idempotencyHeader: 'Idempotency-Key' };
    const own = { baseUrl: `${keyed.origin}/api`, signIn: 'none', resources: [customers({ create })] };
    const body = { name: 'Shop with keys', connectorId: 'http', role: 'shop', secrets: {}, settings: { ...settings(), ...own } };
    const { id } = await client.call('createConnection', { body });
    await client.call('discoverConnection', { params: { id } });
    let writes = 0;
    keyed.disturb = ({ method }) => {
      if (method === 'GET') return null;
      writes += 1;
      return writes % 4 === 0 ? 'loseReply' : null;
    };
    await install(flow('erp-to-keyed', 'erp', 'shop'), { erp: demoIds.erp, shop: id });
    expect(await run('erp-to-keyed')).toMatchObject({ read: 60, created: 60, failed: 0 });
    expect(keyed.customers.size).toBe(60);
    expect(writes).toBeGreaterThan(60);
    expect(await run('erp-to-keyed')).toMatchObject({ created: 0, updated: 0, failed: 0 });
  }); // prettier-ignore

  test('a description that is not saved is tried over the API, and a connector that knows its records has nothing to try', async () => {
    const id = connectionId;
    const body = { draft: customers(), key: null };
    const trial = await client.call('tryConnectionRead', { params: { id }, body });
    expect(trial).toMatchObject({ status: 200, problem: null });
    const wrong = await client.ask('tryConnectionRead', { params: { id }, body: { draft: {}, key: null } });
    expect([wrong.status, (wrong.body as { code: string }).code]).toEqual([422, 'http.description-incomplete']);
    const demoErp = await client.ask('tryConnectionRead', { params: { id: demoIds.erp }, body });
    expect([demoErp.status, (demoErp.body as { code: string }).code]).toEqual([422, 'connection.nothing-to-try']);
  });

  test('is reached at the address of its connection alone, and in a private network only where that was opened', async () => {
    const closed = await RestSystem.start();
    const base = { ...settings(), signIn: 'none' };
    for (const baseUrl of [
      `${closed.origin}/api`,
      'http://169.254.169.254/latest',
      'http://10.0.0.1/api',
      'http://[::1]:1/api',
    ]) {
      const body = {
        name: `At ${baseUrl}`,
        connectorId: 'http',
        role: 'shop',
        settings: { ...base, baseUrl },
        secrets: {},
      };
      const { id } = await client.call('createConnection', { body });
      const { isOk, steps } = await client.call('testConnection', { params: { id } });
      expect([baseUrl, isOk, steps.at(-1)!.id]).toEqual([baseUrl, false, 'connect']);
      const trial = await client.call('tryConnectionRead', { params: { id }, body: { draft: customers(), key: null } });
      expect(trial).toMatchObject({ request: '', status: null, problem: { code: 'http.address-not-allowed' } });
    }
    expect(closed.requests).toEqual([]);
    await closed.close();
  });

  test('keeps its key when its address changes only with the key entered again', async () => {
    const [stored] = (await client.call('listConnections')).filter(({ id }) => id === connectionId);
    const { name, connectorId, role } = stored!;
    const moved = { ...settings(), baseUrl: 'https://evil.example/api' };
    const body = { name, connectorId, role, settings: moved, secrets: {} };
    const answer = await client.ask('saveConnection', { params: { id: connectionId }, body });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([400, 'connection.credentials-needed']);
    const wrong = { ...body, settings: { ...settings(), resources: [customers({ get: { path: '../x' } })] } };
    const refused = await client.ask('saveConnection', { params: { id: connectionId }, body: wrong });
    expect(Object.keys((refused.body as { fields: object }).fields)).toEqual(['settings.resources.0.get.path']);
  });
});
