import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import type { FieldRule } from '@koppel/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from './support/client.ts';
import { connect, connectSystems, customersOf, flowId, runFlow } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let publisher: Client;
let installer: Client;
/** What the customers of the publisher are called, and the people there. */
let names: string[];
const template = { id: 'customers', title: { en: 'Customers' }, flows: [flowId] };

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 30 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  publisher = await server.administrator();
  await publisher.call('createWorkspace', { body: { slug: 'verbeke', name: 'Verbeke', environment: 'test' } });
  installer = new Client(server.url);
  const { cookie, csrfToken } = publisher;
  Object.assign(installer, { cookie, csrfToken, workspace: 'verbeke' });
  await connect(publisher, demo);
  await connectSystems(installer, demo);
  for (const client of [publisher, installer]) {
    for (const { id } of await client.call('listConnections'))
      await client.call('discoverConnection', { params: { id } });
  }
  const customers = await customersOf(demo);
  names = customers.flatMap((row) => [row['displayName'], row['taxRegistrationNumber']] as string[]).filter(Boolean);
  await runFlow(publisher, 'all');
  await write(publisher, flowId, { 'account.~fax': { from: 'account.~salespersonCode' } });
  const keys = customers.slice(0, 6).map((row) => row['id'] as string);
  await keep(`Six, among them ${String(customers[0]!['displayName'])}`, keys);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

async function keep(title: string, keys: string[], madeUp = true): Promise<void> {
  const { draft: document } = await publisher.call('getFlow', { params: { id: flowId } });
  const body = { title, document, keys, madeUp };
  await publisher.call('keepFlowTest', { params: { id: flowId }, body });
}

async function write(client: Client, id: string, rules: Record<string, FieldRule>): Promise<void> {
  const { draft, revision } = await client.call('getFlow', { params: { id } });
  const document = structuredClone(draft);
  Object.assign(document.nodes['map']!.config['rows'] as object, rules);
  await client.call('saveDraft', { params: { id }, body: { document, revision } });
}

/** Exports a version, takes it to the other workspace, and installs it there in fields of its own. */
async function bring(version: string): Promise<void> {
  const decisions: Record<string, { do: 'remove' }> = {};
  const body = { ...template, version, decisions };
  const { findings } = await publisher.call('proposeExport', { body });
  for (const { id } of findings) decisions[id] = { do: 'remove' };
  await publisher.call('exportTemplate', { body });
  const { content } = await publisher.call('downloadTemplate', { params: { id: template.id, version } });
  for (const name of names) expect(content).not.toContain(name);
  await installer.call('uploadTemplate', { body: { content } });
  const work = await installer.call('beginInstallation', { body: { id: template.id, version } });
  const params = { id: work.id };
  await installer.call('changeInstallation', { params, body: { fields: { 'crm/account/~fax': '~telephone2' } } });
  const done = await installer.call('finishInstallation', { params, body: { as: 'drafts' } });
  expect(done.skippedTests).toEqual([]);
}

const listed = async () => (await installer.call('listFlowTests', { params: { id: flowId } })).map(({ id }) => id);
const outcomes = async () => {
  const results = await installer.call('runFlowTests', { params: { id: flowId }, body: {} });
  return results.map(({ id, outcome }) => `${id} ${outcome}`);
};

test('tests of a flow go along without a name of a customer, and say there what the flow does with fields of that client', async () => {
  const { tests } = await publisher.call('proposeExport', { body: template });
  expect(tests).toEqual([expect.objectContaining({ flowId, problem: null })]);
  await bring('1.0.0');
  expect(await listed()).toEqual(['six-among-them-example-company-1']);
  expect(await outcomes()).toEqual(['six-among-them-example-company-1 passed']);
  const params = { id: flowId, test: 'six-among-them-example-company-1' };
  const { expected, recording } = await installer.call('getFlowTest', { params });
  expect(expected.records).toHaveLength(6);
  expect(expected.nodes['map']!.left[0]!.values).toHaveProperty(['account.~telephone2']);
  expect(expected.writes).not.toEqual([]);
  expect(JSON.stringify(recording)).not.toContain('"~fax"');
  // And it is a test: a rule that changes makes it fail.
  await write(installer, flowId, { 'account.name': { cel: 'account.name + "!"' } });
  expect(await outcomes()).toEqual(['six-among-them-example-company-1 failed']);
  await write(installer, flowId, { 'account.name': { from: 'account.name' } });
});

test('an upgrade brings its tests anew, keeps one that was changed here, and not one that was deleted here', async () => {
  const customers = await customersOf(demo);
  await keep('Two more', customers.slice(6, 8).map((row) => row['id'] as string)); // prettier-ignore
  await bring('1.1.0');
  expect(await listed()).toEqual(['six-among-them-example-company-1', 'two-more']);
  const six = { id: flowId, test: 'six-among-them-example-company-1' };
  await installer.call('renameFlowTest', { params: six, body: { title: 'Our six' } });
  await installer.call('deleteFlowTest', { params: { id: flowId, test: 'two-more' } });
  await write(publisher, flowId, { 'account.name': { cel: 'account.name + "."' } });
  await bring('1.2.0');
  const after = await installer.call('listFlowTests', { params: { id: flowId } });
  expect(after.map(({ title }) => title)).toEqual(['Our six']);
});

test('one action back puts the tests back as well', async () => {
  const params = { id: template.id };
  await installer.call('revertTemplate', { params, body: { discardChanges: false } });
  expect(await outcomes()).toEqual(['six-among-them-example-company-1 passed']);
  // What was renamed and deleted since this installation is lost only when that is said.
  const refused = await installer.ask('revertTemplate', { params, body: { discardChanges: false } });
  expect(refused.status).toBe(409);
  await installer.call('revertTemplate', { params, body: { discardChanges: true } });
  const back = await installer.call('listFlowTests', { params: { id: flowId } });
  expect(back.map(({ title }) => title)).toEqual(['Six, among them Example company 1']);
});

test('one with real values of people stays at home', async () => {
  const customers = await customersOf(demo);
  await keep('As they are', customers.slice(0, 2).map((row) => row['id'] as string), false); // prettier-ignore
  const { tests } = await publisher.call('proposeExport', { body: template });
  const problems = Object.fromEntries(tests.map(({ title, problem }) => [title, problem]));
  expect(problems['As they are']).toContain('record it again with made-up values');
  await publisher.call('deleteFlowTest', { params: { id: flowId, test: 'as-they-are' } });
});

test('left at home when that is asked, and one whose flow has an error says why', async () => {
  const { tests } = await publisher.call('proposeExport', { body: { ...template, withTests: false } });
  expect(tests).toEqual([]);
  await write(publisher, flowId, { 'account.~fax': { cel: 'account.nothingLikeThis' } });
  const [one] = (await publisher.call('proposeExport', { body: template })).tests;
  expect(one?.problem).toContain('nothingLikeThis');
});
