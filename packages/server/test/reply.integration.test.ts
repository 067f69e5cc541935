import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { parseFlow, type FlowDocument, type FlowNode } from '@koppel/model';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { connect, crmReader, customersOf } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

// New customer in, ERP key out: one request of a program that knows an account of the CRM.

interface Said {
  readonly run: { readonly id: string; readonly status: string } | null;
  readonly records?: readonly { readonly key: string; readonly targetKey: string; readonly values: Record<string, unknown> }[];
  readonly failed?: readonly { readonly key: string; readonly name: string; readonly message: string; readonly remedy: string }[];
  readonly code?: string;
} // prettier-ignore

const flow = 'customer-at-once';
const waitMs = 3_000;

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let secret: string;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 20, hasLimits: false });
  server = await startTestKoppel({ webhookWaitMs: waitMs, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } }); // prettier-ignore
  client = await server.administrator();
  const slots = await connect(client, demo);
  const { draft } = await client.call('getFlow', { params: { id: 'new-customer-crm-to-erp' } });
  const document = structuredClone(draft) as FlowDocument & { nodes: Record<string, FlowNode>; edges: string[] };
  document.id = flow;
  document.title = { en: flow };
  document.nodes['schedule'] = { type: 'start-on-webhook', v: 1, config: { keys: '/id', answer: 'result' } };
  document.nodes['read'] = { type: 'read-records', v: 1, slot: 'crm', entity: 'account', config: {} };
  document.nodes['get'] = { type: 'look-up-record', v: 1, slot: 'erp', entity: 'account', config: {} };
  document.nodes['reply'] = { type: 'reply-to-caller', v: 1, config: { fields: ['number', 'name'] } };
  // Whoever asks for one that is there already wants its number too.
  document.edges.push('fresh.unmatched -> get.records', 'create.created -> get.records', 'create.found -> get.records', 'get.found -> reply.records'); // prettier-ignore
  document.edges.sort();
  const parsed = parseFlow(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { summary } = await client.call('importFlow', { body: { document: parsed.document } });
  await client.call('bindFlow', { params: { id: summary.id }, body: { slots } });
  const { revision } = await client.call('getFlow', { params: { id: flow } });
  await client.call('publishFlow', { params: { id: flow }, body: { revision, note: 'First version' } });
  await client.call('switchFlow', { params: { id: flow }, body: { isOn: true } });
  ({ secret } = await client.call('makeWebhookSecret', { params: { id: flow, nodeId: 'schedule' } }));
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const account = async (name: string, more: Readonly<Record<string, unknown>> = {}) =>
  (
    await crmReader(demo).post('/api/data/v9.2/accounts', {
      name,
      address1_line1: 'Kerkstraat 1',
      address1_postalcode: '9000',
      address1_city: 'Gent',
      address1_country: 'BE',
      ...more,
    })
  ).id!;

async function answerOf(response: Response) {
  return { status: response.status, headers: response.headers, body: (await response.json()) as Said };
}

async function call(messageId: string, id: string) {
  const body = JSON.stringify({ id });
  const at = new Date();
  const response = await fetch(`${server.url}/hooks/main/${flow}/schedule`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(messageId, at, body),
    },
    body,
  });
  return answerOf(response);
}

const inErp = async (name: string) => (await customersOf(demo)).filter(({ displayName }) => displayName === name);

test('gives the number of the new customer, and the same again however often it is asked', async () => {
  const id = await account('Meteen NV');
  const first = await call('new-1', id);
  expect(first.status).toBe(200);
  const [customer, ...doubles] = await inErp('Meteen NV');
  expect(doubles).toEqual([]);
  const { key, targetKey, values } = first.body.records![0]!;
  expect({ key, targetKey, values }).toEqual({
    key: id,
    targetKey: customer!['id'],
    values: { number: customer!['number'], name: 'Meteen NV' },
  });
  const again = await Promise.all([call('new-1', id), call('new-1', id)]);
  for (const { status, body } of again) expect([status, body]).toEqual([200, first.body]);
  // Another message about the same account finds what is there.
  const other = await call('new-2', id);
  expect([other.status, other.body.records![0]!.values['number']]).toEqual([200, customer!['number']]);
  expect(await inErp('Meteen NV')).toHaveLength(1);
  expect((await crmReader(demo).one(`/api/data/v9.2/accounts(${id})`))['accountnumber']).toBe(customer!['number']);
});

test('says what is wrong with the record and what to do, and creates nothing', async () => {
  const id = await account('Fout NV', { kop_vatnumber: 'BE0123' });
  const first = await call('wrong-1', id);
  expect(first.status).toBe(422);
  expect(first.body.records).toEqual([]);
  expect(first.body.failed).toMatchObject([{ key: id, name: expect.stringContaining('Fout NV') as string }]);
  expect(first.body.failed![0]!.remedy).not.toBe('');
  expect(await inErp('Fout NV')).toEqual([]);
  expect((await call('wrong-1', id)).body).toEqual(first.body);
});

test('a caller that waited long enough gets an address, where the answer is later', async () => {
  const id = await account('Later NV');
  demo.erp.faults.set({ latencyMs: 2 * waitMs });
  const early = await call('late-1', id);
  const at = early.headers.get('location')!;
  expect([early.status, early.headers.get('retry-after'), early.body.run!.status]).toEqual([202, '5', 'running']);
  expect((await fetch(server.url + at)).status).toBe(202);
  demo.erp.faults.reset();
  const later = () => fetch(server.url + at).then(({ status }) => status);
  await expect.poll(later, { timeout: 60_000, interval: 100 }).toBe(200);
  const { body } = await answerOf(await fetch(server.url + at));
  const [customer] = await inErp('Later NV');
  expect(body.records![0]!.values['number']).toBe(customer!['number']);
  expect((await call('late-1', id)).body).toEqual(body);
}, 90_000);

test('answers nobody who guesses an address', async () => {
  const at = `${server.url}/hooks/main/${flow}/schedule/answers/`;
  for (const guess of ['1', '1.', `1.${'a'.repeat(43)}`, 'x.y']) {
    const answer = await answerOf(await fetch(at + guess));
    expect([answer.status, answer.body.code]).toEqual([404, 'webhook.no-such-answer']);
  }
});

test('says when the run as a whole failed', async () => {
  const id = await account('Geen toegang NV');
  const detail = (await client.call('listConnections', {})).find(({ role }) => role === 'erp')!;
  const { name, connectorId, role, settings } = detail;
  const save = (clientSecret: string) =>
    client.call('saveConnection', { params: { id: detail.id }, body: { name, connectorId, role, settings, secrets: { clientSecret } } }); // prettier-ignore
  await save('not the secret');
  const answer = await call('denied-1', id);
  expect([answer.status, answer.body.code]).toEqual([502, 'webhook.run-failed']);
  await save(demo.erp.secrets['clientSecret']!);
  expect((await call('denied-2', id)).status).toBe(200);
});
