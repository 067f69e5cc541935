import type { FlowDocument } from '@koppel/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemOf, type Client } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let client: Client;
/** The shipped flow of customers, which uses a sub-flow of its mapping. */
const flow = 'accounts-erp-to-crm';
let subFlow: string;
let nodeId: string;

beforeAll(async () => {
  server = await startTestKoppel({ config: { isDemoOn: true } });
  client = await server.administrator();
  const { draft, revision } = await get(flow);
  const body = { document: draft, nodeIds: ['map', 'mask'], title: 'Map customers' };
  const made = await client.call('makeSubFlow', { params: { id: flow }, body });
  [subFlow, nodeId] = [made.subFlowId, made.nodeId];
  await client.call('saveDraft', { params: { id: flow }, body: { document: made.document, revision } });
  await publish(flow);
});
afterAll(() => server.close());

const get = (id: string) => client.call('getFlow', { params: { id } });

async function publish(id: string, more: { breaksBecause?: string } = {}): Promise<number> {
  const { revision } = await get(id);
  const body = { revision, note: 'Changed', ...more };
  return (await client.call('publishFlow', { params: { id }, body })).version;
}

async function edit(id: string, change: (draft: FlowDocument) => void): Promise<FlowDocument> {
  const { draft, revision } = await get(id);
  change(draft);
  await client.call('saveDraft', { params: { id }, body: { document: draft, revision } });
  return draft;
}

const rowsOf = ({ nodes }: FlowDocument) => nodes['map']!.config['rows'] as Record<string, unknown>;

test('a sub-flow says who uses it, runs by no means by itself, and is not deleted while it is used', async () => {
  const { summary } = await get(subFlow);
  expect(summary).toMatchObject({ isSubFlow: true, isOn: false, publishedVersion: 1 });
  expect(summary.usedBy).toMatchObject([{ flowId: flow, publishedUses: 1, draftUses: 1 }]);
  const start = await client.ask('startRun', { params: { id: subFlow }, body: {} });
  expect([start.status, problemOf(start).code]).toEqual([409, 'sub-flow.does-not-run']);
  const on = await client.ask('switchFlow', { params: { id: subFlow }, body: { isOn: true } });
  expect([on.status, problemOf(on).code]).toEqual([409, 'sub-flow.does-not-run']);
  const gone = await client.ask('deleteFlow', { params: { id: subFlow } });
  expect([gone.status, problemOf(gone).code]).toEqual([409, 'sub-flow.in-use']);
  expect(problemOf(gone).message).toContain((await get(flow)).summary.title.en);
});

test('a flow keeps the version it was published with, and takes a newer one by one act with a check', async () => {
  await edit(subFlow, (draft) => (rowsOf(draft)['account.phone'] = { from: 'account.phone' }));
  expect(await publish(subFlow)).toBe(2);
  const pinned = async () => (await get(flow)).draft.nodes[nodeId]!.config['version'];
  expect(await pinned()).toBe(1);
  const checked = await client.call('checkFlow', { params: { id: flow }, body: { document: (await get(flow)).draft } });
  expect(checked.issues.find(({ code }) => code === 'sub-flow.newer')).toMatchObject({ nodeId, severity: 'hint' });
  await client.call('takeSubFlowVersion', { params: { id: flow }, body: { subFlow, version: 2 } });
  expect(await pinned()).toBe(2);
  const { items } = await client.call('listAudit', { query: { object: 'flow', verb: 'apply' } });
  expect(items.flatMap(({ changes }) => changes)).toContainEqual({ path: '1/version', before: 1, after: 2 });
  const wrong = await client.ask('takeSubFlowVersion', { params: { id: flow }, body: { subFlow, version: 9 } });
  expect([wrong.status, problemOf(wrong).code]).toEqual([422, 'sub-flow.does-not-fit']);
  expect(await pinned()).toBe(2);
  await publish(flow);
});

test('a version that would break a flow names it, and is only published with a reason', async () => {
  const draft = await edit(subFlow, (document) => (rowsOf(document)['account.industry'] = { value: '1' }));
  const effects = await client.call('checkSubFlow', { params: { id: subFlow }, body: { document: draft } });
  // The mask in it leaves out what the ERP is not master of: nothing breaks yet.
  expect(effects).toMatchObject([{ flowId: flow, issues: [] }]);
  const bare = await edit(subFlow, (document) => {
    document.edges = document.edges
      .filter((edge) => !edge.includes('mask.'))
      .concat('map.records -> output.records')
      .toSorted();
    delete document.nodes['mask'];
  });
  const broken = await client.call('checkSubFlow', { params: { id: subFlow }, body: { document: bare } });
  expect(broken[0]!.issues.map(({ code }) => code)).toContain('mastership.violation');
  const { revision } = await get(subFlow);
  const refused = await client.ask('publishFlow', { params: { id: subFlow }, body: { revision, note: 'Bare' } });
  expect([refused.status, problemOf(refused).code]).toEqual([409, 'sub-flow.breaks-users']);
  expect(problemOf(refused).message).toContain((await get(flow)).summary.title.en);
  expect(await publish(subFlow, { breaksBecause: 'The mask moves to the flows.' })).toBe(3);
  const [newest] = await client.call('listVersions', { params: { id: subFlow } });
  expect(newest!.note).toContain('The mask moves to the flows.');
  const refusedTake = await client.ask('takeSubFlowVersion', { params: { id: flow }, body: { subFlow, version: 3 } });
  expect([refusedTake.status, problemOf(refusedTake).code]).toEqual([422, 'sub-flow.does-not-fit']);
});

test('what cannot be a sub-flow is refused with why', async () => {
  const { draft } = await get(flow);
  const body = { document: draft, nodeIds: ['schedule'], title: 'Start' };
  const refused = await client.ask('makeSubFlow', { params: { id: flow }, body });
  expect([refused.status, problemOf(refused).code]).toEqual([422, 'sub-flow.cannot-be-made']);
  expect(problemOf(refused).message).toContain('starts runs');
});

test('the sample run of a flow goes through its sub-flow, step by step', async () => {
  const { draft } = await get(flow);
  const tried = await client.call('tryFlow', { params: { id: flow }, body: { document: draft, limit: 5 } });
  expect(tried.error).toBeNull();
  expect(tried.records.length).toBeGreaterThan(0);
});
