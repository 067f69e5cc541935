import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from './support/client.ts';
import { connect, connectSystems, ended, flowId } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const customers = 40;
let demo: DemoSystems;
let server: TestKoppel;
let ours: Client;
let theirs: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers, hasLimits: false });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  ours = await server.administrator();
  const ids = await connect(ours, demo);
  for (const id of Object.values(ids)) await ours.call('discoverConnection', { params: { id } });
  await ours.call('createWorkspace', { body: { slug: 'verbeke', name: 'Verbeke', environment: 'test' } });
  theirs = new Client(server.url);
  Object.assign(theirs, { cookie: ours.cookie, csrfToken: ours.csrfToken, workspace: 'verbeke' });
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

async function publish(client: Client, id: string): Promise<void> {
  const { revision } = await client.call('getFlow', { params: { id } });
  await client.call('publishFlow', { params: { id }, body: { revision, note: 'From a template' } });
}

test('a flow with a sub-flow goes into a template, is installed in another workspace, and runs there through its steps', async () => {
  const { draft, revision } = await ours.call('getFlow', { params: { id: flowId } });
  const params = { id: flowId };
  const made = await ours.call('makeSubFlow', {
    params,
    body: { document: draft, nodeIds: ['map', 'mask'], title: 'Map customers' },
  });
  await ours.call('saveDraft', { params, body: { document: made.document, revision } });
  await publish(ours, flowId);

  await ours.call('exportTemplate', { body: { id: 'customers', title: { en: 'Customers' }, flows: [flowId] } });
  const template = { id: 'customers', version: '1.0.0' };
  const { content } = await ours.call('downloadTemplate', { params: template });
  for (const flow of await theirs.call('listFlows')) {
    if (flow.id === flowId) await theirs.call('deleteFlow', { params });
  }
  const slots = await connectSystems(theirs, demo);
  for (const id of Object.values(slots)) await theirs.call('discoverConnection', { params: { id } });
  await theirs.call('uploadTemplate', { body: { content } });
  const { id } = await theirs.call('beginInstallation', { body: template });
  await theirs.call('changeInstallation', { params: { id }, body: { slots } });
  await theirs.call('finishInstallation', { params: { id }, body: { as: 'drafts' } });

  const installed = await theirs.call('listFlows');
  const part = installed.find(({ isSubFlow }) => isSubFlow)!;
  expect(part.usedBy.map(({ draftUses }) => draftUses)).toEqual([1]);
  await publish(theirs, part.id);
  const user = part.usedBy[0]!.flowId;
  await publish(theirs, user);
  const { id: runId } = await theirs.call('startRun', { params: { id: user }, body: { scope: { kind: 'all' } } });
  const run = await ended(theirs, runId);
  expect(run.state.status).toBe('done');
  expect(run.counters.read).toBe(customers);
  const { snapshot } = await theirs.call('getRun', { params: { id: runId } });
  expect(Object.keys(snapshot.nodes)).toContain(`${made.nodeId}/map`);
});
