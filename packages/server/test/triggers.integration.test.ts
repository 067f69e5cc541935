import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { parseFlow, type FlowDocument, type FlowNode } from '@koppel/model';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { accountsOf, connect, customersOf, flowId } from './support/systems.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let connections: { erp: string; crm: string };
let folder: string;

/** A published flow that is on: the shipped one with another start and, where asked, an answer to its caller. */
async function install(id: string, start: FlowNode, replies: boolean): Promise<void> {
  const { draft } = await client.call('getFlow', { params: { id: flowId } });
  const document = structuredClone(draft) as FlowDocument & { nodes: Record<string, FlowNode>; edges: string[] };
  document.id = id;
  document.title = { en: id };
  document.nodes['schedule'] = start;
  if (replies) {
    document.nodes['look'] = { type: 'look-up-record', v: 1, slot: 'crm', entity: 'account', config: {} };
    document.nodes['reply'] = { type: 'reply-to-caller', v: 1, config: { fields: ['number', 'name'] } };
    for (const port of ['created', 'updated', 'unchanged']) document.edges.push(`save.${port} -> look.records`);
    document.edges.push('look.found -> reply.records');
    document.edges.sort();
  }
  const parsed = parseFlow(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { summary, revision } = await client.call('importFlow', { body: { document: parsed.document } });
  await client.call('bindFlow', { params: { id: summary.id }, body: { slots: connections } });
  const detail = await client.call('getFlow', { params: { id: summary.id } });
  await client.call('publishFlow', {
    params: { id: summary.id },
    body: { revision: detail.revision ?? revision, note: 'First version' },
  });
  await client.call('switchFlow', { params: { id: summary.id }, body: { isOn: true } });
}

interface Said {
  readonly run: { readonly id: string; readonly number: number; readonly status: string } | null;
  readonly records?: readonly { key: string; targetKey: string | null; values: Record<string, unknown> }[];
  readonly failed?: readonly { key: string; message: string; remedy: string }[];
}

/** What another program does: signs and sends. */
async function call(flow: string, secret: string, message: { id: string; body: unknown; at?: Date }) {
  const body = JSON.stringify(message.body);
  const at = message.at ?? new Date();
  const signature = new Webhook(secret).sign(message.id, at, body);
  const response = await fetch(`${server.url}/hooks/main/${flow}/schedule`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    },
    body,
  });
  return { status: response.status, body: (await response.json()) as Said & { code?: string } };
}

const runsOf = async (flow: string) => (await client.call('listRuns', { query: { flow } })).items.map(({ run }) => run);

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 40 });
  folder = await temporaryFolder();
  server = await startTestKoppel({ folder, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  connections = await connect(client, demo);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

describe('a webhook that answers with the result', () => {
  const flow = 'customer-on-demand';
  let secret: string;

  beforeAll(async () => {
    await install(flow, { type: 'start-on-webhook', v: 1, config: { keys: '/items/*/id', answer: 'result' } }, true);
    ({ secret } = await client.call('makeWebhookSecret', { params: { id: flow, nodeId: 'schedule' } }));
  });

  test('gives its caller what the flow found, in one request', async () => {
    const [customer] = await customersOf(demo);
    const answer = await call(flow, secret, { id: 'msg-1', body: { items: [{ id: customer!['id'] }] } });
    expect(answer.status).toBe(200);
    expect(answer.body.failed).toEqual([]);
    const [record] = answer.body.records!;
    expect(record!.values['number']).toBe(customer!['number']);
    const account = (await accountsOf(demo)).find(({ accountid }) => accountid === record!.targetKey);
    expect(account!['accountnumber']).toBe(customer!['number']);
  });

  test('was published as a version that the audit log tells, and by whom', async () => {
    const { items } = await client.call('listAudit', { query: { object: 'flow', verb: 'publish', objectId: flow } });
    expect(items).toMatchObject([
      {
        title: flow,
        reason: 'First version',
        outcome: 'done',
        changes: expect.arrayContaining([{ path: 'version', before: null, after: 1 }]),
      },
    ]);
    const [made] = (await client.call('listAudit', { query: { object: 'webhook', verb: 'replaceSecret' } })).items;
    expect(made!.changes).toMatchObject([{ path: 'secretMadeAt', before: null }]);
    expect(JSON.stringify(made)).not.toContain(secret.replace('whsec_', ''));
  });

  test('is told to the audit log once, however often somebody knocks without its secret', async () => {
    const wrong = `whsec_${Buffer.from('y'.repeat(32)).toString('base64')}`;
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => call(flow, wrong, { id: `knock-${index}`, body: {} })),
    );
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([401]));
    for (let index = 0; index < 20; index += 1) await call(`made-up-${index}`, wrong, { id: 'x', body: {} });
    const knocks = async (name: 'listAudit' | 'listInstanceAudit') =>
      (await client.call(name, { query: { object: 'webhook', verb: 'use' } })).items;
    expect(await knocks('listAudit')).toMatchObject([
      { actor: { kind: 'nobody' }, objectId: `${flow}/schedule`, outcome: 'refused', address: '127.0.0.1' },
    ]);
    // Addresses that somebody made up are all one, and of no workspace.
    expect((await knocks('listInstanceAudit')).map(({ workspace, objectId }) => [workspace, objectId])).toEqual([
      [null, null],
      ['main', `${flow}/schedule`],
    ]);
  });

  test('handles a repeated message once and answers it the same', async () => {
    const customer = (await customersOf(demo))[1]!;
    const message = { id: 'msg-2', body: { items: [{ id: customer['id'] }] } };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call(flow, secret, message)));
    const first = answers[0]!;
    for (const answer of answers) expect(answer).toEqual(first);
    expect(first.body.records).toHaveLength(1);
    const run = (await runsOf(flow)).filter(({ id }) => id === first.body.run!.id);
    expect(run).toHaveLength(1);
    expect(run[0]!.scope).toEqual({ kind: 'keys', keys: [customer['id']] });
  });

  test('takes messages that come together in few runs, and loses none', async () => {
    const customers = (await customersOf(demo)).slice(2, 32);
    const answers = await Promise.all(
      customers.map(({ id }, index) => call(flow, secret, { id: `many-${index}`, body: { items: [{ id }] } })),
    );
    answers.forEach(({ status, body }, index) => {
      expect([200, 422]).toContain(status);
      expect([...body.records!, ...body.failed!].map(({ key }) => key)).toEqual([customers[index]!['id']]);
    });
    expect(new Set(answers.map(({ body }) => body.run!.id)).size).toBeLessThan(customers.length);
  });

  test.each([
    [
      'another secret',
      async (body: unknown) => call(flow, `whsec_${Buffer.from('x'.repeat(32)).toString('base64')}`, { id: 'm', body }),
    ],
    [
      'a time ten minutes ago',
      async (body: unknown) => call(flow, secret, { id: 'm', body, at: new Date(Date.now() - 600_000) }),
    ],
    ['a flow that has no webhook', async (body: unknown) => call(flowId, secret, { id: 'm', body })],
  ])('refuses %s, and starts nothing', async (_name, send) => {
    const before = (await runsOf(flow)).length;
    const answer = await send({ items: [{ id: 'x' }] });
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('webhook.not-signed');
    expect(await runsOf(flow)).toHaveLength(before);
  });

  test('refuses a body without keys, and says where it looked', async () => {
    const answer = await call(flow, secret, { id: 'msg-3', body: { items: [] } });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('/items/*/id');
  });

  test('a new secret makes the one before void', async () => {
    const old = secret;
    ({ secret } = await client.call('makeWebhookSecret', { params: { id: flow, nodeId: 'schedule' } }));
    const [customer] = await customersOf(demo);
    const body = { items: [{ id: customer!['id'] }] };
    expect((await call(flow, old, { id: 'msg-4', body })).status).toBe(401);
    expect((await call(flow, secret, { id: 'msg-4', body })).status).toBe(200);
  });

  test('asks to be called again while the flow is off', async () => {
    await client.call('switchFlow', { params: { id: flow }, body: { isOn: false } });
    const answer = await call(flow, secret, { id: 'msg-5', body: { items: [{ id: 'x' }] } });
    expect(answer.status).toBe(503);
    await client.call('switchFlow', { params: { id: flow }, body: { isOn: true } });
  });
});

describe('a flow that follows another', () => {
  const flow = 'after-customers';

  test('starts once for each run of the other that is done', async () => {
    await install(flow, { type: 'start-after-flow', v: 1, config: { flow: flowId, when: 'done' } }, false);
    expect(await runsOf(flow)).toEqual([]);
    const { id } = await client.call('startRun', { params: { id: flowId }, body: { scope: { kind: 'changes' } } });
    await expect.poll(() => runsOf(flow), { timeout: 20_000, interval: 50 }).toHaveLength(1);
    const [run] = await runsOf(flow);
    expect(run!.cause).toEqual({ kind: 'flow', name: flowId, runId: id });
  });

  test('goes on with what was not followed yet when Koppel starts again', async () => {
    await expect
      .poll(async () => (await runsOf(flow))[0]?.state.status, { timeout: 20_000, interval: 50 })
      .toBe('done');
    await client.call('switchFlow', { params: { id: flow }, body: { isOn: false } });
    const { id } = await client.call('startRun', { params: { id: flowId }, body: { scope: { kind: 'changes' } } });
    await expect
      .poll(async () => (await runsOf(flowId))[0]?.state.status, { timeout: 20_000, interval: 50 })
      .toBe('done');
    expect(await runsOf(flow)).toHaveLength(1);
    await client.call('switchFlow', { params: { id: flow }, body: { isOn: true } });
    await expect.poll(() => runsOf(flow), { timeout: 20_000, interval: 50 }).toHaveLength(2);
    expect((await runsOf(flow))[0]!.cause.runId).toBe(id);
  });

  test('two flows that follow each other do not go round for ever', async () => {
    await install('round-a', { type: 'start-after-flow', v: 1, config: { flow: 'round-b', when: 'ended' } }, false);
    await install('round-b', { type: 'start-after-flow', v: 1, config: { flow: 'round-a', when: 'ended' } }, false);
    await client.call('startRun', { params: { id: 'round-a' }, body: { scope: { kind: 'changes' } } });
    const done = async (id: string) => (await runsOf(id)).filter(({ state }) => state.status === 'done').length;
    await expect.poll(() => done('round-b'), { timeout: 20_000, interval: 50 }).toBe(1);
    // A third flow's run begins and ends after the round: by then another turn of it would have been queued.
    await client.call('startRun', { params: { id: flowId }, body: { scope: { kind: 'changes' } } });
    await expect.poll(() => done(flow), { timeout: 20_000, interval: 50 }).toBeGreaterThan(1);
    expect(await runsOf('round-a')).toHaveLength(1);
    expect(await runsOf('round-b')).toHaveLength(1);
  });
});
